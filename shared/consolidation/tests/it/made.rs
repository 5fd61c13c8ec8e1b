//! Sheets of invented institutions.

use std::sync::Arc;

use consolidation::{Programme, Sheet, SheetHeading, SheetRow, State, Tier};

/// A row as tests write it: axis, priority, line.
pub(crate) type Written<'a> = (&'a str, &'a str, &'a str);

pub(crate) const YEARS: [u16; 3] = [2024, 2025, 2026];

/// "7. Texto" as number and text.
pub(crate) fn heading(tier: Tier, printed: &str) -> SheetHeading {
    let (number, text) = printed.split_once(". ").unwrap_or(("", printed));
    SheetHeading {
        tier,
        number: number.to_owned(),
        text: text.to_owned(),
    }
}

/// A sheet whose rows are complete drafts.
pub(crate) fn sheet(institution: &str, rows: &[Written<'_>]) -> Sheet {
    let mut sheet = Sheet {
        dossier: format!("dossier of {institution}"),
        title: "Programa de implementación".to_owned(),
        institution: institution.to_owned(),
        years: YEARS.to_vec(),
        ..Sheet::default()
    };
    for (number, (axis, priority, line)) in (1..).zip(rows) {
        let mut place = |tier, printed: &str| {
            if printed.is_empty() {
                return None;
            }
            let heading = heading(tier, printed);
            let known = sheet.headings.iter().position(|one| *one == heading);
            Some(known.unwrap_or_else(|| {
                sheet.headings.push(heading);
                sheet.headings.len() - 1
            }))
        };
        let (axis, priority) = (place(Tier::Axis, axis), place(Tier::Priority, priority));
        sheet.rows.push(SheetRow {
            number,
            line: format!("line {number}"),
            indicator: Some(format!("indicator {number}")),
            begins_line: true,
            axis,
            priority,
            action_line: (*line).to_owned(),
            indicator_name: format!("Porcentaje de avance {number}"),
            baseline: "10".to_owned(),
            targets: vec!["100".to_owned(); YEARS.len()],
            state: State::Draft,
            ..SheetRow::default()
        });
    }
    sheet
}

pub(crate) fn programme(sheets: Vec<Sheet>) -> Programme {
    Programme::of(sheets.into_iter().map(Arc::new).collect())
}
