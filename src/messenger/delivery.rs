//! Whether a page may write, under which tag, and when the message arrives and is read.

use super::links::User;
use crate::codes::{
    MessageTag, NotificationDecision as Decision, NotificationKind as Kind, PlatformChannel, PlatformEra, WindowState,
};
use crate::rng::Stream;
use crate::scenario::MessengerLaws;
use crate::units::{Timestamp, span};

use super::triggers::Trigger;

/// How long after a user's last activity a page may write freely.
const WINDOW: i64 = span::DAY;

/// What became of a message, without regard to the end of the horizon.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delivery {
    pub(super) decision: Decision,
    pub(super) window: WindowState,
    pub(super) tag: Option<MessageTag>,
    /// When it was decided; that is when it was sent, if it was.
    pub(super) decided_at: Timestamp,
    pub(super) delivered_at: Option<Timestamp>,
    pub(super) read_at: Option<Timestamp>,
}

/// Returns whether the window of a user is open, who was active at these instants.
pub(super) fn window(activity: &[Timestamp], at: Timestamp) -> WindowState {
    let is_open = activity.iter().any(|active| *active <= at && at.since(*active) < WINDOW);
    if is_open { WindowState::Open } else { WindowState::Closed }
}

/// Returns the tag under which a page may write outside the window; nothing where the rules know none.
pub(super) fn tag(era: PlatformEra, channel: PlatformChannel, kind: Kind) -> Option<MessageTag> {
    // The second channel has known templates alone from its beginning.
    let era = if channel == PlatformChannel::Whatsapp { PlatformEra::Of2026 } else { era };
    match (era, kind) {
        (PlatformEra::Of2018, Kind::FraudAlert) => Some(MessageTag::AccountUpdate),
        (PlatformEra::Of2018, _) => Some(MessageTag::PersonalFinanceUpdate),
        (PlatformEra::Of2020, Kind::PostedTransaction | Kind::LargeTransaction) => Some(MessageTag::PostPurchaseUpdate),
        (PlatformEra::Of2020, Kind::PaymentDue) => Some(MessageTag::ConfirmedEventUpdate),
        // What recurs is no update of an account.
        (PlatformEra::Of2020, Kind::Salary) => None,
        (PlatformEra::Of2020, _) => Some(MessageTag::AccountUpdate),
        (PlatformEra::Of2026, Kind::PostedTransaction | Kind::LargeTransaction) => Some(MessageTag::UtilityPurchase),
        (PlatformEra::Of2026, Kind::PaymentDue) => Some(MessageTag::UtilityReminder),
        (PlatformEra::Of2026, _) => Some(MessageTag::UtilityAccount),
    }
}

/// Decides about a message and plans its way.
pub(super) fn deliver(
    laws: &MessengerLaws,
    user: &User,
    reader_share: f64,
    trigger: &Trigger,
    activity: &[Timestamp],
    stream: &mut Stream,
) -> Delivery {
    let law = &laws.notifications;
    let decided_at = trigger.at.plus(stream.between(200 * span::MILLISECOND, 4 * span::SECOND)).whole_millisecond();
    let window = window(activity, trigger.at);
    let tag = tag(law.platform_era, user.channel, trigger.kind).filter(|_| window == WindowState::Closed);
    let (is_failed, is_legal) = (stream.chance(law.failed_share), trigger.kind == Kind::FraudAlert);
    let decision = if user.opted_out_at <= trigger.at {
        Decision::SuppressedOptOut
    } else if !is_legal && trigger.consent.is_none() {
        Decision::SuppressedConsent
    } else if window == WindowState::Closed && tag.is_none() {
        Decision::SuppressedWindow
    } else if is_failed {
        Decision::Failed
    } else {
        Decision::Sent
    };
    let is_tried = matches!(decision, Decision::Sent | Decision::Failed);
    let tag = tag.filter(|_| is_tried);
    let mut delivery = Delivery { decision, window, tag, decided_at, delivered_at: None, read_at: None };
    if decision == Decision::Sent && stream.chance(law.delivered_share) {
        let at_once = stream.between(150 * span::MILLISECOND, 3 * span::SECOND);
        let later = (stream.exponential(law.later_mean_hours) * span::HOUR as f64) as i64;
        let way = if stream.chance(law.at_once_share) { at_once } else { at_once + later };
        let delivered_at = decided_at.plus(way).whole_millisecond();
        let (share, median) = match is_legal {
            true => (laws.fraud_alerts.read_share, laws.fraud_alerts.read_median_minutes),
            false => (reader_share, law.read_median_minutes),
        };
        let sigma = if is_legal { laws.fraud_alerts.sigma } else { law.read_sigma };
        let after = minutes(stream.log_normal(median.ln(), sigma));
        delivery.delivered_at = Some(delivered_at);
        delivery.read_at = stream.chance(share).then(|| delivered_at.plus(after).whole_millisecond());
    }
    delivery
}

/// Returns the microseconds of so many minutes, a second at least and thirty days at most.
pub(super) fn minutes(minutes: f64) -> i64 {
    ((minutes * span::MINUTE as f64) as i64).clamp(span::SECOND, 30 * span::DAY)
}
