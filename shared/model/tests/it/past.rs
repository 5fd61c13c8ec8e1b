//! The matrix at its versions, and the stretches of work that lead to them.

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{
    ActorId, AutoCommit, Automerge, LoadOptions, ObjId, ObjType, ROOT, ReadDoc, TextEncoding,
};
use model::{Author, Field, Matrix, MatrixEdit, Version, Via, limits};

use crate::desk::{Desk, author, meet, small, two_desks};

const UNKNOWN: [u8; 32] = [0xab; 32];

fn version(hash: [u8; 32]) -> Version {
    Version::new(vec![hash])
}

#[test]
fn rows_read_as_they_did() {
    let mut desk = Desk::founds(1, &small());
    let founded = desk.matrix.version();
    desk.set(1, "stage", "Diseño");
    desk.set(1, "headings.priority", "3. Prevención");
    let middle = desk.matrix.version();
    let line = desk.line(1);
    desk.does(&MatrixEdit::Retire { line });
    desk.does(&MatrixEdit::MoveLine {
        line: desk.line(2),
        after: None,
        heading: None,
    });
    let past = desk.matrix.rows_at(&middle).unwrap();
    assert_eq!(past.version(), &middle);
    assert_eq!(past.rows()[0].line, line);
    assert_eq!(past.rows()[0].stage, "Diseño");
    assert_eq!(past.rows()[0].row, Some(1));
    assert_eq!(past.headings().len(), 1);
    assert_eq!(past.title(), desk.matrix.title());
    assert_eq!(past.institution(), "SECOEM");
    assert_eq!(past.years(), desk.matrix.years());
    assert_eq!(past.levels(), desk.matrix.levels());
    let before = desk.matrix.rows_at(&founded).unwrap();
    assert_eq!(
        before.cell(line, None, Field::Stage),
        None,
        "no row without"
    );
    let key = before.rows()[0].key();
    assert_eq!(before.cell(key.0, key.1, Field::Stage).unwrap(), "");
    assert_eq!(before.headings(), []);
    let now = desk.matrix.rows_at(&desk.matrix.version()).unwrap();
    assert_eq!(now.rows(), desk.matrix.rows());
}

#[test]
fn versions_that_are_not_here_answer_nothing() {
    let desk = Desk::founds(1, &small());
    let stranger = Desk::founds(2, &small());
    let key = desk.key(1);
    for unknown in [
        Version::default(),
        version(UNKNOWN),
        stranger.matrix.version(),
        Version::new(vec![desk.matrix.heads()[0], UNKNOWN]),
    ] {
        let (matrix, here) = (&desk.matrix, desk.matrix.version());
        assert!(!matrix.holds(&unknown));
        assert!(matrix.rows_at(&unknown).is_none());
        assert_eq!(matrix.compare(&unknown, None), None);
        assert_eq!(matrix.compare(&here, Some(&unknown)), None);
        assert_eq!(matrix.has_seen(&here, &unknown), None);
        assert_eq!(matrix.has_seen(&unknown, &here), None);
        assert_eq!(matrix.overruled(Some(&unknown), author(1)), []);
    }
    assert_eq!(desk.matrix.hand(&UNKNOWN), None);
    assert_eq!(desk.matrix.has_via([7; 16]), Vec::<[u8; 32]>::new());
    let (line, other) = (key.0, stranger.key(1));
    for (line, indicator, field) in [
        (other.0, other.1, Field::Stage),
        (line, other.1, Field::Frequency),
        (line, None, Field::Frequency),
        (line, None, Field::Heading(model::Level::Axis)),
    ] {
        assert_eq!(desk.matrix.blame(line, indicator, field), None);
        assert_eq!(desk.matrix.cell_history(line, indicator, field), None);
    }
    let empty = Matrix::empty([1; 16], author(1));
    assert_eq!(empty.moments(), []);
    assert!(empty.rows_at(&Version::default()).is_none());
    assert_eq!(empty.overruled(None, author(1)), []);
}

#[test]
fn what_is_no_matrix_yet_has_no_moments() {
    let mut doc = AutoCommit::new();
    doc.put(ROOT, "title", "Nada").unwrap();
    let change = doc.get_last_local_change().unwrap();
    let matrix = Matrix::load([change.raw_bytes()], [1; 16], Author::UNKNOWN).unwrap();
    assert_eq!(matrix.moments(), []);
    assert!(matrix.rows_at(&matrix.version()).is_none());
    assert_eq!(matrix.compare(&matrix.version(), None), None);
}

#[test]
fn a_version_knows_what_it_has_seen() {
    let mut desks = two_desks();
    let founded = desks[0].matrix.version();
    let mine = version(desks[0].set(1, "stage", "a").hash);
    let theirs = version(desks[1].set(2, "stage", "b").hash);
    meet(&mut desks);
    let matrix = &desks[0].matrix;
    assert_eq!(matrix.has_seen(&mine, &founded), Some(true));
    assert_eq!(matrix.has_seen(&founded, &mine), Some(false));
    assert_eq!(matrix.has_seen(&mine, &theirs), Some(false));
    assert_eq!(matrix.has_seen(&matrix.version(), &theirs), Some(true));
    assert_eq!(matrix.has_seen(&mine, &mine), Some(true));
    let hand = matrix.hand(&theirs.hashes()[0]).unwrap();
    assert_eq!(hand.author, author(2));
}

#[test]
fn work_falls_into_stretches() {
    let mut desks = two_desks();
    desks[0].set(1, "stage", "a");
    desks[0].set(1, "stage", "b");
    desks[0].rests(11);
    desks[0].set(1, "stage", "c");
    desks[1].rests(40);
    desks[1].set(2, "stage", "d");
    meet(&mut desks);
    let moments = desks[0].matrix.moments();
    assert_eq!(moments, desks[1].matrix.moments(), "the same everywhere");
    let changes: Vec<u32> = moments.iter().map(|moment| moment.changes).collect();
    assert_eq!(changes, [3, 1, 1]);
    assert_eq!(moments[2].authors, [author(2)]);
    assert!(moments.is_sorted_by_key(|moment| moment.at_ms));
    let stages = |at: usize| {
        let past = desks[0].matrix.rows_at(&moments[at].version).unwrap();
        let stages = past.rows().iter().map(|row| row.stage.clone());
        stages.collect::<Vec<_>>()
    };
    assert_eq!(stages(0), ["b", "", ""]);
    assert_eq!(stages(1), ["c", "", ""]);
    assert_eq!(stages(2), ["c", "d", ""]);
    assert_eq!(moments[2].version, desks[0].matrix.version());
}

#[test]
fn the_matrix_before_a_time_is_what_was_written_earlier_and_what_that_rests_on() {
    let mut desks = two_desks();
    let founded = desks[0].matrix.version();
    let early = version(desks[0].set(1, "stage", "temprano").hash);
    desks[1].rests(40);
    let late = version(desks[1].set(2, "stage", "tarde").hash);
    meet(&mut desks);
    // A clock that is behind: what it writes rests on what was written later.
    let behind = version(desks[0].set(3, "stage", "después").hash);
    let matrix = &desks[0].matrix;
    let at_ms = |of: &Version| matrix.hand(&of.hashes()[0]).unwrap().at_ms;
    assert!(at_ms(&early) < at_ms(&behind) && at_ms(&behind) < at_ms(&late));
    let before = |at_ms: u64| matrix.version_before(at_ms).unwrap();
    assert_eq!(before(0), founded);
    assert_eq!(before(at_ms(&early)), founded);
    assert_eq!(before(at_ms(&behind)), early);
    assert_eq!(before(at_ms(&late)), behind, "with all it rests on");
    assert_eq!(before(u64::MAX), matrix.version());
    assert_eq!(desks[1].matrix.version_before(at_ms(&behind)), Some(early));
    assert_eq!(
        Matrix::empty([1; 16], author(1)).version_before(u64::MAX),
        None
    );
}

#[test]
fn moments_are_no_more_than_one_can_leaf_through() {
    let mut desk = Desk::founds(1, &small());
    let (line, indicator) = desk.key(1);
    let mut matrix =
        Matrix::load([&desk.matrix.snapshot().unwrap()[..]], [9; 16], author(1)).unwrap();
    let mut at_ms = 1_700_000_000_000;
    let pauses = limits::MOMENTS_MAX as u64 + 30;
    for pause in 0..pauses {
        // The shortest pauses are the first ones.
        at_ms += limits::STRETCH_GAP_MS + 2_000 + pause * 1_000;
        let edit = MatrixEdit::Set {
            line,
            indicator,
            field: Field::Stage,
            value: pause.to_string(),
        };
        matrix.edit(&edit, None, at_ms, &mut |_| ()).unwrap();
    }
    let moments = matrix.moments();
    assert_eq!(moments.len(), limits::MOMENTS_MAX);
    assert_eq!(u64::from(moments[0].changes), 31 + 1, "with the founding");
    assert!(moments[1..].iter().all(|moment| moment.changes == 1));
    desk.rests(1);
}

#[test]
fn a_change_says_which_suggestion_it_accepted() {
    let mut desks = two_desks();
    let via = Via {
        suggestion: [5; 16],
        proposer: author(9),
    };
    let set = |desk: &Desk, value: &str| MatrixEdit::Set {
        line: desk.line(1),
        indicator: None,
        field: Field::Stage,
        value: value.to_owned(),
    };
    let base = desks[0].matrix.version();
    desks[1].set(1, "stage", "antes");
    let edit = set(&desks[0], "propuesta");
    let one = desks[0].accepts(&edit, Some(&base), via).hash;
    let other = desks[1].accepts(&edit, Some(&base), via).hash;
    meet(&mut desks);
    let applied = desks[0].matrix.has_via([5; 16]);
    assert_eq!(applied, desks[1].matrix.has_via([5; 16]), "the same order");
    let mut sorted = applied;
    sorted.sort_unstable();
    let mut expected = vec![one, other];
    expected.sort_unstable();
    assert_eq!(
        sorted, expected,
        "accepted twice at once, and both are known"
    );
    assert_eq!(desks[0].matrix.has_via([6; 16]), Vec::<[u8; 32]>::new());
}

/// A copy to write to by Automerge alone.
fn plain(matrix: &Matrix, whose: u8) -> Automerge {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    let mut doc = Automerge::load_with_options(&matrix.snapshot().unwrap(), options).unwrap();
    doc.set_author(Some(automerge::Author::from(vec![whose; 32])));
    doc.set_actor(ActorId::from([whose; 16]));
    doc
}

/// Asks everything of every cell.
fn ask_everything(matrix: &Matrix, versions: &[Version]) {
    for version in versions {
        matrix.rows_at(version).unwrap();
        for other in versions {
            matrix.compare(version, Some(other)).unwrap();
        }
        matrix.compare(version, None).unwrap();
        matrix.overruled(Some(version), author(1));
    }
    for moment in matrix.moments() {
        matrix.rows_at(&moment.version).unwrap();
    }
    let fields = [
        "actionLine",
        "stage",
        "targets.2024",
        "formula",
        "headings.axis",
    ];
    for row in matrix.rows() {
        for field in fields {
            let field: Field = field.parse().unwrap();
            let (line, indicator) = row.key();
            let blame = matrix.blame(line, indicator, field);
            let history = matrix.cell_history(line, indicator, field);
            assert_eq!(blame.is_some(), history.is_some());
            let Some(blame) = blame else { continue };
            let whole: String = blame.iter().map(|run| run.text.as_str()).collect();
            assert_eq!(whole, row.cell(field));
        }
    }
}

/// What somebody does to the lines, or to one of them.
type Mischief = fn(&mut Transaction<'_>, &ObjId, &str);

#[test]
fn a_document_of_others_may_hold_anything() {
    let mut desk = Desk::founds(1, &small());
    desk.set(1, "headings.axis", "1. Eje");
    let from = desk.matrix.version();
    let line = desk.line(1).to_string();
    let whole = i64::MAX;
    let mischief: [Mischief; 9] = [
        |tx, lines, line| {
            let record = tx.get(lines, line).unwrap().unwrap().1;
            tx.put(&record, "actionLine", 7).unwrap();
        },
        |tx, lines, line| {
            let record = tx.get(lines, line).unwrap().unwrap().1;
            tx.put_object(&record, "actionLine", ObjType::List).unwrap();
            tx.put_object(&record, "stage", ObjType::Map).unwrap();
        },
        |tx, lines, line| {
            let record = tx.get(lines, line).unwrap().unwrap().1;
            let text = tx.get(&record, "actionLine").unwrap().unwrap().1;
            tx.insert_object(&text, 3, ObjType::Map).unwrap();
            tx.insert(&text, 4, 8).unwrap();
        },
        |tx, lines, line| tx.delete(lines, line).unwrap(),
        |tx, lines, line| {
            tx.put_object(lines, line, ObjType::Map).unwrap();
        },
        |tx, lines, line| {
            let record = tx.get(lines, line).unwrap().unwrap().1;
            tx.put(&record, "", "nada").unwrap();
            tx.put(&record, "order", vec![255_u8]).unwrap();
            tx.put(&record, "heading", "x").unwrap();
            tx.put(&record, "retired", "quizá").unwrap();
        },
        |tx, lines, line| {
            let record = tx.get(lines, line).unwrap().unwrap().1;
            let mut deep = tx.put_object(&record, "formula", ObjType::Map).unwrap();
            for _ in 0..6 {
                deep = tx.put_object(&deep, "formula", ObjType::Map).unwrap();
            }
            tx.put(&deep, "text", "hondo").unwrap();
        },
        |tx, _, _| {
            tx.put_object(ROOT, "headings", ObjType::Map).unwrap();
        },
        |tx, _, _| {
            let other = tx.put_object(ROOT, "lines", ObjType::Map).unwrap();
            tx.put(&other, "x", "y").unwrap();
        },
    ];
    let messages = [
        "via 1|",
        "via 1|x|y",
        "via 1|05050505-0505-0505-0505-050505050505|00",
        "undo 1|\nback 1||\nvia 1|||",
        "back 1|63|1+1=1@0\ndecision 1|",
        "ñ\u{0}\n\n1",
    ];
    for (number, mischief) in mischief.into_iter().enumerate() {
        let snapshot = desk.matrix.snapshot().unwrap();
        let mut matrix = Matrix::load([&snapshot[..]], [50; 16], author(1)).unwrap();
        // Asked before and after: what is kept of the past follows.
        ask_everything(&matrix, std::slice::from_ref(&from));
        let mut doc = plain(&matrix, 60 + number as u8);
        let mut tx = doc.transaction();
        let lines = tx.get(ROOT, "lines").unwrap().unwrap().1;
        mischief(&mut tx, &lines, &line);
        let message = messages[number % messages.len()];
        let options = CommitOptions::default()
            .with_message(message)
            .with_time(whole);
        tx.commit_with(options);
        let change = doc.get_last_local_change().unwrap();
        matrix.merge(change.raw_bytes()).unwrap();
        ask_everything(&matrix, &[from.clone(), matrix.version()]);
        assert_eq!(matrix.has_via([5; 16]), Vec::<[u8; 32]>::new());
    }
}
