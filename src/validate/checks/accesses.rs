//! Reads of bank data: answered as the books stood, turned away where no consent held, and every broken promise in the truth.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::codes::{AccessPurpose, Recipient, SharingScope, ViolationKind};
use crate::dataset::{by_id, run_of};
use crate::units::{Timestamp, span};
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;
use crate::validate::views::{Consent, DataAccess};

/// Begins a query with how each read breaks the promise, if it does: `judged` has a row a read.
macro_rules! judged {
    ($sql:literal) => {
        concat!(
            "
WITH seen AS (
  SELECT a.*, (a.occurred_at AT TIME ZONE p.timezone)::DATE AS day, g.decision, g.starts_on, g.ends_on,
    c.customer_id AS consenter, c.withdrawn_at, c.expires_at, s.effective_at
  FROM data_accesses a JOIN customers p USING (customer_id)
  LEFT JOIN sharing_agreements g ON g.bank_id = a.bank_id AND g.scope = a.scope
  LEFT JOIN consents c ON c.consent_id = a.consent_id
  LEFT JOIN consent_scopes s ON s.consent_id = a.consent_id AND s.account_id = a.account_id AND s.scope = a.scope),
alone AS (
  SELECT *, CASE
    WHEN coalesce(decision = 'refused' OR day < starts_on OR day >= ends_on, decision IS NULL) THEN 'refused_bank'
    WHEN consenter IS DISTINCT FROM customer_id THEN 'contacts'
    WHEN recipient = 'third_party' THEN 'third_party'
    WHEN purpose = 'advertising' THEN 'advertising'
    WHEN occurred_at >= withdrawn_at THEN 'after_revocation'
    WHEN occurred_at >= expires_at THEN 'expired'
    WHEN coalesce(effective_at > occurred_at, true) THEN 'out_of_scope' END AS alone
  FROM seen),
judged AS (
  SELECT *, coalesce(alone, CASE WHEN http_status = 200 AND row_number() OVER (
    PARTITION BY consent_id, account_id, scope, epoch_us(occurred_at) // 86400000000, alone IS NULL AND http_status = 200
    ORDER BY access_id) > 4 THEN 'over_frequent' END) AS kind
  FROM alone)",
            $sql
        )
    };
}

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "accesses.promise",
        title: "a read that got data broke the promise if and only if the truth says so, and in the way it says",
        tables: &["customers", "sharing_agreements", "consents", "consent_scopes", "data_accesses", "violations"],
        sql: judged!("
SELECT j.*, v.kind AS told FROM judged j LEFT JOIN violations v USING (access_id)
WHERE CASE WHEN j.http_status = 200 THEN j.kind END IS DISTINCT FROM v.kind"),
        run: Run::Community(promise),
    },
    Check {
        id: "accesses.turned_away",
        title: "a bank turns a request away if no consent allows it, and then gives nothing",
        tables: &["customers", "sharing_agreements", "consents", "consent_scopes", "data_accesses"],
        sql: judged!("
SELECT * FROM judged WHERE (http_status = 403 AND kind IS NULL) OR (http_status <> 200 AND (rows_returned <> 0 OR last_entry_sequence IS NOT NULL))"),
        run: Run::Community(turned_away),
    },
    Check {
        id: "accesses.answer",
        title: "a read of entries returned those of the seven days before, up to the last one then; any other returned one row",
        tables: &["account_entries", "data_accesses"],
        sql: "
SELECT * FROM (
  SELECT a.access_id, a.scope, a.rows_returned, a.last_entry_sequence, count(e.account_id) FILTER (
      e.booked_at > a.occurred_at - INTERVAL 7 DAY) AS new, max(e.entry_sequence) AS last
  FROM data_accesses a LEFT JOIN account_entries e ON e.account_id = a.account_id AND e.booked_at <= a.occurred_at
  WHERE a.http_status = 200 GROUP BY ALL)
WHERE rows_returned <> CASE scope WHEN 'transactions' THEN new ELSE 1 END
   OR last_entry_sequence IS DISTINCT FROM CASE scope WHEN 'transactions' THEN last END",
        run: Run::Community(answer),
    },
    Check {
        id: "accesses.order",
        title: "reads are numbered from 1 without gaps in the order of time",
        tables: &["data_accesses"],
        sql: "
SELECT * FROM (
  SELECT access_id, occurred_at, row_number() OVER w AS place, lag(occurred_at) OVER w AS before FROM data_accesses
  WINDOW w AS (PARTITION BY access_id // 1000000000 ORDER BY access_id))
WHERE access_id % 1000000000 <> place OR occurred_at < before",
        run: Run::Community(order),
    },
    Check {
        id: "violations.read",
        title: "a broken promise is one read, with its customer, consent and time",
        tables: &["data_accesses", "violations"],
        sql: "
SELECT v.*, a.http_status FROM violations v JOIN data_accesses a USING (access_id)
WHERE v.customer_id <> a.customer_id OR v.consent_id IS DISTINCT FROM a.consent_id OR v.occurred_at <> a.occurred_at
   OR a.http_status <> 200",
        run: Run::Community(violation),
    },
];

/// Returns how a read breaks the promise by itself, however often others are made; nothing for one that keeps it, or if the shared
/// table that would tell is not in this part.
fn alone(rows: &Extract<'_>, access: &DataAccess) -> Option<ViolationKind> {
    let day = rows.day(access.customer_id, access.occurred_at);
    let shared = &rows.context.shared;
    let agreement = shared.agreement(access.bank_id, access.scope);
    let is_shared = agreement.map_or(!shared.is_whole, |agreement| agreement.holds(day));
    let consent = access.consent_id.and_then(|id| rows.consent(id));
    let covers = |consent: &Consent| {
        let mut scopes = run_of(&rows.consent_scopes, consent.consent_id, |scope| scope.consent_id).iter();
        let scope = scopes.find(|of| (of.account_id, of.scope) == (access.account_id, access.scope));
        scope.is_some_and(|scope| scope.effective_at.is_some_and(|from| from <= access.occurred_at))
    };
    let Some(consent) = consent.filter(|_| is_shared) else {
        return Some(if is_shared { ViolationKind::Contacts } else { ViolationKind::RefusedBank });
    };
    let kinds = [
        (consent.customer_id != access.customer_id, ViolationKind::Contacts),
        (access.recipient == Recipient::ThirdParty, ViolationKind::ThirdParty),
        (access.purpose == AccessPurpose::Advertising, ViolationKind::Advertising),
        (consent.withdrawn_at.is_some_and(|end| end <= access.occurred_at), ViolationKind::AfterRevocation),
        (consent.expires_at <= access.occurred_at, ViolationKind::Expired),
        (!covers(consent), ViolationKind::OutOfScope),
    ];
    kinds.into_iter().find(|(holds, _)| *holds).map(|(_, kind)| kind)
}

const OK: i32 = 200;
const FORBIDDEN: i32 = 403;
const MOST_PER_DAY: u32 = 4;

fn promise(rows: &Extract<'_>, tally: &mut Tally) {
    let mut counts: HashMap<(i64, i64, SharingScope, i64), u32, FixedState> = HashMap::default();
    for access in rows.data_accesses.iter() {
        let kind = if access.http_status == OK {
            alone(rows, access).or_else(|| {
                let day = access.occurred_at.0.div_euclid(span::DAY);
                let key = (access.consent_id.unwrap_or_default(), access.account_id, access.scope, day);
                let count = counts.entry(key).or_default();
                *count += 1;
                (*count > MOST_PER_DAY).then_some(ViolationKind::OverFrequent)
            })
        } else {
            None
        };
        let told = by_id(&rows.violations, access.access_id, |violation| violation.access_id);
        let told = told.map(|violation| violation.kind);
        tally.expect(kind == told, || {
            let word = |kind: Option<ViolationKind>| kind.map_or("nothing", ViolationKind::word);
            format!("read {}: {} is told, {} happened", access.access_id, word(told), word(kind))
        });
    }
}

fn turned_away(rows: &Extract<'_>, tally: &mut Tally) {
    for access in rows.data_accesses.iter().filter(|access| access.http_status != OK) {
        let is_allowed = access.http_status == FORBIDDEN && alone(rows, access).is_none();
        let is_empty = access.rows_returned == 0 && access.last_entry_sequence.is_none();
        tally.expect(!is_allowed && is_empty, || format!("request {} {}", access.access_id, access.http_status));
    }
}

fn answer(rows: &Extract<'_>, tally: &mut Tally) {
    for access in rows.data_accesses.iter().filter(|access| access.http_status == OK) {
        let (count, last) = match access.scope {
            SharingScope::Transactions => {
                let entries = rows.entries_of(access.account_id);
                let until = |at: Timestamp| entries.partition_point(|entry| entry.booked_at <= at);
                let (before, upto) = (until(access.occurred_at.plus(-7 * span::DAY)), until(access.occurred_at));
                (upto - before, upto.checked_sub(1).map(|last| entries[last].entry_sequence))
            }
            _ => (1, None),
        };
        tally.expect(access.rows_returned as usize == count && access.last_entry_sequence == last, || {
            format!("read {} of account {}: {} rows", access.access_id, access.account_id, access.rows_returned)
        });
    }
}

fn order(rows: &Extract<'_>, tally: &mut Tally) {
    for (place, access) in rows.data_accesses.iter().enumerate() {
        let is_later = place == 0 || rows.data_accesses[place - 1].occurred_at <= access.occurred_at;
        let holds = is_later && access.access_id % 1_000_000_000 == place as i64 + 1;
        tally.expect(holds, || format!("read {}", access.access_id));
    }
}

fn violation(rows: &Extract<'_>, tally: &mut Tally) {
    for violation in &rows.violations {
        let access = by_id(&rows.data_accesses, violation.access_id, |access| access.access_id);
        let Some(access) = access else { continue };
        let holds = violation.customer_id == access.customer_id
            && violation.consent_id == access.consent_id
            && violation.occurred_at == access.occurred_at
            && access.http_status == OK;
        tally.expect(holds, || format!("violation {}", violation.access_id));
    }
}
