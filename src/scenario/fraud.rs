//! The laws of `[fraud]`: how often each typology strikes, and how it goes.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::codes::{AvsResult, CvvResult, Detector, ThreeDSecure, Verification};
use crate::rng::Stream;

/// The numbers of `[fraud]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the block of its name, described at its type")]
pub struct FraudLaws {
    pub detection: DetectionLaws,
    pub purchases: FraudPurchaseLaws,
    pub mules: MuleLaws,
    pub lost_stolen: LostStolenLaws,
    pub skimmed_terminal: SkimmingLaws,
    pub breached_shop_card_testing: CardTestingLaws,
    pub leaked_card_remote: LeakedCardLaws,
    pub account_takeover: TakeoverLaws,
    pub authorised_push_payment: PushPaymentLaws,
    pub friendly_fraud: FriendlyFraudLaws,
    pub refund_abuse: RefundAbuseLaws,
}

/// A log-normal law by its median and the standard deviation of its logarithm.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the two numbers of the law")]
pub struct LogNormal {
    pub median: f64,
    pub ln_sd: f64,
}

impl LogNormal {
    /// Draws from the law.
    pub fn draw(self, stream: &mut Stream) -> f64 {
        stream.log_normal(self.median.ln(), self.ln_sd)
    }
}

/// Draws one of several by shares.
pub fn draw_by_share<T: Copy>(shares: &BTreeMap<T, f64>, stream: &mut Stream) -> T {
    let mut left = stream.unit() * shares.values().sum::<f64>();
    for (item, share) in shares {
        left -= share;
        if left < 0.0 {
            return *item;
        }
    }
    *shares.keys().next_back().expect("shares name at least one item")
}

/// When fraud on a card or account becomes known, and through whom.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetectionLaws {
    /// How long it takes.
    pub delay_shares: DelayShares,
    /// Mean number of days beyond the first week where it takes longer.
    pub later_mean_days: f64,
    /// Who notices.
    pub detector_shares: BTreeMap<Detector, f64>,
    /// Share of cases in which somebody tries the card once more after it was blocked.
    pub late_attempt_share: f64,
}

/// Shares by the time from the first attempt to the discovery.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the share of its delay")]
pub struct DelayShares {
    pub same_day: f64,
    pub within_week: f64,
    pub later: f64,
}

/// What thieves buy: what others buy, at another price.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FraudPurchaseLaws {
    /// Days of genuine life from which purchases are imitated.
    pub memory_days: i32,
    /// A remote purchase against the one it imitates.
    pub remote_factor: LogNormal,
    /// A purchase in person against the one it imitates.
    pub in_person_factor: LogNormal,
    /// Probability that the thief stops after an attempt.
    pub stop_share: f64,
    /// Share of attempts that follow within minutes.
    pub burst_share: f64,
    /// Share of the thieves who take what they can before the card is blocked.
    pub hasty_share: f64,
    /// Probability that one of those stops after an attempt.
    pub hasty_stop_share: f64,
    /// Share of their attempts that follow within minutes.
    pub hasty_burst_share: f64,
    /// Attempts after which every thief takes the next card.
    pub most_attempts: usize,
    /// Mean minutes to the next attempt within a burst.
    pub burst_minutes: f64,
    /// Mean hours to the next attempt otherwise.
    pub pause_hours: f64,
    /// Share of remote purchases at an hour of the thief's own rather than at the hour of what is imitated.
    pub odd_hour_share: f64,
    /// Amount in dollars from which any purchase is worth imitating; smaller ones are in proportion.
    pub coveted_amount: f64,
    /// Share of the purchases online that are made at a shop that is easy at the time, where there is one of the kind.
    pub easy_shop_share: f64,
    /// Share of the purchases on a stored card or from a wallet that the thief makes so too, in an account of the victim's.
    pub kept_credential_share: f64,
    /// What shows where a shop tells the device.
    pub device_shares: LookShares,
    /// Address checks, as the thief knows the address or not.
    pub avs_shares: BTreeMap<AvsResult, f64>,
    /// Checks of the verification value.
    pub cvv_shares: BTreeMap<CvvResult, f64>,
    /// Outcomes of 3-D Secure, where the shop asks for it.
    pub three_d_secure_shares: BTreeMap<ThreeDSecure, f64>,
}

/// Shares by what shows of a thief's device.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookShares {
    /// The victim's own, as far as the shop can tell.
    pub victims: f64,
    /// A strange one, which gets linked to the victim.
    pub linked: f64,
    /// None that the bank knows.
    pub unknown: f64,
}

/// Accounts through which stolen money runs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MuleLaws {
    /// Share of the stolen transfers that go to a customer of the same community.
    pub customer_share: f64,
    /// Oldest age at which somebody is a likely mule.
    pub young_until_age: i32,
    /// How many times likelier the young are.
    pub young_factor: f64,
    /// Mean hours until the money moves on.
    pub pass_on_hours: f64,
    /// Share of the money that moves on, least and most.
    pub pass_on_share: [f64; 2],
    /// Where it goes.
    pub next_hop_shares: NextHopShares,
}

/// Shares by where a mule sends the money.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the share of its way")]
pub struct NextHopShares {
    pub outside: f64,
    pub another_mule: f64,
    pub cash: f64,
}

/// Cards that get lost, and what happens to some of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LostStolenLaws {
    /// Cards lost or stolen, per customer and year.
    pub losses_per_year: f64,
    /// Share that somebody misuses.
    pub misuse_share: f64,
    /// Hours until the holder reports the loss.
    pub report_hours: LogNormal,
    /// Mean hours from the loss to the first attempt.
    pub first_attempt_hours: f64,
    /// Mean minutes between attempts.
    pub gap_minutes: f64,
    /// Probability that the thief stops after an attempt.
    pub stop_share: f64,
    /// Share of thieves who try a cash machine.
    pub cash_machine_share: f64,
    /// Share of those who know the PIN.
    pub known_pin_share: f64,
    /// Share of attempts by tapping, where the card can be tapped.
    pub tapped_share: f64,
    /// Share of attempts by stripe among the others.
    pub stripe_share: f64,
    /// Share of cards misused that were stolen rather than lost.
    pub stolen_share: f64,
}

/// Cards copied at a terminal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkimmingLaws {
    /// Share of the uses by chip or stripe at a compromised terminal whose copy is used.
    pub exploited_share: f64,
    /// Days from the copy to its first use.
    pub lag_days: LogNormal,
    /// Share of the copies used abroad.
    pub abroad_share: f64,
    /// Share of the debit copies that come with the PIN and are used at cash machines.
    pub cash_share: f64,
    /// Share of uses that the terminal calls a fallback from the chip.
    pub fallback_share: f64,
    /// How the copy's bearer is verified.
    pub verification_shares: BTreeMap<Verification, f64>,
}

/// Cards leaked by a shop, tested by machines and then used.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardTestingLaws {
    /// Share of the cards used at a leaking shop that are tested, per day of use.
    pub exploited_share: f64,
    /// Days from the leak's month to the campaign, least and most.
    pub lag_days: [i64; 2],
    /// Days over which a campaign tests its cards.
    pub campaign_days: u64,
    /// The most popular sites of their categories, of which a campaign takes one: small ones would notice.
    pub popular_sites: usize,
    /// Most tests of one card; at least one.
    pub most_tests: u64,
    /// Share of the tests that ask whether the card exists, for no money.
    pub verification_share: f64,
    /// Share of the campaigns that pay at sites of digital goods; the others give to charities.
    pub digital_share: f64,
    /// Share of the tested cards, of those tested where shops tell the device, that the machine's shows for.
    pub shown_machine_share: f64,
    /// Amount of a test for money, in dollars.
    pub test_amount: LogNormal,
    /// Share of the tests with a guessed verification value.
    pub guessed_share: f64,
    /// Share of the tested cards that are used.
    pub used_share: f64,
    /// Mean hours from the last test to the first use.
    pub use_hours: f64,
}

/// Card data that leaked no matter where.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeakedCardLaws {
    /// Cards used, per customer and year.
    pub cases_per_year: f64,
    /// Days from the leak to the first use.
    pub lag_days: LogNormal,
    /// Share of the cards that go into the thief's own telephone and are tapped in stores.
    pub tapped_share: f64,
}

/// Accounts taken over.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeoverLaws {
    /// Cases per customer and year.
    pub cases_per_year: f64,
    /// Days from the phishing to the first login.
    pub lag_days: LogNormal,
    /// Share with a new password.
    pub password_share: f64,
    /// Share with a new telephone number.
    pub phone_share: f64,
    /// Share with a new e-mail address.
    pub email_share: f64,
    /// Share with a higher limit.
    pub limit_share: f64,
    /// Share in which the thief waits for days before the first transfer.
    pub patient_share: f64,
    /// Mean days of that wait.
    pub patient_days: f64,
    /// Mean hours of the wait otherwise.
    pub wait_hours: f64,
    /// Share that first moves savings to the checking account.
    pub savings_share: f64,
    /// Most transfers; at least one.
    pub most_transfers: u64,
    /// Share of what is available that a transfer takes, least and most.
    pub taken_share: [f64; 2],
    /// Share in which a card of the victim's is used too.
    pub card_share: f64,
    /// Share repaid by the bank.
    pub reimbursed_share: f64,
    /// Share of victims who take a new password afterwards.
    pub restored_share: f64,
}

/// Payments that victims are talked into.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushPaymentLaws {
    /// Cases per customer and year.
    pub cases_per_year: f64,
    /// Share repaid by the bank.
    pub reimbursed_share: f64,
    /// Share of payments before which the payee is stored.
    pub payee_share: f64,
    /// The stories told; weights are relative.
    pub stories: Vec<ScamStory>,
}

/// One story told to victims.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScamStory {
    /// Its name.
    pub name: String,
    /// How often against the others.
    pub weight: f64,
    /// How many times likelier from 60 years of age.
    pub old_age_factor: f64,
    /// Fewest and most payments.
    pub payments: [i64; 2],
    /// Mean hours between payments.
    pub gap_hours: f64,
    /// The first payment in dollars.
    pub amount: LogNormal,
    /// Each payment against the one before.
    pub growth: f64,
    /// Share of payments that take a share of what is available instead.
    pub drained_share: f64,
    /// Mean days from the last payment to the discovery.
    pub discovery_days: f64,
}

/// Own purchases disputed as if they were fraud.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FriendlyFraudLaws {
    /// Share of remote purchases that are disputed so, by the others.
    pub base_rate: f64,
    /// Share of customers prone to it.
    pub prone_share: f64,
    /// Share of the remote purchases of the prone.
    pub prone_rate: f64,
    /// Days from posting to the dispute, least and most.
    pub dispute_days: [i64; 2],
    /// Share that claims fraud; the others claim that nothing came.
    pub claims_fraud_share: f64,
    /// Share that the merchant fights.
    pub represented_share: f64,
    /// Share of the fought that the holder wins.
    pub won_share: f64,
    /// Mean days from the dispute to the truth.
    pub truth_days: f64,
}

/// People who give everything back.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundAbuseLaws {
    /// Share of customers who do.
    pub abuser_share: f64,
    /// Share of their purchases, where goods are taken back, that they return worn or claim never came.
    pub returned_share: f64,
    /// Least amount that is worth it, in dollars.
    pub least_amount: f64,
    /// Mean days after the month's first until a merchant notices.
    pub notice_days: f64,
}
