//! A map before it is in a document.

use std::collections::HashMap;

use automerge::{ScalarValue, hydrate};

use crate::chunk::ENCODING;

/// A map being written for the first time.
#[derive(Debug, Default)]
pub struct NewMap(HashMap<String, hydrate::Value>);

impl NewMap {
    /// With a register.
    #[must_use]
    pub fn put(mut self, key: &str, value: impl Into<ScalarValue>) -> Self {
        self.0
            .insert(key.to_owned(), hydrate::Value::Scalar(value.into()));
        self
    }

    /// With a register, only if there is something to write: an absent register reads as "".
    #[must_use]
    pub fn put_written(self, key: &str, value: &str) -> Self {
        if value.is_empty() {
            self
        } else {
            self.put(key, value)
        }
    }

    /// With a text that people may write in together.
    #[must_use]
    pub fn text(mut self, key: &str, value: &str) -> Self {
        self.0
            .insert(key.to_owned(), hydrate::Value::text(ENCODING, value));
        self
    }

    /// With a map inside.
    #[must_use]
    pub fn map(mut self, key: &str, value: Self) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// As the whole of a document.
    pub fn root(self) -> hydrate::Map {
        hydrate::Map::from(self.0)
    }
}

impl From<NewMap> for hydrate::Value {
    fn from(map: NewMap) -> Self {
        Self::Map(map.root())
    }
}
