//! Places in a sheet, and values as they are printed.

use calamine::{DataRef, Style};

/// A place: row and column from 0.
pub(crate) type Place = (u32, u32);

/// The place as Excel names it: (7, 6) is G8.
pub(crate) fn name((row, column): Place) -> String {
    format!("{}{}", column_name(column), u64::from(row) + 1)
}

/// The column as Excel names it.
pub(crate) fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(b'A' + (rest % 26) as u8);
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters
        .iter()
        .rev()
        .map(|letter| char::from(*letter))
        .collect()
}

/// Reads a name such as G8 or $G$8.
pub(crate) fn parse(name: &str) -> Option<Place> {
    let plain: String = name.chars().filter(|letter| *letter != '$').collect();
    let digits_at = plain.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, digits) = plain.split_at(digits_at);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0_u32;
    for letter in letters.bytes() {
        if !letter.is_ascii_alphabetic() {
            return None;
        }
        column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

/// Whether a text has more UTF-16 units than that; a unit takes at least a byte of ours.
pub(crate) fn is_longer(text: &str, units_max: usize) -> bool {
    text.len() > units_max && text.encode_utf16().count() > units_max
}

/// What the cell shows.
pub(crate) fn printed(value: &DataRef<'_>, style: Option<&Style>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => tidy(text),
        DataRef::SharedString(text) => tidy(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => float(*number, style),
        DataRef::Bool(true) => "VERDADERO".to_owned(),
        DataRef::Bool(false) => "FALSO".to_owned(),
        DataRef::DateTime(moment) if moment.is_duration() => decimal(moment.as_f64()),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, _, _) = moment.to_ymd_hms_milli();
            if (hour, minute) == (0, 0) {
                format!("{day:02}/{month:02}/{year}")
            } else {
                format!("{day:02}/{month:02}/{year} {hour:02}:{minute:02}")
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// Line ends of one kind, and no blanks around.
pub(crate) fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        // What breaks a word only at the end of a line does not show.
        .replace('\u{ad}', "")
        .trim()
        .to_owned()
}

fn float(number: f64, style: Option<&Style>) -> String {
    let percent = style
        .and_then(|style| style.number_format.as_ref())
        .and_then(|format| percent_decimals(&format.format_code));
    match percent {
        // Excel keeps 1 and shows 100%.
        Some(decimals) => format!("{:.decimals$}%", number * 100.0),
        None => decimal(number),
    }
}

/// Decimals of a percentage format; `None` if the format is not one.
fn percent_decimals(code: &str) -> Option<usize> {
    /// More than this is not a format a person chose.
    const DECIMALS_MAX: usize = 10;
    let code = code.split(';').next().unwrap_or(code);
    let mut quoted = false;
    let mut plain = String::new();
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted = !quoted,
            '\\' => {
                letters.next();
            }
            _ if !quoted => plain.push(letter),
            _ => {}
        }
    }
    let (before, _) = plain.split_once('%')?;
    let decimals = before
        .split_once('.')
        .map_or(0, |(_, tail)| tail.matches('0').count());
    Some(decimals.min(DECIMALS_MAX))
}

/// A share as a percentage.
pub(crate) fn percent(number: f64) -> String {
    format!("{}%", decimal(number * 100.0))
}

/// "2023-12-31" or "2023-12-31T08:30:00" as it is read here: "31/12/2023".
pub(crate) fn day(text: &str) -> String {
    let (date, hour) = text.split_once('T').unwrap_or((text, ""));
    let mut parts = date.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return text.to_owned();
    };
    let hour = hour.get(..5).filter(|hour| *hour != "00:00");
    match hour {
        Some(hour) => format!("{day}/{month}/{year} {hour}"),
        None => format!("{day}/{month}/{year}"),
    }
}

/// The number with the fifteen digits Excel keeps, without an exponent for what people write.
pub(crate) fn decimal(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}
