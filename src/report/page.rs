//! The frame of the page: one HTML file with everything in it.

use std::fmt::Write as _;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::charts::Ink;

const STYLE: &str = include_str!("style.css");

/// Writes a page around its parts.
pub(super) fn page(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(style())) }
            }
            body { div.sheet { (body) } }
        }
    };
    page.into_string()
}

/// Returns the style sheet: the inks in the light and in the dark, how pictures take them, and the page.
fn style() -> String {
    let mut light = String::new();
    let mut dark = String::new();
    let mut inks = String::new();
    for (ink, variable, in_light, in_dark) in Ink::ALL {
        let _ = write!(light, "{variable}:{in_light};");
        let _ = write!(dark, "{variable}:{in_dark};");
        let _ = writeln!(inks, "svg [fill=\"{in_light}\"]{{fill:var({variable})}}");
        let _ = writeln!(inks, "svg [stroke=\"{in_light}\"]{{stroke:var({variable})}}");
        if *ink == Ink::Published {
            let _ = writeln!(inks, "svg polyline[stroke=\"{in_light}\"]{{stroke-dasharray:22 18}}");
        }
    }
    format!(
        ":root{{color-scheme:light dark;--wash:#F5F7F9;{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root{{--wash:#1D2127;{dark}}}}}\n{inks}{STYLE}"
    )
}
