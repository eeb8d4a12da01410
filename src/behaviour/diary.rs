//! The desk at which account behaviours write: who they are about, when, and the intents they end in.

use crate::calendar::Zone;
use crate::codes::{BankTransactionCode, OrderKind};
use crate::columns::{Text, Texts};
use crate::community::Community;
use crate::intent::{Amount, Direction, Intents, Mandate, MandateIndex, Movement, Other, Shortfall, What};
use crate::life::{ALWAYS, Era, Lives, NEVER};
use crate::population::{AccountIndex, People, Person, PersonIndex};
use crate::rng::Stream;
use crate::units::{Cents, Date, span};
use crate::world::World;

/// The part of the day in which a movement is booked, on the wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hours {
    /// 03–06: what banks credit overnight, before any debit of the day.
    Overnight,
    /// 06–09: what creditors collect and standing orders pay.
    Collection,
    /// 09–17: what needs a counter, a cheque clearing or an office.
    Office,
    /// 08–22: what people do themselves.
    Waking,
    /// 17–23: what friends settle after an evening out.
    Evening,
}

impl Hours {
    /// Draws the microseconds since midnight; one draw.
    pub(super) fn draw(self, stream: &mut Stream) -> i64 {
        let (first, last) = match self {
            Self::Overnight => (3, 6),
            Self::Collection => (6, 9),
            Self::Office => (9, 17),
            Self::Waking => (8, 22),
            Self::Evening => (17, 23),
        };
        stream.between(first * span::HOUR, last * span::HOUR - span::SECOND) / span::SECOND * span::SECOND
    }
}

/// The desk: the people of a community and the intents that grow.
#[derive(Debug)]
pub(super) struct Diary<'c, 'w> {
    pub(super) world: &'w World,
    pub(super) area: usize,
    pub(super) people: &'c People,
    pub(super) lives: &'c Lives,
    pub(super) texts: &'c mut Texts,
    zone: &'w Zone,
    intents: &'c mut Intents,
    window: Window,
}

/// The days on which the person who is written about does something.
#[derive(Debug, Clone, Copy)]
struct Window {
    from: Date,
    until: Date,
    /// Until when mandates run by themselves: the bank learns of a death some days after it.
    mandates_until: Date,
}

const EVERYTHING: Window = Window { from: ALWAYS, until: NEVER, mandates_until: NEVER };

impl<'c, 'w> Diary<'c, 'w> {
    /// Opens the diary of a community.
    pub(super) fn open(community: &'c mut Community<'w>, intents: &'c mut Intents) -> Self {
        let zone = community.zone();
        let Community { world, area, people, lives, texts, .. } = community;
        let window = EVERYTHING;
        Self { world, area: *area, people, lives, texts, zone, intents, window }
    }

    /// Returns what statements say for words in English.
    pub(super) fn phrase(&mut self, english: &str) -> Text {
        self.texts.intern(self.world.country.phrase(english))
    }

    /// Returns what statements say for words in English, and a name after it.
    pub(super) fn phrase_with(&mut self, english: &str, name: Text) -> Text {
        let text = format!("{} {}", self.world.country.phrase(english), self.texts.get(name));
        self.texts.intern(&text)
    }

    /// Turns to a person: what is written from now on ends when they do.
    pub(super) fn attend(&mut self, person: PersonIndex) {
        self.attend_between(person, ALWAYS, NEVER);
    }

    /// Turns to what was written before and finds its way by itself.
    pub(super) fn attend_nobody(&mut self) {
        self.window = EVERYTHING;
    }

    /// Turns to a stretch of a person's life.
    pub(super) fn attend_between(&mut self, person: PersonIndex, from: Date, until: Date) {
        let acts_until = self.lives.acts_until(person);
        let mandates_until = if until < acts_until { until } else { self.lives.known_until(person) };
        self.window = Window { from, until: until.min(acts_until), mandates_until };
    }

    /// Returns the eras of a person.
    pub(super) fn eras(&self, person: PersonIndex) -> &'c [Era] {
        &self.lives.of(person).eras
    }

    /// Returns whether whoever is written about does something on a day.
    pub(super) fn acts(&self, day: Date) -> bool {
        self.window.from <= day && day < self.window.until
    }

    /// Returns the months whose due days can fall into the horizon and the stretch of life that is written about, for a
    /// business-day rule may carry them over a month's end.
    pub(super) fn months(&self) -> std::ops::RangeInclusive<i32> {
        let (horizon, window) = (self.world.horizon, self.window);
        let first = horizon.from.max(window.from).month_number() - 1;
        let last = horizon.to.min(window.until.max(window.mandates_until)).month_number() + 1;
        first..=last
    }

    /// Returns every person with their place.
    pub(super) fn persons(&self) -> impl Iterator<Item = (PersonIndex, &'c Person)> + use<'c> {
        let people = self.people;
        people.persons.iter().enumerate().map(|(index, person)| (PersonIndex(index as u32), person))
    }

    /// Returns the stream of a person for a period.
    pub(super) fn stream(&self, name: &str, person: &Person, period: i64) -> Stream {
        self.world.streams.period(name, person.id.0, period)
    }

    /// Returns how prices and wages of a month compare with the base year's.
    pub(super) fn level(&self, month: i32) -> f64 {
        self.world.scenario.income.trend.level(month)
    }

    /// Returns whether something can be booked on an account that day.
    pub(super) fn is_open(&self, account: AccountIndex, day: Date) -> bool {
        self.people.accounts[account.ix()].is_usable(day)
    }

    /// Adds a movement, unless the day lies outside the horizon or the life that is written about, or one of its accounts is
    /// not open then, or nothing moves.
    pub(super) fn book(&mut self, day: Date, micros: i64, movement: Movement) {
        let other_is_open = match movement.other {
            Other::Inside(other) => other != movement.account && self.is_open(other, day),
            Other::Outside { .. } | Other::Bank => true,
        };
        let is_nothing = matches!(movement.amount, Amount::Fixed(amount) if amount <= Cents::ZERO);
        let until = if movement.mandate.is_some() { self.window.mandates_until } else { self.window.until };
        let is_lived = self.window.from <= day && day < until && self.world.horizon.contains(day);
        if is_lived && self.is_open(movement.account, day) && other_is_open && !is_nothing {
            self.intents.add(self.zone.instant(day, micros), What::Movement(movement));
        }
    }

    /// Adds a mandate of the person who is written about; it ends when they do.
    pub(super) fn mandate(&mut self, mandate: Mandate) -> MandateIndex {
        let last = Some(self.window.mandates_until.plus(-1)).filter(|_| self.window.mandates_until < NEVER);
        let ended_on = mandate.ended_on.into_iter().chain(last).min();
        self.intents.add_mandate(Mandate { ended_on, ..mandate })
    }

    /// Draws the day from which a mandate on an account is in force: somewhere in the account's life before the
    /// horizon, or soon after the account opens.
    pub(super) fn start_of_mandate(&self, account: AccountIndex, stream: &mut Stream) -> Date {
        let opened = self.people.accounts[account.ix()].opened_on;
        let age = self.world.horizon.from.since(opened);
        let share = stream.unit();
        opened.plus((share * f64::from(if age > 0 { age } else { 20 })) as i32)
    }
}

/// Returns money that leaves an account and that the bank pays or returns.
pub(super) fn outgoing(
    account: AccountIndex,
    amount: Amount,
    other: Other,
    code: BankTransactionCode,
    text: Text,
) -> Movement {
    Movement {
        account,
        direction: Direction::Out,
        amount,
        other,
        code,
        text,
        mandate: None,
        cheque: None,
        shortfall: Shortfall::PayOrReturn,
    }
}

/// Returns money that comes to an account.
pub(super) fn incoming(
    account: AccountIndex,
    amount: Amount,
    other: Other,
    code: BankTransactionCode,
    text: Text,
) -> Movement {
    Movement { direction: Direction::In, shortfall: Shortfall::Refuse, ..outgoing(account, amount, other, code, text) }
}

impl Movement {
    /// Returns the movement as one that the app refuses when funds do not suffice.
    pub(super) fn or_refused(self) -> Self {
        Self { shortfall: Shortfall::Refuse, ..self }
    }

    /// Returns the movement as one under a mandate.
    pub(super) fn under(self, mandate: MandateIndex) -> Self {
        Self { mandate: Some(mandate), ..self }
    }
}

/// Returns the bank-transaction code of a payment under a mandate.
pub(super) fn code_of(kind: OrderKind) -> BankTransactionCode {
    match kind {
        OrderKind::StandingOrder => BankTransactionCode::StandingOrder,
        OrderKind::DirectDebit => BankTransactionCode::DirectDebit,
        OrderKind::Autopay => BankTransactionCode::CardRepayment,
    }
}

/// Rounds an amount to the nearest multiple of a step, but at least one step.
pub(super) fn to_step(amount: Cents, step: Cents) -> Cents {
    Cents(((amount.0 + step.0 / 2) / step.0).max(1) * step.0)
}
