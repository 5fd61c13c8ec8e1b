//! Three coordinators write without connection, at random, and meet: all show the same, and nothing
//! anybody typed is lost.

use std::collections::BTreeMap;

use minutes::{Act, AgreementState, EditError, Field, MinutesEdit, PartId, PartKind};
use model::TextChange;
use proptest::prelude::*;

use crate::seat::{Coordinator, meet, office};

#[derive(Debug, Clone)]
enum Deed {
    Begin,
    Add(usize, usize),
    /// A word of its own at a place of a text.
    Type(usize, usize),
    Set(usize, usize),
    Move(usize, usize),
    Remove(usize, bool),
    FollowUp(usize, usize),
    Meet,
}

fn deeds() -> impl Strategy<Value = Vec<(usize, Deed)>> {
    let at = any::<usize>;
    let deed = prop_oneof![
        1 => Just(Deed::Begin),
        4 => (at(), at()).prop_map(|(of, kind)| Deed::Add(of, kind)),
        8 => (at(), at()).prop_map(|(of, place)| Deed::Type(of, place)),
        4 => (at(), at()).prop_map(|(of, field)| Deed::Set(of, field)),
        2 => (at(), at()).prop_map(|(of, after)| Deed::Move(of, after)),
        2 => (at(), any::<bool>()).prop_map(|(of, out)| Deed::Remove(of, out)),
        1 => (at(), at()).prop_map(|(of, state)| Deed::FollowUp(of, state)),
        2 => Just(Deed::Meet),
    ];
    prop::collection::vec((0..3_usize, deed), 1..60)
}

/// What was typed, by whom, so that it can be looked for.
#[derive(Default)]
struct Typed {
    /// Words, by the text they were typed into.
    words: Vec<(PartId, Field, String)>,
    /// The last short value of each person since all met.
    values: BTreeMap<(usize, PartId, Field), String>,
    count: usize,
}

impl Typed {
    fn word(&mut self) -> String {
        self.count += 1;
        format!("palabra{}x", self.count)
    }
}

fn nth<T: Copy>(all: &[T], at: usize) -> Option<T> {
    (!all.is_empty()).then(|| all[at % all.len()])
}

fn parts(person: &Coordinator, fits: impl Fn(PartKind) -> bool) -> Vec<PartId> {
    let parts = person.minutes.content().parts().values();
    parts
        .filter(|part| fits(part.kind))
        .map(|part| part.id)
        .collect()
}

fn done(people: &mut [Coordinator; 3], who: usize, deed: &Deed, typed: &mut Typed) {
    let person = &mut people[who];
    let any = |_| true;
    let outcome: Result<(), EditError> = match deed {
        Deed::Meet => {
            meet(people);
            typed.values.clear();
            return;
        }
        Deed::Begin => {
            person.begins("08");
            Ok(())
        }
        Deed::Add(of, kind) => {
            let sessions = person.minutes.content().sessions();
            let ids: Vec<_> = sessions.iter().map(minutes::Session::id).collect();
            let Some(minutes) = nth(&ids, *of) else {
                return;
            };
            let kind = PartKind::ALL[1 + kind % 5];
            person.adds(minutes, kind, "");
            Ok(())
        }
        Deed::Type(of, place) => {
            let texts = [PartKind::Minutes, PartKind::Agreement, PartKind::Agenda];
            let Some(part) = nth(&parts(person, |kind| texts.contains(&kind)), *of) else {
                return;
            };
            let field = match person.part(part).kind {
                PartKind::Minutes => Field::Remarks,
                _ => Field::Text,
            };
            let word = typed.word();
            let text = person.part(part).text(field);
            // Between words: others' words are to be found whole.
            let places: Vec<usize> = text
                .match_indices(' ')
                .map(|(at, _)| at)
                .chain([0, text.len()])
                .collect();
            let at = nth(&places, *place).unwrap_or_default();
            let changes = vec![TextChange {
                at,
                delete: 0,
                insert: format!(" {word} "),
            }];
            let outcome = person.edits(&MinutesEdit::Splice {
                part,
                field,
                changes,
            });
            if outcome.is_ok() {
                typed.words.push((part, field, word));
            }
            outcome.map(drop)
        }
        Deed::Set(of, at) => {
            let Some(part) = nth(&parts(person, any), *of) else {
                return;
            };
            let fields = person.part(part).kind.fields();
            let free = [
                Field::Session,
                Field::Place,
                Field::Responsible,
                Field::Number,
                Field::Name,
                Field::Position,
            ];
            let fields: Vec<Field> = fields
                .iter()
                .copied()
                .filter(|field| free.contains(field))
                .collect();
            let Some(field) = nth(&fields, *at) else {
                return;
            };
            let value = typed.word();
            let outcome = person.edits(&MinutesEdit::Set {
                part,
                field,
                value: value.clone(),
            });
            if outcome.is_ok() {
                typed.values.insert((who, part, field), value);
            }
            outcome.map(drop)
        }
        Deed::Move(of, after) => {
            let Some(part) = nth(&parts(person, |kind| kind != PartKind::Minutes), *of) else {
                return;
            };
            let (kind, minutes) = (person.part(part).kind, person.part(part).minutes);
            let Some(session) = person.minutes.content().session(minutes) else {
                return;
            };
            let list: Vec<PartId> = session
                .of(kind)
                .map(|part| part.id)
                .filter(|id| *id != part)
                .collect();
            let after = nth(&list, *after);
            person.edits(&MinutesEdit::Move { part, after }).map(drop)
        }
        Deed::Remove(of, removed) => {
            let Some(part) = nth(&parts(person, any), *of) else {
                return;
            };
            person
                .edits(&MinutesEdit::Remove {
                    part,
                    removed: *removed,
                })
                .map(drop)
        }
        Deed::FollowUp(of, state) => {
            let Some(agreement) = nth(&parts(person, |kind| kind == PartKind::Agreement), *of)
            else {
                return;
            };
            let act = Act::FollowUp {
                agreement,
                minutes: None,
                state: Some(AgreementState::ALL[state % 4]),
                on: "2023-05-10".to_owned(),
                remark: typed.word(),
            };
            person.acts(act).map(drop)
        }
    };
    // What is out takes nothing; nothing else can be wrong.
    assert!(
        matches!(
            outcome,
            Ok(()) | Err(EditError::PartRemoved(_) | EditError::MinutesUnknown(_))
        ),
        "{outcome:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn all_end_with_the_same_and_with_everything(deeds in deeds()) {
        let mut people: [Coordinator; 3] = office();
        let mut typed = Typed::default();
        for (who, deed) in &deeds {
            done(&mut people, *who, deed, &mut typed);
        }
        let values = std::mem::take(&mut typed.values);
        meet(&mut people);
        let [first, rest @ ..] = &people;
        for other in rest {
            prop_assert_eq!(first.minutes.hydrated(), other.minutes.hydrated());
            prop_assert_eq!(first.minutes.content().acts(), other.minutes.content().acts());
            let shown = |person: &Coordinator| -> Vec<_> {
                let sessions = person.minutes.content().sessions();
                sessions.iter().map(|session| {
                    let parts: Vec<_> = session.everything().map(|part| (part.id, part.removal, part.undecided())).collect();
                    (session.title(), parts)
                }).collect()
            };
            prop_assert_eq!(shown(first), shown(other));
        }
        for (part, field, word) in &typed.words {
            let text = first.part(*part).text(*field);
            prop_assert!(text.contains(word.as_str()), "{} is not in {:?}", word, text);
        }
        for ((_, part, field), value) in &values {
            let read = &first.part(*part).values[field];
            let kept = read.text == *value || read.sides.iter().any(|side| side.value == *value);
            prop_assert!(kept, "{} was lost: {:?}", value, read);
        }
        let remarks = first.minutes.content().acts().len();
        let said = deeds.iter().filter(|(_, deed)| matches!(deed, Deed::FollowUp(..))).count();
        prop_assert!(remarks <= said);
    }
}
