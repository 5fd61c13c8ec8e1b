//! A paper as the values its sheets read.

use std::collections::{BTreeMap, BTreeSet};

use paper::marks::{PENDING_LEGEND, PENDING_MARK};
use paper::{
    Annex, AnnexCell, AnnexRow, Column, ColumnKind, Imprint, Logo, MinutesAgreement, MinutesPaper,
    PaperCode, PaperSize, SignatureLine,
};
use typst::foundations::{Array, Bytes, Dict, IntoValue, NoneValue, Value, array, dict};
use typst::layout::{Abs, Ratio};

use crate::limits::{COLUMNS_MAX, LATE_LINES_MAX, MINUTES_ENTRIES_MAX, ROWS_MAX};
use crate::signs::Signs;
use crate::{PressError, logo};

/// Twentieths of a point in one.
pub(crate) const TWIPS_PER_POINT: f64 = 20.0;
/// Size of the text of the matrix, in points.
const TEXT_POINTS: f64 = 8.0;
/// The same, where there are more columns than the form has.
const SMALL_TEXT_POINTS: f64 = 7.0;
/// Columns of the form.
const FORM_COLUMNS: usize = 11;
/// Width of the sheet that is not table, in points: the margins of `annex.typ`.
const MARGINS_POINTS: f64 = 97.0;
const MARGINS_WITH_INITIALS_POINTS: f64 = 146.0;
/// Room between a text and the lines of its cell, both sides, in points.
const INSETS_POINTS: f64 = 5.2;
/// The least room a text is broken for, in parts of its size.
const NARROW_EMS: f64 = 3.0;
/// A heading in a column narrower than this reads along it, in points.
const UPRIGHT_POINTS_MIN: f64 = 46.0;

/// What every part of a paper has.
struct Common<'a> {
    imprint: &'a Imprint,
    paper: PaperSize,
    logo_left: Option<&'a Logo>,
    logo_right: Option<&'a Logo>,
}

impl Common<'_> {
    fn values(&self, signs: &mut Signs) -> Result<Dict, PressError> {
        let (short, long) = self.paper.sides_twips();
        let points = |twips: u32| Abs::pt(f64::from(twips) / TWIPS_PER_POINT);
        let code = PaperCode::of(self.imprint);
        let code = code.map_err(|error| PressError::Typesetter(error.to_string()))?;
        let picture = |logo: Option<&Logo>| match logo {
            Some(logo) => logo::values(logo).map(IntoValue::into_value),
            None => Ok(NoneValue.into_value()),
        };
        Ok(dict! {
            "draft" => self.imprint.is_draft(),
            "sheet" => dict! { "short" => points(short), "long" => points(long) },
            "logo-left" => picture(self.logo_left)?,
            "logo-right" => picture(self.logo_right)?,
            "code" => dict! {
                "alt" => code.alt(),
                "bytes" => Bytes::new(code.png),
            },
            "foot" => lines(&foot_lines(self.imprint), signs)?,
        })
    }
}

/// Texts that stand in no column, ready.
pub(crate) fn lines(texts: &[String], signs: &mut Signs) -> Result<Array, PressError> {
    let ready = texts.iter().map(|text| Ok(signs.line(text)?.into_value()));
    ready.collect()
}

/// What the foot says of the data.
fn foot_lines(imprint: &Imprint) -> Vec<String> {
    let mut lines = Vec::new();
    if imprint.is_draft() {
        lines.push("BORRADOR: lo impreso no está cerrado y puede cambiar.".to_owned());
        lines.push(format!("Impreso el {}", imprint.dated));
    } else {
        lines.push(format!("Folio {}", imprint.folio));
        let closed = format!("cerrada el {}", imprint.dated);
        if imprint.version_name.is_empty() {
            lines.push(format!("Versión {closed}"));
        } else {
            lines.push(format!("{}, {closed}", imprint.version_name));
        }
    }
    lines.push(format!("Huella de la matriz: {}", imprint.digest));
    lines
}

/// The values of an annex.
pub(crate) fn annex(annex: &Annex, signs: &mut Signs) -> Result<Dict, PressError> {
    let columns = &annex.columns;
    if annex.rows.len() > ROWS_MAX || columns.len() > COLUMNS_MAX || columns.is_empty() {
        return Err(PressError::TooMany);
    }
    let layout = Layout::of(annex);
    let joined = joined(annex);
    let mut columns_values = Array::new();
    for (column, &is_joined) in columns.iter().zip(&joined) {
        let is_heading = column.kind == ColumnKind::Heading;
        let share = layout.share(column);
        let is_narrow = layout.table_points * share < UPRIGHT_POINTS_MIN;
        columns_values.push(
            dict! {
                "header" => signs.ready(&column.header, layout.ems(column))?,
                "heading" => is_heading,
                "joined" => is_joined,
                "value" => column.kind == ColumnKind::Value,
                "vertical" => is_heading && is_narrow,
                "share" => Ratio::new(share),
            }
            .into_value(),
        );
    }
    let (rows, known) = rows(annex, &joined, &layout, signs)?;
    let comments = comments(annex, signs)?;
    let any_pending = annex.rows.iter().any(|row| row.pending_external);
    let common = Common {
        imprint: &annex.imprint,
        paper: annex.paper,
        logo_left: annex.logo_left.as_ref(),
        logo_right: annex.logo_right.as_ref(),
    };
    let mut part = common.values(signs)?;
    let values = dict! {
        "label" => annex.label.clone(),
        "title" => signs.line(&annex.title)?,
        "institution" => signs.line(&annex.institution)?,
        "initials" => annex.initials,
        "size" => Abs::pt(layout.text_points),
        "columns" => columns_values,
        "rows" => rows,
        "joined" => known,
        "legend" => if any_pending { PENDING_LEGEND } else { "" },
        "empty" => "Esta matriz todavía no tiene renglones.",
        "comments-title" => "Comentarios de la revisión",
        "comments-header" => array!["Renglón", "Columna", "Quién", "Fecha", "Comentario"],
        "comments" => comments,
        "notes-title" => "Textos completos",
        "notes-header" => array!["Nota", "Texto completo"],
    };
    part.insert("annex".into(), values.into_value());
    Ok(part)
}

/// What stands for a long line at the indicators after its first.
const SAME_LINE: &str = "(La misma línea.)";
/// A line longer than this does not run over its indicators, in bytes: it may have to go on on another
/// page.
const JOINED_BYTES_MAX: usize = 600;

/// How the table of an annex is laid on its sheet.
struct Layout {
    table_points: f64,
    text_points: f64,
    parts: f64,
}

impl Layout {
    fn of(annex: &Annex) -> Self {
        let (_, long) = annex.paper.sides_twips();
        let margins = if annex.initials {
            MARGINS_WITH_INITIALS_POINTS
        } else {
            MARGINS_POINTS
        };
        let parts: u32 = annex
            .columns
            .iter()
            .map(|column| column.width_parts.max(1))
            .sum();
        Self {
            table_points: f64::from(long) / TWIPS_PER_POINT - margins,
            text_points: if annex.columns.len() > FORM_COLUMNS {
                SMALL_TEXT_POINTS
            } else {
                TEXT_POINTS
            },
            parts: f64::from(parts),
        }
    }

    fn share(&self, column: &Column) -> f64 {
        f64::from(column.width_parts.max(1)) / self.parts
    }

    /// Room for a text in a column, in parts of its size.
    fn ems(&self, column: &Column) -> f64 {
        (self.table_points * self.share(column) - INSETS_POINTS) / self.text_points
    }
}

/// Which columns have cells that run over several rows: headings, and a line over its indicators.
fn joined(annex: &Annex) -> Vec<bool> {
    let columns = annex.columns.iter().enumerate();
    let is_joined = |(index, column): (usize, &Column)| {
        let of = |row: &AnnexRow| row.cells.get(index).and_then(|cell| cell.group);
        let pairs = &mut annex.rows.windows(2);
        column.kind == ColumnKind::Heading
            || pairs.any(|pair| of(&pair[0]).is_some() && of(&pair[0]) == of(&pair[1]))
    };
    columns.map(is_joined).collect()
}

/// The rows, and of each joined column the texts it has.
fn rows(
    annex: &Annex,
    joined: &[bool],
    layout: &Layout,
    signs: &mut Signs,
) -> Result<(Array, Dict), PressError> {
    let empty = AnnexCell::default();
    let headings = annex.columns.iter();
    let headings = headings.take_while(|column| column.kind == ColumnKind::Heading);
    let first_after = headings.count();
    let mut rows = Array::new();
    let mut known: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut runs = vec![0_i64; annex.columns.len()];
    for (place, row) in annex.rows.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| &annex.rows[before]);
        let mut cells = Array::new();
        // Whether a heading around the cell is another than that of the row before.
        let mut is_new = false;
        for (index, column) in annex.columns.iter().enumerate() {
            let of = |row: &'_ AnnexRow| row.cells.get(index).cloned();
            let cell = row.cells.get(index).unwrap_or(&empty);
            let is_heading = column.kind == ColumnKind::Heading;
            let mut text = cell.text.clone();
            if joined[index] {
                let same = before.and_then(of).unwrap_or_default() == *cell && before.is_some();
                let same = same && !is_new && (is_heading || cell.group.is_some());
                is_new |= is_heading && !same;
                let fits = is_heading || text.len() <= JOINED_BYTES_MAX;
                if !same || !fits {
                    runs[index] += 1;
                }
                if same && !fits {
                    SAME_LINE.clone_into(&mut text);
                }
            }
            if row.pending_external && index == first_after {
                text = match text.as_str() {
                    "" => PENDING_MARK.to_owned(),
                    text => format!("{PENDING_MARK} {text}"),
                };
            }
            // A heading that reads along its column has the height of its rows for room.
            let room = layout.ems(column).max(NARROW_EMS);
            let ready = signs.ready(&text, room)?;
            if joined[index] {
                known.entry(index).or_default().insert(ready.clone());
            }
            cells.push(ready.into_value());
        }
        rows.push(
            dict! {
                "cells" => cells,
                "runs" => runs.iter().map(|run| run.into_value()).collect::<Array>(),
                "pending" => row.pending_external,
            }
            .into_value(),
        );
    }
    let mut texts = Dict::new();
    for (index, known) in known {
        let known: Array = known.into_iter().map(IntoValue::into_value).collect();
        texts.insert(index.to_string().into(), known.into_value());
    }
    Ok((rows, texts))
}

fn comments(annex: &Annex, signs: &mut Signs) -> Result<Array, PressError> {
    let mut rows = Array::new();
    for comment in &annex.comments {
        let number = annex
            .rows
            .get(comment.row)
            .map(|row| row.number.to_string());
        let column = annex
            .columns
            .iter()
            .find(|column| column.field == comment.field);
        let column = match column {
            Some(column) => column.header.as_str(),
            None if comment.field.is_empty() => "Todo el renglón",
            None => "Columna que no se imprime",
        };
        let mut cells = Array::new();
        for text in [
            number.as_deref().unwrap_or_default(),
            column,
            &comment.author,
            &comment.dated,
            &comment.text,
        ] {
            cells.push(signs.line(text)?.into_value());
        }
        rows.push(Value::Array(cells));
    }
    Ok(rows)
}

/// The values of a minuta.
pub(crate) fn minutes(minutes: &MinutesPaper, signs: &mut Signs) -> Result<Dict, PressError> {
    let counted = [&minutes.agreements, &minutes.follow_up];
    let signing = minutes.attendees.len() + minutes.coordinators.len();
    let all = counted.iter().map(|list| list.len()).sum::<usize>() + signing;
    if all > MINUTES_ENTRIES_MAX || minutes.late_lines > LATE_LINES_MAX {
        return Err(PressError::TooMany);
    }
    let common = Common {
        imprint: &minutes.imprint,
        paper: minutes.paper,
        logo_left: minutes.logo_left.as_ref(),
        logo_right: minutes.logo_right.as_ref(),
    };
    let mut part = common.values(signs)?;
    let mut attendees = signers(&minutes.attendees, signs)?;
    for _ in 0..minutes.late_lines {
        attendees.push(dict! { "name" => "", "position" => "" }.into_value());
    }
    let facts = [
        ("Fecha", &minutes.date),
        ("Lugar", &minutes.place),
        ("Horario", &minutes.hours),
        ("Convocó", &minutes.convened_by),
    ];
    let closing = [
        ("Observaciones", &minutes.remarks),
        ("Conteo", &minutes.counts),
    ];
    let follow_up = if minutes.follow_up.is_empty() {
        NoneValue.into_value()
    } else {
        agreements(&minutes.follow_up, signs)?.into_value()
    };
    let values = dict! {
        "title" => signs.line(&minutes.title)?,
        "institution" => signs.line(&minutes.institution)?,
        "agenda" => lines(&minutes.agenda, signs)?,
        "follow-up" => follow_up,
        "agreements" => agreements(&minutes.agreements, signs)?,
        "attendees" => attendees,
        "facts" => said(&facts, signs)?,
        "materials" => lines(&minutes.reviewed_materials, signs)?,
        "remarks" => said(&closing, signs)?,
        "coordinators" => signers(&minutes.coordinators, signs)?,
    };
    part.insert("minutes".into(), values.into_value());
    Ok(part)
}

/// Names with what they say; those that say nothing are left out.
fn said(pairs: &[(&str, &String)], signs: &mut Signs) -> Result<Array, PressError> {
    let pairs = pairs.iter().filter(|(_, text)| !text.is_empty());
    let said = pairs.map(|(name, text)| Ok(array![*name, signs.line(text)?].into_value()));
    said.collect()
}

fn signers(lines: &[SignatureLine], signs: &mut Signs) -> Result<Array, PressError> {
    let values = lines.iter().map(|line| {
        let values = dict! {
            "name" => signs.line(&line.name)?,
            "position" => signs.line(&line.position)?,
        };
        Ok(values.into_value())
    });
    values.collect()
}

/// A column of the agreements: its header, its share of the width (0: as narrow as a number), and
/// what it says.
type AgreementColumn = (&'static str, i64, fn(&MinutesAgreement) -> String);

/// The form's own three columns, and those of the others that some agreement uses.
fn agreements(list: &[MinutesAgreement], signs: &mut Signs) -> Result<Dict, PressError> {
    const COLUMNS: [AgreementColumn; 6] = [
        ("No.", 0, |of| of.number.clone()),
        ("Acuerdo", 10, |of| {
            let about = of.about.join("; ");
            match about.as_str() {
                "" => of.text.clone(),
                about => format!("{}\n({about})", of.text),
            }
        }),
        ("Observaciones", 6, |of| of.remarks.clone()),
        ("Responsable", 4, |of| of.responsible.clone()),
        ("Fecha límite", 3, |of| of.due.clone()),
        ("Estado", 3, |of| of.state.clone()),
    ];
    const ALWAYS: usize = 3;
    let used = COLUMNS.iter().enumerate().filter(|(index, (_, _, of))| {
        *index < ALWAYS || list.iter().any(|agreement| !of(agreement).is_empty())
    });
    let used: Vec<&AgreementColumn> = used.map(|(_, column)| column).collect();
    let columns: Array = used
        .iter()
        .map(|(header, parts, _)| dict! { "header" => *header, "parts" => *parts }.into_value())
        .collect();
    let mut rows = Array::new();
    for agreement in list {
        let cells: Result<Array, PressError> = used
            .iter()
            .map(|(_, _, of)| Ok(signs.line(&of(agreement))?.into_value()))
            .collect();
        rows.push(cells?.into_value());
    }
    Ok(dict! { "columns" => columns, "rows" => rows })
}
