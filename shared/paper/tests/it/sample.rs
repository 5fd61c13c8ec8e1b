//! The annex of SECOEM's matrix, and annexes made up.

use exchange::{EXAMPLE_XLSX, Imported, read_xlsx};
use model::{Draft, Field, Level};
use paper::{Annex, AnnexCell, AnnexComment, AnnexRow, Column, ColumnKind, Imprint};

/// The columns of the form, with their shares of the width.
const FORM: [(&str, Field, u32); 8] = [
    ("Eje PEA", Field::Heading(Level::Axis), 650),
    ("Prioridad PEA", Field::Heading(Level::Priority), 2_100),
    (
        "Lluvia de ideas: Líneas de Acción",
        Field::ActionLine,
        2_600,
    ),
    ("Indicador", Field::IndicatorName, 1_750),
    ("Interpretación", Field::Interpretation, 1_550),
    ("Tipo", Field::UnitOfMeasure, 1_050),
    ("Formula", Field::Formula, 2_000),
    ("Frecuencia de Medición", Field::Frequency, 1_100),
];

pub(crate) fn imported() -> Imported {
    read_xlsx(EXAMPLE_XLSX).unwrap()
}

/// SECOEM's matrix as a closed version, without comments.
pub(crate) fn secoem() -> Annex {
    annex_of(&imported().draft)
}

/// With the notes of its workbook.
pub(crate) fn secoem_with_comments() -> Annex {
    let imported = imported();
    let mut annex = annex_of(&imported.draft);
    annex.comments = imported
        .notes
        .iter()
        .map(|note| AnnexComment {
            row: note.row,
            field: note.field.to_string(),
            author: note.author.clone(),
            dated: "19 de abril de 2023".to_owned(),
            dated_unix_s: 1_681_927_200,
            text: note.text.clone(),
            ..AnnexComment::default()
        })
        .collect();
    annex
}

pub(crate) fn imprint() -> Imprint {
    Imprint {
        dossier: "0190a5f2-8f4e-7c1a-9d6b-3f2e1d0c9b8a".to_owned(),
        version: "0190a5f2-9000-7c1a-9d6b-000000000001".to_owned(),
        point: "ab".repeat(32),
        version_name: "Versión de la mesa 08".to_owned(),
        folio: "SECOEM-2023-04-24-3F9A-22C1".to_owned(),
        digest: "3F9A-22C1".to_owned(),
        dated: "24 de abril de 2023, 13:05 h".to_owned(),
        dated_unix_s: 1_682_363_100,
    }
}

/// The printed text and the path of a heading of a row, if it has one at that level.
fn heading(draft: &Draft, row: usize, level: Level) -> Option<(String, usize)> {
    let mut next = draft.rows[row].heading;
    while let Some(index) = next {
        let heading = &draft.headings[index];
        if heading.level == level {
            let printed = match heading.number.as_str() {
                "" => heading.text.clone(),
                number => format!("{number}. {}", heading.text),
            };
            return Some((printed, index));
        }
        next = heading.parent;
    }
    None
}

pub(crate) fn annex_of(draft: &Draft) -> Annex {
    let mut fields: Vec<(String, Field, u32)> = FORM
        .iter()
        .map(|(header, field, parts)| ((*header).to_owned(), *field, *parts))
        .collect();
    for year in &draft.years {
        fields.push((format!("Meta {year}"), Field::Target(*year), 600));
    }
    let columns = fields.iter().map(|(header, field, parts)| Column {
        field: field.to_string(),
        header: header.clone(),
        kind: match field {
            Field::Heading(_) => ColumnKind::Heading,
            Field::UnitOfMeasure | Field::Frequency | Field::Target(_) => ColumnKind::Value,
            _ => ColumnKind::Text,
        },
        width_parts: *parts,
    });
    let rows = draft.rows.iter().enumerate().map(|(index, row)| AnnexRow {
        number: index as u32 + 1,
        line: format!("0190a5f2-0000-7000-8000-{index:012}"),
        indicator: format!("0190a5f2-0000-7000-9000-{index:012}"),
        cells: fields
            .iter()
            .map(|(_, field, _)| match field {
                Field::Heading(level) => {
                    let found = heading(draft, index, *level);
                    let (text, group) =
                        found.map_or((String::new(), None), |(text, at)| (text, Some(at as u32)));
                    AnnexCell { text, group }
                }
                field => AnnexCell {
                    text: row.cells.get(field).cloned().unwrap_or_default(),
                    group: None,
                },
            })
            .collect(),
        pending_external: row.pending_external,
    });
    Annex {
        label: "ANEXO".to_owned(),
        title: draft.title.clone(),
        institution: draft.institution.clone(),
        rows: rows.collect(),
        columns: columns.collect(),
        imprint: imprint(),
        initials: true,
        ..Annex::default()
    }
}

/// So many rows, made of the sample's over and over, some with long texts.
pub(crate) fn many(rows: usize) -> Annex {
    let mut annex = secoem();
    let sample = annex.rows.clone();
    annex.rows = (0..rows)
        .map(|index| {
            let round = index / sample.len();
            let mut row = sample[index % sample.len()].clone();
            row.number = index as u32 + 1;
            for (column, cell) in row.cells.iter_mut().enumerate() {
                cell.group = cell.group.map(|group| group + 100 * round as u32);
                if column == 2 && index % 7 == 0 && !cell.text.is_empty() {
                    let more = " y explicar con detalle lo que se pretende hacer cada año";
                    cell.text.push_str(&more.repeat(1 + index % 5));
                }
            }
            row
        })
        .collect();
    annex
}
