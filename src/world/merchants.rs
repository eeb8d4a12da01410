//! The merchants that the whole country shares: chains, online shops, subscription sites.

use crate::codes::{Category, Currency, Mcc};
use crate::country::Country;
use crate::error::{Error, Result};
use crate::rng::{Alias, Stream, Streams};
use crate::scenario::{MerchantsLaws, StoreLaw};
use crate::units::MerchantId;
use crate::world::banks::BankProfile;
use crate::world::ids::{self, Kind};
use crate::world::names::{self, Vocabulary};
use std::collections::BTreeMap;

/// A chain, an online shop or a subscription site.
#[derive(Debug, Clone)]
pub struct Merchant {
    /// Its id.
    pub id: MerchantId,
    /// Its name.
    pub name: String,
    /// Its name on statements.
    pub descriptor: String,
    /// What it sells.
    pub category: Category,
    /// Its merchant category code.
    pub mcc: Mcc,
    /// ISO 3166 code of the country it sits in.
    pub country: &'static str,
    /// The currency it charges.
    pub currency: Currency,
    /// Its host under `.example`.
    pub host: String,
    /// The line on a statement of what is bought at its site.
    pub line: String,
    /// What it charges against the mean of its category.
    pub price_level: f32,
    /// How long it takes goods back; zero for none.
    pub return_window_days: u16,
}

/// The country that the merchants sit in, and what they charge in.
type Home = (&'static Country, Currency);

/// A list of merchants, grouped by category, each with its popularity.
#[derive(Debug, Default)]
pub struct Directory {
    list: Vec<Merchant>,
    /// Where each category begins in the list, by the category's number, and the table of its Zipf law.
    groups: Vec<(usize, Alias)>,
}

impl Directory {
    fn of(list: Vec<Merchant>, weights: impl Fn(Category, usize) -> Vec<f64>) -> Self {
        let groups = Category::ALL.iter().map(|&category| {
            let start = list.partition_point(|merchant| merchant.category < category);
            let count = list[start..].partition_point(|merchant| merchant.category == category);
            (start, Alias::new(&weights(category, count)))
        });
        Self { groups: groups.collect(), list }
    }

    /// Returns every merchant, ascending by id.
    pub fn all(&self) -> &[Merchant] {
        &self.list
    }

    /// Returns the merchants of a category, the best known first.
    pub fn of_category(&self, category: Category) -> &[Merchant] {
        let (start, alias) = &self.groups[category as usize];
        &self.list[*start..start + alias.len()]
    }

    /// Draws the index of a merchant of a category by its popularity; none if there is none.
    pub fn draw(&self, category: Category, stream: &mut Stream) -> Option<usize> {
        let (start, alias) = &self.groups[category as usize];
        (!alias.is_empty()).then(|| start + alias.sample(stream))
    }
}

/// The merchants that the whole country shares.
#[derive(Debug, Default)]
pub struct Merchants {
    /// The chains; among cash machines the banks come first, in their order.
    pub chains: Directory,
    /// The online shops.
    pub shops: Directory,
    /// The sites that sell subscriptions, the best known first.
    pub subscriptions: Vec<Merchant>,
    banks: usize,
}

impl Merchants {
    /// Registers the merchants of a scenario.
    ///
    /// # Randomness
    ///
    /// Streams `merchants.chain`, `merchants.shop` and `merchants.subscription`, subject the merchant's id.
    ///
    /// # Errors
    ///
    /// Fails where a category is missing or there are more sites than names.
    pub(super) fn register(home: Home, laws: &MerchantsLaws, banks: &[BankProfile], streams: &Streams) -> Result<Self> {
        let words = Vocabulary::of(home.0);
        if let Some(missing) = Category::ALL.iter().find(|category| !laws.categories.contains_key(category)) {
            let place = format!("[merchants.categories.{}]", missing.word());
            return Err(Error::input(place, "the block is missing", "say what the stores of this category are like"));
        }
        let sites: u32 = laws.categories.values().map(|law| law.online_shops).sum::<u32>() + laws.subscription_sites;
        if sites as usize > words.online_names() {
            let cause = format!("{sites} sites, but only {} names", words.online_names());
            return Err(Error::input("[merchants] online_shops", cause, "ask for fewer sites"));
        }
        let shops = shops(home, laws, streams);
        let subscriptions = subscriptions(home, laws, shops.len(), streams);
        Ok(Self {
            chains: Directory::of(chains(home, laws, banks, streams), |category, count| {
                chain_weights(laws, banks, category, count)
            }),
            shops: Directory::of(shops, |_, count| zipf(count, laws.online_zipf_exponent)),
            subscriptions,
            banks: banks.len(),
        })
    }

    /// Returns the bank that runs a cash machine, an index into `World::banks`; none if another firm runs it.
    pub fn machine_bank(&self, merchant: MerchantId) -> Option<usize> {
        ids::chain_of(merchant, Category::Cash).filter(|bank| *bank < self.banks)
    }
}

/// Returns the weights of Zipf's law for ranks 1 to `count`.
pub(super) fn zipf(count: usize, exponent: f64) -> Vec<f64> {
    (1..=count).map(|rank| (rank as f64).powf(-exponent)).collect()
}

fn chain_weights(laws: &MerchantsLaws, banks: &[BankProfile], category: Category, count: usize) -> Vec<f64> {
    if category != Category::Cash {
        return zipf(count, laws.chain_zipf_exponent);
    }
    let others = count - banks.len();
    let own = banks.iter().map(|bank| bank.share * laws.bank_machine_share);
    let other = (0..others).map(|_| (1.0 - laws.bank_machine_share) / others as f64);
    own.chain(other).collect()
}

fn chains(home: Home, laws: &MerchantsLaws, banks: &[BankProfile], streams: &Streams) -> Vec<Merchant> {
    let mut list = Vec::new();
    for &category in Category::ALL {
        let own = banks.iter().filter(|_| category == Category::Cash).map(|bank| (Mcc(6011), bank.name.as_str()));
        let brands =
            Vocabulary::of(home.0).brands().filter(|(of, _, _)| *of == category).map(|(_, mcc, name)| (mcc, name));
        for (running, (mcc, name)) in own.chain(brands).enumerate() {
            let id = ids::number(Kind::Chain, 0, category, running);
            let mut stream = streams.stream("merchants.chain", id);
            let (name, host) = (name.to_owned(), names::host(name));
            list.push(merchant(home, id, category, mcc, (name, host), &laws.categories[&category], &mut stream));
        }
    }
    list
}

fn shops(home: Home, laws: &MerchantsLaws, streams: &Streams) -> Vec<Merchant> {
    let offset = streams.word("merchants.names", 0, 0);
    let mut list: Vec<Merchant> = Vec::new();
    for (&category, law) in &laws.categories {
        let codes = Codes::of(&law.online_mcc_shares);
        let count = if codes.is_empty() { 0 } else { law.online_shops };
        for running in 0..count as usize {
            let id = ids::number(Kind::Online, 0, category, running);
            let mut stream = streams.stream("merchants.shop", id);
            let mcc = codes.draw(&mut stream);
            let name = Vocabulary::of(home.0).online(mcc, list.len(), offset);
            let mut shop = merchant(home, id, category, mcc, name, law, &mut stream);
            if stream.chance(laws.online_abroad_share) {
                (shop.country, shop.currency) = *stream.pick(home.0.foreign_sites);
            }
            list.push(shop);
        }
    }
    list
}

fn subscriptions(home: Home, laws: &MerchantsLaws, first_name: usize, streams: &Streams) -> Vec<Merchant> {
    let offset = streams.word("merchants.names", 0, 0);
    let codes = Codes::of(&laws.subscription_mcc_shares);
    let law = &laws.categories[&Category::Entertainment];
    let sites = (0..laws.subscription_sites as usize).map(|rank| {
        let id = ids::number(Kind::Subscription, 0, Category::Entertainment, rank);
        let mut stream = streams.stream("merchants.subscription", id);
        let mcc = codes.draw(&mut stream);
        // The diary counts films and series by subscription with telephone and cable.
        let category = if mcc == Mcc(4899) { Category::Telecom } else { Category::Entertainment };
        merchant(
            home,
            id,
            category,
            mcc,
            Vocabulary::of(home.0).online(mcc, first_name + rank, offset),
            law,
            &mut stream,
        )
    });
    sites.collect()
}

fn merchant(
    (country, currency): Home,
    id: i64,
    category: Category,
    mcc: Mcc,
    (name, host): (String, String),
    law: &StoreLaw,
    stream: &mut Stream,
) -> Merchant {
    Merchant {
        id: MerchantId(id),
        line: format!("{} {}", names::descriptor(&name), host.to_uppercase()),
        descriptor: names::descriptor(&name),
        name,
        category,
        mcc,
        country: country.code,
        currency,
        host,
        price_level: price_level(law, stream),
        return_window_days: *stream.pick(&law.return_window_days),
    }
}

/// Draws what a merchant charges against the mean of its category; mean 1.
pub(super) fn price_level(law: &StoreLaw, stream: &mut Stream) -> f32 {
    let sd = law.price_ln_sd;
    stream.log_normal(-sd * sd / 2.0, sd) as f32
}

/// Merchant category codes with their shares.
#[derive(Debug, Default)]
pub(super) struct Codes {
    codes: Vec<Mcc>,
    alias: Alias,
}

impl Codes {
    /// Makes the choice of a table of shares.
    pub(super) fn of(shares: &BTreeMap<Mcc, f64>) -> Self {
        let weights: Vec<f64> = shares.values().copied().collect();
        Self { codes: shares.keys().copied().collect(), alias: Alias::new(&weights) }
    }

    fn is_empty(&self) -> bool {
        self.alias.is_empty()
    }

    /// Draws a code; there must be one.
    pub(super) fn draw(&self, stream: &mut Stream) -> Mcc {
        self.codes[self.alias.sample(stream)]
    }
}
