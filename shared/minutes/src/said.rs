//! Numbers that a text says of a matrix: "contiene 24 líneas de acción".

use document::words::{TokenKind, tokens};

use crate::limits::SAID_MAX;

/// A number a text says of what a matrix counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidCount {
    /// The number.
    pub number: u64,
    /// Of what.
    pub what: Counts,
}

/// What a matrix counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counts {
    /// Renglones.
    Rows,
    /// Líneas de acción.
    Lines,
    /// Indicadores.
    Indicators,
}

/// Words between a number and what it counts, at most: "24 nuevas líneas".
const BETWEEN_MAX: usize = 2;

/// The numbers a text says of a matrix, in its order: in digits, in words up to ninety-nine, or in
/// both ("24 (veinticuatro) líneas").
pub fn said_counts(text: &str) -> Vec<SaidCount> {
    let words: Vec<String> = tokens(text)
        .iter()
        .filter(|token| token.kind != TokenKind::Space)
        .map(|token| fold(token.text))
        .collect();
    let mut said: Vec<SaidCount> = Vec::new();
    let mut at = 0;
    while at < words.len() && said.len() < SAID_MAX {
        let Some((number, len)) = number_at(&words[at..]) else {
            at += 1;
            continue;
        };
        at += len;
        let mut next = at;
        let mut between = 0;
        while let Some(word) = words.get(next) {
            if let Some(what) = counted(word) {
                // "24 líneas base" are no líneas de acción.
                if words.get(next + 1).is_none_or(|word| word != "base") {
                    said.push(SaidCount { number, what });
                }
                at = next + 1;
                break;
            }
            // The same number again, in words and in brackets.
            if let Some((again, len)) = number_at(&words[next..]) {
                if again != number {
                    break;
                }
                next += len;
                continue;
            }
            let is_bracket = ["(", ")"].contains(&word.as_str());
            let is_word = word.chars().all(char::is_alphabetic);
            if !is_bracket && (!is_word || between == BETWEEN_MAX || STOPS.contains(&word.as_str()))
            {
                break;
            }
            between += usize::from(is_word);
            next += 1;
        }
    }
    said
}

/// Words after which what follows is counted by another number.
const STOPS: [&str; 9] = ["de", "del", "y", "o", "en", "a", "para", "por", "con"];

fn counted(word: &str) -> Option<Counts> {
    match word {
        "renglon" | "renglones" | "fila" | "filas" => Some(Counts::Rows),
        "linea" | "lineas" => Some(Counts::Lines),
        "indicador" | "indicadores" => Some(Counts::Indicators),
        _ => None,
    }
}

const UNITS: [&str; 30] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciseis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidos",
    "veintitres",
    "veinticuatro",
    "veinticinco",
    "veintiseis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const TENS: [(&str, u64); 7] = [
    ("treinta", 30),
    ("cuarenta", 40),
    ("cincuenta", 50),
    ("sesenta", 60),
    ("setenta", 70),
    ("ochenta", 80),
    ("noventa", 90),
];

/// The number that begins here, and how many words it takes.
fn number_at(words: &[String]) -> Option<(u64, usize)> {
    let first = words.first()?;
    if first.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((first.parse().ok()?, 1));
    }
    // "una línea" and "un indicador" count one; "la una" does not come before what is counted.
    let unit = |word: &str| match word {
        "un" | "una" => Some(1),
        "veintiun" | "veintiuna" => Some(21),
        word => UNITS
            .iter()
            .position(|unit| *unit == word)
            .map(|at| at as u64),
    };
    if let Some(number) = unit(first) {
        return Some((number, 1));
    }
    let (_, tens) = TENS.iter().find(|(word, _)| word == first)?;
    let ones = match words {
        [_, and, ones, ..] if and == "y" => unit(ones).filter(|ones| (1..10).contains(ones)),
        _ => None,
    };
    Some(ones.map_or((*tens, 1), |ones| (tens + ones, 3)))
}

/// In lower case and without accents.
fn fold(word: &str) -> String {
    let letters = word.chars().flat_map(char::to_lowercase);
    letters
        .map(|letter| match letter {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u64, Counts)]) {
        let said = said_counts(text);
        let said: Vec<_> = said.iter().map(|said| (said.number, said.what)).collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn numbers_of_what_a_matrix_counts_are_found() {
        use Counts::{Indicators, Lines, Rows};
        check("Se cuenta con 24 líneas de acción.", &[(24, Lines)]);
        check("24 Líneas de Acción con sus indicadores", &[(24, Lines)]);
        check(
            "veinticuatro líneas y 21 indicadores",
            &[(24, Lines), (21, Indicators)],
        );
        check("24 (veinticuatro) líneas de acción", &[(24, Lines)]);
        check("Treinta y dos renglones", &[(32, Rows)]);
        check("cuarenta líneas", &[(40, Lines)]);
        check("una línea de acción", &[(1, Lines)]);
        check("26 nuevas líneas", &[(26, Lines)]);
    }

    #[test]
    fn other_numbers_are_not() {
        check("El 24 de abril se notifican las líneas", &[]);
        check("en 2024, líneas de acción", &[]);
        check("5 días para las líneas base", &[]);
        check("prioridad 7. Líneas de acción", &[]);
        check("dos o tres líneas", &[(3, Counts::Lines)]);
        check("100 % de las líneas", &[]);
        check("se verificaron 24 líneas base", &[]);
        check("", &[]);
    }
}
