//! Which bills a home has: chosen once, kept to what its people can afford.

use crate::behaviour::diary::Diary;
use crate::codes::{Frequency, OrderKind, Tenure};
use crate::columns::Text;
use crate::intent::{Mandate, MandateIndex, Other};
use crate::life::NEVER;
use crate::population::{Home, HomeIndex, People, Person, PersonIndex};
use crate::rng::Stream;
use crate::scenario::{BillLaw, BillsLaws, MethodShares, Scope};
use crate::units::{Cents, Date};

/// How a bill is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// Under a mandate of that kind.
    Automatic(OrderKind),
    /// By a transfer that the payer makes.
    Transfer,
    /// By cheque.
    Cheque,
}

/// A bill that comes again and again.
#[derive(Debug)]
pub(super) struct Bill<'w> {
    pub(super) payer: PersonIndex,
    creditor: Text,
    pub(super) other: Other,
    pub(super) text: Text,
    pub(super) method: Method,
    /// What one bill asks for in the base year, before season and variation.
    pub(super) amount: Cents,
    pub(super) is_indexed: bool,
    pub(super) variation_ln_sd: f64,
    pub(super) season: &'w [f64],
    /// Months between two bills, and the month number that they count from.
    pub(super) every: i32,
    pub(super) phase: i32,
    pub(super) day: u32,
    pub(super) started_on: Date,
    pub(super) ended_on: Option<Date>,
    pub(super) mandate: Option<MandateIndex>,
    /// The subject of its random streams.
    pub(super) subject: i64,
    pub(super) purpose: &'w str,
    frequency: Frequency,
    /// The law it was drawn from; none for housing.
    law: Option<&'w BillLaw>,
}

/// Returns the resident who pays for the home: the one with the largest income.
pub(in crate::behaviour) fn housing_payer(people: &People, home: &Home) -> Option<PersonIndex> {
    home.residents.iter().copied().max_by_key(|person| {
        let net = people.persons[person.ix()].income.monthly_net;
        (net, std::cmp::Reverse(*person))
    })
}

/// Returns what a home pays for housing from its accounts a month: what it costs, up to what its residents can afford.
pub(in crate::behaviour) fn housing_of(people: &People, home: &Home, laws: &BillsLaws) -> Cents {
    home.monthly_housing_cost.min(net_of(people, home).share(laws.budget.housing_share))
}

fn net_of(people: &People, home: &Home) -> Cents {
    home.residents.iter().map(|person| people.persons[person.ix()].income.monthly_net).sum()
}

/// Chooses a home's bills and registers their mandates.
///
/// # Randomness
///
/// Stream `bills.housing` and one named after each purpose, subject the household or the person.
pub(super) fn bills<'w>(diary: &mut Diary<'_, 'w>, index: HomeIndex, home: &Home) -> Vec<Bill<'w>> {
    let laws = &diary.world.scenario.bills;
    let net = net_of(diary.people, home);
    let mut bills = Vec::new();
    let housing = housing_of(diary.people, home, laws);
    bills.extend(housing_bill(diary, home, housing));
    let fixed = bills.len();
    for law in &laws.kinds {
        match law.scope {
            Scope::Home => bills.extend(home_bill(diary, home, net, law)),
            Scope::Person => {
                for &person in &home.residents {
                    bills.extend(person_bill(diary, home, person, law));
                }
            }
        }
    }
    fit_to_budget(&mut bills[fixed..], net.share(laws.budget.bills_share) - housing);
    // What a child will cost is not known yet when the bills are fitted to the income.
    bills.extend(childcare_bills(diary, index, home, net));
    let switched: Vec<Bill<'w>> = bills.into_iter().flat_map(|bill| switched(diary, bill)).collect();
    let mut contracts: Vec<Bill<'w>> =
        switched.into_iter().flat_map(|bill| handed_on(diary, &home.residents, bill)).collect();
    for bill in &mut contracts {
        bill.mandate = register(diary, bill);
    }
    contracts
}

/// Returns a bill and those that follow it when the payer changes to another creditor, month by month.
///
/// # Randomness
///
/// Stream `bills.switch.` and the purpose, subject the household or the person, period the month.
fn switched<'w>(diary: &mut Diary<'_, 'w>, bill: Bill<'w>) -> Vec<Bill<'w>> {
    let Some(law) = bill.law.filter(|law| law.switched_per_year > 0.0) else { return vec![bill] };
    let name = format!("bills.switch.{}", bill.purpose);
    let (subject, horizon) = (bill.subject, diary.world.horizon);
    let mut contracts = vec![bill];
    for month in horizon.months() {
        let mut stream = diary.world.streams.period(&name, subject, i64::from(month));
        let day = Date::month_start(month).plus(stream.below(28) as i32);
        let last = contracts.last_mut().expect("a bill begins with its first contract");
        if stream.chance(law.switched_per_year / 12.0) && horizon.contains(day) && day > last.started_on {
            last.ended_on = Some(day.plus(-1));
            let next = successor(diary, last, law, day, &mut stream);
            contracts.push(next);
        }
    }
    contracts
}

/// Returns a bill and those that follow it when its payer dies or leaves the bank: what is the home's, another resident pays.
fn handed_on<'w>(diary: &Diary<'_, 'w>, residents: &[PersonIndex], bill: Bill<'w>) -> Vec<Bill<'w>> {
    let is_of_home = bill.law.is_none_or(|law| law.scope == Scope::Home);
    let mut contracts = vec![bill];
    loop {
        let last = contracts.last_mut().expect("a bill begins with its first contract");
        let until = diary.lives.known_until(last.payer);
        if last.ended_on.is_some_and(|ended_on| ended_on < until) || until == NEVER {
            return contracts;
        }
        let ended_on = last.ended_on.replace(until.plus(-1));
        let acting = residents.iter().copied().filter(|person| diary.lives.acts(*person, until));
        let heir =
            acting.max_by_key(|person| (diary.lives.at(*person, until).income.monthly_net, std::cmp::Reverse(*person)));
        let Some(payer) = heir.filter(|_| is_of_home) else { return contracts };
        let next = Bill { payer, started_on: last.started_on.max(until), ended_on, ..*last };
        contracts.push(next);
    }
}

fn successor<'w>(
    diary: &mut Diary<'_, 'w>,
    bill: &Bill<'w>,
    law: &'w BillLaw,
    started_on: Date,
    stream: &mut Stream,
) -> Bill<'w> {
    let method = method(&law.method_shares, law.order, stream);
    let creditor = creditor(diary, law, stream);
    Bill {
        creditor,
        other: payee(diary, method, creditor),
        text: text(diary, method, creditor),
        method,
        amount: bill.amount.share(stream.log_normal(-0.03, 0.12)),
        day: due_day(law, stream),
        started_on,
        ended_on: None,
        ..*bill
    }
}

fn creditor(diary: &mut Diary<'_, '_>, law: &BillLaw, stream: &mut Stream) -> Text {
    let region = if law.is_national { -1 } else { diary.area as i64 };
    diary.firm(&law.purpose, &law.creditors, region, stream.below(law.firms))
}

/// Returns the creditor as the other side; a cheque names no account.
fn payee(diary: &mut Diary<'_, '_>, method: Method, creditor: Text) -> Other {
    if method == Method::Cheque { Other::Outside { name: creditor, account: None } } else { diary.outside(creditor) }
}

fn due_day(law: &BillLaw, stream: &mut Stream) -> u32 {
    stream.between(i64::from(law.due_days[0]), i64::from(law.due_days[1])) as u32
}

/// Scales the bills down if they ask for more than there is.
fn fit_to_budget(bills: &mut [Bill<'_>], room: Cents) {
    let total: f64 = bills.iter().map(|bill| bill.amount.to_major() / f64::from(bill.every)).sum();
    let scale = (room.to_major() / total.max(1.0)).clamp(0.15, 1.0);
    for bill in bills.iter_mut().filter(|_| scale < 1.0) {
        bill.amount = bill.amount.share(scale);
    }
}

fn housing_bill<'w>(diary: &mut Diary<'_, 'w>, home: &Home, amount: Cents) -> Option<Bill<'w>> {
    let laws = &diary.world.scenario.bills;
    let (law, purpose, order) = match home.tenure {
        Tenure::Rent => (&laws.rent, "rent", OrderKind::StandingOrder),
        Tenure::Mortgage => (&laws.mortgage, "mortgage", OrderKind::DirectDebit),
        Tenure::Own => return None,
    };
    let payer = housing_payer(diary.people, home).filter(|_| amount > Cents::ZERO)?;
    let mut stream = diary.world.streams.stream("bills.housing", home.id.0);
    let day = law.days[stream.weighted(&law.day_weights)];
    let method = method(&law.method_shares, order, &mut stream);
    let region = if home.tenure == Tenure::Rent { diary.area as i64 } else { -1 };
    let creditor = diary.firm(purpose, &law.creditors, region, stream.below(law.firms));
    let account = diary.people.persons[payer.ix()].checking;
    Some(Bill {
        payer,
        creditor,
        other: payee(diary, method, creditor),
        text: text(diary, method, creditor),
        method,
        amount: amount.floor_to(Cents(if law.is_indexed { 500 } else { 1 })),
        is_indexed: law.is_indexed,
        variation_ln_sd: 0.0,
        season: &[],
        every: 1,
        phase: 0,
        day,
        started_on: diary.start_of_mandate(account, &mut stream),
        ended_on: None,
        mandate: None,
        subject: home.id.0,
        purpose,
        frequency: Frequency::Monthly,
        law: None,
    })
}

fn home_bill<'w>(diary: &mut Diary<'_, 'w>, home: &Home, net: Cents, law: &'w BillLaw) -> Option<Bill<'w>> {
    let mut stream = diary.world.streams.stream(&format!("bills.{}", law.purpose), home.id.0);
    let holds = stream.chance(law.share) && fits_home(home, law);
    let main = stream.chance(diary.world.scenario.bills.budget.main_payer_share);
    let weights: Vec<f64> =
        home.residents.iter().map(|p| diary.people.persons[p.ix()].income.monthly_net.to_major() + 1.0).collect();
    let drawn = home.residents[stream.weighted(&weights)];
    let payer = if main { housing_payer(diary.people, home)? } else { drawn };
    holds.then(|| bill(diary, law, payer, net, home.id.0, &mut stream))
}

/// Returns the bills that the first child of a home brings some months after its birth.
fn childcare_bills<'w>(diary: &mut Diary<'_, 'w>, index: HomeIndex, home: &Home, net: Cents) -> Vec<Bill<'w>> {
    /// The most of the income that goes into childcare.
    const MOST_OF_NET: f64 = 0.18;
    let Some(birth) = diary.lives.births(index).first().copied().filter(|_| home.children == 0) else {
        return Vec::new();
    };
    let world = diary.world;
    let [fewest, most] = world.scenario.life.birth.days_to_childcare;
    let wait = world.streams.stream("bills.childcare_start", home.id.0).between(fewest, most) as i32;
    let grown = Home { children: 1, ..home.clone() };
    let laws = world.scenario.bills.kinds.iter().filter(|law| law.needs_children && law.scope == Scope::Home);
    laws.filter_map(|law| home_bill(diary, &grown, net, law))
        .map(|bill| Bill { started_on: birth.plus(wait), amount: bill.amount.min(net.share(MOST_OF_NET)), ..bill })
        .collect()
}

fn person_bill<'w>(diary: &mut Diary<'_, 'w>, home: &Home, index: PersonIndex, law: &'w BillLaw) -> Option<Bill<'w>> {
    let person = &diary.people.persons[index.ix()];
    let mut stream = diary.world.streams.stream(&format!("bills.{}", law.purpose), person.id.0);
    let holds = stream.chance(law.share) && fits_home(home, law) && fits_person(diary, person, law);
    holds.then(|| bill(diary, law, index, person.income.monthly_net, person.id.0, &mut stream))
}

fn fits_home(home: &Home, law: &BillLaw) -> bool {
    (law.tenures.is_empty() || law.tenures.contains(&home.tenure)) && (!law.needs_children || home.children > 0)
}

fn fits_person(diary: &Diary<'_, '_>, person: &Person, law: &BillLaw) -> bool {
    let age = person.age(diary.world.horizon.from);
    (law.incomes.is_empty() || law.incomes.contains(&person.income.source))
        && (law.from_age..=law.to_age).contains(&age)
        && person.income.monthly_net > Cents::ZERO
}

fn bill<'w>(
    diary: &mut Diary<'_, 'w>,
    law: &'w BillLaw,
    payer: PersonIndex,
    net: Cents,
    subject: i64,
    stream: &mut Stream,
) -> Bill<'w> {
    let every = months_between(law.frequency);
    let income =
        (net.to_major() / diary.world.scenario.bills.budget.reference_net).max(0.05).powf(law.income_elasticity);
    let monthly = law.median * income * stream.log_normal(0.0, law.ln_sd);
    let method = method(&law.method_shares, law.order, stream);
    let creditor = creditor(diary, law, stream);
    let account = diary.people.persons[payer.ix()].checking;
    let month = if law.months.is_empty() { stream.between(0, 11) } else { i64::from(*stream.pick(&law.months)) - 1 };
    Bill {
        payer,
        creditor,
        other: payee(diary, method, creditor),
        text: text(diary, method, creditor),
        method,
        amount: Cents::from_major(monthly * f64::from(every)),
        is_indexed: law.is_indexed,
        variation_ln_sd: law.variation_ln_sd,
        season: &law.season,
        every,
        phase: month as i32,
        day: due_day(law, stream),
        started_on: diary.start_of_mandate(account, stream),
        ended_on: None,
        mandate: None,
        subject,
        purpose: &law.purpose,
        frequency: law.frequency,
        law: Some(law),
    }
}

fn months_between(frequency: Frequency) -> i32 {
    match frequency {
        Frequency::Weekly | Frequency::Monthly => 1,
        Frequency::Quarterly => 3,
        Frequency::Semiannual => 6,
        Frequency::Yearly => 12,
    }
}

fn method(shares: &MethodShares, order: OrderKind, stream: &mut Stream) -> Method {
    match stream.weighted(&[shares.automatic, shares.transfer, shares.cheque]) {
        0 => Method::Automatic(order),
        1 => Method::Transfer,
        _ => Method::Cheque,
    }
}

fn text(diary: &mut Diary<'_, '_>, method: Method, creditor: Text) -> Text {
    let word = match method {
        Method::Automatic(OrderKind::StandingOrder) => "Standing order",
        Method::Automatic(_) => "Direct debit",
        Method::Transfer => "Bill payment",
        Method::Cheque => return diary.phrase("Cheque"),
    };
    diary.phrase_with(word, creditor)
}

fn register(diary: &mut Diary<'_, '_>, bill: &Bill<'_>) -> Option<MandateIndex> {
    let Method::Automatic(kind) = bill.method else { return None };
    let is_fixed = !bill.is_indexed && bill.variation_ln_sd == 0.0 && bill.season.is_empty();
    let purpose = diary.texts.intern(bill.purpose);
    diary.attend(bill.payer);
    Some(diary.mandate(Mandate {
        account: diary.people.persons[bill.payer.ix()].checking,
        person: bill.payer,
        kind,
        purpose,
        creditor: bill.creditor,
        creditor_account: match bill.other {
            Other::Outside { account, .. } => account,
            Other::Inside(_) | Other::Bank => None,
        },
        amount: is_fixed.then_some(bill.amount),
        frequency: bill.frequency,
        day_of_month: bill.day as i32,
        started_on: bill.started_on,
        ended_on: bill.ended_on,
    }))
}
