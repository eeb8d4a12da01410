//! Which communities a run makes, and how they are cut into file groups.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::manifest::PartFacts;
use crate::population::COMMUNITY_SIZE;

/// The communities of a run, cut into file groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Communities of the whole dataset, all parts together.
    pub total: i64,
    /// The communities of this part.
    pub part: Range<i64>,
    /// Communities of a file.
    pub per_file: i64,
    /// The file groups of this part, in order.
    pub groups: Vec<Group>,
}

/// A file group: consecutive communities that fill one file of every table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its communities.
    pub communities: Range<i64>,
}

/// Large enough for row groups that compress, small enough to be lost to a crash.
const MOST_PER_FILE: i64 = 100;
const LEAST_PER_FILE: i64 = 5;
/// So many file groups keep many threads busy.
const FILES_WANTED: i64 = 40;

impl Plan {
    /// Plans a part of a dataset of so many customers, rounded up to whole communities.
    ///
    /// The cut into files depends on the number of customers only, so parts and whole have the same files but where a
    /// part begins or ends.
    ///
    /// # Errors
    ///
    /// Fails where the part would be empty.
    pub fn of(customers: u64, part: PartFacts) -> Result<Self> {
        let customers = i64::try_from(customers).expect("the number of customers was checked");
        let total = customers.div_euclid(COMMUNITY_SIZE) + i64::from(customers % COMMUNITY_SIZE > 0);
        let border = |index: i64| (i128::from(total) * i128::from(index) / i128::from(part.of)) as i64;
        let range = border(part.index - 1)..border(part.index);
        if range.is_empty() {
            let cause = format!("part {} of {} is empty: the dataset has {total} communities", part.index, part.of);
            return Err(Error::input("--part", cause, format!("cut it into {total} parts at most")));
        }
        let per_file =
            (total.div_euclid(FILES_WANTED) + i64::from(total % FILES_WANTED > 0)).clamp(LEAST_PER_FILE, MOST_PER_FILE);
        let groups = (range.start / per_file..=(range.end - 1) / per_file).map(|index| Group {
            communities: (index * per_file).max(range.start)..((index + 1) * per_file).min(range.end),
        });
        Ok(Self { total, part: range.clone(), per_file, groups: groups.collect() })
    }

    /// Returns the number of communities of this part.
    pub fn communities(&self) -> i64 {
        self.part.end - self.part.start
    }
}

impl Group {
    /// Returns the name of the group's files, without their ending: `part-00040`.
    pub fn name(&self) -> String {
        format!("part-{:05}", self.communities.start)
    }

    /// Returns the number of communities.
    pub fn len(&self) -> i64 {
        self.communities.end - self.communities.start
    }

    /// Returns whether there is no community.
    pub fn is_empty(&self) -> bool {
        self.communities.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHOLE: PartFacts = PartFacts { index: 1, of: 1 };

    fn communities(plan: &Plan) -> Vec<i64> {
        plan.groups.iter().flat_map(|group| group.communities.clone()).collect()
    }

    proptest! {
        #[test]
        fn the_parts_together_are_the_whole(customers in 1_u64..3_000_000, of in 1_i64..9) {
            let whole = Plan::of(customers, WHOLE).unwrap();
            let parts = (1..=of).filter_map(|index| Plan::of(customers, PartFacts { index, of }).ok());
            let together: Vec<i64> = parts.flat_map(|part| communities(&part)).collect();
            prop_assert_eq!(together, communities(&whole));
        }
    }

    #[test]
    fn customers_are_rounded_up_to_whole_communities() {
        assert_eq!(Plan::of(1, WHOLE).unwrap().total, 1);
        assert_eq!(Plan::of(2_000, WHOLE).unwrap().total, 20);
        assert_eq!(Plan::of(2_001, WHOLE).unwrap().total, 21);
    }

    #[test]
    fn a_part_without_communities_is_refused() {
        let error = Plan::of(200, PartFacts { index: 1, of: 3 }).unwrap_err();
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn a_file_is_named_after_its_first_community() {
        let plan = Plan::of(10_000, WHOLE).unwrap();
        assert_eq!(plan.groups[1].name(), "part-00005");
    }
}
