//! Texts of a minuta, written together as the texts of cells are.

use contract::{Code, Problem};
use minutes::{Field, PartId};

use super::deeds::field_of;

/// Where a text of a minuta is, from the texts of its ids.
pub(super) fn place(part: &str, field: &str) -> Result<(PartId, Field), Problem> {
    let part = part
        .parse()
        .map_err(|_| Problem::of(Code::MinutesUnknown))?;
    Ok((part, field_of(field)?))
}
