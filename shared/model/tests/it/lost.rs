//! Whose value lost.

use model::{Field, Overruled};

use crate::desk::{Desk, author, meet, small, two_desks};

fn lost(desk: &Desk, number: u8) -> Vec<(Field, String, String)> {
    let lost = desk.matrix.overruled(None, author(number)).into_iter();
    lost.map(|lost| (lost.field, lost.mine, lost.now)).collect()
}

fn three() -> Vec<Desk> {
    let first = Desk::founds(1, &small());
    let others = [Desk::joins(2, &first), Desk::joins(3, &first)];
    std::iter::once(first).chain(others).collect()
}

fn overruled(field: Field, mine: &str, now: &str) -> Vec<(Field, String, String)> {
    vec![(field, mine.to_owned(), now.to_owned())]
}

#[test]
fn a_value_decided_against_is_lost_to_its_author() {
    let mut desks = three();
    let mine = desks[0].set(1, "frequency", "Trimestral").hash;
    desks[1].set(1, "frequency", "Semestral");
    meet(&mut desks);
    assert_eq!(lost(&desks[0], 1), [], "nothing is decided yet");
    let before = desks[2].matrix.version();
    let values = desks[2].contested(1)[0].1.clone();
    let choose = 1 + values
        .iter()
        .position(|value| value == "Semestral")
        .unwrap() as u32;
    let decided = desks[2].resolve(1, "frequency", choose).hash;
    meet(&mut desks);
    for desk in &desks {
        let expected = overruled(Field::Frequency, "Trimestral", "Semestral");
        assert_eq!(lost(desk, 1), expected);
        assert_eq!(lost(desk, 2), [], "theirs was chosen");
        assert_eq!(lost(desk, 3), []);
        let told: Vec<Overruled> = desk.matrix.overruled(Some(&before), author(1));
        assert_eq!(told[0].written.change, mine);
        assert_eq!(
            (told[0].decided.author, told[0].decided.change),
            (author(3), decided)
        );
        let now = desk.matrix.version();
        assert_eq!(
            desk.matrix.overruled(Some(&now), author(1)),
            [],
            "seen by then"
        );
    }
    // One action brings it back, and then nothing is lost to them; nor to the other, who is
    // written over by somebody who knows.
    desks[0].set(1, "frequency", "Trimestral");
    assert_eq!(lost(&desks[0], 1), []);
    assert_eq!(lost(&desks[0], 2), []);
}

#[test]
fn who_decides_against_themselves_loses_nothing() {
    let mut desks = two_desks();
    desks[0].set(1, "stage", "a");
    desks[1].set(1, "stage", "b");
    meet(&mut desks);
    desks[0].set(1, "stage", "b");
    meet(&mut desks);
    assert_eq!(lost(&desks[0], 1), []);
    assert_eq!(lost(&desks[0], 2), []);
}

#[test]
fn two_who_agree_lose_nothing() {
    let mut desks = three();
    desks[0].set(1, "stage", "a");
    desks[1].set(1, "stage", "a");
    meet(&mut desks);
    desks[2].set(1, "stage", "b");
    meet(&mut desks);
    assert_eq!(
        lost(&desks[0], 1),
        [],
        "written over by somebody who saw it"
    );
}

#[test]
fn a_value_written_over_without_choosing_is_lost_too() {
    let mut desks = three();
    desks[0].set(1, "stage", "a");
    desks[1].set(1, "stage", "b");
    meet(&mut desks);
    desks[2].set(1, "stage", "c");
    meet(&mut desks);
    assert_eq!(lost(&desks[0], 1), overruled(Field::Stage, "a", "c"));
    assert_eq!(lost(&desks[0], 2), overruled(Field::Stage, "b", "c"));
    assert_eq!(lost(&desks[0], 3), []);
}

#[test]
fn a_text_decided_against_is_lost() {
    let mut desks = three();
    desks[0].splice(1, "actionLine", 12, 2, "70");
    desks[1].splice(1, "actionLine", 12, 2, "90");
    meet(&mut desks);
    assert_eq!(desks[2].waits(1).len(), 1);
    assert_eq!(lost(&desks[0], 1), []);
    let wait = desks[2].row(1).to_decide[0].clone();
    let (choose, loser) = if wait.mine_author == author(1) {
        (2, wait.mine)
    } else {
        (1, wait.theirs)
    };
    // An edit elsewhere in the text decides nothing.
    let end = desks[2].cell(1, "actionLine").encode_utf16().count();
    desks[2].splice(1, "actionLine", end, 0, ".");
    assert_eq!(lost(&desks[2], 1), []);
    desks[2].resolve(1, "actionLine", choose);
    meet(&mut desks);
    for desk in &desks {
        let now = desk.cell(1, "actionLine");
        assert!(now.contains("90"));
        assert_eq!(lost(desk, 1), overruled(Field::ActionLine, &loser, &now));
        assert_eq!(lost(desk, 2), []);
    }
}

#[test]
fn a_merge_that_stands_loses_nothing() {
    let mut desks = three();
    desks[0].splice(1, "actionLine", 12, 2, "70");
    desks[1].splice(1, "actionLine", 12, 2, "90");
    meet(&mut desks);
    desks[2].resolve(1, "actionLine", 3);
    meet(&mut desks);
    assert_eq!(lost(&desks[0], 1), []);
    assert_eq!(lost(&desks[0], 2), []);
}

#[test]
fn the_number_of_a_heading_can_lose() {
    let mut desks = three();
    desks[0].set(1, "headings.axis", "1. Eje");
    meet(&mut desks);
    desks[0].set(1, "headings.axis", "2. Eje");
    desks[1].set(1, "headings.axis", "3. Eje");
    meet(&mut desks);
    let values = desks[2].contested(1)[0].1.clone();
    let choose = 1 + values.iter().position(|value| value == "3. Eje").unwrap() as u32;
    desks[2].resolve(1, "headings.axis", choose);
    meet(&mut desks);
    let field = Field::Heading(model::Level::Axis);
    assert_eq!(lost(&desks[0], 1), overruled(field, "2. Eje", "3. Eje"));
}
