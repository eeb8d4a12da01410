//! Which purchases a figure speaks of: the words of its argument.

use crate::codes::{CardKind, Category, Channel, Mcc};

/// Where a purchase is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At a till, with the card.
    InPerson,
    /// Online, by mail or telephone, or on a stored credential.
    Remote,
}

impl Place {
    /// Both places.
    pub const ALL: [Self; 2] = [Self::InPerson, Self::Remote];

    /// Returns the place of a channel.
    pub fn of(channel: Channel) -> Self {
        if channel == Channel::InPerson { Self::InPerson } else { Self::Remote }
    }

    /// Returns the word of figures' arguments.
    pub fn word(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Remote => "remote",
        }
    }
}

/// The purchases that all words of an argument apply to: `all`, `debit` or `credit`, `in_person` or `remote`, `weekday` or
/// `weekend`, a category, a merchant category code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection {
    /// The kind of card.
    pub kind: Option<CardKind>,
    /// The kind of spending.
    pub category: Option<Category>,
    /// The merchant category code.
    pub mcc: Option<Mcc>,
    /// Where it is made.
    pub place: Option<Place>,
    /// On weekends, or on the other days.
    pub weekend: Option<bool>,
}

impl Selection {
    /// Reads the words of an argument; nothing for a word that says nothing of purchases.
    pub fn parse(words: &str) -> Option<Self> {
        let mut selection = Self::default();
        for word in words.split_whitespace() {
            if word == "all" {
            } else if let Some(kind) = CardKind::parse(word) {
                selection.kind = Some(kind);
            } else if let Some(place) = Place::ALL.into_iter().find(|place| place.word() == word) {
                selection.place = Some(place);
            } else if let Some(category) = Category::parse(word) {
                selection.category = Some(category);
            } else if matches!(word, "weekday" | "weekend") {
                selection.weekend = Some(word == "weekend");
            } else if word.len() == 4 {
                selection.mcc = Some(Mcc(word.parse().ok()?));
            } else {
                return None;
            }
        }
        Some(selection)
    }

    /// Returns whether purchases of a kind are meant, be they on weekends or not.
    pub fn holds(&self, kind: CardKind, category: Category, mcc: Mcc, place: Place) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
            && self.category.is_none_or(|wanted| wanted == category)
            && self.mcc.is_none_or(|wanted| wanted == mcc)
            && self.place.is_none_or(|wanted| wanted == place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_narrow_a_selection_and_an_unknown_word_makes_none() {
        let selection = Selection::parse("in_person weekend groceries").unwrap();
        assert_eq!((selection.place, selection.weekend), (Some(Place::InPerson), Some(true)));
        assert!(selection.holds(CardKind::Debit, Category::Groceries, Mcc(5411), Place::InPerson));
        assert!(!selection.holds(CardKind::Debit, Category::Fuel, Mcc(5541), Place::InPerson));
        assert_eq!(Selection::parse("5912").unwrap().mcc, Some(Mcc(5912)));
        assert_eq!(Selection::parse("all"), Some(Selection::default()));
        assert_eq!(Selection::parse("sometimes"), None);
    }
}
