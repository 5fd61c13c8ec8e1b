//! The report as an Excel workbook: a sheet for each table, texts as texts whatever they begin with,
//! counts as numbers.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::{ConsolidationReport, ReportTable};
use crate::{ExportError, PaperSize};

/// Letters of a cell at most: Excel takes 32,767.
const CELL_LETTERS_MAX: usize = 32_000;
/// Letters of the name of a sheet at most.
const NAME_LETTERS_MAX: usize = 31;
/// Width of all columns of a table together, in letters of Excel's own measure.
const WIDTH_LETTERS: f64 = 190.0;
/// Narrowest column, in the same measure.
const WIDTH_MIN: f64 = 7.0;
/// Yellow of *sujeta a revisión*.
const YELLOW: Color = Color::RGB(0x00FF_F7CC);
const GREY: Color = Color::RGB(0x00ED_EAE5);
const LINE: Color = Color::RGB(0x00A6_A6A6);

/// How cells look.
struct Looks {
    title: Format,
    said: Format,
    header: Format,
    over: Format,
    text: Format,
    count: Format,
    marked_text: Format,
    marked_count: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = || {
            Format::new()
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE)
                .set_text_wrap()
                .set_align(FormatAlign::Top)
        };
        Self {
            title: Format::new().set_bold().set_font_size(14),
            said: Format::new().set_font_color(Color::RGB(0x0057_524B)),
            header: cell().set_bold().set_background_color(GREY),
            over: cell().set_bold(),
            text: cell(),
            count: cell().set_align(FormatAlign::Right),
            marked_text: cell().set_background_color(YELLOW),
            marked_count: cell()
                .set_background_color(YELLOW)
                .set_align(FormatAlign::Right),
        }
    }
}

/// The report as a workbook (.xlsx).
pub fn consolidation_xlsx(report: &ConsolidationReport) -> Result<Vec<u8>, ExportError> {
    workbook(report).map_err(ExportError::packing)
}

fn workbook(report: &ConsolidationReport) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_timestamp(report.dated_unix_s)?;
    let properties = DocProperties::new()
        .set_title(&report.title)
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let looks = Looks::new();
    for (place, table) in report.tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name(&table.name, place))?;
        write(sheet, report, table, &looks, place == 0)?;
    }
    workbook.save_to_buffer()
}

fn write(
    sheet: &mut Worksheet,
    report: &ConsolidationReport,
    table: &ReportTable,
    looks: &Looks,
    first: bool,
) -> Result<(), XlsxError> {
    let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    page(sheet, report);
    widths(sheet, table)?;
    sheet.write_string_with_format(0, 0, &report.title, &looks.title)?;
    sheet.write_string_with_format(1, 0, &table.title, &looks.said)?;
    let mut row = 2;
    for line in &report.lines {
        sheet.write_string_with_format(row, 0, line, &looks.said)?;
        row += 1;
    }
    if first && !report.legend.is_empty() {
        sheet.write_string_with_format(row, 0, &report.legend, &looks.said)?;
        row += 1;
    }
    let header = row;
    for (column, one) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(header, column, &one.header, &looks.header)?;
    }
    sheet.set_freeze_panes(header + 1, 0)?;
    sheet.set_repeat_rows(header, header)?;
    for one in &table.rows {
        row += 1;
        if one.over {
            let words = one.cells.first().map(String::as_str).unwrap_or_default();
            for column in 0..=last_column {
                let text = if column == 0 { words } else { "" };
                sheet.write_string_with_format(row, column, text, &looks.over)?;
            }
            continue;
        }
        for (column, (cell, of)) in (0_u16..).zip(table.cells(one).zip(&table.columns)) {
            let (text, count) = if one.marked {
                (&looks.marked_text, &looks.marked_count)
            } else {
                (&looks.text, &looks.count)
            };
            match cell.parse::<u32>() {
                Ok(number) if of.counts => {
                    sheet.write_number_with_format(row, column, number, count)?;
                }
                _ if of.counts => {
                    sheet.write_string_with_format(row, column, cell, count)?;
                }
                _ => {
                    let cut: String = cell.chars().take(CELL_LETTERS_MAX).collect();
                    sheet.write_string_with_format(row, column, cut, text)?;
                }
            }
        }
    }
    if row > header {
        sheet.autofilter(header, 0, row, last_column)?;
    }
    Ok(())
}

fn page(sheet: &mut Worksheet, report: &ConsolidationReport) {
    sheet.set_landscape();
    // Excel's numbers of sizes: 1 letter, 5 legal; it knows no oficio of Mexico, and legal is the nearest.
    sheet.set_paper_size(match report.paper {
        PaperSize::Carta => 1,
        PaperSize::Oficio | PaperSize::Legal => 5,
    });
    sheet.set_print_fit_to_pages(1, 0);
    // An ampersand begins a code in a foot.
    let foot = report.foot.replace('&', "&&");
    let [page, of] = &report.page_words;
    sheet.set_footer(format!("&L{foot}&R{page} &P {of} &N"));
}

fn widths(sheet: &mut Worksheet, table: &ReportTable) -> Result<(), XlsxError> {
    let parts: u32 = table.columns.iter().map(|column| column.width_parts).sum();
    let whole = f64::from(parts.max(1));
    for (place, column) in (0_u16..).zip(&table.columns) {
        let share = f64::from(column.width_parts) / whole * WIDTH_LETTERS;
        sheet.set_column_width(place, share.max(WIDTH_MIN))?;
    }
    Ok(())
}

/// A name that Excel takes, and that no other sheet has.
fn name(wanted: &str, place: usize) -> String {
    let allowed = |letter: &char| !['[', ']', ':', '*', '?', '/', '\\', '\''].contains(letter);
    let kept: String = wanted
        .chars()
        .filter(allowed)
        .take(NAME_LETTERS_MAX)
        .collect();
    if kept.trim().is_empty() {
        format!("{}", place + 1)
    } else {
        kept
    }
}
