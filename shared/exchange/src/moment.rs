//! Moments as files write them.

use jiff::civil;
use jiff::tz::TimeZone;

/// Where a moment without a zone was written: Word and Calc write the clock on the wall.
const ZONE: &str = "America/Mexico_City";

/// A moment of the clock on the wall, whatever zone its text claims: Word puts a Z behind the local
/// hour.
pub(crate) fn on_the_wall(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('Z');
    let moment: civil::DateTime = text.parse().ok()?;
    let zone = TimeZone::get(ZONE).ok()?;
    Some(
        zone.to_ambiguous_zoned(moment)
            .compatible()
            .ok()?
            .timestamp()
            .as_second(),
    )
}

/// A moment of the clock of Greenwich, with or without a zone behind it.
pub(crate) fn utc(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Some(moment.as_second());
    }
    let moment: civil::DateTime = text.parse().ok()?;
    Some(TimeZone::UTC.to_zoned(moment).ok()?.timestamp().as_second())
}
