//! What follows an approval: clearing, reversal, expiry, posting, refund.

use crate::codes::*;
use crate::intent::{Aftermath, CardUse, Hold};
use crate::units::{Cents, Mills, Timestamp, TransactionId, span};

use super::Ledger;
use super::book::Details;
use super::clock::Task;
use super::disputes::DisputePlan;
use super::transactions::{Life, TransactionNumber, convert, value_date};

const CLEARING: u64 = 0xC1;
const AFTERMATH: u64 = 0xAF;

impl Ledger<'_, '_> {
    /// Plans how an approved purchase goes on: it clears, is reversed, or expires.
    pub(super) fn plan_clearing(&mut self, at: Timestamp, usage: &CardUse, number: TransactionNumber) {
        let laws = &self.laws.clearing;
        let mut dice = self.dice(number, CLEARING);
        let is_lodging = matches!(usage.hold, Hold::Incremental { .. });
        let chance = dice.unit();
        if usage.aftermath == Aftermath::Lawful && chance < laws.reversal_rate {
            self.clock.at(at.plus(dice.between(60, 2_400) * span::SECOND), Task::Reverse(number));
            return;
        }
        if usage.aftermath == Aftermath::Lawful && chance < laws.reversal_rate + laws.expiry_rate {
            let days = if is_lodging { laws.lodging_validity_days } else { laws.validity_days };
            self.clock.at(at.plus(i64::from(days) * span::DAY), Task::Expire(number));
            return;
        }
        let shares = &laws.lag_days_shares;
        let mut lag = dice.weighted(&[shares.same_day, shares.one_day, shares.two_days, shares.three_days]) as i32;
        if let Hold::Incremental { step, steps, .. } = usage.hold {
            lag += i32::from(steps) + 1;
            for night in 1..=i64::from(steps) {
                self.clock.at(at.plus(night * span::DAY), Task::Increment(number, step));
            }
        }
        let morning = (3 * 60 + dice.between(0, 119)) * span::MINUTE;
        if lag == 0 && self.community.world.holidays.is_business_day(self.today) {
            let evening = 21 * span::HOUR + dice.between(0, 7_000) * span::SECOND;
            self.schedule_after(at, self.today, evening, Task::Post(number));
        } else {
            let on = self.community.world.holidays.on_or_after(self.today.plus(lag.max(1)));
            self.schedule_after(at, on, morning, Task::Post(number));
        }
    }

    /// Reverses an authorization: the hold is gone and nothing posts.
    pub(super) fn reverse(&mut self, at: Timestamp, number: TransactionNumber) {
        self.end_unposted(at, number, TransactionStatus::Reversed, CardEventType::Reversed);
    }

    /// Lets an authorization expire that never cleared.
    pub(super) fn expire(&mut self, at: Timestamp, number: TransactionNumber) {
        self.end_unposted(at, number, TransactionStatus::Expired, CardEventType::Expired);
    }

    fn end_unposted(
        &mut self,
        at: Timestamp,
        number: TransactionNumber,
        status: TransactionStatus,
        event: CardEventType,
    ) {
        let hold = self.lives[number.0 as usize].hold;
        self.release(number);
        self.transactions[number.0 as usize].status = status;
        self.event(number, event, at, hold, None);
    }

    /// Posts a transaction: the hold gives way to an entry, and refunds and disputes are planned.
    pub(super) fn post_transaction(&mut self, at: Timestamp, number: TransactionNumber) {
        self.release(number);
        let life = &self.lives[number.0 as usize];
        let (account, clears, is_single) = {
            let row = &self.transactions[number.0 as usize];
            (life.account, life.clears, row.authorized_at == at)
        };
        let row = &self.transactions[number.0 as usize];
        let money = convert(clears, row.original_currency, row.fx_rate);
        let extra = money.billed - row.authorized_amount;
        let has_tip =
            matches!(row.category, Category::Restaurant | Category::FastFood) || row.mcc.0 == 4121 || row.mcc.0 == 7230;
        let tip = if has_tip && extra > Cents::ZERO { extra } else { Cents::ZERO };
        let cleared_at = if is_single { at } else { Timestamp(at.0 - 2 * span::HOUR).max(row.authorized_at) };
        self.transactions[number.0 as usize].post(cleared_at, at, money, tip);
        let row = &self.transactions[number.0 as usize];
        let code = if row.processing_code == ProcessingCode::CashWithdrawal {
            BankTransactionCode::CashWithdrawal
        } else {
            BankTransactionCode::CardPayment
        };
        let (place, texts) = (self.lives[number.0 as usize].place, &mut self.community.texts);
        let descriptor = self.community.places.descriptor(place, texts);
        let details = Details {
            transaction: Some(row.transaction_id),
            value_date: Some(value_date(row, self.today)),
            counterparty_name: Some(descriptor),
            ..Details::new(code, descriptor)
        };
        let sequence = self.book(account, at, -money.billed, details);
        self.label_entry(at, number, account, sequence);
        self.event(number, CardEventType::Posted, at, money.billed, None);
        self.charge_card_fees(at, number);
        self.plan_aftermath(at, number);
    }

    fn plan_aftermath(&mut self, at: Timestamp, number: TransactionNumber) {
        let Life { aftermath, case, .. } = self.lives[number.0 as usize];
        match aftermath {
            Aftermath::Nothing => {}
            Aftermath::Refund { after_days, share } => self.plan_refund(at, number, i64::from(after_days), share),
            Aftermath::Dispute { after_days, reason, is_represented, is_won } => {
                let plan = DisputePlan { reason, is_charged_back: true, is_represented, is_won };
                self.clock.at(at.plus(i64::from(after_days) * span::DAY + 9 * span::HOUR), Task::Dispute(number, plan));
            }
            Aftermath::Lawful if case.is_some() => {}
            Aftermath::Lawful => self.plan_lawful_aftermath(at, number),
        }
        self.dispute_if_detected(at, number);
    }

    fn plan_lawful_aftermath(&mut self, at: Timestamp, number: TransactionNumber) {
        let row = &self.transactions[number.0 as usize];
        if row.processing_code != ProcessingCode::Purchase {
            return;
        }
        let is_remote = !matches!(row.channel, Channel::InPerson | Channel::Atm);
        let place = self.community.places.get(self.lives[number.0 as usize].place);
        // Goods go back to the shop; a month of telephone does not.
        let window = if row.is_recurring { 0 } else { place.return_window_days };
        let (refunds, disputes) = (&self.laws.refunds, &self.laws.disputes);
        let refund_rate = if is_remote { refunds.rate_remote } else { refunds.rate_in_person };
        let dispute_rate = if is_remote { disputes.rate_remote } else { disputes.rate_in_person };
        // Dear goods are worth the way back, and a complaint.
        let (refund_dearness, dispute_dearness) =
            (row.amount.to_major() / refunds.at_amount, row.amount.to_major() / disputes.at_amount);
        let mut dice = self.dice(number, AFTERMATH);
        if window > 0
            && is_below_power(dice.unit(), refund_rate, refund_dearness, refunds.amount_elasticity, refunds.most_share)
        {
            let days = dice.exponential(refunds.mean_days).min(f64::from(window)).max(1.0) as i64;
            let share = if dice.chance(refunds.full_share) { 1.0 } else { 0.1 + 0.8 * dice.unit() };
            self.plan_refund(at, number, days, share as f32);
        } else if is_below_power(dice.unit(), dispute_rate, dispute_dearness, disputes.amount_elasticity, f64::INFINITY)
        {
            let plan = self.plan_of_dispute(&mut dice);
            let days = dice.exponential(disputes.mean_days).clamp(1.0, 110.0) as i64;
            self.clock.at(at.plus(days * span::DAY + 7 * span::HOUR), Task::Dispute(number, plan));
        }
    }

    fn plan_refund(&mut self, at: Timestamp, number: TransactionNumber, days: i64, share: f32) {
        let amount = self.transactions[number.0 as usize].amount;
        let refund = amount.share(f64::from(share.clamp(0.0, 1.0))).max(Cents(1)).min(amount);
        let on = self.community.world.holidays.on_or_after(self.today.plus(days.max(1) as i32));
        let mut dice = self.dice(number, AFTERMATH + 1);
        let refund_at =
            self.schedule_after(at, on, (4 * 60 + dice.between(0, 59)) * span::MINUTE, Task::Refund(number, refund));
        self.planned_refunds.push((number.0 as usize, refund_at));
    }

    /// Books a refund as a transaction of its own that points at its original.
    pub(super) fn refund(&mut self, at: Timestamp, original: TransactionNumber, amount: Cents) {
        let life = &self.lives[original.0 as usize];
        let (account, place, case, aftermath) = (life.account, life.place, life.case, life.aftermath);
        if !self.accounts[account.ix()].is_open || life.is_disputed {
            return;
        }
        let number = TransactionNumber(self.transactions.len() as u32);
        let row = &self.transactions[original.0 as usize];
        let original_amount = if amount == row.amount {
            row.original_amount
        } else {
            refunded_original(amount, row.fx_rate.0, row.original_currency)
        };
        let store_zone = &self.community.world.zones[self.community.places.get(place).zone];
        let (local_date, micros) = if row.location_id.is_some() { store_zone } else { self.zone }.local(at);
        let mut refund = row.clone();
        refund.transaction_id = TransactionId(self.community.number * 1_000_000_000 + i64::from(number.0) + 1);
        refund.original_transaction_id = Some(row.transaction_id);
        refund.message_type = MessageType::FinancialAdvice;
        refund.processing_code = ProcessingCode::Refund;
        refund.authorized_at = at;
        (refund.local_date, refund.local_hour) = (local_date, (micros / span::HOUR) as i32);
        (refund.cleared_at, refund.posted_at) = (Some(at), Some(at));
        (refund.authorized_amount, refund.amount) = (amount, amount);
        refund.original_amount = original_amount;
        (refund.tip_amount, refund.cashback_amount) = (Cents::ZERO, Cents::ZERO);
        (refund.authorization_code, refund.available_before) = (None, None);
        (refund.is_recurring, refund.three_d_secure) = (false, None);
        (refund.avs_result, refund.cvv_result) = (None, None);
        (refund.device_id, refund.ip_address) = (None, None);
        refund.verification = Verification::None;
        refund.system_trace_number = (self.lives[original.0 as usize].word >> 41) as i32 % 999_999 + 1;
        refund.status = TransactionStatus::Posted;
        let descriptor = self.community.places.descriptor(place, &mut self.community.texts);
        let details = Details {
            transaction: Some(refund.transaction_id),
            counterparty_name: Some(descriptor),
            ..Details::new(BankTransactionCode::CardRefund, descriptor)
        };
        let word = self.lives[original.0 as usize].word;
        self.transactions.push(refund);
        self.lives.push(Life {
            account,
            place,
            case: case.filter(|_| aftermath != Aftermath::Lawful),
            hold: Cents::ZERO,
            clears: 0,
            aftermath: Aftermath::Nothing,
            refunded: Cents::ZERO,
            is_disputed: true,
            is_closed: true,
            word: crate::rng::mix(word),
        });
        let case = self.lives[number.0 as usize].case;
        self.label_transaction(at, number, case);
        let sequence = self.book(account, at, amount, details);
        self.label_entry(at, number, account, sequence);
        self.event(number, CardEventType::Posted, at, amount, None);
        self.event(original, CardEventType::Refunded, at, amount, None);
        self.lives[original.0 as usize].refunded += amount;
    }
}

/// Returns whether a draw lies below `rate · base^exponent`, `most` at most.
///
/// Most draws lie so far above that the power need not be worked out: with an exponent up to 1 it is no more than the base, or 1.
fn is_below_power(drawn: f64, rate: f64, base: f64, exponent: f64, most: f64) -> bool {
    const ROUNDING: f64 = 1.0 + 1e-9;
    if (0.0..=1.0).contains(&exponent) && drawn >= rate * base.max(1.0) * ROUNDING {
        return false;
    }
    drawn < (rate * base.powf(exponent)).min(most)
}

/// Returns the amount of the original currency that a refund in account currency stands for, to that currency's exponent.
fn refunded_original(amount: Cents, rate_millionths: i64, currency: Currency) -> Mills {
    let step = 10_i64.pow(3 - currency.exponent());
    let mills = (amount.0 as f64 * 1e7 / rate_millionths as f64 / step as f64).round() as i64 * step;
    Mills(mills)
}
