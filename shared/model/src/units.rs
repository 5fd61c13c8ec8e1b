//! A text character by character.

use automerge::{ObjId, ReadDoc, ScalarValue, Value};
use document::View;

/// What stands for what is not a character.
const OBJECT: &str = "\u{fffc}";

/// The characters of a text in a view, each with the operation that wrote it.
pub(crate) fn units(view: View<'_>, text: &ObjId) -> Vec<(ObjId, String)> {
    let doc = view.document.automerge();
    let range = match view.at {
        None => doc.list_range(text, ..),
        Some(heads) => doc.list_range_at(text, .., heads),
    };
    let units = range.map(|item| {
        let op = item.id();
        let text = match item.value.into_value() {
            Value::Scalar(scalar) => match scalar.as_ref() {
                ScalarValue::Str(text) => text.to_string(),
                _ => OBJECT.to_owned(),
            },
            Value::Object(_) => OBJECT.to_owned(),
        };
        (op, text)
    });
    units.collect()
}
