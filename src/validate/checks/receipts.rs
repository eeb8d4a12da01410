//! Receipts: of posted purchases that their buyers have opened to the platform, and to the cent.

use crate::codes::{ProcessingCode, Purpose, SharingScope, TransactionStatus};
use crate::dataset::run_of;
use crate::units::Cents;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::tally::Tally;
use crate::validate::views::Receipt;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "receipts.sum",
        title: "what things cost, shipping, tip, what is taken off, and tax where it is on top, come to the total",
        tables: &["receipts"],
        sql: "
SELECT * FROM receipts
WHERE subtotal + shipping_cost + tip + adjustment + CASE WHEN is_tax_included THEN 0 ELSE total_tax END <> total_cost
   OR subtotal <= 0 OR shipping_cost < 0 OR tip < 0 OR total_tax < 0 OR adjustment > 0 OR total_tax >= total_cost",
        run: Run::Community(sum),
    },
    Check {
        id: "receipts.transaction",
        title: "a receipt is of a posted purchase in the account's currency: buyer, shop, card, instant, tip and total are the transaction's",
        tables: &["cards", "card_transactions", "receipts"],
        sql: "
SELECT r.*, t.status, t.processing_code, t.customer_id AS buyer, t.merchant_id AS shop, t.posted_at, t.amount, t.tip_amount
FROM receipts r JOIN card_transactions t USING (transaction_id) JOIN cards c USING (card_id)
WHERE t.status <> 'posted' OR t.processing_code <> '00' OR t.original_currency <> t.currency OR r.currency <> t.currency
   OR r.customer_id <> t.customer_id OR r.merchant_id <> t.merchant_id OR r.issued_at <> t.posted_at
   OR r.total_cost <> t.amount OR r.tip <> t.tip_amount OR r.payment_method <> c.network || ' ' || c.last_four",
        run: Run::Community(transaction),
    },
    Check {
        id: "receipts.consent",
        title: "a receipt is shown under a consent of its buyer to receipts, in effect for the account at that instant, to the user of its link",
        tables: &["card_transactions", "consents", "consent_scopes", "receipts"],
        sql: "
SELECT r.*, c.purpose, c.customer_id AS consenting, c.expires_at, c.withdrawn_at
FROM receipts r JOIN consents c USING (consent_id) JOIN card_transactions t USING (transaction_id)
WHERE c.purpose <> 'receipts' OR c.customer_id <> r.customer_id OR c.link_id // 10 <> r.platform_user_id
   OR r.issued_at >= c.expires_at OR r.issued_at >= c.withdrawn_at
   OR NOT EXISTS (SELECT 1 FROM consent_scopes s WHERE s.consent_id = c.consent_id AND s.scope = 'transactions'
     AND s.account_id = t.account_id AND s.effective_at <= r.issued_at)",
        run: Run::Community(consent),
    },
    Check {
        id: "receipts.order",
        title: "receipts are numbered in order of issue, from 1 without gaps in each community, and a purchase has one at most",
        tables: &["receipts"],
        sql: "
SELECT * FROM (
  SELECT *, row_number() OVER w AS place, lag(issued_at) OVER w AS before, count(*) OVER (PARTITION BY transaction_id) AS n FROM receipts
  WINDOW w AS (PARTITION BY receipt_id // 1000000000 ORDER BY receipt_id))
WHERE receipt_id % 1000000000 <> place OR issued_at < before OR n > 1",
        run: Run::Community(order),
    },
    Check {
        id: "receipt_items.lines",
        title: "the lines of a receipt are numbered from 1 without gaps, and their prices are products that come to its subtotal",
        tables: &["receipts", "receipt_items"],
        sql: "
WITH lines AS (SELECT *, row_number() OVER (PARTITION BY receipt_id ORDER BY line) AS place FROM receipt_items)
SELECT r.receipt_id, r.subtotal, sum(l.price) AS prices FROM receipts r LEFT JOIN lines l USING (receipt_id) GROUP BY ALL
HAVING sum(l.price) IS DISTINCT FROM r.subtotal OR bool_or(l.line <> l.place OR l.price <> l.quantity * l.unit_price OR l.quantity < 1)",
        run: Run::Community(lines),
    },
];

fn sum(rows: &Extract<'_>, tally: &mut Tally) {
    for receipt in &rows.receipts {
        let on_top = if receipt.is_tax_included { Cents::ZERO } else { receipt.total_tax };
        let sum = receipt.subtotal + receipt.shipping_cost + receipt.tip + receipt.adjustment + on_top;
        let least = [receipt.shipping_cost, receipt.tip, receipt.total_tax, -receipt.adjustment].into_iter().min();
        let holds = sum == receipt.total_cost
            && receipt.subtotal > Cents::ZERO
            && least >= Some(Cents::ZERO)
            && receipt.total_tax < receipt.total_cost;
        tally.expect(holds, || format!("receipt {}: {sum} of {}", receipt.receipt_id, receipt.total_cost));
    }
}

fn transaction(rows: &Extract<'_>, tally: &mut Tally) {
    for receipt in &rows.receipts {
        let Some(t) = rows.transaction(receipt.transaction_id) else { continue };
        let Some(card) = rows.card(t.card_id) else { continue };
        let method = receipt.payment_method.split_once(' ');
        let holds = t.status == TransactionStatus::Posted
            && t.processing_code == ProcessingCode::Purchase
            && t.original_currency == t.currency
            && receipt.currency == t.currency
            && (receipt.customer_id, receipt.merchant_id) == (t.customer_id, t.merchant_id)
            && t.posted_at.get() == Some(receipt.issued_at)
            && (receipt.total_cost, receipt.tip) == (t.amount, t.tip_amount)
            && method == Some((card.network.word(), &*card.last_four));
        tally.expect(holds, || format!("receipt {} of transaction {}", receipt.receipt_id, t.transaction_id));
    }
}

fn consent(rows: &Extract<'_>, tally: &mut Tally) {
    for receipt in &rows.receipts {
        let Some(consent) = rows.consent(receipt.consent_id) else { continue };
        let Some(t) = rows.transaction(receipt.transaction_id) else { continue };
        let scopes = run_of(&rows.consent_scopes, receipt.consent_id, |scope| scope.consent_id);
        let mut of_account =
            scopes.iter().filter(|scope| scope.scope == SharingScope::Transactions && scope.account_id == t.account_id);
        let holds = consent.purpose == Purpose::Receipts
            && consent.customer_id == receipt.customer_id
            && consent.link_id / 10 == receipt.platform_user_id
            && receipt.issued_at < consent.expires_at
            && consent.withdrawn_at.is_none_or(|end| receipt.issued_at < end)
            && of_account.any(|scope| scope.effective_at.is_some_and(|from| from <= receipt.issued_at));
        tally.expect(holds, || format!("receipt {} under consent {}", receipt.receipt_id, receipt.consent_id));
    }
}

fn order(rows: &Extract<'_>, tally: &mut Tally) {
    let mut seen: Vec<i64> = rows.receipts.iter().map(|receipt| receipt.transaction_id).collect();
    seen.sort_unstable();
    let twice = |receipt: &Receipt| run_of(&seen, receipt.transaction_id, |id| *id).len() > 1;
    for (place, receipt) in rows.receipts.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| rows.receipts[before].issued_at);
        let holds = receipt.receipt_id % 1_000_000_000 == place as i64 + 1
            && before.is_none_or(|before| before <= receipt.issued_at)
            && !twice(receipt);
        tally.expect(holds, || format!("receipt {}", receipt.receipt_id));
    }
}

fn lines(rows: &Extract<'_>, tally: &mut Tally) {
    for receipt in &rows.receipts {
        let items = run_of(&rows.receipt_items, receipt.receipt_id, |item| item.receipt_id);
        let are_products = items.iter().zip(1..).all(|(item, place)| {
            item.line == place && item.quantity > 0 && item.price.0 == i64::from(item.quantity) * item.unit_price.0
        });
        let prices: Cents = items.iter().map(|item| item.price).sum();
        tally.expect(are_products && prices == receipt.subtotal, || {
            format!("receipt {}: {prices} of {}", receipt.receipt_id, receipt.subtotal)
        });
    }
}
