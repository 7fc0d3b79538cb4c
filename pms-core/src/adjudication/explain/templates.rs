use std::collections::BTreeMap;

use super::english::ENGLISH;
use super::error::ExplainError;
use super::message::Message;

/// The texts of messages, by key: English, unless a host brings its own.
///
/// A text names the values that it shows in braces, `{amount}`. What a host does not bring is said in
/// English, since a version that follows may have messages that no translation knows yet, and half a
/// sentence in another language is better than none. A host that wants to know compares with
/// [`Templates::built_in`].
///
/// ```
/// # use pms_core::adjudication::{ExplainError, Templates};
/// let spanish = [("patient.copay".to_owned(), "Usted paga un copago de {amount}.".to_owned())];
/// let spanish = Templates::new(spanish.into())?;
/// let unsaid = [("patient.copay".to_owned(), "Usted paga un copago.".to_owned())];
/// assert_eq!(Templates::new(unsaid.into()).unwrap_err().to_string(), "the message patient.copay leaves out amount");
/// # Ok::<(), ExplainError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Templates {
    own: BTreeMap<String, String>,
}

impl Templates {
    /// A host's own texts, by key.
    ///
    /// # Errors
    ///
    /// [`ExplainError`] for a key that no message has, and for a text that asks for what its message does
    /// not have or leaves out what it has.
    pub fn new(own: BTreeMap<String, String>) -> Result<Self, ExplainError> {
        for (key, text) in &own {
            check(key, text)?;
        }
        Ok(Self { own })
    }

    /// All keys with their English texts: what there is to translate.
    pub fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
        ENGLISH.iter().copied()
    }

    /// A message as a sentence, its values as Americans write them.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        let own = self.own.get(message.key).map(String::as_str);
        let text = own.or_else(|| english(message.key)).unwrap_or(message.key);
        let mut said = String::with_capacity(text.len() + 16);
        for (placeholder, rest) in parts(text) {
            if let Some(argument) = placeholder.and_then(|name| message.argument(name)) {
                said.push_str(&argument.to_string());
            }
            said.push_str(rest);
        }
        said
    }
}

fn english(key: &str) -> Option<&'static str> {
    let known = ENGLISH.iter().find(|(known, _)| *known == key);
    known.map(|(_, text)| *text)
}

/// The English text has each value of its message, and so shall every other.
fn check(key: &str, text: &str) -> Result<(), ExplainError> {
    let Some(english) = english(key) else {
        return Err(ExplainError::UnknownKey { key: key.into() });
    };
    if let Some(unknown) =
        placeholders(text).find(|name| !placeholders(english).any(|it| it == *name))
    {
        return Err(ExplainError::UnknownPlaceholder {
            key: key.into(),
            placeholder: unknown.into(),
        });
    }
    match placeholders(english).find(|name| !placeholders(text).any(|it| it == *name)) {
        Some(missing) => Err(ExplainError::MissingPlaceholder {
            key: key.into(),
            placeholder: missing.into(),
        }),
        None => Ok(()),
    }
}

pub(super) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    parts(text).filter_map(|(placeholder, _)| placeholder)
}

/// A text in parts: a placeholder, but for the first, and what follows it.
fn parts(text: &str) -> impl Iterator<Item = (Option<&str>, &str)> {
    text.split('{')
        .enumerate()
        .map(|(place, part)| match part.split_once('}') {
            _ if place == 0 => (None, part),
            Some((placeholder, rest)) => (Some(placeholder), rest),
            None => (Some(part), ""),
        })
}
