//! A minuta found around a matrix, as what a person would do to write it down.

use std::collections::BTreeMap;

use contract::MinutesAction;
use exchange::{FoundMinutes, FoundPerson};
use minutes::Field;

/// The minuta as actions: it, and then its parts in their order.
pub(crate) fn actions(found: &FoundMinutes) -> Vec<MinutesAction> {
    let day = found
        .day
        .map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    let mut actions = vec![MinutesAction::Begin {
        values: values([
            (Field::Session, found.session.clone()),
            (Field::Phase, found.phase.clone()),
            (Field::Institution, found.institution.clone()),
            (Field::Date, day.unwrap_or_default()),
            (Field::Place, found.place.clone()),
            (Field::StartsAt, found.starts.clone()),
            (Field::EndsAt, found.ends.clone()),
            (Field::ConvenedBy, found.convened_by.clone()),
            (Field::Remarks, found.remarks.clone()),
        ]),
    }];
    for agreement in &found.agreements {
        // A day that cannot be read stays with the remarks: nothing that was written is lost.
        let mut remarks = agreement.remarks.clone();
        if !agreement.due.is_empty() {
            if !remarks.is_empty() {
                remarks.push('\n');
            }
            remarks.push_str(&agreement.due);
        }
        actions.push(part(
            "agreement",
            [
                (Field::Text, agreement.text.clone()),
                (Field::Remarks, remarks),
                (Field::Responsible, agreement.responsible.clone()),
            ],
        ));
    }
    actions.extend(people("attendee", &found.attendees));
    actions.extend(people("coordinator", &found.coordinators));
    let materials = found.materials.iter();
    actions.extend(materials.map(|text| part("material", [(Field::Text, text.clone())])));
    actions
}

fn people<'a>(
    kind: &'a str,
    found: &'a [FoundPerson],
) -> impl Iterator<Item = MinutesAction> + use<'a> {
    found.iter().map(move |person| {
        part(
            kind,
            [
                (Field::Name, person.name.clone()),
                (Field::Position, person.position.clone()),
            ],
        )
    })
}

fn part<const N: usize>(kind: &str, fields: [(Field, String); N]) -> MinutesAction {
    MinutesAction::Add {
        minutes: "@0".to_owned(),
        kind: kind.to_owned(),
        after: None,
        values: values(fields),
    }
}

fn values<const N: usize>(fields: [(Field, String); N]) -> BTreeMap<String, String> {
    fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(field, value)| (field.as_str().to_owned(), value))
        .collect()
}
