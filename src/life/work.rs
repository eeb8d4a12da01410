//! Work: losing it, looking for it, changing it, and the end of it.

use std::ops::RangeInclusive;

use super::{ALWAYS, LifeEvent, day_in};
use crate::codes::{IncomeSource, LifeEventKind, PayFrequency};
use crate::population::{Assembly, PersonIndex, PersonalIncome, bands, earnings};
use crate::rng::Stream;
use crate::scenario::{LifeLaws, NewPayLaw};
use crate::units::{Cents, Date};

/// Days from the first day of a job or a pension to its first payment, at least.
const DAYS_TO_FIRST_PAY: i32 = 10;

/// A stretch with one income.
#[derive(Debug)]
pub(super) struct Spell {
    pub(super) from: Date,
    pub(super) pays_from: Date,
    pub(super) income: PersonalIncome,
}

/// One person's incomes, what changed them, and how spending follows.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) spells: Vec<Spell>,
    pub(super) events: Vec<LifeEvent>,
    pub(super) pace: Vec<(Date, f64)>,
}

/// Plans somebody's incomes month by month.
///
/// # Randomness
///
/// Stream `life.work`, subject the person, period the month; one change a month at most.
pub(super) fn plan(assembly: &mut Assembly<'_>, index: PersonIndex, months: RangeInclusive<i32>) -> Work {
    let person = &assembly.people.persons[index.ix()];
    let (id, birth_date, start) = (person.id, person.birth_date, assembly.start());
    let first = Spell { from: ALWAYS, pays_from: ALWAYS, income: person.income.clone() };
    let mut career = Career {
        laws: &assembly.world.scenario.life,
        work: Work { spells: vec![first], ..Work::default() },
        benefit: assembly.world.scenario.income.benefit.kinds.iter().position(|kind| kind.is_for_unemployed),
        benefit_until: None,
    };
    // Whoever starts out unemployed is somewhere in the weeks for which the benefit is paid.
    if career.is_on_benefit() {
        let days = 7 * career.laws.unemployment.weeks as u64;
        let left = assembly.world.streams.stream("life.benefit_left", id.0).below(days) as i32;
        career.benefit_until = Some(start.plus(left + 7));
    }
    for month in months {
        let mut stream = assembly.world.streams.period("life.work", id.0, i64::from(month));
        let on = day_in(month, &mut stream);
        if on > start {
            career.pass(assembly, on, on.years_since(birth_date), &mut stream);
        }
    }
    career.work
}

struct Career<'w> {
    laws: &'w LifeLaws,
    work: Work,
    /// The benefit of the unemployed, where the scenario knows one.
    benefit: Option<usize>,
    /// The last day of the benefit of somebody out of work.
    benefit_until: Option<Date>,
}

impl<'w> Career<'w> {
    fn income(&self) -> &PersonalIncome {
        &self.work.spells.last().expect("a life begins with an income").income
    }

    fn is_on_benefit(&self) -> bool {
        self.benefit.is_some() && self.income().benefit == self.benefit
    }

    /// Lets a month pass: at most one thing changes, on a day.
    fn pass(&mut self, assembly: &mut Assembly<'w>, on: Date, age: i32, stream: &mut Stream) {
        if let Some(until) = self.benefit_until.filter(|until| *until < on) {
            self.end_benefit(until);
        }
        let retires = stream.chance(self.laws.retirement.per_year.at(age) / 12.0);
        let (loses, finds, changes) = (stream.unit(), stream.unit(), stream.unit());
        let is_cut = stream.chance(self.laws.pay_cut.per_year / 12.0);
        let income = self.income();
        let is_searching = self.is_on_benefit() || (income.spell > 0 && income.source == IncomeSource::Nothing);
        let loss = &self.laws.job_loss;
        let slope = loss.by_age.at(age) * loss.by_income.at(income.annual_gross.to_major());
        match income.source {
            IncomeSource::Wage | IncomeSource::SelfEmployed if retires => self.retire(assembly, on, stream),
            _ if is_searching && retires => self.retire(assembly, on, stream),
            IncomeSource::Wage if loses < loss.per_month * slope => self.lose(on, stream),
            IncomeSource::SelfEmployed if loses < loss.self_employed_per_month * slope => self.lose(on, stream),
            IncomeSource::Wage if changes < self.laws.job_change.per_month => {
                self.start(assembly, on, LifeEventKind::JobChanged, &self.laws.job_change, stream);
            }
            IncomeSource::Wage if is_cut => self.cut(on),
            IncomeSource::Student if finds < self.laws.first_job.at(age) => self.begin(assembly, on, age, stream),
            _ if is_searching && finds < self.laws.job_search.per_month => {
                self.start(assembly, on, LifeEventKind::JobFound, &self.laws.job_search, stream);
            }
            _ => {}
        }
    }

    /// Notes a change of income and how card spending follows it some weeks later.
    fn change(&mut self, kind: LifeEventKind, on: Date, pays_from: Date, income: PersonalIncome, pace: f64) {
        let before = self.income().monthly_net;
        let note = (income.source == IncomeSource::Wage).then_some(income.payer).flatten();
        self.work.events.push(LifeEvent {
            income: Some((before, income.monthly_net)),
            note,
            ..LifeEvent::new(kind, on)
        });
        self.work.pace.push((on.plus(self.laws.spending.lag_days), pace));
        self.work.spells.push(Spell { from: on, pays_from, income });
    }

    fn lose(&mut self, on: Date, stream: &mut Stream) {
        let law = &self.laws.unemployment;
        let old = self.income().clone();
        let claims = stream.chance(law.covered_share) && old.source == IncomeSource::Wage;
        let is_covered = claims && self.benefit.is_some();
        let weekly = (law.of_gross * old.annual_gross.to_major() / 52.0).min(law.most_per_week);
        let net = if is_covered { Cents::from_major(weekly * 52.0 / 12.0) } else { Cents::ZERO };

        self.benefit_until = is_covered.then(|| on.plus(7 * law.weeks));
        let pays_from = on.plus(law.waiting_days);
        let income = PersonalIncome {
            source: if is_covered { IncomeSource::Benefit } else { IncomeSource::Nothing },
            payer: None,
            monthly_net: net,
            frequency: None,
            benefit: self.benefit.filter(|_| is_covered),
            usual_net: old.monthly_net,
            spell: old.spell + 1,
            ..old
        };
        let spending = &self.laws.spending;
        let pace = if is_covered { spending.on_benefit } else { spending.without_benefit };
        self.change(LifeEventKind::JobLost, on, pays_from, income, pace);
    }

    fn end_benefit(&mut self, on: Date) {
        self.benefit_until = None;
        let old = self.income().clone();
        let income = PersonalIncome {
            source: IncomeSource::Nothing,
            payer: None,
            monthly_net: Cents::ZERO,
            benefit: None,
            spell: old.spell + 1,
            ..old
        };
        self.change(LifeEventKind::BenefitEnded, on, on, income, self.laws.spending.without_benefit);
    }

    /// Starts another job, at pay that follows the last one's.
    fn start(
        &mut self,
        assembly: &mut Assembly<'w>,
        on: Date,
        kind: LifeEventKind,
        law: &NewPayLaw,
        stream: &mut Stream,
    ) {
        let pay = self.income().annual_gross.share(law.pay_median * stream.log_normal(0.0, law.pay_ln_sd));
        self.hire(assembly, on, kind, pay, stream);
    }

    /// Starts a first job, at what people of the age earn.
    fn begin(&mut self, assembly: &mut Assembly<'w>, on: Date, age: i32, stream: &mut Stream) {
        let law = &assembly.laws.earnings;
        let by_age = &assembly.laws.earnings_by_age;
        let median = law.wage_median * by_age.factor[bands::band(&by_age.from_age, age)];
        let pay = Cents::from_major((0.85 * median * stream.log_normal(0.0, 0.6 * law.wage_ln_sd)).round());
        self.hire(assembly, on, LifeEventKind::JobFound, pay, stream);
    }

    fn hire(&mut self, assembly: &mut Assembly<'w>, on: Date, kind: LifeEventKind, pay: Cents, stream: &mut Stream) {
        let shares = &assembly.laws.pay_frequency_shares;
        let weights: Vec<f64> = shares.values().copied().collect();
        let frequencies: Vec<PayFrequency> = shares.keys().copied().collect();
        let frequency = frequencies[stream.weighted(&weights)];
        let law = &assembly.laws.earnings;
        let pay = Cents::from_major(pay.to_major().clamp(law.floor, law.ceiling));
        let net = earnings::net_per_month(&assembly.laws.taxes, IncomeSource::Wage, pay);
        let income = PersonalIncome {
            source: IncomeSource::Wage,
            payer: Some(assembly.employer(stream)),
            annual_gross: pay,
            monthly_net: net,
            frequency: Some(frequency),
            benefit: None,
            usual_net: net,
            spell: self.income().spell + 1,
        };
        self.benefit_until = None;
        let pace = self.pace_at(net);
        self.change(kind, on, on.plus(DAYS_TO_FIRST_PAY), income, pace);
    }

    fn cut(&mut self, on: Date) {
        let old = self.income().clone();
        let left = self.laws.pay_cut.pay_factor;
        let net = old.monthly_net.share(left);
        // The employer stays, and with it the calendar of pay.
        let income =
            PersonalIncome { annual_gross: old.annual_gross.share(left), monthly_net: net, usual_net: net, ..old };
        let pace = self.pace_at(net);
        self.change(LifeEventKind::PayCut, on, on, income, pace);
    }

    fn retire(&mut self, assembly: &mut Assembly<'w>, on: Date, stream: &mut Stream) {
        let law = &self.laws.retirement;
        let old = self.income().clone();
        let pension = old.annual_gross.share(law.pension_of_pay * stream.log_normal(0.0, law.ln_sd));
        let pension = Cents::from_major(pension.to_major().max(assembly.laws.earnings.floor));
        let net = earnings::net_per_month(&assembly.laws.taxes, IncomeSource::Pension, pension);
        let income = PersonalIncome {
            source: IncomeSource::Pension,
            payer: assembly.pension_payer(stream),
            annual_gross: pension,
            monthly_net: net,
            frequency: None,
            benefit: None,
            usual_net: net,
            spell: self.income().spell + 1,
        };
        self.benefit_until = None;
        self.change(LifeEventKind::Retired, on, on.plus(DAYS_TO_FIRST_PAY), income, self.laws.spending.retired);
    }

    /// Returns how much is bought on a net income, against the start.
    fn pace_at(&self, net: Cents) -> f64 {
        let first = self.work.spells[0].income.monthly_net.max(Cents(50_000));
        (net.to_major() / first.to_major()).powf(self.laws.spending.pay_elasticity).clamp(0.5, 2.0)
    }
}
