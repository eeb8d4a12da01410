//! A page is well formed.

use maud::html;

use super::page::page;
use super::wellformed::fault;
use crate::calendar::Horizon;
use crate::manifest::Manifest;
use crate::manifest::tests::facts;
use crate::units::Date;

#[test]
fn a_page_around_anything_is_well_formed() {
    let text = page("A <bank> & more", &html! { p { "x < y" } });
    assert_eq!(fault(&text), None);
    assert!(text.contains("prefers-color-scheme:dark") && text.contains("@media print"));
}

#[test]
fn the_dictionary_and_the_opening_of_a_dataset_are_well_formed() {
    let mut run = facts();
    run.tables = crate::schema::tables()
        .iter()
        .map(|table| crate::manifest::TableFacts {
            name: table.name.clone(),
            folder: table.folder(),
            schema_sha256: String::new(),
        })
        .collect();
    let manifest = Manifest { run, files: vec![] };
    let bank = super::opening::Bank { name: "A & B".into(), country: "US".into(), currency: "USD".into() };
    let parts = [
        super::opening::head(&manifest, &bank, Horizon { from: Date::of(2025, 1, 1), to: Date::of(2025, 1, 31) }),
        super::opening::tables(&manifest),
        super::dictionary::dictionary(&manifest),
        super::invariants::invariants(None),
    ];
    for part in parts {
        assert_eq!(fault(&part.into_string()), None);
    }
}
