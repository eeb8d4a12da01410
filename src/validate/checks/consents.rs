//! Consents: given under a link, to a bank that shares, about accounts that are the customer's to open to others.

use crate::codes::{HolderRole, JointRule, SharingScope};
use crate::dataset::run_of;
use crate::units::Timestamp;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;
use crate::validate::views::{AccountHolder, Consent, ConsentScope};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "consents.link",
        title: "a consent is given under a link of the customer with the bank that holds then, and ends with it at the latest",
        tables: &["account_links", "consents"],
        sql: "
SELECT c.*, l.linked_at, l.unlinked_at FROM consents c JOIN account_links l USING (link_id)
WHERE c.customer_id <> l.customer_id OR c.bank_id <> l.bank_id OR coalesce(c.granted_at < l.linked_at, true)
   OR c.granted_at >= l.unlinked_at OR (l.unlinked_at < c.expires_at AND coalesce(c.withdrawn_at > l.unlinked_at, true))
   OR c.consent_id // 1000 <> c.customer_id",
        run: Run::Community(link),
    },
    Check {
        id: "consents.period",
        title: "a consent expires after it was given, is withdrawn in between or never, and by somebody",
        tables: &["consents"],
        sql: "
SELECT * FROM consents
WHERE expires_at <= granted_at OR withdrawn_at < granted_at OR withdrawn_at >= expires_at
   OR (withdrawn_at IS NULL) <> (withdrawn_by IS NULL)",
        run: Run::Community(period),
    },
    Check {
        id: "consents.versions",
        title: "the consents of a link for a purpose are numbered from 1 without gaps, each given before the one before it expires",
        tables: &["consents"],
        sql: "
SELECT * FROM (
  SELECT *, row_number() OVER w AS place, lag(expires_at) OVER w AS before FROM consents
  WINDOW w AS (PARTITION BY link_id, purpose ORDER BY consent_id))
WHERE version <> place OR granted_at > before",
        run: Run::Community(versions),
    },
    Check {
        id: "consent_scopes.agreement",
        title: "a consent is about data that its bank shares on the day it is given",
        tables: &["customers", "sharing_agreements", "consents", "consent_scopes"],
        sql: "
SELECT c.consent_id, c.bank_id, c.granted_at, s.scope, a.* FROM consents c JOIN consent_scopes s USING (consent_id)
JOIN customers p USING (customer_id) LEFT JOIN sharing_agreements a ON a.bank_id = c.bank_id AND a.scope = s.scope
WHERE coalesce(a.decision = 'refused', true) OR (c.granted_at AT TIME ZONE p.timezone)::DATE < a.starts_on
   OR (c.granted_at AT TIME ZONE p.timezone)::DATE >= a.ends_on",
        run: Run::Community(agreement),
    },
    Check {
        id: "consent_scopes.account",
        title: "a consent is about open accounts at its bank that the customer owns, numbered from 1 without gaps",
        tables: &["customers", "accounts", "account_holders", "consents", "consent_scopes"],
        sql: "
SELECT * FROM (
  SELECT s.*, c.bank_id, a.bank_id AS kept_by, a.opened_on, a.closed_on, h.role,
    (c.granted_at AT TIME ZONE p.timezone)::DATE AS day, row_number() OVER (PARTITION BY consent_id ORDER BY s.account_id, s.scope) AS place
  FROM consent_scopes s JOIN consents c USING (consent_id) JOIN customers p USING (customer_id)
  JOIN accounts a ON a.account_id = s.account_id
  LEFT JOIN account_holders h ON h.account_id = s.account_id AND h.customer_id = c.customer_id)
WHERE scope_sequence <> place OR bank_id <> kept_by OR day < opened_on OR day > closed_on
   OR coalesce(role = 'authorised_user', true)",
        run: Run::Community(account),
    },
    Check {
        id: "consent_scopes.joint",
        title: "data of an account with several owners take effect once all have consented for the same purpose, and others at once",
        tables: &["account_holders", "consents", "consent_scopes"],
        sql: "
WITH owners AS (SELECT account_id, customer_id, count(*) OVER (PARTITION BY account_id) AS n FROM account_holders
  WHERE role <> 'authorised_user'),
given AS (SELECT c.*, s.account_id, s.scope, s.scope_sequence, s.joint_rule, s.effective_at,
    least(coalesce(c.withdrawn_at, c.expires_at), c.expires_at) AS ended_at FROM consents c JOIN consent_scopes s USING (consent_id)),
met AS (SELECT g.consent_id, g.scope_sequence, o.customer_id AS other, min(CASE WHEN t.granted_at > g.granted_at THEN t.granted_at WHEN t.granted_at IS NOT NULL THEN g.granted_at END) AS met_at
  FROM given g JOIN owners o ON o.account_id = g.account_id AND o.customer_id <> g.customer_id
  LEFT JOIN given t ON t.customer_id = o.customer_id AND t.purpose = g.purpose AND t.account_id = g.account_id
    AND t.scope = 'transactions' AND greatest(g.granted_at, t.granted_at) < least(g.ended_at, t.ended_at)
  WHERE g.joint_rule = 'all_holders' GROUP BY ALL),
expected AS (SELECT consent_id, scope_sequence, CASE WHEN bool_and(met_at IS NOT NULL) THEN max(met_at) END AS open_at FROM met GROUP BY ALL)
SELECT g.*, e.open_at FROM given g JOIN owners o ON o.account_id = g.account_id AND o.customer_id = g.customer_id
LEFT JOIN expected e USING (consent_id, scope_sequence)
WHERE g.joint_rule <> CASE WHEN o.n = 1 THEN 'sole' WHEN g.scope = 'transactions' THEN 'all_holders' ELSE 'any_holder' END
   OR g.effective_at IS DISTINCT FROM CASE g.joint_rule WHEN 'all_holders' THEN CASE WHEN e.open_at < g.ended_at THEN e.open_at END ELSE g.granted_at END",
        run: Run::Community(joint),
    },
];

fn link(rows: &Extract<'_>, tally: &mut Tally) {
    for consent in &rows.consents {
        let Some(link) = rows.link(consent.link_id) else { continue };
        let ends_with = |end| consent.withdrawn_at.is_some_and(|withdrawn| withdrawn <= end);
        let holds = consent.customer_id == link.customer_id
            && consent.bank_id == link.bank_id
            && link.linked_at.is_some_and(|linked| linked <= consent.granted_at)
            && link.unlinked_at.is_none_or(|end| consent.granted_at < end)
            && link.unlinked_at.is_none_or(|end| consent.expires_at <= end || ends_with(end))
            && consent.consent_id / 1_000 == consent.customer_id;
        tally.expect(holds, || format!("consent {} under link {}", consent.consent_id, consent.link_id));
    }
}

fn period(rows: &Extract<'_>, tally: &mut Tally) {
    for consent in &rows.consents {
        let is_between = |at| consent.granted_at <= at && at < consent.expires_at;
        let holds = consent.granted_at < consent.expires_at
            && consent.withdrawn_at.is_none_or(is_between)
            && consent.withdrawn_at.is_some() == consent.withdrawn_by.is_some();
        tally.expect(holds, || format!("consent {}", consent.consent_id));
    }
}

fn versions(rows: &Extract<'_>, tally: &mut Tally) {
    for (place, consent) in rows.consents.iter().enumerate() {
        let is_same = |other: &&Consent| (other.link_id, other.purpose) == (consent.link_id, consent.purpose);
        let of_customer =
            rows.consents[..place].iter().rev().take_while(|other| other.customer_id == consent.customer_id);
        let before = of_customer.into_iter().find(is_same);
        let holds = match before {
            Some(before) => consent.version == before.version + 1 && consent.granted_at <= before.expires_at,
            None => consent.version == 1,
        };
        tally.expect(holds, || format!("consent {} is version {}", consent.consent_id, consent.version));
    }
}

fn agreement(rows: &Extract<'_>, tally: &mut Tally) {
    for scope in &rows.consent_scopes {
        let Some(consent) = rows.consent(scope.consent_id) else { continue };
        let agreement = rows.context.shared.agreement(consent.bank_id, scope.scope);
        // A part of a run may not hold the table that all parts share.
        if agreement.is_none() && !rows.context.shared.is_whole {
            continue;
        }
        let day = rows.day(consent.customer_id, consent.granted_at);
        tally.expect(agreement.is_some_and(|agreement| agreement.holds(day)), || {
            format!("consent {}: bank {} on {}", consent.consent_id, consent.bank_id, day.iso())
        });
    }
}

fn account(rows: &Extract<'_>, tally: &mut Tally) {
    for scopes in rows.consent_scopes.chunk_by(|a, b| a.consent_id == b.consent_id) {
        let Some(consent) = rows.consent(scopes[0].consent_id) else { continue };
        let day = rows.day(consent.customer_id, consent.granted_at);
        for (place, scope) in scopes.iter().enumerate() {
            let Some(account) = rows.account(scope.account_id) else { continue };
            let holders = rows.holders(scope.account_id);
            let owns = |part: &AccountHolder| {
                part.customer_id == consent.customer_id && part.role != HolderRole::AuthorisedUser
            };
            let is_later =
                place == 0 || (scopes[place - 1].account_id, scopes[place - 1].scope) < (scope.account_id, scope.scope);
            let holds = scope.scope_sequence == place as i32 + 1
                && is_later
                && account.bank_id == consent.bank_id
                && account.opened_on <= day
                && account.closed_on.is_none_or(|closed| day <= closed)
                && holders.iter().any(owns);
            tally.expect(holds, || format!("consent {} account {}", scope.consent_id, scope.account_id));
        }
    }
}

fn joint(rows: &Extract<'_>, tally: &mut Tally) {
    for scope in &rows.consent_scopes {
        let Some(consent) = rows.consent(scope.consent_id) else { continue };
        let owners = || rows.holders(scope.account_id).iter().filter(|part| part.role != HolderRole::AuthorisedUser);
        let others = || owners().filter(|part| part.customer_id != consent.customer_id);
        let rule = match (owners().count() > 1, scope.scope) {
            (false, _) => JointRule::Sole,
            (true, SharingScope::Transactions) => JointRule::AllHolders,
            (true, _) => JointRule::AnyHolder,
        };
        let expected = match rule {
            JointRule::AllHolders => {
                let met: Option<Vec<_>> =
                    others().map(|part| both_from(rows, consent, scope, part.customer_id)).collect();
                met.and_then(|met| met.into_iter().max()).filter(|at| *at < end_of(consent))
            }
            _ => Some(consent.granted_at),
        };
        tally.expect(scope.joint_rule == rule && scope.effective_at == expected, || {
            format!("consent {} account {} {}", scope.consent_id, scope.account_id, scope.scope.word())
        });
    }
}

fn end_of(consent: &Consent) -> Timestamp {
    consent.withdrawn_at.unwrap_or(consent.expires_at)
}

/// Returns the first instant at which a consent and one of another owner for the same purpose and account both hold.
fn both_from(rows: &Extract<'_>, own: &Consent, scope: &ConsentScope, other: i64) -> Option<Timestamp> {
    let theirs = rows.consents.iter().filter(|consent| consent.customer_id == other && consent.purpose == own.purpose);
    let about = theirs.filter(|consent| {
        let scopes = run_of(&rows.consent_scopes, consent.consent_id, |scope| scope.consent_id);
        scopes.iter().any(|of| of.account_id == scope.account_id && of.scope == SharingScope::Transactions)
    });
    let both = about.map(|consent| (consent.granted_at.max(own.granted_at), end_of(consent).min(end_of(own))));
    both.filter(|(from, until)| from < until).map(|(from, _)| from).min()
}
