//! The numeral guard: what a merge may not pass off.

use model::{Draft, EditError, Field, MatrixEdit, ToDecideKind};

use crate::desk::{Desk, author, draft_row, meet, small, two_desks};
use ToDecideKind::{Numeral, Overlap};

fn desks(base: &str) -> [Desk; 2] {
    let draft = Draft {
        rows: vec![draft_row(&[("actionLine", base)])],
        ..small()
    };
    let first = Desk::founds(1, &draft);
    let second = Desk::joins(2, &first);
    [first, second]
}

/// What the guard says when two people change `base` at once.
fn check(base: &str, left: &str, right: &str, expected: Option<ToDecideKind>) {
    for (left, right) in [(left, right), (right, left)] {
        let mut desks = desks(base);
        desks[0].set(1, "actionLine", left);
        desks[1].set(1, "actionLine", right);
        meet(&mut desks);
        let context = format!("{base:?} -> {left:?} / {right:?}");
        for (mine, desk) in [left, right].into_iter().zip(&desks) {
            let waits = desk.waits(1);
            assert_eq!(waits.first().map(|(_, kind)| *kind), expected, "{context}");
            if let Some(wait) = desk.row(1).to_decide.first() {
                assert_eq!(wait.mine, mine, "{context}: mine");
                assert_eq!(wait.mine_author, desk.author);
                assert_eq!(wait.merged, desk.row(1).action_line);
            }
        }
    }
}

#[test]
fn what_is_flagged_and_what_is_not() {
    let base = "Capacitar a 50 servidores públicos";
    for (left, right, expected) in [
        (
            "Capacitar a 80 servidoras públicas",
            "Capacitar a 120 servidores públicos del estado",
            Some(Numeral),
        ),
        (
            "Capacitar a 80 servidores públicos",
            "Capacitar a 120 servidores públicos",
            Some(Numeral),
        ),
        (
            "Capacitar a 80 servidores públicos",
            "Capacitar a 80 servidores públicos",
            Some(Numeral),
        ),
        (
            "Capacitar a 80 servidores públicos",
            "Capacitar a 50 personas públicas",
            Some(Numeral),
        ),
        (
            "Capacitar a 80 servidores públicos",
            "Capacitar a servidores públicos",
            Some(Numeral),
        ),
        (
            "Capacitar a 50% servidores públicos",
            "Capacitar a 80 servidores públicos",
            Some(Numeral),
        ),
        (
            "Capacitar a 80 servidores públicos",
            "Capacitar a 50 servidores públicos del estado",
            None,
        ),
        (
            "Capacitar a 50 servidores públicos cada año",
            "Hoy capacitar a 50 servidores públicos",
            None,
        ),
        (
            "Capacitar a 50 servidores privados",
            "Capacitar a 50 servidores municipales",
            Some(Overlap),
        ),
    ] {
        check(base, left, right, expected);
    }
    for (base, left, right, expected) in [
        // Both began an empty cell.
        ("", "Capacitar.", "Dar seguimiento.", Some(Overlap)),
        ("", "Meta de 2024", "Meta de 2025", Some(Numeral)),
        // Different sentences, numerals and all.
        (
            "Meta de 10. Otra de 20.",
            "Meta de 15. Otra de 20.",
            "Meta de 10. Otra de 25.",
            None,
        ),
        // A date, a legal citation, a range.
        (
            "Al 24 de abril",
            "Al 25 de abril",
            "Al 26 de abril",
            Some(Numeral),
        ),
        (
            "Conforme al artículo 12",
            "Conforme al artículo 13",
            "Conforme al artículo 12-A",
            Some(Numeral),
        ),
        (
            "De 2024-2026",
            "De 2024-2027",
            "De 2025-2026",
            Some(Numeral),
        ),
        // One sentence each, at the end.
        ("Texto.", "Texto. Uno más.", "Texto. Otro más.", None),
        ("Texto.", "Texto. Uno más", "Texto. Otro más", Some(Overlap)),
        // Taken out by one, changed by the other.
        (
            "Uno dos tres cuatro",
            "Uno cuatro",
            "Uno dos TRES cuatro",
            Some(Overlap),
        ),
        ("Uno dos tres", "", "", None),
        ("Uno 😀 dos", "Uno 😁 dos", "Uno 🎉 dos", Some(Overlap)),
    ] {
        check(base, left, right, expected);
    }
}

#[test]
fn the_numeral_nobody_wrote() {
    let mut desks = two_desks();
    desks[0].set(1, "actionLine", "Capacitar a 80 servidores públicos");
    desks[1].set(1, "actionLine", "Capacitar a 120 servidores públicos");
    meet(&mut desks);
    let text = desks[0].cell(1, "actionLine");
    assert!(
        !text.contains(" 80 ") && !text.contains(" 120 "),
        "it is converged: {text}"
    );
    assert_eq!(desks[0].waits(1), [("actionLine".to_owned(), Numeral)]);
    let wait = &desks[0].row(1).to_decide[0];
    assert_eq!(wait.mine, "Capacitar a 80 servidores públicos");
    assert_eq!(wait.theirs, "Capacitar a 120 servidores públicos");
    assert_eq!(
        (wait.mine_author, wait.theirs_author),
        (author(1), author(2))
    );
}

#[test]
fn a_decision_clears_it_everywhere() {
    for choose in [1, 2, 3] {
        let mut desks = two_desks();
        desks[0].set(1, "actionLine", "Capacitar a 80 servidores públicos");
        desks[1].set(1, "actionLine", "Capacitar a 120 servidores públicos");
        meet(&mut desks);
        let merged = desks[0].cell(1, "actionLine");
        desks[1].resolve(1, "actionLine", choose);
        meet(&mut desks);
        let expected = match choose {
            1 => "Capacitar a 120 servidores públicos", // hers
            2 => "Capacitar a 80 servidores públicos",
            _ => &merged,
        };
        for desk in &desks {
            assert_eq!(desk.waits(1), []);
            assert_eq!(desk.cell(1, "actionLine"), expected);
        }
    }
}

#[test]
fn editing_what_waits_does_not_decide_it() {
    let mut desks = two_desks();
    desks[0].set(1, "actionLine", "Capacitar a 80 servidores públicos");
    desks[1].set(1, "actionLine", "Capacitar a 120 servidores públicos");
    meet(&mut desks);
    let edited = desks[0]
        .cell(1, "actionLine")
        .replace("Capacitar", "Formar");
    desks[0].set(1, "actionLine", &edited);
    let again = edited.replace("servidores", "personas");
    desks[0].set(1, "actionLine", &again);
    meet(&mut desks);
    for desk in &desks {
        assert_eq!(desk.waits(1), [("actionLine".to_owned(), Numeral)]);
        assert_eq!(desk.cell(1, "actionLine"), again);
    }
    desks[0].resolve(1, "actionLine", 2);
    meet(&mut desks);
    assert_eq!(desks[1].waits(1), []);
    assert_eq!(
        desks[1].cell(1, "actionLine"),
        "Capacitar a 120 servidores públicos"
    );
}

#[test]
fn an_edit_made_while_another_decides_asks_again() {
    let mut desks = two_desks();
    desks[0].set(1, "actionLine", "Capacitar a 80 servidores públicos");
    desks[1].set(1, "actionLine", "Capacitar a 120 servidores públicos");
    meet(&mut desks);
    desks[0].resolve(1, "actionLine", 1);
    let edited = desks[1].cell(1, "actionLine") + " y privados";
    desks[1].set(1, "actionLine", &edited);
    meet(&mut desks);
    assert_eq!(
        desks[0].waits(1).len(),
        1,
        "who edited had not seen the decision"
    );
    desks[1].resolve(1, "actionLine", 3);
    meet(&mut desks);
    assert_eq!(desks[0].waits(1), []);
}

#[test]
fn a_merge_without_doubt_is_settled_by_the_next_edit() {
    let mut desks = two_desks();
    desks[0].set(
        2,
        "actionLine",
        "Vigilar el registro. Publicar los informes. Dar seguimiento.",
    );
    desks[1].set(
        2,
        "actionLine",
        "Supervisar el registro. Publicar los informes. Dar fe.",
    );
    meet(&mut desks);
    assert_eq!(desks[0].waits(2), []);
    desks[0].set(2, "actionLine", "Vigilar. Publicar los informes. Dar fe.");
    meet(&mut desks);
    assert_eq!(desks[1].waits(2), []);
    assert_eq!(
        desks[1].cell(2, "actionLine"),
        "Vigilar. Publicar los informes. Dar fe."
    );
}

#[test]
fn three_people_and_those_who_only_look_see_the_same() {
    let first = Desk::founds(1, &small());
    let mut desks = vec![
        Desk::joins(2, &first),
        Desk::joins(3, &first),
        Desk::joins(4, &first),
    ];
    desks.push(first);
    desks[0].set(1, "actionLine", "Capacitar a 80 servidores públicos");
    desks[1].set(1, "actionLine", "Capacitar a 120 servidores públicos");
    desks[2].set(1, "actionLine", "Formar a 50 servidores públicos");
    meet(&mut desks);
    for desk in &desks {
        assert_eq!(desk.waits(1), [("actionLine".to_owned(), Numeral)]);
    }
    let wait = &desks[3].row(1).to_decide[0];
    assert_eq!(
        (wait.mine_author, wait.theirs_author),
        (author(2), author(3)),
        "lowest first"
    );
}

#[test]
fn every_long_text_is_guarded() {
    let mut desks = two_desks();
    let fields = [
        "actionLine",
        "indicatorName",
        "interpretation",
        "formula",
        "meansOfVerification",
    ];
    for field in fields {
        desks[0].set(1, field, "En total 80 de ellos");
        desks[1].set(1, field, "En total 120 de ellos");
    }
    meet(&mut desks);
    let waits: Vec<String> = desks[0]
        .waits(1)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    for field in fields {
        assert!(waits.contains(&field.to_owned()), "{field}");
    }
    for field in fields {
        desks[0].resolve(1, field, 1);
    }
    meet(&mut desks);
    assert_eq!(desks[1].waits(1), []);
    assert_eq!(desks[1].cell(1, "formula"), "En total 80 de ellos");
}

#[test]
fn characters_that_interleave_between_words_are_noticed() {
    // Taken out and typed again: the words are the same, the characters are not.
    let mut desks = desks("Capacitar a servidores");
    desks[0].set(1, "actionLine", "");
    desks[0].set(1, "actionLine", "Capacitar a servidores");
    desks[1].set(1, "actionLine", "Capacitar a funcionarios");
    meet(&mut desks);
    let text = desks[0].cell(1, "actionLine");
    assert!(!desks[0].waits(1).is_empty(), "{text:?}");

    // Right beside what the other replaces: either it reads as both meant, or it is asked.
    for (left, right, meant) in [
        (
            "los nuevos servidores",
            "los funcionarios",
            "los nuevos funcionarios",
        ),
        (
            "los servidores nuevos",
            "los funcionarios",
            "los funcionarios nuevos",
        ),
        ("losservidores", "los funcionarios", "losfuncionarios"),
    ] {
        for (left, right) in [(left, right), (right, left)] {
            let mut desks = self::desks("los servidores");
            desks[0].set(1, "actionLine", left);
            desks[1].set(1, "actionLine", right);
            meet(&mut desks);
            let text = desks[0].cell(1, "actionLine");
            assert!(
                text == meant || !desks[0].waits(1).is_empty(),
                "{left} / {right}: {text:?}"
            );
        }
    }
}

#[test]
fn what_both_wrote_alike_can_stand_once() {
    let base = "Capacitar a 50 servidores. Publicar los informes.";
    for (left, right, once) in [
        // The same sentence added by both, beside what only one wrote.
        (
            "Capacitar a 50 servidores. Publicar los informes. Con enfoque de género.",
            "De inmediato: capacitar a 50 servidores. Publicar los informes. Con enfoque de género.",
            "De inmediato: capacitar a 50 servidores. Publicar los informes. Con enfoque de género.",
        ),
        // The same numeral mended by both.
        (
            "Capacitar a 80 servidores. Publicar los informes.",
            "Capacitar a 80 servidores. Publicar informes.",
            "Capacitar a 80 servidores. Publicar informes.",
        ),
        // One took all of a proposal, the other a part.
        (
            "Capacitar a 80 servidores. Publicar dos informes.",
            "Capacitar a 80 servidores. Publicar los informes.",
            "Capacitar a 80 servidores. Publicar dos informes.",
        ),
    ] {
        let mut desks = desks(base);
        desks[0].set(1, "actionLine", left);
        desks[1].set(1, "actionLine", right);
        meet(&mut desks);
        for desk in &desks {
            let wait = &desk.row(1).to_decide[0];
            assert_eq!(wait.once.as_deref(), Some(once), "{:?}", wait.merged);
            assert_eq!(wait.sides, desks[0].row(1).to_decide[0].sides);
        }
        desks[1].resolve(1, "actionLine", 4);
        meet(&mut desks);
        for desk in &desks {
            assert_eq!(desk.cell(1, "actionLine"), once);
            assert_eq!(desk.waits(1), []);
        }
    }
    // What cannot stand together is not offered as if it could.
    let mut desks = desks(base);
    desks[0].set(
        1,
        "actionLine",
        "Capacitar a 80 personas. Publicar los informes. Y más.",
    );
    desks[1].set(
        1,
        "actionLine",
        "Capacitar a 90 personas. Publicar los informes. Y más.",
    );
    meet(&mut desks);
    assert_eq!(desks[0].row(1).to_decide[0].once, None);
}

#[test]
fn each_of_three_texts_can_be_chosen_by_whoever_decides() {
    let texts = [80, 120, 300].map(|many| format!("Capacitar a {many} servidores públicos"));
    for chosen in &texts {
        let first = Desk::founds(1, &small());
        let mut desks = vec![Desk::joins(2, &first), Desk::joins(3, &first)];
        desks.insert(0, first);
        for (desk, text) in desks.iter_mut().zip(&texts) {
            desk.set(1, "actionLine", text);
        }
        meet(&mut desks);
        let sides = desks[0].row(1).to_decide[0].sides.clone();
        for desk in &desks {
            assert_eq!(desk.row(1).to_decide[0].sides, sides, "the same for all");
        }
        let at = sides.iter().position(|side| side.text == *chosen).unwrap();
        desks[2].resolve(1, "actionLine", 5 + at as u32);
        meet(&mut desks);
        assert_eq!(desks[0].cell(1, "actionLine"), *chosen);
        assert_eq!(desks[0].waits(1), []);
    }
}

#[test]
fn what_waits_is_not_copied_to_where_it_would_not() {
    let mut desks = two_desks();
    desks[0].set(1, "actionLine", "Capacitar a 80 servidores públicos");
    desks[1].set(1, "actionLine", "Capacitar a 120 servidores públicos");
    meet(&mut desks);
    let (line, other) = (desks[0].line(1), desks[0].line(2));
    let text = Some(desks[0].cell(1, "actionLine"));
    for edit in [
        MatrixEdit::SplitLine {
            line,
            at: 9,
            indicators: Vec::new(),
        },
        MatrixEdit::DuplicateLine { line },
        MatrixEdit::MergeLines {
            from: line,
            into: other,
            text,
        },
    ] {
        let refused = desks[0].edit(&edit, None);
        let waits = EditError::TextWaits(Field::ActionLine);
        assert_eq!(refused.unwrap_err().to_string(), waits.to_string());
    }
    // Where it goes on waiting, it may be added to.
    desks[0].does(&MatrixEdit::MergeLines {
        from: other,
        into: line,
        text: Some("Capacitar a 80120 servidores públicos y más".to_owned()),
    });
    assert_eq!(desks[0].waits(1).len(), 1);
}
