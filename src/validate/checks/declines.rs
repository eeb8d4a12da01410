//! The cause of a decline holds: what the response code says was so at that instant.

use crate::codes::{BlockReason, EntryMode, ResponseCode, Verification};
use crate::units::{Cents, Timestamp};
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::linked::Linked;
use crate::validate::tally::Tally;
use crate::validate::views::{Card, Transaction};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "declines.51_funds",
        title: "insufficient funds (51) only where less was available than asked, and approved only where it was not less",
        tables: &["card_transactions"],
        sql: "
SELECT transaction_id, response_code, authorized_amount, available_before FROM card_transactions
WHERE message_type IN ('0100', '0200') AND CASE response_code
  WHEN '51' THEN coalesce(available_before >= authorized_amount, true)
  WHEN '00' THEN authorized_amount > 0 AND coalesce(available_before < authorized_amount, true) ELSE false END",
        run: Run::Transactions(funds),
    },
    Check {
        id: "declines.54_expired",
        title: "expired card (54) only after the card expired",
        tables: &["customers", "cards", "card_transactions"],
        sql: "
SELECT t.transaction_id, t.authorized_at, k.expires_on
FROM card_transactions t JOIN cards k USING (card_id) JOIN customers c ON c.customer_id = k.customer_id
WHERE t.response_code = '54' AND (t.authorized_at AT TIME ZONE c.timezone)::DATE <= k.expires_on",
        run: Run::Transactions(expired),
    },
    Check {
        id: "declines.41_43_lost",
        title: "lost (41) and stolen (43) only from the block for that reason on",
        tables: &["cards", "card_transactions"],
        sql: "
SELECT t.transaction_id, t.response_code, t.authorized_at, k.blocked_at, k.block_reason
FROM card_transactions t JOIN cards k USING (card_id)
WHERE t.response_code IN ('41', '43') AND NOT coalesce(t.authorized_at >= k.blocked_at
  AND k.block_reason = CASE t.response_code WHEN '41' THEN 'lost' ELSE 'stolen' END, false)",
        run: Run::Transactions(lost),
    },
    Check {
        id: "declines.62_restricted",
        title: "restricted card (62) only from a block for another reason than loss or theft on",
        tables: &["cards", "card_transactions"],
        sql: "
SELECT t.transaction_id, t.authorized_at, k.blocked_at, k.block_reason
FROM card_transactions t JOIN cards k USING (card_id)
WHERE t.response_code = '62' AND NOT coalesce(t.authorized_at >= k.blocked_at AND k.block_reason NOT IN ('lost', 'stolen'), false)",
        run: Run::Transactions(restricted),
    },
    Check {
        id: "declines.78_inactive",
        title: "inactive card (78) only before activation",
        tables: &["cards", "card_transactions"],
        sql: "
SELECT t.transaction_id, t.authorized_at, k.activated_at FROM card_transactions t JOIN cards k USING (card_id)
WHERE t.response_code = '78' AND t.authorized_at >= k.activated_at",
        run: Run::Transactions(inactive),
    },
    Check {
        id: "declines.61_limit",
        title: "over the limit (61) only where what the card was authorized for that local day and this exceed its daily limit",
        tables: &["customers", "cards", "card_transactions"],
        sql: "
WITH uses AS (
  SELECT t.transaction_id, t.response_code, t.authorized_amount, k.daily_limit,
    coalesce(sum(CASE WHEN t.response_code = '00' AND t.message_type IN ('0100', '0200') THEN t.authorized_amount ELSE 0 END)
      OVER (PARTITION BY t.card_id, (t.authorized_at AT TIME ZONE c.timezone)::DATE ORDER BY t.transaction_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
  FROM card_transactions t JOIN cards k USING (card_id) JOIN customers c ON c.customer_id = k.customer_id)
SELECT * FROM uses WHERE response_code = '61' AND before + authorized_amount <= daily_limit",
        run: Run::Transactions(limit),
    },
    Check {
        id: "declines.55_pin",
        title: "wrong PIN (55) only where a PIN was asked for with a chip",
        tables: &["card_transactions"],
        sql: "
SELECT transaction_id, entry_mode, verification FROM card_transactions
WHERE response_code = '55' AND (entry_mode <> '05' OR verification <> 'pin')",
        run: Run::Transactions(pin),
    },
];

fn declined<'a>(block: &'a [Linked<'a>], codes: &'a [ResponseCode]) -> impl Iterator<Item = &'a Linked<'a>> {
    block.iter().filter(|linked| codes.contains(&linked.row.response_code))
}

/// Declined transactions of these codes with their cards.
fn with_card<'a>(
    block: &'a [Linked<'a>],
    codes: &'a [ResponseCode],
) -> impl Iterator<Item = (&'a Transaction, &'a Card)> {
    declined(block, codes).filter_map(|linked| Some((linked.row, linked.card?)))
}

fn name(t: &Transaction) -> String {
    format!("transaction {} declined with {}", t.transaction_id, t.response_code.word())
}

fn is_blocked(card: &Card, at: Timestamp) -> bool {
    card.blocked_at.is_some_and(|blocked| blocked <= at)
}

fn funds(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for t in block.iter().map(|linked| linked.row).filter(|t| t.is_authorization()) {
        let holds = match t.response_code {
            ResponseCode::InsufficientFunds => {
                t.available_before.get().is_some_and(|available| available < t.authorized_amount)
            }
            ResponseCode::Approved if t.authorized_amount > Cents::ZERO => {
                t.available_before.get().is_some_and(|available| available >= t.authorized_amount)
            }
            _ => continue,
        };
        tally.expect(holds, || {
            format!(
                "transaction {} answered {}: asked {}, available {}",
                t.transaction_id,
                t.response_code.word(),
                t.authorized_amount,
                t.available_before.get().map_or("unknown".to_owned(), |available| available.to_string())
            )
        });
    }
}

fn expired(rows: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for (t, card) in with_card(block, &[ResponseCode::ExpiredCard]) {
        let day = rows.day(card.customer_id, t.authorized_at);
        tally.expect(day > card.expires_on, || format!("{}, card valid to {}", name(t), card.expires_on.iso()));
    }
}

fn lost(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for (t, card) in with_card(block, &[ResponseCode::LostCard, ResponseCode::StolenCard]) {
        let reason = if t.response_code == ResponseCode::LostCard { BlockReason::Lost } else { BlockReason::Stolen };
        let holds = is_blocked(card, t.authorized_at) && card.block_reason == Some(reason);
        tally.expect(holds, || format!("{} on card {}", name(t), card.card_id));
    }
}

fn restricted(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for (t, card) in with_card(block, &[ResponseCode::RestrictedCard]) {
        let is_other = card.block_reason.is_some_and(|r| !matches!(r, BlockReason::Lost | BlockReason::Stolen));
        tally.expect(is_blocked(card, t.authorized_at) && is_other, || format!("{} on card {}", name(t), card.card_id));
    }
}

fn inactive(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for (t, card) in with_card(block, &[ResponseCode::InactiveCard]) {
        let holds = card.activated_at.is_none_or(|activated| t.authorized_at < activated);
        tally.expect(holds, || format!("{} on card {}", name(t), card.card_id));
    }
}

fn limit(rows: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for (t, card) in with_card(block, &[ResponseCode::ExceedsAmountLimit]) {
        let day = rows.day(card.customer_id, t.authorized_at);
        let before: Cents = rows
            .transactions_before(t)
            .take_while(|earlier| earlier.authorized_at.0 > t.authorized_at.0 - 2 * crate::units::span::DAY)
            .filter(|earlier| {
                earlier.card_id == t.card_id
                    && earlier.response_code.is_approved()
                    && earlier.is_authorization()
                    && rows.day(card.customer_id, earlier.authorized_at) == day
            })
            .map(|earlier| earlier.authorized_amount)
            .sum();
        tally.expect(before + t.authorized_amount > card.daily_limit, || {
            format!("{}: {before} and {} of {}", name(t), t.authorized_amount, card.daily_limit)
        });
    }
}

fn pin(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, .. } in declined(block, &[ResponseCode::IncorrectPin]) {
        let holds = t.entry_mode == EntryMode::Chip && t.verification == Verification::Pin;
        tally.expect(holds, || format!("{}: entry {} by {}", name(t), t.entry_mode.word(), t.verification.word()));
    }
}
