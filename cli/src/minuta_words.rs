//! Minutas in words, for people.

use contract::{
    CountOf, FollowUpView, MinutaView, MinutesPart, MinutesReceipt, MinutesState, WhyView,
};

use crate::minuta::said;

fn state_words(state: &str) -> &'static str {
    match state {
        "inProgress" => "en proceso",
        "fulfilled" => "cumplido",
        "cancelled" => "cancelado",
        _ => "pendiente",
    }
}

pub(crate) fn line(minuta: &MinutaView) -> String {
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

pub(crate) fn words(minuta: &MinutaView) -> String {
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
pub(crate) fn told(receipt: &MinutesReceipt, about: Option<&str>) -> String {
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
