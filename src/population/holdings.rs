//! What households hold at the start: accounts, cards and devices.

use crate::codes::*;
use crate::identity;
use crate::population::assembly::Assembly;
use crate::population::bands::{band, normal_score};
use crate::population::*;
use crate::rng::Stream;
use crate::scenario::{DeferredDebitLaw, HoldingByIncomeLaw};

/// People who live from one checking account, and what they have.
struct Pool {
    owner: PersonIndex,
    partner: Option<PersonIndex>,
    assets: Cents,
    net_per_month: Cents,
}

impl Assembly<'_> {
    /// Gives the customers of a household their accounts, cards and devices.
    pub(super) fn equip_household(&mut self, home: HomeIndex, has_partners: bool, is_pooled: bool) {
        let residents = self.people.homes[home.ix()].residents.clone();
        let mut stream = self.stream("population.holdings", self.people.homes[home.ix()].id.0);
        for pool in self.pools(home, &residents, is_pooled, &mut stream) {
            self.equip_pool(home, &pool, &mut stream);
        }
        for &person in &residents {
            self.give_credit_cards(home, person);
        }
        if has_partners {
            self.authorise_partner(residents[0], residents[1], &mut stream);
        }
        for &person in &residents {
            self.give_devices(home, person);
        }
    }

    /// Divides what the household has among those who share a checking account, by what they earn.
    fn pools(&self, home: HomeIndex, residents: &[PersonIndex], is_pooled: bool, stream: &mut Stream) -> Vec<Pool> {
        let home = &self.people.homes[home.ix()];
        let first = &self.people.persons[residents[0].ix()];
        let thrift_score = normal_score(first.thrift);
        let factor = self.accounts.liquid_by_age.at(first.age(self.start()));
        let assets =
            wealth::liquid_assets(&self.accounts.liquid, home.annual_income, thrift_score, stream).share(factor);
        let gross = |person: PersonIndex| self.people.persons[person.ix()].income.annual_gross;
        let net = |person: PersonIndex| self.people.persons[person.ix()].income.monthly_net;
        let singles = if is_pooled { &residents[2..] } else { residents };
        let pooled = is_pooled.then(|| (residents[0], Some(residents[1])));
        pooled
            .into_iter()
            .chain(singles.iter().map(|&person| (person, None)))
            .map(|(owner, partner)| {
                let earned = gross(owner) + partner.map_or(Cents::ZERO, gross);
                let share = earned.to_major() / home.annual_income.to_major().max(1.0);
                let net_per_month = net(owner) + partner.map_or(Cents::ZERO, net);
                Pool { owner, partner, assets: assets.share(share), net_per_month }
            })
            .collect()
    }

    fn equip_pool(&mut self, home: HomeIndex, pool: &Pool, stream: &mut Stream) {
        let law = &self.accounts.by_income;
        let row = band(&law.from_income, self.people.homes[home.ix()].annual_income.to_major());
        let is_rich = pool.assets > pool.net_per_month.share(self.accounts.split.most_checking_months);
        let has_savings = stream.chance(law.savings[row]) || is_rich;
        let (checking, savings) =
            wealth::split(&self.accounts.split, pool.assets, pool.net_per_month, has_savings, stream);
        let opened_on = self.people.persons[pool.owner.ix()].onboarded_on;
        let index = self.open_checking(pool, checking, opened_on, stream);
        for holder in std::iter::once(pool.owner).chain(pool.partner) {
            let since = self.people.persons[holder.ix()].onboarded_on.max(opened_on);
            self.give_card(holder, index, CardKind::Debit, since, false, stream);
        }
        if has_savings {
            let opened_on = self.day_since(opened_on, stream);
            let others = pool.partner.map(|partner| (partner, HolderRole::Joint)).into_iter().collect();
            self.open_savings(pool.owner, others, savings, opened_on, stream);
        }
    }

    fn open_checking(&mut self, pool: &Pool, balance: Cents, opened_on: Date, stream: &mut Stream) -> AccountIndex {
        let law = &self.accounts.overdraft;
        let has_line = stream.chance(law.line_share);
        let line = Cents::from_major(*stream.pick(&law.lines));
        let opts_in = stream.chance(law.opt_in_share);
        let person = &self.people.persons[pool.owner.ix()];
        let (id, bank) = (self.next_account_id(pool.owner), person.bank);
        let (number, iban) = self.account_number(id, bank);
        self.add_account(AccountPlan {
            id,
            owner: pool.owner,
            others: pool.partner.map(|partner| (partner, HolderRole::Joint)).into_iter().collect(),
            bank,
            product: Product::Checking,
            currency: self.world.currency,
            number,
            routing_number: Some(self.world.banks[bank].routing_number.clone()),
            iban,
            credit_limit: if has_line { line } else { Cents::ZERO },
            overdraft_opt_in: has_line && opts_in,
            interest_rate_per_year: if has_line { Rate::from_f64(law.rate_per_year) } else { Rate(0) },
            statement_day: None,
            ceiling: None,
            opening_balance: balance,
            opened_on,
            closes_on: None,
            closes_to: ClosesTo::Checking,
            frozen_on: None,
        })
    }

    /// Opens a savings account.
    pub(crate) fn open_savings(
        &mut self,
        owner: PersonIndex,
        others: Vec<(PersonIndex, HolderRole)>,
        balance: Cents,
        opened_on: Date,
        stream: &mut Stream,
    ) -> AccountIndex {
        let law = &self.accounts.savings_rate;
        let rate = if stream.chance(law.high_share) { law.high } else { law.usual };
        let balance = law.ceiling.map_or(balance, |ceiling| balance.min(Cents::from_major(ceiling)));
        let bank = self.second_bank(owner, stream);
        let id = self.next_account_id(owner);
        let (number, iban) = self.account_number(id, bank);
        self.add_account(AccountPlan {
            id,
            owner,
            others,
            bank,
            product: Product::Savings,
            currency: self.world.currency,
            number,
            routing_number: Some(self.world.banks[bank].routing_number.clone()),
            iban,
            credit_limit: Cents::ZERO,
            overdraft_opt_in: false,
            interest_rate_per_year: Rate::from_f64(rate),
            statement_day: None,
            ceiling: law.ceiling.map(Cents::from_major),
            opening_balance: balance,
            opened_on,
            closes_on: None,
            closes_to: ClosesTo::Checking,
            frozen_on: None,
        })
    }

    fn give_credit_cards(&mut self, home: HomeIndex, person: PersonIndex) {
        let mut stream = self.stream("population.credit", self.people.persons[person.ix()].id.0);
        let count = card_count(&self.accounts.by_income, self.people.homes[home.ix()].annual_income, &mut stream);
        if let Some(law) = &self.accounts.deferred_debit {
            self.give_deferred_debit(person, law, &mut stream);
        }
        for place in 0..count {
            let opened_on = self.day_since(self.people.persons[person.ix()].onboarded_on, &mut stream);
            let index = self.open_credit(person, opened_on, &mut stream);
            let owed = self.owed(person, self.people.accounts[index.ix()].credit_limit, place, &mut stream);
            self.people.accounts[index.ix()].opening_balance = -owed;
            self.give_card(person, index, CardKind::Credit, opened_on, false, &mut stream);
        }
    }

    /// Opens a credit-card account on which nothing is owed.
    pub(crate) fn open_credit(&mut self, owner: PersonIndex, opened_on: Date, stream: &mut Stream) -> AccountIndex {
        let limit = self.credit_limit(owner, stream);
        let law = &self.accounts.credit_rate;
        let rate = (law.mean + law.sd * stream.normal()).clamp(law.least, law.most);
        let bank = self.second_bank(owner, stream);
        let id = self.next_account_id(owner);
        let (number, _) = self.account_number(id, bank);
        self.add_account(AccountPlan {
            id,
            owner,
            others: Vec::new(),
            bank,
            product: Product::CreditCard,
            currency: self.world.currency,
            number,
            routing_number: None,
            iban: None,
            credit_limit: limit,
            overdraft_opt_in: false,
            interest_rate_per_year: Rate::from_f64((rate * 1e4).round() / 1e4),
            statement_day: Some(stream.between(1, 28) as u32),
            ceiling: None,
            opening_balance: Cents::ZERO,
            opened_on,
            closes_on: None,
            closes_to: ClosesTo::Checking,
            frozen_on: None,
        })
    }

    /// Gives some people a card whose purchases are debited at the month's end, for most of what they buy.
    fn give_deferred_debit(&mut self, person: PersonIndex, law: &DeferredDebitLaw, stream: &mut Stream) {
        if !stream.chance(law.share) {
            return;
        }
        let opened_on = self.day_since(self.people.persons[person.ix()].onboarded_on, stream);
        let index = self.open_credit(person, opened_on, stream);
        let holder = &mut self.people.persons[person.ix()];
        holder.credit_taste = law.taste;
        let (net, spread) = (holder.income.monthly_net, (law.limit_ln_sd * stream.normal()).exp());
        let limit = net.share(law.limit_of_net * spread).floor_to(Cents::from_major(law.step));
        // What was bought between the last closing and the start.
        let owed = net.share(law.opening_of_net * stream.gamma_of_mean_one(2.0) * holder.activity).min(limit);
        let plan = &mut self.people.accounts[index.ix()];
        plan.product = Product::DeferredDebit;
        plan.bank = self.people.persons[person.ix()].bank;
        plan.credit_limit = limit.max(Cents::from_major(2.0 * law.step));
        plan.interest_rate_per_year = Rate(0);
        plan.statement_day = Some(law.closing_days[plan.bank % law.closing_days.len()]);
        plan.opening_balance = -owed;
        self.give_card(person, index, CardKind::Credit, opened_on, false, stream);
    }

    fn account_number(&self, id: AccountId, bank: usize) -> (String, Option<String>) {
        let form = self.world.country.accounts;
        self.mint.account(form, id, bank, &self.world.banks[bank].routing_number)
    }

    fn credit_limit(&self, owner: PersonIndex, stream: &mut Stream) -> Cents {
        let law = &self.accounts.credit_limit;
        let person = &self.people.persons[owner.ix()];
        let household = self.people.homes[person.home.ix()].annual_income.to_major();
        let income = person.income.annual_gross.to_major().max(household * law.household_share);
        let limit = (income * law.income_share * (law.ln_sd * stream.normal()).exp()).clamp(law.least, law.most);
        Cents::from_major((limit / law.step).round() * law.step)
    }

    /// Draws what is owed on a card at the start: revolvers a part of the limit, others part of a month on the first.
    fn owed(&self, owner: PersonIndex, limit: Cents, place: usize, stream: &mut Stream) -> Cents {
        let law = &self.accounts.owed;
        let person = &self.people.persons[owner.ix()];
        let spread = stream.gamma_of_mean_one(law.revolver_shape);
        let owed = if person.is_revolver(law) {
            limit.share(law.revolver_use * spread)
        } else if place == 0 {
            person.income.monthly_net.share(law.transactor_month_share * spread * person.activity)
        } else {
            Cents::ZERO
        };
        owed.min(limit.share(law.most_of_limit_share))
    }

    fn authorise_partner(&mut self, first: PersonIndex, second: PersonIndex, stream: &mut Stream) {
        let is_willing = stream.chance(self.accounts.holding.authorised_user_share);
        let Some(&account) = self.people.persons[first.ix()].credit.first() else { return };
        if is_willing {
            let plan = &mut self.people.accounts[account.ix()];
            plan.others.push((second, HolderRole::AuthorisedUser));
            let since = plan.opened_on.max(self.people.persons[second.ix()].onboarded_on);
            self.give_card(second, account, CardKind::Credit, since, false, stream);
        }
    }

    /// Draws the bank of a further account: mostly the main one.
    fn second_bank(&self, owner: PersonIndex, stream: &mut Stream) -> usize {
        let main = self.people.persons[owner.ix()].bank;
        let mut weights: Vec<f64> = self.world.banks.iter().map(|bank| bank.share).collect();
        weights[main] = 0.0;
        let leaves = stream.chance(self.accounts.holding.second_bank_share);
        let other = if weights.iter().sum::<f64>() > 0.0 { stream.weighted(&weights) } else { main };
        if leaves { other } else { main }
    }

    /// Draws a day between another and a month before the start.
    fn day_since(&self, first: Date, stream: &mut Stream) -> Date {
        let days = self.start().plus(-31).since(first).max(0);
        first.plus(stream.between(0, i64::from(days)) as i32)
    }

    fn give_devices(&mut self, home: HomeIndex, person: PersonIndex) {
        let law = &self.accounts.devices;
        let (id, onboarded_on, digital) = {
            let person = &self.people.persons[person.ix()];
            (person.id, person.onboarded_on, person.digital)
        };
        let mut stream = self.stream("population.devices", id.0);
        let at_home = self.stream("population.address", self.people.homes[home.ix()].id.0).word();
        let is_phone_a = stream.chance(law.phone_a_share);
        let is_desktop_a = stream.chance(law.desktop_a_share);
        let has_browser = stream.chance((law.browser_share * 2.0 * digital).min(0.95));
        let phone_os = if is_phone_a { OperatingSystem::PhoneA } else { OperatingSystem::PhoneB };
        let desktop_os = if is_desktop_a { OperatingSystem::DesktopA } else { OperatingSystem::DesktopB };
        let kinds = [(DeviceKind::Phone, phone_os, id.0 as u64), (DeviceKind::Browser, desktop_os, 0)];
        for (number, (kind, os, apart)) in kinds.into_iter().take(1 + usize::from(has_browser)).enumerate() {
            let kept = (stream.unit() * law.kept_years * 365.25) as i32;
            let day = self.start().plus(-1 - kept).max(onboarded_on);
            let micros = stream.between(8 * span::HOUR, 22 * span::HOUR);
            let device_id = DeviceId(id.0 * 100 + number as i64 + 1);
            let ip_address = identity::mint_ip_address(at_home ^ apart);
            let device = DevicePlan {
                id: device_id,
                person,
                fingerprint: self.mint.fingerprint(device_id),
                kind,
                os,
                ip_address: self.texts.intern(&ip_address),
                first_seen_at: self.world.zones[self.area.zone].instant(day, micros),
            };
            self.people.add_device(device);
        }
    }
}

fn card_count(law: &HoldingByIncomeLaw, annual_income: Cents, stream: &mut Stream) -> usize {
    let row = band(&law.from_income, annual_income.to_major());
    stream.weighted(&[law.no_card[row], law.one_card[row], law.two_cards[row], law.three_cards[row]])
}
