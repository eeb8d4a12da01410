//! How: the card at a terminal, on a page, over the phone.

use super::purse::{Card, Purse};
use crate::codes::*;
use crate::intent::{Aftermath, CardUse, Hold};
use crate::population::DeviceIndex;
use crate::rng::{Alias, Stream, mix};
use crate::scenario::{CashLaws, PresentingLaws};
use crate::units::Timestamp;
use crate::world::PlaceIndex;

/// Automated fuel dispensers.
const AUTOMATED_PUMP: Mcc = Mcc(5542);
const ENTRIES: [EntryMode; 5] =
    [EntryMode::Contactless, EntryMode::Chip, EntryMode::MagneticStripe, EntryMode::Fallback, EntryMode::Manual];

/// The laws of presenting a card, ready to draw from.
#[derive(Debug)]
pub(in crate::behaviour) struct Presenting<'a> {
    laws: &'a PresentingLaws,
    entries: Alias,
    entries_without_tap: Alias,
    three_d_secure: Alias,
    avs: Alias,
    cvv: Alias,
    cashback: Alias,
    pump_hold: Alias,
}

impl<'a> Presenting<'a> {
    pub(in crate::behaviour) fn new(laws: &'a PresentingLaws) -> Self {
        let entry = &laws.entry_shares;
        let (secure, avs, cvv) = (&laws.three_d_secure_shares, &laws.avs_shares, &laws.cvv_shares);
        let others = [entry.chip, entry.magnetic_stripe, entry.fallback, entry.manual];
        Self {
            laws,
            entries: Alias::new(&[entry.contactless, others[0], others[1], others[2], others[3]]),
            entries_without_tap: Alias::new(&[0.0, others[0], others[1], others[2], others[3]]),
            three_d_secure: Alias::new(&[secure.authenticated, secure.attempted, secure.not_authenticated]),
            avs: Alias::new(&[avs.r#match, avs.address_only, avs.postcode_only, avs.no_match, avs.unavailable]),
            cvv: Alias::new(&[cvv.r#match, cvv.no_match, cvv.not_processed, cvv.unavailable]),
            cashback: Alias::new(&laws.cashback_shares),
            pump_hold: Alias::new(&laws.pump_hold_shares),
        }
    }

    /// Presents a card at a terminal.
    pub(in crate::behaviour) fn in_person(
        &self,
        purse: &Purse,
        card: Card,
        place: PlaceIndex,
        at: Timestamp,
        stream: &mut Stream,
    ) -> CardUse {
        let entries = if card.is_contactless { &self.entries } else { &self.entries_without_tap };
        let entry = ENTRIES[entries.sample(stream)];
        let mut used = plain(card, place, entry, Channel::InPerson, stream.word());
        match entry {
            EntryMode::Contactless => {
                let wallet_share = 2.0 * purse.digital * self.laws.wallet_share;
                if let Some(phone) = purse.device(DeviceKind::Phone, at).filter(|_| stream.unit() < wallet_share) {
                    used.device = Some(phone);
                    used.wallet = if stream.chance(self.laws.watch_share) { Wallet::Watch } else { Wallet::Phone };
                    used.verification = Verification::Device;
                }
            }
            EntryMode::Chip if self.asks_for_pin(card.kind, stream) => {
                used.verification = Verification::Pin;
                used.wrong_pin = stream.chance(self.laws.wrong_pin_share);
            }
            _ if stream.chance(self.laws.signature_share) => used.verification = Verification::Signature,
            _ => {}
        }
        used
    }

    /// Presents a card on a page, in an app or over the phone; shops without a site take it by phone or on a page of theirs.
    pub(in crate::behaviour) fn remote(
        &self,
        purse: &Purse,
        card: Card,
        place: PlaceIndex,
        at: Timestamp,
        stream: &mut Stream,
    ) -> CardUse {
        if stream.chance(self.laws.mail_share) {
            let mut used = plain(card, place, EntryMode::Manual, Channel::Mail, stream.word());
            used.avs = Some(AvsResult::ALL[self.avs.sample(stream)]);
            used.cvv = Some(CvvResult::ALL[self.cvv.sample(stream)]);
            return used;
        }
        let is_on_file = stream.chance(self.laws.on_file_share);
        let entry = if is_on_file { EntryMode::CredentialOnFile } else { EntryMode::Ecommerce };
        let mut used = plain(card, place, entry, Channel::Ecommerce, stream.word());
        used.device = self.page_device(purse, at, stream);
        used.avs = Some(AvsResult::ALL[self.avs.sample(stream)]);
        if is_on_file {
            used.cvv = Some(CvvResult::NotProcessed);
        } else if used.device.is_some() && stream.chance(self.laws.online_wallet_share) {
            used.wallet = Wallet::Online;
            used.verification = Verification::Device;
            used.cvv = Some(CvvResult::NotProcessed);
        } else {
            used.cvv = Some(CvvResult::ALL[self.cvv.sample(stream)]);
            if stream.chance(self.laws.three_d_secure_share) {
                let outcome = ThreeDSecure::ALL[self.three_d_secure.sample(stream)];
                used.three_d_secure = Some(outcome);
                if outcome == ThreeDSecure::Authenticated {
                    used.verification = Verification::ThreeDSecure;
                }
            }
        }
        used
    }

    /// Charges a stored card by agreement, as bills and subscriptions do.
    pub(in crate::behaviour) fn recurring(&self, card: Card, place: PlaceIndex, word: u64) -> CardUse {
        let mut used = plain(card, place, EntryMode::CredentialOnFile, Channel::Recurring, word);
        used.is_recurring = true;
        used.avs = Some(AvsResult::Unavailable);
        used.cvv = Some(CvvResult::NotProcessed);
        used
    }

    /// Asks a cash machine for notes.
    pub(in crate::behaviour) fn at_machine(
        &self,
        card: Card,
        place: PlaceIndex,
        laws: &CashLaws,
        stream: &mut Stream,
    ) -> CardUse {
        let taps = card.is_contactless && stream.chance(laws.contactless_share);
        let entry = match (taps, stream.chance(laws.stripe_share)) {
            (true, _) => EntryMode::Contactless,
            (false, true) => EntryMode::MagneticStripe,
            (false, false) => EntryMode::Chip,
        };
        let mut used = plain(card, place, entry, Channel::Atm, stream.word());
        used.processing = ProcessingCode::CashWithdrawal;
        used.verification = Verification::Pin;
        used.wrong_pin = entry == EntryMode::Chip && stream.chance(laws.wrong_pin_share);
        used
    }

    /// Adds cash to a purchase of groceries that a PIN confirms, now and then.
    pub(in crate::behaviour) fn add_cashback(&self, used: &mut CardUse, stream: &mut Stream) {
        if used.verification == Verification::Pin && stream.chance(self.laws.cashback_share) {
            used.cashback = 100 * self.laws.cashback_amounts[self.cashback.sample(stream)];
            used.processing = ProcessingCode::PurchaseWithCashback;
        }
    }

    /// Lets a pump authorize a fixed amount before it knows the price, where fuel is paid at the pump.
    pub(in crate::behaviour) fn add_pump_hold(&self, used: &mut CardUse, mcc: Mcc, stream: &mut Stream) {
        if mcc == AUTOMATED_PUMP || stream.chance(self.laws.pump_share) {
            used.hold = Hold::Fixed(100 * self.laws.pump_holds[self.pump_hold.sample(stream)]);
        }
    }

    /// Draws whether a chip asks for the PIN; where credit cards never do, without a draw for them.
    fn asks_for_pin(&self, kind: CardKind, stream: &mut Stream) -> bool {
        match kind {
            CardKind::Debit => stream.chance(self.laws.pin_share),
            CardKind::Credit => self.laws.credit_pin_share > 0.0 && stream.chance(self.laws.credit_pin_share),
        }
    }

    /// Has a tap beyond the contactless limit made again by chip and PIN, and some below it, the dearer the likelier; phones
    /// know no limit. `minor` is what the law's unit of money is worth in the place's currency.
    pub(in crate::behaviour) fn keep_limit(&self, used: &mut CardUse, minor: impl Fn(f64) -> f64) {
        let Some(limit) = self.laws.contactless_limit else { return };
        if used.entry != EntryMode::Contactless || used.wallet != Wallet::None || used.channel != Channel::InPerson {
            return;
        }
        let amount = (used.amount + used.tip) as f64;
        let inserted = self.laws.contactless_half.map_or(0.0, |half| amount / (amount + minor(half)));
        let drawn = (mix(used.word) >> 11) as f64 / (1_u64 << 53) as f64;
        if amount > minor(limit) || drawn < inserted {
            used.entry = EntryMode::Chip;
            used.verification = Verification::Pin;
        }
    }

    fn page_device(&self, purse: &Purse, at: Timestamp, stream: &mut Stream) -> Option<DeviceIndex> {
        let (phone, browser) = (purse.device(DeviceKind::Phone, at), purse.device(DeviceKind::Browser, at));
        let device = if stream.chance(self.laws.phone_device_share) { phone.or(browser) } else { browser.or(phone) };
        device.filter(|_| stream.chance(self.laws.told_device_share))
    }
}

fn plain(card: Card, place: PlaceIndex, entry: EntryMode, channel: Channel, word: u64) -> CardUse {
    CardUse {
        slot: card.slot,
        place,
        device: None,
        processing: ProcessingCode::Purchase,
        amount: 0,
        tip: 0,
        cashback: 0,
        hold: Hold::Exact,
        entry,
        verification: Verification::None,
        channel,
        wallet: Wallet::None,
        is_recurring: false,
        three_d_secure: None,
        avs: None,
        cvv: None,
        wrong_pin: false,
        aftermath: Aftermath::Lawful,
        word,
    }
}
