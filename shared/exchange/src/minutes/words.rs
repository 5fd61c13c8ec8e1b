//! Words by which a minuta is known.

use crate::fold::fold;

/// What a label in front of a colon announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Institution,
    Date,
    Place,
    Starts,
    Ends,
    Convened,
    Remarks,
    Materials,
    Attendees,
    Coordinators,
    Agreements,
    /// Known, and not kept.
    Other,
}

const LABELS: &[(&str, Label)] = &[
    ("institucion implementadora", Label::Institution),
    ("institucion", Label::Institution),
    ("dependencia", Label::Institution),
    ("ente implementador", Label::Institution),
    ("fecha", Label::Date),
    ("fecha de la reunion", Label::Date),
    ("lugar", Label::Place),
    ("sede", Label::Place),
    ("hora de inicio", Label::Starts),
    ("inicio", Label::Starts),
    ("hora de termino", Label::Ends),
    ("hora de cierre", Label::Ends),
    ("termino", Label::Ends),
    ("convoca", Label::Convened),
    ("convoco", Label::Convened),
    ("convocada por", Label::Convened),
    ("observaciones", Label::Remarks),
    ("observaciones generales", Label::Remarks),
    ("materiales revisados", Label::Materials),
    ("material revisado", Label::Materials),
    ("documentos revisados", Label::Materials),
    ("asistentes", Label::Attendees),
    ("asistencia", Label::Attendees),
    ("lista de asistencia", Label::Attendees),
    ("participantes", Label::Attendees),
    ("coordinaron", Label::Coordinators),
    ("coordino", Label::Coordinators),
    ("coordinadores", Label::Coordinators),
    ("acuerdos", Label::Agreements),
    ("acuerdos y compromisos", Label::Agreements),
    ("orden del dia", Label::Other),
    ("desarrollo", Label::Other),
    ("desarrollo de la reunion", Label::Other),
    ("numero de minuta", Label::Other),
    ("proxima reunion", Label::Other),
    ("conteo", Label::Other),
    ("seguimiento de acuerdos anteriores", Label::Other),
];

/// The label a text is, or begins with, and what follows it.
pub(super) fn label(text: &str) -> Option<(Label, &str)> {
    let (head, rest) = text.split_once(':').unwrap_or((text, ""));
    let folded = fold(head);
    LABELS
        .iter()
        .find(|(name, _)| *name == folded)
        .map(|(_, label)| (*label, rest.trim()))
}

/// How a person's name begins in a minuta.
const TITLES: &[&str] = &[
    "lic", "licda", "ing", "mtra", "mtro", "dr", "dra", "l.a.e", "lae", "c", "c.p", "cp", "arq",
    "prof", "profa", "biol", "m.d", "m.c", "m.a", "l.c", "l.a", "l.d", "l.i", "psic", "quim",
    "antrop", "abog", "tec", "t.s", "l.e", "mtr",
];

/// "Ing. Enrique Rojas Aguilar".
pub(super) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some((title, name)) = words.split_first() else {
        return false;
    };
    let folded = fold(title);
    title.ends_with('.')
        && TITLES.contains(&folded.as_str())
        && (2..=8).contains(&name.len())
        && name.iter().all(|word| {
            word.chars()
                .all(|letter| letter.is_alphabetic() || letter == '.')
        })
}

const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// "19 de Abril de 2023", "19/04/2023", as year, month and day.
pub(super) fn day(text: &str) -> Option<(i16, u8, u8)> {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "de" | "del"))
        .collect();
    words.windows(3).find_map(|window| {
        let day: u8 = window[0].parse().ok()?;
        let month = match MONTHS.iter().position(|month| *month == window[1]) {
            Some(index) => u8::try_from(index).ok()? + 1,
            None if window[1] == "setiembre" => 9,
            None => window[1].parse().ok()?,
        };
        let year: i16 = window[2].parse().ok()?;
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        (1900..=2200).contains(&year).then_some((year, month, day))
    })
}

/// The word after another: "08" after "mesa" in "MINUTA MESA 08- FASE 1".
pub(super) fn number_after(text: &str, word: &str) -> String {
    let folded = fold(text);
    let mut words = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .skip_while(|found| *found != word)
        .skip(1)
        .skip_while(|found| matches!(*found, "de" | "trabajo" | "no" | "num" | "numero" | "n"));
    words
        .next()
        .filter(|found| {
            found.chars().all(|letter| letter.is_ascii_digit())
                || found
                    .chars()
                    .all(|letter| matches!(letter, 'i' | 'v' | 'x'))
        })
        .map(str::to_uppercase)
        .unwrap_or_default()
}

/// The number in "su matriz con 24 líneas de acción".
pub(super) fn lines_said(text: &str) -> Option<u32> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    words.windows(4).find_map(|window| {
        let is_lines =
            window[1].starts_with("linea") && window[2] == "de" && window[3].starts_with("accion");
        is_lines.then(|| window[0].parse().ok()).flatten()
    })
}
