//! Running text of the schemas on the page: what stands between backquotes is code.

use maud::{Markup, html};

/// Writes text with its `code` as such.
pub(super) fn prose(text: &str) -> Markup {
    html! {
        @for (place, part) in text.split('`').enumerate() {
            @if place % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// Writes a word of a closed vocabulary as people read it: `general_merchandise` as `general merchandise`.
pub(super) fn spoken(word: &str) -> String {
    word.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backquotes_is_code() {
        assert_eq!(prose("a `b` < c").into_string(), "a <code>b</code> &lt; c");
    }
}
