//! The kinds of parts, their fields, and how each field takes two people writing at once.
//!
//! | field | in the document | written by two at once |
//! |---|---|---|
//! | text, remarks | text | both in it, word by word; asked where they collide or touch a numeral |
//! | every other one | register | both kept and shown, with who wrote them, until one is chosen |
//! | the place in a list | fractional key | the last wins: nothing that was typed is in it |
//! | being taken out | register | who was written in meanwhile stays, and it is said |
//! | what an acuerdo speaks of | set | linked by one and unlinked by another: linked |

use std::fmt;
use std::str::FromStr;

use document::{IdError, words};

use crate::EditError;
use crate::act::AgreementState;
use crate::limits::{TEXT_UTF16_UNITS_MAX, VALUE_UTF16_UNITS_MAX};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A text that people write in together.
    Text,
    /// A short value.
    Register,
}

/// Declares names that have one spelling.
macro_rules! named {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$of])* $variant),* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// How it is spelled.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                match text { $($word => Ok(Self::$variant),)* _ => Err(IdError::Uuid) }
            }
        }
    )*};
}

named! {
    /// What a part is.
    PartKind {
        /// A minuta itself.
        Minutes = "minutes",
        /// An acuerdo.
        Agreement = "agreement",
        /// An asistente.
        Attendee = "attendee",
        /// Who coordinated.
        Coordinator = "coordinator",
        /// An entry of the order of the day.
        Agenda = "agenda",
        /// A material that was looked at.
        Material = "material",
    }

    /// A field of a part.
    Field {
        /// Number of the mesa, as text: "08".
        Session = "session",
        /// Fase, as text.
        Phase = "phase",
        /// Title where it is not the computed one.
        Title = "title",
        /// Implementing institution.
        Institution = "institution",
        /// The day, "2023-04-19".
        Date = "date",
        /// Where it was held.
        Place = "place",
        /// When it began, "10:00".
        StartsAt = "startsAt",
        /// When it ended.
        EndsAt = "endsAt",
        /// Who called it.
        ConvenedBy = "convenedBy",
        /// Observaciones.
        Remarks = "remarks",
        /// What it says of the counts where it is not the computed sentence.
        Counts = "counts",
        /// Number of an acuerdo where it is not its place in the list.
        Number = "number",
        /// What was agreed; an entry of a list.
        Text = "text",
        /// Who answers for it.
        Responsible = "responsible",
        /// By when, "2023-04-24".
        DueDate = "dueDate",
        /// How it stood when it was agreed.
        State = "state",
        /// Name with its title.
        Name = "name",
        /// Office held.
        Position = "position",
        /// Whether they came late: "true".
        Late = "late",
    }
}

impl PartKind {
    /// The fields of a part of this kind, in the order of the paper.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Minutes => &[
                Field::Session,
                Field::Phase,
                Field::Title,
                Field::Institution,
                Field::Date,
                Field::Place,
                Field::StartsAt,
                Field::EndsAt,
                Field::ConvenedBy,
                Field::Remarks,
                Field::Counts,
            ],
            Self::Agreement => &[
                Field::Number,
                Field::Text,
                Field::Remarks,
                Field::Responsible,
                Field::DueDate,
                Field::State,
            ],
            Self::Attendee => &[Field::Name, Field::Position, Field::Late],
            Self::Coordinator => &[Field::Name, Field::Position],
            Self::Agenda | Self::Material => &[Field::Text],
        }
    }
}

impl Field {
    /// What it holds.
    pub fn kind(self) -> FieldKind {
        match self {
            Self::Text | Self::Remarks => FieldKind::Text,
            _ => FieldKind::Register,
        }
    }

    /// Whether a value may stand in it. Empty always may.
    pub(crate) fn check(self, value: &str) -> Result<(), EditError> {
        let units_max = match self.kind() {
            FieldKind::Text => TEXT_UTF16_UNITS_MAX,
            FieldKind::Register => VALUE_UTF16_UNITS_MAX,
        };
        let units = words::utf16_len(value);
        if units > units_max {
            return Err(EditError::TextTooLong { units, units_max });
        }
        let fits = match self {
            _ if value.is_empty() => true,
            Self::Date | Self::DueDate => is_day(value),
            Self::StartsAt | Self::EndsAt => is_hour(value),
            Self::State => value.parse::<AgreementState>().is_ok(),
            Self::Late => value == "true",
            _ => true,
        };
        fits.then_some(()).ok_or(EditError::ValueInvalid(self))
    }
}

/// Whether a text is a day of the calendar, "2023-04-19".
pub(crate) fn is_day(text: &str) -> bool {
    let Some([year, month, day]) = numbers(text, '-', [4, 2, 2]) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    year > 0 && (1..=last).contains(&day)
}

/// Whether a text is an hour of the day, "09:30".
fn is_hour(text: &str) -> bool {
    matches!(numbers(text, ':', [2, 2]), Some([hour, minute]) if hour < 24 && minute < 60)
}

/// The numbers of a text, each with so many digits and between them a sign.
fn numbers<const COUNT: usize>(
    text: &str,
    sign: char,
    digits: [usize; COUNT],
) -> Option<[u32; COUNT]> {
    let parts: Vec<&str> = text.split(sign).collect();
    if parts.len() != COUNT {
        return None;
    }
    let mut found = [0; COUNT];
    for ((number, part), count) in found.iter_mut().zip(parts).zip(digits) {
        let plain = part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        *number = plain.then(|| part.parse().ok()).flatten()?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_hours_are_those_of_the_calendar() {
        for day in ["2023-04-19", "2024-02-29", "2000-02-29", "2023-12-31"] {
            assert!(is_day(day), "{day}");
        }
        for day in [
            "2023-02-29",
            "1900-02-29",
            "2023-13-01",
            "2023-00-10",
            "2023-04-31",
            "19/04/2023",
            "2023-4-19",
            "2023-04-+9",
            "0000-01-01",
        ] {
            assert!(!is_day(day), "{day}");
        }
        assert!(is_hour("00:00") && is_hour("23:59"));
        assert!(!is_hour("24:00") && !is_hour("9:30") && !is_hour("10:60") && !is_hour("10"));
    }

    #[test]
    fn every_field_is_of_some_kind_and_reads_as_it_is_spelled() {
        for field in Field::ALL {
            let of = PartKind::ALL
                .iter()
                .filter(|kind| kind.fields().contains(field));
            assert!(of.count() > 0, "{field}");
            assert_eq!(field.as_str().parse(), Ok(*field));
        }
        for kind in PartKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
    }
}
