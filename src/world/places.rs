//! The places where a community's cards can be used: the area's stores, travel destinations, sites.

use crate::codes::{Category, Currency, Mcc};
use crate::columns::{Text, Texts};
use crate::rng::Stream;
use crate::units::{LocationId, MerchantId};
use crate::world::World;

/// The place of a [`Place`] in a community's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceIndex(pub u32);

/// Where a card can be used: a store, a cash machine, a site.
#[derive(Debug, Clone)]
pub struct Place {
    /// The merchant.
    pub merchant: MerchantId,
    /// The store; none online.
    pub location: Option<LocationId>,
    /// What it sells.
    pub category: Category,
    /// Its merchant category code.
    pub mcc: Mcc,
    /// The currency it charges.
    pub currency: Currency,
    /// ISO 3166 country code.
    pub country: Text,
    /// The name on the statement.
    pub descriptor: Text,
    /// The time zone its clock shows, an index into `World::zones`.
    pub zone: usize,
    /// Where it stands; zero online.
    pub latitude: f64,
    /// Where it stands; zero online.
    pub longitude: f64,
    /// First hour it is open, 0–23.
    pub opens_at_hour: u8,
    /// Hour it closes, 1–24; equal to 24 with `opens_at_hour` 0 for round the clock.
    pub closes_at_hour: u8,
    /// Number of terminals, at least 1; zero online.
    pub terminals: u8,
    /// What it charges against the mean of its category; mean about 1.
    pub price_level: f32,
    /// How long it takes goods back; zero for none.
    pub return_window_days: u16,
}

/// The places that a community knows: the area's own from the start, others as they are visited.
#[derive(Debug, Default)]
pub struct Places {
    list: Vec<Place>,
}

impl Places {
    /// Builds the places of an area.
    pub fn of_area(world: &World, area: usize, texts: &mut Texts) -> Self {
        let _ = (world, area, texts);
        unimplemented!("world helper")
    }

    /// Returns a place.
    pub fn get(&self, place: PlaceIndex) -> &Place {
        &self.list[place.0 as usize]
    }

    /// Draws a store of a category in the area by its popularity; none if the area has no such store.
    pub fn local(&self, category: Category, stream: &mut Stream) -> Option<PlaceIndex> {
        let _ = (category, stream);
        unimplemented!("world helper")
    }

    /// Returns every store of a category in the area.
    pub fn all_local(&self, category: Category) -> &[PlaceIndex] {
        let _ = category;
        unimplemented!("world helper")
    }

    /// Draws a site of a category by its popularity; none if the category is not sold online.
    pub fn online(
        &mut self,
        world: &World,
        category: Category,
        texts: &mut Texts,
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        let _ = (world, category, texts, stream);
        unimplemented!("world helper")
    }

    /// Draws a travel destination by its attraction, at home or abroad, and returns its number.
    pub fn destination(&self, world: &World, is_abroad: bool, stream: &mut Stream) -> usize {
        let _ = (world, is_abroad, stream);
        unimplemented!("world helper")
    }

    /// Draws a store of a category at a destination; none if it has no such store.
    pub fn at_destination(
        &mut self,
        world: &World,
        destination: usize,
        category: Category,
        texts: &mut Texts,
        stream: &mut Stream,
    ) -> Option<PlaceIndex> {
        let _ = (world, destination, category, texts, stream);
        unimplemented!("world helper")
    }

    /// Returns a subscription site by its rank in popularity (0 is the best known): streaming, cloud, news, gym, games.
    pub fn subscription(&mut self, world: &World, rank: usize, texts: &mut Texts) -> PlaceIndex {
        let _ = (world, rank, texts);
        unimplemented!("world helper")
    }
}
