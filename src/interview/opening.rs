//! What the writer reads before the first question: whom the paper is for.

use super::Form;
use super::wording::filled;
use crate::facts::Node;
use crate::fields::{self, Given};

impl Form<'_> {
    /// Whom the paper is for, as the person who writes calls them; none where there is nobody else.
    #[must_use]
    pub fn about(&self) -> Option<String> {
        let author = self.author().map(|(party, _)| party.name);
        let given = |name: &str| self.with.iter().any(|(known, ..)| known == name);
        let party =
            self.asked.parties.iter().find(|party| Some(&party.name) != author.as_ref() && given(&party.name))?;
        let empty = Node::empty(fields::parse::nowhere());
        let given = Given {
            facts: self.facts,
            answers: &empty,
            answers_file: Some(self.answers_file.to_owned()),
            with: self.with.to_vec(),
        };
        let checked = fields::check::check(&self.asked, &given).output;
        let name = filled(&format!("{{{{ {}.name.familiar }}}}", party.name), &checked, self.interface);
        (!name.is_empty() && name != self.interface.say("this_person", &[])).then_some(name)
    }
}
