//! What happens on accounts that users want to be told of, and whether a consent lets the page tell it.

use super::consents::Consent;
use super::days;
use super::links::{Link, User};
use super::suspicion::Seen;
use crate::codes::{
    BankTransactionCode as Code, CardEventType, NotificationKind as Kind, Product, Purpose, SharingScope,
};
use crate::community::Community;
use crate::ledger::{Books, Step};
use crate::population::{AccountIndex, PersonIndex};
use crate::units::{Cents, ConsentId, LinkId, StatementId, Timestamp, TransactionId, span};

/// Something that a page has to tell a user, under one of their links.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trigger {
    pub(super) at: Timestamp,
    pub(super) kind: Kind,
    pub(super) link: LinkId,
    pub(super) customer: PersonIndex,
    pub(super) account: AccountIndex,
    pub(super) transaction: Option<TransactionId>,
    pub(super) entry: Option<i32>,
    pub(super) statement: Option<StatementId>,
    pub(super) threshold: Option<Cents>,
    pub(super) consent: Option<ConsentId>,
    /// The place, in the list of suspects, of what a fraud alert is about.
    pub(super) suspect: Option<usize>,
}

/// A time in which the bank passes on what happens on an account, with a consent or, for a while, without.
#[derive(Debug, Clone, Copy)]
struct Watch {
    account: AccountIndex,
    scope: SharingScope,
    from: Timestamp,
    until: Timestamp,
    consent: Option<ConsentId>,
}

/// What a user wants to be told.
#[derive(Debug)]
struct Wishes {
    wanted: [bool; Kind::ALL.len()],
    low_balance: Cents,
    large_amount: Cents,
}

/// Adds what the pages have to tell a user, link by link, in no order of time.
///
/// # Randomness
///
/// Stream `messenger.wishes`, subject the platform user.
pub(super) fn collect(
    community: &Community<'_>,
    (books, seen): (&Books, &Seen),
    user: &User,
    consents: &[Consent],
    triggers: &mut Vec<Trigger>,
) {
    let wishes = Wishes::of(community, user);
    let mut found = Vec::new();
    for link in user.links.iter().filter(|link| link.linked_at.is_some()) {
        for watch in watches(community, link, consents) {
            let blank = Trigger {
                at: watch.from,
                kind: Kind::PostedTransaction,
                link: link.id,
                customer: link.customer,
                account: watch.account,
                transaction: None,
                entry: None,
                statement: None,
                threshold: None,
                consent: watch.consent,
                suspect: None,
            };
            found.clear();
            wishes.of_entries(community, books, &watch, &blank, &mut found);
            match watch.scope {
                SharingScope::Transactions => wishes.of_requests(books, seen, &blank, &mut found),
                _ => wishes.of_statements(community, books, &blank, &mut found),
            }
            triggers.extend(found.iter().filter(|told| watch.from <= told.at && told.at < watch.until));
        }
    }
}

/// Returns when what happens on the accounts of a link is passed on: no two times of an account and scope overlap.
fn watches(community: &Community<'_>, link: &Link, consents: &[Consent]) -> Vec<Watch> {
    let law = &community.world.scenario.messenger.notifications;
    let tries = days(law.stops_after_days.into());
    let (mut watches, mut covered): (Vec<Watch>, Vec<(AccountIndex, SharingScope, Timestamp)>) = Default::default();
    let mut add = |watch: Watch| watches.extend((watch.from < watch.until).then_some(watch));
    let of_link = consents.iter().filter(|consent| consent.link == link.id && consent.purpose == Purpose::Alerts);
    for consent in of_link {
        for scope in &consent.scopes {
            let place = covered.iter().position(|of| (of.0, of.1) == (scope.account, scope.scope));
            let from = consent.granted_at.max(place.map_or(consent.granted_at, |place| covered[place].2));
            let effective = scope.effective_at.map_or(consent.end(), |at| at.max(from));
            let watch = Watch { account: scope.account, scope: scope.scope, from, until: effective, consent: None };
            add(Watch { until: effective.min(from.plus(tries)), ..watch });
            add(Watch { from: effective, until: consent.end(), consent: Some(consent.id), ..watch });
            match place {
                Some(place) => covered[place].2 = covered[place].2.max(consent.end()),
                None => covered.push((scope.account, scope.scope, consent.end())),
            }
        }
    }
    for (account, scope, from) in covered {
        add(Watch { account, scope, from, until: from.plus(tries).min(link.end.0), consent: None });
    }
    watches
}

impl Wishes {
    fn of(community: &Community<'_>, user: &User) -> Self {
        let (law, streams) = (&community.world.scenario.messenger.notifications, &community.world.streams);
        let mut stream = streams.stream("messenger.wishes", user.id.0);
        let mut wanted = [false; Kind::ALL.len()];
        let shares = [
            law.wanted.posted_transaction,
            law.wanted.declined,
            law.wanted.low_balance,
            law.wanted.salary,
            law.wanted.large_transaction,
            law.wanted.payment_due,
        ];
        for (is_wanted, share) in wanted.iter_mut().zip(shares) {
            *is_wanted = stream.chance(share);
        }
        let mut pick = |amounts: &[i64]| Cents(100 * stream.pick(amounts));
        let (low_balance, large_amount) = (pick(&law.low_balances), pick(&law.large_amounts));
        Self { wanted, low_balance, large_amount }
    }

    fn wants(&self, kind: Kind) -> bool {
        self.wanted[kind as usize]
    }

    fn of_entries(
        &self,
        community: &Community<'_>,
        books: &Books,
        watch: &Watch,
        blank: &Trigger,
        triggers: &mut Vec<Trigger>,
    ) {
        let product = community.people.accounts[blank.account.ix()].product;
        let keeps_money = matches!(product, Product::Checking | Product::Savings);
        let is_of_money = watch.scope == SharingScope::Balances;
        let (posted, salary) = (self.wants(Kind::PostedTransaction), self.wants(Kind::Salary));
        let low = keeps_money && self.wants(Kind::LowBalance);
        if if is_of_money { !low } else { !posted && !salary } {
            return;
        }
        for entry in books.entries(blank.account) {
            let told = Trigger { at: entry.at, entry: Some(entry.sequence), ..*blank };
            let before = entry.balance_after - entry.amount;
            if is_of_money {
                if entry.balance_after < self.low_balance && self.low_balance <= before {
                    triggers.push(Trigger { kind: Kind::LowBalance, threshold: Some(self.low_balance), ..told });
                }
                continue;
            }
            match entry.code {
                code if posted && is_payment(code) => {
                    triggers.push(Trigger { transaction: entry.transaction, ..told });
                }
                Code::Salary | Code::Benefit if salary => triggers.push(Trigger { kind: Kind::Salary, ..told }),
                _ => {}
            }
        }
    }

    fn of_requests(&self, books: &Books, seen: &Seen, blank: &Trigger, triggers: &mut Vec<Trigger>) {
        let first = seen.requests.partition_point(|(account, _)| *account < blank.account);
        let own = seen.requests[first..].iter().take_while(|(account, _)| *account == blank.account);
        let told = |step: &Step| {
            let kind = if step.kind == CardEventType::Declined { Kind::Declined } else { Kind::LargeTransaction };
            let is_large = kind == Kind::LargeTransaction;
            let is_told = self.wants(kind) && (!is_large || step.amount >= self.large_amount);
            is_told.then(|| Trigger {
                at: step.at,
                kind,
                transaction: Some(books.transactions()[step.transaction].transaction_id),
                threshold: is_large.then_some(self.large_amount),
                ..*blank
            })
        };
        triggers.extend(own.filter_map(|(_, step)| told(step)));
    }

    fn of_statements(&self, community: &Community<'_>, books: &Books, blank: &Trigger, triggers: &mut Vec<Trigger>) {
        if !self.wants(Kind::PaymentDue) {
            return;
        }
        let lead = community.world.scenario.messenger.notifications.due_lead_days;
        for statement in books.statements(blank.account).iter().filter(|row| row.minimum_due > Cents::ZERO) {
            let on = statement.due_on.plus(-lead).max(statement.closed_on.plus(1));
            let at = community.zone().instant(on, 9 * span::HOUR);
            let owes = books.booked_at(blank.account, at).is_some_and(|booked| booked < Cents::ZERO);
            if owes {
                triggers.push(Trigger {
                    at,
                    kind: Kind::PaymentDue,
                    statement: Some(statement.statement_id),
                    ..*blank
                });
            }
        }
    }
}

/// Returns whether an entry is a payment with somebody else, and no pay: neither interest nor fees nor what moves between one's own accounts.
fn is_payment(code: Code) -> bool {
    let by_card = matches!(code, Code::CardPayment | Code::CashWithdrawal | Code::CardRefund | Code::CardRepayment);
    let by_transfer = matches!(code, Code::CreditReceived | Code::CreditSent | Code::CrossBorderSent);
    let by_order = matches!(code, Code::InstantReceived | Code::InstantSent | Code::StandingOrder | Code::DirectDebit);
    by_card || by_transfer || by_order || matches!(code, Code::CashDeposit | Code::ChequePaid | Code::ChequeDeposited)
}
