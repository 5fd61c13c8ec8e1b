//! Bytes of people who mean harm, and of disks that rot: errors, never panics, nothing changed.

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ObjType, ROOT, ReadDoc, TextEncoding};
use model::{ChunkError, LoadError, Matrix, MergeError};
use proptest::prelude::*;

use crate::desk::{Desk, add_line, author, check_rows, dice, small};

/// The document, opened as any Automerge tool would.
pub(crate) fn plain(matrix: &Matrix, actor: u8) -> Automerge {
    let options = automerge::LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    let snapshot = matrix.snapshot().unwrap();
    let doc = Automerge::load_with_options(&snapshot, options).unwrap();
    doc.with_author(Some(vec![actor; 32].into()))
        .with_actor(ActorId::from([actor; 16]))
}

/// The change another program makes.
pub(crate) fn change_of(
    doc: &mut Automerge,
    write: impl FnOnce(&mut automerge::transaction::Transaction<'_>),
) -> Vec<u8> {
    let mut tx = doc.transaction();
    write(&mut tx);
    let hash = tx.commit().0.unwrap();
    doc.get_change_by_hash(&hash).unwrap().bytes().into_owned()
}

#[test]
fn what_is_not_a_chunk_is_named() {
    let desk = Desk::founds(1, &small());
    let change = desk.made[0].0.clone();
    let snapshot = desk.matrix.snapshot().unwrap();
    let with = |at: usize, byte: u8| {
        let mut bytes = change.clone();
        bytes[at] ^= byte;
        bytes
    };
    let mut matrix = Matrix::empty([2; 16], author(2));
    let mut merge = |bytes: &[u8]| match matrix.merge(bytes) {
        Err(MergeError::Chunk(problem)) => problem,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        merge(b"hola, no soy un documento"),
        ChunkError::NotAutomerge
    );
    assert_eq!(merge(&change[..20]), ChunkError::Truncated);
    assert_eq!(merge(&change[..5]), ChunkError::Truncated);
    assert_eq!(merge(&[&change[..], b"x"].concat()), ChunkError::Truncated);
    assert_eq!(merge(&with(0, 1)), ChunkError::NotAutomerge);
    assert_eq!(merge(&with(4, 1)), ChunkError::Malformed, "checksum");
    assert_eq!(merge(&with(change.len() - 3, 0x55)), ChunkError::Malformed);
    assert_eq!(merge(&with(8, 0x40)), ChunkError::Kind(change[8] ^ 0x40));
    assert_eq!(
        merge(&snapshot),
        ChunkError::Kind(0),
        "a document is loaded, not merged"
    );
    assert!(!matrix.is_founded());
    let load = Matrix::load([&snapshot[..], b"basura"], [2; 16], author(2));
    assert!(matches!(load, Err(LoadError::Chunk { index: 1, .. })));
}

#[test]
fn content_of_the_wrong_shape_shows_what_can_be_shown() {
    let desk = Desk::founds(1, &small());
    let mut doc = plain(&desk.matrix, 6);
    let (line, indicator) = desk.key(1);
    let (line, indicator) = (line.to_string(), indicator.unwrap().to_string());
    let change = change_of(&mut doc, |tx| {
        let child = |tx: &automerge::transaction::Transaction<'_>,
                     parent: &automerge::ObjId,
                     key: &str| { tx.get(parent, key).unwrap().unwrap().1 };
        let lines = child(tx, &ROOT, "lines");
        let at = child(tx, &lines, &line);
        tx.put(&at, "actionLine", 7).unwrap();
        tx.put(&at, "actionLineRevision", "mucho ruido").unwrap();
        tx.put_object(&at, "stage", ObjType::List).unwrap();
        tx.put(&at, "order", automerge::ScalarValue::Null).unwrap();
        tx.put(&at, "heading", "no es un identificador").unwrap();
        tx.put(&at, "retired", "tal vez").unwrap();
        let indicators = child(tx, &ROOT, "indicators");
        let of = child(tx, &indicators, &indicator);
        tx.put(&of, "formula", 1.5).unwrap();
        tx.put_object(&of, "targets", ObjType::Text).unwrap();
        tx.delete(&of, "name").unwrap();
        tx.put(&indicators, "ni esto", "lo es").unwrap();
        tx.put(&lines, "tampoco", 3).unwrap();
        tx.put_object(&lines, "00000000-0000-4000-8000-00000000000A", ObjType::Map)
            .unwrap();
        tx.put_object(ROOT, "algo", ObjType::List).unwrap();
    });
    let mut reader = Desk::joins(2, &desk);
    let touched = reader.matrix.merge_from(&change, author(6)).unwrap();
    assert!(!touched.is_empty());
    check_rows(&reader.matrix);
    assert_eq!(
        reader.matrix.rows().len(),
        3,
        "a key with another spelling is not a second line"
    );
    let odd = reader
        .matrix
        .rows()
        .iter()
        .find(|row| row.line.to_string() == line)
        .unwrap();
    assert_eq!((odd.action_line.as_str(), odd.stage.as_str()), ("7", ""));
    assert_eq!(odd.formula, "");
    // It can still be edited where there is something to edit.
    let number = odd.row.unwrap();
    reader.set(number, "actionLine", "Ahora sí");
    assert_eq!(reader.cell(number, "actionLine"), "Ahora sí");
    let (line, indicator) = reader.key(number);
    let field = model::Field::Target(2024);
    let edit = model::MatrixEdit::Set {
        line,
        indicator,
        field,
        value: "1".into(),
    };
    assert!(matches!(
        reader.edit(&edit, None),
        Err(model::EditError::FieldUnknown(_))
    ));
}

#[test]
fn a_document_that_is_not_a_matrix_is_just_not_founded() {
    let mut doc = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
    let change = change_of(&mut doc, |tx| {
        tx.put(ROOT, "lines", "una cadena").unwrap();
        tx.put_object(ROOT, "headings", ObjType::List).unwrap();
    });
    let mut matrix = Matrix::empty([2; 16], author(2));
    matrix.merge(&change).unwrap();
    assert!(!matrix.is_founded());
}

#[test]
fn operations_on_what_is_not_there_harm_nothing() {
    use automerge::legacy::{Key, ObjectId, OpId};
    let desk = Desk::founds(1, &small());
    let mut doc = plain(&desk.matrix, 6);
    let honest = change_of(&mut doc, |tx| tx.put(ROOT, "title", "x").unwrap());
    let expanded = automerge::Change::try_from(&honest[..]).unwrap().decode();
    let nowhere = ActorId::from([1; 16]);
    let spoils: [&dyn Fn(&mut automerge::legacy::Op); 4] = [
        &|op| op.obj = ObjectId::Id(OpId(999_999, nowhere.clone())),
        &|op| op.obj = ObjectId::Id(OpId(3, ActorId::from([0xab; 16]))),
        &|op| op.key = Key::Seq(automerge::legacy::ElementId::Head),
        &|op| op.insert = true,
    ];
    for (n, spoil) in spoils.iter().enumerate() {
        let mut bad = expanded.clone();
        spoil(&mut bad.operations[0]);
        let change = automerge::Change::from(bad);
        let mut reader = Desk::joins(2, &desk);
        let before = (reader.matrix.hydrated(), reader.matrix.heads());
        // Automerge may take it or not; nothing may break either way.
        if reader.matrix.merge(change.raw_bytes()).is_err() {
            assert_eq!(
                (reader.matrix.hydrated(), reader.matrix.heads()),
                before,
                "{n}"
            );
        }
        reader
            .matrix
            .edit(&add_line(None), None, 0, &mut dice(n as u64))
            .unwrap();
        assert_eq!(reader.matrix.rows().len(), 4);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn junk_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut matrix = Matrix::empty([2; 16], author(2));
        prop_assert!(bytes.is_empty() || matrix.merge(&bytes).is_err());
        let mut framed = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, bytes.first().map_or(1, |b| b % 4), bytes.len() as u8 & 0x7f];
        framed.extend(&bytes);
        prop_assert!(matrix.merge(&framed).is_err());
        prop_assert!(Matrix::load([&framed[..]], [2; 16], author(2)).is_err());
    }

    #[test]
    fn damaged_chunks_never_panic(at in any::<prop::sample::Index>(), flip in 1_u8.., kind in 0_usize..3) {
        let mut desk = Desk::founds(1, &small());
        desk.set(1, "stage", "a");
        desk.set(1, "stage", "b");
        desk.set(1, "actionLine", "c");
        let hashes: Vec<_> = desk.made.iter().map(|(_, hash)| *hash).collect();
        let mut bytes = match kind {
            0 => desk.matrix.snapshot().unwrap(),
            1 => desk.matrix.pack(&hashes).unwrap().1,
            _ => desk.made.iter().flat_map(|(change, _)| change.clone()).collect(),
        };
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        let mut reader = Matrix::empty([2; 16], author(2));
        if reader.merge(&bytes).is_err() {
            prop_assert!(!reader.is_founded());
            prop_assert!(reader.heads().is_empty());
        }
        // A rotten file is an error or the same document, never something else.
        if kind == 0 && let Ok(loaded) = Matrix::load([&bytes[..]], [2; 16], author(2)) {
            prop_assert_eq!(loaded.heads(), desk.matrix.heads());
        }
    }
}
