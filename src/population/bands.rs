//! Reading laws that are written as columns.

/// Returns the place of the last band that begins at or below a value; the first if none does.
pub(crate) fn band<T: PartialOrd>(from: &[T], value: T) -> usize {
    from.iter().rposition(|first| *first <= value).unwrap_or(0)
}

/// Returns a value read linearly between points in ascending order; constant beyond them.
pub(crate) fn between(points: &[f64], values: &[f64], at: f64) -> f64 {
    let upper = points.partition_point(|point| *point <= at);
    if upper == 0 {
        return values[0];
    }
    if upper == points.len() {
        return values[upper - 1];
    }
    let share = (at - points[upper - 1]) / (points[upper] - points[upper - 1]);
    values[upper - 1] + share * (values[upper] - values[upper - 1])
}

/// Returns the share of a standard normal law below a score.
///
/// # Source
///
/// M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", formula 26.2.17 (error below 7.5e-8).
pub(crate) fn normal_share_below(score: f64) -> f64 {
    const COEFFICIENTS: [f64; 5] = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let t = 1.0 / (1.0 + 0.231_641_9 * score.abs());
    let polynomial = COEFFICIENTS.iter().rev().fold(0.0, |sum, c| (sum + c) * t);
    let tail = (-score * score / 2.0).exp() / std::f64::consts::TAU.sqrt() * polynomial;
    if score < 0.0 { tail } else { 1.0 - tail }
}

/// Returns about the score below which a share of a standard normal law lies, by way of the logistic law.
///
/// # Source
///
/// S. R. Bowling et al., "A logistic approximation to the cumulative normal distribution", JIEM 2 (2009): the first one, slope 1.702.
pub(crate) fn normal_score(share: f64) -> f64 {
    let share = share.clamp(1e-6, 1.0 - 1e-6);
    (share / (1.0 - share)).ln() / 1.702
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_law_has_its_known_quantiles() {
        for (score, share) in [(0.0, 0.5), (1.0, 0.841_344_746), (-1.959_963_985, 0.025)] {
            assert!((normal_share_below(score) - share).abs() < 1e-6);
        }
    }

    #[test]
    fn values_are_read_between_their_points_and_kept_beyond() {
        let read = |at| between(&[1.0, 3.0], &[10.0, 20.0], at);
        assert_eq!([read(0.0), read(2.0), read(9.0)], [10.0, 15.0, 20.0]);
        assert_eq!((band(&[18, 25], 24), band(&[18, 25], 25), band(&[18, 25], 3)), (0, 1, 0));
    }
}
