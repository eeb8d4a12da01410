//! Cards leaked by a breached shop: machines test in a campaign which of them live, then thieves shop with them.

use super::detection::discover;
use super::plot::{Plot, card_case};
use super::remote::{Look, Spree, is_remote_shopping, linked_device, shop, typed};
use super::scene::{Trait, card_use};
use crate::codes::*;
use crate::intent::{CardUse, Case, What};
use crate::population::{DeviceIndex, SlotIndex};
use crate::rng::{Stream, mix};
use crate::units::{Date, MerchantId, Timestamp, span};
use crate::world::PlaceIndex;

const NAME: &str = "fraud.breached_shop_card_testing";

/// Well-known sites that let people try for nothing, where nobody wonders about inquiries.
const SUBSCRIPTION_SITES: u64 = 30;

/// Communities whose cards are sold together, and so tested by one machine: a leak goes by batches, sorted by region. Were
/// there one machine for all, it would tell the more the larger the bank.
const COMMUNITIES_A_BATCH: i64 = 20;

/// Draws by popularity until a popular site comes up; by then one has, unless sites are nearly alike.
const DRAWS_OF_SITES: usize = 20;

/// One card that a leaking shop has seen.
#[derive(Debug)]
struct Leak {
    slot: SlotIndex,
    place: PlaceIndex,
    at: Timestamp,
}

/// What the cards of a shop's leak of one month have in common, in whatever community their holders live; the machine, only
/// those of a batch.
#[derive(Debug)]
struct Campaign {
    starts_on: Date,
    /// The fingerprint and address of the machine that tests the community's batch.
    machine: u64,
    /// Where the machine asks whether cards exist.
    inquiry_site: PlaceIndex,
    /// Where it pays small amounts.
    site: PlaceIndex,
}

pub(super) fn run(plot: &mut Plot<'_, '_>) {
    for leak in leaks(plot) {
        let slot = i64::from(leak.slot.0);
        let mut stream = plot.stream(NAME, plot.community.number * 1_000_000 + slot, leak.at.0);
        if stream.chance(plot.laws.breached_shop_card_testing.exploited_share) {
            exploit(plot, &leak, stream);
        }
    }
}

fn leaks(plot: &Plot<'_, '_>) -> Vec<Leak> {
    let leaked = |index: u32| {
        let (at, card) = card_use(plot.intents, index);
        Leak { slot: card.slot, place: card.place, at }
    };
    plot.scene.all_like(Trait::Leaked).map(leaked).collect()
}

/// Draws the campaign of a shop and month: a stream of theirs alone, so that every community sees the same shops and days.
fn campaign(plot: &mut Plot<'_, '_>, merchant: MerchantId, month: i32) -> Option<Campaign> {
    let mut stream = plot.stream("fraud.card_testing_campaign", merchant.0, i64::from(month));
    let [least, most] = plot.laws.breached_shop_card_testing.lag_days;
    let starts_on = Date::month_start(month + 1).plus(stream.between(least, most) as i32);
    let machine = mix(stream.word() ^ (plot.community.number / COMMUNITIES_A_BATCH) as u64);
    let rank = stream.below(SUBSCRIPTION_SITES) as usize;
    let is_digital = stream.chance(plot.laws.breached_shop_card_testing.digital_share);
    let category = if is_digital { Category::Entertainment } else { Category::Charity };
    let community = &mut *plot.community;
    let inquiry_site = community.places.subscription(community.world, rank, &mut community.texts);
    let most = plot.laws.breached_shop_card_testing.popular_sites;
    let mut site = community.places.online(community.world, category, &mut community.texts, &mut stream)?;
    for _ in 0..DRAWS_OF_SITES {
        if community.world.popularity_rank(community.places.get(site).merchant) < most {
            break;
        }
        site = community.places.online(community.world, category, &mut community.texts, &mut stream)?;
    }
    Some(Campaign { starts_on, machine, inquiry_site, site })
}

fn exploit(plot: &mut Plot<'_, '_>, leak: &Leak, mut stream: Stream) -> Option<()> {
    let merchant = plot.community.places.get(leak.place).merchant;
    let campaign = campaign(plot, merchant, plot.zone.day(leak.at).month_number())?;
    let days = plot.laws.breached_shop_card_testing.campaign_days;
    let tested_at = plot.zone.instant(campaign.starts_on, 0).plus(stream.below(days * span::DAY as u64) as i64);
    if plot.is_beyond(tested_at) || !plot.is_usable(leak.slot, campaign.starts_on) {
        return None;
    }
    let known = discover(plot, tested_at, &mut stream);
    let mut deeds = test(plot, leak, &campaign, (tested_at, known.at), &mut stream);
    let laws = &plot.laws.breached_shop_card_testing;
    let last_test_at = deeds.last().map(|(at, _)| *at)?;
    let starts_at = last_test_at.plus(stream.exponential(laws.use_hours * span::HOUR as f64) as i64 + span::MINUTE);
    if stream.chance(laws.used_share) && starts_at < known.at {
        let spree = Spree { slot: leak.slot, starts_at, known, look: Look::Unknown };
        deeds.extend(shop(plot, spree, &mut stream));
    }
    let case = Case {
        compromised: Some(leak.place),
        compromised_at: Some(leak.at),
        ..card_case(plot, Typology::CardTesting, leak.slot, known)
    };
    plot.carry_out(case, deeds)?;
    Some(())
}

/// Draws the tests of one card: whether it exists, or a small amount, by one machine.
fn test(
    plot: &mut Plot<'_, '_>,
    leak: &Leak,
    campaign: &Campaign,
    (tested_at, known_at): (Timestamp, Timestamp),
    stream: &mut Stream,
) -> Vec<(Timestamp, What)> {
    let laws = &plot.laws.breached_shop_card_testing;
    let memory_days = plot.laws.purchases.memory_days;
    let mut machine: Option<DeviceIndex> = None;
    let shows_machine = stream.chance(laws.shown_machine_share);
    let mut deeds = Vec::new();
    let mut at = tested_at;
    for _ in 0..=stream.below(laws.most_tests) {
        let accept = |_: Timestamp, card: &CardUse| is_remote_shopping(card) && card.channel == Channel::Ecommerce;
        let Some((_, model)) = plot.scene.imitable(plot.intents, tested_at, memory_days, stream, accept) else { break };
        if model.device.is_some() && shows_machine && machine.is_none() {
            machine = Some(linked_device(plot, leak.slot, at, campaign.machine, stream));
        }
        let is_inquiry = stream.chance(laws.verification_share);
        let amount = if is_inquiry { 0 } else { (laws.test_amount.draw(stream) * 100.0).clamp(50.0, 30_00.0) as i64 };
        let device = model.device.and(machine);
        let card = typed(plot, model, leak.slot, device, amount, stream);
        let cvv = if stream.chance(laws.guessed_share) { card.cvv.map(|_| CvvResult::NoMatch) } else { card.cvv };
        let processing = if is_inquiry { ProcessingCode::AccountVerification } else { ProcessingCode::Purchase };
        let card = CardUse {
            place: if is_inquiry { campaign.inquiry_site } else { campaign.site },
            processing,
            cvv,
            three_d_secure: None,
            verification: Verification::None,
            ..card
        };
        deeds.push((at, What::Card(card)));
        at = at.plus(stream.between(3, 900) * span::SECOND);
        if at >= known_at {
            break;
        }
    }
    deeds
}
