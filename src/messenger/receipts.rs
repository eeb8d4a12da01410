//! Receipts: what shops that take part tell of a purchase, to the cent of what was posted, to those who have consented.

use std::collections::BTreeMap;

use super::consents::Consent;
use super::items::{Line, Trades};
use super::shipments::Dispatch;
use crate::codes::{CardEventType, ProcessingCode, Purpose, SharingScope};
use crate::columns::{Columns as _, Text};
use crate::community::Community;
use crate::identity::{Mint, last_four_of, mint_order_number};
use crate::ledger::Books;
use crate::population::{AccountIndex, PersonIndex};
use crate::rng::Stream;
use crate::rows::{self, CardTransaction, Rows};
use crate::scenario::ReceiptLaw;
use crate::units::{CardId, Cents, ConsentId, CustomerId, LinkId, PlatformUserId, ReceiptId, Timestamp};

/// A period in which what a customer buys from an account may be shown to them as a receipt.
#[derive(Debug, Clone, Copy)]
struct Opening {
    account: AccountIndex,
    customer: CustomerId,
    consent: ConsentId,
    link: LinkId,
    from: Timestamp,
    until: Timestamp,
}

/// The parts of what was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) subtotal: Cents,
    pub(super) shipping: Cents,
    pub(super) tax: Cents,
    pub(super) adjustment: Cents,
    pub(super) tip: Cents,
}

/// Adds the receipts of the purchases that posted while they were open to the platform, and the shipments of what is sent.
///
/// # Randomness
///
/// Stream `messenger.receipt`, subject the transaction.
pub(super) fn list(community: &mut Community<'_>, books: &Books, consents: &[Consent], rows: &mut Rows) {
    let openings = openings(community, consents);
    if openings.is_empty() {
        return;
    }
    let mut writer = Writer::new(community, books);
    let posted = books.steps().filter(|step| step.kind == CardEventType::Posted);
    for step in posted {
        let (row, account) = (&books.transactions()[step.transaction], books.account_of(step.transaction));
        let first = openings.partition_point(|opening| opening.account < account);
        let of_account = openings[first..].iter().take_while(|opening| opening.account == account);
        let mut open = of_account.filter(|opening| {
            opening.customer == row.customer_id && opening.from <= step.at && step.at < opening.until
        });
        if let Some(opening) = open.next()
            && writer.is_told(row)
        {
            writer.write(step.transaction, row, opening, step.at, rows);
        }
    }
}

/// Returns the periods in which receipts may be shown, by account, those of one in the order of their consents.
fn openings(community: &Community<'_>, consents: &[Consent]) -> Vec<Opening> {
    let mut openings = Vec::new();
    for consent in consents.iter().filter(|consent| consent.purpose == Purpose::Receipts) {
        let customer = community.people.persons[consent.customer.ix()].id;
        let scopes = consent.scopes.iter().filter(|scope| scope.scope == SharingScope::Transactions);
        openings.extend(scopes.filter_map(|scope| {
            let (from, until) = (scope.effective_at?, consent.end());
            Some(Opening { account: scope.account, customer, consent: consent.id, link: consent.link, from, until })
        }));
    }
    openings.sort_by_key(|opening| opening.account);
    openings
}

/// Writes the receipts of a community, one after another.
struct Writer<'c, 'w> {
    community: &'c mut Community<'w>,
    law: &'w ReceiptLaw,
    trades: &'static Trades,
    mint: Mint,
    number: i64,
    titles: Vec<Option<Text>>,
    payment_methods: BTreeMap<CardId, Text>,
    lines: Vec<Line>,
    dispatch: Dispatch<'w>,
}

impl<'c, 'w> Writer<'c, 'w> {
    fn new(community: &'c mut Community<'w>, books: &Books) -> Self {
        let world = community.world;
        let trades = Trades::of(world.country);
        Self {
            law: &world.scenario.messenger.receipts,
            mint: Mint::new(&world.streams),
            number: 0,
            titles: trades.untold(),
            payment_methods: BTreeMap::new(),
            lines: Vec::new(),
            dispatch: Dispatch::new(community, books),
            trades,
            community,
        }
    }

    /// Returns whether a shop hands on a receipt of a transaction: of a single purchase in the country's currency.
    fn is_told(&self, row: &CardTransaction) -> bool {
        row.processing_code == ProcessingCode::Purchase
            && !row.is_recurring
            && row.original_currency == row.currency
            && row.amount > row.tip_amount
            && self.community.world.gives_receipts(row.merchant_id)
            && self.trades.sold_by(row.mcc, row.category).is_some()
    }

    fn write(&mut self, place: usize, row: &CardTransaction, opening: &Opening, at: Timestamp, rows: &mut Rows) {
        let world = self.community.world;
        let Some(trade) = self.trades.sold_by(row.mcc, row.category) else { return };
        let mut stream = world.streams.stream("messenger.receipt", row.transaction_id.0);
        let is_sent = row.location_id.is_none() && row.category.is_goods();
        let parts = parts(self.law, (row.amount, row.tip_amount), self.tax_rate(row), is_sent, &mut stream);
        trade.fill(parts.subtotal, &mut stream, &mut self.lines);
        self.number += 1;
        let id = ReceiptId(self.community.number * 1_000_000_000 + self.number);
        let payment_method = self.payment_method(row, opening.account);
        rows.receipts.push(rows::Receipt {
            receipt_id: id,
            transaction_id: row.transaction_id,
            platform_user_id: PlatformUserId(opening.link.0 / 10),
            customer_id: row.customer_id,
            merchant_id: row.merchant_id,
            consent_id: opening.consent,
            order_number: mint_order_number(id),
            issued_at: at,
            currency: row.currency,
            payment_method,
            subtotal: parts.subtotal,
            shipping_cost: parts.shipping,
            total_tax: parts.tax,
            is_tax_included: self.law.tax.is_included,
            adjustment: parts.adjustment,
            tip: parts.tip,
            total_cost: row.amount,
        });
        for (item, line) in self.lines.iter().zip(1..) {
            rows.receipt_items.push(rows::ReceiptItem {
                receipt_id: id,
                line,
                title: self.trades.title(item.item, &mut self.titles, &mut self.community.texts),
                quantity: item.quantity,
                unit_price: item.unit_price,
                price: Cents(item.unit_price.0 * i64::from(item.quantity)),
            });
        }
        if is_sent {
            self.dispatch.send(self.community, place, row.transaction_id, (id, at), rows);
        }
    }

    /// Returns the rate of sales tax: that of the state where the store stands, or where a parcel goes.
    fn tax_rate(&self, row: &CardTransaction) -> f64 {
        let world = self.community.world;
        let is_here = row.location_id.is_none_or(|store| world.is_in_area(store));
        let region = is_here.then(|| world.geography.area(self.community.area).admin1.as_str());
        self.law.tax.rate(row.category, region)
    }

    fn payment_method(&mut self, row: &CardTransaction, account: AccountIndex) -> Text {
        let Self { community, mint, payment_methods, .. } = self;
        *payment_methods.entry(row.card_id).or_insert_with(|| {
            let people = &community.people;
            let carries = |holder: PersonIndex| people.persons[holder.ix()].id == row.customer_id;
            let slot = people.slots.iter().find(|slot| slot.account == account && carries(slot.holder));
            let network = slot.expect("a card belongs to somebody and an account").network;
            let method = format!("{} {}", network.word(), last_four_of(&mint.pan(row.card_id)));
            community.texts.intern(&method)
        })
    }
}

/// Parts what was paid, of which a tip is known, into what things cost, what is taken off, what sending costs and what the state takes.
///
/// Without a discount and with tax on top, things cost what the rate leaves of the rest, to the nearest cent.
pub(super) fn parts(
    law: &ReceiptLaw,
    (total, tip): (Cents, Cents),
    rate: f64,
    is_sent: bool,
    stream: &mut Stream,
) -> Parts {
    let (is_free, is_discounted) = (stream.chance(law.free_share), stream.chance(law.discount_share));
    let (cost, discount) = (*stream.pick(&law.shipping_costs), *stream.pick(&law.discounts));
    let paid = total - tip;
    let costs = is_sent && !is_free && paid.to_major() < law.free_from;
    // Nobody pays more for the parcel than for what is in it.
    let shipping = Some(Cents::from_major(cost)).filter(|cost| costs && 2 * cost.0 < paid.0).unwrap_or(Cents::ZERO);
    let without = if law.tax.is_included { 0.0 } else { rate };
    let net = (paid - shipping).share(1.0 / (1.0 + without)).max(Cents(1));
    let tax = if law.tax.is_included { paid.share(rate / (1.0 + rate)) } else { paid - shipping - net };
    let off = if is_discounted { net.share(discount / (1.0 - discount)) } else { Cents::ZERO };
    Parts { subtotal: net + off, shipping, tax, adjustment: -off, tip }
}
