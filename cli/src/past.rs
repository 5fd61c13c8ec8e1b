//! What a matrix says of its past, for people and for scripts.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    BlameSpan, Cell, DifferenceKind, DifferenceView, PastValueView, Problem, VersionView,
};
use engine::Engine;
use serde_json::json;

use crate::print;

pub(crate) async fn diff(
    engine: &Engine,
    dossier: String,
    from: &str,
    to: &str,
    json: bool,
) -> Result<(), Problem> {
    let known = closed(engine, &dossier).await?;
    let (from, to) = (point(&known, from), point(&known, to));
    let told = engine.compare(dossier, from, to).await?;
    print::value(&told, json, || {
        let mut words = vec![format!("De «{}» a «{}»:", told.from_name, told.to_name)];
        if told.differences.is_empty() {
            words.push("  nada cambió".to_owned());
        }
        words.extend(told.differences.iter().map(difference));
        words.join("\n")
    });
    Ok(())
}

pub(crate) async fn summary(
    engine: &Engine,
    dossier: String,
    since: &str,
    json: bool,
) -> Result<(), Problem> {
    let known = closed(engine, &dossier).await?;
    let since = point(&known, since);
    let told = engine.compare(dossier, since, "now".to_owned()).await?;
    let mut authors: BTreeMap<&str, usize> = BTreeMap::new();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rows = BTreeSet::new();
    for one in &told.differences {
        for author in &one.authors {
            *authors.entry(author).or_default() += 1;
        }
        *kinds.entry(kind(one.kind)).or_default() += 1;
        rows.insert((&one.cell.line, &one.cell.indicator));
    }
    let late = told.differences.iter().filter(|one| one.late).count();
    let report = json!({
        "since": told.from_name, "point": told.from, "changes": told.differences.len(),
        "rows": rows.len(), "late": late, "kinds": kinds, "authors": authors,
        "differences": told.differences,
    });
    print::value(&report, json, || {
        let mut words = vec![format!(
            "Desde «{}»: {} en {}, {}",
            told.from_name,
            print::count(told.differences.len(), "cambio", "cambios"),
            print::count(rows.len(), "renglón", "renglones"),
            print::count(late, "extemporáneo", "extemporáneos"),
        )];
        words.extend(
            authors
                .iter()
                .map(|(name, count)| format!("  {name}: {count}")),
        );
        words.extend(told.differences.iter().map(difference));
        words.join("\n")
    });
    Ok(())
}

pub(crate) async fn history(
    engine: &Engine,
    dossier: String,
    cell: Cell,
    json: bool,
) -> Result<(), Problem> {
    let values = engine.cell_history(dossier, cell).await?;
    print::value(&values, json, || {
        if values.is_empty() {
            return "Nadie ha escrito en esa celda.".to_owned();
        }
        values.iter().map(value).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

pub(crate) async fn blame(
    engine: &Engine,
    dossier: String,
    cell: Cell,
    json: bool,
) -> Result<(), Problem> {
    let words = engine.blame(dossier, cell).await?;
    print::value(&words, json, || {
        if words.is_empty() {
            return "La celda está vacía.".to_owned();
        }
        words.iter().map(run).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

pub(crate) async fn versions(engine: &Engine, dossier: String, json: bool) -> Result<(), Problem> {
    let versions = closed(engine, &dossier).await?;
    print::value(&versions, json, || {
        if versions.is_empty() {
            return "No hay versiones cerradas.".to_owned();
        }
        versions.iter().map(version).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

/// The closed versions of a dossier.
pub(crate) async fn closed(engine: &Engine, dossier: &str) -> Result<Vec<VersionView>, Problem> {
    let opened = engine.open_dossier(dossier.to_owned(), None).await?;
    Ok(opened.review.versions)
}

/// The point in time of a closed version's name or id (or the beginning of either, if only one begins
/// so); anything else as it was said, for the engine to understand.
pub(crate) fn point(versions: &[VersionView], wanted: &str) -> String {
    let folded = fold(wanted);
    let one = |matches: &dyn Fn(&VersionView) -> bool| {
        let mut found = versions.iter().filter(|version| matches(version));
        found
            .next()
            .filter(|_| found.next().is_none() && !folded.is_empty())
            .map(|version| version.id.clone())
    };
    one(&|version| fold(&version.name) == folded)
        .or_else(|| one(&|version| version.id.starts_with(&folded)))
        .or_else(|| one(&|version| fold(&version.name).starts_with(&folded)))
        .unwrap_or_else(|| wanted.trim().to_owned())
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

fn version(version: &VersionView) -> String {
    let mut words = format!(
        "{}  {}  {} renglones  {} — {}",
        version.id, version.name, version.rows, version.at, version.by
    );
    if version.current {
        words.push_str("  (la matriz sigue igual)");
    } else if !version.here {
        words.push_str("  (todavía no llega toda)");
    }
    words
}

fn value(past: &PastValueView) -> String {
    let hand = hand(&past.author, &past.accepted_by);
    let now = if past.current { "  (ahora)" } else { "" };
    format!("{}  {hand}{now}\n  {}", past.at, past.value)
}

fn run(span: &BlameSpan) -> String {
    let hand = hand(&span.author, &span.accepted_by);
    format!("{}  {hand}: {}", span.at, span.text)
}

fn hand(author: &str, accepted_by: &str) -> String {
    if accepted_by.is_empty() {
        author.to_owned()
    } else {
        format!("{author} (aceptó {accepted_by})")
    }
}

fn kind(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Changed => "changed",
        DifferenceKind::Added => "added",
        DifferenceKind::Retired => "retired",
        DifferenceKind::Restored => "restored",
        DifferenceKind::Moved => "moved",
    }
}

fn difference(one: &DifferenceView) -> String {
    let row = one
        .row
        .map_or_else(|| "—".to_owned(), |row| row.to_string());
    let what = match one.kind {
        DifferenceKind::Changed => {
            format!("{}: «{}» → «{}»", one.cell.field, one.before, one.after)
        }
        DifferenceKind::Added => format!("nuevo: {}", one.after),
        DifferenceKind::Retired => format!("retirado: {}", one.before),
        DifferenceKind::Restored => format!("restaurado: {}", one.after),
        DifferenceKind::Moved => "cambió de lugar".to_owned(),
    };
    let at = one.at.as_deref().unwrap_or_default();
    let late = if one.late { "  (extemporáneo)" } else { "" };
    let authors = one.authors.join(", ");
    format!("  renglón {row}, {what} — {authors} {at}{late}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(id: &str, name: &str) -> VersionView {
        VersionView {
            id: id.to_owned(),
            name: name.to_owned(),
            note: String::new(),
            by: String::new(),
            at: String::new(),
            matrix: String::new(),
            digest: String::new(),
            rows: 0,
            here: true,
            current: false,
        }
    }

    #[test]
    fn a_moment_is_a_version_by_name_or_id_or_what_was_said() {
        let versions = [
            version("aa11", "Mesa 8"),
            version("aa22", "Mesa 8, segunda vuelta"),
            version("bb33", "Entrega"),
        ];
        let cases = [
            ("mesa 8", "aa11"),
            ("Mesa 8, seg", "aa22"),
            ("bb", "bb33"),
            ("entr", "bb33"),
            ("aa", "aa"),
            ("mesa", "mesa"),
            ("now", "now"),
            ("2023-04-19", "2023-04-19"),
            ("", ""),
        ];
        for (wanted, found) in cases {
            assert_eq!(point(&versions, wanted), found, "{wanted}");
        }
    }
}
