//! Borrowing: how people pay their credit cards, statement by statement.

use super::diary::{Diary, Hours, outgoing};
use super::saving::Saver;
use crate::codes::{BankTransactionCode, Frequency, OrderKind, Product};
use crate::columns::Text;
use crate::community::Community;
use crate::intent::{Amount, Intents, Mandate, MandateIndex, Movement, Other, Shortfall};
use crate::population::{AccountIndex, Person, PersonIndex};
use crate::rng::Stream;
use crate::units::{Date, span};

/// How somebody pays a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    AutopayFull,
    FullByHand,
    AutopayMinimum,
    MinimumByHand,
    PartByHand,
}

impl Habit {
    fn is_automatic(self) -> bool {
        matches!(self, Self::AutopayFull | Self::AutopayMinimum)
    }

    fn is_revolving(self) -> bool {
        !matches!(self, Self::AutopayFull | Self::FullByHand)
    }
}

/// Adds the payments of every credit card.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let mut diary = Diary::open(community, intents);
    for (index, person) in diary.persons() {
        diary.attend(index);
        let saver = Saver::of(&mut diary, person);
        for &card in &person.credit {
            add_card(&mut diary, (index, person), &saver, card);
        }
    }
}

/// Adds the payments of one card, one a statement.
///
/// # Randomness
///
/// Streams `borrowing.habit` and `borrowing.payment`, subject the account, the latter by month.
fn add_card(diary: &mut Diary<'_, '_>, (index, person): (PersonIndex, &Person), saver: &Saver, card: AccountIndex) {
    let plan = &diary.people.accounts[card.ix()];
    let Some(statement_day) = plan.statement_day else { return };
    let mut stream = diary.world.streams.stream("borrowing.habit", plan.id.0);
    let habit = habit(diary, card, &mut stream);
    let part = stream.unit();
    let mandate = habit.is_automatic().then(|| autopay(diary, index, person, card, statement_day));
    let is_deferred = plan.product == Product::DeferredDebit;
    let autopaid = if is_deferred { "Deferred debit card" } else { "Autopay credit card" };
    let texts = [diary.phrase(autopaid), diary.phrase("Credit card payment")];
    let payment = |amount: Amount, text: Text| {
        outgoing(person.checking, amount, Other::Inside(card), BankTransactionCode::CardRepayment, text).or_refused()
    };
    for month in *diary.months().start() - 1..=*diary.months().end() {
        let closes = Date::month_start(month).with_day(statement_day);
        let mut stream = diary.world.streams.period("borrowing.payment", plan.id.0, i64::from(month));
        let amount = amount(diary, habit, part, &mut stream);
        let Some((day, micros)) = moment(diary, index, (habit, is_deferred), closes, &mut stream) else { continue };
        // A card that opens later must not move money earlier: a shorter horizon does not know it yet.
        if !diary.is_open(card, day) {
            continue;
        }
        prepare(diary, person, saver, habit, day, &mut stream);
        if let Some(mandate) = mandate {
            let movement = Movement { shortfall: Shortfall::PayOrReturn, ..payment(amount, texts[0]) };
            diary.book(day, micros, movement.under(mandate));
        } else {
            diary.book(day, micros, payment(amount, texts[1]));
        }
        // Whoever could not pay that much pays at least the minimum, if it is still owed.
        let micros = Hours::Waking.draw(&mut stream).max(micros + span::HOUR);
        diary.book(day, micros, payment(Amount::StatementMinimum, texts[1]));
    }
}

/// Fills the checking account up before a card is paid.
fn prepare(diary: &mut Diary<'_, '_>, person: &Person, saver: &Saver, habit: Habit, day: Date, stream: &mut Stream) {
    let law = &diary.world.scenario.saving.rescue;
    let months = if habit.is_revolving() { law.before_card_in_part } else { law.before_card_in_full };
    let target = person.income.monthly_net.share(months * diary.level(day.month_number()));
    let before = diary.world.holidays.on_or_before(day);
    saver.fill_up(diary, person, before, (target, target), stream);
}

/// Chooses how a card is paid: whoever carries a balance at the start goes on carrying one.
fn habit(diary: &Diary<'_, '_>, card: AccountIndex, stream: &mut Stream) -> Habit {
    let law = &diary.world.scenario.borrowing.habits;
    let plan = &diary.people.accounts[card.ix()];
    let utilisation = -plan.opening_balance.to_major() / plan.credit_limit.to_major().max(1.0);
    let drawn = stream.chance(law.new_revolver_share);
    if plan.product == Product::DeferredDebit {
        return Habit::AutopayFull;
    }
    let is_revolver = if utilisation > 0.0 { utilisation > law.revolver_from_utilisation } else { drawn };
    if is_revolver {
        let shares = &law.revolver_shares;
        let weights = [shares.autopay_minimum, shares.minimum_by_hand, shares.part_by_hand];
        [Habit::AutopayMinimum, Habit::MinimumByHand, Habit::PartByHand][stream.weighted(&weights)]
    } else {
        let weights = [law.transactor_shares.autopay, law.transactor_shares.by_hand];
        [Habit::AutopayFull, Habit::FullByHand][stream.weighted(&weights)]
    }
}

fn amount(diary: &Diary<'_, '_>, habit: Habit, part: f64, stream: &mut Stream) -> Amount {
    let law = &diary.world.scenario.borrowing.revolving;
    let catches_up = stream.chance(law.catch_up_share) && habit.is_revolving() && !habit.is_automatic();
    match habit {
        Habit::AutopayFull | Habit::FullByHand => Amount::StatementShare(1.0),
        _ if catches_up => Amount::StatementShare(law.catch_up_part),
        Habit::AutopayMinimum | Habit::MinimumByHand => Amount::StatementMinimum,
        Habit::PartByHand => Amount::StatementShare(law.least_part + part * (law.most_part - law.least_part)),
    }
}

/// Returns when a statement is paid, if it is.
fn moment(
    diary: &Diary<'_, '_>,
    payer: PersonIndex,
    (habit, is_deferred): (Habit, bool),
    closes: Date,
    stream: &mut Stream,
) -> Option<(Date, i64)> {
    let law = &diary.world.scenario.borrowing.by_hand;
    let grace_days = diary.world.scenario.ledger.statement.grace_days;
    let due = if is_deferred { closes.with_day(31) } else { closes.plus(grace_days) };
    if habit.is_automatic() {
        // Autopay runs on a business day that is no later than the due day.
        return Some((diary.world.holidays.on_or_before(due), Hours::Collection.draw(stream)));
    }
    let is_strained = diary.lives.is_out_of_work(payer, due);
    let late_share = if is_strained { law.late_share_out_of_work } else { law.late_share };
    let (is_skipped, is_late) = (stream.chance(law.skipped_share), stream.chance(late_share));
    let ahead = stream.below(u64::from(law.days_ahead)) as i32;
    let late = 1 + stream.below(u64::from(law.days_late)) as i32;
    let micros = Hours::Waking.draw(stream).min(21 * span::HOUR);
    (!is_skipped).then(|| (due.plus(if is_late { late } else { -ahead }), micros))
}

fn autopay(
    diary: &mut Diary<'_, '_>,
    index: PersonIndex,
    person: &Person,
    card: AccountIndex,
    statement_day: u32,
) -> MandateIndex {
    let plan = &diary.people.accounts[card.ix()];
    let mut stream = diary.world.streams.stream("borrowing.autopay", plan.id.0);
    let is_deferred = plan.product == Product::DeferredDebit;
    let (purpose, own) = if is_deferred {
        ("deferred debit card", "Own deferred debit card")
    } else {
        ("credit card", "Own credit card")
    };
    let (purpose, creditor) = (diary.texts.intern(purpose), diary.phrase(own));
    let number = diary.texts.intern(plan.payable_as());
    // The day on which it is due after a month of thirty days.
    let day = match statement_day {
        _ if is_deferred => 31,
        ..=5 => statement_day + 25,
        _ => statement_day - 5,
    };
    let started_on = diary.start_of_mandate(person.checking, &mut stream).max(plan.opened_on);
    diary.mandate(Mandate {
        account: person.checking,
        person: index,
        kind: OrderKind::Autopay,
        purpose,
        creditor,
        creditor_account: Some(number),
        amount: None,
        frequency: Frequency::Monthly,
        day_of_month: day as i32,
        started_on,
        ended_on: None,
    })
}
