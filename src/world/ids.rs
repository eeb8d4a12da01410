//! How the numbers of merchants and stores are made, and what can be read from them.
//!
//! A number is `kind · 10^11 + site · 10^6 + category · 10^4 + running number`, twelve digits at most. The site is the
//! place of an area in the seeded order, or of a destination in its table; chains and sites on the net have none. The running
//! number of a store is its place in the category, and a thousand more for each store that stood there before. A store
//! that belongs to no chain shares its number with its merchant. So numbers depend on neither the number of
//! customers nor the horizon, and ascend in the order in which the shared tables list them.

use crate::codes::Category;
use crate::units::{LocationId, MerchantId};

const PER_CATEGORY: i64 = 10_000;
const PER_SITE: i64 = 1_000_000;
const PER_KIND: i64 = 100_000_000_000;
const PER_GENERATION: usize = 1_000;

/// The most stores that can follow one another in one place.
pub(super) const MOST_GENERATIONS: usize = PER_CATEGORY as usize / PER_GENERATION;

/// Returns the running number of the store of a generation in a place: the first is generation 0.
pub(super) fn running(place: usize, generation: usize) -> usize {
    debug_assert!(place < PER_GENERATION && generation < MOST_GENERATIONS, "the number has room");
    generation * PER_GENERATION + place
}

/// Returns the place that a store's running number tells.
pub(super) fn place_of(location: LocationId) -> usize {
    (location.0 % PER_CATEGORY) as usize % PER_GENERATION
}

/// What a merchant or store is, as the first digit of its number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A chain.
    Chain = 1,
    /// An online shop.
    Online = 2,
    /// A site that sells subscriptions.
    Subscription = 3,
    /// A store at a travel destination.
    Destination = 4,
    /// A store of an area.
    Area = 5,
}

/// Makes a number; `running` counts from 0 within its kind, site and category.
pub(super) fn number(kind: Kind, site: usize, category: Category, running: usize) -> i64 {
    debug_assert!(running < PER_CATEGORY as usize && site < (PER_KIND / PER_SITE) as usize, "the number has room");
    kind as i64 * PER_KIND + site as i64 * PER_SITE + category as i64 * PER_CATEGORY + running as i64
}

/// Returns what a merchant or store is, as its number tells.
pub(super) fn kind_of(number: i64) -> Option<Kind> {
    let kinds = [Kind::Chain, Kind::Online, Kind::Subscription, Kind::Destination, Kind::Area];
    kinds.into_iter().find(|kind| *kind as i64 == number / PER_KIND)
}

/// Returns the category that a store's number tells.
pub(super) fn category_of(location: LocationId) -> Category {
    Category::ALL[(location.0 % PER_SITE / PER_CATEGORY) as usize]
}

/// Returns the running number that a merchant's number tells.
pub(super) fn running_of(merchant: MerchantId) -> usize {
    (merchant.0 % PER_CATEGORY) as usize
}

/// Returns the running number of a chain of a category, if the merchant is one.
pub(super) fn chain_of(merchant: MerchantId, category: Category) -> Option<usize> {
    let first = number(Kind::Chain, 0, category, 0);
    (first..first + PER_CATEGORY).contains(&merchant.0).then(|| (merchant.0 - first) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [Kind; 5] = [Kind::Chain, Kind::Online, Kind::Subscription, Kind::Destination, Kind::Area];

    proptest! {
        #[test]
        fn numbers_ascend_with_kind_site_category_and_running_number(
            a in (0_usize..5, 0_usize..100_000, 0_usize..20, 0_usize..10_000),
            b in (0_usize..5, 0_usize..100_000, 0_usize..20, 0_usize..10_000),
        ) {
            let of = |(k, s, c, n): (usize, usize, usize, usize)| number(KINDS[k], s, Category::ALL[c], n);
            prop_assert_eq!(of(a).cmp(&of(b)), a.cmp(&b));
        }

        #[test]
        fn a_number_tells_its_category(site in 0_usize..100_000, category in 0_usize..20, running in 0_usize..10_000) {
            let category = Category::ALL[category];
            prop_assert_eq!(category_of(LocationId(number(Kind::Area, site, category, running))), category);
        }
    }
}
