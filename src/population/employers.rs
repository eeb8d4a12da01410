//! Who pays people: invented employers, funds and offices, and what people do there.

use crate::codes::IncomeSource;
use crate::country::Country;
use crate::population::bands::normal_share_below;
use crate::population::words::Words;
use crate::rng::{Stream, Streams};
use crate::scenario::EmployerLaw;

/// Draws the employer of somebody in an area: large ones have many people, and some have people everywhere.
pub(super) fn employer(
    country: &Country,
    streams: &Streams,
    law: &EmployerLaw,
    area: (usize, f64),
    stream: &mut Stream,
) -> String {
    let (index, residents) = area;
    if stream.chance(law.national_share) {
        let rank = zipf(law.national_count, law.zipf_exponent, stream);
        return employer_name(country, streams, -1, rank);
    }
    let count = (residents / law.residents_per_employer).max(3.0) as u64;
    let rank = zipf(count, law.zipf_exponent, stream);
    employer_name(country, streams, index as i64, rank)
}

/// Returns the name of the employer of a rank in an area (-1: the whole country): a function of the seed alone.
fn employer_name(country: &Country, streams: &Streams, area: i64, rank: u64) -> String {
    let mut stream = streams.period("population.employers", area, rank as i64);
    let words = Words::of(country);
    let (name, line) = (*stream.pick(&words.employer), *stream.pick(&words.line));
    let form = *stream.pick(&words.form);
    format!("{} {form}", country.named(name, line)).trim_end().to_owned()
}

/// Draws a rank below `count` with probability about `1 / (rank + 1)^exponent`, by inverting the continuous law.
fn zipf(count: u64, exponent: f64, stream: &mut Stream) -> u64 {
    let power = 1.0 - exponent;
    let top = (count + 1) as f64;
    let u = stream.unit();
    let x = if power.abs() < 1e-9 { top.powf(u) } else { (1.0 + u * (top.powf(power) - 1.0)).powf(1.0 / power) };
    (x as u64).clamp(1, count) - 1
}

/// Draws who pays an income that is not a wage; none if nobody in particular does.
pub(super) fn payer(
    country: &Country,
    source: IncomeSource,
    law: &EmployerLaw,
    stream: &mut Stream,
) -> Option<&'static str> {
    let words = Words::of(country);
    match source {
        IncomeSource::Pension if stream.chance(law.main_fund_share) => words.fund.first().copied(),
        IncomeSource::Pension => Some(*stream.pick(&words.fund)),
        IncomeSource::Benefit => Some(*stream.pick(&words.office)),
        _ => None,
    }
}

/// Draws an occupation that fits where an income lies among all of its kind.
pub(super) fn occupation(country: &Country, rank: f64, stream: &mut Stream) -> &'static str {
    let share = normal_share_below(0.9 * rank + 0.44 * stream.normal());
    let occupations = &Words::of(country).occupation;
    occupations[((share * occupations.len() as f64) as usize).min(occupations.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_employers_have_more_people_than_small_ones() {
        let mut stream = Stream::seeded(4);
        let ranks: Vec<u64> = (0..10_000).map(|_| zipf(150, 1.05, &mut stream)).collect();
        let first = ranks.iter().filter(|rank| **rank == 0).count();
        // The continuous law gives rank 0 a share of 0.15 ± 0.01: binomial, outside 1200..=1900 with probability below 1e-9.
        assert!((1200..=1900).contains(&first), "{first}");
        assert!(ranks.iter().all(|rank| *rank < 150));
    }

    #[test]
    fn an_employer_keeps_its_name_for_all_who_work_there() {
        let (country, streams) = (Country::of("US").expect("the default country"), Streams::new(3));
        assert_eq!(employer_name(country, &streams, 5, 2), employer_name(country, &streams, 5, 2));
        assert_ne!(employer_name(country, &streams, 5, 2), employer_name(country, &streams, 6, 2));
    }
}
