//! When fraud becomes known, and through whom.

use super::plot::Plot;
use crate::codes::Detector;
use crate::rng::Stream;
use crate::scenario::{DetectionLaws, draw_by_share};
use crate::units::{Timestamp, span};

/// A discovery.
#[derive(Debug, Clone, Copy)]
pub(super) struct Discovery {
    pub(super) at: Timestamp,
    pub(super) by: Detector,
}

/// Draws when a fraud that starts at an instant becomes known: customers notice by day, issuers at any hour.
pub(super) fn discover(plot: &Plot<'_, '_>, started_at: Timestamp, stream: &mut Stream) -> Discovery {
    let laws = &plot.laws.detection;
    let by = draw_by_share(&laws.detector_shares, stream);
    let drawn = started_at.plus(delay(laws, stream));
    let (day, time) = plot.zone.local(drawn);
    let is_asleep = by == Detector::Customer && time < 7 * span::HOUR;
    let at = if is_asleep { plot.zone.instant(day, 7 * span::HOUR + time / 3) } else { drawn };
    Discovery { at, by }
}

/// Draws the time from the first attempt to the discovery.
fn delay(laws: &DetectionLaws, stream: &mut Stream) -> i64 {
    let shares = &laws.delay_shares;
    let (least, most) = match stream.weighted(&[shares.same_day, shares.within_week, shares.later]) {
        0 => (5 * span::MINUTE, 20 * span::HOUR),
        1 => (20 * span::HOUR, 7 * span::DAY),
        _ => {
            let days = 7.0 + stream.exponential(laws.later_mean_days).min(90.0);
            return (days * span::DAY as f64) as i64;
        }
    };
    // Log-uniform: most of what is noticed at once is noticed within the hour of an alert or the evening's look.
    let ratio = (most as f64 / least as f64).ln();
    (least as f64 * (stream.unit() * ratio).exp()) as i64
}
