//! What printed values are understood to mean. Derived each time, never stored: the printed text
//! stays as it is.

use rust_decimal::Decimal;

use crate::row::{Normalized, Quantity, RowView};

/// What the printed values of a row are understood to mean.
pub fn understood(row: &RowView) -> Normalized {
    let targets = row.targets.iter();
    Normalized {
        targets: targets
            .filter_map(|(year, target)| Some((*year, quantity(target)?)))
            .collect(),
        frequency: frequency(&row.frequency),
        unit_of_measure: unit(&row.unit_of_measure),
        direction: direction(&row.direction),
        target_behavior: behavior(&row.target_behavior),
        baseline: row
            .baseline
            .as_ref()
            .and_then(|baseline| quantity(&baseline.value)),
    }
}

/// Frequencies: printed words (folded) and catalogue key.
const FREQUENCIES: [(&str, &str); 20] = [
    ("mensual", "monthly"),
    ("monthly", "monthly"),
    ("bimestral", "bimonthly"),
    ("bimonthly", "bimonthly"),
    ("trimestral", "quarterly"),
    ("quarterly", "quarterly"),
    ("cuatrimestral", "fourMonthly"),
    ("semestral", "semiannual"),
    ("semiannual", "semiannual"),
    ("anual", "annual"),
    ("annual", "annual"),
    ("bienal", "biennial"),
    ("bianual", "biennial"),
    ("biennial", "biennial"),
    ("trienal", "triennial"),
    ("trianual", "triennial"),
    ("triennial", "triennial"),
    ("sexenal", "sixYear"),
    ("cada mes", "monthly"),
    ("cada ano", "annual"),
];

/// Units of measure: printed words (folded) and catalogue key.
const UNITS: [(&str, &str); 16] = [
    ("porcentaje", "percentage"),
    ("porciento", "percentage"),
    ("por ciento", "percentage"),
    ("%", "percentage"),
    ("percentage", "percentage"),
    ("numero", "count"),
    ("cantidad", "count"),
    ("conteo", "count"),
    ("absoluto", "count"),
    ("tasa", "rate"),
    ("tasa de variacion", "rateOfChange"),
    ("variacion porcentual", "rateOfChange"),
    ("indice", "index"),
    ("razon", "ratio"),
    ("promedio", "average"),
    ("proporcion", "proportion"),
];

/// Directions expected of an indicator: words (folded) and catalogue key.
const DIRECTIONS: [(&str, &str); 35] = [
    ("ascendente", "ascending"),
    ("ascending", "ascending"),
    ("ascenso", "ascending"),
    ("creciente", "ascending"),
    ("incremento", "ascending"),
    ("incrementar", "ascending"),
    ("aumento", "ascending"),
    ("aumentar", "ascending"),
    ("positivo", "ascending"),
    ("positiva", "ascending"),
    ("al alza", "ascending"),
    ("a la alza", "ascending"),
    ("mayor es mejor", "ascending"),
    ("descendente", "descending"),
    ("descending", "descending"),
    ("descenso", "descending"),
    ("decreciente", "descending"),
    ("decremento", "descending"),
    ("disminucion", "descending"),
    ("disminuir", "descending"),
    ("reduccion", "descending"),
    ("reducir", "descending"),
    ("negativo", "descending"),
    ("negativa", "descending"),
    ("a la baja", "descending"),
    ("menor es mejor", "descending"),
    ("constante", "constant"),
    ("constant", "constant"),
    ("regular", "constant"),
    ("estable", "constant"),
    ("nominal", "constant"),
    ("mantener", "constant"),
    ("se mantiene", "constant"),
    ("sin cambio", "constant"),
    ("sin cambios", "constant"),
];

/// Behaviours of the targets: words (folded) and catalogue key.
const BEHAVIORS: [(&str, &str); 32] = [
    ("periodica", "periodic"),
    ("periodico", "periodic"),
    ("periodic", "periodic"),
    ("por periodo", "periodic"),
    ("anual", "periodic"),
    ("no acumulada", "periodic"),
    ("no acumulado", "periodic"),
    ("no acumulable", "periodic"),
    ("no acumulativa", "periodic"),
    ("no acumulativo", "periodic"),
    ("discreta", "periodic"),
    ("discreto", "periodic"),
    ("acumulada", "cumulative"),
    ("acumulado", "cumulative"),
    ("acumulable", "cumulative"),
    ("acumulativa", "cumulative"),
    ("acumulativo", "cumulative"),
    ("acumulada con suma", "cumulative"),
    ("acumulado con suma", "cumulative"),
    ("cumulative", "cumulative"),
    ("acumulada sin suma", "nonSummingCumulative"),
    ("acumulado sin suma", "nonSummingCumulative"),
    ("acumulada sin sumar", "nonSummingCumulative"),
    ("acumulado sin sumar", "nonSummingCumulative"),
    ("acumulada (sin suma)", "nonSummingCumulative"),
    ("acumulado (sin suma)", "nonSummingCumulative"),
    ("acumulada, sin suma", "nonSummingCumulative"),
    ("acumulada no sumable", "nonSummingCumulative"),
    ("acumulado no sumable", "nonSummingCumulative"),
    ("acumulativa sin suma", "nonSummingCumulative"),
    ("nonsummingcumulative", "nonSummingCumulative"),
    ("non-summing cumulative", "nonSummingCumulative"),
];

/// Longest text tried against a catalogue, in characters.
const CATALOGUE_CHARS_MAX: usize = 40;
/// Shortest word that may differ by a letter: shorter ones mean something else.
const MISSPELT_CHARS_MIN: usize = 4;

/// "100", "100 %", "1,000", "12.5": an exact decimal and its sign.
pub(crate) fn quantity(text: &str) -> Option<Quantity> {
    let text = text.trim();
    let (digits, unit) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), "%"),
        None => (text, ""),
    };
    let (sign, unsigned) = match digits.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", digits),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let whole = thousands(whole)?;
    if fraction.is_some_and(|fraction| !all_digits(fraction)) {
        return None;
    }
    let exact = match fraction {
        Some(fraction) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{whole}"),
    };
    let amount = Decimal::from_str_exact(&exact)
        .ok()?
        .normalize()
        .to_string();
    Some(Quantity { amount, unit })
}

/// Digits, with commas only where thousands begin.
fn thousands(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| all_digits(first))?;
    let mut digits = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !all_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Catalogue key of a frequency.
pub(crate) fn frequency(text: &str) -> Option<&'static str> {
    look_up(&FREQUENCIES, text)
}

/// Catalogue key of a unit of measure.
pub(crate) fn unit(text: &str) -> Option<&'static str> {
    look_up(&UNITS, text)
}

/// Catalogue key of the direction expected.
pub(crate) fn direction(text: &str) -> Option<&'static str> {
    look_up(&DIRECTIONS, text)
}

/// Catalogue key of the behaviour of the targets.
pub(crate) fn behavior(text: &str) -> Option<&'static str> {
    look_up(&BEHAVIORS, text)
}

fn look_up(catalogue: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    if text.chars().count() > CATALOGUE_CHARS_MAX {
        return None;
    }
    let folded = fold(text);
    if let Some((_, key)) = catalogue.iter().find(|(word, _)| *word == folded) {
        return Some(key);
    }
    if folded.chars().count() < MISSPELT_CHARS_MIN {
        return None;
    }
    let mut near = catalogue
        .iter()
        .filter(|(word, _)| differ_by_one(word, &folded));
    let (_, key) = near.next()?;
    near.all(|(_, other)| other == key).then_some(*key)
}

/// Lower case, no accents, single spaces, no full stop at the end.
fn fold(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .map(|letter| match letter {
            'á' | 'à' => 'a',
            'é' | 'è' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            'ñ' => 'n',
            other => other,
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").trim_end_matches(['.', ':']).to_owned()
}

/// Whether one insertion, deletion or substitution of a letter separates them.
fn differ_by_one(left: &str, right: &str) -> bool {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let (short, long) = if left.len() <= right.len() {
        (&left, &right)
    } else {
        (&right, &left)
    };
    if long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let rest_of_long = &long[head.min(long.len())..];
    let rest_of_short = &short[head..];
    match (rest_of_short, rest_of_long) {
        ([], [_]) => true,
        (_, [_, tail @ ..]) if short.len() < long.len() => tail == rest_of_short,
        ([_, a @ ..], [_, b @ ..]) => a == b,
        _ => false,
    }
}
