//! Links between platform users and customers, and what users ask about their data.

use crate::codes::HolderRole;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "links.course",
        title: "a login leads to a link with its code or to neither, and what has been linked ends later, by somebody",
        tables: &["platform_users", "account_links"],
        sql: "
SELECT l.* FROM account_links l JOIN platform_users u USING (platform_user_id)
WHERE l.requested_at < u.first_seen_at OR l.linked_at <= l.requested_at
   OR (l.linked_at IS NULL) <> (l.authorization_code IS NULL) OR (l.unlinked_at IS NULL) <> (l.unlinked_by IS NULL)
   OR (l.unlinked_at IS NOT NULL AND coalesce(l.unlinked_at <= l.linked_at, true))
   OR l.link_id // 10 <> l.platform_user_id OR l.bank_id <> u.bank_id",
        run: Run::Community(course),
    },
    Check {
        id: "links.single",
        title: "a platform user is linked with one customer at a time",
        tables: &["account_links"],
        sql: "
SELECT l.*, n.link_id AS next, n.requested_at AS next_requested_at
FROM account_links l JOIN account_links n ON n.platform_user_id = l.platform_user_id AND n.link_id > l.link_id
WHERE l.linked_at IS NOT NULL AND coalesce(n.requested_at < l.unlinked_at, true)",
        run: Run::Community(single),
    },
    Check {
        id: "links.customer",
        title: "the customer of a link owns an account at its bank",
        tables: &["accounts", "account_holders", "account_links"],
        sql: "
SELECT l.* FROM account_links l WHERE NOT EXISTS (
  SELECT 1 FROM account_holders h JOIN accounts a USING (account_id)
  WHERE h.customer_id = l.customer_id AND a.bank_id = l.bank_id AND h.role <> 'authorised_user')",
        run: Run::Community(customer),
    },
    Check {
        id: "data_requests.course",
        title: "a request comes after its user was first seen, is due later, and has an outcome if and only if it is closed",
        tables: &["platform_users", "data_requests"],
        sql: "
SELECT r.* FROM data_requests r JOIN platform_users u USING (platform_user_id)
WHERE r.received_at < u.first_seen_at OR r.due_at <= r.received_at OR r.closed_at < r.received_at
   OR (r.closed_at IS NULL) <> (r.outcome IS NULL)",
        run: Run::Community(requests),
    },
];

fn course(rows: &Extract<'_>, tally: &mut Tally) {
    for link in &rows.account_links {
        let Some(user) = rows.platform_user(link.platform_user_id) else { continue };
        let ends_later = |end| link.linked_at.is_some_and(|linked| linked < end);
        let holds = user.first_seen_at <= link.requested_at
            && link.linked_at.is_none_or(|linked| link.requested_at < linked)
            && link.linked_at.is_some() == link.authorization_code.0
            && link.unlinked_at.is_some() == link.unlinked_by.is_some()
            && link.unlinked_at.is_none_or(ends_later)
            && link.link_id / 10 == link.platform_user_id
            && link.bank_id == user.bank_id;
        tally.expect(holds, || format!("link {} of customer {}", link.link_id, link.customer_id));
    }
}

fn single(rows: &Extract<'_>, tally: &mut Tally) {
    for links in rows.account_links.chunk_by(|a, b| a.platform_user_id == b.platform_user_id) {
        for (place, link) in links.iter().enumerate().filter(|(_, link)| link.linked_at.is_some()) {
            let is_over = |next: i64| link.unlinked_at.is_some_and(|end| end.0 <= next);
            let holds = links[place + 1..].iter().all(|next| is_over(next.requested_at.0));
            tally.expect(holds, || format!("link {} is not over when the next is asked for", link.link_id));
        }
    }
}

fn customer(rows: &Extract<'_>, tally: &mut Tally) {
    for link in &rows.account_links {
        let mut parts = rows.account_holders.iter().filter(|part| part.customer_id == link.customer_id);
        let owns = parts.any(|part| {
            part.role != HolderRole::AuthorisedUser
                && rows.account(part.account_id).is_some_and(|account| account.bank_id == link.bank_id)
        });
        tally.expect(owns, || {
            format!("link {}: customer {} owns nothing at bank {}", link.link_id, link.customer_id, link.bank_id)
        });
    }
}

fn requests(rows: &Extract<'_>, tally: &mut Tally) {
    for request in &rows.data_requests {
        let Some(user) = rows.platform_user(request.platform_user_id) else { continue };
        let holds = user.first_seen_at <= request.received_at
            && request.received_at < request.due_at
            && request.closed_at.is_none_or(|closed| request.received_at <= closed)
            && request.closed_at.is_some() == request.outcome.is_some();
        tally.expect(holds, || format!("request {}", request.data_request_id));
    }
}
