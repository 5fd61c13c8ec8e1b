//! Which headings of different matrices are one.

use crate::made::{programme, sheet};

/// The priorities of matrices with one row each, as they are printed and with their other spellings.
fn check(written: &[&str], joined: &[(&str, &[&str])]) {
    let sheets = written.iter().enumerate().map(|(at, priority)| {
        let institution = format!("Instituto {at:02}");
        sheet(&institution, &[("", priority, "Capacitar al personal")])
    });
    let programme = programme(sheets.collect());
    let said: Vec<(String, Vec<&str>)> = programme
        .priorities()
        .iter()
        .map(|one| {
            let spellings = one.spellings.iter().map(String::as_str);
            (one.printed(), spellings.collect())
        })
        .collect();
    let wanted: Vec<(String, Vec<&str>)> = joined
        .iter()
        .map(|(printed, spellings)| ((*printed).to_owned(), spellings.to_vec()))
        .collect();
    assert_eq!(said, wanted, "{written:?}");
}

#[test]
fn the_same_number_and_much_the_same_text_are_one_heading() {
    check(
        &["7. Proteger a denunciantes", "7. Proteger a denunciantes"],
        &[("7. Proteger a denunciantes", &[])],
    );
    // Case, accents, spaces and the full stop are no difference.
    check(
        &[
            "12. Impulsar la fiscalización",
            "12. Impulsar la fiscalización",
            "12. IMPULSAR  la fiscalizacion.",
        ],
        &[(
            "12. Impulsar la fiscalización",
            &["IMPULSAR  la fiscalizacion."],
        )],
    );
    // A slip of the pen, a text cut short, a number alone, another way to write the number.
    check(
        &[
            "2. Fortalecer la cultura de la legalidad",
            "2. Fortalecer la cultura de la legalidad",
            "2. Fortalecer la cultura de la legaldiad",
            "2. Fortalecer",
            "02. Fortalecer la cultura de la legalidad",
        ],
        &[(
            "2. Fortalecer la cultura de la legalidad",
            &["Fortalecer", "Fortalecer la cultura de la legaldiad"],
        )],
    );
    // A text without number is the numbered one that says the same.
    check(
        &["9. Abrir datos públicos", "Abrir datos publicos"],
        &[("9. Abrir datos públicos", &["Abrir datos publicos"])],
    );
}

#[test]
fn the_same_number_with_another_text_is_another_heading_and_says_so() {
    check(
        &["7. Proteger a denunciantes", "7. Simplificar los trámites"],
        &[
            ("7. Proteger a denunciantes", &[]),
            ("7. Simplificar los trámites", &[]),
        ],
    );
    let programme = programme(vec![
        sheet(
            "A",
            &[
                ("", "7. Proteger a denunciantes", "x"),
                ("", "7. Proteger a denunciantes", "y"),
                ("", "8. Simplificar los trámites", "z"),
            ],
        ),
        sheet("B", &[("", "7. Simplificar los trámites", "x")]),
    ]);
    let said: Vec<(&str, bool)> = programme
        .priorities()
        .iter()
        .map(|one| (&*one.key, one.shares_number))
        .collect();
    assert_eq!(
        said,
        [
            ("7", true),
            ("7|simplificar los tramites", true),
            ("8", false)
        ],
        "the one most rows have keeps the number for its key"
    );
}

#[test]
fn they_stand_in_the_order_of_their_numbers() {
    check(
        &[
            "10. Diez",
            "9. Nueve",
            "Sin número alguno",
            "3.10. Tres diez",
            "3.9. Tres nueve",
        ],
        &[
            ("3.9. Tres nueve", &[]),
            ("3.10. Tres diez", &[]),
            ("9. Nueve", &[]),
            ("10. Diez", &[]),
            ("Sin número alguno", &[]),
        ],
    );
}

#[test]
fn a_priority_stands_under_the_axis_most_of_its_rows_have() {
    let programme = programme(vec![
        sheet(
            "A",
            &[
                ("1. Combatir", "7. Proteger", "x"),
                ("1. Combatir", "7. Proteger", "y"),
            ],
        ),
        sheet(
            "B",
            &[
                ("2. Fortalecer", "7. Proteger", "x"),
                ("2. Fortalecer", "8. Abrir", "y"),
            ],
        ),
        sheet("C", &[("", "9. Nadie dice su eje", "x")]),
    ]);
    let axes: Vec<Option<&str>> = programme
        .priorities()
        .iter()
        .map(|one| one.axis.map(|axis| &*programme.axes()[axis].key))
        .collect();
    assert_eq!(axes, [Some("1"), Some("2"), None]);
}
