//! Postal addresses, in a block and on one line.

use super::{Locale, Named};

/// A postal address; every part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// "c/o" line or organisation.
    pub care_of: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Apartment, suite or floor.
    pub unit: Option<String>,
    /// City or town.
    pub city: Option<String>,
    /// State, province or department.
    pub state: Option<String>,
    /// ZIP or postal code.
    pub zip: Option<String>,
    /// Country; left out of the block for an address in the United States.
    pub country: Option<Named>,
}

impl Address {
    /// The lines of the block, from the narrowest to the widest.
    #[must_use]
    pub fn lines(&self, locale: Locale) -> Vec<String> {
        let mut lines: Vec<String> = self.care_of.iter().cloned().collect();
        let street = join([self.street.as_deref(), self.unit.as_deref()], ", ");
        let region = join([self.state.as_deref(), self.zip.as_deref()], " ");
        let city = join([self.city.as_deref(), Some(region.as_str())], ", ");
        lines.extend([street, city]);
        let abroad = self.country.iter().filter(|country| country.code.as_deref() != Some("US"));
        lines.extend(abroad.map(|country| country.within(locale).to_owned()));
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// All of it on one line.
    #[must_use]
    pub fn one_line(&self, locale: Locale) -> String {
        self.lines(locale).join(", ")
    }
}

fn join<const N: usize>(parts: [Option<&str>; N], with: &str) -> String {
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(with)
}
