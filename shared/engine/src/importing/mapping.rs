//! A mapping as it crosses to a person, and as the reader of files takes it: theirs counts rows from 1
//! and names columns by letters, and may say anything.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Code, ImportHeader, ImportHeading, ImportMapping, ImportMeaning, Problem};
use exchange::limits::{COLUMNS_MAX, SHEET_ROWS_MAX};
use exchange::{Book, Colour, ColourMeaning, HeaderRows, Mapping};
use model::{Field, Level};

/// Letters of a column, from 0: "A", "Z", "AA".
pub(super) fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(b'A' + u8::try_from(left % 26).unwrap_or(0));
        left /= 26;
    }
    letters
        .iter()
        .rev()
        .map(|letter| char::from(*letter))
        .collect()
}

/// Reads [`letters`].
fn column(letters: &str) -> Option<u32> {
    let mut column = 0_u32;
    for letter in letters.chars() {
        let digit = letter.to_ascii_uppercase().to_digit(36)?.checked_sub(10)?;
        column = column.checked_mul(26)?.checked_add(digit + 1)?;
    }
    column.checked_sub(1).filter(|column| *column < COLUMNS_MAX)
}

/// What a person said, as the reader takes it.
pub(super) fn read(book: &Book, said: &ImportMapping) -> Result<Mapping, Problem> {
    let wrong = |detail: &str| Problem::about(Code::MappingInvalid, detail);
    let row = |row: u32| {
        row.checked_sub(1)
            .filter(|row| *row <= SHEET_ROWS_MAX)
            .ok_or_else(|| wrong(&format!("{row}")))
    };
    let table = said.table.checked_sub(1).map(|table| table as usize);
    let table = table.filter(|table| *table < book.tables().len());
    let table = table.ok_or_else(|| wrong(&format!("table {}", said.table)))?;
    let header = said.header.map(|header| {
        let (first, last) = (row(header.first)?, row(header.last)?);
        if first > last {
            return Err(wrong("header"));
        }
        Ok(HeaderRows { first, last })
    });
    let columns = said.columns.iter().map(|(letters, field)| {
        let place = column(letters).ok_or_else(|| wrong(letters))?;
        let field: Field = field.parse().map_err(|_| wrong(field))?;
        Ok((place, field))
    });
    let shifts = said.shifts.iter().map(|(at, shift)| {
        let most = i32::try_from(COLUMNS_MAX).unwrap_or(i32::MAX);
        if shift.abs() > most {
            return Err(wrong("shifts"));
        }
        Ok((row(*at)?, *shift))
    });
    let headings = said.headings.iter().map(|given| {
        let level: Level = given.level.parse().map_err(|_| wrong(&given.level))?;
        Ok(((row(given.row)?, level), given.text.clone()))
    });
    let colours = said.colours.iter().map(|(colour, meaning)| {
        let colour = Colour::from_hex(colour).ok_or_else(|| wrong(colour))?;
        Ok((colour, meaning_of(*meaning)))
    });
    Ok(Mapping {
        table,
        header: header.transpose()?,
        columns: columns.collect::<Result<_, Problem>>()?,
        skipped: said
            .skipped
            .iter()
            .map(|at| row(*at))
            .collect::<Result<BTreeSet<u32>, Problem>>()?,
        shifts: shifts
            .filter(|shift| !matches!(shift, Ok((_, 0))))
            .collect::<Result<_, Problem>>()?,
        headings: headings.collect::<Result<_, Problem>>()?,
        colours: colours.collect::<Result<_, Problem>>()?,
        keep_comments: said.comments,
        keep_tracked: said.tracked,
    })
}

/// A mapping, as a person sees it.
pub(super) fn said(mapping: &Mapping) -> ImportMapping {
    let columns = mapping.columns.iter();
    let headings = mapping.headings.iter();
    let colours = mapping.colours.iter();
    ImportMapping {
        table: mapping.table as u32 + 1,
        header: mapping
            .header
            .map(|HeaderRows { first, last }| ImportHeader {
                first: first + 1,
                last: last + 1,
            }),
        columns: columns
            .map(|(column, field)| (letters(*column), field.to_string()))
            .collect(),
        skipped: mapping.skipped.iter().map(|row| row + 1).collect(),
        shifts: mapping
            .shifts
            .iter()
            .map(|(row, shift)| (row + 1, *shift))
            .collect::<BTreeMap<_, _>>(),
        headings: headings
            .map(|((row, level), text)| ImportHeading {
                row: row + 1,
                level: level.to_string(),
                text: text.clone(),
            })
            .collect(),
        colours: colours
            .map(|(colour, meaning)| (colour.to_hex(), meaning_said(*meaning)))
            .collect(),
        comments: mapping.keep_comments,
        tracked: mapping.keep_tracked,
    }
}

fn meaning_of(meaning: ImportMeaning) -> ColourMeaning {
    match meaning {
        ImportMeaning::PendingExternal => ColourMeaning::PendingExternal,
        ImportMeaning::Retired => ColourMeaning::Retired,
        ImportMeaning::Nothing => ColourMeaning::Nothing,
    }
}

pub(super) fn meaning_said(meaning: ColourMeaning) -> ImportMeaning {
    match meaning {
        ColourMeaning::PendingExternal => ImportMeaning::PendingExternal,
        ColourMeaning::Retired => ImportMeaning::Retired,
        ColourMeaning::Nothing => ImportMeaning::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        for (number, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (255, "IV")] {
            assert_eq!(letters(number), name);
            assert_eq!(column(name), Some(number));
            assert_eq!(column(&name.to_lowercase()), Some(number));
        }
        for wrong in ["", "IW", "ZZZZZZZZZZ", "1", "A1", "ñ", "A B"] {
            assert_eq!(column(wrong), None, "{wrong}");
        }
    }
}
