//! Money through the year: balances of all accounts, and one customer's account.

use super::times::MONTHS;
use super::{COLUMN, Material, PAGE};
use crate::realism::pictures::{CustomerYear, Flow};
use crate::report::charts::{Axis, Ink, Layer, Plot, Size, stacked};
use crate::report::numbers::{percent_tick, short};
use crate::report::picture::{Drawing, Key, Picture, Sample};
use crate::units::{Cents, Date};

pub(super) fn pictures(material: &Material<'_>) -> Vec<Picture> {
    [balances(material), overdrawn(material), year(material)].into_iter().flatten().collect()
}

/// Returns an axis of days with the first days of months written, every so many.
fn days(from: Date, count: f64, every: usize) -> Axis {
    let firsts = (0..count as i32).filter(|day| from.plus(*day).civil().day == 1);
    let ticks = firsts.step_by(every).map(|day| {
        let month = from.plus(day).civil().month as usize;
        (f64::from(day), MONTHS[month - 1].to_owned())
    });
    Axis::with_ticks("", (0.0, count.max(1.0)), ticks.collect())
}

fn balances(material: &Material<'_>) -> Option<Picture> {
    let daily = &material.facts.pictures.balances;
    let step = f64::from(daily.step);
    let line = |share: f64| -> Vec<(f64, f64)> {
        let days = (0..daily.len()).filter_map(|day| Some((day as f64 * step, daily.quantile(day, share)?)));
        days.collect()
    };
    let [p10, p25, p50, p75, p90] = [0.1, 0.25, 0.5, 0.75, 0.9].map(line);
    if p50.len() < 2 {
        return None;
    }
    let band = |low: &[(f64, f64)], high: &[(f64, f64)]| -> Vec<(f64, f64, f64)> {
        low.iter().zip(high).map(|((day, low), (_, high))| (*day, *low, *high)).collect()
    };
    let count = daily.len() as f64 * step;
    let plot = Plot {
        x: days(material.facts.horizon.from, count, month_step(count, 2)),
        y: Axis::log(&format!("balance, {} (logarithmic)", material.bank.currency), (10.0, 100_000.0), short),
        layers: vec![
            Layer::Area(Ink::Ours, 0.14, band(&p10, &p90)),
            Layer::Area(Ink::Ours, 0.22, band(&p25, &p75)),
            Layer::Line(Ink::Ours, 2.0, p50),
        ],
    };
    Some(Picture {
        title: "Balances through the year".into(),
        caption: "Checking accounts at the end of each day: pay fills them at the end of the month and in the middle, rent and bills empty them.".into(),
        legend: vec![
            Key::new(Ink::Ours, Sample::Line, "median"),
            Key::new(Ink::Ours, Sample::Pale, "middle half, and eight of ten accounts"),
        ],
        drawing: Drawing::Column(plot.svg(
            Size { width: COLUMN, height: 280 },
            "Percentiles of checking balances, day by day",
        )),
        source: String::new(),
    })
}

/// Returns how many months apart names of months stand, so that they do not touch.
fn month_step(days: f64, least: usize) -> usize {
    ((days / 365.0).ceil() as usize).max(1) * least
}

fn overdrawn(material: &Material<'_>) -> Option<Picture> {
    let daily = &material.facts.pictures.balances;
    let step = f64::from(daily.step);
    let points: Vec<(f64, f64)> = (0..daily.len()).map(|day| (day as f64 * step, daily.overdrawn(day))).collect();
    let most = points.iter().map(|(_, share)| *share).fold(0.01, f64::max);
    let count = daily.len() as f64 * step;
    let plot = Plot {
        x: days(material.facts.horizon.from, count, month_step(count, 2)),
        y: Axis::linear("share of checking accounts", (0.0, most), 4, percent_tick),
        layers: vec![
            Layer::Area(Ink::Ours, 0.14, points.iter().map(|(day, share)| (*day, 0.0, *share)).collect()),
            Layer::Line(Ink::Ours, 1.8, points.clone()),
        ],
    };
    (points.len() >= 2).then(|| Picture {
        title: "Accounts overdrawn".into(),
        caption:
            "The share of checking accounts below zero at the end of each day: low after paydays, high before them."
                .into(),
        legend: vec![],
        drawing: Drawing::Column(
            plot.svg(Size { width: COLUMN, height: 280 }, "Share of checking accounts that are overdrawn, day by day"),
        ),
        source: String::new(),
    })
}

/// How each kind of flow is drawn.
const FLOWS: [(Flow, Ink, &str); 5] = [
    (Flow::Pay, Ink::Green, "pay"),
    (Flow::Housing, Ink::Purple, "rent or mortgage"),
    (Flow::Bills, Ink::Published, "bills"),
    (Flow::Cards, Ink::Gold, "cards and cash"),
    (Flow::Other, Ink::Soft, "transfers and the rest"),
];

fn year(material: &Material<'_>) -> Option<Picture> {
    let year = material.facts.pictures.year.as_ref()?;
    let draw = |width: u32, height: u32, every: usize| {
        let label = format!("Balance by day and flows by week of a customer aged {} in {}", year.age, year.city);
        let plots = [(0.5, balance_plot(material, year, every)), (0.5, flow_plot(material, year, every))];
        stacked(Size { width, height }, &label, &plots)
    };
    let mut legend = vec![Key::new(Ink::Ours, Sample::Line, "balance")];
    legend.extend(FLOWS.iter().map(|(_, ink, name)| Key::new(*ink, Sample::Block, *name)));
    Some(Picture {
        title: "A customer's year".into(),
        caption: format!(
            "One account of a customer aged {} in {}, who earns what is usual there: pay lifts the balance, housing, bills and \
             purchases bring it down.",
            year.age, year.city
        ),
        legend,
        drawing: Drawing::Both { wide: draw(PAGE, 440, 1), narrow: draw(COLUMN, 460, 2) },
        source: String::new(),
    })
}

fn balance_plot(material: &Material<'_>, year: &CustomerYear, every: usize) -> Plot {
    let points: Vec<(f64, f64)> =
        year.balances.iter().enumerate().map(|(day, balance)| (day as f64, balance.to_major())).collect();
    let (least, most) = extent(points.iter().map(|(_, balance)| *balance));
    Plot {
        x: days(year.from, year.balances.len() as f64, every),
        y: Axis::linear(&format!("balance at the end of the day, {}", material.bank.currency), (least, most), 4, short),
        layers: vec![
            Layer::Area(Ink::Ours, 0.12, points.iter().map(|(day, balance)| (*day, 0.0, *balance)).collect()),
            Layer::Line(Ink::Ours, 1.6, points),
        ],
    }
}

/// Draws what came in above the line and what went out below, week by week, on top of each other.
fn flow_plot(material: &Material<'_>, year: &CustomerYear, every: usize) -> Plot {
    let mut blocks: Vec<Vec<[f64; 4]>> = vec![Vec::new(); FLOWS.len()];
    let (mut least, mut most) = (0.0_f64, 0.0_f64);
    for (week, flows) in year.weeks.iter().enumerate() {
        let (mut above, mut below) = (0.0, 0.0);
        for (place, (flow, _, _)) in
            FLOWS.iter().enumerate().filter(|(_, (flow, ..))| flows[*flow as usize] != Cents::ZERO)
        {
            let amount = flows[*flow as usize].to_major();
            let edge = if amount > 0.0 { &mut above } else { &mut below };
            let day = week as f64 * 7.0;
            blocks[place].push([day + 0.8, day + 6.2, *edge, *edge + amount]);
            *edge += amount;
        }
        (least, most) = (least.min(below), most.max(above));
    }
    let layers = FLOWS.iter().zip(blocks).map(|((_, ink, _), blocks)| Layer::Blocks(*ink, 0.9, blocks));
    Plot {
        x: days(year.from, year.balances.len() as f64, every),
        y: Axis::linear(&format!("in and out by week, {}", material.bank.currency), (least, most), 4, short),
        layers: layers.collect(),
    }
}

/// Returns the range of values, with nothing in it.
fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((0.0, 1.0), |(least, most), value| (value.min(least), value.max(most)))
}
