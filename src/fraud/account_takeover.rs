//! Accounts taken over: a strange device, changed details, savings gathered, money sent out, cards used.

use super::detection::{Discovery, discover};
use super::mules::{Payee, instant_transfer, pass_on, payee};
use super::plot::{Plot, Strike, profile_change};
use super::remote::{Look, Spree, shop};
use crate::codes::*;
use crate::identity::Mint;
use crate::intent::{Amount, Case, Direction, Movement, Other, Shortfall, What};
use crate::population::{DeviceIndex, PersonIndex};
use crate::rng::Stream;
use crate::units::{Cents, Timestamp, span};

const NAME: &str = "fraud.account_takeover";

/// The version of a victim's number and address that is the thief's; people's own changes count from 1.
const THIEFS_VERSION: u8 = 15;

pub(super) fn run(plot: &mut Plot<'_, '_>) {
    let rate = plot.laws.account_takeover.cases_per_year;
    for strike in plot.strikes(NAME, |person, _| rate * (0.5 + person.digital)) {
        take_over(plot, strike);
    }
}

/// One break-in: who, when, and from which device.
#[derive(Debug)]
struct BreakIn {
    person: PersonIndex,
    starts_at: Timestamp,
    transfers_at: Timestamp,
    known: Discovery,
    device: DeviceIndex,
    channel: ServiceChannel,
    takes_phone: bool,
    takes_email: bool,
}

fn take_over(plot: &mut Plot<'_, '_>, strike: Strike) -> Option<()> {
    let Strike { person, on, mut stream } = strike;
    let laws = &plot.laws.account_takeover;
    let starts_at = plot.shopping_hour(on, &mut stream);
    // Nobody notices a login; the first transfer they may.
    let wait = if stream.chance(laws.patient_share) {
        stream.exponential(laws.patient_days * span::DAY as f64)
    } else {
        stream.exponential(laws.wait_hours * span::HOUR as f64)
    };
    let transfers_at = starts_at.plus(wait as i64 + 25 * span::MINUTE);
    let known = discover(plot, transfers_at, &mut stream);
    let device = plot.strange_device(person, stream.word(), starts_at);
    let is_browser = plot.community.people.devices[device.ix()].kind == DeviceKind::Browser;
    let break_in = BreakIn {
        person,
        starts_at,
        transfers_at,
        known,
        device,
        channel: if is_browser { ServiceChannel::Web } else { ServiceChannel::Mobile },
        takes_phone: stream.chance(laws.phone_share),
        takes_email: stream.chance(laws.email_share),
    };
    let mut deeds = settle_in(plot, &break_in, &mut stream);
    let payee = payee(plot, person, on, &mut stream);
    deeds.extend(drain(plot, &break_in, payee, &mut stream));
    if stream.chance(laws.card_share)
        && let Some(slot) = plot.person(person).slots.first().copied()
        && plot.is_usable(slot, on)
    {
        let starts_at = starts_at.plus(stream.exponential(laws.wait_hours * span::HOUR as f64) as i64);
        let spree = Spree { slot, starts_at, known, look: Look::Shown(device) };
        deeds.extend(shop(plot, spree, &mut stream).into_iter().filter(|(at, _)| *at < known.at));
    }
    let lag = (laws.lag_days.draw(&mut stream) * span::DAY as f64) as i64;
    let is_reimbursed = stream.chance(laws.reimbursed_share);
    let is_card_used = deeds.iter().any(|(_, what)| matches!(what, What::Card(_)));
    let slot = plot.person(person).slots.first().copied().filter(|_| is_card_used);
    let case = Case {
        typology: Typology::AccountTakeover,
        person,
        account: Some(plot.person(person).checking),
        slot,
        compromised: None,
        compromised_at: Some(starts_at.plus(-lag)),
        mule: payee.account(plot),
        started_at: starts_at,
        detected_at: known.at,
        detected_by: known.by,
        block: slot.map(|_| BlockReason::Fraud),
        is_reimbursed,
        note: None,
    };
    plot.carry_out(case, deeds)?;
    if stream.chance(laws.restored_share) {
        restore(plot, &break_in, &mut stream);
    }
    Some(())
}

/// Draws how the thief settles in: the device first, then what locks the victim out, in changing order and number.
fn settle_in(plot: &Plot<'_, '_>, break_in: &BreakIn, stream: &mut Stream) -> Vec<(Timestamp, What)> {
    let laws = &plot.laws.account_takeover;
    let BreakIn { person, device, channel, .. } = *break_in;
    let mint = Mint::new(&plot.community.world.streams);
    let victim = plot.person(person);
    let texts = &plot.community.texts;
    let fingerprint = plot.community.people.devices[device.ix()].fingerprint.clone();
    let mut steps = vec![(ProfileEvent::DeviceAdded, None, Some(fingerprint))];
    if stream.chance(laws.password_share) {
        let place = stream.below(2) as usize;
        steps.insert(place, (ProfileEvent::PasswordReset, None, None));
    }
    if break_in.takes_phone {
        let new = mint.phone(victim.id, THIEFS_VERSION);
        let old = plot.known_by(person, ProfileEvent::PhoneChanged, break_in.starts_at);
        steps.push((ProfileEvent::PhoneChanged, Some(old), Some(new)));
    }
    if break_in.takes_email {
        let (given, surname) = (texts.get(victim.given_name), texts.get(victim.surname));
        let new = mint.email(given, surname, victim.id, THIEFS_VERSION);
        let old = plot.known_by(person, ProfileEvent::EmailChanged, break_in.starts_at);
        steps.push((ProfileEvent::EmailChanged, Some(old), Some(new)));
    }
    if stream.chance(laws.limit_share) {
        steps.push((ProfileEvent::LimitRaised, None, None));
    }
    let mut at = break_in.starts_at;
    let mut deeds = Vec::new();
    for (event, old, new) in steps {
        deeds.push((at, profile_change(person, event, (channel, Some(device)), old, new)));
        at = at.plus(stream.exponential(6.0 * span::MINUTE as f64) as i64 + 15 * span::SECOND);
    }
    deeds
}

/// Draws what the thief takes by transfer, before the discovery, and how a mule moves it on.
fn drain(plot: &mut Plot<'_, '_>, break_in: &BreakIn, payee: Payee, stream: &mut Stream) -> Vec<(Timestamp, What)> {
    let laws = &plot.laws.account_takeover;
    let BreakIn { person, known, device, channel, .. } = *break_in;
    let mut at = break_in.transfers_at;
    let (mut deeds, mut passed_on) = (Vec::new(), Vec::new());
    let checking = plot.person(person).checking;
    let new_payee =
        profile_change(person, ProfileEvent::PayeeAdded, (channel, Some(device)), None, Some(payee.name(plot)));
    deeds.push((at, new_payee));
    at = at.plus(stream.between(1, 40) * span::MINUTE);
    // What opens after the data ends must not be drawn for, or a longer horizon would change the case.
    if let Some(savings) = plot.person(person).savings
        && plot.is_open(savings, plot.zone.day(break_in.starts_at))
        && stream.chance(laws.savings_share)
    {
        let amount = share_of_available(laws.taken_share, stream);
        let text = plot.community.texts.intern(plot.community.world.country.phrase("Transfer from savings"));
        deeds.push((at, What::Movement(gather(savings, checking, amount, text))));
        at = at.plus(stream.between(1, 30) * span::MINUTE);
    }
    for _ in 0..=stream.below(laws.most_transfers) {
        let amount = share_of_available(laws.taken_share, stream);
        deeds.push((at, instant_transfer(plot, checking, amount, payee, stream)));
        if let Payee::Mule(mule) = payee
            && at < known.at
        {
            passed_on.extend(pass_on(plot, (mule, person), at, false, stream));
        }
        at = at.plus(stream.exponential(3.0 * span::HOUR as f64) as i64 + span::MINUTE);
    }
    // The victim's account is closed to the thief once they are found out; a mule's is not.
    deeds.retain(|(at, _)| *at < known.at);
    deeds.extend(passed_on);
    deeds
}

fn share_of_available([least, most]: [f64; 2], stream: &mut Stream) -> Amount {
    let step = Cents([1, 100, 5_000, 10_000][stream.below(4) as usize]);
    Amount::ShareAbove { floor: Cents::ZERO, share: least + (most - least) * stream.unit(), step }
}

fn gather(
    savings: crate::population::AccountIndex,
    checking: crate::population::AccountIndex,
    amount: Amount,
    text: crate::columns::Text,
) -> Movement {
    Movement {
        account: savings,
        direction: Direction::Out,
        amount,
        other: Other::Inside(checking),
        code: BankTransactionCode::BookSent,
        text,
        mandate: None,
        cheque: None,
        shortfall: Shortfall::Refuse,
    }
}

/// Lets the victim take a new password after the discovery: genuine, and yet what the thief did too. Numbers and
/// addresses that the thief changed, the bank sets right itself.
fn restore(plot: &mut Plot<'_, '_>, break_in: &BreakIn, stream: &mut Stream) {
    let channel = if stream.chance(0.6) { ServiceChannel::Phone } else { ServiceChannel::Branch };
    let at = break_in.known.at.plus(stream.between(2 * span::MINUTE, 30 * span::HOUR));
    let reset = profile_change(break_in.person, ProfileEvent::PasswordReset, (channel, None), None, None);
    plot.intents.add(at, reset);
}
