//! What schemas say of single tables: sorted unique keys, no nulls where none may be, closed vocabularies, identifiers that
//! are nobody's.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray as _, DictionaryArray};
use arrow::datatypes::Int32Type;
use arrow::record_batch::RecordBatch;

use crate::dataset::{Field as _, TextColumn, whole_numbers};
use crate::validate::tables::{TableRules, Vocabulary};
use crate::validate::tally::Tally;

/// The counts of one table.
#[derive(Debug, Default)]
pub(super) struct CellTallies {
    /// Keys that do not ascend.
    pub(super) keys: Tally,
    /// Nulls where none may be.
    pub(super) nulls: Tally,
    /// Words outside their vocabulary.
    pub(super) words: Tally,
    /// Identifiers outside their range, one count a column with a rule.
    pub(super) identifiers: Vec<Tally>,
    /// What was said of the words of each column with a rule.
    verdicts: Vec<Verdicts>,
    last_key: Option<[i64; 2]>,
    first_key: Option<[i64; 2]>,
}

impl CellTallies {
    /// Makes the counts of a table.
    pub(super) fn of(table: &TableRules) -> Self {
        let count = table.identifiers.len();
        Self {
            identifiers: vec![Tally::default(); count],
            verdicts: vec![Verdicts::default(); count],
            ..Self::default()
        }
    }

    /// Looks at the rows of a batch, which follow those seen before.
    pub(super) fn see(&mut self, table: &TableRules, batch: &RecordBatch) {
        if !table.layout.is_shared {
            self.see_keys(table, batch);
        }
        self.see_nulls(table, batch);
        for vocabulary in &table.vocabularies {
            see_words(&mut self.words, table, vocabulary, batch);
        }
        for (place, (column, rule)) in table.identifiers.iter().enumerate() {
            let Some(array) = batch.column_by_name(column) else { continue };
            let (tally, verdicts) = (&mut self.identifiers[place], &mut self.verdicts[place]);
            let mut see = |row: usize, text: &str, holds: bool| {
                tally.expect(holds, || format!("{} {column} '{text}'", row_name(table, batch, row)));
            };
            match array.as_dictionary_opt::<Int32Type>() {
                Some(coded) => verdicts.each_text(coded, rule.accepts, see),
                None => each_text(array, |row, text| see(row, text, (rule.accepts)(text))),
            }
        }
    }

    fn see_keys(&mut self, table: &TableRules, batch: &RecordBatch) {
        let Some(first) = whole_numbers(batch, table.layout.key[0]) else { return };
        let second = table.layout.key.get(1).and_then(|column| whole_numbers(batch, column));
        match second {
            None => self.see_ascending(table, batch, first.iter().map(|first| [*first, 0])),
            Some(second) => self.see_ascending(
                table,
                batch,
                first.iter().zip(second.iter()).map(|(first, second)| [*first, *second]),
            ),
        }
    }

    fn see_ascending(&mut self, table: &TableRules, batch: &RecordBatch, keys: impl Iterator<Item = [i64; 2]>) {
        let mut keys = keys.enumerate().peekable();
        let Some((_, first)) = keys.peek().copied() else { return };
        self.first_key.get_or_insert(first);
        self.keys.checked += batch.num_rows() as u64;
        let (mut last, mut is_followed) = self.last_key.map_or((first, true), |last| (last, false));
        for (row, key) in keys {
            if last >= key && !is_followed {
                self.keys.fail(|| format!("{} does not follow the row before it", row_name(table, batch, row)));
            }
            (last, is_followed) = (key, false);
        }
        self.last_key = Some(last);
    }

    fn see_nulls(&mut self, table: &TableRules, batch: &RecordBatch) {
        self.nulls.checked += batch.num_rows() as u64;
        for column in &table.required {
            let nulls = batch.column_by_name(column).and_then(|array| array.nulls());
            let Some(nulls) = nulls.filter(|nulls| nulls.null_count() > 0) else { continue };
            for row in (0..nulls.len()).filter(|row| nulls.is_null(*row)) {
                self.nulls.fail(|| format!("{} has no {column}", row_name(table, batch, row)));
            }
        }
    }

    /// Adds the counts of rows that come after these, whose keys must go on where these end.
    pub(super) fn append(&mut self, later: Self) {
        if let (Some(last), Some(first)) = (self.last_key, later.first_key)
            && last >= first
        {
            self.keys.fail(|| format!("{first:?} begins a file after {last:?}"));
        }
        self.first_key = self.first_key.or(later.first_key);
        self.last_key = later.last_key.or(self.last_key);
        self.keys.append(later.keys);
        self.nulls.append(later.nulls);
        self.words.append(later.words);
        for (tally, later) in self.identifiers.iter_mut().zip(later.identifiers) {
            tally.append(later);
        }
    }
}

/// What a rule says of the words of a vocabulary, asked once a word: the same words stand for the rows of many batches.
#[derive(Debug, Default, Clone)]
struct Verdicts {
    words: Option<ArrayRef>,
    /// By word, whether the rule accepts it, once it was asked.
    accepted: Vec<Option<bool>>,
}

impl Verdicts {
    /// Calls `see` with each text that is not null, its row, and whether a rule accepts it.
    fn each_text(
        &mut self,
        coded: &DictionaryArray<Int32Type>,
        accepts: impl Fn(&str) -> bool,
        mut see: impl FnMut(usize, &str, bool),
    ) {
        let Some(words) = coded.values().as_string_opt::<i32>() else { return };
        if !self.words.as_ref().is_some_and(|known| Arc::ptr_eq(known, coded.values())) {
            self.words = Some(Arc::clone(coded.values()));
            self.accepted.clear();
            self.accepted.resize(words.len(), None);
        }
        let (keys, nulls) = (coded.keys().values(), coded.nulls());
        let mut see = |row: usize| {
            let word = keys[row] as usize;
            let accepted = &mut self.accepted[word];
            see(row, words.value(word), *accepted.get_or_insert_with(|| accepts(words.value(word))));
        };
        match nulls {
            None => (0..coded.len()).for_each(&mut see),
            Some(nulls) => nulls.valid_indices().for_each(&mut see),
        }
    }
}

fn see_words(tally: &mut Tally, table: &TableRules, vocabulary: &Vocabulary, batch: &RecordBatch) {
    let column = vocabulary.column;
    let Some(array) = batch.column_by_name(column) else { return };
    let Some(text) = Box::<str>::column(array.as_ref()) else { return };
    tally.checked += (array.len() - array.null_count()) as u64;
    let is_closed = match &text {
        TextColumn::Coded(_, words) => words.iter().flatten().all(|word| vocabulary.words.contains(&word)),
        TextColumn::Plain(_) => false,
    };
    if is_closed {
        return;
    }
    each_text(array, |row, word| {
        if !vocabulary.words.contains(&word) {
            tally.fail(|| format!("{} {column} '{word}'", row_name(table, batch, row)));
        }
    });
}

/// Calls `see` with each text of a column that is not null, and its row.
pub(super) fn each_text(array: &dyn Array, mut see: impl FnMut(usize, &str)) {
    let Some(column) = Box::<str>::column(array) else { return };
    let nulls = array.nulls();
    for row in (0..array.len()).filter(|row| nulls.is_none_or(|nulls| nulls.is_valid(*row))) {
        see(row, column.text(row));
    }
}

/// Names a row by its key, as in `cards card_id 101001`.
pub(super) fn row_name(table: &TableRules, batch: &RecordBatch, row: usize) -> String {
    let row = batch.slice(row, 1);
    let keys = table.layout.key.iter().map(|column| {
        let value = whole_numbers(&row, column);
        let value = value.map_or("?".to_owned(), |numbers| match *column {
            _ if numbers[0] == i64::MIN => "null".to_owned(),
            name if name.ends_with("_date") => crate::units::Date(numbers[0] as i32).iso(),
            _ => numbers[0].to_string(),
        });
        format!("{column} {value}")
    });
    format!("{} {}", table.layout.name, keys.collect::<Vec<_>>().join(" "))
}
