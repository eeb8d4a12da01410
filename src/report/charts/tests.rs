//! Every picture is well formed and says what it shows, whatever it is given.

use super::*;
use crate::report::numbers::{percent, short};
use crate::report::wellformed::fault;

const COLUMN: Size = Size { width: 420, height: 280 };

fn plot(values: Vec<(f64, f64)>) -> Plot {
    let x = Axis::log("rank", (1.0, 1_000.0), short);
    let y = Axis::linear("share", (-0.1, 0.4), 4, percent);
    let layers = vec![
        Layer::Area(Ink::Ours, 0.2, values.iter().map(|&(x, y)| (x, 0.0, y)).collect()),
        Layer::Blocks(Ink::Green, 0.5, values.iter().map(|&(x, y)| [x, x * 1.2, 0.0, y]).collect()),
        Layer::Line(Ink::Ours, 2.0, values.clone()),
        Layer::Dots(Ink::Ours, 2.0, values.clone()),
        Layer::Rings(Ink::Published, values),
    ];
    Plot { x, y, layers }
}

fn all_pictures() -> Vec<String> {
    let points: Vec<(f64, f64)> = (0..20).map(|i| (f64::from(i) * 80.0, 0.5 - f64::from(i) * 0.05)).collect();
    let marks = |value| {
        vec![
            Mark::Line(Ink::Ours, value / 2.0, value * 2.0),
            Mark::Bar(Ink::Ours, 0.4, value / 1.5, value * 1.5),
            Mark::Tick(Ink::Ours, value),
            Mark::Dot(Ink::Ours, value),
            Mark::Ring(Ink::Published, value),
            Mark::Word(value, "7 %".to_owned()),
        ]
    };
    let axis = Axis::log("amount", (1.0, 100.0), short);
    let table = vec![("Mon".to_owned(), vec![0.0, 1.0]), ("Tue".to_owned(), vec![0.5, 0.25])];
    let atlas = Atlas {
        ground: vec![[0.0, 0.0, 2.0, 1.0]],
        visited: (vec![(0.5, 0.5)], 1.0),
        journeys: vec![((0.0, 0.0), (9.0, 9.0), 1.0), ((5.0, 5.0), (99.0, 9.0), 0.1)],
        shops: vec![(1.0, 2.0)],
        homes: vec![(3.0, 4.0), (99.0, 99.0)],
        names: vec![((3.0, 4.0), "A <town>".to_owned())],
    };
    let node = |name: &str, column, amount| Node {
        name: name.to_owned(),
        count: short(amount),
        column,
        amount,
        ink: Ink::Ours,
    };
    let nodes = [node("asked", 0, 100.0), node("approved", 1, 99.9), node("declined", 1, 0.1)];
    let bands = [Band { from: 0, to: 1, amount: 99.9 }, Band { from: 0, to: 2, amount: 0.1 }];
    vec![
        plot(points.clone()).svg(COLUMN, "a plot"),
        plot(vec![]).svg(COLUMN, "a plot of nothing"),
        panels(COLUMN, "panels", 2, &[("one".to_owned(), plot(points.clone())), ("two".to_owned(), plot(vec![]))]),
        stacked(COLUMN, "two plots", &[(0.6, plot(points.clone())), (0.4, plot(points))]),
        rows(420, "rows", &axis, &[Row { name: "fuel & more".to_owned(), marks: marks(12.0) }]),
        rows(420, "no rows", &axis, &[]),
        heat(COLUMN, "a heat map", &["00".to_owned(), "01".to_owned()], &table, percent),
        heat(COLUMN, "a heat map of nothing", &["00".to_owned()], &[("Mon".to_owned(), vec![0.0])], percent),
        map(COLUMN, "a map", (0.0, 0.0), (10.0, 10.0), &atlas),
        map(COLUMN, "a map of nothing", (0.0, 0.0), (10.0, 10.0), &Atlas::default()),
        flow(COLUMN, "a \"flow\"", &nodes, &bands),
        flow(COLUMN, "a flow of nothing", &[], &[]),
    ]
}

#[test]
fn every_picture_is_well_formed_and_says_what_it_shows() {
    for picture in all_pictures() {
        assert_eq!(fault(&picture), None, "{picture}");
        assert!(picture.starts_with("<svg viewBox=\"0 0 ") && picture.contains("role=\"img\" aria-label=\""));
        assert!(!picture.contains("NaN") && !picture.contains("inf"), "{picture}");
    }
}

#[test]
fn pictures_use_no_colour_but_the_inks() {
    let inks: Vec<&str> = Ink::ALL.iter().map(|(_, _, light, _)| *light).collect();
    for picture in all_pictures() {
        for attribute in ["fill=\"#", "stroke=\"#"] {
            for after in picture.split(attribute).skip(1) {
                let colour = format!("#{}", &after[..6]);
                assert!(inks.contains(&colour.as_str()), "{colour}");
            }
        }
    }
}
