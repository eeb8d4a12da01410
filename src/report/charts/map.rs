//! A map: places and journeys by longitude and latitude, without tiles.

use super::canvas::{Drawn, Ink, LETTERS, Sheet, Side, Size, block, dot, svg, thin_stroke, write};

/// Longitude and latitude in degrees.
pub(in crate::report) type Place = (f64, f64);

/// What a map shows.
#[derive(Debug, Clone, Default)]
pub(in crate::report) struct Atlas {
    /// The ground: rectangles by west, south, east, north.
    pub(in crate::report) ground: Vec<[f64; 4]>,
    /// Squares that somebody went to, by their middle, and their width in degrees.
    pub(in crate::report) visited: (Vec<Place>, f64),
    /// Journeys from a place to a place, with a weight from 0 to 1.
    pub(in crate::report) journeys: Vec<(Place, Place, f64)>,
    /// Shops.
    pub(in crate::report) shops: Vec<Place>,
    /// Homes.
    pub(in crate::report) homes: Vec<Place>,
    /// Names of places.
    pub(in crate::report) names: Vec<(Place, String)>,
}

/// Straight pieces of an arc.
const ARC_STEPS: i32 = 32;

/// Where degrees lie on a sheet: longitudes shrink by the cosine of the middle latitude.
struct Projection {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
    size: Size,
}

impl Projection {
    /// Fits a rectangle of degrees, from south-west to north-east, into the middle of a sheet.
    fn fit((west, south): Place, (east, north): Place, size: Size) -> Self {
        let shrink = ((south + north) / 2.0).to_radians().cos();
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        let down = (height / (north - south)).min(width / ((east - west) * shrink));
        let across = down * shrink;
        let (spare_across, spare_down) = (width / across - (east - west), height / down - (north - south));
        Self { west: west - spare_across / 2.0, north: north + spare_down / 2.0, across, down, size }
    }

    fn at(&self, (longitude, latitude): Place) -> (f64, f64) {
        ((longitude - self.west) * self.across, (self.north - latitude) * self.down)
    }

    fn holds(&self, place: Place) -> bool {
        self.is_within(self.at(place))
    }

    fn is_within(&self, (x, y): (f64, f64)) -> bool {
        (0.0..=f64::from(self.size.width)).contains(&x) && (0.0..=f64::from(self.size.height)).contains(&y)
    }

    /// Returns the first stretch of a line that lies on the sheet: what leads off it ends at the edge.
    fn within<'a>(&self, line: &'a [(f64, f64)]) -> &'a [(f64, f64)] {
        let first = line.iter().position(|point| self.is_within(*point)).unwrap_or(line.len());
        let count = line[first..].iter().take_while(|point| self.is_within(**point)).count();
        &line[first..first + count]
    }
}

/// Draws a map of a rectangle of degrees, from south-west to north-east.
pub(in crate::report) fn map(size: Size, label: &str, from: Place, to: Place, atlas: &Atlas) -> String {
    let projection = Projection::fit(from, to, size);
    svg(size, label, |sheet| draw(sheet, &projection, atlas))
}

fn draw(sheet: &Sheet<'_>, projection: &Projection, atlas: &Atlas) -> Drawn {
    for &[west, south, east, north] in &atlas.ground {
        if !projection.holds((west, south)) && !projection.holds((east, north)) {
            continue;
        }
        // A hair of overlap, so that no seams show between strips.
        let corner = projection.at((west, north + 0.01));
        block(sheet, corner, projection.at((east, south - 0.01)), Ink::Grid, 1.0)?;
    }
    let (visited, width) = &atlas.visited;
    for &(longitude, latitude) in visited.iter().filter(|place| projection.holds(**place)) {
        let half = width / 2.0;
        let corner = projection.at((longitude - half, latitude + half));
        block(sheet, corner, projection.at((longitude + half, latitude - half)), Ink::Green, 0.4)?;
    }
    for (from, to, weight) in &atlas.journeys {
        let line = arc(projection.at(*from), projection.at(*to));
        thin_stroke(sheet, projection.within(&line), Ink::Gold, 0.45, 0.7 + 2.0 * weight)?;
    }
    for place in atlas.shops.iter().filter(|place| projection.holds(**place)) {
        dot(sheet, projection.at(*place), 1.6, Ink::Green, false)?;
    }
    for place in atlas.homes.iter().filter(|place| projection.holds(**place)) {
        dot(sheet, projection.at(*place), 2.4, Ink::Ours, false)?;
    }
    atlas.names.iter().filter(|(place, _)| projection.holds(*place)).try_for_each(|(place, name)| {
        let (x, y) = projection.at(*place);
        let is_right = x < f64::from(projection.size.width) * 0.8;
        let (side, beside) = if is_right { (Side::Right, 6.0) } else { (Side::Left, -6.0) };
        write(sheet, name, (x + beside, y - LETTERS * 0.2), side, Ink::Text)
    })
}

/// Returns a journey as a flat arc, so that there and back do not hide each other.
fn arc(from: (f64, f64), to: (f64, f64)) -> Vec<(f64, f64)> {
    let bend = 0.12;
    let middle = ((from.0 + to.0) / 2.0 - (to.1 - from.1) * bend, (from.1 + to.1) / 2.0 + (to.0 - from.0) * bend);
    (0..=ARC_STEPS)
        .map(|step| {
            let t = f64::from(step) / f64::from(ARC_STEPS);
            let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            (a * from.0 + b * middle.0 + c * to.0, a * from.1 + b * middle.1 + c * to.1)
        })
        .collect()
}
