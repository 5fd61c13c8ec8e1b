//! The texts of ids and fields, as a host says them, turned into the model's; what does not parse
//! does not exist.

use contract::{Code, Problem};
use model::{Field, HeadingId, IndicatorId, Level, LineId};
use review::ThreadId;
use wire::DossierId;

pub(crate) fn dossier_id(text: &str) -> Result<DossierId, Problem> {
    text.parse().map_err(|_| Problem::of(Code::DossierUnknown))
}

pub(crate) fn line_id(text: &str) -> Result<LineId, Problem> {
    text.parse().map_err(|_| Problem::of(Code::RowUnknown))
}

pub(crate) fn indicator_needed(text: &str) -> Result<IndicatorId, Problem> {
    text.parse().map_err(|_| Problem::of(Code::RowUnknown))
}

pub(crate) fn indicator_id(text: Option<&str>) -> Result<Option<IndicatorId>, Problem> {
    text.map(indicator_needed).transpose()
}

pub(crate) fn heading_id(text: &str) -> Result<HeadingId, Problem> {
    text.parse().map_err(|_| Problem::of(Code::RowUnknown))
}

pub(crate) fn level_of(text: &str) -> Result<Level, Problem> {
    text.parse()
        .map_err(|_| Problem::about(Code::FieldUnknown, text))
}

pub(crate) fn thread_id(text: &str) -> Result<ThreadId, Problem> {
    text.parse().map_err(|_| Problem::of(Code::ThreadUnknown))
}

pub(crate) fn field_of(text: &str) -> Result<Field, Problem> {
    text.parse()
        .map_err(|_| Problem::about(Code::FieldUnknown, text))
}
