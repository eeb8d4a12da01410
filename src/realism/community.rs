//! The rows of one community as measures see them, and what follows from several of them at once.

use arrow::record_batch::RecordBatch;

use crate::calendar::{Horizon, Weekday};
use crate::codes::{CardKind, ProcessingCode, TransactionStatus};
use crate::dataset::{Hashed, Layout, Places, Row as _, by_id, run_of};
use crate::realism::selection::Place;
use crate::realism::views::*;
use crate::schema;
use crate::units::{COMMUNITY_SIZE, Date, Timestamp, span};

/// What all communities share.
#[derive(Debug)]
pub(super) struct Context {
    /// The days that are measured.
    pub(super) horizon: Horizon,
    /// Whether the dataset has other days as well.
    pub(super) is_window: bool,
    /// What a thing cost on these days that cost 1 in the scenario's base year.
    pub(super) price_level: f64,
    /// Customers of the dataset.
    pub(super) customers: u64,
    /// Where the stores are, by id.
    pub(super) stores: Vec<Store>,
    pub(super) store_places: Hashed,
}

impl Context {
    /// Makes what is shared of these days, all there are and at the prices of the base year, so many customers and these stores.
    pub(super) fn of(horizon: Horizon, customers: u64, stores: Vec<Store>) -> Self {
        let mut store_places = Hashed::default();
        store_places.index(stores.iter().map(|store| store.location_id));
        Self { horizon, is_window: false, price_level: 1.0, customers, stores, store_places }
    }

    /// Returns the day in the middle of the horizon, at which people's ages are taken.
    pub(super) fn middle(&self) -> Date {
        self.horizon.middle()
    }

    /// Returns the store of an id.
    pub(super) fn store(&self, id: i64) -> Option<&Store> {
        self.store_places.find(id).map(|place| &self.stores[place])
    }
}

/// A person of a community.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Person {
    /// The age in the middle of the horizon.
    pub(super) age: i32,
    /// The days of the horizon between the first part in an account and the close of the last.
    pub(super) days: i32,
    /// The place of the household among the community's, where it is there.
    pub(super) household: Option<usize>,
}

impl Person {
    /// Returns the age band of the diary: 18–24, 25–34, 35–44, 45–54, 55–64, 65–74, 75 and over.
    pub(super) fn age_band(&self) -> usize {
        [25, 35, 45, 55, 65, 75].iter().filter(|from| self.age >= **from).count()
    }
}

/// A posted card purchase, with or without cash back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Purchase {
    /// The place of its row among the card transactions.
    pub(super) row: usize,
    /// The place of its customer among the people.
    pub(super) person: usize,
    /// The kind of card.
    pub(super) kind: CardKind,
    /// Where it was made.
    pub(super) place: Place,
    /// The local day of the week.
    pub(super) weekday: Weekday,
    /// The number of the local month, as [`Date::month_number`] counts.
    pub(super) month: i32,
}

macro_rules! community {
    ($( $table:ident: $row:ident ),+ $(,)?) => {
        /// The rows of one community, each table in the order of its file.
        #[derive(Debug)]
        pub(super) struct Community<'a> {
            /// What all communities share.
            pub(super) context: &'a Context,
            /// The community's number.
            pub(super) number: i64,
            $( pub(super) $table: Vec<$row>, )+
            /// The customers as people, in the same order.
            pub(super) people: Vec<Person>,
            /// The posted purchases, in the order of time.
            pub(super) purchases: Vec<Purchase>,
            account_places: Places,
            card_places: Places,
        }

        impl<'a> Community<'a> {
            /// Makes a community without rows.
            pub(super) fn empty(context: &'a Context) -> Self {
                Self {
                    context,
                    number: 0,
                    $( $table: Vec::new(), )+
                    people: Vec::new(),
                    purchases: Vec::new(),
                    account_places: Places::default(),
                    card_places: Places::default(),
                }
            }

            /// Forgets all rows.
            pub(super) fn clear(&mut self) {
                $( self.$table.clear(); )+
            }

            /// Adds the rows of a batch of a table; fails with the column that cannot be read.
            pub(super) fn read(&mut self, table: &str, batch: &RecordBatch) -> Result<(), &'static str> {
                match table {
                    $( $row::TABLE => $row::read(batch, &mut self.$table), )+
                    _ => Ok(()),
                }
            }
        }

        /// Returns the tables that are read, with the columns that a measure looks at.
        pub(super) fn layouts() -> Vec<Layout> {
            vec![$( layout($row::TABLE, $row::COLUMNS) ),+]
        }
    };
}

community! {
    households: Household,
    customers: Customer,
    accounts: Account,
    account_holders: AccountHolder,
    cards: Card,
    card_transactions: Transaction,
    account_entries: Entry,
    balances: Balance,
    disputes: Dispute,
    standing_orders: StandingOrder,
    statements: Statement,
    fraud_cases: FraudCase,
    fraud_labels: FraudLabel,
}

/// Returns the day of an instant at Greenwich, near enough to tell years apart.
fn day_of(at: Timestamp) -> Date {
    Date(at.0.div_euclid(span::DAY) as i32)
}

/// Returns the layout of a table of which only some columns are read.
pub(super) fn layout(table: &str, columns: &[&str]) -> Layout {
    Layout::of(schema::table(table).expect("a view is of a table of the registry")).with_columns(columns)
}

impl Community<'_> {
    /// Prepares what measures look up, once all rows are read.
    pub(super) fn index(&mut self, number: i64) {
        self.number = number;
        self.account_places.index(self.accounts.iter().map(|account| account.account_id));
        self.card_places.index(self.cards.iter().map(|card| card.card_id));
        if self.context.is_window {
            self.keep_window();
        }
        self.people = self.customers.iter().map(|customer| self.person(customer)).collect();
        let mut purchases = std::mem::take(&mut self.purchases);
        purchases.clear();
        purchases.extend(self.card_transactions.iter().enumerate().filter_map(|(row, t)| self.purchase(row, t)));
        self.purchases = purchases;
    }

    /// Forgets what happened on other days, and who held no account on these.
    fn keep_window(&mut self) {
        let days = self.context.horizon;
        self.card_transactions.retain(|transaction| days.contains(transaction.local_date));
        self.account_entries.retain(|entry| days.contains(entry.booking_date));
        self.balances.retain(|balance| days.contains(balance.balance_date));
        self.statements.retain(|statement| days.contains(statement.due_on));
        self.disputes.retain(|dispute| dispute.charged_back_at.is_some_and(|at| days.contains(day_of(at))));
        self.fraud_cases.retain(|case| days.contains(day_of(case.started_at)));
        let mut customers = std::mem::take(&mut self.customers);
        customers.retain(|customer| self.person(customer).days > 0);
        self.customers = customers;
    }

    fn person(&self, customer: &Customer) -> Person {
        let horizon = self.context.horizon;
        let parts = self.account_holders.iter().filter(|holder| holder.customer_id == customer.customer_id);
        let held = parts.filter_map(|holder| {
            let account = self.account(holder.account_id)?;
            let until = account.closed_on.map_or(horizon.to, |closed| closed.min(horizon.to));
            Some((holder.since.max(horizon.from), until))
        });
        let (since, until) = held.fold((None, None), |(since, until): (Option<Date>, Option<Date>), held| {
            (
                Some(since.map_or(held.0, |since| since.min(held.0))),
                Some(until.map_or(held.1, |until| until.max(held.1))),
            )
        });
        let days = since.zip(until).map_or(0, |(since, until)| (until.since(since) + 1).max(0));
        Person {
            age: self.context.middle().years_since(customer.birth_date),
            days,
            household: self.households.binary_search_by_key(&customer.household_id, |h| h.household_id).ok(),
        }
    }

    fn purchase(&self, row: usize, transaction: &Transaction) -> Option<Purchase> {
        let is_purchase =
            matches!(transaction.processing_code, ProcessingCode::Purchase | ProcessingCode::PurchaseWithCashback);
        if !is_purchase || transaction.status != TransactionStatus::Posted {
            return None;
        }
        Some(Purchase {
            row,
            person: self.person_of(transaction.customer_id)?,
            kind: self.card(transaction.card_id)?.kind,
            place: Place::of(transaction.channel),
            weekday: transaction.local_date.weekday(),
            month: transaction.local_date.month_number(),
        })
    }

    /// Returns the row of a purchase.
    pub(super) fn row(&self, purchase: &Purchase) -> &Transaction {
        &self.card_transactions[purchase.row]
    }

    /// Returns the place of a customer among the people.
    pub(super) fn person_of(&self, customer_id: i64) -> Option<usize> {
        let guess = usize::try_from((customer_id - 1).rem_euclid(COMMUNITY_SIZE)).expect("a remainder is small");
        if self.customers.get(guess).is_some_and(|customer| customer.customer_id == customer_id) {
            return Some(guess);
        }
        self.customers.binary_search_by_key(&customer_id, |customer| customer.customer_id).ok()
    }

    /// Returns the household of a person.
    pub(super) fn household_of(&self, person: &Person) -> Option<&Household> {
        person.household.map(|place| &self.households[place])
    }

    /// Returns the account of an id.
    pub(super) fn account(&self, id: i64) -> Option<&Account> {
        self.account_places.find(id).map(|place| &self.accounts[place])
    }

    /// Returns the card of an id.
    pub(super) fn card(&self, id: i64) -> Option<&Card> {
        self.card_places.find(id).map(|place| &self.cards[place])
    }

    /// Returns the card transaction of an id.
    pub(super) fn transaction(&self, id: i64) -> Option<&Transaction> {
        // Ids of a community count up without gaps, as long as no rows are missing.
        let first = self.card_transactions.first()?.transaction_id;
        let guess = usize::try_from(id - first).ok().and_then(|place| self.card_transactions.get(place));
        guess
            .filter(|transaction| transaction.transaction_id == id)
            .or_else(|| by_id(&self.card_transactions, id, |transaction| transaction.transaction_id))
    }

    /// Returns the entries of an account, in the order of booking.
    pub(super) fn entries_of(&self, account_id: i64) -> &[Entry] {
        run_of(&self.account_entries, account_id, |entry| entry.account_id)
    }

    /// Returns the daily balances of an account.
    pub(super) fn balances_of(&self, account_id: i64) -> &[Balance] {
        run_of(&self.balances, account_id, |balance| balance.account_id)
    }
}
