//! Truth values and doubles: as they are.

use parquet::basic::Encoding;
use parquet::file::statistics::Statistics;

use super::gather::{Encoded, Gather, Occasion, widen};
use crate::columns::Values;

/// A column of truth values: a bit each.
#[derive(Default)]
pub(super) struct BooleanColumn {
    gathered: Vec<bool>,
    bounds: Option<(bool, bool)>,
}

impl Gather for BooleanColumn {
    fn add(&mut self, values: &Values<'_>) {
        let Values::Boolean(values) = values else { panic!("a column of truth values gets truth values") };
        self.gathered.extend_from_slice(values);
    }

    fn encode(&mut self, values: Option<&Values<'_>>, page: &mut Vec<u8>, _: &mut Occasion<'_>) -> Encoded {
        values.into_iter().for_each(|values| self.add(values));
        let all = self.gathered.iter().all(|&value| value);
        let any = self.gathered.iter().any(|&value| value);
        widen(&mut self.bounds, [all, any]);
        let byte = |bits: &[bool]| bits.iter().rev().fold(0, |byte, &bit| byte << 1 | u8::from(bit));
        page.extend(self.gathered.chunks(8).map(byte));
        self.gathered.clear();
        Encoded { encoding: Encoding::PLAIN, bounds: None }
    }

    fn statistics(&self, nulls: u64) -> Statistics {
        let (least, greatest) = self.bounds.unzip();
        Statistics::boolean(least, greatest, None, Some(nulls), false)
    }

    fn clear(&mut self) {
        self.bounds = None;
    }
}

/// A column of doubles.
#[derive(Default)]
pub(super) struct DoubleColumn {
    gathered: Vec<f64>,
    bounds: Option<(f64, f64)>,
}

impl Gather for DoubleColumn {
    fn add(&mut self, values: &Values<'_>) {
        let Values::Float64(values) = values else { panic!("a column of doubles gets doubles") };
        self.gathered.extend_from_slice(values);
    }

    fn encode(&mut self, values: Option<&Values<'_>>, page: &mut Vec<u8>, _: &mut Occasion<'_>) -> Encoded {
        values.into_iter().for_each(|values| self.add(values));
        widen(&mut self.bounds, self.gathered.iter().copied());
        self.gathered.iter().for_each(|value| page.extend_from_slice(&value.to_le_bytes()));
        self.gathered.clear();
        Encoded { encoding: Encoding::PLAIN, bounds: None }
    }

    fn statistics(&self, nulls: u64) -> Statistics {
        // The format wants zeros of the sign that includes both.
        let signed = |bound: f64, zero: f64| if bound == 0.0 { zero } else { bound };
        let (least, greatest) = self.bounds.map(|(a, b)| (signed(a, -0.0), signed(b, 0.0))).unzip();
        Statistics::double(least, greatest, None, Some(nulls), false)
    }

    fn clear(&mut self) {
        self.bounds = None;
    }
}
