//! Days and moments in Mexico City, in words: a day ends there, wherever a computer thinks it is.

use contract::{Code, Language, Problem};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The zone of the days people agree on.
const ZONE: &str = "America/Mexico_City";
/// Its offset since October 2022, for a system without the table of zones.
const OFFSET_HOURS: i8 = -6;

const MONTHS: [(&str, &str); 12] = [
    ("enero", "January"),
    ("febrero", "February"),
    ("marzo", "March"),
    ("abril", "April"),
    ("mayo", "May"),
    ("junio", "June"),
    ("julio", "July"),
    ("agosto", "August"),
    ("septiembre", "September"),
    ("octubre", "October"),
    ("noviembre", "November"),
    ("diciembre", "December"),
];

fn zone() -> TimeZone {
    TimeZone::get(ZONE).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(OFFSET_HOURS)))
}

fn civil(at_ms: u64) -> DateTime {
    let at = i64::try_from(at_ms)
        .ok()
        .and_then(|ms| Timestamp::from_millisecond(ms).ok());
    at.unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned(zone())
        .datetime()
}

/// "19 de abril de 2023".
pub(crate) fn day(day: Date, language: Language) -> String {
    let month = usize::try_from(day.month()).unwrap_or(1) - 1;
    let (spanish, english) = MONTHS[month];
    match language {
        Language::Spanish => format!("{} de {spanish} de {}", day.day(), day.year()),
        Language::English => format!("{english} {}, {}", day.day(), day.year()),
    }
}

/// The day of a moment.
pub(crate) fn date_of(at_ms: u64) -> Date {
    civil(at_ms).date()
}

/// The day of a moment, in Spanish: "19 de abril de 2023".
pub(crate) fn day_of(at_ms: u64) -> String {
    day(date_of(at_ms), Language::Spanish)
}

/// "19 de abril de 2023, 09:12".
pub(crate) fn moment(at_ms: u64, language: Language) -> String {
    let at = civil(at_ms);
    let day = day(at.date(), language);
    format!("{day}, {:02}:{:02}", at.hour(), at.minute())
}

/// [`moment`] of an RFC 3339 text, in Spanish; the text itself if it is none.
pub(crate) fn read(text: &str) -> String {
    let at = text.parse::<Timestamp>().ok();
    let at_ms = at.and_then(|at| u64::try_from(at.as_millisecond()).ok());
    at_ms.map_or_else(|| text.to_owned(), |at_ms| moment(at_ms, Language::Spanish))
}

/// The day it is.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(zone()).date()
}

/// Reads a day of the calendar, "2023-04-24".
pub(crate) fn parsed(text: &str) -> Result<Date, Problem> {
    text.parse().map_err(|_| Problem::of(Code::DateInvalid))
}

/// The first moment of a day, in unix milliseconds.
pub(crate) fn start_ms(day: Date) -> u64 {
    let start: Option<Zoned> = day.to_zoned(zone()).ok();
    let ms = start.map_or(0, |start| start.timestamp().as_millisecond());
    u64::try_from(ms).unwrap_or(0)
}

/// The first moment after a day, in unix milliseconds.
pub(crate) fn end_ms(day: Date) -> u64 {
    day.tomorrow().map_or(u64::MAX, start_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_as_it_was_in_mexico_city() {
        // 05:30 of the 20th in Greenwich.
        let at_ms = 1_681_968_600_000;
        let cases = [
            (Language::Spanish, "19 de abril de 2023, 23:30"),
            (Language::English, "April 19, 2023, 23:30"),
        ];
        for (language, words) in cases {
            assert_eq!(moment(at_ms, language), words);
        }
        let day = civil(at_ms).date();
        assert!(start_ms(day) < at_ms && at_ms < end_ms(day));
        assert_eq!(end_ms(day) - at_ms, 30 * 60 * 1_000);
    }
}
