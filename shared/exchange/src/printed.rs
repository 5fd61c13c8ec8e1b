//! The matrix printed as CSV: the form's columns, in the form's words.

use model::{Field, Level, RowView};

/// Starts every file, so that Excel reads the accents as they are.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Which columns to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// The form's own: eje, prioridad, línea, indicador, interpretación, tipo, fórmula, frecuencia and
    /// the target of each year.
    Form,
    /// The form's own, then every other field that some row has.
    All,
}

/// Prints the rows that are not retired: UTF-8 with its mark, commas, CRLF, headings repeated in every
/// row. No cell can act as a formula in the program that opens it.
pub fn write_csv(years: &[u16], rows: &[RowView], columns: Columns) -> Vec<u8> {
    let rows: Vec<&RowView> = rows.iter().filter(|row| !row.retired).collect();
    let mut printed: Vec<(String, Field)> = FORM
        .iter()
        .map(|(header, field)| ((*header).to_owned(), *field))
        .chain(
            years
                .iter()
                .map(|year| (format!("Meta {year}"), Field::Target(*year))),
        )
        .collect();
    if columns == Columns::All {
        for (header, field) in REST {
            if rows.iter().any(|row| !cell(row, *field).is_empty()) {
                printed.push(((*header).to_owned(), *field));
            }
        }
    }
    let mut text = String::from(BYTE_ORDER_MARK);
    line(&mut text, printed.iter().map(|(header, _)| header.clone()));
    for row in rows {
        line(
            &mut text,
            printed.iter().map(|(_, field)| cell(row, *field)),
        );
    }
    text.into_bytes()
}

/// Columns of the form before the targets, as it prints them.
const FORM: &[(&str, Field)] = &[
    ("Eje PEA", Field::Heading(Level::Axis)),
    ("Prioridad PEA", Field::Heading(Level::Priority)),
    ("Lluvia de ideas: Líneas de Acción", Field::ActionLine),
    ("Indicador", Field::IndicatorName),
    ("Interpretación", Field::Interpretation),
    ("Tipo", Field::UnitOfMeasure),
    ("Formula", Field::Formula),
    ("Frecuencia de Medición", Field::Frequency),
];

/// Columns the form does not have.
const REST: &[(&str, Field)] = &[
    ("Objetivo", Field::Heading(Level::Objective)),
    ("Estrategia", Field::Heading(Level::Strategy)),
    ("Responsable", Field::Responsible),
    ("Sentido", Field::Direction),
    ("Comportamiento de la meta", Field::TargetBehavior),
    ("Línea base", Field::BaselineValue),
    ("Año base", Field::BaselineYear),
    ("Fuente de la línea base", Field::BaselineSource),
    ("Verificación de la línea base", Field::BaselineVerification),
    ("Medios de verificación", Field::MeansOfVerification),
    ("Sujeta a revisión", Field::PendingExternal),
];

fn cell(row: &RowView, field: Field) -> String {
    match field {
        Field::PendingExternal if row.pending_external => "Sí".to_owned(),
        Field::PendingExternal => String::new(),
        _ => row.cell(field),
    }
}

/// A line of cells.
pub(crate) fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        quoted(text, &guarded(cell));
    }
    text.push_str("\r\n");
}

/// A value that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets
/// do not show. Plain numbers ("-5", "+3.5%") cannot run.
fn guarded(cell: String) -> String {
    let starts_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let is_number = cell
        .strip_prefix(['+', '-'])
        .map(|rest| rest.strip_suffix('%').unwrap_or(rest))
        .is_some_and(|rest| {
            rest.starts_with(|digit: char| digit.is_ascii_digit())
                && rest
                    .chars()
                    .all(|digit| digit.is_ascii_digit() || digit == '.' || digit == ',')
        });
    if starts_formula && !is_number {
        format!("'{cell}")
    } else {
        cell
    }
}

/// RFC 4180, quotes only where they are needed.
fn quoted(text: &mut String, cell: &str) {
    if cell.contains(['"', ',', '\n', '\r']) {
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}
