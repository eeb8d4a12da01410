//! When people pay: hours, weekdays, months.

use super::{COLUMN, Material, PAGE, Pair};
use crate::report::charts::{Axis, Ink, Layer, Plot, Size, heat, panels};
use crate::report::numbers::{percent, percent_tick, short};
use crate::report::picture::{Drawing, Key, Picture, Sample};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The months as axes name them.
pub(super) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Which hours are drawn: the argument of the measure, the title, and what to see.
const HOURS: [(&str, &str, &str); 4] = [
    (
        "in_person",
        "Hours at the till",
        "Shops are busiest from noon to the end of work, and almost silent from one to five.",
    ),
    ("remote", "Hours online", "Remote payments begin earlier, end later and know no lunch."),
    ("in_person restaurant", "Hours in restaurants", "Lunch is one peak, dinner the other."),
    (
        "in_person groceries",
        "Hours in food shops",
        "People shop for food after work, and all afternoon at the weekend.",
    ),
];

pub(super) fn pictures(material: &Material<'_>) -> Vec<Picture> {
    let week = [week(material)].into_iter().flatten();
    let weekdays = [weekdays(material)].into_iter().flatten();
    let hours = HOURS
        .iter()
        .filter_map(|(of, title, caption)| material.pair("hours", of).map(|pair| hours(&pair, title, caption)));
    week.chain(weekdays).chain(hours).chain(months(material)).collect()
}

fn legend(published: Sample) -> Vec<Key> {
    vec![Key::new(Ink::Ours, Sample::Line, "this bank"), Key::new(Ink::Published, published, "published")]
}

fn week(material: &Material<'_>) -> Option<Picture> {
    let all = material.facts.purchases.of("all")?;
    let total: u64 = all.hours.iter().flatten().sum();
    let share = |count: &u64| *count as f64 / total as f64;
    let columns: Vec<String> =
        (0..24).map(|hour| if hour % 3 == 0 { format!("{hour:02}") } else { String::new() }).collect();
    let table: Vec<(String, Vec<f64>)> = WEEKDAYS
        .iter()
        .zip(&all.hours)
        .map(|(day, hours)| ((*day).to_owned(), hours.iter().map(share).collect()))
        .collect();
    let svg = heat(
        Size { width: COLUMN, height: 262 },
        "Heat map of card purchases by weekday and local hour",
        &columns,
        &table,
        percent,
    );
    (total > 0).then(|| Picture {
        title: "The week".into(),
        caption: "Each field is an hour of the week, the darker the more purchases: lunch hours, evenings, and Saturday's long noon.".into(),
        legend: vec![],
        drawing: Drawing::Column(svg),
        source: String::new(),
    })
}

fn weekdays(material: &Material<'_>) -> Option<Picture> {
    let pair = material.pair("weekdays", "all")?;
    let places = (0..7).map(f64::from);
    let bars = places.clone().zip(&pair.ours).map(|(day, share)| [day - 0.34, day + 0.34, 0.0, *share]).collect();
    let rings = places.zip(pair.published.iter().copied()).collect();
    let ticks = WEEKDAYS.iter().enumerate().map(|(day, name)| (day as f64, (*name).to_owned())).collect();
    let plot = Plot {
        x: Axis::with_ticks("", (-0.5, 6.5), ticks),
        y: Axis::linear("share of purchases", (0.0, highest(&pair)), 4, percent_tick),
        layers: vec![Layer::Blocks(Ink::Ours, 0.85, bars), Layer::Rings(Ink::Published, rings)],
    };
    Some(Picture {
        title: "Weekdays".into(),
        caption: "Friday and Saturday are the busiest days, Tuesday and Sunday the quietest.".into(),
        legend: vec![
            Key::new(Ink::Ours, Sample::Block, "this bank"),
            Key::new(Ink::Published, Sample::Ring, "published"),
        ],
        drawing: Drawing::Column(
            plot.svg(Size { width: COLUMN, height: 262 }, "Share of purchases by weekday, ours and published"),
        ),
        source: pair.source,
    })
}

fn highest(pair: &Pair) -> f64 {
    pair.ours.iter().chain(&pair.published).copied().fold(0.0, f64::max)
}

/// Draws a curve over the hours from 1 to 23: answers at midnight are mostly those of people who gave no hour.
fn hours(pair: &Pair, title: &str, caption: &str) -> Picture {
    let points = |shares: &[f64]| -> Vec<(f64, f64)> {
        shares.iter().enumerate().map(|(place, share)| ((place + 1) as f64, *share)).collect()
    };
    let (ours, published) = (points(&pair.ours), points(&pair.published));
    let ticks = (3..24).step_by(3).map(|hour| (f64::from(hour), format!("{hour:02}"))).collect();
    let plot = Plot {
        x: Axis::with_ticks("local hour", (1.0, 23.0), ticks),
        y: Axis::linear("share of purchases", (0.0, highest(pair)), 6, percent_tick),
        layers: vec![
            Layer::Area(Ink::Ours, 0.12, ours.iter().map(|(x, y)| (*x, 0.0, *y)).collect()),
            Layer::Line(Ink::Ours, 2.2, ours),
            Layer::Line(Ink::Published, 1.8, published),
        ],
    };
    let label = format!("{title}: share of purchases by local hour, ours and published");
    Picture {
        title: title.to_owned(),
        caption: caption.to_owned(),
        legend: legend(Sample::Dashes),
        drawing: Drawing::Column(plot.svg(Size { width: COLUMN, height: 250 }, &label)),
        source: pair.source.clone(),
    }
}

/// Draws small plots of the months, a kind of business each.
fn months(material: &Material<'_>) -> Option<Picture> {
    let pairs = material.pairs("months");
    let source = pairs.first()?.source.clone();
    let most = pairs.iter().map(highest).fold(0.0, f64::max) * 12.0;
    let plots: Vec<(String, Plot)> =
        pairs.iter().map(|pair| (kind_of_business(&pair.title), month_plot(pair, most))).collect();
    let label = "Sales by month and kind of business, ours and published";
    let down = |columns: usize, height: u32| plots.len().div_ceil(columns) as u32 * height;
    let draw = |width, columns, height| panels(Size { width, height: down(columns, height) }, label, columns, &plots);
    Some(Picture {
        title: "Months by kind of business".into(),
        caption: "1 is the mean month. Jewellers and toy shops live from December, filling stations hardly notice it."
            .into(),
        legend: legend(Sample::Ring),
        drawing: Drawing::Both { wide: draw(PAGE, 5, 132), narrow: draw(COLUMN, 2, 122) },
        source,
    })
}

fn kind_of_business(title: &str) -> String {
    let name = title.strip_prefix("Months, ").unwrap_or(title);
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns the whole numbers up to one, as an axis writes them.
fn ticks_to(most: f64) -> Vec<(f64, String)> {
    (0..=most.ceil() as u32)
        .map(f64::from)
        .filter(|tick| *tick <= (most * 2.0).ceil() / 2.0)
        .map(|tick| (tick, short(tick)))
        .collect()
}

fn month_plot(pair: &Pair, most: f64) -> Plot {
    let points = |shares: &[f64]| -> Vec<(f64, f64)> {
        shares.iter().enumerate().map(|(month, share)| (month as f64, share * 12.0)).collect()
    };
    let ticks = MONTHS.iter().enumerate().step_by(3).map(|(month, name)| (month as f64, (*name).to_owned())).collect();
    Plot {
        x: Axis::with_ticks("", (0.0, 11.0), ticks),
        y: Axis::with_ticks("", (0.0, (most * 2.0).ceil() / 2.0), ticks_to(most)),
        layers: vec![
            Layer::Line(Ink::Ours, 2.2, points(&pair.ours)),
            Layer::Rings(Ink::Published, points(&pair.published)),
        ],
    }
}
