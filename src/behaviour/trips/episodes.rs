//! New phones, moves and seasons of giving: genuine, and yet unlike the usual days.

use crate::behaviour::spending::{Cell, Market, Purse, Till};
use crate::codes::{Category, DeviceKind, EpisodeKind, ProfileEvent, ServiceChannel};
use crate::community::Community;
use crate::intent::{Control, Episode, Intents, What};
use crate::population::{DevicePlan, Home, HomeIndex, PersonIndex};
use crate::rng::Stream;
use crate::units::{Date, DeviceId, span};

/// Notes who makes most of December; what they buy is `spending`'s.
pub(super) fn add_seasons(community: &Community<'_>, intents: &mut Intents) {
    let horizon = community.world.horizon;
    for (index, person) in community.people.persons.iter().enumerate() {
        for season in super::seasons(community.world, person.id.0) {
            if season.from <= horizon.to
                && season.to >= horizon.from
                && person.onboarded_on < season.from
                && community.lives.acts(PersonIndex(index as u32), season.from)
            {
                intents.episodes.push(Episode {
                    person: PersonIndex(index as u32),
                    kind: EpisodeKind::HolidaySeason,
                    from: season.from,
                    to: season.to,
                    place: None,
                });
            }
        }
    }
}

/// Gives people new phones, which the bank sees when they first sign in with them.
pub(super) fn add_phones(community: &mut Community<'_>, market: &Market<'_>, intents: &mut Intents) {
    let world = community.world;
    let law = &world.scenario.episodes.new_phone;
    for index in (0..community.people.persons.len()).map(|person| PersonIndex(person as u32)) {
        for month in world.horizon.months() {
            let person = &community.people.persons[index.ix()];
            let mut stream = world.streams.period("trips.new_phone", person.id.0, i64::from(month));
            let day = Date::month_start(month).plus(stream.below(28) as i32);
            let is_wanted = stream.chance(law.per_year / 12.0) && world.horizon.contains(day);
            let is_phone = |plan: &&DevicePlan| plan.kind == DeviceKind::Phone;
            let old = person.devices.iter().map(|device| &community.people.devices[device.ix()]).find(is_phone);
            let Some(old) = old.filter(|_| is_wanted && person.onboarded_on < day && community.lives.acts(index, day))
            else {
                continue;
            };
            let at = market.midnights.instant(day, 9 * span::HOUR + stream.below(13 * span::HOUR as u64) as i64);
            let fingerprint = format!("syn_{:016x}", stream.word());
            let device =
                DevicePlan { id: DeviceId(0), fingerprint, first_seen_at: at.whole_millisecond(), ..old.clone() };
            let new_value = Some(device.fingerprint.clone());
            let device = Some(community.people.add_device(device));
            let (event, channel) = (ProfileEvent::DeviceAdded, ServiceChannel::Mobile);
            let control = Control::Profile { person: index, event, channel, device, old_value: None, new_value };
            intents.add(at, What::Control(control));
            let kind = EpisodeKind::NewPhone;
            intents.episodes.push(Episode { person: index, kind, from: day, to: day, place: None });
        }
    }
}

/// Moves households: their customers change the address, and furnish the new home.
///
/// The address that the customer's row shows is the new one; what stood before is told by the event alone. So a household
/// moves once at most.
pub(super) fn add_moves(community: &mut Community<'_>, market: &Market<'_>, intents: &mut Intents) {
    let world = community.world;
    let per_month = world.scenario.episodes.house_move.per_year / 12.0;
    for home in (0..community.people.homes.len()).map(|home| HomeIndex(home as u32)) {
        let household = community.people.homes[home.ix()].id.0;
        let moves = |month: &i32| {
            let mut stream = world.streams.period("trips.house_move", household, i64::from(*month));
            stream.chance(per_month)
        };
        let Some(month) = world.horizon.months().find(moves) else { continue };
        let mut stream = world.streams.period("trips.house_moved", household, i64::from(month));
        let day = Date::month_start(month).plus(stream.below(28) as i32);
        let last = day.plus(world.scenario.episodes.house_move.days);
        if world.horizon.contains(day) {
            add_address_changes(community, market, intents, home, day, last, &mut stream);
            furnish(community, market, intents, home, day, &mut stream);
        }
    }
}

fn add_address_changes(
    community: &Community<'_>,
    market: &Market<'_>,
    intents: &mut Intents,
    home: HomeIndex,
    day: Date,
    last: Date,
    stream: &mut Stream,
) {
    let plan = &community.people.homes[home.ix()];
    let highest = community.world.scenario.geography.highest_house_number.min(989);
    let old = former_address(&community.people.homes, plan, highest, stream);
    for index in &plan.residents {
        let person = &community.people.persons[index.ix()];
        let at = market.midnights.instant(day, 8 * span::HOUR + stream.below(13 * span::HOUR as u64) as i64);
        let channel = *stream.pick(&[ServiceChannel::Mobile, ServiceChannel::Mobile, ServiceChannel::Web]);
        if person.onboarded_on >= day || !community.lives.acts(*index, day) {
            continue;
        }
        intents.add(
            at,
            What::Control(Control::Profile {
                person: *index,
                event: ProfileEvent::AddressChanged,
                channel,
                device: None,
                old_value: Some(old.clone()),
                new_value: Some(plan.street_address.clone()),
            }),
        );
        let kind = EpisodeKind::HouseMove;
        intents.episodes.push(Episode { person: *index, kind, from: day, to: last, place: None });
    }
}

/// Invents where a household lived before: another number in a street of the community.
fn former_address(homes: &[Home], now: &Home, highest: i64, stream: &mut Stream) -> String {
    let street = stream.pick(homes).street_address.split_once(' ').map_or("", |(_, street)| street);
    let number = stream.between(1, highest);
    let former = format!("{number} {street}");
    if former == now.street_address { format!("{} {street}", number + 10) } else { former }
}

fn furnish(
    community: &mut Community<'_>,
    market: &Market<'_>,
    intents: &mut Intents,
    home: HomeIndex,
    day: Date,
    stream: &mut Stream,
) {
    let law = &market.world.scenario.episodes.house_move;
    let plan = &community.people.homes[home.ix()];
    let Some(payer) = plan.residents.iter().copied().find(|person| community.lives.acts(*person, day)) else { return };
    let category = Category::GeneralMerchandise;
    let doorstep = crate::behaviour::spending::Doorstep::of(plan);
    let purse = Purse::of(&community.people, payer, market.laws, market.world.horizon.from);
    let onboarded_on = community.people.persons[payer.ix()].onboarded_on;
    let mut till = Till::new(community, market, intents);
    for _ in 0..stream.between(law.purchases[0], law.purchases[1]) {
        let on = day.plus(stream.below(law.days as u64) as i32);
        let is_remote = stream.chance(0.4);
        let place = if is_remote {
            till.site(category, (doorstep, day), stream)
        } else {
            till.shop(category, (doorstep, day), stream)
        };
        let hour = market.curves.hour(Cell::of(category, is_remote), on.weekday().is_weekend(), stream);
        let dollars = market.level(day) * stream.log_normal(law.median.ln(), law.ln_sd);
        let card = purse.card(on, market.credit_factor(category), stream);
        let minute = stream.below(span::HOUR as u64) as i64;
        let amount = market.prices.ended(category, false, 100.0 * dollars, stream);
        let (Some(place), Some(card)) = (place, card) else { continue };
        let at = market.midnights.instant(on, hour * span::HOUR + minute);
        let mut used = if is_remote {
            market.presenting.remote(&purse, card, place, at, stream)
        } else {
            market.presenting.in_person(&purse, card, place, at, stream)
        };
        used.amount = amount;
        if market.world.horizon.contains(on) && onboarded_on < on {
            till.ring(at, used);
        }
    }
}
