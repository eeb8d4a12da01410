//! Outside counterparties: firms that an area or the country shares, and people who bank elsewhere. All invented.

use std::sync::LazyLock;

use super::diary::Diary;
use crate::columns::Text;
use crate::country::{PerCountry, words_of};
use crate::identity;
use crate::intent::Other;
use crate::rng::{Stream, mix};

/// The names that firms bear; none is a known firm of the trades they are used for.
static FIRMS: LazyLock<PerCountry<Vec<&'static str>>> =
    LazyLock::new(|| PerCountry::new(|country| words_of(country.tables.people_words, "firm")));

impl Diary<'_, '_> {
    /// Names a firm of a trade: the same for everybody who draws the same one of `firms` in the same region.
    ///
    /// `region` is an area for local trades and -1 for those that serve the country.
    pub(super) fn firm(&mut self, trade: &str, suffixes: &[impl AsRef<str>], region: i64, firm: u64) -> Text {
        let country = self.world.country;
        let word = self.world.streams.word("counterparties.firm", region, firm as i64);
        let salt = trade.bytes().fold(0_u64, |salt, byte| mix(salt ^ u64::from(byte)));
        let mut stream = Stream::seeded(word ^ salt);
        let (stem, suffix) = (*stream.pick(FIRMS.of(country)), stream.pick(suffixes).as_ref());
        let name = country.named(stem, country.phrase(suffix));
        self.texts.intern(&name)
    }

    /// Draws a firm that keeps people's investments.
    pub(super) fn broker(&mut self, stream: &mut Stream) -> Other {
        let firm = stream.below(6);
        let name = self.firm("broker", &["Investments", "Brokerage"], -1, firm);
        self.outside(name)
    }

    /// Returns a firm with its account, which is the same for everybody who pays it or is paid by it.
    pub(super) fn outside(&mut self, name: Text) -> Other {
        let word = self.texts.get(name).bytes().fold(0, |word, byte| mix(word ^ u64::from(byte)));
        let number = self.world.country.accounts.mint_outside(word);
        Other::Outside { name, account: Some(self.texts.intern(&number)) }
    }

    /// Draws the name of somebody abroad and their account's international number.
    pub(super) fn foreigner(&mut self, country: &str, stream: &mut Stream) -> Other {
        let other = self.outsider(stream);
        let iban = identity::mint_foreign_iban(country, stream.word());
        match other {
            Other::Outside { name, .. } => Other::Outside { name, account: iban.map(|iban| self.texts.intern(&iban)) },
            inside => inside,
        }
    }

    /// Draws the name of somebody who is no customer here, out of the names that the community bears.
    pub(super) fn outsider(&mut self, stream: &mut Stream) -> Other {
        let given = stream.pick(&self.people.persons).given_name;
        let surname = stream.pick(&self.people.persons).surname;
        let name = format!("{} {}", self.texts.get(given), self.texts.get(surname));
        Other::Outside { name: self.texts.intern(&name), account: None }
    }
}
