//! Where an answer stands in an answers file: keys, and the ids of list items.

use std::fmt;

/// The table of the answers file that holds what a form proposes to say in the shared facts.
pub const PROPOSED: &str = "proposed";

/// The keys from the top of the answers file to an answer; an item of a list goes by its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    steps: Vec<String>,
    /// Whether this is the question for another item of the list at the path, not an answer in it.
    another: bool,
}

impl Path {
    /// The path of a field.
    #[must_use]
    pub fn field(name: &str) -> Self {
        Self { steps: vec![name.to_owned()], another: false }
    }

    /// The path of a change that is proposed to a fact, such as `people.ada.phone`.
    #[must_use]
    pub fn proposed(fact: &str) -> Self {
        let steps = std::iter::once(PROPOSED).chain(fact.split('.')).map(str::to_owned).collect();
        Self { steps, another: false }
    }

    /// The path with these keys.
    #[must_use]
    pub fn of(steps: &[String]) -> Self {
        Self { steps: steps.to_vec(), another: false }
    }

    /// A member of what stands here.
    #[must_use]
    pub fn member(&self, key: &str) -> Self {
        let mut steps = self.steps.clone();
        steps.push(key.to_owned());
        Self { steps, another: false }
    }

    /// The question whether the list that stands here has another item.
    #[must_use]
    pub fn another(&self) -> Self {
        Self { another: true, ..self.clone() }
    }

    /// Whether this asks for another item of a list.
    #[must_use]
    pub fn is_another(&self) -> bool {
        self.another
    }

    /// The keys.
    #[must_use]
    pub fn steps(&self) -> &[String] {
        &self.steps
    }

    /// The path of the fact that this proposes to change.
    #[must_use]
    pub fn fact(&self) -> Option<String> {
        let (first, rest) = self.steps.split_first()?;
        (first == PROPOSED).then(|| rest.join("."))
    }

    /// Reads what [`Path`]'s `Display` wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (text, another) = text.strip_suffix('+').map_or((text, false), |text| (text, true));
        let steps: Vec<String> = text.split('.').map(str::to_owned).collect();
        steps.iter().all(|step| !step.is_empty()).then_some(Self { steps, another })
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.steps.join("."), if self.another { "+" } else { "" })
    }
}
