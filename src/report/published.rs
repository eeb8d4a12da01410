//! Published curves that are no figure of the scoreboard: percentiles of amounts by category.

use crate::codes::Category;

const AMOUNTS: &str = include_str!("../../reference/published/dcpc_amount_by_merchant_instrument.csv");

/// Who published the percentiles.
pub(super) const AMOUNTS_SOURCE: &str =
    "Federal Reserve, Diary of Consumer Payment Choice, October 2017–2019, debit and credit cards";

/// The scenario whose country the percentiles are of.
const AMOUNTS_SCENARIO: &str = "us-retail";

/// The numbers of the diary's categories.
const DIARY: [(&str, Category); 19] = [
    ("1", Category::Groceries),
    ("2", Category::Fuel),
    ("3", Category::Restaurant),
    ("4", Category::FastFood),
    ("5", Category::GeneralMerchandise),
    ("6", Category::GeneralService),
    ("7", Category::Entertainment),
    ("8", Category::Utility),
    ("9", Category::Travel),
    ("10", Category::Telecom),
    ("11", Category::Contractor),
    ("12", Category::ProfessionalService),
    ("13", Category::Lodging),
    ("15", Category::Financial),
    ("17", Category::Charity),
    ("18", Category::Health),
    ("19", Category::Government),
    ("20", Category::Education),
    ("21", Category::Transit),
];

/// The shares that the percentiles of [`amounts`] stand for.
pub(super) const SHARES: [f64; 5] = [0.10, 0.25, 0.50, 0.75, 0.90];

const COLUMNS: [&str; 5] = ["p10", "p25", "median", "p75", "p90"];

/// Fewer answers make no percentiles.
const LEAST_ANSWERS: f64 = 100.0;

/// Returns the percentiles of card purchases in a category, as the diary of the scenario's country has them.
pub(super) fn amounts(scenario: &str, category: Category) -> Option<[f64; 5]> {
    if scenario != AMOUNTS_SCENARIO {
        return None;
    }
    let number = DIARY.iter().find(|(_, known)| *known == category)?.0;
    let mut lines = AMOUNTS.lines();
    let header: Vec<&str> = lines.next()?.split(',').collect();
    let column = |name: &str| header.iter().position(|known| *known == name);
    let is_meant =
        |cells: &[&str]| cells[0] == "debit+credit" && cells[1].split_once('.').is_some_and(|(n, _)| n == number);
    let cells = lines.map(|line| line.split(',').collect::<Vec<_>>()).find(|cells| is_meant(cells))?;
    let value = |name: &str| cells.get(column(name)?)?.parse::<f64>().ok();
    if value("n")? < LEAST_ANSWERS {
        return None;
    }
    let values: Vec<f64> = COLUMNS.iter().filter_map(|name| value(name)).collect();
    values.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_category_and_ascend() {
        assert_eq!(amounts("us-retail", Category::Groceries), Some([6.0, 12.61, 28.17, 60.21, 113.9]));
        for category in Category::ALL {
            if let Some(values) = amounts("us-retail", *category) {
                assert!(values.is_sorted(), "{}", category.word());
            }
        }
        assert_eq!(amounts("us-retail", Category::Contractor), None, "22 answers are too few");
        assert_eq!(amounts("fr-retail", Category::Groceries), None);
    }
}
