//! Who wrote what a cell shows.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, LoadOptions, ROOT, ReadDoc, TextEncoding};
use model::{Author, Field, MatrixEdit, Version, Via};

use crate::desk::{Desk, author, meet, small, two_desks};

const TEXT: &str = "Capacitar a 50 servidores públicos";

/// Runs of a cell: text and who wrote it.
fn runs(desk: &Desk, row: u32, field: &str) -> Vec<(String, Author)> {
    let (line, indicator) = desk.key(row);
    let blame = desk.matrix.blame(line, indicator, field.parse().unwrap());
    let blame = blame.unwrap().into_iter();
    blame.map(|run| (run.text, run.hand.author)).collect()
}

fn run(text: &str, number: u8) -> (String, Author) {
    (text.to_owned(), author(number))
}

#[test]
fn words_are_of_whoever_wrote_them() {
    let mut desks = two_desks();
    assert_eq!(runs(&desks[0], 1, "actionLine"), [run(TEXT, 1)]);
    desks[0].rests(20);
    desks[0].splice(1, "actionLine", 0, 9, "Formar");
    let change = desks[1]
        .splice(1, "actionLine", 15, 10, "personas servidoras")
        .hash;
    meet(&mut desks);
    for desk in &desks {
        let expected = [
            run("Formar", 1),
            run(" a 50 ", 1),
            run("personas servidoras", 2),
            run(" públicos", 1),
        ];
        assert_eq!(runs(desk, 1, "actionLine"), expected);
    }
    let (line, indicator) = desks[0].key(1);
    let blame = desks[0]
        .matrix
        .blame(line, indicator, Field::ActionLine)
        .unwrap();
    assert_eq!(blame[2].hand.change, change);
    assert_eq!(blame[2].version, Version::new(vec![change]));
    let past = desks[0].matrix.rows_at(&blame[2].version).unwrap();
    assert_eq!(
        past.rows()[0].action_line,
        "Capacitar a 50 personas servidoras públicos"
    );
}

#[test]
fn one_stretch_is_one_run() {
    let mut desk = Desk::founds(1, &small());
    desk.rests(60);
    desk.splice(1, "actionLine", 0, 9, "For");
    let last = desk.splice(1, "actionLine", 3, 0, "mar").hash;
    assert_eq!(runs(&desk, 1, "actionLine").len(), 2);
    let (line, indicator) = desk.key(1);
    let blame = desk
        .matrix
        .blame(line, indicator, Field::ActionLine)
        .unwrap();
    assert_eq!(
        (blame[0].text.as_str(), blame[0].hand.change),
        ("Formar", last)
    );
}

#[test]
fn scalars_and_headings_have_hands_too() {
    let mut desks = two_desks();
    desks[1].set(1, "frequency", "Trimestral");
    desks[1].set(1, "headings.axis", "7. Eje");
    meet(&mut desks);
    let desk = &mut desks[0];
    assert_eq!(runs(desk, 1, "frequency"), [run("Trimestral", 2)]);
    assert_eq!(runs(desk, 1, "targets.2024"), [run("100", 1)]);
    assert_eq!(runs(desk, 1, "targets.2026"), []);
    assert_eq!(runs(desk, 1, "pendingExternal"), []);
    desk.set(1, "pendingExternal", "true");
    assert_eq!(runs(desk, 1, "pendingExternal"), [run("true", 1)]);
    assert_eq!(runs(desk, 1, "headings.axis"), [run("7. Eje", 2)]);
    desk.set(1, "headings.axis", "8. Eje");
    assert_eq!(
        runs(desk, 1, "headings.axis"),
        [run("8. ", 1), run("Eje", 2)]
    );
}

#[test]
fn an_accepted_suggestion_is_of_who_proposed_it() {
    let mut desks = two_desks();
    let via = Via {
        suggestion: [5; 16],
        proposer: author(9),
    };
    let base = desks[0].matrix.version();
    desks[0].splice(1, "actionLine", 34, 0, " del estado");
    let (line, indicator) = desks[0].key(1);
    let edit = MatrixEdit::Set {
        line,
        indicator,
        field: Field::ActionLine,
        value: TEXT.replace("Capacitar", "Invite"),
    };
    let accepted = desks[0].accepts(&edit, Some(&base), via);
    assert_eq!(
        desks[0].cell(1, "actionLine"),
        "Invite a 50 servidores públicos del estado"
    );
    let via_of = |desk: &Desk| {
        let blame = desk
            .matrix
            .blame(line, indicator, Field::ActionLine)
            .unwrap();
        let runs = blame.into_iter().map(|run| (run.text, run.via));
        runs.collect::<Vec<_>>()
    };
    let expected = [
        ("Invite".to_owned(), Some(via)),
        (" a 50 servidores públicos".to_owned(), None),
        (" del estado".to_owned(), None),
    ];
    let joined = [
        ("Invite".to_owned(), Some(via)),
        (" a 50 servidores públicos del estado".to_owned(), None),
    ];
    let told = via_of(&desks[0]);
    assert!(told == expected || told == joined, "{told:?}");
    // Undone and done again, it still is.
    let undone = desks[0].undo(&[accepted.hash]).edited.unwrap().hash;
    assert_eq!(
        via_of(&desks[0])
            .iter()
            .filter(|(_, via)| via.is_some())
            .count(),
        0
    );
    desks[0].undo(&[undone]);
    assert_eq!(via_of(&desks[0])[0], expected[0]);
    let history = desks[0]
        .matrix
        .cell_history(line, indicator, Field::ActionLine);
    let of_suggestion = history
        .unwrap()
        .into_iter()
        .filter(|value| value.via == Some(via));
    assert_eq!(of_suggestion.count(), 1);
}

#[test]
fn what_an_undo_brings_back_is_still_its_authors() {
    let mut desks = two_desks();
    let step = desks[1].splice(1, "actionLine", 0, 34, "Otra cosa").hash;
    let scalar = desks[1].set(1, "frequency", "Trimestral").hash;
    assert_eq!(runs(&desks[1], 1, "actionLine"), [run("Otra cosa", 2)]);
    desks[1].undo(&[step]);
    desks[1].undo(&[scalar]);
    meet(&mut desks);
    for desk in &desks {
        assert_eq!(runs(desk, 1, "actionLine"), [run(TEXT, 1)]);
        assert_eq!(runs(desk, 1, "frequency"), [run("Annual", 1)]);
    }
}

#[test]
fn what_is_put_back_is_still_its_authors() {
    let mut desks = two_desks();
    let (line, indicator) = desks[0].key(1);
    let founded = desks[0].matrix.version();
    desks[0].splice(1, "actionLine", 12, 2, "90");
    meet(&mut desks);
    let handed_out = desks[0].matrix.version();
    desks[1].set(1, "actionLine", "Todo distinto, 50 veces");
    desks[1].set(1, "frequency", "Trimestral");
    desks[1].set(1, "stage", "Diseño");
    let cells = [
        (line, indicator, Field::ActionLine),
        (line, indicator, Field::Frequency),
        (line, indicator, Field::Stage),
        (line, indicator, Field::Target(2024)),
        (line, indicator, Field::ActionLine),
    ];
    let back = desks[1].puts_back(&cells, &handed_out).unwrap();
    assert!(
        desks[1].puts_back(&cells, &handed_out).is_none(),
        "it is so already"
    );
    meet(&mut desks);
    for desk in &desks {
        assert_eq!(desk.cell(1, "actionLine"), TEXT.replace("50", "90"));
        assert_eq!(desk.cell(1, "frequency"), "Annual");
        assert_eq!(desk.cell(1, "stage"), "");
        let authors: Vec<_> = runs(desk, 1, "actionLine");
        assert!(
            authors.iter().all(|(_, of)| *of == author(1)),
            "{authors:?}"
        );
        assert_eq!(runs(desk, 1, "frequency"), [run("Annual", 1)]);
    }
    // An ordinary change: undo takes it back.
    desks[1].undo(&[back.hash]);
    assert_eq!(desks[1].cell(1, "actionLine"), "Todo distinto, 50 veces");
    assert_eq!(desks[1].cell(1, "stage"), "Diseño");
    desks[1].puts_back(&cells, &founded).unwrap();
    assert_eq!(desks[1].cell(1, "actionLine"), TEXT);
    assert_eq!(runs(&desks[1], 1, "actionLine").len(), 1);
}

#[test]
fn headings_are_put_back_once_and_rows_that_were_not_there_left_alone() {
    let mut desk = Desk::founds(1, &small());
    desk.set(1, "headings.priority", "3. Prevención");
    let then = desk.matrix.version();
    let heading = desk.matrix.headings()[0].id;
    desk.does(&MatrixEdit::AssignHeading {
        line: desk.line(2),
        heading: Some(heading),
    });
    desk.set(1, "headings.priority", "4. Castigo");
    desk.does(&crate::desk::add_line(None));
    let new = desk.matrix.rows().last().unwrap().key();
    let field = Field::Heading(model::Level::Priority);
    let keys = [desk.key(1), desk.key(2), new];
    let cells: Vec<_> = keys.iter().map(|key| (key.0, key.1, field)).collect();
    desk.puts_back(&cells, &then).unwrap();
    assert_eq!(desk.cell(1, "headings.priority"), "3. Prevención");
    assert_eq!(desk.cell(2, "headings.priority"), "3. Prevención");
    let cells = [
        (new.0, new.1, Field::Stage),
        (new.0, new.1, Field::Target(1999)),
    ];
    assert!(desk.puts_back(&cells, &then).is_none());
}

/// The document by Automerge alone, written to by somebody under another actor.
fn plain(desk: &Desk, whose: u8) -> Automerge {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    let mut doc = Automerge::load_with_options(&desk.matrix.snapshot().unwrap(), options).unwrap();
    doc.set_author(Some(automerge::Author::from(vec![whose; 32])));
    doc.set_actor(ActorId::from([77; 16]));
    doc
}

#[test]
fn nobody_signs_with_anothers_hand() {
    // Author 7 writes the founder's letters anew, as words the founder never wrote, and says that
    // they are the founder's.
    let mut desk = Desk::founds(1, &small());
    let mut doc = plain(&desk, 7);
    let line = desk.line(1).to_string();
    let mut tx = doc.transaction();
    let lines = tx.get(ROOT, "lines").unwrap().unwrap().1;
    let record = tx.get(&lines, line.as_str()).unwrap().unwrap().1;
    let text = tx.get(&record, "actionLine").unwrap().unwrap().1;
    let letters: Vec<(u64, String)> = tx
        .list_range(&text, ..)
        .map(|item| {
            let id = item.id().to_string();
            let counter = id.split_once('@').unwrap().0.parse().unwrap();
            (counter, item.value.into_value().into_string().unwrap())
        })
        .collect();
    tx.splice_text(&text, 0, 34, "no pacta Capacitar a 50")
        .unwrap();
    let new: Vec<(u64, String)> = tx
        .list_range(&text, ..)
        .map(|item| {
            let id = item.id().to_string();
            let counter = id.split_once('@').unwrap().0.parse().unwrap();
            (counter, item.value.into_value().into_string().unwrap())
        })
        .collect();
    let mut claims = Vec::new();
    for (at, (counter, letter)) in new.iter().enumerate() {
        // The honest ones at the end; else any letter that reads the same.
        let honest = at.checked_sub(9).and_then(|at| letters.get(at));
        let any = letters.iter().find(|(_, known)| known == letter);
        if let Some((old, _)) = honest.filter(|(_, known)| known == letter).or(any) {
            claims.push(format!("{counter}+1={old}@0"));
        }
    }
    let founder = ActorId::from([1; 16]).to_hex_string();
    let message = format!("undo 1|{founder}|{}", claims.join(" "));
    tx.commit_with(CommitOptions::default().with_message(message));
    let change = doc.get_last_local_change().unwrap();
    desk.matrix.merge(change.raw_bytes()).unwrap();
    let runs = runs(&desk, 1, "actionLine");
    let whole: String = runs.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(whole, "no pacta Capacitar a 50");
    let of_founder: String = runs
        .iter()
        .filter(|(_, of)| *of == author(1))
        .map(|(text, _)| text.as_str())
        .collect();
    assert!(
        of_founder.contains("Capacitar"),
        "a word that stood so: {runs:?}"
    );
    for forged in ["no", "pacta"] {
        assert!(!of_founder.contains(forged), "{forged}: {runs:?}");
    }
}
