//! The places in wallets and the first plastic in them.

use crate::codes::{CardKind, Network};
use crate::population::assembly::Assembly;
use crate::population::*;
use crate::rng::Stream;

impl Assembly<'_> {
    /// Gives somebody a place for a card of an account, filled since a day; a new one was issued that day.
    pub(crate) fn give_card(
        &mut self,
        holder: PersonIndex,
        account: AccountIndex,
        kind: CardKind,
        since: Date,
        is_new: bool,
        stream: &mut Stream,
    ) {
        let law = &self.accounts.cards;
        let networks: Vec<Network> = self.accounts.network_shares.keys().copied().collect();
        let weights: Vec<f64> = self.accounts.network_shares.values().copied().collect();
        let network = networks[stream.weighted(&weights)];
        let is_contactless = stream.chance(law.contactless_share);
        let years = stream.between(law.least_years, law.most_years) as i32;
        let age = stream.unit();
        let issued_on = if is_new { since } else { self.last_issue(since, years, age) };
        let daily_limit = self.daily_limit(holder, account, kind, stream);
        let slot = SlotIndex(self.people.slots.len() as u32);
        self.people.slots.push(Slot {
            holder,
            account,
            kind,
            network,
            is_contactless,
            daily_limit,
            issued_on,
            expires_on: issued_on.plus_months(12 * years).with_day(31),
            ends: None,
        });
        self.people.persons[holder.ix()].slots.push(slot);
    }

    /// Returns when the plastic in use at the start was issued: within its validity, and not before the account.
    fn last_issue(&self, since: Date, years: i32, age: f64) -> Date {
        let days = (age * f64::from(years * 365 - 60)) as i32;
        self.start().plus(-7 - days).max(since)
    }

    fn daily_limit(&self, holder: PersonIndex, account: AccountIndex, kind: CardKind, stream: &mut Stream) -> Cents {
        let law = &self.accounts.daily_limit;
        let usual = Cents::from_major(*stream.pick(&law.debit));
        let step = Cents::from_major(law.step);
        let fitting = match kind {
            CardKind::Debit => {
                let least = self.people.persons[holder.ix()].income.monthly_net.share(law.debit_month_share);
                usual.max(least.floor_to(step))
            }
            CardKind::Credit => {
                let least = Cents::from_major(law.debit.iter().copied().fold(f64::INFINITY, f64::min));
                self.people.accounts[account.ix()].credit_limit.share(law.credit_share).floor_to(step).max(least)
            }
        };
        fitting.max(step)
    }
}
