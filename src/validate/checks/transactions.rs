//! Card transactions: their state, their money, their times, and the entry that each posting makes.

use crate::codes::{BankTransactionCode, ProcessingCode, TransactionStatus};
use crate::units::Cents;
use crate::validate::checks::{Check, Run};
use crate::validate::extract::Extract;
use crate::validate::linked::Linked;
use crate::validate::tally::Tally;
use crate::validate::views::Transaction;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "transactions.status",
        title: "a transaction is declined if and only if its response code is not 00, and posted if and only if it has a posting time",
        tables: &["card_transactions"],
        sql: "
SELECT transaction_id, response_code, status, posted_at FROM card_transactions
WHERE (status = 'declined') <> (response_code <> '00') OR (status = 'posted') <> (posted_at IS NOT NULL)
   OR (posted_at IS NOT NULL AND cleared_at IS NULL)",
        run: Run::Transactions(status),
    },
    Check {
        id: "transactions.entry",
        title: "a posted transaction has one entry of its amount on its account at its time; any other has none",
        tables: &["card_transactions", "account_entries"],
        sql: "
SELECT t.transaction_id, t.status, t.amount, count(e.amount) AS entries, sum(e.amount) AS moved
FROM card_transactions t LEFT JOIN account_entries e
  ON e.transaction_id = t.transaction_id AND e.dispute_id IS NULL
  AND e.bank_transaction_code IN ('PMNT-CCRD-POSD', 'PMNT-CCRD-CWDL', 'PMNT-CCRD-POSC')
GROUP BY t.transaction_id, t.status, t.amount, t.account_id, t.posted_at, t.processing_code
HAVING CASE WHEN t.status = 'posted' THEN NOT coalesce(count(e.amount) = 1
    AND sum(e.amount) = CASE t.processing_code WHEN '20' THEN t.amount ELSE -t.amount END
    AND min(e.account_id) = t.account_id AND min(e.booked_at) = t.posted_at
    AND min(e.bank_transaction_code) = CASE t.processing_code WHEN '20' THEN 'PMNT-CCRD-POSC' WHEN '01' THEN 'PMNT-CCRD-CWDL' ELSE 'PMNT-CCRD-POSD' END, false)
  ELSE count(e.amount) > 0 END",
        run: Run::Transactions(entry),
    },
    Check {
        id: "transactions.amounts",
        title: "only what posts has an amount, which holds its tip and its cashback",
        tables: &["card_transactions"],
        sql: "
SELECT transaction_id, status, authorized_amount, amount, tip_amount, cashback_amount FROM card_transactions
WHERE authorized_amount < 0 OR tip_amount < 0 OR cashback_amount < 0
   OR CASE status WHEN 'posted' THEN amount <= 0 OR tip_amount + cashback_amount > amount ELSE amount <> 0 END
   OR (status = 'verified') <> (processing_code = '33' AND response_code = '00')
   OR (processing_code = '33' AND authorized_amount <> 0)
   OR (cashback_amount > 0 AND processing_code <> '09')",
        run: Run::Transactions(amounts),
    },
    Check {
        id: "transactions.times",
        title: "a transaction clears no earlier than it is authorized and posts no earlier than it clears",
        tables: &["card_transactions"],
        sql: "
SELECT transaction_id, authorized_at, cleared_at, posted_at FROM card_transactions
WHERE cleared_at < authorized_at OR posted_at < cleared_at OR posted_at < authorized_at",
        run: Run::Transactions(times),
    },
    Check {
        id: "transactions.card",
        title: "account, customer and currency of a transaction are those of its card and account",
        tables: &["accounts", "cards", "card_transactions"],
        sql: "
SELECT t.transaction_id, t.account_id, t.customer_id, t.currency, k.account_id, k.customer_id, a.currency
FROM card_transactions t JOIN cards k USING (card_id) JOIN accounts a ON a.account_id = t.account_id
WHERE t.account_id <> k.account_id OR t.customer_id <> k.customer_id OR t.currency <> a.currency",
        run: Run::Transactions(card),
    },
    Check {
        id: "transactions.exchange",
        title: "a posted amount is the original amount at its rate to the cent; the rate is one at home",
        tables: &["card_transactions"],
        sql: "
SELECT transaction_id, amount, currency, original_amount, original_currency, fx_rate FROM card_transactions
WHERE (currency = original_currency AND fx_rate <> 1) OR fx_rate <= 0
   OR (status = 'posted' AND abs(amount - original_amount * fx_rate) > 0.015)",
        run: Run::Transactions(exchange),
    },
    Check {
        id: "transactions.exponent",
        title: "an original amount has no more digits than its currency",
        tables: &["card_transactions"],
        sql: "
SELECT transaction_id, original_amount, original_currency FROM card_transactions
WHERE original_amount * 1000 % (CASE original_currency WHEN 'JPY' THEN 1000 ELSE 10 END) <> 0",
        run: Run::Transactions(exponent),
    },
    Check {
        id: "transactions.notes",
        title: "cash machines give notes: tens of the place's currency, thousands of yen",
        tables: &["card_transactions"],
        sql: "
SELECT transaction_id, original_amount, original_currency FROM card_transactions
WHERE processing_code = '01' AND status = 'posted'
  AND original_amount % (CASE original_currency WHEN 'JPY' THEN 1000 ELSE 10 END) <> 0",
        run: Run::Transactions(notes),
    },
    Check {
        id: "transactions.live_card",
        title: "a card is authorized only from its activation to its block and to the end of the day it expires",
        tables: &["customers", "cards", "card_transactions"],
        sql: "
SELECT t.transaction_id, t.authorized_at, k.activated_at, k.blocked_at, k.expires_on
FROM card_transactions t JOIN cards k USING (card_id) JOIN customers c ON c.customer_id = k.customer_id
WHERE t.response_code = '00' AND t.message_type IN ('0100', '0200')
  AND (k.activated_at IS NULL OR t.authorized_at < k.activated_at OR t.authorized_at >= k.blocked_at
    OR (t.authorized_at AT TIME ZONE c.timezone)::DATE > k.expires_on)",
        run: Run::Transactions(live_card),
    },
];

fn name(transaction: &Transaction) -> String {
    format!("transaction {} ({})", transaction.transaction_id, transaction.status.word())
}

fn status(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, .. } in block {
        let holds = (t.status == TransactionStatus::Declined) != t.response_code.is_approved()
            && (t.status == TransactionStatus::Posted) == t.posted_at.is_some()
            && (!t.posted_at.is_some() || t.cleared_at.is_some());
        tally.expect(holds, || format!("{}: response {}", name(t), t.response_code.word()));
    }
}

fn entry(rows: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, .. } in block {
        let (code, amount) = match t.processing_code {
            ProcessingCode::Refund => (BankTransactionCode::CardRefund, t.amount),
            ProcessingCode::CashWithdrawal => (BankTransactionCode::CashWithdrawal, -t.amount),
            _ => (BankTransactionCode::CardPayment, -t.amount),
        };
        let mut postings = rows.postings_of(t.transaction_id);
        let holds = match (t.status == TransactionStatus::Posted, postings.next()) {
            (true, Some(posting)) => {
                (posting.account_id, Some(posting.booked_at), posting.amount, posting.code)
                    == (t.account_id, t.posted_at.get(), amount, code)
            }
            (posted, posting) => !posted && posting.is_none(),
        };
        tally.expect(holds && postings.next().is_none(), || format!("{} of {}", name(t), t.amount));
    }
}

fn amounts(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, .. } in block {
        let parts = t.tip_amount + t.cashback_amount;
        let is_verification = t.processing_code == ProcessingCode::AccountVerification && t.response_code.is_approved();
        let holds = t.authorized_amount.0.min(t.tip_amount.0).min(t.cashback_amount.0) >= 0
            && match t.status {
                TransactionStatus::Posted => t.amount > Cents::ZERO && parts <= t.amount,
                _ => t.amount == Cents::ZERO,
            }
            && (t.status == TransactionStatus::Verified) == is_verification
            && (t.processing_code != ProcessingCode::AccountVerification || t.authorized_amount == Cents::ZERO)
            && (t.cashback_amount == Cents::ZERO || t.processing_code == ProcessingCode::PurchaseWithCashback);
        tally.expect(holds, || {
            format!("{}: asked {}, posted {}, tip and cashback {parts}", name(t), t.authorized_amount, t.amount)
        });
    }
}

fn times(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, .. } in block {
        let cleared = t.cleared_at.get().unwrap_or(t.authorized_at);
        let posted = t.posted_at.get().unwrap_or(cleared);
        tally.expect(t.authorized_at <= cleared && cleared <= posted, || name(t));
    }
}

fn card(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for linked in block {
        let t = linked.row;
        let (Some(card), Some(account)) = (linked.card, linked.account) else { continue };
        let is_of_card = (card.account_id, card.customer_id) == (t.account_id, t.customer_id);
        tally.expect(is_of_card && account.currency == t.currency, || {
            format!("{}: card {} account {} customer {}", name(t), t.card_id, t.account_id, t.customer_id)
        });
    }
}

fn exchange(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, .. } in block {
        let is_home = t.currency == t.original_currency;
        // Thousandths times millionths are 10^-9 of a unit; a cent and a half is 15 million of them.
        let converted = i128::from(t.original_amount.0) * i128::from(t.fx_rate.0);
        let is_near = (i128::from(t.amount.0) * 10_000_000 - converted).abs() <= 15_000_000;
        let holds = t.fx_rate.0 > 0
            && (!is_home || t.fx_rate == crate::units::Rate::ONE)
            && (t.status != TransactionStatus::Posted || is_near);
        tally.expect(holds, || {
            let original = t.original_amount.0 as f64 / 1e3;
            format!("{}: {} for {original} {}", name(t), t.amount, t.original_currency.word())
        });
    }
}

fn exponent(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    for Linked { row: t, .. } in block {
        let is_whole = if t.original_currency.exponent() == 0 {
            t.original_amount.0 % 1000 == 0
        } else {
            t.original_amount.0 % 10 == 0
        };
        tally.expect(is_whole, || {
            format!("{}: {} thousandths of {}", name(t), t.original_amount.0, t.original_currency.word())
        });
    }
}

fn notes(_: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    let is_cash =
        |t: &&Transaction| t.processing_code == ProcessingCode::CashWithdrawal && t.status == TransactionStatus::Posted;
    for t in block.iter().map(|linked| linked.row).filter(is_cash) {
        let note = if t.original_currency.exponent() == 0 { 1_000_000 } else { 10_000 };
        tally.expect(t.original_amount.0 % note == 0, || {
            format!("{}: {} thousandths of {}", name(t), t.original_amount.0, t.original_currency.word())
        });
    }
}

fn live_card(rows: &Extract<'_>, block: &[Linked<'_>], tally: &mut Tally) {
    let is_approved = |linked: &&Linked<'_>| linked.row.is_authorization() && linked.row.response_code.is_approved();
    for linked in block.iter().filter(is_approved) {
        let (t, Some(card)) = (linked.row, linked.card) else { continue };
        let holds = card.activated_at.is_some_and(|at| at <= t.authorized_at)
            && card.blocked_at.is_none_or(|at| t.authorized_at < at)
            && linked.day_of_holder(rows, card) <= card.expires_on;
        tally.expect(holds, || format!("{} on card {}", name(t), t.card_id));
    }
}
