//! Cards: their dates, their numbers, whose they are.

use crate::codes::{CardKind, Product};
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "cards.life",
        title: "a card is activated after it is issued, blocked with a reason, and expires at a month's end",
        tables: &["customers", "cards"],
        sql: "
SELECT k.card_id, k.issued_on, k.activated_at, k.blocked_at, k.block_reason, k.expires_on
FROM cards k JOIN customers c USING (customer_id)
WHERE (k.activated_at AT TIME ZONE c.timezone)::DATE < k.issued_on OR (k.blocked_at AT TIME ZONE c.timezone)::DATE < k.issued_on
   OR k.expires_on <= k.issued_on OR last_day(k.expires_on) <> k.expires_on
   OR (k.blocked_at IS NULL) <> (k.block_reason IS NULL)",
        run: Run::Community(life),
    },
    Check {
        id: "cards.number",
        title: "the issuer number and the last four digits are those of the card number",
        tables: &["cards"],
        sql: "
SELECT card_id, pan, bin, last_four FROM cards WHERE NOT starts_with(pan, bin) OR right(pan, 4) <> last_four",
        run: Run::Community(number),
    },
    Check {
        id: "cards.account",
        title: "a debit card draws on a checking account, a credit card on a credit-card or deferred-debit account, and its holder has a part in it",
        tables: &["accounts", "account_holders", "cards"],
        sql: "
SELECT k.card_id, k.kind, a.product, h.role FROM cards k JOIN accounts a USING (account_id)
LEFT JOIN account_holders h ON h.account_id = k.account_id AND h.customer_id = k.customer_id
WHERE h.role IS NULL OR (k.kind = 'debit') <> (a.product = 'checking') OR a.product = 'savings'",
        run: Run::Community(account),
    },
    Check {
        id: "cards.replacement",
        title: "a card replaces an earlier one of the same holder and account",
        tables: &["cards"],
        sql: "
SELECT k.card_id, k.replaces_card_id FROM cards k JOIN cards o ON o.card_id = k.replaces_card_id
WHERE o.card_id >= k.card_id OR o.customer_id <> k.customer_id OR o.account_id <> k.account_id OR o.issued_on > k.issued_on",
        run: Run::Community(replacement),
    },
];

fn life(rows: &Extract<'_>, tally: &mut Tally) {
    for card in &rows.cards {
        let is_after_issue = |at| rows.day(card.customer_id, at) >= card.issued_on;
        let holds = card.activated_at.is_none_or(is_after_issue)
            && card.blocked_at.is_none_or(is_after_issue)
            && card.expires_on > card.issued_on
            && card.expires_on.plus(1).civil().day == 1
            && card.blocked_at.is_some() == card.block_reason.is_some();
        tally.expect(holds, || {
            format!("card {} issued on {} expires on {}", card.card_id, card.issued_on.iso(), card.expires_on.iso())
        });
    }
}

fn number(rows: &Extract<'_>, tally: &mut Tally) {
    for card in &rows.cards {
        let holds =
            card.pan.starts_with(&*card.bin) && card.last_four.len() == 4 && card.pan.ends_with(&*card.last_four);
        tally.expect(holds, || {
            format!("card {}: {} begins {} ends {}", card.card_id, card.pan, card.bin, card.last_four)
        });
    }
}

fn account(rows: &Extract<'_>, tally: &mut Tally) {
    for card in &rows.cards {
        let Some(account) = rows.account(card.account_id) else { continue };
        let fits = match card.kind {
            CardKind::Debit => account.product == Product::Checking,
            CardKind::Credit => account.product.is_card_account(),
        };
        let has_part = rows.is_holder(card.account_id, card.customer_id);
        tally.expect(has_part && fits, || {
            format!(
                "{} card {} on {} account {}",
                card.kind.word(),
                card.card_id,
                account.product.word(),
                card.account_id
            )
        });
    }
}

fn replacement(rows: &Extract<'_>, tally: &mut Tally) {
    for card in &rows.cards {
        let Some(old) = card.replaces_card_id.and_then(|id| rows.card(id)) else { continue };
        let holds = old.card_id < card.card_id
            && old.customer_id == card.customer_id
            && old.account_id == card.account_id
            && old.issued_on <= card.issued_on;
        tally.expect(holds, || format!("card {} replaces {}", card.card_id, old.card_id));
    }
}
