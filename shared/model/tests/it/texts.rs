//! Long texts: the smallest splices, in UTF-16 units, made where the writer was looking.

use crate::desk::{Desk, draft_row, meet, small, two_desks};
use model::{Draft, Field, MatrixEdit, Version};

/// Two people change the same text from `base`; what stands after they meet, unflagged.
fn merged(base: &str, left: &str, right: &str) -> String {
    let draft = Draft {
        rows: vec![draft_row(&[("actionLine", base)])],
        ..small()
    };
    let first = Desk::founds(1, &draft);
    let second = Desk::joins(2, &first);
    let mut desks = [first, second];
    desks[0].set(1, "actionLine", left);
    desks[1].set(1, "actionLine", right);
    meet(&mut desks);
    assert_eq!(desks[0].waits(1), [], "{base:?} -> {left:?} / {right:?}");
    desks[0].cell(1, "actionLine")
}

#[test]
fn different_words_merge() {
    for (base, left, right, expected) in [
        (
            "Supervisar el registro. Publicar los informes. Dar seguimiento.",
            "Supervisar el padrón. Publicar los informes. Dar seguimiento.",
            "Supervisar el registro. Publicar los informes. Dar seguimiento puntual.",
            "Supervisar el padrón. Publicar los informes. Dar seguimiento puntual.",
        ),
        (
            "uno dos tres",
            "UNO dos tres",
            "uno dos TRES",
            "UNO dos TRES",
        ),
        // Surrogates before, between and after what changes.
        (
            "😀 uno 😀 dos 😀",
            "😀 🎉uno 😀 dos 😀",
            "😀 uno 😀 dos 😀.",
            "😀 🎉uno 😀 dos 😀.",
        ),
        ("a😀b c", "a😁b c", "a😀b d", "a😁b d"),
        // Combining marks.
        (
            "accio\u{301}n uno dos",
            "accio\u{301}nes uno dos",
            "accio\u{301}n uno tres",
            "accio\u{301}nes uno tres",
        ),
        // Whole sentences one after another.
        ("Fin.", "Fin. Uno.", "Inicio. Fin.", "Inicio. Fin. Uno."),
        // Both take out the same.
        (
            "uno dos tres cuatro",
            "uno cuatro",
            "uno cuatro",
            "uno cuatro",
        ),
        (
            "Texto con saltos\r\nde línea",
            "Texto con saltos\r\nde renglón",
            "Un texto con saltos\r\nde línea",
            "Un texto con saltos\r\nde renglón",
        ),
    ] {
        assert_eq!(merged(base, left, right), expected);
        assert_eq!(merged(base, right, left), expected, "the other way round");
    }
}

#[test]
fn an_edit_writes_only_what_changed() {
    let mut desk = Desk::founds(1, &small());
    let long = "Supervisar el registro único de proveedores. ".repeat(100);
    desk.set(1, "actionLine", &long);
    let edited = desk.set(1, "actionLine", &long.replacen("único", "estatal", 1));
    assert!(edited.change.len() < 250, "{} bytes", edited.change.len());
    assert_eq!(edited.fields.len(), 1);
    assert_eq!(edited.touched.rows.len(), 1);
    assert!(!edited.touched.order_changed);
    let (line, indicator) = desk.key(1);
    let field = model::Field::ActionLine;
    let value = desk.cell(1, "actionLine");
    let edit = model::MatrixEdit::Set {
        line,
        indicator,
        field,
        value,
    };
    assert!(
        desk.edit(&edit, None).unwrap().is_none(),
        "the same text is no edit"
    );
}

#[test]
fn a_text_that_is_quite_another_is_replaced_at_once() {
    let mut desk = Desk::founds(1, &small());
    let words = |seed: usize| -> String {
        let words = (0..1_500).map(|n| format!("p{}", (n * 7919 + seed * 104_729) % 9_973));
        words.collect::<Vec<_>>().join(" ")
    };
    desk.set(1, "actionLine", &words(1));
    desk.set(1, "actionLine", &words(2));
    assert_eq!(desk.cell(1, "actionLine"), words(2));
}

#[test]
fn an_editor_open_since_before_a_merge_does_not_overwrite_it() {
    let mut desks = two_desks();
    let opened = desks[0].matrix.version();
    let shown = desks[0].cell(2, "actionLine");
    desks[1].set(2, "actionLine", &shown.replace("Supervisar", "Vigilar"));
    let foreign = desks.split_at_mut(1);
    foreign.0[0].receives(&foreign.1[0]);

    // The editor still shows the old text: the person goes on typing in it, twice.
    let once = shown.replace("seguimiento", "seguimiento puntual");
    let edited = desks[0]
        .set_from(2, "actionLine", &once, Some(&opened))
        .unwrap();
    let both = "Vigilar el registro. Publicar los informes. Dar seguimiento puntual.";
    assert_eq!(desks[0].cell(2, "actionLine"), both);
    let twice = once.replace("informes", "reportes");
    let edited = desks[0]
        .set_from(2, "actionLine", &twice, Some(&edited.version))
        .unwrap();
    assert_eq!(
        desks[0].cell(2, "actionLine"),
        "Vigilar el registro. Publicar los reportes. Dar seguimiento puntual."
    );
    assert_eq!(desks[0].waits(2), []);
    // An editor that shows what was merged passes the version it shows.
    let now = desks[0].matrix.version();
    desks[0]
        .set_from(2, "actionLine", "Otra cosa.", Some(&now))
        .unwrap();
    assert_eq!(desks[0].cell(2, "actionLine"), "Otra cosa.");
    assert!(edited.version != now);
    meet(&mut desks);
}

#[test]
fn own_edits_elsewhere_do_not_fork_a_cell() {
    let mut desk = Desk::founds(1, &small());
    let opened = desk.matrix.version();
    let other = desk.set(1, "stage", "brainstorm");
    let edited = desk
        .set_from(2, "actionLine", "Nuevo texto.", Some(&opened))
        .unwrap();
    assert_eq!(
        desk.matrix.heads(),
        [edited.hash],
        "made on top of everything"
    );
    assert_ne!(other.hash, edited.hash);
    // A later own edit of the same cell does fork an earlier view of it.
    let stale = desk
        .set_from(2, "actionLine", "Supervisar todo.", Some(&opened))
        .unwrap();
    assert_eq!(desk.matrix.heads().len(), 2);
    assert_eq!(stale.version, Version::new(vec![stale.hash]));
    assert!(!desk.waits(2).is_empty(), "both rewrote the same words");
}

#[test]
fn a_base_of_another_document_is_refused() {
    let mut desk = Desk::founds(1, &small());
    let (line, indicator) = desk.key(1);
    let field = model::Field::ActionLine;
    let edit = model::MatrixEdit::Set {
        line,
        indicator,
        field,
        value: "x".to_owned(),
    };
    for base in [Version::new(vec![[7; 32]]), Version::default()] {
        let answer = desk.edit(&edit, Some(&base));
        assert!(
            matches!(answer, Err(model::EditError::BaseUnknown)),
            "{answer:?}"
        );
    }
}

#[test]
fn many_edits_at_old_versions_converge() {
    let mut desks = two_desks();
    let opened = desks[0].matrix.version();
    for (n, word) in ["uno", "dos", "tres", "cuatro"].into_iter().enumerate() {
        let text = format!("Supervisar el registro. Publicar los informes. Dar {word}.");
        desks[n % 2].set_from(2, "actionLine", &text, Some(&opened));
        desks[n % 2].set(1, "stage", word);
    }
    meet(&mut desks);
    assert_eq!(desks[0].waits(2).len(), 1);
    desks[1].resolve(2, "actionLine", 1);
    meet(&mut desks);
    assert_eq!(desks[0].waits(2), []);
}

#[test]
fn what_was_begun_before_its_indicator_moved_merges_all_the_same() {
    let mut desk = Desk::founds(1, &small());
    let text = "Mide el avance.";
    desk.set(1, "interpretation", text);
    let base = desk.matrix.version();
    let (one, two, indicator) = (desk.line(1), desk.line(2), desk.row(1).indicator);
    desk.set(1, "interpretation", &format!("Hoy: {text}"));
    desk.does(&MatrixEdit::MergeLines {
        from: one,
        into: two,
        text: None,
    });
    let edit = MatrixEdit::Set {
        line: two,
        indicator,
        field: Field::Interpretation,
        value: format!("{text} Y más."),
    };
    desk.edit(&edit, Some(&base)).unwrap().unwrap();
    let now = desk.matrix.cell(two, indicator, Field::Interpretation);
    assert_eq!(now.unwrap(), format!("Hoy: {text} Y más."));
}
