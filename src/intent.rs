//! What people and fraudsters mean to do: intents, which see no balance and which the ledger settles in time order.

use crate::codes::*;
use crate::columns::Text;
use crate::population::{AccountIndex, DeviceIndex, PersonIndex, SlotIndex};
use crate::units::{Cents, Date, Timestamp};
use crate::world::PlaceIndex;

/// One thing that somebody means to do at an instant.
#[derive(Debug, Clone)]
pub struct Intent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
    /// The fraud case it belongs to, if it is fraud. The ledger settles it like any other and only copies the label.
    pub case: Option<CaseIndex>,
}

/// The kinds of intents.
#[derive(Debug, Clone)]
pub enum What {
    /// Use a card.
    Card(CardUse),
    /// Move money on accounts without a card.
    Movement(Movement),
    /// Change a state: block a card, change a phone number, notice a fraud.
    Control(Control),
}

/// A card presented somewhere.
///
/// # Units
///
/// `amount`, `tip` and `cashback` are in minor units of the place's currency; `amount` holds neither tip nor cashback.
#[derive(Debug, Clone)]
pub struct CardUse {
    /// The place in the wallet; the ledger finds the plastic that fills it at that instant.
    pub slot: SlotIndex,
    /// The shop, machine or site.
    pub place: PlaceIndex,
    /// The device it came through, where there is one.
    pub device: Option<DeviceIndex>,
    /// What is asked for.
    pub processing: ProcessingCode,
    /// The price that clears in the end.
    pub amount: i64,
    /// A tip that is added when the transaction clears.
    pub tip: i64,
    /// Cash handed out with a purchase.
    pub cashback: i64,
    /// How the amount that is authorized differs from the one that clears.
    pub hold: Hold,
    /// How the card data reached the terminal.
    pub entry: EntryMode,
    /// How the holder proved to be the holder.
    pub verification: Verification,
    /// Where.
    pub channel: Channel,
    /// From which wallet.
    pub wallet: Wallet,
    /// Whether it is one of a series on a stored credential.
    pub is_recurring: bool,
    /// 3-D Secure outcome, online only.
    pub three_d_secure: Option<ThreeDSecure>,
    /// Address check, online and by mail only.
    pub avs: Option<AvsResult>,
    /// Check of the verification value, online and by mail only.
    pub cvv: Option<CvvResult>,
    /// The holder types a wrong PIN (chip and PIN only).
    pub wrong_pin: bool,
    /// What comes after, where the maker of the intent decides it; otherwise the ledger's laws do.
    pub aftermath: Aftermath,
    /// Random bits for the ledger's small decisions about this use.
    pub word: u64,
}

impl CardUse {
    /// Returns which of a place's terminals the card is presented to, from 0; a place online has one only.
    ///
    /// # Randomness
    ///
    /// The eight highest bits of `word`, which serve nothing else.
    pub fn terminal(&self, terminals: u8) -> u8 {
        (((self.word >> 56) * u64::from(terminals)) >> 8) as u8
    }
}

/// How the authorized amount differs from the one that clears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Authorizes what clears (a tip excepted).
    Exact,
    /// Authorizes a fixed amount first (a fuel pump), in minor units of the place's currency.
    Fixed(i64),
    /// Authorizes an estimate and raises it that many times (a hotel), each by the given amount, a day apart.
    Incremental {
        /// The first estimate.
        first: i64,
        /// What each increment adds.
        step: i64,
        /// How many increments, a day apart.
        steps: u8,
    },
}

/// What comes after a card use.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Aftermath {
    /// The ledger's own laws decide about refunds, reversals and disputes.
    #[default]
    Lawful,
    /// Nothing comes after.
    Nothing,
    /// The merchant refunds this share of the amount so many days after posting.
    Refund {
        /// Days after posting.
        after_days: u16,
        /// Share of the amount, above 0 and at most 1.
        share: f32,
    },
    /// The holder disputes so many days after posting.
    Dispute {
        /// Days after posting.
        after_days: u16,
        /// The reason given.
        reason: DisputeReason,
        /// Whether the merchant fights it.
        is_represented: bool,
        /// Whether the holder gets the money in the end.
        is_won: bool,
    },
}

/// Money moved on an account without a card.
#[derive(Debug, Clone)]
pub struct Movement {
    /// The account of this side.
    pub account: AccountIndex,
    /// Whether money comes to this account or leaves it.
    pub direction: Direction,
    /// How much.
    pub amount: Amount,
    /// The other side.
    pub other: Other,
    /// The bank-transaction code of this side's entry; the other side's follows from it.
    pub code: BankTransactionCode,
    /// The text of the entry.
    pub text: Text,
    /// The standing order or mandate it runs under.
    pub mandate: Option<MandateIndex>,
    /// The cheque's number.
    pub cheque: Option<i32>,
    /// What the bank does when funds do not suffice.
    pub shortfall: Shortfall,
}

/// Whether money comes or leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Money comes to the account.
    In,
    /// Money leaves the account.
    Out,
}

/// How much a movement takes; relative amounts are what the ledger computes, for no intent sees a balance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// That much.
    Fixed(Cents),
    /// This share of what the paying account has available above a floor, rounded down to a step; nothing if there is none.
    ShareAbove {
        /// Stays on the account.
        floor: Cents,
        /// Share of what lies above.
        share: f64,
        /// The amount is a multiple of it.
        step: Cents,
    },
    /// This share of what the paying account has received in the intent's fraud case and not passed on yet, rounded down
    /// to a step; nothing if nothing came.
    PassOn {
        /// Share of what came.
        share: f64,
        /// The amount is a multiple of it.
        step: Cents,
    },
    /// What brings the receiving account up to a target, rounded up to a step, at most what the payer has (no limit for
    /// one outside); nothing if it is there already.
    TopUp {
        /// What the receiver shall have of its own, holds deducted and credit lines left out.
        target: Cents,
        /// The amount is a multiple of it.
        step: Cents,
    },
    /// This share of what is still owed of the receiving card account's last statement (1 pays it in full), as far as the
    /// payer has it, but at least what the minimum asks for.
    StatementShare(f64),
    /// The minimum that the receiving card account's last statement asks for, as far as it is still owed.
    StatementMinimum,
}

/// The other side of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// Somebody without an account in the dataset.
    Outside {
        /// The name.
        name: Text,
        /// The account number or IBAN.
        account: Option<Text>,
    },
    /// An account of the same community: both legs are booked at the same instant under one transfer id.
    Inside(AccountIndex),
    /// The bank itself.
    Bank,
}

/// What the bank does with a debit when funds do not suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortfall {
    /// Nothing happens and nothing is booked: an instant transfer that the app refuses.
    Refuse,
    /// The bank pays it into overdraft for a fee up to its courtesy limit, else returns it for a fee: direct debits, cheques.
    PayOrReturn,
}

/// A change of state.
#[derive(Debug, Clone)]
pub enum Control {
    /// The holder or the bank has the card in a slot blocked; a replacement is sent.
    BlockCard {
        /// Which.
        slot: SlotIndex,
        /// Why.
        reason: BlockReason,
    },
    /// A profile changes.
    Profile {
        /// Whose.
        person: PersonIndex,
        /// What.
        event: ProfileEvent,
        /// How.
        channel: ServiceChannel,
        /// From which device.
        device: Option<DeviceIndex>,
        /// What stood before.
        old_value: Option<String>,
        /// What stands now.
        new_value: Option<String>,
    },
    /// A fraud case becomes known: the card is blocked, what has posted is disputed, what left by transfer may be repaid.
    Detect {
        /// Which case.
        case: CaseIndex,
    },
}

/// The place of a mandate in the community's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MandateIndex(pub u32);

/// A standing order or direct-debit mandate: one row of `standing_orders`.
#[derive(Debug, Clone)]
pub struct Mandate {
    /// The account it draws on.
    pub account: AccountIndex,
    /// Who gave it.
    pub person: PersonIndex,
    /// What it is.
    pub kind: OrderKind,
    /// What it pays for, as in `rent`.
    pub purpose: Text,
    /// Who is paid.
    pub creditor: Text,
    /// Their account.
    pub creditor_account: Option<Text>,
    /// The amount, if it is always the same.
    pub amount: Option<Cents>,
    /// How often.
    pub frequency: Frequency,
    /// The day of the month it is due (28 at most means the same day each month; 31 the last).
    pub day_of_month: i32,
    /// The first day it is in force.
    pub started_on: Date,
    /// The last day it is in force, if that is planned.
    pub ended_on: Option<Date>,
}

/// The place of a fraud case in the community's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseIndex(pub u32);

/// A fraud case as its maker knows it; the ledger adds what came of it.
#[derive(Debug, Clone)]
pub struct Case {
    /// How it works.
    pub typology: Typology,
    /// The victim, or the customer who cheats.
    pub person: PersonIndex,
    /// The account that is drawn on, if it is about an account.
    pub account: Option<AccountIndex>,
    /// The card slot, if it is about a card.
    pub slot: Option<SlotIndex>,
    /// Where the data leaked.
    pub compromised: Option<PlaceIndex>,
    /// When the data leaked.
    pub compromised_at: Option<Timestamp>,
    /// The account of a mule among the customers.
    pub mule: Option<AccountIndex>,
    /// The first attempt.
    pub started_at: Timestamp,
    /// When it becomes known.
    pub detected_at: Timestamp,
    /// Who notices.
    pub detected_by: Detector,
    /// Whether a card is blocked, and why, when it becomes known.
    pub block: Option<BlockReason>,
    /// Whether the bank repays what left by transfer when it becomes known.
    pub is_reimbursed: bool,
    /// A word about it.
    pub note: Option<Text>,
}

/// A genuine episode that looks like fraud: one row of `genuine_episodes`.
#[derive(Debug, Clone)]
pub struct Episode {
    /// Whose.
    pub person: PersonIndex,
    /// What.
    pub kind: EpisodeKind,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Where, if that matters.
    pub place: Option<Text>,
}

/// What stands where an intent was that has been taken to its place.
const TAKEN: Intent =
    Intent { at: Timestamp(0), what: What::Control(Control::Detect { case: CaseIndex(0) }), case: None };

/// Everything a community means to do.
#[derive(Debug, Default)]
pub struct Intents {
    /// The intents, in the order in which behaviours made them until [`Intents::in_time_order`] sorts them.
    pub list: Vec<Intent>,
    /// The mandates.
    pub mandates: Vec<Mandate>,
    /// The fraud cases.
    pub cases: Vec<Case>,
    /// The genuine episodes.
    pub episodes: Vec<Episode>,
    /// Memory for a second list, which sorting fills.
    spare: Vec<Intent>,
}

impl Intents {
    /// Begins with nothing, in memory that [`Intents::into_buffers`] gave back.
    pub fn reusing([list, spare]: [Vec<Intent>; 2]) -> Self {
        Self { list, spare, ..Self::default() }
    }

    /// Returns the memory of the lists, emptied.
    pub fn into_buffers(mut self) -> [Vec<Intent>; 2] {
        self.list.clear();
        [self.list, self.spare]
    }

    /// Adds a genuine intent, at a whole millisecond as all are: digits beyond would tell who drew them.
    pub fn add(&mut self, at: Timestamp, what: What) {
        self.list.push(Intent { at: at.whole_millisecond(), what, case: None });
    }

    /// Adds an intent of a fraud case.
    pub fn add_fraud(&mut self, at: Timestamp, what: What, case: CaseIndex) {
        self.list.push(Intent { at: at.whole_millisecond(), what, case: Some(case) });
    }

    /// Adds a mandate and returns its place.
    pub fn add_mandate(&mut self, mandate: Mandate) -> MandateIndex {
        self.mandates.push(mandate);
        MandateIndex(self.mandates.len() as u32 - 1)
    }

    /// Sorts the list by time. The instants are sorted alone and every intent moves once, for intents are large.
    fn sort_list(&mut self) {
        let mut order: Vec<(Timestamp, u32)> =
            self.list.iter().enumerate().map(|(made, intent)| (intent.at, made as u32)).collect();
        order.sort_unstable();
        std::mem::swap(&mut self.list, &mut self.spare);
        let Self { list, spare: made, .. } = self;
        list.extend(order.into_iter().map(|(_, index)| std::mem::replace(&mut made[index as usize], TAKEN)));
        made.clear();
    }

    /// Adds a fraud case and returns its place.
    pub fn add_case(&mut self, case: Case) -> CaseIndex {
        self.cases.push(case);
        CaseIndex(self.cases.len() as u32 - 1)
    }

    /// Sorts the intents by time, and the cases by their beginning; what was made first comes first among equals.
    ///
    /// A longer horizon adds cases for everybody, yet those that began before keep their places.
    pub fn in_time_order(&mut self) {
        self.sort_list();
        let mut order: Vec<usize> = (0..self.cases.len()).collect();
        order.sort_by_key(|&made| self.cases[made].started_at);
        let mut places = vec![CaseIndex(0); order.len()];
        for (place, &made) in order.iter().enumerate() {
            places[made] = CaseIndex(place as u32);
        }
        self.cases = order.iter().map(|&made| self.cases[made].clone()).collect();
        for intent in &mut self.list {
            if let Some(case) = &mut intent.case {
                *case = places[case.0 as usize];
            }
            if let What::Control(Control::Detect { case }) = &mut intent.what {
                *case = places[case.0 as usize];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Stream;
    use crate::units::span;

    #[test]
    fn intents_come_in_time_order_and_as_they_were_made_among_equals() {
        let mut stream = Stream::seeded(3);
        let extremes = [i64::MIN / 2, i64::MAX / 2, 0, 0].map(Timestamp);
        let near =
            (0..5_000).map(|_| Timestamp(1_700_000_000 * span::SECOND + stream.between(0, 400) * 6 * span::HOUR));
        let mut intents = Intents::default();
        for (made, at) in near.chain(extremes).enumerate() {
            intents.list.push(Intent { at, case: Some(CaseIndex(made as u32)), ..TAKEN });
        }
        let mut expected: Vec<(Timestamp, u32)> =
            intents.list.iter().enumerate().map(|(made, intent)| (intent.at, made as u32)).collect();
        expected.sort_unstable();
        intents.sort_list();
        let sorted = intents.list.iter().filter_map(|intent| Some((intent.at, intent.case?.0)));
        assert_eq!(sorted.collect::<Vec<_>>(), expected);
    }
}
