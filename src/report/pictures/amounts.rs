//! What things cost: amounts by category, endings of prices, first digits.

use super::{COLUMN, Material, publisher};
use crate::codes::Category;
use crate::realism::{FigureValue, LogHistogram, Selection};
use crate::report::charts::{Axis, Ink, Layer, Mark, Plot, Row, Size, rows};
use crate::report::numbers::{percent_tick, short};
use crate::report::picture::{Drawing, Key, Picture, Sample};
use crate::report::prose::spoken;
use crate::report::published::{self, AMOUNTS_SOURCE, SHARES};

/// Categories with fewer purchases are not drawn.
const LEAST_PURCHASES: u64 = 100;

pub(super) fn pictures(material: &Material<'_>) -> Vec<Picture> {
    [by_category(material), cents(material), first_digits(material)].into_iter().flatten().collect()
}

/// Draws the middle eight tenths and the middle half of the amounts of each category.
fn by_category(material: &Material<'_>) -> Option<Picture> {
    let mut categories: Vec<(Category, LogHistogram)> =
        Category::ALL.iter().map(|category| (*category, amounts_of(material, *category))).collect();
    categories.retain(|(_, amounts)| amounts.count() >= LEAST_PURCHASES);
    categories.sort_by_key(|(_, amounts)| std::cmp::Reverse(amounts.count()));
    let mut has_published = false;
    let drawn: Vec<Row> = categories
        .iter()
        .filter_map(|(category, amounts)| {
            let ours: Vec<f64> = SHARES.iter().filter_map(|share| amounts.quantile(*share)).collect();
            let &[p10, p25, p50, p75, p90] = ours.as_slice() else { return None };
            let mut marks =
                vec![Mark::Line(Ink::Ours, p10, p90), Mark::Bar(Ink::Ours, 0.35, p25, p75), Mark::Tick(Ink::Ours, p50)];
            let published = published::amounts(material.figures, *category);
            has_published |= published.is_some();
            marks.extend(published.into_iter().flatten().map(|value| Mark::Ring(Ink::Published, value)));
            Some(Row { name: spoken(category.word()), marks })
        })
        .collect();
    let axis = Axis::log(&format!("amount, {} (logarithmic)", material.bank.currency), (1.0, 2_000.0), short);
    let mut legend = vec![Key::new(Ink::Ours, Sample::Pale, "this bank: p10, quartiles, median, p90")];
    if has_published {
        legend.push(Key::new(Ink::Published, Sample::Ring, "published"));
    }
    (!drawn.is_empty()).then(|| Picture {
        title: "Amounts by category".into(),
        caption: "The bar holds the middle half of the amounts, the line eight of ten; categories come by number of purchases. \
                  A coffee and a hotel night are two different laws, not one."
            .into(),
        legend,
        drawing: Drawing::Tall(rows(COLUMN, "Percentiles of amounts by category, ours and published", &axis, &drawn)),
        source: if has_published { AMOUNTS_SOURCE.into() } else { String::new() },
    })
}

fn amounts_of(material: &Material<'_>, category: Category) -> LogHistogram {
    let selection = Selection { category: Some(category), ..Selection::default() };
    let mut amounts = LogHistogram::default();
    material.facts.purchases.select(selection).for_each(|(_, segment)| amounts.append(&segment.amounts));
    amounts
}

/// Draws how often amounts end in .00, .99 and the like.
fn cents(material: &Material<'_>) -> Option<Picture> {
    let whole = material.score("round_share", "all")?;
    let pair = material.pair("cents_endings", "all")?;
    let (Some(FigureValue::Number(ours)), FigureValue::Number(published)) =
        (whole.measured.as_ref().map(|measured| measured.value.clone()), whole.figure.published.clone())
    else {
        return None;
    };
    let names = [".99", ".95", ".50", ".49", ".98", ".97", ".25", ".75", ".90", "any other"];
    let all = pair.ours.iter().chain(&pair.published).copied();
    let least = all.filter(|share| *share > 0.0).fold(0.01, f64::min) * (1.0 - ours.max(published));
    let axis = Axis::log("share of amounts (logarithmic)", (least.max(1e-4) * 0.8, 1.0), percent_tick);
    let row = |name: &str, ours: f64, published: f64| {
        let (low, high) = (ours.min(published), ours.max(published));
        let marks =
            vec![Mark::Line(Ink::Soft, low, high), Mark::Dot(Ink::Ours, ours), Mark::Ring(Ink::Published, published)];
        Row { name: name.to_owned(), marks }
    };
    let mut drawn = vec![row(".00", ours, published)];
    // The curve is of the amounts that are not whole.
    let others = names.iter().zip(pair.ours.iter().zip(&pair.published));
    drawn.extend(others.map(|(name, (o, p))| row(name, o * (1.0 - ours), p * (1.0 - published))));
    Some(Picture {
        title: "Price endings".into(),
        caption: "A quarter of all amounts are whole, few end in .99: where data are made up carelessly, every ending has 1 %.".into(),
        legend: vec![
            Key::new(Ink::Ours, Sample::Dot, "this bank"),
            Key::new(Ink::Published, Sample::Ring, "published"),
        ],
        drawing: Drawing::Column(rows(COLUMN, "Share of amounts by their cents, ours and published", &axis, &drawn)),
        source: pair.source,
    })
}

fn first_digits(material: &Material<'_>) -> Option<Picture> {
    let all = material.facts.purchases.of("all")?;
    let total: u64 = all.first_digits.iter().sum();
    let ours: Vec<f64> = all.first_digits.iter().map(|count| *count as f64 / total.max(1) as f64).collect();
    let digits = (1..=9).map(f64::from);
    let benford: Vec<(f64, f64)> = digits.clone().map(|digit| (digit, (1.0 + 1.0 / digit).log10())).collect();
    let most = ours.iter().chain(benford.iter().map(|(_, share)| share)).copied().fold(0.0, f64::max);
    let bars = digits.clone().zip(&ours).map(|(digit, share)| [digit - 0.36, digit + 0.36, 0.0, *share]).collect();
    let plot = Plot {
        x: Axis::with_ticks("first digit of the amount", (0.4, 9.6), digits.map(|d| (d, d.to_string())).collect()),
        y: Axis::linear("share of amounts", (0.0, most), 4, percent_tick),
        layers: vec![Layer::Blocks(Ink::Ours, 0.85, bars), Layer::Rings(Ink::Published, benford)],
    };
    let off = material.score("benford_deviation", "all");
    (total > 0).then(|| Picture {
        title: "First digits".into(),
        caption: "Amounts begin with 1 far more often than with 9: near Benford's law, and not exactly on it, as real amounts are.".into(),
        legend: vec![
            Key::new(Ink::Ours, Sample::Block, "this bank"),
            Key::new(Ink::Published, Sample::Ring, "Benford's law"),
        ],
        drawing: Drawing::Column(
            plot.svg(Size { width: COLUMN, height: 270 }, "Share of amounts by first digit, beside Benford's law"),
        ),
        source: off.map(|score| publisher(&score.figure.source)).unwrap_or_default(),
    })
}
