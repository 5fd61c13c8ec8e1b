//! Minutas on the command line.

use std::collections::BTreeMap;

use contract::{
    Code, MinutaView, MinutesAction, MinutesPart, MinutesValue, MinutesView, Problem, ReviewView,
    SheetSize,
};
use engine::Engine;

use crate::arguments::Paper;
use crate::minuta_arguments::{AgreementIs, ListOf, MinutaCommand, MinutaFormat};
use crate::minuta_words::{line, told, words};
use crate::{find, print, review, run};

/// Does one command about minutas.
pub(crate) async fn act(
    engine: &Engine,
    command: MinutaCommand,
    json: bool,
) -> Result<(), Problem> {
    match command {
        MinutaCommand::List { dossier } => {
            let (_, view) = of(engine, &dossier).await?;
            print::value(&view, json, || match view.minutes.as_slice() {
                [] => "No hay minutas.".to_owned(),
                all => all.iter().map(line).collect::<Vec<_>>().join("\n"),
            });
        }
        MinutaCommand::Show { dossier, minuta } => {
            let (_, view) = of(engine, &dossier).await?;
            let minuta = one(&view, &minuta)?;
            print::value(minuta, json, || words(minuta));
        }
        MinutaCommand::Export {
            dossier,
            minuta,
            format,
            paper,
            output,
        } => {
            let (dossier, view) = of(engine, &dossier).await?;
            let minuta = one(&view, &minuta)?.minutes.clone();
            let made = async {
                match format {
                    MinutaFormat::Docx => engine.minutes_word(dossier, minuta, size(paper)).await,
                    MinutaFormat::Pdf => {
                        printing::minutes(engine, dossier, minuta, size(paper)).await
                    }
                }
            };
            let bytes = print::meanwhile("Preparando el archivo…", made).await?;
            run::write(&output, &bytes)?;
            print::exported(&output, bytes.len(), json);
        }
        command => {
            let (dossier, actions, about) = actions(engine, command).await?;
            let receipt = engine.minutes_act(dossier, actions).await?;
            print::value(&receipt, json, || told(&receipt, about.as_deref()));
        }
    }
    Ok(())
}

/// What a command does, in which dossier, and about which minuta if there is one already.
async fn actions(
    engine: &Engine,
    command: MinutaCommand,
) -> Result<(String, Vec<MinutesAction>, Option<String>), Problem> {
    match command {
        MinutaCommand::New {
            dossier,
            session,
            phase,
            date,
        } => {
            let dossier = run::id(engine, &dossier).await?;
            let values = values([
                ("session", session),
                ("phase", phase),
                ("date", review::day(date)?),
            ]);
            Ok((dossier, vec![MinutesAction::Begin { values }], None))
        }
        MinutaCommand::Follow {
            dossier,
            agreement,
            state,
            minuta,
            on,
            remark,
        } => {
            let (dossier, view) = of(engine, &dossier).await?;
            let part = any_agreement(&view, &agreement)?.part.clone();
            let minuta = minuta.map(|wanted| one(&view, &wanted)).transpose()?;
            let minutes = minuta.map(|minuta| minuta.minutes.clone());
            let action = MinutesAction::FollowUp {
                agreement: part,
                minutes: minutes.clone(),
                state: state_name(state).map(str::to_owned),
                on: review::day(on)?,
                remark,
            };
            Ok((dossier, vec![action], minutes))
        }
        command => {
            let (dossier, minuta) = place(&command);
            let (dossier, view) = of(engine, &dossier).await?;
            let minuta = one(&view, &minuta)?;
            let about = Some(minuta.minutes.clone());
            let actions = in_minuta(engine, &dossier, minuta, command).await?;
            Ok((dossier, actions, about))
        }
    }
}

/// The dossier and the minuta that a command names.
fn place(command: &MinutaCommand) -> (String, String) {
    match command {
        MinutaCommand::Show { dossier, minuta }
        | MinutaCommand::Set {
            dossier, minuta, ..
        }
        | MinutaCommand::Agree {
            dossier, minuta, ..
        }
        | MinutaCommand::Attend {
            dossier, minuta, ..
        }
        | MinutaCommand::Add {
            dossier, minuta, ..
        }
        | MinutaCommand::Link {
            dossier, minuta, ..
        }
        | MinutaCommand::Remove {
            dossier, minuta, ..
        }
        | MinutaCommand::Choose {
            dossier, minuta, ..
        }
        | MinutaCommand::Count {
            dossier, minuta, ..
        }
        | MinutaCommand::Close {
            dossier, minuta, ..
        }
        | MinutaCommand::Reopen {
            dossier, minuta, ..
        } => (dossier.clone(), minuta.clone()),
        MinutaCommand::List { dossier }
        | MinutaCommand::Export { dossier, .. }
        | MinutaCommand::New { dossier, .. }
        | MinutaCommand::Follow { dossier, .. } => (dossier.clone(), String::new()),
    }
}

async fn in_minuta(
    engine: &Engine,
    dossier: &str,
    minuta: &MinutaView,
    command: MinutaCommand,
) -> Result<Vec<MinutesAction>, Problem> {
    let minutes = minuta.minutes.clone();
    Ok(match command {
        MinutaCommand::Set {
            field, value, part, ..
        } => vec![MinutesAction::Set {
            part: part_or_minuta(minuta, part)?,
            field,
            value,
        }],
        MinutaCommand::Agree {
            text,
            remarks,
            responsible,
            due_date,
            rows,
            field,
            ..
        } => {
            let mut actions = vec![MinutesAction::Add {
                minutes,
                kind: "agreement".to_owned(),
                after: None,
                values: values([
                    ("text", text),
                    ("remarks", remarks),
                    ("responsible", responsible),
                    ("dueDate", due_date),
                ]),
            }];
            for row in rows {
                actions.push(MinutesAction::Link {
                    part: "@0".to_owned(),
                    about: about(engine, dossier, &row, field.as_deref()).await?,
                    linked: true,
                });
            }
            actions
        }
        MinutaCommand::Attend {
            names,
            late,
            coordinated,
            ..
        } => {
            let kind = if coordinated {
                "coordinator"
            } else {
                "attendee"
            };
            let person = |name: String| {
                let (name, position) = match name.split_once(',') {
                    Some((name, position)) => (name.to_owned(), position.trim().to_owned()),
                    None => (name, String::new()),
                };
                let late = if late { "true" } else { "" };
                MinutesAction::Add {
                    minutes: minutes.clone(),
                    kind: kind.to_owned(),
                    after: None,
                    values: values([
                        ("name", name.trim().to_owned()),
                        ("position", position),
                        ("late", late.to_owned()),
                    ]),
                }
            };
            names.into_iter().map(person).collect()
        }
        MinutaCommand::Add { list, entries, .. } => {
            let kind = match list {
                ListOf::Agenda => "agenda",
                ListOf::Material => "material",
            };
            let entry = |text: String| MinutesAction::Add {
                minutes: minutes.clone(),
                kind: kind.to_owned(),
                after: None,
                values: values([("text", text)]),
            };
            entries.into_iter().map(entry).collect()
        }
        MinutaCommand::Link {
            agreement,
            row,
            field,
            version,
            remove,
            ..
        } => {
            let about = match (row, version) {
                (Some(row), _) => about(engine, dossier, &row, field.as_deref()).await?,
                (None, version) => {
                    let review = engine.review_view(dossier.to_owned()).await?;
                    let version = version_meant(&review, &version.unwrap_or_default())?;
                    format!("version:{version}")
                }
            };
            vec![MinutesAction::Link {
                part: agreement_of(minuta, &agreement)?.part.clone(),
                about,
                linked: !remove,
            }]
        }
        MinutaCommand::Remove { part, back, .. } => vec![MinutesAction::Remove {
            part: part_or_minuta(minuta, part)?,
            removed: !back,
        }],
        MinutaCommand::Choose {
            field,
            part,
            choose,
            ..
        } => vec![MinutesAction::Resolve {
            part: part_or_minuta(minuta, part)?,
            field,
            choose,
        }],
        MinutaCommand::Count {
            agreement,
            said,
            note,
            ..
        } => vec![MinutesAction::CountNote {
            agreement: agreement_of(minuta, &agreement)?.part.clone(),
            said,
            note,
        }],
        MinutaCommand::Close {
            version,
            name,
            note,
            ..
        } => {
            let version = match version {
                Some(wanted) => {
                    let review = engine.review_view(dossier.to_owned()).await?;
                    Some(version_meant(&review, &wanted)?)
                }
                None => None,
            };
            vec![MinutesAction::Close {
                minutes,
                version,
                name,
                note,
            }]
        }
        MinutaCommand::Reopen { reason, .. } => {
            vec![MinutesAction::Reopen { minutes, reason }]
        }
        MinutaCommand::List { .. }
        | MinutaCommand::Export { .. }
        | MinutaCommand::Show { .. }
        | MinutaCommand::New { .. }
        | MinutaCommand::Follow { .. } => return Err(Problem::of(Code::Defect)),
    })
}

fn size(paper: Paper) -> SheetSize {
    match paper {
        Paper::Carta => SheetSize::Carta,
        Paper::Oficio => SheetSize::Oficio,
        Paper::Legal => SheetSize::Legal,
    }
}

async fn of(engine: &Engine, dossier: &str) -> Result<(String, MinutesView), Problem> {
    let dossier = run::id(engine, dossier).await?;
    let view = engine.minutes(dossier.clone()).await?;
    Ok((dossier, view))
}

/// The minuta of a number of a mesa, or of the beginning of a key.
fn one<'a>(view: &'a MinutesView, wanted: &str) -> Result<&'a MinutaView, Problem> {
    let all = view.minutes.iter();
    let of_session: Vec<_> = all
        .filter(|minuta| said(&minuta.values, "session") == wanted)
        .collect();
    if let [only] = of_session.as_slice() {
        return Ok(only);
    }
    find::one(
        &view.minutes,
        |minuta| &minuta.minutes,
        wanted,
        Code::MinutesUnknown,
    )
}

fn agreement_of<'a>(minuta: &'a MinutaView, wanted: &str) -> Result<&'a MinutesPart, Problem> {
    let mut all = minuta.agreements.iter();
    let numbered = all.find(|part| {
        let more = part.agreement.as_ref();
        more.is_some_and(|more| more.number == wanted)
    });
    match numbered {
        Some(part) => Ok(part),
        None => find::one(
            &minuta.agreements,
            |part| &part.part,
            wanted,
            Code::MinutesUnknown,
        ),
    }
}

/// The acuerdo of "08/2", or of the beginning of a key, in any minuta.
fn any_agreement<'a>(view: &'a MinutesView, wanted: &str) -> Result<&'a MinutesPart, Problem> {
    if let Some((session, number)) = wanted.split_once('/') {
        return agreement_of(one(view, session)?, number);
    }
    let all: Vec<&MinutesPart> = view.minutes.iter().flat_map(|of| &of.agreements).collect();
    find::one(&all, |part| &part.part, wanted, Code::MinutesUnknown).copied()
}

fn part_or_minuta(minuta: &MinutaView, part: Option<String>) -> Result<String, Problem> {
    let Some(wanted) = part else {
        return Ok(minuta.minutes.clone());
    };
    if let Ok(agreement) = agreement_of(minuta, &wanted) {
        return Ok(agreement.part.clone());
    }
    let lists = [
        &minuta.agenda,
        &minuta.attendees,
        &minuta.coordinators,
        &minuta.materials,
        &minuta.removed,
    ];
    let all: Vec<&MinutesPart> = lists.into_iter().flatten().collect();
    let found = find::one(&all, |part| &part.part, &wanted, Code::MinutesUnknown)?;
    Ok(found.part.clone())
}

fn version_meant(review: &ReviewView, wanted: &str) -> Result<String, Problem> {
    let named = review
        .versions
        .iter()
        .find(|version| version.name == wanted);
    if let Some(version) = named {
        return Ok(version.id.clone());
    }
    let found = find::one(
        &review.versions,
        |version| &version.id,
        wanted,
        Code::PointUnknown,
    )?;
    Ok(found.id.clone())
}

/// How an action names a row, or a cell of it.
async fn about(
    engine: &Engine,
    dossier: &str,
    row: &str,
    field: Option<&str>,
) -> Result<String, Problem> {
    let (_, line, indicator) = run::cell(engine, dossier, row).await?;
    let indicator = indicator.as_deref().unwrap_or("-");
    Ok(match field {
        Some(field) => format!("cell:{line}:{indicator}:{field}"),
        None => format!("row:{line}:{indicator}"),
    })
}

/// Fields with something to say.
fn values<const COUNT: usize>(of: [(&str, String); COUNT]) -> BTreeMap<String, String> {
    let of = of.into_iter().filter(|(_, value)| !value.is_empty());
    of.map(|(field, value)| (field.to_owned(), value)).collect()
}

pub(crate) fn said<'a>(values: &'a BTreeMap<String, MinutesValue>, field: &str) -> &'a str {
    values.get(field).map_or("", |value| &value.text)
}

fn state_name(state: AgreementIs) -> Option<&'static str> {
    match state {
        AgreementIs::Pending => Some("pending"),
        AgreementIs::InProgress => Some("inProgress"),
        AgreementIs::Fulfilled => Some("fulfilled"),
        AgreementIs::Cancelled => Some("cancelled"),
        AgreementIs::TakenBack => None,
    }
}
