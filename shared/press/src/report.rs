//! The programme of a state as the values its sheet reads.

use paper::{ConsolidationReport, ReportRow, ReportTable};
use typst::foundations::{Array, Dict, IntoValue, dict};
use typst::layout::{Abs, Ratio};

use crate::PressError;
use crate::limits::{COLUMNS_MAX, ROWS_MAX};
use crate::signs::Signs;
use crate::values::{TWIPS_PER_POINT, lines};

/// Size of the text of the tables, in points.
const TEXT_POINTS: f64 = 7.5;
/// Width of the sheet that is not table: the margins of `report.typ`, in points.
const MARGINS_POINTS: f64 = 85.1;
/// Room between a text and the lines of its cell, both sides, in points.
const INSETS_POINTS: f64 = 4.8;
/// Width of a usual letter, in parts of the size of its text; somewhat more than it is.
const LETTER_EMS: f64 = 0.55;
/// A row that may be higher than this goes on on the next page: it might not fit one.
const LINES_MAX: f64 = 25.0;

/// The values of a report.
pub(crate) fn report(report: &ConsolidationReport, signs: &mut Signs) -> Result<Dict, PressError> {
    let (short, long) = report.paper.sides_twips();
    let points = |twips: u32| f64::from(twips) / TWIPS_PER_POINT;
    let room = points(long) - MARGINS_POINTS;
    let mut tables = Array::new();
    for one in &report.tables {
        tables.push(table(one, room, signs)?.into_value());
    }
    let [page, of] = &report.page_words;
    let values = dict! {
        "sheet" => dict! { "short" => Abs::pt(points(short)), "long" => Abs::pt(points(long)) },
        "size" => Abs::pt(TEXT_POINTS),
        "lines" => lines(&report.lines, signs)?,
        "legend" => signs.line(&report.legend)?,
        "foot" => signs.line(&report.foot)?,
        "page-word" => signs.line(page)?,
        "of-word" => signs.line(of)?,
        "tables" => tables,
    };
    let mut part = Dict::new();
    part.insert("report".into(), values.into_value());
    Ok(part)
}

fn table(table: &ReportTable, room: f64, signs: &mut Signs) -> Result<Dict, PressError> {
    let count = table.columns.len();
    if table.rows.len() > ROWS_MAX || count > COLUMNS_MAX || count == 0 {
        return Err(PressError::TooMany);
    }
    let parts = |column: &paper::ReportColumn| f64::from(column.width_parts.max(1));
    let all: f64 = table.columns.iter().map(parts).sum();
    let mut columns = Array::new();
    let mut ems = Vec::with_capacity(count);
    for column in &table.columns {
        let share = parts(column) / all;
        let wide = (room * share - INSETS_POINTS) / TEXT_POINTS;
        columns.push(
            dict! {
                "header" => signs.ready(&column.header, wide)?,
                "share" => Ratio::new(share),
                "counts" => column.counts,
            }
            .into_value(),
        );
        ems.push(wide);
    }
    let mut rows = Array::new();
    for one in &table.rows {
        rows.push(row(one, &ems, room, signs)?.into_value());
    }
    Ok(dict! {
        "title" => signs.line(&table.title)?,
        "columns" => columns,
        "rows" => rows,
    })
}

fn row(row: &ReportRow, ems: &[f64], room: f64, signs: &mut Signs) -> Result<Dict, PressError> {
    let over = [room / TEXT_POINTS];
    let ems = if row.over { &over } else { ems };
    let mut cells = Array::new();
    let mut long = false;
    for (index, wide) in ems.iter().enumerate() {
        let text = row.cells.get(index).map(String::as_str).unwrap_or_default();
        let height: f64 = text
            .lines()
            .map(|line| (f64::from(line.chars().count() as u32) * LETTER_EMS / wide).ceil())
            .sum();
        long |= height > LINES_MAX;
        cells.push(signs.ready(text, *wide)?.into_value());
    }
    Ok(dict! {
        "cells" => cells,
        "marked" => row.marked,
        "over" => row.over,
        "long" => long,
    })
}
