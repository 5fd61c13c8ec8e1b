//! One's own changes taken back and done again, beside what others do.

use automerge::transaction::Transactable;
use automerge::{ROOT, ReadDoc};
use model::{EditError, MatrixEdit, ToDecideKind};

use crate::desk::{Desk, meet, small, two_desks};
use crate::hostile::plain;

const TEXT: &str = "Capacitar a 50 servidores públicos";

fn set(desk: &mut Desk, row: u32, field: &str, value: &str) -> [u8; 32] {
    desk.set(row, field, value).hash
}

fn kept(undone: &model::Undone) -> Vec<&str> {
    let kept = undone.kept.iter();
    kept.map(|(_, _, field)| field.as_str()).collect()
}

#[test]
fn typing_is_taken_back_as_one() {
    let mut desk = Desk::founds(1, &small());
    let mut step = Vec::new();
    for (at, delete, insert) in [
        (34, 0, " d"),
        (36, 0, "el est😀"),
        (0, 9, "Form"),
        (4, 0, "ar"),
        (36, 2, ""),
        (3, 1, "M"),
        (9, 2, "60"),
    ] {
        step.push(desk.splice(1, "actionLine", at, delete, insert).hash);
    }
    let after = desk.cell(1, "actionLine");
    assert_ne!(after, TEXT);
    let undone = desk.undo(&step);
    assert_eq!(desk.cell(1, "actionLine"), TEXT);
    assert_eq!(undone.kept, []);
    let edited = undone.edited.unwrap();
    assert_eq!(edited.fields.len(), 1);
    assert_eq!(edited.fields[0].2, "actionLine");
    let redone = desk.undo(&[edited.hash]).edited.unwrap();
    assert_eq!(desk.cell(1, "actionLine"), after);
    let again = desk.undo(&[redone.hash]).edited.unwrap();
    assert_eq!(desk.cell(1, "actionLine"), TEXT);
    assert!(
        desk.undo(&step).edited.is_none(),
        "it is taken back already"
    );
    desk.undo(&[again.hash]);
    assert_eq!(desk.cell(1, "actionLine"), after);
    assert!(desk.row(1).to_decide.is_empty());
}

#[test]
fn what_was_deleted_comes_back_as_what_it_was() {
    // Typed, then partly deleted; that taken back; then the typing: nothing is left behind.
    let mut desk = Desk::founds(1, &small());
    let typed = desk.splice(1, "actionLine", 0, 0, "abc").hash;
    let last = desk.splice(1, "actionLine", 2, 1, "").hash;
    let middle = desk.splice(1, "actionLine", 1, 1, "").hash;
    assert_eq!(desk.cell(1, "actionLine"), format!("a{TEXT}"));
    let of_middle = desk.undo(&[middle]).edited.unwrap().hash;
    let of_last = desk.undo(&[last]).edited.unwrap().hash;
    assert_eq!(desk.cell(1, "actionLine"), format!("abc{TEXT}"), "in order");
    // Also for an app that was closed meanwhile.
    let snapshot = desk.matrix.snapshot().unwrap();
    desk.matrix = model::Matrix::load([&snapshot[..]], [77; 16], desk.author).unwrap();
    let of_typed = desk.undo(&[typed]).edited.unwrap().hash;
    assert_eq!(desk.cell(1, "actionLine"), TEXT);
    desk.undo(&[of_typed]);
    assert_eq!(desk.cell(1, "actionLine"), format!("abc{TEXT}"));
    desk.undo(&[of_last]);
    assert_eq!(desk.cell(1, "actionLine"), format!("ab{TEXT}"));
    desk.undo(&[of_middle]);
    assert_eq!(desk.cell(1, "actionLine"), format!("a{TEXT}"));
}

#[test]
fn what_another_wrote_stays() {
    let mut desks = two_desks();
    let mine = set(
        &mut desks[0],
        1,
        "actionLine",
        &format!("{TEXT} del estado"),
    );
    meet(&mut desks);
    set(
        &mut desks[1],
        1,
        "actionLine",
        &format!("{TEXT} del gran estado"),
    );
    set(
        &mut desks[1],
        1,
        "actionLine",
        &format!("Hoy: {TEXT} del gran estado"),
    );
    meet(&mut desks);
    let undone = desks[0].undo(&[mine]);
    assert_eq!(desks[0].cell(1, "actionLine"), format!("Hoy: {TEXT}gran "));
    assert_eq!(undone.kept, []);
    meet(&mut desks);
    assert!(desks[1].row(1).to_decide.is_empty(), "nothing to be asked");
    desks[0].undo(&[undone.edited.unwrap().hash]);
    assert_eq!(
        desks[0].cell(1, "actionLine"),
        format!("Hoy: {TEXT} del gran estado"),
        "each back on its side of what stayed"
    );
}

#[test]
fn what_both_deleted_stays_deleted() {
    let mut desks = two_desks();
    let mine = desks[0].splice(1, "actionLine", 9, 14, "").hash;
    desks[1].splice(1, "actionLine", 15, 11, "");
    meet(&mut desks);
    desks[0].undo(&[mine]);
    assert_eq!(desks[0].cell(1, "actionLine"), "Capacitar a 50 públicos");
}

#[test]
fn what_another_deleted_is_not_missed() {
    let mut desks = two_desks();
    let mine = desks[0].splice(1, "actionLine", 0, 0, "Ya: ").hash;
    meet(&mut desks);
    desks[1].splice(1, "actionLine", 0, 4, "");
    meet(&mut desks);
    let undone = desks[0].undo(&[mine]);
    assert!(undone.edited.is_none());
    assert_eq!(kept(&undone), ["actionLine"]);
    assert_eq!(desks[0].cell(1, "actionLine"), TEXT);
}

#[test]
fn no_numeral_is_made_that_nobody_wrote() {
    let mut desks = two_desks();
    let mine = desks[0].splice(1, "actionLine", 12, 2, "80").hash;
    meet(&mut desks);
    desks[1].splice(1, "actionLine", 12, 0, "1");
    meet(&mut desks);
    let undone = desks[0].undo(&[mine]);
    assert_eq!(kept(&undone), ["actionLine"], "150 is nobody's");
    assert_eq!(
        desks[0].cell(1, "actionLine"),
        "Capacitar a 180 servidores públicos"
    );
}

#[test]
fn a_text_that_has_grown_does_not_get_back_more_than_fits() {
    let mut desks = two_desks();
    let most = model::limits::TEXT_UTF16_UNITS_MAX;
    let mine = desks[0].splice(1, "actionLine", 0, 30, "").hash;
    meet(&mut desks);
    desks[1].splice(1, "actionLine", 4, 0, &"x".repeat(most - 4));
    meet(&mut desks);
    let undone = desks[0].undo(&[mine]);
    assert_eq!(kept(&undone), ["actionLine"]);
    assert!(undone.edited.is_none());
}

#[test]
fn registers_go_back_unless_another_wrote_them() {
    let mut desk = Desk::founds(1, &small());
    let before = desk.matrix.rows().to_vec();
    let one = set(&mut desk, 1, "targets.2024", "200");
    let two = set(&mut desk, 1, "baseline.value", "7");
    let three = set(&mut desk, 1, "pendingExternal", "true");
    let after = desk.matrix.hydrated();
    let undone = desk.undo(&[one, two, three]).edited.unwrap();
    assert_eq!(desk.matrix.rows(), before, "reads as if it had never been");
    assert_eq!(undone.fields.len(), 3);
    desk.undo(&[undone.hash]);
    assert_eq!(desk.matrix.hydrated(), after);

    let mut desks = two_desks();
    let (a, b) = (
        set(&mut desks[0], 1, "targets.2024", "200"),
        set(&mut desks[0], 1, "targets.2025", "300"),
    );
    meet(&mut desks);
    set(&mut desks[1], 1, "targets.2024", "400");
    meet(&mut desks);
    let undone = desks[0].undo(&[a, b]);
    assert_eq!(kept(&undone), ["targets.2024"]);
    assert_eq!(desks[0].cell(1, "targets.2024"), "400");
    assert_eq!(desks[0].cell(1, "targets.2025"), "100%");

    // Set by both at once: a conflict is for a person to decide, not for an undo.
    let mut desks = two_desks();
    let mine = set(&mut desks[0], 1, "targets.2024", "200");
    set(&mut desks[1], 1, "targets.2024", "400");
    meet(&mut desks);
    let undone = desks[0].undo(&[mine]);
    assert!(undone.edited.is_none());
    assert_eq!(kept(&undone), ["targets.2024"]);
    assert_eq!(desks[0].row(1).conflicts.len(), 1);

    // Nor is the decision taken back: the question cannot be put again.
    let chosen = desks[0].contested(1)[0].1[1].clone();
    let decided = desks[0].resolve(1, "targets.2024", 2).hash;
    let undone = desks[0].undo(&[decided]);
    assert_eq!(kept(&undone), ["targets.2024"]);
    assert_eq!(desks[0].cell(1, "targets.2024"), chosen);
}

/// A deletion would go unseen beside it.
#[test]
fn an_empty_cell_that_comes_back_stands_beside_what_another_made_of_it_meanwhile() {
    let mut desks = two_desks();
    let mine = set(&mut desks[0], 1, "baseline.value", "7");
    meet(&mut desks);
    set(&mut desks[1], 1, "baseline.value", "8");
    assert!(desks[0].undo(&[mine]).edited.is_some());
    meet(&mut desks);
    for desk in &desks {
        let mut asked = desk.contested(1)[0].1.clone();
        asked.sort();
        assert_eq!(asked, ["", "8"]);
    }
}

#[test]
fn several_steps_are_taken_back_one_by_one() {
    let mut desk = Desk::founds(1, &small());
    let values = ["100", "1", "2", "3"];
    let mut steps: Vec<[u8; 32]> = values[1..]
        .iter()
        .map(|value| set(&mut desk, 1, "targets.2024", value))
        .collect();
    let mut again = Vec::new();
    for value in values[..3].iter().rev() {
        again.push(desk.undo(&[steps.pop().unwrap()]).edited.unwrap().hash);
        assert_eq!(desk.cell(1, "targets.2024"), *value);
    }
    for value in &values[1..] {
        let redone = desk.undo(&[again.pop().unwrap()]).edited.unwrap();
        assert_eq!(desk.cell(1, "targets.2024"), *value);
        steps.push(redone.hash);
    }
    desk.undo(&[steps.pop().unwrap()]);
    desk.undo(&[steps.pop().unwrap()]);
    assert_eq!(desk.cell(1, "targets.2024"), "1");
}

#[test]
fn only_own_changes_are_taken_back() {
    let mut desks = two_desks();
    let theirs = set(&mut desks[1], 1, "stage", "x");
    meet(&mut desks);
    let founding = desks[0].made[0].1;
    let mut undo = |step: &[[u8; 32]]| {
        let mut dice = crate::desk::dice(1);
        desks[0].matrix.undo(step, 0, &mut dice)
    };
    assert!(matches!(undo(&[theirs]), Err(EditError::NotOwn)));
    assert!(matches!(undo(&[founding]), Err(EditError::NotOwn)));
    assert!(matches!(undo(&[[7; 32]]), Err(EditError::NotOwn)));
    assert!(undo(&[]).unwrap().edited.is_none());
    let stranger = desks[1]
        .matrix
        .undo(&[founding], 0, &mut crate::desk::dice(1));
    assert!(matches!(stranger, Err(EditError::NotOwn)));
}

#[test]
fn a_decision_taken_back_asks_again() {
    let mut desks = two_desks();
    set(
        &mut desks[0],
        1,
        "actionLine",
        "Capacitar a 80 servidores públicos",
    );
    set(
        &mut desks[1],
        1,
        "actionLine",
        "Capacitar a 120 servidores públicos",
    );
    meet(&mut desks);
    let merged = desks[0].cell(1, "actionLine");
    let waits = [("actionLine".to_owned(), ToDecideKind::Numeral)];
    assert_eq!(desks[0].waits(1), waits);
    for choose in 1..=3 {
        let decided = desks[0].resolve(1, "actionLine", choose);
        assert_eq!(desks[0].waits(1), []);
        let chosen = desks[0].cell(1, "actionLine");
        let undone = desks[0].undo(&[decided.hash]).edited.unwrap();
        assert_eq!(desks[0].cell(1, "actionLine"), merged);
        assert_eq!(desks[0].waits(1), waits, "choice {choose}");
        desks[0].undo(&[undone.hash]);
        assert_eq!(desks[0].cell(1, "actionLine"), chosen);
        assert_eq!(desks[0].waits(1), []);
        let last = desks[0].made.last().unwrap().1;
        desks[0].undo(&[last]);
        meet(&mut desks);
    }
    assert_eq!(desks[1].waits(1), waits);
}

#[test]
fn ones_side_taken_back_ends_the_question() {
    let mut desks = two_desks();
    let mine = set(
        &mut desks[0],
        1,
        "actionLine",
        "Capacitar a 80 servidores públicos",
    );
    set(
        &mut desks[1],
        1,
        "actionLine",
        "Capacitar a 120 servidores públicos",
    );
    meet(&mut desks);
    assert_eq!(desks[0].waits(1).len(), 1);
    desks[0].undo(&[mine]);
    assert_eq!(
        desks[0].cell(1, "actionLine"),
        "Capacitar a 120 servidores públicos"
    );
    assert_eq!(desks[0].waits(1), []);
    meet(&mut desks);
    assert_eq!(desks[1].waits(1), []);
}

#[test]
fn a_retirement_that_was_asked_about_is_asked_again() {
    let mut desks = two_desks();
    let line = desks[0].line(1);
    let retired = desks[0].does(&MatrixEdit::Retire { line });
    set(&mut desks[1], 1, "stage", "x");
    meet(&mut desks);
    let why = desks[0].row(1).retired_and_edited;
    assert!(why.is_some());
    for decision in [MatrixEdit::Retire { line }, MatrixEdit::Restore { line }] {
        let decided = desks[0].does(&decision).hash;
        let row = desks[0].matrix.rows()[0].clone();
        assert_eq!(row.retired_and_edited, None);
        let undone = desks[0].undo(&[decided]).edited.unwrap();
        assert_eq!(desks[0].row(1).retired_and_edited, why, "{decision:?}");
        desks[0].undo(&[undone.hash]);
        assert_eq!(desks[0].matrix.rows()[0].retired, row.retired);
        assert_eq!(desks[0].matrix.rows()[0].retired_and_edited, None);
        let last = desks[0].made.last().unwrap().1;
        desks[0].undo(&[last]);
        meet(&mut desks);
    }
    // The retirement itself is taken back, though the other's edit stands beside it.
    desks[0].undo(&[retired.hash]);
    meet(&mut desks);
    assert_eq!(desks[1].row(1).retired_and_edited, None);
    assert_eq!(desks[1].cell(1, "stage"), "x");
}

#[test]
fn what_an_undo_is_said_to_bring_back_may_be_nonsense() {
    let messages = [
        "undo 1|",
        "undo 1||",
        "undo 1||1+1=1@0",
        "undo 1|zz|1+1=1@0",
        "undo 1|01010101010101010101010101010101|1+18446744073709551615=1@0",
        "undo 1|01010101010101010101010101010101|x+y=z@w 5=1 +=@",
        "undo 1|01010101010101010101010101010101|{op}+1={op}@0",
        "undo 1|01010101010101010101010101010101|{op}+1=18446744073709551615@0",
        "undo 1|07070707070707070707070707070707|{op}+1=999999@0",
        "undo 1|07070707070707070707070707070707|{op}+1=3@7",
        "undo 1|07070707070707070707070707070707|{op}+1=1@0",
    ];
    for (number, message) in messages.iter().enumerate() {
        for whose in [1_u8, 7] {
            let mut desk = Desk::founds(1, &small());
            let step = desk.splice(1, "actionLine", 0, 9, "Form").hash;
            let mut doc = plain(&desk.matrix, whose).with_actor(automerge::ActorId::from([7; 16]));
            let line = desk.line(1).to_string();
            let mut tx = doc.transaction();
            let lines = tx.get(ROOT, "lines").unwrap().unwrap().1;
            let at = tx.get(&lines, line.as_str()).unwrap().unwrap().1;
            tx.put(&at, "stage", "x").unwrap();
            let (_, op) = tx.get(&at, "stage").unwrap().unwrap();
            let op = op.to_string();
            let op = op.split_once('@').unwrap().0;
            let options = automerge::transaction::CommitOptions::default();
            tx.commit_with(options.with_message(message.replace("{op}", op)));
            let change = doc.get_last_local_change().unwrap();
            desk.matrix.merge(change.raw_bytes()).unwrap();
            let undone = desk.undo(&[step]);
            assert_eq!(desk.cell(1, "actionLine"), TEXT, "{number}");
            desk.undo(&[undone.edited.unwrap().hash]);
            assert_eq!(desk.cell(1, "stage"), "x", "{number}");
        }
    }
}
