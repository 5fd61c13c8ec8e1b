//! A document of a newer version: what is understood is shown, what is not is kept.

use automerge::transaction::Transactable;
use automerge::{ObjType, ROOT, ReadDoc};
use model::{MatrixEdit, Tree};

use crate::desk::{Desk, author, small};
use crate::hostile::{change_of, plain};

fn under<'a>(tree: &'a Tree, path: &[&str]) -> Option<&'a Tree> {
    path.iter().try_fold(tree, |tree, key| match tree {
        Tree::Map(map) => map.get(*key).and_then(|values| values.first()),
        _ => None,
    })
}

#[test]
fn fields_of_the_future_are_kept() {
    let old = Desk::founds(1, &small());
    let (line, indicator) = old.key(1);
    let (id, of) = (line.to_string(), indicator.unwrap().to_string());
    let mut doc = plain(&old.matrix, 6);
    let change = change_of(&mut doc, |tx| {
        tx.put(ROOT, "schemaVersion", 2).unwrap();
        let risks = tx.put_object(ROOT, "risks", ObjType::Map).unwrap();
        tx.put(&risks, "uno", "alto").unwrap();
        let lines = tx.get(ROOT, "lines").unwrap().unwrap().1;
        let at = tx.get(&lines, id.as_str()).unwrap().unwrap().1;
        let deadline = tx.put_object(&at, "deadline", ObjType::Map).unwrap();
        tx.put(&deadline, "date", "2026-12-31").unwrap();
        let indicators = tx.get(ROOT, "indicators").unwrap().unwrap().1;
        let at = tx.get(&indicators, of.as_str()).unwrap().unwrap().1;
        tx.put(&at, "dimension", "effectiveness").unwrap();
        let baseline = tx.get(&at, "baseline").unwrap().unwrap().1;
        tx.put(&baseline, "note", "provisional").unwrap();
        let years = tx.get(ROOT, "years").unwrap().unwrap().1;
        tx.put(&years, "2027", true).unwrap();
    });
    let mut desk = Desk::joins(2, &old);
    let touched = desk.matrix.merge_from(&change, author(6)).unwrap();
    assert_eq!(
        desk.matrix.years(),
        [2024, 2025, 2026, 2027],
        "what is understood is shown"
    );
    assert_eq!(touched.rows.len(), 3, "every row has one more target");
    desk.set(1, "targets.2027", "100");
    desk.set(1, "baseline.value", "10");
    desk.set(1, "actionLine", "Otra");
    let line = desk.line(1);
    desk.edit(&MatrixEdit::Retire { line }, None)
        .unwrap()
        .unwrap();
    desk.edit(&MatrixEdit::Restore { line }, None)
        .unwrap()
        .unwrap();
    let tree = desk.matrix.hydrated();
    for (path, expected) in [
        (&["schemaVersion"][..], "2"),
        (&["risks", "uno"], "\"alto\""),
        (&["lines", &id, "deadline", "date"], "\"2026-12-31\""),
        (&["indicators", &of, "dimension"], "\"effectiveness\""),
        (&["indicators", &of, "baseline", "note"], "\"provisional\""),
    ] {
        let Some(Tree::Scalar(value)) = under(&tree, path) else {
            panic!("{path:?} is gone")
        };
        assert!(value.contains(expected), "{path:?}: {value}");
    }
    let snapshot = desk.matrix.snapshot().unwrap();
    let again = model::Matrix::load([&snapshot[..]], [3; 16], author(3)).unwrap();
    assert_eq!(again.hydrated(), tree);
}
