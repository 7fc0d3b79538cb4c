use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::error::PmsError;
use crate::json::{read, refused};

/// The arguments of an operation, by name. Each is read on its own, so that what many operations take is
/// compiled once and not with each of them.
pub(crate) struct Named<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Named<'a> {
    /// The arguments in a JSON object, all of them known. They are written in camelCase there.
    pub(crate) fn read(input: &'a str, known: &[&str]) -> Result<Self, PmsError> {
        let given: BTreeMap<String, &RawValue> =
            serde_json::from_str(input).map_err(|_| refused(input, ""))?;
        let is_known = |name: &String| known.iter().any(|known| camel_case(known) == **name);
        match given.keys().find(|name| !is_known(name)) {
            Some(unknown) => Err(refused(input, unknown)),
            None => Ok(Self(given)),
        }
    }

    /// One of them. What is not given is read as `null`, which is enough for what may be left out.
    pub(crate) fn get<T: DeserializeOwned>(&self, name: &str) -> Result<T, PmsError> {
        let name = camel_case(name);
        match self.0.get(&name) {
            Some(given) => read(given.get()).map_err(|error| error.below(&name)),
            None => read("null").map_err(|_| refused("null", "")),
        }
    }
}

fn camel_case(name: &str) -> String {
    let mut upper = false;
    let mut told = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '_' => upper = true,
            letter if upper => {
                told.push(letter.to_ascii_uppercase());
                upper = false;
            }
            letter => told.push(letter),
        }
    }
    told
}
