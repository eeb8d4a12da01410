//! Units in types: ids, money, instants and dates.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// The number of customers in a community, the unit of work; ids tell their community by it.
pub const COMMUNITY_SIZE: i64 = 100;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);
    )+};
}

ids! {
    /// Identifies a bank, dense from 1.
    BankId,
    /// Identifies a household: its community times 100 plus its place there, from 1.
    HouseholdId,
    /// Identifies a customer, dense from 1: the community is `(id - 1) / 100`.
    CustomerId,
    /// Identifies an account: its first owner's customer id times 100 plus a running number.
    AccountId,
    /// Identifies a card: its holder's customer id times 1000 plus a running number in order of issue.
    CardId,
    /// Identifies a device: its customer's id times 100 plus a running number in order of first use.
    DeviceId,
    /// Identifies a merchant; see `world::merchants` for how the number is made.
    MerchantId,
    /// Identifies one store of a merchant.
    LocationId,
    /// Identifies a card transaction: its community times 10^9 plus a running number in time order, from 1.
    TransactionId,
    /// Identifies a transfer between two accounts; both legs carry it. Community times 10^9 plus a running number.
    TransferId,
    /// Identifies a standing order or mandate: its account's id times 100 plus a running number.
    StandingOrderId,
    /// Identifies a credit-card statement: its account's id times 1000 plus the cycle's number.
    StatementId,
    /// Identifies a dispute: its community times 10^9 plus a running number in time order.
    DisputeId,
    /// Identifies a fraud case: its community times 10^6 plus a running number.
    CaseId,
    /// Identifies what a person is to the page of a bank: their customer id times 100 plus the bank's.
    PlatformUserId,
    /// Identifies one linking of a platform user with a customer: the user's id times 10 plus a running number.
    LinkId,
    /// Identifies a consent: its customer's id times 1000 plus a running number in order of granting.
    ConsentId,
    /// Identifies a request about one's own data: its customer's id times 100 plus a running number in order of receipt.
    DataRequestId,
    /// Identifies a read of bank data: its community times 10^9 plus a running number in time order.
    AccessId,
    /// Identifies a notification: its community times 10^9 plus a running number in the order in which they were decided.
    NotificationId,
    /// Identifies a fraud alert: its community times 10^9 plus a running number in time order.
    AlertId,
    /// Identifies a receipt: its community times 10^9 plus a running number in time order, from 1.
    ReceiptId,
    /// Identifies a shipment: its community times 10^9 plus a running number in time order, from 1.
    ShipmentId,
}

/// An amount in minor units (cents) of the currency at hand; signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cents(pub i64);

impl Cents {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// Returns the share of this amount, rounded to the nearest cent, halves away from zero.
    pub fn share(self, share: f64) -> Self {
        Self((self.0 as f64 * share).round() as i64)
    }

    /// Returns this amount in major units (dollars), for measuring only.
    pub fn to_major(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// Returns the amount of so many major units (dollars), rounded to the nearest cent.
    pub fn from_major(major: f64) -> Self {
        Self((major * 100.0).round() as i64)
    }

    /// Returns this amount rounded down to a multiple of `step`, which must be positive.
    pub fn floor_to(self, step: Cents) -> Self {
        Self(self.0.div_euclid(step.0) * step.0)
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Cents {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        Self(items.map(|c| c.0).sum())
    }
}
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", self.0.abs() / 100, self.0.abs() % 100)
    }
}

/// Microseconds of a second, minute, hour and day.
pub mod span {
    /// Microseconds in a millisecond.
    pub const MILLISECOND: i64 = 1_000;
    /// Microseconds in a second.
    pub const SECOND: i64 = 1_000_000;
    /// Microseconds in a minute.
    pub const MINUTE: i64 = 60 * SECOND;
    /// Microseconds in an hour.
    pub const HOUR: i64 = 60 * MINUTE;
    /// Microseconds in a day of 24 hours.
    pub const DAY: i64 = 24 * HOUR;
}

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Returns the whole millisecond that has begun.
    pub const fn whole_millisecond(self) -> Self {
        Self(self.0.div_euclid(span::MILLISECOND) * span::MILLISECOND)
    }

    /// Returns the instant so many microseconds later.
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0 + micros)
    }

    /// Returns the microseconds from `earlier` to this instant.
    pub fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }
}

/// A local calendar day: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date(pub i32);

impl Date {
    /// Returns the date so many days later.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// Returns the days from `earlier` to this date.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

/// An exchange rate or interest rate in millionths: 1.25 is `Rate(1_250_000)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Rate(pub i64);

impl Rate {
    /// The rate of one.
    pub const ONE: Self = Self(1_000_000);

    /// Returns the rate nearest to a floating-point number.
    pub fn from_f64(rate: f64) -> Self {
        Self((rate * 1e6).round() as i64)
    }

    /// Returns the rate as a floating-point number, for laws only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

/// An amount in thousandths of the major unit, for currencies of any exponent up to 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Mills(pub i64);

/// Degrees of latitude or longitude, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Degrees(pub f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_money_rounds_to_the_nearest_cent() {
        assert_eq!(Cents(101).share(0.5), Cents(51));
        assert_eq!(Cents(-101).share(0.5), Cents(-51));
    }

    #[test]
    fn money_prints_its_sign_before_the_dollars() {
        assert_eq!(Cents(-5).to_string(), "-0.05");
        assert_eq!(Cents(12_345).to_string(), "123.45");
    }

    #[test]
    fn rounding_down_goes_down_for_debts_too() {
        assert_eq!(Cents(-150).floor_to(Cents(100)), Cents(-200));
    }
}
