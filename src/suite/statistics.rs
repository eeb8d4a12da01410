//! The little statistics that a comparison of times needs.

/// The most runs of both sides for which every way to deal them out is counted; beyond them the first ones are taken.
const MOST_RUNS: usize = 60;

/// Returns the median; nothing of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(sorted[middle]),
        _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

/// Returns how far the values lie apart, from the least to the greatest, as a share of the median; nothing of nothing.
pub fn spread(values: &[f64]) -> Option<f64> {
    let middle = median(values).filter(|middle| *middle > 0.0)?;
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = values.iter().copied().fold(0.0, f64::max);
    Some((greatest - least) / middle)
}

/// Returns the geometric mean of positive numbers; nothing of nothing.
pub fn geometric_mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| (values.iter().map(|value| value.ln()).sum::<f64>() / values.len() as f64).exp())
}

/// Returns how probable it is that two sides of one law differ in their ranks at least as much as these, either way.
///
/// The probability is exact, ties included: all ways to deal the values out to the two sides are counted.
///
/// # Source
///
/// H. B. Mann, D. R. Whitney, "On a test of whether one of two random variables is stochastically larger than the other",
/// Annals of Mathematical Statistics 18 (1947).
pub fn mann_whitney(first: &[f64], second: &[f64]) -> f64 {
    let (first, second) = (&first[..first.len().min(MOST_RUNS)], &second[..second.len().min(MOST_RUNS)]);
    if first.is_empty() || second.is_empty() {
        return 1.0;
    }
    let ranks = doubled_ranks(first, second);
    let most: usize = ranks.iter().sum();
    // ways[n][s]: in how many ways n of the values have ranks that sum to s.
    let mut ways = vec![vec![0.0_f64; most + 1]; first.len() + 1];
    ways[0][0] = 1.0;
    for rank in &ranks {
        for n in (1..=first.len()).rev() {
            for sum in (*rank..=most).rev() {
                ways[n][sum] += ways[n - 1][sum - rank];
            }
        }
    }
    let sum: usize = ranks[..first.len()].iter().sum();
    let mean = most as f64 * first.len() as f64 / ranks.len() as f64;
    let away = (sum as f64 - mean).abs();
    let all: f64 = ways[first.len()].iter().sum();
    let as_far = ways[first.len()].iter().enumerate().filter(|(sum, _)| (*sum as f64 - mean).abs() >= away - 1e-9);
    as_far.map(|(_, ways)| ways).sum::<f64>() / all
}

/// Returns twice the ranks of the first values, then of the second; equal values share their ranks' mean, which twice is whole.
fn doubled_ranks(first: &[f64], second: &[f64]) -> Vec<usize> {
    let all: Vec<f64> = first.iter().chain(second).copied().collect();
    let rank = |value: &f64| {
        let below = all.iter().filter(|other| *other < value).count();
        let equal = all.iter().filter(|other| *other == value).count();
        2 * below + equal + 1
    };
    all.iter().map(rank).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_spreads_are_of_sorted_values() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
        assert_eq!(spread(&[2.0, 1.9, 2.1]).map(|spread| (spread * 100.0).round()), Some(10.0));
        assert_eq!(geometric_mean(&[2.0, 8.0]).map(f64::round), Some(4.0));
    }

    #[test]
    fn two_sides_that_do_not_overlap_are_as_improbable_as_the_tables_say() {
        // Five against five: 2 of 252 ways; three against three: 2 of 20.
        let five = mann_whitney(&[1.0, 2.0, 3.0, 4.0, 5.0], &[6.0, 7.0, 8.0, 9.0, 10.0]);
        assert!((five - 2.0 / 252.0).abs() < 1e-12, "{five}");
        let three = mann_whitney(&[4.0, 5.0, 6.0], &[1.0, 2.0, 3.0]);
        assert!((three - 0.1).abs() < 1e-12, "{three}");
    }

    #[test]
    fn equal_sides_are_certain_and_order_does_not_matter() {
        assert_eq!(mann_whitney(&[1.0, 1.0], &[1.0, 1.0]), 1.0);
        assert_eq!(mann_whitney(&[], &[1.0]), 1.0);
        let (a, b) = (&[1.0, 3.0, 5.0, 5.0][..], &[2.0, 4.0, 5.0, 7.0][..]);
        assert!((mann_whitney(a, b) - mann_whitney(b, a)).abs() < 1e-12);
    }

    #[test]
    fn the_probability_is_what_shuffling_finds() {
        let (a, b) = ([1.0, 4.0, 6.0, 9.0], [2.0, 7.0, 8.0, 10.0, 11.0]);
        let exact = mann_whitney(&a, &b);
        let mut all: Vec<f64> = a.iter().chain(&b).copied().collect();
        let away = |first: &[f64]| (first.iter().map(|value| rank(value, &a, &b)).sum::<f64>() - 20.0).abs();
        let seen = away(&a);
        let mut stream = crate::rng::Stream::seeded(3);
        let mut as_far = 0;
        for _ in 0..20_000 {
            for at in (1..all.len()).rev() {
                all.swap(at, stream.below(at as u64 + 1) as usize);
            }
            as_far += usize::from(away(&all[..4]) >= seen - 1e-9);
        }
        // Binomial(20 000, p): standard deviation at most 0.0036; outside ±0.018 with probability below 1e-6.
        assert!((as_far as f64 / 20_000.0 - exact).abs() < 0.018, "{as_far} {exact}");
    }

    fn rank(value: &f64, a: &[f64], b: &[f64]) -> f64 {
        1.0 + a.iter().chain(b).filter(|other| *other < value).count() as f64
    }
}
