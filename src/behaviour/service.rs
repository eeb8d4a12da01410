//! Self-service: forgotten passwords, new numbers and addresses, payees stored, limits raised. Genuine, and what
//! somebody who takes an account over does too.

use crate::calendar::days_in_month;
use crate::codes::{DeviceKind, ProfileEvent, ServiceChannel};
use crate::community::Community;
use crate::identity::Mint;
use crate::intent::{Control, Intents, What};
use crate::population::{DeviceIndex, Person, PersonIndex};
use crate::rng::Stream;
use crate::scenario::ServiceLaws;
use crate::units::{Date, Timestamp, span};

/// Changes of a number or an address that can be told apart from the first.
const MOST_CHANGES: u8 = 14;

/// Adds what everybody changes in their profile.
///
/// # Randomness
///
/// Stream `service`, subject the person, period the month.
pub(super) fn run(community: &mut Community<'_>, intents: &mut Intents) {
    let mint = Mint::new(&community.world.streams);
    for index in 0..community.people.persons.len() {
        add_changes(community, &mint, PersonIndex(index as u32), intents);
    }
}

fn add_changes(community: &Community<'_>, mint: &Mint, index: PersonIndex, intents: &mut Intents) {
    let world = community.world;
    let person = &community.people.persons[index.ix()];
    let laws = &world.scenario.service;
    let (mut phone, mut email) = ((person.phone.clone(), 0), (person.email.clone(), 0));
    for month in world.horizon.months() {
        let mut stream = world.streams.period("service", person.id.0, i64::from(month));
        let mut events: Vec<(Timestamp, ProfileEvent)> = Vec::new();
        for (event, per_year) in rates(laws, person) {
            for _ in 0..stream.poisson(per_year / 12.0) {
                events.push((moment(community, laws, month, &mut stream), event));
            }
        }
        events.sort_unstable();
        for (at, event) in events {
            let channel = channel(laws, person, &mut stream);
            let (old_value, new_value) = match event {
                ProfileEvent::PhoneChanged if phone.1 < MOST_CHANGES => {
                    change(&mut phone, |version| mint.phone(person.id, version))
                }
                ProfileEvent::EmailChanged if email.1 < MOST_CHANGES => {
                    let texts = &community.texts;
                    let (given, surname) = (texts.get(person.given_name), texts.get(person.surname));
                    change(&mut email, |version| mint.email(given, surname, person.id, version))
                }
                ProfileEvent::PhoneChanged | ProfileEvent::EmailChanged => continue,
                ProfileEvent::PayeeAdded => (None, Some(payee(community, &mut stream))),
                _ => (None, None),
            };
            let day = community.zone().day(at);
            if world.horizon.contains(day) && person.onboarded_on < day && community.lives.acts(index, day) {
                let device = device(community, person, channel, at);
                let control = Control::Profile { person: index, event, channel, device, old_value, new_value };
                intents.add(at, What::Control(control));
            }
        }
    }
}

fn rates(laws: &ServiceLaws, person: &Person) -> [(ProfileEvent, f64); 5] {
    let digital = 2.0 * person.digital;
    [
        (ProfileEvent::PasswordReset, laws.password_resets_per_year * digital),
        (ProfileEvent::PhoneChanged, laws.phone_changes_per_year),
        (ProfileEvent::EmailChanged, laws.email_changes_per_year),
        (ProfileEvent::PayeeAdded, laws.payees_per_year * digital),
        (ProfileEvent::LimitRaised, laws.limit_raises_per_year),
    ]
}

/// Draws when: mostly in the waking hours.
fn moment(community: &Community<'_>, laws: &ServiceLaws, month: i32, stream: &mut Stream) -> Timestamp {
    let first = Date::month_start(month);
    let civil = first.civil();
    let day = first.plus(stream.below(u64::from(days_in_month(civil.year, civil.month))) as i32);
    let is_night = stream.chance(laws.night_share);
    let hours = if is_night { (0, 7) } else { (7, 24) };
    community.zone().instant(day, stream.between(hours.0 * span::HOUR, hours.1 * span::HOUR - span::SECOND))
}

fn channel(laws: &ServiceLaws, person: &Person, stream: &mut Stream) -> ServiceChannel {
    if !stream.chance((laws.self_service_share + person.digital - 0.5).clamp(0.0, 1.0)) {
        return if stream.chance(0.5) { ServiceChannel::Branch } else { ServiceChannel::Phone };
    }
    if stream.chance(laws.mobile_share) { ServiceChannel::Mobile } else { ServiceChannel::Web }
}

fn device(community: &Community<'_>, person: &Person, channel: ServiceChannel, at: Timestamp) -> Option<DeviceIndex> {
    let kind = match channel {
        ServiceChannel::Mobile => DeviceKind::Phone,
        ServiceChannel::Web => DeviceKind::Browser,
        ServiceChannel::Branch | ServiceChannel::Phone => return None,
    };
    let known = |device: &&DeviceIndex| {
        let plan = &community.people.devices[device.ix()];
        plan.kind == kind && plan.first_seen_at <= at
    };
    person.devices.iter().rfind(known).copied()
}

fn change(now: &mut (String, u8), mint: impl Fn(u8) -> String) -> (Option<String>, Option<String>) {
    now.1 += 1;
    let new = mint(now.1);
    (Some(std::mem::replace(&mut now.0, new.clone())), Some(new))
}

/// Draws the name of a payee out of the names that the community bears.
fn payee(community: &Community<'_>, stream: &mut Stream) -> String {
    let (persons, texts) = (&community.people.persons, &community.texts);
    let (given, surname) = (stream.pick(persons).given_name, stream.pick(persons).surname);
    format!("{} {}", texts.get(given), texts.get(surname))
}
