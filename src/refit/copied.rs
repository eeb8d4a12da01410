//! The numbers of `us-retail` that follow from published tables by arithmetic.

use std::collections::BTreeSet;

use super::tables::{Published, Row};
use super::{Fit, Fitted};

macro_rules! published {
    ($name:literal) => {
        Published::read(
            concat!("reference/published/", $name, ".csv"),
            include_str!(concat!("../../reference/published/", $name, ".csv")),
        )
    };
}

/// The diary's categories that people buy from by card, with the name of each in the scenario.
const CATEGORIES: [(&str, &str); 19] = [
    ("groceries", "1. Grocery store"),
    ("fuel", "2. Gas station"),
    ("restaurant", "3. Restaurant/bar"),
    ("fast_food", "4. Fast food/coffee shop"),
    ("general_merchandise", "5. General merchandise"),
    ("general_service", "6. General service"),
    ("entertainment", "7. Art/entertainment"),
    ("utility", "8. Non-gov't utility"),
    ("taxi_airline_delivery", "9. Taxi/airplane/delivery"),
    ("telecom", "10. Phone/internet/cable"),
    ("contractor", "11. Contractor"),
    ("professional_service", "12. Professional service"),
    ("lodging", "13. Hotel/motel/campsite"),
    ("financial", "15. Mortg/insur/credit c"),
    ("charity", "17. Charitable/religious"),
    ("health", "18. Hospital/doctor/dentist"),
    ("government", "19. Government taxes"),
    ("education", "20. Education/childcare"),
    ("transit_tolls", "21. Public transport/tolls"),
];

/// The diary's categories that are no purchase at a shop.
const NO_PURCHASES: [&str; 2] = ["14. Rent", "16. Person-to-person"];

/// The diary throws flights and taxis together; trips buy the flights, so the scenario assumes prices of the rest.
const WITHOUT_FLIGHTS: &str = "taxi_airline_delivery";

/// Categories whose hours or weekdays the diary tells for purchases in person.
const WITH_HOURS: [&str; 8] = [
    "groceries",
    "fuel",
    "restaurant",
    "fast_food",
    "general_merchandise",
    "general_service",
    "entertainment",
    "health",
];
const WITH_WEEKDAYS: [&str; 8] = [
    "groceries",
    "fuel",
    "restaurant",
    "fast_food",
    "general_merchandise",
    "general_service",
    "entertainment",
    "telecom",
];

/// The kinds of business of the Census whose months a category follows.
const MONTHS: [(&str, &str); 5] = [
    ("groceries", "Food and beverage stores"),
    ("fuel", "Gasoline stations"),
    ("restaurant", "Full service restaurants"),
    ("fast_food", "Limited service eating places"),
    ("general_merchandise", "GAFO(1)"),
];

/// The kinds of business of the Census whose months a merchant category code follows.
const MONTHS_BY_MCC: [(&str, &str); 22] = [
    ("5310", "Discount dept. stores"),
    ("5311", "Department stores"),
    ("5331", "All other gen. merchandise stores"),
    ("5200", "Building mat. and garden equip. and supplies dealers"),
    ("5251", "Hardware stores"),
    ("5261", "Building mat. and garden equip. and supplies dealers"),
    ("5411", "Grocery stores"),
    ("5533", "Automotive parts, acc., and tire stores"),
    ("5621", "Women's clothing stores"),
    ("5651", "Family clothing stores"),
    ("5661", "Shoe stores"),
    ("5712", "Furniture stores"),
    ("5732", "Electronics stores"),
    ("5812", "Full service restaurants"),
    ("5813", "Drinking places"),
    ("5912", "Pharmacies and drug stores"),
    ("5921", "Beer, wine, and liquor stores"),
    ("5941", "Sporting goods stores"),
    ("5942", "Book stores"),
    ("5944", "Jewelry stores"),
    ("5945", "Hobby, toy, and game stores"),
    ("5947", "Gift, novelty, and souvenir stores"),
];

/// The rows of the Consumer Expenditure Survey that hold what a category sells.
const SPENDING_BY_INCOME: [(&str, &[&str]); 13] = [
    ("groceries", &["foodAtHome"]),
    ("fuel", &["gasoline"]),
    ("restaurant", &["foodAway"]),
    ("fast_food", &["foodAway"]),
    ("general_merchandise", &["apparel", "furnishings", "housekeepingSupplies"]),
    ("general_service", &["vehicleMaintRepair", "personalCare", "householdOperations"]),
    ("entertainment", &["entertainment"]),
    ("utility", &["utilitiesElectricGas", "utilitiesWaterPublic"]),
    ("telecom", &["cellularService"]),
    ("lodging", &["otherLodging"]),
    ("financial", &["vehicleInsurance", "lifeInsurance"]),
    ("health", &["healthcareOOP"]),
    ("education", &["education"]),
];

/// Of the prices in whole dollars that people write down, so many were whole at the till: between the answers of all
/// (.290) and of careful recorders (.185) lies about .232, that is .8 of the answers. Fuel is prepaid in whole dollars.
const WHOLE_AT_THE_TILL: f64 = 0.8;

const HOURS: [&str; 24] = [
    "h00", "h01", "h02", "h03", "h04", "h05", "h06", "h07", "h08", "h09", "h10", "h11", "h12", "h13", "h14", "h15",
    "h16", "h17", "h18", "h19", "h20", "h21", "h22", "h23",
];
const WEEKDAYS: [&str; 7] = ["num_Mon", "num_Tue", "num_Wed", "num_Thu", "num_Fri", "num_Sat", "num_Sun"];
const MONTH_NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const PERCENTILES: [&str; 8] = ["p5", "p10", "p25", "median", "p75", "p90", "p95", "p99"];
const ENDINGS: [&str; 9] = ["c99", "c95", "c50", "c49", "c98", "c97", "c25", "c75", "c90"];

/// Returns every number of `us-retail` that is copied from a published table or computed from one by arithmetic.
pub(super) fn fits() -> Vec<Fit> {
    let mut fits = Vec::new();
    let amounts = published!("dcpc_amount_by_merchant_instrument");
    let cents = published!("dcpc_cents_endings");
    let hours = published!("dcpc_hour_of_day");
    let weekdays = published!("dcpc_day_of_week");
    let months = published!("us_retail_seasonal_factors");
    let of_cards = |diary: &str| amounts.row(&[("instrument", "debit+credit"), ("merchant", diary)]);
    let purchases = 1.0 - NO_PURCHASES.iter().map(|diary| of_cards(diary).number("share_number")).sum::<f64>();
    for (name, diary) in CATEGORIES {
        let mut add = |key: &str, value: Fitted, rule: &'static str, file: &'static str| {
            fits.push(Fit { path: format!("spending.categories.{name}.{key}"), value, rule, file });
        };
        let row = of_cards(diary);
        add("share", number(row.number("share_number") / purchases), "share_number among purchases", amounts.file);
        add("remote_share", number(1.0 - row.number("inperson_share")), "1 - inperson_share", amounts.file);
        if name != WITHOUT_FLIGHTS {
            add("quantiles", list(&row.numbers(PERCENTILES)), "percentiles of debit and credit", amounts.file);
        }
        if let Some(row) = endings_of(&cents, name, diary) {
            let whole = row.number("c00");
            let at_the_till = if name == "fuel" { whole } else { WHOLE_AT_THE_TILL * whole };
            add("whole_share", number(at_the_till), "0.8 of c00; c00 for fuel", cents.file);
            add("whole_fives_share", number(row.number("mult5_dollar") / whole), "mult5_dollar / c00", cents.file);
            add("endings", list(&row.numbers(ENDINGS)), "c99 … c90", cents.file);
        }
        if WITH_WEEKDAYS.contains(&name) {
            let row = weekdays.row(&[("group", &format!("card {diary}"))]);
            add("weekdays", list(&whole(row.numbers(WEEKDAYS))), "num_Mon … num_Sun", weekdays.file);
        }
        if WITH_HOURS.contains(&name) {
            let row = hours.row(&[("group", &format!("card in person {diary}"))]);
            add("hours", list(&day_curve(&row)), "h00 given h01's share, all scaled to 1", hours.file);
        }
        if let Some((_, business)) = MONTHS.iter().find(|(category, _)| *category == name) {
            let row = months.row(&[("kind_of_business", business), ("basis", "per_day")]);
            add("months", list(&row.numbers(MONTH_NAMES)), "factors a day", months.file);
        }
    }
    fits.extend(MONTHS_BY_MCC.iter().map(|(mcc, business)| {
        let row = months.row(&[("kind_of_business", business), ("basis", "per_day")]);
        let path = format!("spending.months_by_mcc.{mcc}");
        Fit { path, value: list(&row.numbers(MONTH_NAMES)), rule: "factors a day", file: months.file }
    }));
    fits.extend(shared_hours(&hours, &weekdays));
    fits.extend(by_people());
    fits.extend(by_income());
    fits.extend(liquid_assets());
    fits
}

/// Categories too thin in the diary's endings take those of all card purchases.
fn endings_of<'a>(cents: &'a Published, name: &str, diary: &str) -> Option<Row<'a>> {
    match name {
        "contractor" | "education" => None,
        _ => Some(cents.row(&[("group", &format!("debit+credit {diary}"))])),
    }
}

/// The curves of those categories that have none of their own.
fn shared_hours(hours: &Published, weekdays: &Published) -> Vec<Fit> {
    let curve = |group: &str| day_curve(&hours.row(&[("group", group)]));
    let all = curve("card in person ALL");
    let against_all = |group: &str| {
        let own = curve(group);
        let ratio: [f64; 24] = std::array::from_fn(|hour| own[hour] / all[hour]);
        list(&ratio)
    };
    let week = |group: &str| list(&whole(weekdays.row(&[("group", group)]).numbers(WEEKDAYS)));
    let fit = |key: &str, value, rule, file| Fit { path: format!("spending.hours.{key}"), value, rule, file };
    vec![
        fit("in_person", list(&all), "h00 given h01's share, all scaled to 1", hours.file),
        fit("remote", list(&curve("card remote ALL")), "h00 given h01's share, all scaled to 1", hours.file),
        fit("working_day", against_all("card in person Mon-Fri"), "Mon-Fri over all days", hours.file),
        fit("weekend", against_all("card in person Sat-Sun"), "Sat-Sun over all days", hours.file),
        fit("in_person_weekdays", week("card in person"), "num_Mon … num_Sun", weekdays.file),
        fit("remote_weekdays", week("card remote"), "num_Mon … num_Sun", weekdays.file),
    ]
}

/// How the number of payments goes with age and income, and how often people are paid.
fn by_people() -> Vec<Fit> {
    let people = published!("dcpc_by_demographics");
    let income = published!("dcpc_income_2019");
    let per_month = |instruments: &[&str], by: &str, level: &str| -> f64 {
        let rows = instruments
            .iter()
            .map(|instrument| people.row(&[("instrument", instrument), ("by", by), ("level", level)]));
        rows.map(|row| row.number("tx_per_month")).sum()
    };
    // Payments a month of the mean person: of each sex about half.
    let mean = |instruments: &[&str]| {
        (per_month(instruments, "gender", "female") + per_month(instruments, "gender", "male")) / 2.0
    };
    let factors = |instruments: &[&str], by: &str, levels: &[&str]| {
        let factors: Vec<f64> =
            levels.iter().map(|level| per_month(instruments, by, level) / mean(instruments)).collect();
        list(&factors)
    };
    const AGES: [&str; 7] = ["18-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+"];
    const INCOMES: [&str; 6] = ["<25k", "25-50k", "50-75k", "75-100k", "100-150k", "150k+"];
    const CARDS: [&str; 2] = ["debit", "credit"];
    let fit = |path: &str, value, rule, file| Fit { path: path.to_owned(), value, rule, file };
    let over_mean = "payments a month over their mean";
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri"]
        .map(|day| income.row(&[("measure", "wage receipt weekday share (unweighted)"), ("key", day)]).number("value"));
    vec![
        fit("spending.by_age.factor", factors(&CARDS, "ageb", &AGES), over_mean, people.file),
        fit("spending.by_income.factor", factors(&CARDS, "incb", &INCOMES), over_mean, people.file),
        fit("cash.by_age.factor", factors(&["cash"], "ageb", &AGES), over_mean, people.file),
        fit("income.paydays.weekday_weights", list(&weekdays), "wage receipts by working day", income.file),
    ]
}

/// How spending grows with income: in each category, and in all that the survey has a row for.
fn by_income() -> Vec<Fit> {
    const FIFTHS: [&str; 5] = ["q1", "q2", "q3", "q4", "q5"];
    let survey = published!("bls_ce_2024_quintiles");
    let logs = |items: &BTreeSet<&str>| -> [f64; 5] {
        let rows = items.iter().map(|item| survey.row(&[("item", item)]).numbers(FIFTHS));
        rows.fold([0.0; 5], |sum, row| std::array::from_fn(|fifth| sum[fifth] + row[fifth])).map(f64::ln)
    };
    let incomes = logs(&BTreeSet::from(["income_before_tax_mean"]));
    let elasticity = |items: &BTreeSet<&str>| number(slope(incomes, logs(items)));
    let of = |items: &'static [&'static str]| items.iter().copied().collect::<BTreeSet<&str>>();
    let rule = "slope of the logarithm of spending over that of income, by fifths";
    let fit = |path: String, value| Fit { path, value, rule, file: survey.file };
    let all = SPENDING_BY_INCOME.iter().flat_map(|(_, items)| of(items)).collect();
    let mut fits = vec![fit("spending.by_income.elasticity".to_owned(), elasticity(&all))];
    fits.extend(SPENDING_BY_INCOME.iter().map(|(category, items)| {
        fit(format!("spending.categories.{category}.income_elasticity"), elasticity(&of(items)))
    }));
    fits
}

/// Returns the slope of the line through five points by least squares.
fn slope(x: [f64; 5], y: [f64; 5]) -> f64 {
    let mean = |values: [f64; 5]| values.iter().sum::<f64>() / 5.0;
    let (x_mean, y_mean) = (mean(x), mean(y));
    let products: f64 = x.iter().zip(y).map(|(x, y)| (x - x_mean) * (y - y_mean)).sum();
    products / x.iter().map(|x| (x - x_mean).powi(2)).sum::<f64>()
}

/// What households of five income groups have, and how it spreads.
fn liquid_assets() -> Vec<Fit> {
    const GROUPS: [&str; 6] = ["inc Q1", "inc Q2", "inc Q3", "inc Q4", "inc P80-90", "inc P90-100"];
    let assets = published!("scf_liquid_assets");
    let column = |column: &str| {
        let of = |group| assets.row(&[("year", "2016-2022 pooled"), ("group", group)]).number(column);
        Fitted::Tail(GROUPS.map(of).to_vec())
    };
    let fit = |key: &str, value, rule| Fit { path: format!("accounts.liquid.{key}"), value, rule, file: assets.file };
    vec![
        fit("at_income", column("income_p50"), "income_p50 by income group; the lowest point is an assumption"),
        fit("median", column("median"), "median by income group; the lowest point is an assumption"),
        fit("ln_sd", column("ln_sigma"), "ln_sigma by income group; the lowest point is an assumption"),
    ]
}

/// Returns a curve of the day in which the hour after midnight, mostly a default answer, has the share of the next.
fn day_curve(row: &Row<'_>) -> [f64; 24] {
    let mut shares = row.numbers(HOURS);
    shares[0] = shares[1];
    whole(shares)
}

/// Scales shares so that they sum to 1.
fn whole<const N: usize>(shares: [f64; N]) -> [f64; N] {
    let sum: f64 = shares.iter().sum();
    shares.map(|share| share / sum)
}

fn number(value: f64) -> Fitted {
    Fitted::Number(value)
}

fn list(values: &[f64]) -> Fitted {
    Fitted::List(values.to_vec())
}
