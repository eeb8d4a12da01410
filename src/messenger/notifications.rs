//! Notifications: what a page writes of its own accord, to whom, and what became of it.

use super::alerts::{self, Answer};
use super::consents::Consent;
use super::delivery::{self, Delivery};
use super::last_instant;
use super::links::User;
use super::suspicion::{self, Seen, Suspect};
use super::triggers::{self, Trigger};
use crate::codes::{NotificationDecision, NotificationKind};
use crate::columns::Columns as _;
use crate::community::Community;
use crate::ledger::Books;
use crate::rng::Named;
use crate::rows::{self, Rows};
use crate::units::{NotificationId, PlatformUserId, Timestamp};

/// Something that a page had to tell a user, and what became of it.
#[derive(Debug)]
pub(super) struct Notification {
    pub(super) user: PlatformUserId,
    pub(super) trigger: Trigger,
    pub(super) delivery: Delivery,
    /// What the bank asks about, and the answer, where it was asked.
    pub(super) suspect: Option<Suspect>,
    pub(super) answer: Option<Answer>,
}

/// Plans what the pages tell, in the order in which it is decided; nothing of that lies after the horizon.
///
/// # Randomness
///
/// Stream `messenger.reader`, subject the platform user; stream `messenger.notification`, subject the link, period what it is about.
pub(super) fn plan(
    community: &Community<'_>,
    books: &Books,
    users: &[User],
    consents: &[Consent],
) -> Vec<Notification> {
    let (last, seen) = (last_instant(community), suspicion::look(community, books, users));
    let mut triggers = suspicions(community, users, &seen);
    let (mut own, mut notified) = (Vec::new(), Vec::new());
    let named = community.world.streams.named("messenger.notification");
    for (place, user) in users.iter().enumerate() {
        own.clear();
        own.extend(triggers.extract_if(.., |(of, _)| *of == place).map(|(_, trigger)| trigger));
        triggers::collect(community, (books, &seen), user, consents, &mut own);
        own.sort_by_key(|trigger| (trigger.at, trigger.link, trigger.kind, trigger.account, trigger.entry));
        tell(community, (books, &seen), user, (&own, named), &mut notified);
    }
    notified.retain(|told| told.delivery.decided_at <= last);
    notified.sort_by_key(|told| told.delivery.decided_at);
    notified
}

/// Returns the fraud alerts, each with the place of the user who is asked: whoever has linked the holder, the first one first.
fn suspicions(community: &Community<'_>, users: &[User], seen: &Seen) -> Vec<(usize, Trigger)> {
    let links =
        users.iter().enumerate().flat_map(|(place, user)| user.links.iter().map(move |link| (place, user, link)));
    let links: Vec<_> = links.filter(|(_, _, link)| link.linked_at.is_some()).collect();
    let of_suspect = |(index, suspect): (usize, &Suspect)| {
        let bank = community.people.accounts[suspect.account.ix()].bank;
        let mut of_holder = links.iter().filter(|(_, user, link)| user.bank == bank && link.customer == suspect.holder);
        let holds = |at: Timestamp| at <= suspect.at;
        let (place, _, link) =
            of_holder.find(|(_, _, link)| link.linked_at.is_some_and(holds) && suspect.at < link.end.0)?;
        let trigger = Trigger {
            at: suspect.at,
            kind: NotificationKind::FraudAlert,
            link: link.id,
            customer: suspect.holder,
            account: suspect.account,
            transaction: None,
            entry: None,
            statement: None,
            threshold: None,
            consent: None,
            suspect: Some(index),
        };
        Some((*place, trigger))
    };
    seen.suspects.iter().enumerate().filter_map(of_suspect).collect()
}

/// Tells a user what there is to tell, in the order of time: an answer to a question opens the window for what follows.
fn tell(
    community: &Community<'_>,
    (books, seen): (&Books, &Seen),
    user: &User,
    (triggers, named): (&[Trigger], Named),
    notified: &mut Vec<Notification>,
) {
    let laws = &community.world.scenario.messenger;
    let mut reader = community.world.streams.stream("messenger.reader", user.id.0);
    let share = laws.notifications.read_share + laws.notifications.read_spread * (2.0 * reader.unit() - 1.0);
    let mut activity: Vec<Timestamp> = user.links.iter().map(|link| link.requested_at).collect();
    activity.push(user.first_seen_at);
    for trigger in triggers {
        let suspect = trigger.suspect.map(|index| seen.suspects[index]);
        let transaction = suspect.map(|suspect| books.transactions()[suspect.transaction].transaction_id);
        let trigger = Trigger { transaction: transaction.or(trigger.transaction), ..*trigger };
        let mut stream = named.period(trigger.link.0, subject(community, &trigger));
        let mut delivery = delivery::deliver(laws, user, share, &trigger, &activity, &mut stream);
        let asked = suspect.filter(|_| delivery.decision == NotificationDecision::Sent);
        let answer = asked.map(|s| alerts::answer(&laws.fraud_alerts, books, &s, &mut delivery, &mut stream));
        let reply = answer.filter(|answer| answer.reply != crate::codes::AlertReply::Timeout);
        activity.extend(reply.map(|answer| answer.at));
        notified.push(Notification { user: user.id, trigger, delivery, suspect, answer });
    }
}

/// Returns a number of what a notification is about, another one for each.
fn subject(community: &Community<'_>, trigger: &Trigger) -> i64 {
    let account = community.people.accounts[trigger.account.ix()].id.0;
    let entry = trigger.entry.map(|entry| account << 24 | i64::from(entry));
    let about = entry.or(trigger.statement.map(|id| id.0)).or(trigger.transaction.map(|id| id.0)).unwrap_or(account);
    about ^ (trigger.kind as i64) << 60
}

/// Adds the rows of the notifications and of the fraud alerts among them.
pub(super) fn list(community: &Community<'_>, books: &Books, notified: &[Notification], rows: &mut Rows) {
    let last = last_instant(community);
    rows.notifications.reserve(notified.len());
    let people = &community.people;
    rows.notifications.extend(notified.iter().zip(1..).map(|(told, number)| {
        let Notification { trigger, delivery, .. } = told;
        let is_tried = matches!(delivery.decision, NotificationDecision::Sent | NotificationDecision::Failed);
        let known = |at: &Timestamp| *at <= last;
        rows::Notification {
            notification_id: NotificationId(community.number * 1_000_000_000 + number),
            platform_user_id: told.user,
            customer_id: people.persons[trigger.customer.ix()].id,
            account_id: people.accounts[trigger.account.ix()].id,
            kind: trigger.kind,
            transaction_id: trigger.transaction,
            entry_sequence: trigger.entry,
            statement_id: trigger.statement,
            threshold: trigger.threshold,
            consent_id: trigger.consent,
            triggered_at: trigger.at,
            decision: delivery.decision,
            window_state: delivery.window,
            message_tag: delivery.tag,
            sent_at: is_tried.then_some(delivery.decided_at),
            delivered_at: delivery.delivered_at.filter(known),
            read_at: delivery.read_at.filter(known),
        }
    }));
    alerts::list(community, books, notified, last, rows);
}
