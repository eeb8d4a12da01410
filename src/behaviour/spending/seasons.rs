//! Which shops a month favours: within a category, kinds of business have months of their own.

use super::when::CATEGORIES;
use crate::codes::{Category, Mcc};
use crate::rng::Stream;
use crate::scenario::Scenario;
use crate::world::Place;

/// How often another shop is thought of when the season is not that of the first.
pub(super) const TRIES: usize = 12;

/// The months of the kinds of business.
#[derive(Debug)]
pub(in crate::behaviour) struct Seasons {
    /// The factors of each month, for the codes that have their own, ascending by code.
    kinds: Vec<(Mcc, [f64; 12])>,
    categories: [Months; CATEGORIES],
}

/// The months of one category.
#[derive(Debug, Clone, Copy)]
struct Months {
    /// What shops follow whose kind has no months of its own.
    usual: [f64; 12],
    /// The largest factor of any of its kinds.
    peak: [f64; 12],
    /// Whether any of its kinds has months of its own.
    differ: bool,
}

impl Seasons {
    /// Prepares the months of a scenario.
    pub(in crate::behaviour) fn new(scenario: &Scenario) -> Self {
        let own = &scenario.spending.months_by_mcc;
        let months = |category: &Category| {
            let usual = scenario.spending.categories.get(category).and_then(|law| law.months).unwrap_or([1.0; 12]);
            let shops = scenario.merchants.categories.get(category);
            let codes =
                shops.into_iter().flat_map(|law| law.store_mcc_shares.keys().chain(law.online_mcc_shares.keys()));
            let kinds: Vec<&[f64; 12]> = codes.filter_map(|mcc| own.get(mcc)).collect();
            let peak = std::array::from_fn(|month| kinds.iter().map(|kind| kind[month]).fold(usual[month], f64::max));
            Months { usual, peak, differ: !kinds.is_empty() }
        };
        Self {
            kinds: own.iter().map(|(mcc, months)| (*mcc, *months)).collect(),
            categories: std::array::from_fn(|category| months(&Category::ALL[category])),
        }
    }

    /// Draws whether somebody goes to a shop in a month (0 is January): the likelier the more it is that shop's season.
    ///
    /// # Randomness
    ///
    /// One draw where kinds of business differ within the shop's category, else none.
    pub(super) fn suits(&self, place: &Place, month: usize, stream: &mut Stream) -> bool {
        let months = &self.categories[place.category as usize];
        if !months.differ {
            return true;
        }
        let own = self.kinds.binary_search_by_key(&place.mcc, |(mcc, _)| *mcc).map(|at| &self.kinds[at].1);
        let factor = own.unwrap_or(&months.usual)[month];
        stream.unit() * months.peak[month] < factor
    }
}
