//! What a document says, now and before, and who wrote it.

use automerge::{ObjType, Value};
use document::{View, put};

use crate::seat::{Seat, author};

#[test]
fn a_record_is_its_map() {
    let seat = Seat::founds(1);
    let view = View::now(&seat.document);
    let record = view.record(&seat.note());
    let mut keys: Vec<&str> = record.keys().collect();
    keys.sort_unstable();
    assert_eq!(keys, ["state", "text"], "what is empty is not written");
    assert!(record.is_text("text") && !record.is_text("state"));
    assert_eq!(record.text_at("state"), Some("nueva"));
    assert_eq!(record.text_at("text"), None);
    assert_eq!(record.objects().count(), 1);
    let Some((Value::Object(ObjType::Text), text)) = record.get("text") else {
        panic!("{record:?}")
    };
    assert_eq!(view.text(text), "Uno 😀 dos");
    assert_eq!(view.register(&record, "absent").value, "");
    assert!(record.written_by("absent").is_none());
}

#[test]
fn what_was_written_at_once_has_its_authors() {
    let mut first = Seat::founds(1);
    let before = first.document.heads();
    let mut second = Seat::joins(2, &first);
    first.says("una");
    second.says("otra");
    first.receives(&second);
    second.receives(&first);
    assert_eq!(first.tree(), second.tree());
    let view = View::now(&first.document);
    let record = view.record(&first.note());
    let register = view.register(&record, "state");
    assert_eq!(register.concurrent.len(), 2);
    assert_eq!(
        register.concurrent[0].0, register.value,
        "the shown one first"
    );
    for (value, operation) in &register.concurrent {
        let stamp = view.stamp_of(operation);
        let expected = if value == "una" { author(1) } else { author(2) };
        assert_eq!((stamp.author, stamp.at_ms), (expected, 2_000));
    }
    let then = View::at(&first.document, &before);
    let register = then.register(&then.record(&first.note()), "state");
    assert_eq!(register.value, "nueva");
    assert!(register.concurrent.is_empty());

    // Writing it again settles it, also with a value that already shows.
    let shown = view.register(&record, "state").value;
    let write = put(&record, "state", shown.as_str());
    first.writes(3_000, &[write]);
    let view = View::now(&first.document);
    let register = view.register(&view.record(&first.note()), "state");
    assert_eq!((register.value, register.concurrent.len()), (shown, 0));
}
