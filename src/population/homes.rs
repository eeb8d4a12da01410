//! Where and how a household lives.

use crate::codes::{IncomeBand, Tenure};
use crate::population::bands::band;
use crate::rng::Stream;
use crate::scenario::{HousingCostLaw, PopulationLaws};
use crate::units::Cents;
use crate::world::{Area, Postcode};

const STREETS: [&str; 72] = [
    "Alderwick",
    "Amberfall",
    "Applehollow",
    "Barleymoor",
    "Bellfinch",
    "Birdsong Hollow",
    "Bluethistle",
    "Brackenfold",
    "Bramblewane",
    "Brightwater Mill",
    "Buttonquail",
    "Candlewick",
    "Cinnamon Fern",
    "Clovermead",
    "Coalfinch",
    "Copperbeech Rise",
    "Cricketfield",
    "Dandelion Gate",
    "Deerleap",
    "Dewberry Knoll",
    "Driftwood Bend",
    "Duskwillow",
    "Eiderdown",
    "Elderflower",
    "Emberlane",
    "Fallowdeer",
    "Featherstone Row",
    "Fernwhistle",
    "Fiddlehead",
    "Firefly Meadow",
    "Foxglove Turn",
    "Gingerwood",
    "Goldcrest",
    "Goosefeather",
    "Gossamer",
    "Harebell",
    "Hawthorn Spur",
    "Hedgesparrow",
    "Honeywort",
    "Inkberry",
    "Jackdaw",
    "Kingcup",
    "Lacewing",
    "Lanternfield",
    "Larkspur Down",
    "Lavenderstone",
    "Maplewisp",
    "Marshmallow Fen",
    "Meadowpipit",
    "Mistlethrush",
    "Moonwort",
    "Nightjar",
    "Oatfield Turn",
    "Oxeye",
    "Partridgeberry",
    "Pebblecombe",
    "Pennycress",
    "Plumfeather",
    "Quincewood",
    "Ragged Robin",
    "Rosehip",
    "Saltgrass",
    "Sandpiper Knoll",
    "Silverweed",
    "Snowberry",
    "Sorrelfield",
    "Spindletree",
    "Starling Rise",
    "Tansywood",
    "Teasel",
    "Wagtail",
    "Yellowhammer",
];
const WAYS: [&str; 8] = ["St", "Ave", "Rd", "Dr", "Ln", "Ct", "Way", "Pl"];
/// How far homes lie from the middle of their postcode: standard deviation in degrees of latitude (some 1.3 km).
const SCATTER_DEGREES: f64 = 0.012;

/// An address: invented street and number, real city and postcode.
#[derive(Debug, Clone)]
pub(crate) struct Address<'a> {
    /// Street and number.
    pub(crate) street: String,
    /// The postcode it lies in.
    pub(crate) postcode: &'a Postcode,
    /// Where it stands.
    pub(crate) latitude: f64,
    /// Where it stands.
    pub(crate) longitude: f64,
}

/// Draws the address of a home in an area.
pub(crate) fn address<'a>(area: &'a Area, stream: &mut Stream) -> Address<'a> {
    let weights: Vec<f64> = area.postcodes.iter().map(|postcode| postcode.population.max(1.0)).collect();
    let postcode = &area.postcodes[stream.weighted(&weights)];
    let street = format!("{} {} {}", stream.between(1, 2999), stream.pick(&STREETS), stream.pick(&WAYS));
    let latitude = postcode.latitude + SCATTER_DEGREES * stream.normal();
    let stretch = postcode.latitude.to_radians().cos().max(0.2);
    let longitude = postcode.longitude + SCATTER_DEGREES / stretch * stream.normal();
    Address { street, postcode, latitude: rounded(latitude), longitude: rounded(longitude) }
}

/// Rounds to five digits after the point, about a metre.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

/// Returns the band of a yearly household income.
pub(super) fn income_band(income: Cents) -> IncomeBand {
    let thousands = [0, 25, 50, 75, 100, 150].map(|k| Cents(k * 1000 * 100));
    IncomeBand::ALL[band(&thousands, income)]
}

/// Draws how a household lives in its home.
pub(super) fn tenure(laws: &PopulationLaws, age: i32, income: Cents, stream: &mut Stream) -> Tenure {
    let law = &laws.tenure;
    let row = band(&law.from_age, age);
    let odds = (law.owner[row] / (1.0 - law.owner[row])).ln();
    let richer = (income.to_major().max(1.0) / laws.mortgage.at_income).ln();
    let owner = 1.0 / (1.0 + (-(odds + law.income_slope * (richer + 0.3))).exp());
    let (owns, pays) = (stream.chance(owner), stream.chance(law.mortgaged[row]));
    match (owns, pays) {
        (false, _) => Tenure::Rent,
        (true, true) => Tenure::Mortgage,
        (true, false) => Tenure::Own,
    }
}

/// Draws what housing costs a month, within what the payer can bear.
pub(super) fn monthly_cost(
    laws: &PopulationLaws,
    tenure: Tenure,
    income: Cents,
    payer_net: Cents,
    stream: &mut Stream,
) -> Cents {
    let score = stream.normal();
    let law = match tenure {
        Tenure::Rent => &laws.rent,
        Tenure::Mortgage => &laws.mortgage,
        Tenure::Own => return Cents::ZERO,
    };
    let cost = usual_cost(law, income) * (law.ln_sd * score).exp();
    let bearable = payer_net.to_major() * law.most_of_net_share;
    let cost = cost.min(bearable);
    match tenure {
        Tenure::Rent => Cents::from_major((cost / 5.0).floor() * 5.0),
        _ => Cents::from_major(cost),
    }
}

fn usual_cost(law: &HousingCostLaw, income: Cents) -> f64 {
    law.median * (income.to_major().max(1.0) / law.at_income).powf(law.income_elasticity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn incomes_fall_into_their_bands() {
        assert_eq!(income_band(Cents(24_999_99)), IncomeBand::Below25);
        assert_eq!(income_band(Cents(25_000_00)), IncomeBand::From25);
        assert_eq!(income_band(Cents(900_000_00)), IncomeBand::From150);
    }
}
