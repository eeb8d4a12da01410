//! Where a country's people live, as squares of a grid: the ground of its map.

use std::collections::BTreeSet;

use crate::country::Country;

/// Squares to a degree.
const SQUARES: f64 = 2.0;

/// A row of squares: west, south, east, north in degrees.
pub(super) type Strip = [f64; 4];

/// The ground of a country, and the corners of what is drawn of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ground {
    /// Squares in which somebody lives, neighbours joined from west to east.
    pub(super) strips: Vec<Strip>,
    /// The south-western corner.
    pub(super) from: (f64, f64),
    /// The north-eastern corner.
    pub(super) to: (f64, f64),
}

/// The share of the places that lie beyond each edge of the map: far islands would make everything else small.
const BEYOND: f64 = 0.01;

/// Returns the ground of a country by its ISO 3166 code; nothing for one that is not known.
pub(super) fn ground(country: &str) -> Option<Ground> {
    let places = Country::of(country).ok()?.tables.places;
    let mut lines = places.lines();
    let header: Vec<&str> = lines.next()?.split(',').collect();
    let column = |name: &str| header.iter().position(|known| *known == name);
    let (latitude, longitude) = (column("latitude")?, column("longitude")?);
    let square = |cell: &str| cell.parse::<f64>().ok().map(|degrees| (degrees * SQUARES).floor() as i32);
    let places: Vec<(i32, i32)> = lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            Some((square(cells.get(latitude)?)?, square(cells.get(longitude)?)?))
        })
        .collect();
    let (south, north) = inner(places.iter().map(|(row, _)| *row).collect())?;
    let (west, east) = inner(places.iter().map(|(_, across)| *across).collect())?;
    let squares: BTreeSet<(i32, i32)> = places.into_iter().collect();
    let degrees = |square: i32| f64::from(square) / SQUARES;
    Some(Ground {
        strips: strips(&squares),
        from: (degrees(west) - 1.0, degrees(south) - 1.0),
        to: (degrees(east + 1) + 1.0, degrees(north + 1) + 1.0),
    })
}

/// Returns the least and the greatest number without the outermost.
fn inner(mut numbers: Vec<i32>) -> Option<(i32, i32)> {
    numbers.sort_unstable();
    let beyond = (numbers.len() as f64 * BEYOND) as usize;
    Some((*numbers.get(beyond)?, *numbers.get(numbers.len() - 1 - beyond)?))
}

fn strips(squares: &BTreeSet<(i32, i32)>) -> Vec<Strip> {
    let mut runs: Vec<(i32, i32, i32)> = Vec::new();
    for (row, across) in squares {
        match runs.last_mut() {
            Some((known, _, end)) if known == row && *end == *across => *end += 1,
            _ => runs.push((*row, *across, across + 1)),
        }
    }
    let degrees = |square: i32| f64::from(square) / SQUARES;
    runs.iter().map(|&(row, west, east)| [degrees(west), degrees(row), degrees(east), degrees(row + 1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::COUNTRIES;

    #[test]
    fn neighbouring_squares_are_one_strip() {
        let squares = BTreeSet::from([(10, 4), (10, 5), (10, 7), (11, 5)]);
        assert_eq!(strips(&squares), [[2.0, 5.0, 3.0, 5.5], [3.5, 5.0, 4.0, 5.5], [2.5, 5.5, 3.0, 6.0]]);
    }

    #[test]
    fn every_country_has_a_ground() {
        for country in COUNTRIES {
            let ground = ground(country.code).expect(country.code);
            assert!(ground.strips.len() > 8 && ground.from < ground.to, "{}", country.code);
        }
        assert_eq!(ground("XX"), None);
    }
}
