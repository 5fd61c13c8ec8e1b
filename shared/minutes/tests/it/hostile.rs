//! Bytes of people who mean harm: errors, never panics, nothing changed. What is not understood is
//! left alone.

use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, ObjType, ROOT};
use minutes::{Field, Minutes, MinutesEdit, PartKind};
use model::{Draft, Matrix};
use proptest::prelude::*;

use crate::seat::{Coordinator, author, dice, office};

#[test]
fn a_matrix_is_no_minuta() {
    let draft = Draft::default();
    let (_, edited) = Matrix::found(&draft, [1; 16], author(1), 0, &mut dice(1)).unwrap();
    let mut minutes = Minutes::empty([2; 16], author(2));
    minutes.merge(&edited.change).unwrap();
    assert!(minutes.content().parts().is_empty());
}

#[test]
fn what_a_newer_version_keeps_is_left_as_it_is() {
    let [mut ana]: [Coordinator; 1] = office();
    let id = ana.begins("08");
    let mut newer = AutoCommit::new();
    newer.set_actor(ActorId::from([7; 16]));
    newer
        .load_incremental(&ana.minutes.snapshot().unwrap())
        .unwrap();
    newer.put(ROOT, "schemaVersion", 9).unwrap();
    newer.put_object(ROOT, "vote:1", ObjType::Map).unwrap();
    let part = newer.put_object(
        ROOT,
        format!("part:{}", model::LineId::new(&mut dice(9))),
        ObjType::Map,
    );
    newer.put(part.unwrap(), "kind", "vote").unwrap();
    let (_, own) = automerge::ReadDoc::get(&newer, ROOT, format!("part:{id}"))
        .unwrap()
        .unwrap();
    newer.put(&own, "quorum", "sí").unwrap();
    ana.minutes.merge(&newer.save_incremental()).unwrap();
    ana.sets(id.part(), Field::Place, "Sala");
    let mut again = AutoCommit::load(&ana.minutes.snapshot().unwrap()).unwrap();
    let kept =
        |key: &str, doc: &AutoCommit| automerge::ReadDoc::get(doc, &own, key).unwrap().is_some();
    assert!(kept("quorum", &again) && kept("place", &again));
    assert!(
        automerge::ReadDoc::get(&again, ROOT, "vote:1")
            .unwrap()
            .is_some()
    );
    assert_eq!(again.get_heads().len(), 1);
    assert_eq!(ana.minutes.content().parts().len(), 1);
}

#[test]
fn values_past_their_limits_and_of_the_wrong_kind_do_no_harm() {
    let [mut ana]: [Coordinator; 1] = office();
    let id = ana.begins("08");
    let part = ana.adds(id, PartKind::Agreement, "Se acuerda.");
    let mut evil = AutoCommit::new();
    evil.set_actor(ActorId::from([7; 16]));
    evil.load_incremental(&ana.minutes.snapshot().unwrap())
        .unwrap();
    let (_, own) = automerge::ReadDoc::get(&evil, ROOT, format!("part:{part}"))
        .unwrap()
        .unwrap();
    evil.put(&own, "responsible", "x".repeat(100_000)).unwrap();
    evil.put(&own, "order", "~".repeat(5_000)).unwrap();
    evil.put(&own, "dueDate", 7).unwrap();
    evil.put_object(&own, "state", ObjType::List).unwrap();
    evil.put(&own, "text", 3.5).unwrap();
    let (_, about) = automerge::ReadDoc::get(&evil, &own, "about")
        .unwrap()
        .unwrap();
    for number in 0..1_000_u64 {
        let line = model::LineId::new(&mut dice(number));
        evil.put(&about, format!("row:{line}:-"), true).unwrap();
    }
    ana.minutes.merge(&evil.save_incremental()).unwrap();
    let read = ana.part(part);
    let limit = minutes::limits::VALUE_UTF16_UNITS_MAX;
    assert_eq!(read.text(Field::Responsible).len(), limit);
    assert_eq!(read.about.len(), minutes::limits::ABOUT_MAX);
    assert_eq!(read.text(Field::Text), "3.5");
    ana.sets(part, Field::Text, "Se acuerda de nuevo.");
    assert_eq!(ana.part(part).text(Field::Text), "Se acuerda de nuevo.");
    ana.adds(id, PartKind::Agreement, "Otro.");
    let first = MinutesEdit::Move { part, after: None };
    ana.edits(&first).unwrap();
}

#[test]
fn minutes_may_be_handed_to_a_worker() {
    fn may_travel<T: Send + Sync>() {}
    may_travel::<Minutes>();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn junk_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut minutes = Minutes::empty([2; 16], author(2));
        prop_assert!(bytes.is_empty() || minutes.merge(&bytes).is_err());
        let mut framed = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, bytes.first().map_or(1, |b| b % 4), bytes.len() as u8 & 0x7f];
        framed.extend(&bytes);
        prop_assert!(minutes.merge(&framed).is_err());
        prop_assert!(Minutes::load([&framed[..]], [2; 16], author(2)).is_err());
        prop_assert!(minutes.content().parts().is_empty());
    }
}
