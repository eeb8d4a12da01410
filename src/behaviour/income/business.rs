//! Business receipts of the self-employed: irregular in number, amount and way.

use super::wobble;
use crate::behaviour::diary::{Diary, Hours, incoming, to_step};
use crate::codes::BankTransactionCode;
use crate::intent::Amount;
use crate::population::Person;
use crate::units::{Cents, Date};

/// How one customer pays.
#[derive(Debug, Clone, Copy)]
enum Receipt {
    Transfer,
    Instant,
    Cheque,
    Cash,
}

const RECEIPTS: [Receipt; 4] = [Receipt::Transfer, Receipt::Instant, Receipt::Cheque, Receipt::Cash];

/// Adds the receipts of a self-employed person, month by month.
///
/// # Randomness
///
/// Stream `income.business`, subject the person, period the month.
pub(super) fn add(diary: &mut Diary<'_, '_>, person: &Person) {
    let law = &diary.world.scenario.income.self_employed;
    let shares = &law.method_shares;
    let weights = [shares.transfer, shares.instant, shares.cheque, shares.cash];
    let monthly = person.income.monthly_net.to_major();
    for month in diary.months() {
        let mut stream = diary.stream("income.business", person, i64::from(month));
        let business = monthly * diary.level(month) * wobble(&mut stream, law.month_ln_sd);
        // One receipt is sure, so that no month is empty; the others vary.
        let count = 1 + stream.poisson(law.payments_per_month - 1.0);
        let mean = business / law.payments_per_month;
        for _ in 0..count {
            let receipt = RECEIPTS[stream.weighted(&weights)];
            let amount = mean * wobble(&mut stream, law.ln_sd);
            let day = Date::month_start(month).plus(stream.below(30) as i32);
            add_receipt(diary, person, receipt, day, Cents::from_major(amount), &mut stream);
        }
    }
}

fn add_receipt(
    diary: &mut Diary<'_, '_>,
    person: &Person,
    receipt: Receipt,
    day: Date,
    amount: Cents,
    stream: &mut crate::rng::Stream,
) {
    let business_day = diary.world.holidays.on_or_after(day);
    let (code, hours, day, word) = match receipt {
        Receipt::Transfer => (BankTransactionCode::CreditReceived, Hours::Overnight, business_day, "Invoice"),
        Receipt::Instant => (BankTransactionCode::InstantReceived, Hours::Waking, day, "Invoice"),
        Receipt::Cheque => (BankTransactionCode::ChequeDeposited, Hours::Office, business_day, "Cheque deposit"),
        Receipt::Cash => (BankTransactionCode::CashDeposit, Hours::Office, business_day, "Cash deposit"),
    };
    let (amount, other) = match receipt {
        Receipt::Cash => (to_step(amount, Cents(500)), diary.cash_desk()),
        Receipt::Transfer => {
            let (area, firm) = (diary.area as i64, stream.below(60));
            let client = diary.firm("client", &["Trading", "Partners", "Builders", "Studio"], area, firm);
            (amount, diary.outside(client))
        }
        Receipt::Instant | Receipt::Cheque => (to_step(amount, Cents(100)), diary.outsider(stream)),
    };
    let text = diary.phrase(word);
    diary.book(day, hours.draw(stream), incoming(person.checking, Amount::Fixed(amount), other, code, text));
}
