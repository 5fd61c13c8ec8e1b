//! From the model's rows to what is shown: the one place where model types become contract types.

use std::collections::BTreeMap;

use contract::{
    BaselineView, CommentView, Conflict, ConflictValue, FormulaParts, Heading, HeadingView,
    MatrixView, NormalizedView, Quantity, RoleName, Row, ToDecide, ToDecideKind,
};
use model::{Author, Level, PastMatrix, RowKey, RowView};
use replica::Replica;
use wire::{DeviceId, DossierId, Role};

use crate::people::People;

/// The key of a row in the read model: `line`, or `line:indicator`.
pub(crate) fn key(row: &RowKey) -> String {
    match row.1 {
        Some(indicator) => format!("{}:{indicator}", row.0),
        None => row.0.to_string(),
    }
}

/// The same key, from the texts of ids.
pub(crate) fn text_key(line: &str, indicator: Option<&str>) -> String {
    match indicator {
        Some(indicator) => format!("{line}:{indicator}"),
        None => line.to_owned(),
    }
}

fn quantity(quantity: &model::Quantity) -> Quantity {
    Quantity {
        amount: quantity.amount.clone(),
        unit: quantity.unit.to_owned(),
    }
}

/// A role's name.
pub(crate) fn role(role: Role) -> RoleName {
    match role {
        Role::Coordinator => RoleName::Coordinator,
        Role::Editor => RoleName::Editor,
        Role::Reviewer => RoleName::Reviewer,
        Role::Reader => RoleName::Reader,
    }
}

/// The role of a name.
pub(crate) fn role_of(name: RoleName) -> Role {
    match name {
        RoleName::Coordinator => Role::Coordinator,
        RoleName::Editor => Role::Editor,
        RoleName::Reviewer => Role::Reviewer,
        RoleName::Reader => Role::Reader,
    }
}

/// A moment as RFC 3339, in UTC, to the second.
pub(crate) fn rfc3339(at_ms: u64) -> String {
    i64::try_from(at_ms / 1_000)
        .ok()
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .map(|timestamp| timestamp.to_string())
        .unwrap_or_default()
}

/// JSON of a boundary type. Their keys are strings and their numbers finite: it cannot fail, and an
/// empty value is refused by every reader if it ever did.
pub(crate) fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Title, institution and years, without rows: the part of a matrix that is stored beside its rows.
pub(crate) fn heading(replica: &Replica, dossier: DossierId) -> MatrixView {
    let matrix = replica.matrix();
    let view = matrix_view(
        dossier,
        matrix.title(),
        matrix.institution(),
        matrix.years(),
    );
    under(view, matrix.levels(), matrix.headings())
}

/// A matrix as it was, whole.
pub(crate) fn past(matrix: &PastMatrix, people: &People, dossier: DossierId) -> MatrixView {
    let view = matrix_view(
        dossier,
        matrix.title(),
        matrix.institution(),
        matrix.years(),
    );
    let mut view = under(view, matrix.levels(), matrix.headings());
    view.rows = past_rows(matrix, people).collect();
    view
}

/// The rows of a matrix as it was.
pub(crate) fn past_rows<'a>(
    matrix: &'a PastMatrix,
    people: &'a People,
) -> impl Iterator<Item = Row> + 'a {
    let rows = matrix.rows().iter();
    rows.map(|shown| row(shown, people, &[], &BTreeMap::new(), &key(&shown.key())))
}

fn matrix_view(dossier: DossierId, title: &str, institution: &str, years: &[u16]) -> MatrixView {
    MatrixView {
        dossier: dossier.to_string(),
        title: title.to_owned(),
        institution: institution.to_owned(),
        years: years.to_vec(),
        levels: Vec::new(),
        headings: Vec::new(),
        rows: Vec::new(),
    }
}

fn under(view: MatrixView, levels: &[Level], headings: &[model::HeadingView]) -> MatrixView {
    MatrixView {
        levels: levels
            .iter()
            .map(|level| level.as_str().to_owned())
            .collect(),
        headings: headings
            .iter()
            .map(|heading| HeadingView {
                id: heading.id.to_string(),
                level: heading.level.as_str().to_owned(),
                parent: heading.parent.map(|parent| parent.to_string()),
                number: heading.number.clone(),
                text: heading.text.clone(),
                retired: heading.retired,
                lines: heading.lines,
            })
            .collect(),
        ..view
    }
}

/// A row as it is shown.
pub(crate) fn row(
    row: &RowView,
    people: &People,
    comments: &[CommentView],
    unsent: &BTreeMap<(String, String), u64>,
    key: &str,
) -> Row {
    let name = |author: Author| people.name(DeviceId(author.0));
    let line = row.line.to_string();
    let indicator = row.indicator.map(|indicator| indicator.to_string());
    Row {
        row: row.row,
        headings: row
            .headings
            .iter()
            .map(|heading| Heading {
                id: heading.id.to_string(),
                level: heading.level.as_str().to_owned(),
                number: heading.number.clone(),
                text: heading.text.clone(),
            })
            .collect(),
        action_line: row.action_line.clone(),
        stage: row.stage.clone(),
        responsible: row.responsible.clone(),
        indicator_name: row.indicator_name.clone(),
        interpretation: row.interpretation.clone(),
        unit_of_measure: row.unit_of_measure.clone(),
        formula: row.formula.clone(),
        formula_parts: FormulaParts {
            numerator: row.formula_parts.numerator.clone(),
            denominator: row.formula_parts.denominator.clone(),
            factor: row.formula_parts.factor.clone(),
        },
        frequency: row.frequency.clone(),
        direction: row.direction.clone(),
        target_behavior: row.target_behavior.clone(),
        means_of_verification: row.means_of_verification.clone(),
        baseline: row.baseline.as_ref().map(|baseline| BaselineView {
            value: baseline.value.clone(),
            year: baseline.year.clone(),
            source: baseline.source.clone(),
            verification: baseline.verification.clone(),
        }),
        targets: row
            .targets
            .iter()
            .map(|(year, raw)| (year.to_string(), raw.clone()))
            .collect(),
        normalized: NormalizedView {
            targets: row
                .normalized
                .targets
                .iter()
                .map(|(year, amount)| (year.to_string(), quantity(amount)))
                .collect(),
            frequency: row.normalized.frequency.map(ToOwned::to_owned),
            unit_of_measure: row.normalized.unit_of_measure.map(ToOwned::to_owned),
            direction: row.normalized.direction.map(ToOwned::to_owned),
            target_behavior: row.normalized.target_behavior.map(ToOwned::to_owned),
            baseline: row.normalized.baseline.as_ref().map(quantity),
        },
        pending_external: row.pending_external,
        retired: row.retired,
        merged_into: row.merged_into.map(|line| line.to_string()),
        retired_and_edited: row.retired_and_edited.as_ref().map(|both| {
            format!(
                "Retirado por {}, editado por {}",
                name(both.retired_by),
                name(both.edited_by)
            )
        }),
        open_comments: open_threads(comments, &line, indicator.as_deref()),
        conflicts: row
            .conflicts
            .iter()
            .map(|conflict| Conflict {
                field: conflict.field.to_string(),
                values: conflict
                    .values
                    .iter()
                    .map(|value| ConflictValue {
                        choose: value.choose,
                        value: value.value.clone(),
                        author: name(value.author),
                        at: rfc3339(value.at_ms),
                    })
                    .collect(),
            })
            .collect(),
        to_decide: row
            .to_decide
            .iter()
            .map(|decide| ToDecide {
                field: decide.field.to_string(),
                kind: match decide.kind {
                    model::ToDecideKind::Numeral => ToDecideKind::Numeral,
                    model::ToDecideKind::Overlap => ToDecideKind::Overlap,
                },
                mine: decide.mine.clone(),
                mine_author: name(decide.mine_author),
                theirs: decide.theirs.clone(),
                theirs_author: name(decide.theirs_author),
                merged: decide.merged.clone(),
            })
            .collect(),
        unsent: unsent
            .range((key.to_owned(), String::new())..)
            .take_while(|((of, _), _)| of == key)
            .map(|((_, field), _)| field.clone())
            .collect(),
        line,
        indicator,
    }
}

fn open_threads(comments: &[CommentView], line: &str, indicator: Option<&str>) -> u32 {
    let threads: std::collections::BTreeSet<&str> = comments
        .iter()
        .filter(|comment| {
            !comment.resolved && comment.line == line && comment.indicator.as_deref() == indicator
        })
        .map(|comment| comment.thread.as_str())
        .collect();
    threads.len() as u32
}

/// Every cell of a row by the name of its field, as shown.
pub(crate) fn cells(row: &Row) -> BTreeMap<String, String> {
    let mut cells = BTreeMap::new();
    let mut put = |name: &str, value: &str| cells.insert(name.to_owned(), value.to_owned());
    for heading in &row.headings {
        let printed = if heading.number.is_empty() {
            heading.text.clone()
        } else {
            format!("{}. {}", heading.number, heading.text)
        };
        put(&format!("headings.{}", heading.level), &printed);
    }
    put("actionLine", &row.action_line);
    put("stage", &row.stage);
    put("responsible", &row.responsible);
    put("indicatorName", &row.indicator_name);
    put("interpretation", &row.interpretation);
    put("unitOfMeasure", &row.unit_of_measure);
    put("formula", &row.formula);
    put("frequency", &row.frequency);
    put("direction", &row.direction);
    put("targetBehavior", &row.target_behavior);
    put("meansOfVerification", &row.means_of_verification);
    put(
        "pendingExternal",
        if row.pending_external {
            "true"
        } else {
            "false"
        },
    );
    put("retired", if row.retired { "true" } else { "false" });
    for (year, raw) in &row.targets {
        put(&format!("targets.{year}"), raw);
    }
    if let Some(baseline) = &row.baseline {
        put("baseline.value", &baseline.value);
        put("baseline.year", &baseline.year);
        put("baseline.source", &baseline.source);
        put("baseline.verification", &baseline.verification);
    }
    cells
}
