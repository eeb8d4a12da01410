//! What has been planned, as rows: as far as it has happened by the end of the horizon.

use super::accesses::{self, Access, Answer};
use super::consents::Consent;
use super::last_instant;
use super::links::User;
use super::requests::Request;
use crate::columns::{Columns as _, Text};
use crate::community::Community;
use crate::identity::Mint;
use crate::ledger::Books;
use crate::rows::{self, Rows};
use crate::units::{AccessId, Timestamp};

pub(super) fn list(
    community: &mut Community<'_>,
    users: &[User],
    consents: &[Consent],
    requests: &[Request],
    rows: &mut Rows,
) {
    let mint = Mint::new(&community.world.streams);
    let last = last_instant(community);
    for user in users.iter().filter(|user| user.first_seen_at <= last) {
        list_user(community, &mint, user, last, rows);
    }
    list_consents(community, consents, last, rows);
    for request in requests {
        let is_closed = request.closed_at <= last;
        rows.data_requests.push(rows::DataRequest {
            data_request_id: request.id,
            customer_id: community.people.persons[request.customer.ix()].id,
            platform_user_id: request.user,
            kind: request.kind,
            received_at: request.received_at,
            due_at: request.due_at,
            closed_at: is_closed.then_some(request.closed_at),
            outcome: is_closed.then_some(request.outcome),
        });
    }
}

fn list_user(community: &mut Community<'_>, mint: &Mint, user: &User, last: Timestamp, rows: &mut Rows) {
    let bank = community.world.banks[user.bank].id;
    let zone = community.zone().name();
    rows.platform_users.push(rows::PlatformUser {
        platform_user_id: user.id,
        bank_id: bank,
        page_id: community.texts.intern(&mint.page_id(bank)),
        page_scoped_id: mint.page_scoped_id(user.id),
        channel: user.channel,
        locale: locale(community, user),
        timezone: community.texts.intern(zone),
        first_seen_at: user.first_seen_at,
        opted_out_at: Some(user.opted_out_at).filter(|at| *at <= last),
    });
    for link in user.links.iter().filter(|link| link.requested_at <= last) {
        let ended = link.linked_at.map(|_| link.end).filter(|(at, _)| *at <= last);
        rows.account_links.push(rows::AccountLink {
            link_id: link.id,
            platform_user_id: user.id,
            customer_id: community.people.persons[link.customer.ix()].id,
            bank_id: bank,
            requested_at: link.requested_at,
            linked_at: link.linked_at,
            authorization_code: link.linked_at.map(|_| mint.link_code(link.id)),
            unlinked_at: ended.map(|(at, _)| at),
            unlinked_by: ended.map(|(_, by)| by),
        });
    }
}

fn list_consents(community: &Community<'_>, consents: &[Consent], last: Timestamp, rows: &mut Rows) {
    for consent in consents {
        let withdrawn = consent.withdrawn.filter(|(at, _)| *at <= last);
        rows.consents.push(rows::Consent {
            consent_id: consent.id,
            customer_id: community.people.persons[consent.customer.ix()].id,
            link_id: consent.link,
            bank_id: community.world.banks[consent.bank].id,
            purpose: consent.purpose,
            version: consent.version,
            granted_at: consent.granted_at,
            expires_at: consent.expires_at,
            withdrawn_at: withdrawn.map(|(at, _)| at),
            withdrawn_by: withdrawn.map(|(_, by)| by),
        });
        for (scope, scope_sequence) in consent.scopes.iter().zip(1..) {
            rows.consent_scopes.push(rows::ConsentScope {
                consent_id: consent.id,
                scope_sequence,
                account_id: community.people.accounts[scope.account.ix()].id,
                scope: scope.scope,
                joint_rule: scope.rule,
                effective_at: scope.effective_at,
            });
        }
    }
}

/// Adds the requests for data, and the truth about those that break the promise.
pub(super) fn list_accesses(
    community: &Community<'_>,
    books: &Books,
    consents: &[Consent],
    accesses: &[Access],
    rows: &mut Rows,
) {
    rows.data_accesses.reserve(accesses.len());
    for (access, number) in accesses.iter().zip(1..) {
        let Answer { rows: count, last_entry } = accesses::answer(books, access);
        let access_id = AccessId(community.number * 1_000_000_000 + number);
        let customer_id = community.people.persons[access.customer.ix()].id;
        let consent_id = access.consent.map(|place| consents[place].id);
        rows.data_accesses.push(rows::DataAccess {
            access_id,
            occurred_at: access.at,
            bank_id: community.world.banks[access.bank].id,
            customer_id,
            account_id: community.people.accounts[access.account.ix()].id,
            scope: access.scope,
            purpose: access.purpose,
            recipient: access.recipient,
            consent_id,
            http_status: access.status,
            rows_returned: count,
            last_entry_sequence: last_entry,
        });
        if let Some(kind) = access.violation {
            let occurred_at = access.at;
            rows.violations.push(rows::Violation { access_id, kind, customer_id, consent_id, occurred_at });
        }
    }
}

/// Returns the locale of a profile: the person's language, as spoken in their country.
fn locale(community: &mut Community<'_>, user: &User) -> Text {
    let person = &community.people.persons[user.person.ix()];
    let home = &community.people.homes[person.home.ix()];
    let locale = format!("{}_{}", community.texts.get(person.language), community.texts.get(home.country));
    community.texts.intern(&locale)
}
