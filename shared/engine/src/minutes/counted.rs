//! What a matrix counts, for a minuta to say.

use std::collections::BTreeSet;

use contract::{CountOf, CountedView};
use minutes::{Counted, Counts};
use model::{LineId, RowView, Version};
use replica::Replica;
use review::Act;

/// What the matrix counts at a version; `None`: now. `None` answered: the version is not all here.
pub(crate) fn counted_at(replica: &Replica, version: Option<&Version>) -> Option<Counted> {
    let consulted: BTreeSet<LineId> = replica
        .agreement()
        .consultations
        .iter()
        .filter(|consultation| consultation.is_open())
        .filter_map(|consultation| match &consultation.asked.act {
            Act::Consult { line, .. } => Some(*line),
            _ => None,
        })
        .collect();
    match version {
        None => Some(count(replica.matrix().rows(), &consulted)),
        Some(version) => {
            let past = replica.matrix().rows_at(version)?;
            Some(count(past.rows(), &consulted))
        }
    }
}

fn count(rows: &[RowView], consulted: &BTreeSet<LineId>) -> Counted {
    let mut counted = Counted::default();
    let mut lines: BTreeSet<LineId> = BTreeSet::new();
    for row in rows.iter().filter(|row| !row.retired) {
        counted.rows += 1;
        if !row.action_line.trim().is_empty() {
            lines.insert(row.line);
        }
        counted.indicators += u64::from(!row.indicator_name.trim().is_empty());
        let complete =
            !row.targets.is_empty() && row.targets.values().all(|target| !target.trim().is_empty());
        counted.with_targets += u64::from(complete);
        counted.pending += u64::from(row.pending_external || consulted.contains(&row.line));
    }
    counted.lines = lines.len() as u64;
    counted
}

pub(super) fn view(counted: Counted) -> CountedView {
    CountedView {
        rows: counted.rows as u32,
        lines: counted.lines as u32,
        indicators: counted.indicators as u32,
        with_targets: counted.with_targets as u32,
        pending: counted.pending as u32,
    }
}

/// How many there are of something.
pub(super) fn of(counted: CountedView, counts: Counts) -> (CountOf, u32) {
    match counts {
        Counts::Rows => (CountOf::Rows, counted.rows),
        Counts::Lines => (CountOf::Lines, counted.lines),
        Counts::Indicators => (CountOf::Indicators, counted.indicators),
    }
}

/// The sentence of the paper, which is Spanish whatever the screen speaks.
pub(super) fn sentence(counted: CountedView) -> String {
    let of = |count: u32, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let mut said = vec![
        of(counted.rows, "renglón", "renglones"),
        of(counted.lines, "línea de acción", "líneas de acción"),
        of(counted.indicators, "indicador", "indicadores"),
        of(
            counted.with_targets,
            "renglón con todas sus metas",
            "renglones con todas sus metas",
        ),
    ];
    if counted.pending > 0 {
        said.push(of(
            counted.pending,
            "renglón sujeto a revisión",
            "renglones sujetos a revisión",
        ));
    }
    let last = said.pop().unwrap_or_default();
    format!("{} y {last}.", said.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_one_and_many() {
        let counted = CountedView {
            rows: 26,
            lines: 25,
            indicators: 23,
            with_targets: 21,
            pending: 7,
        };
        assert_eq!(
            sentence(counted),
            "26 renglones, 25 líneas de acción, 23 indicadores, 21 renglones con todas sus metas \
             y 7 renglones sujetos a revisión."
        );
        let counted = CountedView {
            rows: 1,
            lines: 1,
            indicators: 1,
            with_targets: 1,
            pending: 0,
        };
        assert_eq!(
            sentence(counted),
            "1 renglón, 1 línea de acción, 1 indicador y 1 renglón con todas sus metas."
        );
    }
}
