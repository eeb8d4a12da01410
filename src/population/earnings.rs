//! What people earn and what reaches their accounts.

use crate::codes::IncomeSource;
use crate::population::bands::band;
use crate::population::households::Adult;
use crate::rng::Stream;
use crate::scenario::{PopulationLaws, TaxLaw};
use crate::units::{Cents, Date};

/// Draws where the money of somebody of that age comes from.
pub(super) fn source(laws: &PopulationLaws, age: i32, stream: &mut Stream) -> IncomeSource {
    let law = &laws.sources;
    let row = band(&law.from_age, age);
    let columns = [&law.wage, &law.self_employed, &law.pension, &law.benefit, &law.student, &law.none];
    IncomeSource::ALL[stream.weighted(&columns.map(|column| column[row]))]
}

/// Sets the gross and net income of an adult whose source and rank are known.
pub(super) fn earn(laws: &PopulationLaws, adult: &mut Adult, on: Date) {
    let law = &laws.earnings;
    let age = on.years_since(adult.birth_date);
    let by_age = laws.earnings_by_age.factor[band(&laws.earnings_by_age.from_age, age)];
    let (median, ln_sd) = match adult.source {
        IncomeSource::Wage => (law.wage_median * by_age, law.wage_ln_sd),
        IncomeSource::SelfEmployed => (law.self_employed_median * by_age, law.self_employed_ln_sd),
        IncomeSource::Pension => (law.pension_median, law.pension_ln_sd),
        IncomeSource::Benefit => (law.benefit_median, law.benefit_ln_sd),
        IncomeSource::Student => (law.student_median, law.student_ln_sd),
        IncomeSource::Nothing => (0.0, 0.0),
    };
    if median <= 0.0 {
        adult.gross = Cents::ZERO;
        adult.net_per_month = Cents::ZERO;
        return;
    }
    let gross = (median * (ln_sd * adult.rank).exp()).clamp(law.floor, law.ceiling);
    adult.gross = Cents::from_major(gross.round());
    adult.net_per_month = net_per_month(&laws.taxes, adult.source, adult.gross);
}

/// Returns what is left of a yearly gross income in an average month.
pub(crate) fn net_per_month(law: &TaxLaw, source: IncomeSource, gross: Cents) -> Cents {
    let gross = gross.to_major();
    let insured = (gross.min(law.social_ceiling) - law.social_free).max(0.0);
    let (plans, social) = match source {
        IncomeSource::Wage => (gross * law.plan_share, insured * law.social_rate),
        IncomeSource::SelfEmployed => (0.0, insured * law.self_employed_social_rate),
        _ => (0.0, 0.0),
    };
    let tax = match source {
        IncomeSource::Benefit | IncomeSource::Student => 0.0,
        _ => income_tax(law, gross - plans),
    };
    Cents::from_major((gross - plans - social - tax) / 12.0)
}

fn income_tax(law: &TaxLaw, income: f64) -> f64 {
    let taxable = (income - law.deduction).max(0.0);
    let ends = law.bracket_from.iter().skip(1).copied().chain([f64::INFINITY]);
    let brackets = law.bracket_from.iter().zip(ends).zip(&law.bracket_rate);
    let federal: f64 = brackets.map(|((&from, end), rate)| (taxable.min(end) - from).max(0.0) * rate).sum();
    federal + taxable * law.state_rate
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn a_wage_is_taxed_bracket_by_bracket() {
        let laws = Scenario::load("us-retail").expect("the scenario is built in").population;
        let law = TaxLaw { state_rate: 0.0, plan_share: 0.0, ..laws.taxes };
        // 60,000 less the deduction of 15,000: 10 % of 11,925 and 12 % of 33,075; social insurance 4,590.
        let expected = (60_000.0 - 1_192.5 - 3_969.0 - 4_590.0) / 12.0;
        let net = net_per_month(&law, IncomeSource::Wage, Cents::from_major(60_000.0));
        assert_eq!(net, Cents::from_major(expected));
    }

    #[test]
    fn whoever_earns_more_keeps_more() {
        let laws = Scenario::load("us-retail").expect("the scenario is built in").population;
        for &source in IncomeSource::ALL {
            let nets: Vec<Cents> = (0..200).map(|k| net_per_month(&laws.taxes, source, Cents(k * 500_000))).collect();
            assert!(nets.is_sorted(), "{source:?}");
        }
    }
}
