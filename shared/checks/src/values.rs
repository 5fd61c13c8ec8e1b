//! What short cells say: units, frequencies, behaviour, amounts, and what stands for nothing.

use crate::fold::fold;

/// Frequencies as Spanish spells them.
const FREQUENCIES: [(&str, &str); 11] = [
    ("Mensual", "monthly"),
    ("Bimestral", "bimonthly"),
    ("Trimestral", "quarterly"),
    ("Cuatrimestral", "fourMonthly"),
    ("Semestral", "semiannual"),
    ("Anual", "annual"),
    ("Bienal", "biennial"),
    ("Bianual", "biennial"),
    ("Trienal", "triennial"),
    ("Trianual", "triennial"),
    ("Sexenal", "sixYear"),
];

/// Units by the words an indicator begins with.
const UNITS: [(&str, &str, &str); 9] = [
    ("porcentaje", "Porcentaje", "percentage"),
    ("por ciento", "Porcentaje", "percentage"),
    ("%", "Porcentaje", "percentage"),
    ("numero", "Número", "count"),
    ("tasa", "Tasa", "rate"),
    ("indice", "Índice", "index"),
    ("razon", "Razón", "ratio"),
    ("promedio", "Promedio", "average"),
    ("proporcion", "Proporción", "proportion"),
];

/// What people write where nothing is known.
const PLACEHOLDERS: [&str; 31] = [
    "#n/a",
    "n/a",
    "na",
    "n.a",
    "#n/d",
    "n/d",
    "nd",
    "n.d",
    "s/d",
    "sd",
    "s.d",
    "s/n",
    "no aplica",
    "no disponible",
    "sin dato",
    "sin datos",
    "por definir",
    "por determinar",
    "por establecer",
    "xx",
    "xxx",
    "#ref!",
    "#div/0!",
    "#valor!",
    "#value!",
    "#name?",
    "#¿nombre?",
    "-",
    "--",
    "–",
    "—",
];

/// Longest text that may be one of the above, in bytes.
const SHORT_BYTES_MAX: usize = 40;

/// What may come first in a note to somebody, so that most texts are passed over at once.
const BEGINS_NOTE: [char; 10] = ['s', 'S', 'p', 'P', 'c', 'C', 'r', 'R', 'v', 'V'];

/// As much of a text as tells how it begins.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(SHORT_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// How targets may add up, with the catalogue's words.
pub(crate) const BEHAVIORS: [&str; 3] = ["Periódica", "Acumulada", "Acumulada sin suma"];

/// Whether a text says only that nothing is known.
pub(crate) fn is_placeholder(text: &str) -> bool {
    text.len() <= SHORT_BYTES_MAX && PLACEHOLDERS.contains(&&*fold(text))
}

/// How Spanish spells a frequency, by its key.
pub(crate) fn spelled_frequency(key: &str) -> Option<&'static str> {
    FREQUENCIES
        .iter()
        .find(|(_, known)| *known == key)
        .map(|(spelled, _)| *spelled)
}

/// Whether a frequency is written as Spanish does.
pub(crate) fn is_spelled(frequency: &str) -> bool {
    FREQUENCIES
        .iter()
        .any(|(spelled, _)| *spelled == frequency.trim())
}

/// Whether a text is a frequency and nothing else.
pub(crate) fn is_frequency(text: &str) -> bool {
    if text.len() > SHORT_BYTES_MAX {
        return false;
    }
    let folded = fold(text);
    folded == "annual"
        || FREQUENCIES
            .iter()
            .any(|(spelled, _)| fold(spelled) == folded)
}

/// The unit an indicator begins with, as spelled and by key, and whether it says nothing else.
pub(crate) fn leading_unit(indicator: &str) -> Option<(&'static str, &'static str, bool)> {
    let head = beginning(indicator);
    let whole = head.len() == indicator.len();
    let folded = fold(head);
    UNITS.iter().find_map(|(word, spelled, key)| {
        let rest = folded.strip_prefix(word)?;
        let only = rest.is_empty() || (*word == "porcentaje" && rest == "s");
        (only || rest.starts_with(' ')).then_some((*spelled, *key, only && whole))
    })
}

/// The body a note to somebody names: "Socializar con SFA" is for "SFA". `None`: no such note.
/// `strictly`: in a cell where "revisión de…" may be what is meant.
pub(crate) fn note_to(text: &str, strictly: bool) -> Option<String> {
    if !text.trim_start().starts_with(BEGINS_NOTE) {
        return None;
    }
    let folded = fold(beginning(text));
    let anything = ["socializar", "pendiente", "checar", "revisar"];
    let to_somebody = [
        "socializar con",
        "socializarlo con",
        "revisar con",
        "revision con",
        "revisarlo con",
        "ver con",
        "verlo con",
        "consultar con",
        "consultar a",
        "consultarlo con",
        "validar con",
        "validarlo con",
        "checar con",
        "pendiente",
        "checar",
    ];
    let begins = |beginnings: &[&str]| {
        beginnings.iter().any(|beginning| {
            let rest = folded.strip_prefix(beginning);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    };
    if !(begins(&to_somebody) || !strictly && begins(&anything)) {
        return None;
    }
    let lower = text.to_lowercase();
    // Lower case may be longer than the text; then the body is not named.
    let body = (lower.len() == text.len())
        .then(|| lower.find(" con ").map(|at| at + " con ".len()))
        .flatten()
        .and_then(|at| text.get(at..));
    let body = body.unwrap_or_default().trim();
    Some(body.trim_end_matches(['.', ' ']).to_owned())
}
