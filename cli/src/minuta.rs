//! Minutas on the command line.

use std::collections::BTreeMap;

use contract::{
    Code, CountOf, FollowUpView, MinutaView, MinutesAction, MinutesPart, MinutesReceipt,
    MinutesState, MinutesValue, MinutesView, Problem, ReviewView, WhyView,
};
use engine::Engine;

use crate::minuta_arguments::{AgreementIs, ListOf, MinutaCommand};
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
        | MinutaCommand::Show { .. }
        | MinutaCommand::New { .. }
        | MinutaCommand::Follow { .. } => return Err(Problem::of(Code::Defect)),
    })
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

fn said<'a>(values: &'a BTreeMap<String, MinutesValue>, field: &str) -> &'a str {
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

fn state_words(state: &str) -> &'static str {
    match state {
        "inProgress" => "en proceso",
        "fulfilled" => "cumplido",
        "cancelled" => "cancelado",
        _ => "pendiente",
    }
}

fn line(minuta: &MinutaView) -> String {
    let state = match minuta.state {
        MinutesState::Draft => "borrador",
        MinutesState::Closed => "cerrada",
    };
    let short: String = minuta.minutes.chars().take(8).collect();
    let date = said(&minuta.values, "date");
    let count = minuta.agreements.len();
    format!(
        "{short}  {}  {date}  {state}  {count} acuerdos",
        minuta.title
    )
}

fn words(minuta: &MinutaView) -> String {
    let mut text = vec![line(minuta)];
    let mut field = |label: &str, value: &str| {
        if !value.is_empty() {
            text.push(format!("{label}: {value}"));
        }
    };
    let own = |name| said(&minuta.values, name);
    field("Institución", own("institution"));
    field("Lugar", own("place"));
    field("Inicio", own("startsAt"));
    field("Término", own("endsAt"));
    field("Convoca", own("convenedBy"));
    let list = |title: &str, parts: &[MinutesPart], field: &str| -> Vec<String> {
        let entries = parts
            .iter()
            .map(|part| format!("  - {}", said(&part.values, field)));
        match parts {
            [] => Vec::new(),
            _ => std::iter::once(title.to_owned()).chain(entries).collect(),
        }
    };
    text.extend(list("Orden del día", &minuta.agenda, "text"));
    text.extend(follow_up_words(&minuta.follow_up));
    for part in &minuta.agreements {
        text.extend(agreement_words(part));
    }
    text.extend(list("Asistentes", &minuta.attendees, "name"));
    text.extend(list("Materiales revisados", &minuta.materials, "text"));
    let remarks = own("remarks");
    if !remarks.is_empty() {
        text.push(format!("Observaciones: {remarks}"));
    }
    text.extend(list("Coordinaron", &minuta.coordinators, "name"));
    text.push(minuta.counts_sentence.clone());
    if let Some(closing) = &minuta.closing {
        text.push(format!(
            "Cerrada por {} con la versión «{}» ({}).",
            closing.by, closing.version_name, closing.digest
        ));
    }
    if minuta.undecided > 0 {
        text.push(format!("Hay {} datos por elegir.", minuta.undecided));
    }
    text.join("\n")
}

fn follow_up_words(all: &[FollowUpView]) -> Vec<String> {
    let told = all.iter().map(|one| {
        let said: Vec<String> = one
            .said
            .iter()
            .map(|said| format!("{} {}", state_words(&said.state), said.remark))
            .collect();
        let now = state_words(&one.state);
        format!("  {} {} [{now}] {}", one.number, one.text, said.join("; "))
    });
    match all {
        [] => Vec::new(),
        _ => std::iter::once("Seguimiento".to_owned())
            .chain(told)
            .collect(),
    }
}

fn agreement_words(part: &MinutesPart) -> Vec<String> {
    let Some(more) = &part.agreement else {
        return Vec::new();
    };
    let mut text = vec![format!(
        "{}. {} [{}]",
        more.number,
        said(&part.values, "text"),
        state_words(&more.state)
    )];
    for (label, field) in [
        ("observaciones", "remarks"),
        ("responsable", "responsible"),
        ("para", "dueDate"),
    ] {
        let value = said(&part.values, field);
        if !value.is_empty() {
            text.push(format!("   {label}: {value}"));
        }
    }
    for about in &more.about {
        let row = about.row.map(|row| format!("renglón {row} "));
        text.push(format!(
            "   habla de: {}{}",
            row.unwrap_or_default(),
            about.field
        ));
    }
    for count in &more.counts {
        let what = match count.of {
            CountOf::Rows => "renglones",
            CountOf::Lines => "líneas de acción",
            CountOf::Indicators => "indicadores",
        };
        let note = match count.note.as_str() {
            "" => String::new(),
            note => format!(" Nota: {note}"),
        };
        text.push(format!(
            "   AVISO: dice {} {what} y la matriz tiene {}.{note}",
            count.said, count.counted
        ));
    }
    text
}

/// What came of a step, for a person.
fn told(receipt: &MinutesReceipt, about: Option<&str>) -> String {
    let made = receipt.made.first().map(String::as_str);
    let shown = about.or(made).and_then(|id| {
        let mut all = receipt.minutes.minutes.iter();
        all.find(|minuta| minuta.minutes == id)
    });
    shown.map_or_else(|| "Hecho.".to_owned(), words)
}

/// Why a cell says what it says, for a person.
pub(crate) fn why_words(why: &WhyView) -> String {
    let mut text = vec![format!("Dice: {}", why.value)];
    match &why.agreed {
        Some(agreed) => {
            let minuta = match agreed.title.as_str() {
                "" => String::new(),
                title => format!(" ({title})"),
            };
            text.push(format!(
                "Acordado en «{}»{minuta}, cerrada por {}.",
                agreed.name, agreed.by
            ));
        }
        None => text.push("Todavía no está en ninguna versión cerrada.".to_owned()),
    }
    let agreements = why.agreements.iter();
    text.extend(agreements.map(|one| {
        let state = state_words(&one.state);
        format!(
            "Acuerdo {} de {} [{state}]: {}",
            one.number, one.title, one.text
        )
    }));
    let values = why.values.iter();
    text.extend(values.map(|one| match one.accepted_by.as_str() {
        "" => format!("{} la escribió ({}): {}", one.author, one.at, one.value),
        accepted => format!(
            "{} la propuso y {accepted} la aceptó ({}): {}",
            one.author, one.at, one.value
        ),
    }));
    let asked = why.consultations.iter();
    text.extend(
        asked.map(|one| format!("Consulta a {}: {} {}", one.body, one.question, one.answer)),
    );
    let comments = why.comments.iter();
    text.extend(comments.map(|one| format!("Comentario de {}: {}", one.author, one.text)));
    let evidence = why.evidence.iter();
    text.extend(evidence.map(|one| format!("Se apoya en {}: {}", one.cell.field, one.text)));
    text.join("\n")
}
