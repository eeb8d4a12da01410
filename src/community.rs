//! One community, the unit of work: simulated whole from the seed and its number alone.

use crate::calendar::Zone;
use crate::columns::Texts;
use crate::life::{self, Lives};
use crate::population::People;
use crate::world::{Places, World};

/// A community of customers who live in one area.
#[derive(Debug)]
pub struct Community<'w> {
    /// What all communities share.
    pub world: &'w World,
    /// Its number, from 0.
    pub number: i64,
    /// The index of its area.
    pub area: usize,
    /// Who lives there and what they hold.
    pub people: People,
    /// What happens to them.
    pub lives: Lives,
    /// Where cards can be used.
    pub places: Places,
    /// The vocabulary of its rows.
    pub texts: Texts,
}

impl<'w> Community<'w> {
    /// Assembles the people and places of a community; nothing has happened yet.
    pub fn assemble(world: &'w World, number: i64) -> Self {
        let mut texts = Texts::default();
        let area = world.geography.area_of(number);
        let (people, lives) = life::live(world, number, &mut texts);
        let places = Places::of_area(world, area, &mut texts);
        Self { world, number, area, people, lives, places, texts }
    }

    /// Returns the time zone that the community lives in.
    pub fn zone(&self) -> &'w Zone {
        &self.world.zones[self.world.geography.area(self.area).zone]
    }
}
