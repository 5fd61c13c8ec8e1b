//! Which dossier and which row a person means.

use contract::{Code, DossierSummary, MatrixView, Problem, Row};

/// The dossier of an id, an unambiguous prefix of it, or a name (title or institution).
pub(crate) fn dossier<'a>(
    dossiers: &'a [DossierSummary],
    wanted: &str,
) -> Result<&'a DossierSummary, Problem> {
    let one = |found: Vec<&'a DossierSummary>| match found.as_slice() {
        [] => None,
        [only] => Some(Ok(*only)),
        _ => Some(Err(Problem::about(Code::DossierAmbiguous, wanted))),
    };
    let folded = fold(wanted);
    if folded.is_empty() {
        return Err(Problem::about(Code::DossierUnknown, wanted));
    }
    let by = |matches: &dyn Fn(&DossierSummary) -> bool| {
        one(dossiers.iter().filter(|dossier| matches(dossier)).collect())
    };
    by(&|dossier| dossier.dossier.starts_with(&folded))
        .or_else(|| by(&|dossier| fold(&dossier.institution) == folded))
        .or_else(|| by(&|dossier| fold(&dossier.title) == folded))
        .or_else(|| by(&|dossier| fold(&dossier.institution).starts_with(&folded)))
        .or_else(|| by(&|dossier| fold(&dossier.title).starts_with(&folded)))
        .unwrap_or_else(|| Err(Problem::about(Code::DossierUnknown, wanted)))
}

/// The row of a number, or of a line's id (its first indicator's row), or of `line:indicator`.
pub(crate) fn row<'a>(matrix: &'a MatrixView, wanted: &str) -> Result<&'a Row, Problem> {
    let number: Option<u32> = wanted.parse().ok();
    let (line, indicator) = match wanted.split_once(':') {
        Some((line, indicator)) => (line, Some(indicator)),
        None => (wanted, None),
    };
    matrix
        .rows
        .iter()
        .find(|row| match number {
            Some(number) => row.row == Some(number),
            None => {
                row.line == line && (indicator.is_none() || row.indicator.as_deref() == indicator)
            }
        })
        .ok_or_else(|| Problem::about(Code::RowUnknown, wanted))
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
