//! What stands on a receipt: things of a shop's trade, at usual prices that come to the sum.

use std::sync::LazyLock;

use crate::codes::{Category, Mcc};
use crate::columns::{Text, Texts};
use crate::country::{Country, PerCountry};
use crate::rng::Stream;
use crate::units::Cents;

const ITEMS: &str = include_str!("../../reference/receipt_items.csv");

/// The most lines of a receipt.
const MOST_LINES: usize = 15;
/// How often a thing is looked for that fits and is not on the receipt yet.
const TRIES: usize = 5;
/// Share of lines that are about several of a thing.
const SEVERAL_SHARE: f64 = 0.15;

/// A line of a receipt: so many of a thing, by its place among all things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) item: usize,
    pub(super) quantity: i32,
    pub(super) unit_price: Cents,
}

/// A thing and what it usually costs, in cents.
#[derive(Debug, Clone, Copy)]
struct Item {
    place: usize,
    low: i64,
    high: i64,
}

/// What shops of one kind sell, ascending by the lowest price.
#[derive(Debug, Default)]
pub(super) struct Trade {
    items: Vec<Item>,
    /// What a line comes to in the middle.
    middle: f64,
    /// Whether one thing at a time is bought: a tank of fuel, a ride, a stay.
    is_single: bool,
}

/// What the shops of a country sell.
#[derive(Debug, Default)]
pub(super) struct Trades {
    titles: Vec<&'static str>,
    trades: Vec<Trade>,
    codes: Vec<(Mcc, usize)>,
    categories: Vec<(Category, usize)>,
}

static TRADES: LazyLock<PerCountry<Trades>> = LazyLock::new(|| PerCountry::new(Trades::read));

impl Trades {
    /// Returns what is sold in a country, in its language.
    pub(super) fn of(country: &Country) -> &'static Self {
        TRADES.of(country)
    }

    fn read(country: &'static Country) -> Self {
        let mut trades = Self::default();
        let mut last = "";
        for line in ITEMS.lines().skip(1) {
            let fields: Vec<&'static str> = line.split(',').collect();
            let [sellers, low, high, english, french] = fields[..] else { panic!("a thing has five fields: {line}") };
            if sellers != last {
                trades.open(sellers);
                last = sellers;
            }
            let cents = |text: &str| Cents::from_major(text.parse().expect("a price is a number")).0;
            let item = Item { place: trades.titles.len(), low: cents(low), high: cents(high) };
            trades.trades.last_mut().expect("a trade is open").items.push(item);
            trades.titles.push(if country.languages[0] == "fr" { french } else { english });
        }
        trades.trades.iter_mut().for_each(Trade::finish);
        trades.codes.sort_unstable();
        trades
    }

    fn open(&mut self, sellers: &str) {
        for seller in sellers.split(' ') {
            match Category::parse(seller) {
                Some(category) => self.categories.push((category, self.trades.len())),
                None => {
                    self.codes.push((Mcc(seller.parse().expect("a seller is a category or a code")), self.trades.len()))
                }
            }
        }
        let singles = [Category::Fuel, Category::Travel, Category::Lodging, Category::GeneralService];
        let is_single = Category::parse(sellers).is_some_and(|category| singles.contains(&category));
        self.trades.push(Trade { is_single, ..Trade::default() });
    }

    /// Returns what a shop sells: by its code if that has things of its own, by its category otherwise; nothing if we know of none.
    pub(super) fn sold_by(&self, mcc: Mcc, category: Category) -> Option<&Trade> {
        let by_code = self.codes.binary_search_by_key(&mcc, |(code, _)| *code).ok().map(|place| self.codes[place].1);
        let by_category = || self.categories.iter().find(|(of, _)| *of == category).map(|(_, trade)| *trade);
        by_code.or_else(by_category).map(|trade| &self.trades[trade])
    }

    /// Returns what the things of a community's receipts are called, by place, none of them yet.
    pub(super) fn untold(&self) -> Vec<Option<Text>> {
        vec![None; self.titles.len()]
    }

    /// Returns what a thing is called.
    pub(super) fn title(&self, item: usize, told: &mut [Option<Text>], texts: &mut Texts) -> Text {
        *told[item].get_or_insert_with(|| texts.intern(self.titles[item]))
    }
}

impl Trade {
    fn finish(&mut self) {
        self.items.sort_by_key(|item| item.low);
        let logs = self.items.iter().map(|item| ((item.low * item.high) as f64).ln() / 2.0);
        self.middle = (logs.sum::<f64>() / self.items.len() as f64).exp();
    }

    /// Fills the lines of a receipt whose prices come to a sum, which must be positive.
    pub(super) fn fill(&self, sum: Cents, stream: &mut Stream, lines: &mut Vec<Line>) {
        lines.clear();
        let wanted = (sum.0 as f64 / self.middle * (0.5 + stream.unit())).round() as usize;
        let wanted = if self.is_single { 1 } else { wanted };
        let mut left = sum.0;
        for others in (1..wanted.clamp(1, MOST_LINES) as i64).rev() {
            // What still follows must cost something too.
            let room = left - others * self.items[0].low;
            if room < self.items[0].low {
                break;
            }
            let line = self.line(left / (others + 1), room, stream, lines);
            left -= line.unit_price.0 * i64::from(line.quantity);
            lines.push(line);
        }
        let line = self.last(left, stream, lines);
        lines.push(line);
    }

    /// Draws a line that costs about a fair part of what is left, and no more than there is room for.
    fn line(&self, fair: i64, room: i64, stream: &mut Stream, lines: &[Line]) -> Line {
        let item = self.pick(room.min(2 * fair).max(self.items[0].low), fair / 3, stream, lines);
        let most = item.high.min(room).min((2 * fair).max(item.low));
        let price = stream.between(item.low, most);
        // Prices end in nine, as they do.
        let unit_price = if price > 200 { (price / 10 * 10 + 9).min(most) } else { price };
        let is_several = stream.chance(SEVERAL_SHARE);
        let quantity = if is_several { (room / unit_price).min(2 * fair / unit_price).clamp(1, 3) } else { 1 };
        Line { item: item.place, quantity: quantity as i32, unit_price: Cents(unit_price) }
    }

    /// Draws a line that costs exactly what is left: one thing if one costs as much, or several.
    fn last(&self, left: i64, stream: &mut Stream, lines: &[Line]) -> Line {
        let item = self.pick(left, left, stream, lines);
        let fits = |item: &&Item| item.low <= left && left <= item.high;
        let is_new = |item: &&Item| !lines.iter().any(|line| line.item == item.place);
        let another = || self.items.iter().filter(is_new).find(fits).or_else(|| self.items.iter().find(fits));
        if let Some(item) = Some(&item).filter(fits).filter(is_new).or_else(another) {
            return Line { item: item.place, quantity: 1, unit_price: Cents(left) };
        }
        let is_several = |quantity: &i64| left > item.high && left % quantity == 0 && left / quantity <= item.high;
        let quantity = (2..=9).find(is_several).unwrap_or(1);
        Line { item: item.place, quantity: quantity as i32, unit_price: Cents(left / quantity) }
    }

    /// Draws a thing of which the cheapest costs no more than one amount, and if possible the dearest no less than another.
    fn pick(&self, most: i64, least: i64, stream: &mut Stream, lines: &[Line]) -> Item {
        let within = self.items.partition_point(|item| item.low <= most).max(1);
        let mut best = self.items[0];
        for _ in 0..TRIES {
            let item = self.items[stream.below(within as u64) as usize];
            let is_new = !lines.iter().any(|line| line.item == item.place);
            if is_new && item.high >= least {
                return item;
            }
            if is_new && item.high >= best.high {
                best = item;
            }
        }
        best
    }
}
