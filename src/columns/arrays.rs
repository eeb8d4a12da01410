//! Columns as Arrow arrays, for the formats that Arrow writes.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow::datatypes::SchemaRef;

use super::{Column, ColumnType, Text, Values};

/// Returns columns as a batch of a schema.
///
/// # Panics
///
/// Panics if the columns are not those of the schema.
pub fn to_batch(schema: &SchemaRef, columns: &[Column<'_>]) -> RecordBatch {
    let arrays = columns.iter().map(Column::to_array).collect();
    RecordBatch::try_new(Arc::clone(schema), arrays).expect("row types have the columns of their schema")
}

impl Column<'_> {
    /// Returns the column as an Arrow array of its logical type.
    pub fn to_array(&self) -> ArrayRef {
        let nulls = self.null_buffer();
        let nulls = nulls.as_ref();
        match self.values {
            Values::Int64(values) => self.int64(spread(values.iter().copied(), nulls), nulls),
            Values::Int32(values) => self.int32(spread(values.iter().copied(), nulls), nulls),
            Values::Boolean(values) => {
                Arc::new(BooleanArray::new(spread(values.iter().copied(), nulls).into(), nulls.cloned()))
            }
            Values::Float64(values) => {
                Arc::new(Float64Array::new(spread(values.iter().copied(), nulls).into(), nulls.cloned()))
            }
            Values::Closed(codes, words) => {
                dictionary(spread(codes.iter().map(|&code| i32::from(code)), nulls), nulls, words.iter().copied())
            }
            Values::Open(codes, texts) => {
                let words = (0..texts.len() as u32).map(|code| texts.get(Text(code)));
                dictionary(spread(codes.iter().map(|&code| code as i32), nulls), nulls, words)
            }
            Values::Characters(values) => {
                let text = |characters| std::str::from_utf8(characters).expect("letters and digits are UTF-8");
                self.strings(values.iter().map(|value| text(value)))
            }
            Values::Strings(values) => self.strings(values.iter().map(String::as_str)),
        }
    }

    fn null_buffer(&self) -> Option<NullBuffer> {
        let valid = self.valid.filter(|_| self.nulls() > 0)?;
        Some(NullBuffer::new(BooleanBuffer::new(Buffer::from(valid), 0, self.rows)))
    }

    fn int64(&self, values: Vec<i64>, nulls: Option<&NullBuffer>) -> ArrayRef {
        let nulls = nulls.cloned();
        match self.kind {
            ColumnType::Timestamp => {
                Arc::new(TimestampMicrosecondArray::new(values.into(), nulls).with_timezone("UTC"))
            }
            ColumnType::Decimal(scale) => {
                let wide: Vec<i128> = values.into_iter().map(i128::from).collect();
                let decimals = Decimal128Array::new(wide.into(), nulls).with_precision_and_scale(18, scale);
                Arc::new(decimals.expect("18 digits with a small scale are a valid decimal type"))
            }
            _ => Arc::new(Int64Array::new(values.into(), nulls)),
        }
    }

    fn int32(&self, values: Vec<i32>, nulls: Option<&NullBuffer>) -> ArrayRef {
        match self.kind {
            ColumnType::Date => Arc::new(Date32Array::new(values.into(), nulls.cloned())),
            _ => Arc::new(Int32Array::new(values.into(), nulls.cloned())),
        }
    }

    fn strings<'t>(&self, mut present: impl Iterator<Item = &'t str>) -> ArrayRef {
        let texts: StringArray = match self.null_buffer() {
            None => present.map(Some).collect(),
            Some(nulls) => nulls.iter().map(|is_valid| if is_valid { present.next() } else { None }).collect(),
        };
        Arc::new(texts)
    }
}

/// Puts the present values where their rows are, the type's zero elsewhere.
fn spread<T: Default>(mut present: impl Iterator<Item = T>, nulls: Option<&NullBuffer>) -> Vec<T> {
    match nulls {
        None => present.collect(),
        Some(nulls) => nulls
            .iter()
            .map(|is_valid| if is_valid { present.next().unwrap_or_default() } else { T::default() })
            .collect(),
    }
}

fn dictionary<'w>(codes: Vec<i32>, nulls: Option<&NullBuffer>, words: impl Iterator<Item = &'w str>) -> ArrayRef {
    let (keys, words) = (Int32Array::new(codes.into(), nulls.cloned()), StringArray::from_iter_values(words));
    Arc::new(DictionaryArray::try_new(keys, Arc::new(words)).expect("codes come from the vocabulary they index"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::{Nullable, Texts};
    use arrow::array::{Array as _, AsArray as _};
    use arrow::datatypes::Decimal128Type;

    #[test]
    fn nulls_stand_where_their_rows_are() {
        let mut store = Nullable::default();
        [None, Some(150_i64), None, Some(-1)].into_iter().for_each(|value| store.push(value));
        let values = Values::Int64(store.present());
        let column = Column { kind: ColumnType::Decimal(2), values, rows: 4, valid: Some(store.valid()) };
        let array = column.to_array();
        let decimals = array.as_primitive::<Decimal128Type>();
        assert_eq!((decimals.null_count(), decimals.value_as_string(1).as_str()), (2, "1.50"));
        assert!(decimals.is_null(2) && decimals.value(3) == -1);
    }

    #[test]
    fn an_open_vocabulary_becomes_a_dictionary() {
        let mut texts = Texts::default();
        let codes = [texts.intern("b").0, texts.intern("a").0, texts.intern("b").0];
        let column = Column { kind: ColumnType::Category, values: Values::Open(&codes, &texts), rows: 3, valid: None };
        let array = column.to_array();
        let words = array.as_any_dictionary();
        assert_eq!(words.values().as_string::<i32>().value(0), "b");
        assert_eq!(words.normalized_keys(), [0, 1, 0]);
    }
}
