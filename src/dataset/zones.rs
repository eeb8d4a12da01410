//! Time zones by name, each loaded once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::calendar::Zone;

/// Time zones by name, each loaded once.
#[derive(Debug, Default)]
pub struct Zones(Mutex<BTreeMap<Box<str>, Arc<Zone>>>);

impl Zones {
    /// Returns a zone; one that the database lacks reads as UTC.
    pub fn get(&self, name: &str) -> Arc<Zone> {
        let mut known = self.0.lock().expect("no thread panics while it holds the zones");
        if let Some(zone) = known.get(name) {
            return Arc::clone(zone);
        }
        let zone = Zone::load(name).or_else(|_| Zone::load("UTC")).expect("the database has UTC");
        let zone = Arc::new(zone);
        known.insert(name.into(), Arc::clone(&zone));
        zone
    }
}
