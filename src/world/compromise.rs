//! Terminals that copy cards, shops that lose them and shops that are easy for thieves: the same for every customer of every community.

use crate::codes::Category;
use crate::units::{Date, LocationId, MerchantId};
use crate::world::{World, ids};

impl World {
    /// Returns whether a terminal copies the cards that are used at it on a day; terminals count from 0.
    ///
    /// # Randomness
    ///
    /// Word `merchants.compromised_terminal`, subject the store's id and the terminal, period the month in which it begins.
    pub fn terminal_compromised(&self, location: LocationId, terminal: u8, on: Date) -> bool {
        let laws = &self.scenario.merchants.compromise;
        let is_unattended = matches!(ids::category_of(location), Category::Fuel | Category::Cash);
        let factor = if is_unattended { laws.unattended_factor } else { 1.0 };
        let subject = location.0 * 256 + i64::from(terminal);
        let probability = laws.terminals_per_month * factor;
        self.is_struck("merchants.compromised_terminal", subject, probability, laws.terminal_days, on)
    }

    /// Returns whether an online shop leaks the cards that it is given on a day.
    ///
    /// # Randomness
    ///
    /// Word `merchants.breached_shop`, subject the merchant's id, period the month in which it begins.
    pub fn shop_breached(&self, merchant: MerchantId, on: Date) -> bool {
        let laws = &self.scenario.merchants.compromise;
        self.is_struck("merchants.breached_shop", merchant.0, laws.shops_per_month, laws.shop_days, on)
    }

    /// Returns whether an online shop is easy for thieves on a day: it ships at once and asks little, and word gets round.
    ///
    /// # Randomness
    ///
    /// Word `merchants.easy_shop`, subject the merchant's id, period the month in which it begins.
    pub fn shop_easy(&self, merchant: MerchantId, on: Date) -> bool {
        let laws = &self.scenario.merchants.compromise;
        self.is_struck("merchants.easy_shop", merchant.0, laws.easy_shops_per_month, laws.easy_shop_days, on)
    }

    /// Returns the place of a merchant among those of its kind, site and category, the most popular first; from 0.
    pub fn popularity_rank(&self, merchant: MerchantId) -> usize {
        ids::running_of(merchant)
    }

    /// Returns whether an evil that begins at most once a month, and lasts a tenth to the whole of `longest` days, holds.
    fn is_struck(&self, name: &str, subject: i64, per_month: f64, longest: i32, on: Date) -> bool {
        let month = on.month_number();
        // The shortest month has 28 days, so nothing older than this can still hold.
        let months_back = longest / 28 + 1;
        let words = self.streams.named(name);
        let threshold = (per_month.clamp(0.0, 1.0) * f64::from(u32::MAX)) as u64;
        (month - months_back..=month).any(|begun| {
            let word = words.word(subject, i64::from(begun));
            if word >> 32 >= threshold {
                return false;
            }
            let start = Date::month_start(begun).plus((word & 0xffff) as i32 % 28);
            let shortest = (longest / 10).max(1);
            let days = shortest + ((word >> 16) & 0xffff) as i32 % (longest - shortest + 1).max(1);
            (0..days).contains(&on.since(start))
        })
    }
}
