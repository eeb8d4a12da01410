//! What people have at the start: liquid assets, and how they lie between checking and savings.

use crate::population::bands::between;
use crate::rng::Stream;
use crate::scenario::{LiquidLaw, SplitLaw};
use crate::units::Cents;

/// Draws the liquid assets of a household; the thriftier have more.
pub(super) fn liquid_assets(law: &LiquidLaw, annual_income: Cents, thrift_score: f64, stream: &mut Stream) -> Cents {
    let points: Vec<f64> = law.at_income.iter().map(|income| income.ln()).collect();
    let medians: Vec<f64> = law.median.iter().map(|median| median.ln()).collect();
    let at = annual_income.to_major().max(1.0).ln();
    let score = law.thrift_share.sqrt() * thrift_score + (1.0 - law.thrift_share).sqrt() * stream.normal();
    let assets = (between(&points, &medians, at) + between(&points, &law.ln_sd, at) * score).exp();
    Cents::from_major(assets.min(law.most))
}

/// Splits assets into what lies on checking and what is left for savings, given what comes in a month.
pub(super) fn split(
    law: &SplitLaw,
    assets: Cents,
    net_per_month: Cents,
    has_savings: bool,
    stream: &mut Stream,
) -> (Cents, Cents) {
    let months = law.checking_months * (law.checking_ln_sd * stream.normal()).exp();
    let share = law.least_checking_share + (law.most_checking_share - law.least_checking_share) * stream.unit();
    let checking = if has_savings {
        net_per_month.share(months).min(assets.share(share))
    } else {
        assets.min(net_per_month.share(law.most_checking_months))
    };
    (checking, if has_savings { assets - checking } else { Cents::ZERO })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn liquid_assets_follow_the_survey_at_the_median_income() {
        let laws = Scenario::load("us-retail").expect("the scenario is built in").accounts;
        let mut stream = Stream::seeded(8);
        let logs: Vec<f64> = (0..4000)
            .map(|_| {
                let thrift = stream.normal();
                liquid_assets(&laws.liquid, Cents(6_682_000), thrift, &mut stream).to_major().ln()
            })
            .collect();
        let mean = logs.iter().sum::<f64>() / 4000.0;
        let sd = (logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / 4000.0).sqrt();
        // Median 5,327, ln-sd 1.82: standard errors 0.029 and 0.020; five of each are passed by chance with probability below 1e-6.
        assert!((mean - 5327_f64.ln()).abs() < 0.15, "{mean}");
        assert!((sd - 1.82).abs() < 0.11, "{sd}");
    }

    #[test]
    fn nothing_is_lost_where_there_is_a_savings_account() {
        let laws = Scenario::load("us-retail").expect("the scenario is built in").accounts;
        let mut stream = Stream::seeded(8);
        for assets in [0, 100, 500_000, 90_000_000].map(Cents) {
            let (checking, savings) = split(&laws.split, assets, Cents(400_000), true, &mut stream);
            assert!(checking >= Cents::ZERO && savings >= Cents::ZERO);
            assert_eq!(checking + savings, assets);
        }
    }
}
