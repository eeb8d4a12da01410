//! Who: one person's purchases, their number, taste, habits, cards and absences.

use super::haunts::Doorstep;
use super::market::Market;
use super::means::softly;
use super::purse::Purse;
use super::when::{CATEGORIES, CELLS, Cell};
use crate::behaviour::trips::{self, Season, Trip};
use crate::community::Community;
use crate::population::PersonIndex;
use crate::rng::{Alias, Stream};
use crate::scenario::CategoryLaw;
use crate::units::{Cents, Date, span};

const DAYS_PER_MONTH: f64 = 30.44;
/// How strongly the taste for buying online moves the odds of a purchase being remote.
const DIGITAL_WEIGHT: f64 = 0.7;

/// One person as a buyer.
#[derive(Debug)]
pub(in crate::behaviour) struct Shopper {
    pub(in crate::behaviour) id: i64,
    pub(in crate::behaviour) purse: Purse,
    pub(in crate::behaviour) home: Doorstep,
    pub(in crate::behaviour) price_taste: f64,
    /// Purchases a month, with those that recur, against the mean customer's.
    pub(in crate::behaviour) appetite: f64,
    pub(in crate::behaviour) trips: Vec<Trip>,
    pub(in crate::behaviour) seasons: Vec<Season>,
    /// Errands and remote purchases on the mean day.
    starts_per_day: f64,
    /// When children were born in the home.
    births: Vec<Date>,
    child: (f64, f64),
    /// From which day on they buy how much, against the start.
    pace: Vec<(Date, f64)>,
    /// What they begin with.
    pub(super) cells: Alias,
    /// How likely each category is in person, follow-ups included.
    pub(super) in_person: [f64; CATEGORIES],
    /// The usual time of day of each cell, in microseconds.
    pub(super) habits: [i64; CELLS],
    pub(super) onboarded_on: Date,
    /// The first day on which they buy nothing any more.
    pub(super) acts_until: Date,
    /// The first day on which nothing is charged to their cards any more: those of the dead are charged until the bank knows.
    pub(super) charged_until: Date,
}

impl Shopper {
    /// Describes a person as a buyer; `limit` is the most that their means allow in a month.
    pub(in crate::behaviour) fn of(
        community: &Community<'_>,
        market: &Market<'_>,
        index: PersonIndex,
        limit: f64,
    ) -> Self {
        let (laws, people) = (market.laws, &community.people);
        let person = &people.persons[index.ix()];
        let home = &people.homes[person.home.ix()];
        let mut stream = market.world.streams.stream("spending.person", person.id.0);
        let band = home.income_band as usize;
        let price_taste = stream.normal() + laws.by_income.price[band] / laws.amounts.person_weight;
        let age = person.age(market.world.horizon.from);
        let wish = laws.purchases_per_month * person.activity * laws.by_age.at(age) * laws.by_income.factor[band];
        let per_month = softly(wish * laws.means.usual_amount, limit) / laws.means.usual_amount;
        let weights = weights(market, person.digital, home.annual_income, &mut stream);
        let starts = std::array::from_fn::<f64, CELLS, _>(|cell| {
            weights[cell] * if Cell(cell).is_remote() { 1.0 } else { 1.0 - laws.follow_up_share }
        });
        let habits = std::array::from_fn(|cell| {
            market.curves.hour(Cell(cell), false, &mut stream) * span::HOUR + stream.below(span::HOUR as u64) as i64
        });
        Self {
            id: person.id.0,
            purse: Purse::of(people, index, laws, market.world.horizon.from),
            home: Doorstep::of(home),
            price_taste,
            appetite: per_month / laws.purchases_per_month,
            trips: trips::of_person(community, index),
            seasons: trips::seasons(market.world, person.id.0),
            starts_per_day: per_month / DAYS_PER_MONTH * starts.iter().sum::<f64>(),
            cells: Alias::new(&starts),
            in_person: std::array::from_fn(|category| weights[2 * category]),
            habits,
            onboarded_on: person.onboarded_on,
            births: community.lives.births(person.home).to_vec(),
            child: (market.world.scenario.life.birth.groceries, market.world.scenario.life.birth.general_merchandise),
            pace: community.lives.of(index).pace.clone(),
            acts_until: community.lives.acts_until(index),
            charged_until: community.lives.known_until(index),
        }
    }

    /// Returns the errands and remote purchases to expect on a mean day, as life has it by then.
    pub(super) fn starts_on(&self, day: Date) -> f64 {
        let known = self.pace.iter().rev().find(|(from, _)| *from <= day);
        self.starts_per_day * known.map_or(1.0, |(_, pace)| *pace)
    }

    /// Returns how much more is bought of groceries and general merchandise for the children born by a day.
    pub(super) fn child_factors(&self, day: Date) -> Option<(f64, f64)> {
        let born = self.births.iter().filter(|birth| **birth <= day).count() as i32;
        (born > 0).then(|| (self.child.0.powi(born), self.child.1.powi(born)))
    }

    /// Returns the trip somebody is on.
    pub(in crate::behaviour) fn away(&self, day: Date) -> Option<&Trip> {
        self.trips.iter().find(|trip| trip.from <= day && day <= trip.to)
    }

    /// Returns the season of giving that somebody makes most of on a day.
    pub(super) fn season(&self, day: Date) -> Option<&Season> {
        self.seasons.iter().find(|season| season.from <= day && day <= season.to)
    }
}

/// The household incomes, over the usual one, between which the mix of categories follows the income.
const MIXED_INCOMES: [f64; 2] = [0.12, 5.0];

/// Returns one person's share of purchases in each cell; bills, subscriptions and trips make the rest.
fn weights(market: &Market<'_>, digital: f64, income: Cents, stream: &mut Stream) -> [f64; CELLS] {
    let laws = market.laws;
    let mut weights = [0.0; CELLS];
    let digital = digital.clamp(0.02, 0.98);
    let digital_odds = (digital / (1.0 - digital)).powf(DIGITAL_WEIGHT);
    let income = (income.to_major() / laws.by_income.mix_at_income).clamp(MIXED_INCOMES[0], MIXED_INCOMES[1]).ln();
    // Against the mean of all categories, so that the income moves what is bought and not how much.
    let tilt = |law: &CategoryLaw| (law.income_elasticity.unwrap_or(laws.by_income.elasticity) * income).exp();
    let shares = || laws.categories.values().map(|law| law.share * (1.0 - law.elsewhere_share));
    let tilted: f64 = shares().zip(laws.categories.values()).map(|(share, law)| share * tilt(law)).sum();
    let mean_tilt = tilted / shares().sum::<f64>();
    for (category, law) in &laws.categories {
        let taste = stream.log_normal(-0.5 * laws.taste_ln_sd * laws.taste_ln_sd, laws.taste_ln_sd);
        let odds = |factor: f64| factor * laws.remote_odds_factor * law.remote_share / (1.0 - law.remote_share);
        // What is made elsewhere is taken from the remote purchases first, for bills are remote.
        let usual = odds(1.0) / (1.0 + odds(1.0));
        let left = 1.0 - law.elsewhere_share;
        let remote_left = (usual - law.elsewhere_share).max(0.02 * usual) / left;
        let own_odds = remote_left / (1.0 - remote_left).max(0.01) * digital_odds;
        let remote = own_odds / (1.0 + own_odds);
        let weight = law.share * left * taste * tilt(law) / mean_tilt;
        weights[Cell::of(*category, true).0] = weight * remote;
        weights[Cell::of(*category, false).0] = weight * (1.0 - remote);
    }
    weights
}
