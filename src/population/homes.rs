//! Where and how a household lives.

use crate::codes::{IncomeBand, Tenure};
use crate::country::Country;
use crate::population::bands::band;
use crate::population::words::Words;
use crate::rng::Stream;
use crate::scenario::{HousingCostLaw, PopulationLaws};
use crate::units::Cents;

/// Draws an invented street and number.
pub(super) fn street_address(country: &Country, highest_number: i64, stream: &mut Stream) -> String {
    let words = Words::of(country);
    let number = stream.between(1, highest_number);
    let (street, way) = (stream.pick(&words.street), stream.pick(&words.way));
    format!("{number} {}", country.named(street, way))
}

/// Returns the band of a yearly household income.
pub(super) fn income_band(income: Cents) -> IncomeBand {
    let thousands = [0, 25, 50, 75, 100, 150].map(|k| Cents(k * 1000 * 100));
    IncomeBand::ALL[band(&thousands, income)]
}

/// Draws how a household lives in its home.
pub(super) fn tenure(laws: &PopulationLaws, age: i32, income: Cents, stream: &mut Stream) -> Tenure {
    let law = &laws.tenure;
    let row = band(&law.from_age, age);
    let odds = (law.owner[row] / (1.0 - law.owner[row])).ln();
    let richer = (income.to_major().max(1.0) / law.at_income).ln();
    let owner = 1.0 / (1.0 + (-(odds + law.income_slope * richer)).exp());
    let (owns, pays) = (stream.chance(owner), stream.chance(law.mortgaged[row]));
    match (owns, pays) {
        (false, _) => Tenure::Rent,
        (true, true) => Tenure::Mortgage,
        (true, false) => Tenure::Own,
    }
}

/// Draws what housing costs a month, within what the payer can bear.
pub(super) fn monthly_cost(
    laws: &PopulationLaws,
    tenure: Tenure,
    income: Cents,
    payer_net: Cents,
    stream: &mut Stream,
) -> Cents {
    let score = stream.normal();
    let law = match tenure {
        Tenure::Rent => &laws.rent,
        Tenure::Mortgage => &laws.mortgage,
        Tenure::Own => return Cents::ZERO,
    };
    let cost = usual_cost(law, income) * (law.ln_sd * score).exp();
    let bearable = payer_net.to_major() * law.most_of_net_share;
    let cost = cost.min(bearable);
    match tenure {
        Tenure::Rent => Cents::from_major((cost / 5.0).floor() * 5.0),
        _ => Cents::from_major(cost),
    }
}

fn usual_cost(law: &HousingCostLaw, income: Cents) -> f64 {
    law.median * (income.to_major().max(1.0) / law.at_income).powf(law.income_elasticity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn incomes_fall_into_their_bands() {
        assert_eq!(income_band(Cents(2_499_999)), IncomeBand::Below25);
        assert_eq!(income_band(Cents(2_500_000)), IncomeBand::From25);
        assert_eq!(income_band(Cents(90_000_000)), IncomeBand::From150);
    }
}
