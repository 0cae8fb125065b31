//! Names of any shape: one name or many, two surnames, particles, suffixes.

/// A person's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The whole name as the person writes it.
    pub full: String,
    /// Given name, where the parts are known.
    pub first: Option<String>,
    /// Surname or surnames, where the parts are known.
    pub last: Option<String>,
    /// What people who know the person say.
    pub familiar: Option<String>,
    /// Initials given by hand, where the computed ones would be wrong.
    pub initials: Option<String>,
}

impl Name {
    /// Builds a name from its parts, joined in writing order.
    #[must_use]
    pub fn of_parts(first: Option<&str>, middle: Option<&str>, last: Option<&str>, suffix: Option<&str>) -> Self {
        let joined: Vec<&str> = [first, middle, last].into_iter().flatten().map(str::trim).collect();
        let mut full = joined.join(" ");
        if let Some(suffix) = suffix {
            full.push_str(
                if suffix.starts_with(|first: char| first.is_ascii_digit() || first == 'I' || first == 'V') {
                    " "
                } else {
                    ", "
                },
            );
            full.push_str(suffix.trim());
        }
        Self { full, first: first.map(str::to_owned), last: last.map(str::to_owned), familiar: None, initials: None }
    }

    /// First name and surnames, without middle name and suffix; the whole name where the parts are not known.
    #[must_use]
    pub fn short(&self) -> String {
        match (&self.first, &self.last) {
            (Some(first), Some(last)) => format!("{first} {last}"),
            _ => self.full.clone(),
        }
    }

    /// What people who know the person say: as given, else the first name, else the whole name.
    #[must_use]
    pub fn familiar(&self) -> &str {
        self.familiar.as_deref().or(self.first.as_deref()).unwrap_or(&self.full)
    }

    /// The surnames; the whole name where the parts are not known.
    #[must_use]
    pub fn last(&self) -> &str {
        self.last.as_deref().unwrap_or(&self.full)
    }

    /// Initials with full stops and no spaces: `T.P.`; lower-case particles such as `de la` are left out.
    #[must_use]
    pub fn initials(&self) -> String {
        if let Some(initials) = &self.initials {
            return initials.clone();
        }
        self.full
            .split([' ', '-'])
            .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()))
            .filter(|first| !first.is_lowercase())
            .map(|first| format!("{first}."))
            .collect()
    }

    /// The same person with every form of the name reduced to initials, as papers name a child.
    #[must_use]
    pub fn as_minor(&self) -> Self {
        let initials = self.initials();
        Self {
            full: initials.clone(),
            first: Some(initials.clone()),
            last: None,
            familiar: None,
            initials: Some(initials),
        }
    }
}
