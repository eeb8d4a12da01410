//! Putting the people of a community together, household by household.

use crate::codes::{HolderRole, IncomeSource, PayFrequency, Product, RiskRating};
use crate::columns::Texts;
use crate::identity::Mint;
use crate::population::bands::normal_share_below;
use crate::population::households::{Adult, Draft};
use crate::population::names::Names;
use crate::population::*;
use crate::rng::Stream;
use crate::scenario::{AccountsLaws, PopulationLaws};
use crate::world::{Area, World};

/// A community in the making.
#[derive(Debug)]
pub(crate) struct Assembly<'a> {
    pub(crate) world: &'a World,
    pub(crate) laws: &'a PopulationLaws,
    pub(crate) accounts: &'a AccountsLaws,
    pub(super) area_index: usize,
    pub(super) area: &'a Area,
    pub(super) community: i64,
    pub(super) mint: Mint,
    pub(crate) texts: &'a mut Texts,
    pub(crate) people: People,
}

impl<'a> Assembly<'a> {
    /// Gathers the households of a community and what they hold at the start.
    pub(crate) fn gather(world: &'a World, community: i64, texts: &'a mut Texts) -> Self {
        let mut assembly = Self::new(world, community, texts);
        let mut left = COMMUNITY_SIZE as usize;
        while left > 0 {
            left -= assembly.add_household(left);
        }
        assembly.people.number_devices();
        assembly
    }

    /// Starts with nobody.
    fn new(world: &'a World, community: i64, texts: &'a mut Texts) -> Self {
        let area_index = world.geography.area_of(community);
        Self {
            world,
            laws: &world.scenario.population,
            accounts: &world.scenario.accounts,
            area_index,
            area: world.geography.area(area_index),
            community,
            mint: Mint::new(&world.streams),
            texts,
            people: People::default(),
        }
    }

    /// Returns a stream for a household or person.
    pub(crate) fn stream(&self, name: &str, subject: i64) -> Stream {
        self.world.streams.stream(name, subject)
    }

    /// Returns the day before which everybody joined.
    pub(crate) fn start(&self) -> Date {
        self.world.horizon.from
    }

    /// Adds the next household, with at most so many customers, and returns how many it brought.
    pub(super) fn add_household(&mut self, most_customers: usize) -> usize {
        let id = HouseholdId(self.community * COMMUNITY_SIZE + self.people.homes.len() as i64 + 1);
        let mut stream = self.stream("population.household", id.0);
        let draft = Draft::draw(self.laws, Names::of(self.world.country), self.start(), &mut stream);
        let customers: Vec<usize> =
            (0..draft.adults.len()).filter(|&i| !draft.adults[i].banks_elsewhere).take(most_customers).collect();
        let has_partners = draft.kind.has_partners() && customers.starts_with(&[0, 1]);
        let depends = has_partners && draft.adults[1].source == IncomeSource::Nothing;
        let is_pooled = has_partners && (stream.chance(self.accounts.holding.joint_share) || depends);
        let payer_net: Cents =
            customers[..1 + usize::from(is_pooled)].iter().map(|&i| draft.adults[i].net_per_month).sum();
        let home = self.add_home(id, &draft, payer_net, &mut stream);
        let bank = stream.weighted(&self.world.banks.iter().map(|bank| bank.share).collect::<Vec<_>>());
        for &i in &customers {
            let person = self.add_person(&draft.adults[i], home, bank);
            self.people.homes[home.ix()].residents.push(person);
        }
        self.equip_household(home, has_partners, is_pooled);
        customers.len()
    }

    fn add_home(&mut self, id: HouseholdId, draft: &Draft, payer_net: Cents, stream: &mut Stream) -> HomeIndex {
        let annual_income = draft.annual_income();
        let age = self.start().years_since(draft.adults[0].birth_date);
        let tenure = homes::tenure(self.laws, age, annual_income, stream);
        let monthly_housing_cost = homes::monthly_cost(self.laws, tenure, annual_income, payer_net, stream);
        let spot = self.area.spot(self.world.scenario.geography.scatter_km, stream);
        self.people.homes.push(Home {
            id,
            adults: draft.adults.len() as i32,
            children: draft.children,
            tenure,
            annual_income,
            income_band: homes::income_band(annual_income),
            monthly_housing_cost,
            residents: Vec::new(),
            has_partners: draft.kind.has_partners(),
            street_address: homes::street_address(
                self.world.country,
                self.world.scenario.geography.highest_house_number,
                stream,
            ),
            city: self.texts.intern(&self.area.city),
            admin1: self.texts.intern(&self.area.admin1),
            postcode: self.texts.intern(&self.area.postcodes[spot.postcode].code),
            country: self.texts.intern(&self.area.country),
            latitude: spot.latitude,
            longitude: spot.longitude,
        });
        HomeIndex(self.people.homes.len() as u32 - 1)
    }

    fn add_person(&mut self, adult: &Adult, home: HomeIndex, bank: usize) -> PersonIndex {
        let index = PersonIndex(self.people.persons.len() as u32);
        let id = CustomerId(self.community * COMMUNITY_SIZE + i64::from(index.0) + 1);
        let mut stream = self.stream("population.person", id.0);
        let onboarded_on = self.onboarding(adult.birth_date, &mut stream);
        let income = self.income(adult, id, &mut stream);
        let occupation = matches!(adult.source, IncomeSource::Wage | IncomeSource::SelfEmployed)
            .then(|| self.texts.intern(employers::occupation(self.world.country, adult.rank, &mut stream)));
        let language = self.language(adult.surname, &mut stream);
        let risks: Vec<f64> = self.laws.risk_shares.values().copied().collect();
        let ratings: Vec<RiskRating> = self.laws.risk_shares.keys().copied().collect();
        let risk_rating = ratings[stream.weighted(&risks)];
        let household_income = self.people.homes[home.ix()].annual_income;
        let age = self.start().years_since(adult.birth_date);
        let temper = Temper::draw(self.laws, age, household_income, &mut stream);
        self.people.persons.push(Person {
            id,
            home,
            bank,
            given_name: self.texts.intern(adult.given_name),
            surname: self.texts.intern(adult.surname),
            birth_date: adult.birth_date,
            sex: adult.sex,
            email: self.mint.email(adult.given_name, adult.surname, id, 0),
            phone: self.mint.phone(id, 0),
            tax_id: self.mint.tax_id(self.world.country.tax_id, id, adult.sex, adult.birth_date),
            language,
            occupation,
            income,
            risk_rating,
            onboarded_on,
            checking: AccountIndex(0),
            savings: None,
            credit: Vec::new(),
            slots: Vec::new(),
            devices: Vec::new(),
            activity: temper.activity,
            digital: temper.digital,
            thrift: temper.thrift,
            credit_taste: temper.credit_taste,
        });
        index
    }

    /// Draws when somebody joined: at least a month before the start, and old enough where that is possible.
    fn onboarding(&self, birth_date: Date, stream: &mut Stream) -> Date {
        let law = &self.laws.relationship;
        let last = self.start().plus(-31);
        let first = birth_date.plus_months(12 * law.least_age).min(last);
        let days = stream.exponential(law.mean_years * 365.25);
        last.plus(-(days.min(f64::from(last.since(first))) as i32))
    }

    fn income(&mut self, adult: &Adult, id: CustomerId, stream: &mut Stream) -> PersonalIncome {
        let frequencies: Vec<PayFrequency> = self.laws.pay_frequency_shares.keys().copied().collect();
        let weights: Vec<f64> = self.laws.pay_frequency_shares.values().copied().collect();
        let frequency = frequencies[stream.weighted(&weights)];
        let payer = if adult.source == IncomeSource::Wage {
            Some(self.employer(stream))
        } else {
            let payer = employers::payer(self.world.country, adult.source, &self.laws.employers, stream);
            payer.map(|name| self.texts.intern(name))
        };
        PersonalIncome {
            source: adult.source,
            payer,
            annual_gross: adult.gross,
            monthly_net: adult.net_per_month,
            frequency: (adult.source == IncomeSource::Wage).then_some(frequency),
            benefit: (adult.source == IncomeSource::Benefit).then(|| self.benefit(id)),
            usual_net: adult.net_per_month,
            spell: 0,
        }
    }

    /// Draws an employer of the area, or one that has people everywhere.
    pub(crate) fn employer(&mut self, stream: &mut Stream) -> Text {
        let area = (self.area_index, self.area.population);
        let name = employers::employer(self.world.country, &self.world.streams, &self.laws.employers, area, stream);
        self.texts.intern(&name)
    }

    /// Draws who pays a pension; none if it is social security alone.
    pub(crate) fn pension_payer(&mut self, stream: &mut Stream) -> Option<Text> {
        let payer = employers::payer(self.world.country, IncomeSource::Pension, &self.laws.employers, stream);
        payer.map(|name| self.texts.intern(name))
    }

    /// Draws which benefit somebody lives on, as the scenario lists them.
    fn benefit(&self, id: CustomerId) -> usize {
        let kinds = &self.world.scenario.income.benefit.kinds;
        let weights: Vec<f64> = kinds.iter().map(|kind| kind.weight).collect();
        self.stream("population.benefit", id.0).weighted(&weights)
    }

    fn language(&mut self, surname: &str, stream: &mut Stream) -> Text {
        let law = &self.laws.names;
        let country = self.world.country;
        let is_by_surname = Names::of(country).is_of_second_language(surname);
        let share =
            if is_by_surname { law.second_language_by_surname_share } else { law.second_language_otherwise_share };
        let [first, second] = country.languages;
        self.texts.intern(if stream.chance(share) { second } else { first })
    }

    /// Returns the next account id of an owner.
    pub(super) fn next_account_id(&self, owner: PersonIndex) -> AccountId {
        let held = self.people.accounts.iter().filter(|account| account.owner == owner).count() as i64;
        AccountId(self.people.persons[owner.ix()].id.0 * 100 + held + 1)
    }

    /// Adds an account and makes it known to its holders.
    pub(super) fn add_account(&mut self, account: AccountPlan) -> AccountIndex {
        let index = AccountIndex(self.people.accounts.len() as u32);
        let joint = account.others.iter().filter(|(_, role)| *role == HolderRole::Joint).map(|(person, _)| *person);
        for holder in std::iter::once(account.owner).chain(joint) {
            let person = &mut self.people.persons[holder.ix()];
            match account.product {
                Product::Checking => person.checking = index,
                Product::Savings => person.savings = Some(index),
                Product::CreditCard | Product::DeferredDebit => person.credit.push(index),
            }
        }
        self.people.accounts.push(account);
        index
    }
}

/// How somebody differs where nothing shows it.
struct Temper {
    activity: f64,
    digital: f64,
    thrift: f64,
    credit_taste: f64,
}

impl Temper {
    fn draw(laws: &PopulationLaws, age: i32, household_income: Cents, stream: &mut Stream) -> Self {
        let law = &laws.temperament;
        let richer = (household_income.to_major().max(1.0) / law.at_income).ln();
        let digital_score = (law.digital_middle_age - f64::from(age)) / law.digital_years + stream.normal();
        let credit_score = law.credit_score + law.credit_income_slope * richer + stream.normal();
        Self {
            activity: stream.gamma_of_mean_one(law.activity_shape),
            digital: normal_share_below(digital_score),
            thrift: normal_share_below(stream.normal()),
            credit_taste: normal_share_below(credit_score),
        }
    }
}
