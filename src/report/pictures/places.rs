//! Where people go: the country, one town, and the merchants that see most of the payments.

use super::{COLUMN, Material, PAGE};
use crate::realism::pictures::{CELLS_PER_DEGREE, Cell, MAPPED_COMMUNITIES, Spot, Town, Travels};
use crate::report::charts::{Atlas, Axis, Ink, Layer, Plot, Size, map};
use crate::report::ground::{Ground, ground};
use crate::report::numbers::{grouped, short};
use crate::report::picture::{Drawing, Key, Picture, Sample};
use crate::units::COMMUNITY_SIZE;

/// The most journeys that are drawn: the most travelled ones.
const MOST_JOURNEYS: usize = 160;

/// The most ways from homes to shops that are drawn: the ones gone most often. More would hide each other.
const MOST_WAYS: usize = 200;

/// The share of a town's homes that lie within the inner two thirds of its map.
const TOWN_SHARE: f64 = 0.9;

/// The rank of the merchant through whose purchases Zipf's law is drawn: the middle of the axis.
const ZIPF_RANK: usize = 100;

pub(super) fn pictures(material: &Material<'_>) -> Vec<Picture> {
    let travels = &material.facts.pictures.travels;
    let town = travels.town.as_ref().map(town);
    let ground = ground(&material.bank.country);
    [country(travels, ground.as_ref()), town, popularity(material)].into_iter().flatten().collect()
}

fn country(travels: &Travels, ground: Option<&Ground>) -> Option<Picture> {
    let homes: Vec<Spot> = travels.homes.keys().map(|cell| cell.middle()).collect();
    let (from, to) = ground.map(|ground| (ground.from, ground.to)).or_else(|| frame(&homes))?;
    let mut journeys: Vec<(&(Cell, Cell), &u32)> = travels.journeys.iter().collect();
    journeys.sort_by_key(|(cells, count)| (std::cmp::Reverse(**count), **cells));
    journeys.truncate(MOST_JOURNEYS);
    let most = journeys.first().map_or(1.0, |(_, count)| f64::from(**count));
    let lines = journeys
        .iter()
        .map(|((home, store), count)| (home.middle(), store.middle(), (f64::from(**count) / most).sqrt()));
    let atlas = Atlas {
        ground: ground.map(|ground| ground.strips.clone()).unwrap_or_default(),
        visited: (travels.stores.keys().map(|cell| cell.middle()).collect(), 1.0 / CELLS_PER_DEGREE),
        journeys: lines.collect(),
        homes,
        ..Atlas::default()
    };
    let draw = |width: u32, height: u32| {
        map(Size { width, height }, "Map of where customers live, shop and travel", from, to, &atlas)
    };
    Some(Picture {
        title: "Homes, shops and journeys".into(),
        caption: format!(
            "The towns in which the first {} customers at most live, the quarter degrees they shopped in, and \
             journeys of more than 100 km, the thicker the more purchases. Grey is where the country's people live; lines that leave the \
             map lead abroad.",
            grouped((MAPPED_COMMUNITIES * COMMUNITY_SIZE) as u64)
        ),
        legend: vec![
            Key::new(Ink::Ours, Sample::Dot, "homes"),
            Key::new(Ink::Green, Sample::Pale, "shopped here"),
            Key::new(Ink::Gold, Sample::Line, "journeys"),
        ],
        drawing: Drawing::Both { wide: draw(PAGE, 560), narrow: draw(COLUMN, 270) },
        source: String::new(),
    })
}

/// Returns the south-western and north-eastern corners around points, with a margin.
fn frame(points: &[Spot]) -> Option<(Spot, Spot)> {
    let range = |values: &dyn Fn(&Spot) -> f64| {
        let all = points.iter().map(values);
        all.fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(value), most.max(value)))
    };
    let ((west, east), (south, north)) = (range(&|spot| spot.0), range(&|spot| spot.1));
    let margin = ((east - west).max(north - south) * 0.06).max(0.5);
    (!points.is_empty()).then_some(((west - margin, south - margin), (east + margin, north + margin)))
}

fn town(town: &Town) -> Picture {
    let middle = |part: fn(&Spot) -> f64| {
        let mut values: Vec<f64> = town.homes.iter().map(part).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let (longitude, latitude) = (middle(|spot| spot.0), middle(|spot| spot.1));
    let shrink = latitude.to_radians().cos();
    let mut away: Vec<f64> = town.homes.iter().map(|(x, y)| ((x - longitude) * shrink).hypot(y - latitude)).collect();
    away.sort_by(f64::total_cmp);
    let reach = (away[(away.len() - 1).min((away.len() as f64 * TOWN_SHARE) as usize)] * 1.5).max(0.01);
    let across = reach / shrink;
    let (from, to) = ((longitude - across, latitude - reach), (longitude + across, latitude + reach));
    let is_near = |spot: &Spot| (from.0..to.0).contains(&spot.0) && (from.1..to.1).contains(&spot.1);
    let mut ways: Vec<(&(usize, i64), &u32)> = town.visits.iter().collect();
    ways.sort_by_key(|(ends, count)| (std::cmp::Reverse(**count), **ends));
    let most = ways.first().map_or(1.0, |(_, count)| f64::from(**count));
    let lines = ways.into_iter().filter_map(|((person, store), count)| {
        let (spot, _) = town.stores.get(store)?;
        is_near(spot).then(|| (town.homes[*person], *spot, f64::from(*count) / most))
    });
    let lines = lines.take(MOST_WAYS);
    let atlas = Atlas {
        journeys: lines.collect(),
        shops: town.stores.values().map(|(spot, _)| *spot).collect(),
        homes: town.homes.clone(),
        ..Atlas::default()
    };
    let label = format!("Map of homes and shops in {}", town.name);
    Picture {
        title: format!("A town: {}", town.name),
        caption: format!(
            "The homes of {} customers, the shops they went to, and the {} ways they took most, thicker the more often: people \
             return to a few shops near home.",
            town.homes.len(),
            MOST_WAYS
        ),
        legend: vec![
            Key::new(Ink::Ours, Sample::Dot, "homes"),
            Key::new(Ink::Green, Sample::Dot, "shops"),
            Key::new(Ink::Gold, Sample::Line, "home to shop"),
        ],
        drawing: Drawing::Column(map(Size { width: COLUMN, height: 400 }, &label, from, to, &atlas)),
        source: String::new(),
    }
}

fn popularity(material: &Material<'_>) -> Option<Picture> {
    let mut counts: Vec<u32> = material.facts.pictures.travels.merchants.values().copied().collect();
    counts.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
    let (first, total) = (f64::from(*counts.first()?), counts.len() as f64);
    // Ranks that are evenly apart on the axis.
    let mut ranks: Vec<usize> =
        (0..).map(|step| 10_f64.powf(f64::from(step) * 0.06) as usize).take_while(|r| *r <= counts.len()).collect();
    ranks.dedup();
    let dots = ranks.iter().map(|rank| (*rank as f64, f64::from(counts[rank - 1])));
    let middle = ZIPF_RANK.min(counts.len());
    let scale = f64::from(counts[middle - 1]) * middle as f64;
    let power = |value: f64| 10_f64.powf(value.log10().ceil()).max(10.0);
    let most = power(first);
    let (begin, end) = ((scale / most).max(1.0), power(total).min(scale));
    let law = vec![(begin, scale / begin), (end, scale / end)];
    let plot = Plot {
        x: Axis::log("rank of the merchant (logarithmic)", (1.0, power(total)), short),
        y: Axis::log("purchases (logarithmic)", (1.0, most), short),
        layers: vec![Layer::Line(Ink::Published, 1.6, law), Layer::Dots(Ink::Ours, 2.2, dots.collect())],
    };
    Some(Picture {
        title: "Popularity of merchants".into(),
        caption:
            "A few chains and sites see most of the purchases, and most shops very few: the curve falls like a law of powers, and faster where shops serve one town only."
                .into(),
        legend: vec![
            Key::new(Ink::Ours, Sample::Dot, "this bank"),
            Key::new(Ink::Published, Sample::Dashes, "Zipf's law: half the purchases at twice the rank"),
        ],
        drawing: Drawing::Column(
            plot.svg(Size { width: COLUMN, height: 300 }, "Purchases of merchants by rank, beside Zipf's law"),
        ),
        source: String::new(),
    })
}
