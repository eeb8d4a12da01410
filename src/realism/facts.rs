//! What is tallied on the way over a dataset.

use crate::calendar::Horizon;
use crate::realism::community::Community;
use crate::realism::pictures::Pictures;
use crate::realism::{
    Frauds, Outcomes, Overdraft, Pay, People, Places, Posting, Presented, Purchases, Rhythm, Unicity, Wealth,
};

/// What is tallied: filled community by community, and added up in any grouping to the same whole.
pub(super) trait Tally: Default {
    /// Sees the rows of a community.
    fn see(&mut self, community: &Community<'_>);

    /// Adds what was seen in later communities.
    fn append(&mut self, later: &Self);
}

macro_rules! facts {
    ($( $(#[$doc:meta])* $name:ident: $tally:ty ),+ $(,)?) => {
        /// What a dataset is measured and drawn from: tallies whose size does not grow with the dataset.
        #[derive(Debug, Clone)]
        pub struct Facts {
            /// The days of the dataset.
            pub horizon: Horizon,
            $( $(#[$doc])* pub $name: $tally, )+
        }

        impl Facts {
            /// Makes the facts of no community.
            pub(super) fn of(horizon: Horizon) -> Self {
                Self { horizon, $( $name: <$tally>::default(), )+ }
            }

            /// Sees the rows of a community.
            pub(super) fn see(&mut self, community: &Community<'_>) {
                $( self.$name.see(community); )+
            }

            /// Adds what was seen in later communities.
            pub(super) fn append(&mut self, later: &Self) {
                $( self.$name.append(&later.$name); )+
            }
        }
    };
}

facts! {
    /// Customers by age and income, and how many cards they hold.
    people: People,
    /// Posted card purchases by kind of card, category, merchant category code and place.
    purchases: Purchases,
    /// What pictures show beyond what figures measure.
    pictures: Pictures,
    /// How purchases follow one another.
    rhythm: Rhythm,
    /// How long purchases take to be booked.
    posting: Posting,
    /// How cards are presented.
    presented: Presented,
    /// Where people buy in person.
    places: Places,
    /// What singles customers out.
    unicity: Unicity,
    /// What households have and earn.
    wealth: Wealth,
    /// Wages and bills.
    pay: Pay,
    /// Overdrafts and their fees.
    overdraft: Overdraft,
    /// What becomes of purchases.
    outcomes: Outcomes,
    /// Fraud by card.
    frauds: Frauds,
}
