//! Values as texts, by the kinds of the query suite.

use datafusion::arrow::array::{Array, ArrayRef, AsArray as _};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Date32Type, Decimal256Type, Float64Type, Int64Type, TimeUnit};
use datafusion::arrow::datatypes::{DecimalType as _, TimestampMicrosecondType};
use datafusion::arrow::temporal_conversions::{as_datetime, date32_to_datetime};

/// How a column's values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Integer,
    /// A decimal with exactly so many digits after the point.
    Decimal(u8),
    /// A number rounded half-even to so many digits after the point.
    Float(u8),
    /// A text as it is.
    Text,
    /// A date, as in `2025-12-31`.
    Date,
    /// An instant in UTC, as in `2025-12-31T23:59:59.999999Z`.
    Instant,
    /// `true` or `false`.
    Boolean,
}

/// The most digits of a decimal that texts are made from.
const DIGITS: u8 = 76;

/// Writes a column's values.
pub(super) fn of(column: &ArrayRef, kind: Kind) -> Result<Vec<Option<String>>, String> {
    match kind {
        Kind::Integer => integers(column),
        Kind::Decimal(scale) => decimals(column, scale),
        Kind::Float(digits) => {
            let column = to(column, &DataType::Float64)?;
            let values = column.as_primitive::<Float64Type>();
            Ok(values.iter().map(|value| value.map(|value| float(value, digits))).collect())
        }
        Kind::Text => {
            let column = to(column, &DataType::Utf8)?;
            Ok(column.as_string::<i32>().iter().map(|value| value.map(str::to_owned)).collect())
        }
        Kind::Date => {
            let is_instant = matches!(column.data_type(), DataType::Timestamp(..));
            let column = if is_instant { to(column, &utc())? } else { ArrayRef::clone(column) };
            let column = to(&column, &DataType::Date32)?;
            let values = column.as_primitive::<Date32Type>().iter();
            values.map(|value| value.map(date).transpose()).collect()
        }
        Kind::Instant => {
            let column = to(column, &utc())?;
            let values = column.as_primitive::<TimestampMicrosecondType>().iter();
            values.map(|value| value.map(instant).transpose()).collect()
        }
        Kind::Boolean => {
            let column = to(column, &DataType::Boolean)?;
            Ok(column.as_boolean().iter().map(|value| value.map(|value| value.to_string())).collect())
        }
    }
}

/// Instants whose zone takes no database to read.
fn utc() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("+00:00".into()))
}

fn to(column: &ArrayRef, kind: &DataType) -> Result<ArrayRef, String> {
    let cast = cast(column, kind).map_err(|cause| cause.to_string())?;
    // A cast makes nulls of what does not fit.
    if cast.logical_null_count() > column.logical_null_count() {
        return Err(format!("not every value of type {} is one of {kind}", column.data_type()));
    }
    Ok(cast)
}

/// Writes whole numbers; a decimal or float that is none is an error.
fn integers(column: &ArrayRef) -> Result<Vec<Option<String>>, String> {
    if column.data_type().is_floating() {
        let floats = to(column, &DataType::Float64)?;
        if let Some(value) = floats.as_primitive::<Float64Type>().iter().flatten().find(|value| value.fract() != 0.0) {
            return Err(format!("{value} is no whole number"));
        }
    } else if !column.data_type().is_integer() {
        return decimals(column, 0);
    }
    let column = to(column, &DataType::Int64)?;
    Ok(column.as_primitive::<Int64Type>().iter().map(|value| value.map(|value| value.to_string())).collect())
}

/// Writes decimals with so many digits after the point; what has more of them is an error.
fn decimals(column: &ArrayRef, scale: u8) -> Result<Vec<Option<String>>, String> {
    let own = match column.data_type() {
        DataType::Decimal32(_, scale)
        | DataType::Decimal64(_, scale)
        | DataType::Decimal128(_, scale)
        | DataType::Decimal256(_, scale) => *scale,
        kind if kind.is_integer() => 0,
        kind => return Err(format!("{kind} is no decimal")),
    };
    let column = to(column, &DataType::Decimal256(DIGITS, own))?;
    let values = column.as_primitive::<Decimal256Type>().iter();
    let text = |value| padded(&Decimal256Type::format_decimal(value, DIGITS, own), scale);
    values.map(|value| value.map(text).transpose()).collect()
}

/// Gives a decimal exactly so many digits after the point, taking away zeros only.
fn padded(text: &str, scale: u8) -> Result<String, String> {
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    let digits = digits.trim_end_matches('0');
    let missing = usize::from(scale).checked_sub(digits.len());
    let missing = missing.ok_or_else(|| format!("{text} has more than {scale} digits after the point"))?;
    let point = if scale == 0 { "" } else { "." };
    Ok(format!("{whole}{point}{digits}{}", "0".repeat(missing)))
}

/// Rounds half-even what the float is exactly; a zero has no sign.
fn float(value: f64, digits: u8) -> String {
    let text = format!("{value:.*}", usize::from(digits));
    match text.strip_prefix('-') {
        Some(positive) if !positive.contains(|digit| ('1'..='9').contains(&digit)) => positive.to_owned(),
        _ => text,
    }
}

fn date(days: i32) -> Result<String, String> {
    let day = date32_to_datetime(days).ok_or_else(|| format!("day {days} is beyond the calendar"))?;
    Ok(day.date().to_string())
}

fn instant(micros: i64) -> Result<String, String> {
    let instant = as_datetime::<TimestampMicrosecondType>(micros);
    let instant = instant.ok_or_else(|| format!("instant {micros} is beyond the calendar"))?;
    Ok(instant.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string())
}
