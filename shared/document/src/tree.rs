//! A document as a plain tree, to compare two of them.

use std::collections::BTreeMap;

use automerge::{ObjId, ObjType, ROOT, ReadDoc, Value};

use crate::document::Document;

/// A document's content with every concurrent value, comparable with `==`. Two documents that hold
/// the same changes have the same tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// A map: for each key every concurrent value, the one that shows first.
    Map(BTreeMap<String, Vec<Tree>>),
    /// A list.
    List(Vec<Tree>),
    /// A text.
    Text(String),
    /// Any other value, as Automerge prints it.
    Scalar(String),
}

impl Tree {
    /// The content of a document.
    pub fn of(document: &Document) -> Self {
        branch(document, &ROOT, ObjType::Map)
    }
}

fn branch(document: &Document, object: &ObjId, kind: ObjType) -> Tree {
    let doc = document.automerge();
    match kind {
        ObjType::Map | ObjType::Table => Tree::Map(
            doc.keys(object)
                .map(|key| {
                    let values = doc.get_all(object, key.as_str()).unwrap_or_default();
                    let branches = values
                        .iter()
                        .rev()
                        .map(|(value, id)| leaf_or_branch(document, value, id))
                        .collect();
                    (key, branches)
                })
                .collect(),
        ),
        ObjType::List => Tree::List(
            doc.list_range(object, ..)
                .map(|item| {
                    let id = item.id();
                    leaf_or_branch(document, &item.value.into_value(), &id)
                })
                .collect(),
        ),
        ObjType::Text => Tree::Text(doc.text(object).unwrap_or_default()),
    }
}

fn leaf_or_branch(document: &Document, value: &Value<'_>, id: &ObjId) -> Tree {
    match value {
        Value::Object(kind) => branch(document, id, *kind),
        Value::Scalar(scalar) => Tree::Scalar(format!("{scalar:?}")),
    }
}
