//! Which dossier and which row a person means.

use contract::{Code, DossierSummary, MatrixView, MemberView, Problem, Row};

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

/// The device of the person of a name, or of an identifier or an unambiguous prefix of it.
pub(crate) fn person(members: &[MemberView], wanted: &str) -> Result<String, Problem> {
    let folded = fold(wanted);
    let is_meant = |member: &&MemberView| {
        fold(&member.name) == folded
            || (folded.len() >= PREFIX_MIN && member.device.starts_with(&folded))
    };
    match members
        .iter()
        .filter(is_meant)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [only] => Ok(only.device.clone()),
        _ => Err(Problem::about(Code::PersonUnknown, wanted)),
    }
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

/// Letters of an id that must be written at least.
const PREFIX_MIN: usize = 4;

/// The one thing of an id or an unambiguous prefix of it; `unknown`: what to say when there is none.
pub(crate) fn one<'a, T>(
    things: &'a [T],
    id: impl Fn(&T) -> &str,
    wanted: &str,
    unknown: Code,
) -> Result<&'a T, Problem> {
    let folded = fold(wanted);
    let mut found: Vec<&T> = things
        .iter()
        .filter(|thing| fold(id(thing)).starts_with(&folded))
        .collect();
    // A key may begin with the whole of another.
    if let Some(exact) = found.iter().position(|thing| fold(id(thing)) == folded) {
        return Ok(found.swap_remove(exact));
    }
    let mut problem = Problem::about(unknown, wanted);
    if folded.chars().count() < PREFIX_MIN {
        "Escribe al menos cuatro letras de la clave.".clone_into(&mut problem.next);
        return Err(problem);
    }
    match found.as_slice() {
        [only] => return Ok(only),
        [] => {}
        _ => {
            problem.message = format!("{wanted}: varias claves empiezan así.");
            "Escribe más letras de la clave.".clone_into(&mut problem.next);
        }
    }
    Err(problem)
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
