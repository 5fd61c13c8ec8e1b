//! Writing in a minuta, alone and at once.

use document::Uuid;
use minutes::{About, EditError, Field, MinutesEdit, PartKind, Removal, limits};
use model::TextChange;

use crate::seat::{Coordinator, author, dice, meet, office};

#[test]
fn two_who_begin_the_first_minuta_apart_lose_nothing_of_either() {
    let mut people: [Coordinator; 2] = office();
    let one = people[0].begins("08");
    let other = people[1].begins("09");
    people[0].adds(one, PartKind::Agreement, "Se integra la matriz.");
    people[1].adds(other, PartKind::Attendee, "Lic. Ana Prado");
    meet(&mut people);
    for person in &people {
        let sessions = person.minutes.content().sessions();
        let titles: Vec<_> = sessions.iter().map(minutes::Session::title).collect();
        assert_eq!(titles, ["MINUTA MESA 08- FASE 1", "MINUTA MESA 09- FASE 1"]);
        assert_eq!(
            person.texts(one, PartKind::Agreement),
            ["Se integra la matriz."]
        );
        assert_eq!(person.texts(other, PartKind::Attendee), ["Lic. Ana Prado"]);
    }
    assert_eq!(people[0].minutes.hydrated(), people[1].minutes.hydrated());
}

#[test]
fn a_title_of_its_own_stands_before_the_computed_one() {
    let [mut ana]: [Coordinator; 1] = office();
    let id = ana.begins("08");
    ana.sets(id.part(), Field::Title, "MINUTA EXTRAORDINARIA");
    assert_eq!(ana.session(id).title(), "MINUTA EXTRAORDINARIA");
    ana.sets(id.part(), Field::Title, "");
    ana.sets(id.part(), Field::Phase, "");
    assert_eq!(ana.session(id).title(), "MINUTA MESA 08");
}

#[test]
fn words_written_at_once_in_an_acuerdo_are_both_in_it_and_a_number_touched_by_both_is_asked() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    let text = "La matriz tiene 24 líneas. Se entrega el viernes.";
    let part = people[0].adds(id, PartKind::Agreement, text);
    meet(&mut people);
    people[0].sets(
        part,
        Field::Text,
        "La matriz final tiene 24 líneas. Se entrega el viernes.",
    );
    people[1].sets(
        part,
        Field::Text,
        "La matriz tiene 24 líneas. Se entrega el lunes.",
    );
    meet(&mut people);
    let merged = "La matriz final tiene 24 líneas. Se entrega el lunes.";
    for person in &people {
        assert_eq!(person.part(part).text(Field::Text), merged);
        assert_eq!(person.part(part).undecided(), 0);
    }
    people[0].sets(part, Field::Text, &merged.replace("24", "25"));
    people[1].sets(part, Field::Text, &merged.replace("24", "26"));
    meet(&mut people);
    let doubt = people[0].part(part).values[&Field::Text]
        .doubt
        .clone()
        .unwrap();
    assert_eq!(doubt.mine, merged.replace("24", "25"));
    assert_eq!(doubt.theirs_author, author(2));
    assert_eq!(people[1].session(id).undecided(), 1);
    let edit = |choose| MinutesEdit::Resolve {
        part,
        field: Field::Text,
        choose,
    };
    assert!(matches!(
        people[1].edits(&edit(9)),
        Err(EditError::ChoiceUnknown(9))
    ));
    people[1].edits(&edit(1)).unwrap();
    meet(&mut people);
    for person in &people {
        assert_eq!(
            person.part(part).text(Field::Text),
            merged.replace("24", "26")
        );
        assert_eq!(person.session(id).undecided(), 0);
    }
    let again = people[0].edits(&edit(1));
    assert!(matches!(
        again,
        Err(EditError::NothingToDecide(Field::Text))
    ));
}

#[test]
fn short_values_written_at_once_are_both_kept_until_one_is_chosen() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    meet(&mut people);
    people[0].sets(id.part(), Field::Place, "Sala de juntas");
    people[1].sets(id.part(), Field::Place, "Auditorio");
    meet(&mut people);
    let sides = people[0].part(id.part()).values[&Field::Place]
        .sides
        .clone();
    let mut places: Vec<_> = sides.iter().map(|side| side.value.clone()).collect();
    places.sort();
    assert_eq!(places, ["Auditorio", "Sala de juntas"]);
    let chosen = sides.iter().find(|side| side.author == author(2)).unwrap();
    let edit = MinutesEdit::Resolve {
        part: id.part(),
        field: Field::Place,
        choose: chosen.choose,
    };
    people[0].edits(&edit).unwrap();
    meet(&mut people);
    assert_eq!(people[1].part(id.part()).text(Field::Place), "Auditorio");
    assert_eq!(people[1].session(id).undecided(), 0);
}

#[test]
fn typing_is_spliced_and_its_changes_can_be_followed() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    let part = people[0].adds(id, PartKind::Agreement, "Se 🙂 acuerda");
    meet(&mut people);
    let before = people[1].minutes.version();
    let splice = |at, delete, insert: &str| MinutesEdit::Splice {
        part,
        field: Field::Text,
        changes: vec![TextChange {
            at,
            delete,
            insert: insert.to_owned(),
        }],
    };
    // Positions are those of the screen: the face takes two.
    people[0].edits(&splice(5, 0, " sí")).unwrap();
    assert_eq!(people[0].part(part).text(Field::Text), "Se 🙂 sí acuerda");
    assert!(people[0].edits(&splice(4, 0, "x")).is_err());
    assert!(people[0].edits(&splice(90, 0, "x")).is_err());
    meet(&mut people);
    let changes = people[1].minutes.text_changes(part, Field::Text, &before);
    let changes = changes.unwrap();
    assert_eq!((changes[0].at, changes[0].insert.as_str()), (5, " sí"));
    let not_text = MinutesEdit::Splice {
        part: id.part(),
        field: Field::Place,
        changes: Vec::new(),
    };
    assert!(matches!(
        people[0].edits(&not_text),
        Err(EditError::NotText(Field::Place))
    ));
}

#[test]
fn lists_are_ordered_and_reordered() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    let [a, b, c] = ["a", "b", "c"].map(|name| people[0].adds(id, PartKind::Agenda, name));
    people[0]
        .edits(&MinutesEdit::Move {
            part: c,
            after: None,
        })
        .unwrap();
    people[0]
        .edits(&MinutesEdit::Move {
            part: a,
            after: Some(b),
        })
        .unwrap();
    assert_eq!(people[0].texts(id, PartKind::Agenda), ["c", "b", "a"]);
    let first = MinutesEdit::Add {
        minutes: id,
        kind: PartKind::Agenda,
        after: Some(c),
        values: [(Field::Text, "d".to_owned())].into(),
    };
    people[0].edits(&first).unwrap();
    meet(&mut people);
    assert_eq!(people[1].texts(id, PartKind::Agenda), ["c", "d", "b", "a"]);
    assert_eq!(people[1].session(id).number(a), None);
    let unknown = MinutesEdit::Move {
        part: id.part(),
        after: None,
    };
    assert!(matches!(
        people[1].edits(&unknown),
        Err(EditError::NotOf(PartKind::Minutes))
    ));
}

#[test]
fn what_one_takes_out_while_another_writes_in_it_stays_until_somebody_decides() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    let part = people[0].adds(id, PartKind::Agreement, "Se acuerda.");
    let gone = people[0].adds(id, PartKind::Agreement, "Se quita.");
    meet(&mut people);
    let remove = |part, removed| MinutesEdit::Remove { part, removed };
    people[0].edits(&remove(part, true)).unwrap();
    people[0].edits(&remove(gone, true)).unwrap();
    people[1].sets(part, Field::Responsible, "SFA");
    meet(&mut people);
    for person in &people {
        let asked = Removal::Asked {
            removed_by: author(1),
            edited_by: author(2),
        };
        assert_eq!(person.part(part).removal, asked);
        assert_eq!(person.texts(id, PartKind::Agreement), ["Se acuerda."]);
    }
    let out = people[0].edits(&MinutesEdit::Set {
        part: gone,
        field: Field::Text,
        value: "No".to_owned(),
    });
    assert!(matches!(out, Err(EditError::PartRemoved(_))));
    // Writing in it again keeps it; taking it out again, seeing that, takes it out.
    people[1].sets(part, Field::DueDate, "2023-04-24");
    meet(&mut people);
    assert_eq!(people[0].part(part).removal, Removal::In);
    people[0].edits(&remove(part, true)).unwrap();
    people[0].edits(&remove(gone, false)).unwrap();
    meet(&mut people);
    assert_eq!(people[1].texts(id, PartKind::Agreement), ["Se quita."]);
}

#[test]
fn a_minuta_taken_out_while_an_acuerdo_was_written_in_it_stays() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    meet(&mut people);
    people[0]
        .edits(&MinutesEdit::Remove {
            part: id.part(),
            removed: true,
        })
        .unwrap();
    people[1].adds(id, PartKind::Agreement, "Se acuerda.");
    meet(&mut people);
    for person in &people {
        assert_eq!(person.texts(id, PartKind::Agreement), ["Se acuerda."]);
        assert!(matches!(
            person.part(id.part()).removal,
            Removal::Asked { .. }
        ));
    }
    people[0].adds(id, PartKind::Agreement, "Y más.");
    meet(&mut people);
    assert_eq!(people[1].part(id.part()).removal, Removal::In);
}

#[test]
fn what_an_acuerdo_speaks_of_is_a_set() {
    let mut people: [Coordinator; 2] = office();
    let id = people[0].begins("08");
    let part = people[0].adds(id, PartKind::Agreement, "Se acuerda.");
    let line = model::LineId::new(&mut dice(50));
    let indicator = model::IndicatorId::new(&mut dice(51));
    let row = About::Row {
        line,
        indicator: None,
    };
    let field = "targets.2024".parse().unwrap();
    let cell = About::Cell {
        line,
        indicator: Some(indicator),
        field,
    };
    let version = About::Version(Uuid::from_bytes([7; 16]));
    for about in [row, cell, version] {
        assert_eq!(about.to_string().parse(), Ok(about));
        people[0]
            .edits(&MinutesEdit::Link {
                part,
                about,
                linked: true,
            })
            .unwrap();
    }
    meet(&mut people);
    people[0]
        .edits(&MinutesEdit::Link {
            part,
            about: row,
            linked: false,
        })
        .unwrap();
    people[1]
        .edits(&MinutesEdit::Link {
            part,
            about: version,
            linked: false,
        })
        .unwrap();
    meet(&mut people);
    for person in &people {
        assert_eq!(person.part(part).about, [cell].into());
    }
    assert!(cell.covers(line, Some(indicator), field));
    assert!(!cell.covers(line, None, field));
    assert!(row.covers(line, Some(indicator), field));
    assert!(!version.covers(line, None, field));
    let wrong = MinutesEdit::Link {
        part: id.part(),
        about: row,
        linked: true,
    };
    assert!(matches!(
        people[0].edits(&wrong),
        Err(EditError::NotOf(PartKind::Minutes))
    ));
    for bad in [
        "row",
        "row:x:-",
        "cell:-:-:text",
        "version:7",
        "row:",
        "other:x",
    ] {
        assert!(bad.parse::<About>().is_err(), "{bad}");
    }
}

#[test]
fn values_stay_within_their_limits() {
    let [mut ana]: [Coordinator; 1] = office();
    let id = ana.begins("08").part();
    let mut set = |field, value: String| {
        ana.edits(&MinutesEdit::Set {
            part: id,
            field,
            value,
        })
    };
    let long = limits::VALUE_UTF16_UNITS_MAX;
    assert!(set(Field::Place, "x".repeat(long)).is_ok());
    let refused = set(Field::Place, "x".repeat(long + 1));
    assert!(matches!(refused, Err(EditError::TextTooLong { units, .. }) if units == long + 1));
    let long = limits::TEXT_UTF16_UNITS_MAX;
    assert!(set(Field::Remarks, "x".repeat(long)).is_ok());
    assert!(set(Field::Remarks, "x".repeat(long + 1)).is_err());
    for (field, value) in [
        (Field::Date, "19/04/2023"),
        (Field::StartsAt, "10"),
        (Field::EndsAt, "25:00"),
    ] {
        let refused = set(field, value.to_owned());
        assert!(matches!(refused, Err(EditError::ValueInvalid(of)) if of == field));
    }
    assert!(matches!(
        set(Field::Name, "Ana".to_owned()),
        Err(EditError::FieldUnknown {
            field: Field::Name,
            ..
        })
    ));
}

#[test]
fn a_minuta_holds_so_many_parts_and_no_more() {
    let [mut ana]: [Coordinator; 1] = office();
    let id = ana.begins("08");
    for number in 0..limits::PARTS_OF_ONE_MAX {
        let edit = MinutesEdit::Add {
            minutes: id,
            kind: PartKind::Attendee,
            after: None,
            values: [(Field::Name, number.to_string())].into(),
        };
        ana.minutes.edit(&edit, 1, &mut ana.dice).unwrap();
    }
    let edit = MinutesEdit::Add {
        minutes: id,
        kind: PartKind::Attendee,
        after: None,
        values: [].into(),
    };
    let refused = ana.minutes.edit(&edit, 1, &mut ana.dice);
    assert!(matches!(
        refused,
        Err(EditError::TooMany { what: "parts", .. })
    ));
    let names = ana.texts(id, PartKind::Attendee);
    assert_eq!(names[7], "7");
    assert_eq!(names.len(), limits::PARTS_OF_ONE_MAX);
}
