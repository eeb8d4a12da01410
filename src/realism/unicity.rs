//! How few purchases single a person out: the points of a bounded pool of customers.

use crate::realism::Facts;
use crate::realism::community::Community;
use crate::realism::facts::Tally;
use crate::realism::measures::{Measure, Observed, share};
use crate::rng::mix;
use crate::units::Date;

/// The most customers whose points are kept. Fewer people are told apart more easily, so that a larger bank's figure is a little high.
pub const POOL: u64 = 20_000;
/// The months whose purchases are points.
const MONTHS: i32 = 3;
/// The fewest points of a customer who is drawn from.
const LEAST_POINTS: usize = 10;

/// A purchase as somebody else may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// The store's id; minus the merchant's where there is no store.
    pub shop: i64,
    /// Days since the first of January 2000, or weeks.
    pub day: u16,
    /// The power of 1.5 at or below the amount.
    pub price: i16,
    /// Who.
    pub customer: u32,
}

/// What is known of the customers of the pool.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unicity {
    /// Their purchases of the first three months.
    pub points: Vec<Point>,
}

impl Tally for Unicity {
    fn see(&mut self, community: &Community<'_>) {
        let end = community.context.horizon.from.plus_months(MONTHS);
        for purchase in &community.purchases {
            let row = community.row(purchase);
            if row.local_date >= end || !is_in_pool(row.customer_id, community.context.customers) {
                continue;
            }
            let day = u16::try_from(row.local_date.since(Date::of(2000, 1, 1)));
            if let (Ok(day), Ok(customer)) = (day, u32::try_from(row.customer_id)) {
                let price = (row.amount.to_major().max(0.01).ln() / 1.5_f64.ln()).floor() as i16;
                let shop = row.location_id.unwrap_or(-row.merchant_id);
                self.points.push(Point { shop, day, price, customer });
            }
        }
    }

    fn append(&mut self, later: &Self) {
        self.points.extend_from_slice(&later.points);
    }
}

/// Returns whether a customer is in the pool: all are where the bank has no more than fit, else so many by a hash.
fn is_in_pool(customer: i64, customers: u64) -> bool {
    let word = mix(customer as u64);
    u128::from(word) * u128::from(customers) < u128::from(POOL) << 64
}

/// The measure of unicity.
pub(super) const MEASURES: &[Measure] = &[Measure { name: "unicity", take: unicity }];

fn unicity(facts: &Facts, words: &str) -> Option<Observed> {
    let mut words = words.split_whitespace();
    let drawn: usize = words.next()?.parse().ok()?;
    let (mut with_price, mut by_week) = (false, false);
    for word in words {
        match word {
            "price" => with_price = true,
            "week" => by_week = true,
            _ => return None,
        }
    }
    let coarse = facts.unicity.points.iter().map(|point| Point {
        day: if by_week { point.day / 7 } else { point.day },
        price: if with_price { point.price } else { 0 },
        ..*point
    });
    let mut points: Vec<Point> = coarse.collect();
    points.sort_unstable();
    points.dedup();
    singled_out(&points, drawn)
}

/// Returns the share of customers whom so many of their points single out, among points that are sorted and differ.
fn singled_out(points: &[Point], drawn: usize) -> Option<Observed> {
    let mut by_customer = points.to_vec();
    by_customer.sort_unstable_by_key(|point| (point.customer, draw(point), *point));
    let (mut people, mut alone) = (0, 0);
    for own in by_customer.chunk_by(|a, b| a.customer == b.customer).filter(|own| own.len() >= LEAST_POINTS) {
        people += 1;
        alone += u64::from(is_alone(points, &own[..drawn.min(own.len())]));
    }
    share(alone, people)
}

/// Returns whether nobody else has all of a customer's drawn points.
fn is_alone(points: &[Point], drawn: &[Point]) -> bool {
    let sharing = drawn.iter().map(|known| (known, sharing(points, known)));
    let Some((rarest, people)) = sharing.min_by_key(|(_, people)| people.len()) else { return false };
    people.iter().filter(|other| other.customer != rarest.customer).all(|other| {
        drawn.iter().any(|known| points.binary_search(&Point { customer: other.customer, ..*known }).is_err())
    })
}

/// Returns the points of everybody who was at the same shop on the same day for the same price.
fn sharing<'a>(points: &'a [Point], known: &Point) -> &'a [Point] {
    let key = |point: &Point| (point.shop, point.day, point.price);
    let start = points.partition_point(|point| key(point) < key(known));
    let end = start + points[start..].iter().take_while(|point| key(point) == key(known)).count();
    &points[start..end]
}

/// Returns a customer's number for a point, by which points are drawn; `figures/measures.toml` draws by the same.
fn draw(point: &Point) -> i64 {
    let customer = i64::from(point.customer) % 1_000_003 * 15_485_863;
    (point.shop % 1_000_003 * 7_919 + i64::from(point.day) * 104_729 + i64::from(point.price) * 611_953 + customer)
        % 1_000_003
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(customer: u32, shops: impl Iterator<Item = i64>) -> impl Iterator<Item = Point> {
        shops.map(move |shop| Point { shop, day: 9_000, price: 0, customer })
    }

    #[test]
    fn who_shares_every_point_is_not_singled_out_and_who_shares_none_is() {
        let mut all: Vec<Point> = points(1, 0..12).chain(points(2, 0..12)).chain(points(3, 100..112)).collect();
        all.sort_unstable();
        let observed = singled_out(&all, 4).unwrap();
        assert_eq!(observed, Observed::number(1.0 / 3.0, 3));
    }

    #[test]
    fn customers_with_few_points_are_not_drawn_from_but_are_among_the_others() {
        let mut all: Vec<Point> = points(1, 0..10).chain(points(2, 0..9)).collect();
        all.sort_unstable();
        assert_eq!(singled_out(&all, 10).unwrap(), Observed::number(1.0, 1));
        let mut shared: Vec<Point> = points(1, 0..10).chain(points(2, 0..10)).collect();
        shared.sort_unstable();
        assert_eq!(singled_out(&shared, 10).unwrap(), Observed::number(0.0, 2));
    }

    #[test]
    fn the_pool_takes_everybody_of_a_small_bank_and_a_bounded_number_of_a_large_one() {
        assert!((1..=2_000).all(|customer| is_in_pool(customer, 2_000)));
        let pool = (1..=200_000).filter(|customer| is_in_pool(*customer, 200_000)).count();
        // Binomial with mean 20,000 and standard deviation 134: beyond five of them with probability below 1e-6.
        assert!(pool.abs_diff(20_000) < 670, "{pool}");
    }
}
