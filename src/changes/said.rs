//! A change in one sentence.

use std::fmt;

use super::{Change, ChangeKind};

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        let from = self.from.as_deref().unwrap_or("nothing");
        let to = self.to.as_deref().unwrap_or("nothing");
        match self.kind {
            ChangeKind::FieldAdded => write!(f, "the {to} field `{name}` is new"),
            ChangeKind::FieldRemoved => write!(f, "the field `{name}` is gone"),
            ChangeKind::FieldRequired => write!(f, "the field `{name}` is now required"),
            ChangeKind::FieldOptional => write!(f, "the field `{name}` is now optional"),
            ChangeKind::FieldRetyped => write!(f, "the field `{name}` was a {from} and is a {to}"),
            ChangeKind::FieldMoved => write!(f, "the field `{name}` was read from `{from}` and is read from `{to}`"),
            ChangeKind::ShownMore => write!(f, "the field `{name}` was asked {from} and is asked {to}"),
            ChangeKind::ShownLess => write!(f, "the field `{name}` was asked {from} and is asked only {to}"),
            ChangeKind::BoundsTighter => write!(f, "the field `{name}` took {from} and takes only {to}"),
            ChangeKind::BoundsWider => write!(f, "the field `{name}` took {from} and takes {to}"),
            ChangeKind::DefaultChanged => write!(f, "the field `{name}` has another default"),
            ChangeKind::ChoiceAdded => write!(f, "the field `{name}` has the new choice `{to}`"),
            ChangeKind::ChoiceRemoved => write!(f, "the choice `{from}` of the field `{name}` is gone"),
            ChangeKind::ChoiceReworded => write!(f, "a choice of the field `{name}` has other words"),
            ChangeKind::QuestionReworded => write!(f, "the question for `{name}` has other words"),
            ChangeKind::HelpReworded => write!(f, "what helps to answer `{name}` has changed"),
            ChangeKind::PartyAdded => write!(f, "the {to} party `{name}` is new"),
            ChangeKind::PartyRemoved => write!(f, "the party `{name}` is gone"),
            ChangeKind::PartyRequired => write!(f, "the party `{name}` is now required"),
            ChangeKind::PartyOptional => write!(f, "the party `{name}` is now optional"),
            ChangeKind::NeedAdded if to == "required" => write!(f, "`{name}` must now be known"),
            ChangeKind::NeedAdded => write!(f, "`{name}` is now read where it is known"),
            ChangeKind::NeedRemoved => write!(f, "`{name}` is no longer read"),
            ChangeKind::NeedRequired => write!(f, "`{name}` must now be known"),
            ChangeKind::NeedOptional => write!(f, "`{name}` need no longer be known"),
            ChangeKind::ClauseAdded => write!(f, "the clause `{name}@{to}` is new"),
            ChangeKind::ClauseRemoved => write!(f, "the clause `{name}@{from}` is gone"),
            ChangeKind::ClauseChanged => write!(f, "the clause `{name}` was {from} and is {to}"),
            ChangeKind::LookChanged => write!(f, "the look was `{from}` and is `{to}`"),
            ChangeKind::AssetChanged if self.from.is_none() => write!(f, "`{name}` of the look is new"),
            ChangeKind::AssetChanged if self.to.is_none() => write!(f, "`{name}` of the look is gone"),
            ChangeKind::AssetChanged => write!(f, "`{name}` of the look has other bytes"),
            ChangeKind::RuleAdded => write!(f, "the rule `{name}` is new"),
            ChangeKind::RuleRemoved => write!(f, "the rule `{name}` is gone"),
            ChangeKind::EditionChanged if from == to => {
                write!(f, "the edition of `{name}` from {from} says something else")
            }
            ChangeKind::EditionChanged => {
                write!(f, "`{name}` was read in the edition from {from} and is in the one from {to}")
            }
            ChangeKind::DeadlineChanged if self.from.is_none() => write!(f, "the deadline “{name}” is new: {to}"),
            ChangeKind::DeadlineChanged if self.to.is_none() => write!(f, "the deadline “{name}” is gone"),
            ChangeKind::DeadlineChanged => write!(f, "the deadline “{name}” was counted by {from} and is by {to}"),
            ChangeKind::AudienceChanged => write!(f, "the audience was `{from}` and is `{to}`"),
            ChangeKind::TitleChanged => write!(f, "the title was “{from}” and is “{to}”"),
            ChangeKind::SummaryChanged => write!(f, "the summary has other words"),
            ChangeKind::LanguageChanged => write!(f, "the language was `{from}` and is `{to}`"),
            ChangeKind::NumberingChanged => write!(f, "the numbering was `{from}` and is `{to}`"),
            ChangeKind::AuthorChanged => {
                let party =
                    |name: &Option<String>| name.as_ref().map_or("not said".to_owned(), |name| format!("`{name}`"));
                write!(f, "the author was {} and is {}", party(&self.from), party(&self.to))
            }
            ChangeKind::Wording => write!(f, "the wording has changed"),
            ChangeKind::Layout => write!(f, "only comments or line ends have changed"),
        }
    }
}
