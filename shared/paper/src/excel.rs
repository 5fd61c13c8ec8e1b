//! The annex as an Excel workbook.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Image, Note,
    ObjectMovement, Workbook, Worksheet, XlsxError,
};

use crate::marks::{DRAFT, ORIGIN_FIRST_ROW, ORIGIN_MARK, ORIGIN_SHEET, note};
use crate::pages::{LINE as LINE_FIELD, printed};
use crate::sheet::{self, HEADER_ROW, Head, Laid, TITLE_HEIGHTS};
use crate::{Annex, AnnexComment, ColumnKind, ExportError, PaperSize};

/// Pixels of Excel, of which 96 make an inch, in twentieths of a point.
const PIXEL: u32 = 15;
/// Letters of what a picture shows: Excel takes 255, and counts some of them twice.
const ALT_CHARS_MAX: usize = 127;
/// Height of a row and width of a column that are not given, in Arial 10.
const DEFAULT_ROW_PIXELS: u32 = 17;
const DEFAULT_COLUMN_PIXELS: u32 = 64;
const YELLOW: u32 = 0x00FF_FF00;
const GREY: u32 = 0x00D9_D9D9;

/// The annex as an Excel workbook (.xlsx): one sheet that prints on paper as the form does, one page
/// wide, title and headers on every page. Every cell is text: nothing can act as a formula.
///
/// Excel has no code for the oficio of Mexico (216 × 340 mm). The nearest of its codes is Folio (8½ × 13
/// inches, 216 × 330 mm): what is laid out for it fits on oficio too.
pub fn annex_xlsx(annex: &Annex) -> Result<Vec<u8>, ExportError> {
    let laid = Laid::of(annex);
    let head = Head::of(annex, &laid)?;
    workbook(annex, &laid, &head).map_err(ExportError::packing)
}

fn workbook(annex: &Annex, laid: &Laid, above: &Head) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Widths of columns are told in digits of this font: one that every program has, or knows the
    // measures of, and whose digits are as wide as the library takes them to be.
    let default = Format::new().set_font_name("Arial").set_font_size(10);
    workbook.set_default_format(&default, DEFAULT_ROW_PIXELS, DEFAULT_COLUMN_PIXELS)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&annex.title)
            .set_author(&annex.institution)
            // The same version printed twice gives the same bytes.
            .set_creation_datetime(&ExcelDateTime::from_timestamp(annex.imprint.dated_unix_s)?),
    );
    let name = sheet::name(annex);
    let sheet = workbook.add_worksheet();
    sheet.set_name(&name)?;
    page(sheet, annex, laid)?;
    head(sheet, annex, laid, above)?;
    rows(sheet, annex, laid)?;
    notes(sheet, annex)?;
    legends(sheet, annex, laid)?;
    origin(workbook.add_worksheet(), annex, &name)?;
    workbook.save_to_buffer()
}

/// What is printed around the cells.
fn page(sheet: &mut Worksheet, annex: &Annex, laid: &Laid) -> Result<(), XlsxError> {
    let inches = |twips: u32| f64::from(twips) / 1_440.0;
    let edge = inches(sheet::EDGE);
    sheet
        .set_landscape()
        .set_paper_size(match annex.paper {
            PaperSize::Carta => 1,
            PaperSize::Oficio => 14,
            PaperSize::Legal => 5,
        })
        .set_print_fit_to_pages(1, 0)
        .set_margins(
            inches(sheet::LEFT),
            inches(sheet::RIGHT),
            inches(laid.top),
            inches(laid.bottom),
            edge,
            edge,
        )
        .set_header_footer_scale_with_doc(false);
    let plain = |text: &str| text.replace('&', "&&");
    let draft = if annex.imprint.is_draft() { DRAFT } else { "" };
    let label: String = annex.label.chars().take(40).collect();
    let bold = r#"&"Arial,Bold"&11"#;
    sheet.set_header(format!("&L{bold}{draft}&R{bold}{}", plain(&label)));
    let initials = if annex.initials {
        "Rúbricas: \n\n\n"
    } else {
        ""
    };
    let small = r#"&"Arial,Regular"&8"#;
    let foot = plain(&sheet::imprinted(&annex.imprint));
    sheet.set_footer(format!("&L{small}{initials}{foot}&R{small}Página &P de &N"));
    sheet.set_repeat_rows(0, HEADER_ROW)?;
    sheet.set_freeze_panes(HEADER_ROW + 1, 0)?;
    let breaks: Vec<u32> = laid
        .pages
        .iter()
        .skip(1)
        .map(|page| Laid::row(page.rows.start))
        .collect();
    sheet.set_page_breaks(&breaks)?;
    Ok(())
}

fn base() -> Format {
    Format::new()
        .set_font_name("Arial")
        .set_font_size(10)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
}

fn cell() -> Format {
    base().set_border(FormatBorder::Thin).set_num_format("@")
}

/// Titles, pictures and headers.
fn head(sheet: &mut Worksheet, annex: &Annex, laid: &Laid, above: &Head) -> Result<(), XlsxError> {
    let last = last_column(annex);
    let title = base().set_bold().set_align(FormatAlign::Center);
    for (row, (words, size)) in [&annex.title, &annex.institution]
        .into_iter()
        .zip(above.sizes)
        .enumerate()
    {
        let format = title.clone().set_font_size(points(size));
        across(sheet, row as u32, last, words, &format)?;
    }
    for (row, height) in TITLE_HEIGHTS.into_iter().enumerate() {
        sheet.set_row_height(row as u32, points(height))?;
    }
    let header = cell()
        .set_bold()
        .set_background_color(GREY)
        .set_align(FormatAlign::Center);
    for (at, (column, width)) in annex.columns.iter().zip(&laid.setting.widths).enumerate() {
        sheet.set_column_width_pixels(at as u16, width / PIXEL)?;
        sheet.write_string_with_format(HEADER_ROW, at as u16, &column.header, &header)?;
    }
    sheet.set_row_height(HEADER_ROW, points(laid.header_height))?;
    for picture in &above.pictures {
        let (width, height) = (picture.sides.0 / PIXEL, picture.sides.1 / PIXEL);
        let alt: String = picture.alt.chars().take(ALT_CHARS_MAX).collect();
        let image = Image::new_from_buffer(&picture.bytes)?
            .set_scale_to_size(width.max(1), height.max(1), false)
            .set_alt_text(alt)
            .set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
        let (right, down) = (picture.place.0 / PIXEL, picture.place.1 / PIXEL);
        sheet.insert_image_with_offset(0, 0, &image, right, down)?;
    }
    Ok(())
}

/// The rows of the matrix, as text.
fn rows(sheet: &mut Worksheet, annex: &Annex, laid: &Laid) -> Result<(), XlsxError> {
    for page in &laid.pages {
        for (row, height) in page.rows.clone().zip(&page.heights) {
            sheet.set_row_height(Laid::row(row), points(*height))?;
        }
    }
    for (at, column) in annex.columns.iter().enumerate() {
        let upright = laid.setting.is_upright(annex, at);
        let format = match column.kind {
            ColumnKind::Value => cell().set_align(FormatAlign::Center),
            _ if upright => cell()
                .set_rotation(90)
                .set_bold()
                .set_align(FormatAlign::Center),
            ColumnKind::Heading | ColumnKind::Text => cell(),
        };
        let yellow = format.clone().set_background_color(YELLOW);
        let of = |row: usize| {
            let marked = annex.rows[row].pending_external && column.kind != ColumnKind::Heading;
            if marked { &yellow } else { &format }
        };
        let mut covered = vec![false; annex.rows.len()];
        for (first, last) in laid.merged(annex, at) {
            covered[first..=last].fill(true);
            let text = printed(annex, first, at);
            let (first_row, last_row) = (Laid::row(first), Laid::row(last));
            sheet.merge_range(first_row, at as u16, last_row, at as u16, &text, of(first))?;
        }
        for row in (0..annex.rows.len()).filter(|row| !covered[*row]) {
            let text = printed(annex, row, at);
            let place = (Laid::row(row), at as u16);
            if text.is_empty() {
                sheet.write_blank(place.0, place.1, of(row))?;
            } else {
                sheet.write_string_with_format(place.0, place.1, &text, of(row))?;
            }
        }
    }
    if let Some(last) = annex.rows.len().checked_sub(1) {
        // Targets are text, as they are printed: that is meant.
        let (first, last) = (Laid::row(0), Laid::row(last));
        let column = last_column(annex);
        sheet.ignore_error_range(first, 0, last, column, IgnoreError::NumberStoredAsText)?;
    }
    Ok(())
}

/// Comments, one note to a cell.
fn notes(sheet: &mut Worksheet, annex: &Annex) -> Result<(), XlsxError> {
    let mut places: BTreeMap<(usize, usize), Vec<&AnnexComment>> = BTreeMap::new();
    let column = |field: &str| {
        let mut columns = annex.columns.iter();
        columns.position(|column| column.field == field)
    };
    for comment in annex
        .comments
        .iter()
        .filter(|comment| comment.row < annex.rows.len())
    {
        let at = column(&comment.field).or_else(|| column(LINE_FIELD));
        places
            .entry((comment.row, at.unwrap_or(0)))
            .or_default()
            .push(comment);
    }
    for ((row, column), comments) in places {
        let author = comments.first().map_or("", |comment| &comment.author);
        let note = Note::new(note(comments.iter().copied()))
            .set_author(author)
            .add_author_prefix(false)
            .set_width(260)
            .set_height(120);
        sheet.insert_note(Laid::row(row), column as u16, &note)?;
    }
    Ok(())
}

/// What stands under the table.
fn legends(sheet: &mut Worksheet, annex: &Annex, laid: &Laid) -> Result<(), XlsxError> {
    let last = last_column(annex);
    let width: u32 = laid.setting.widths.iter().sum();
    let small = base().set_font_size(9);
    for (at, legend) in sheet::legends(annex, laid).iter().enumerate() {
        let row = Laid::row(annex.rows.len()) + 1 + at as u32;
        across(sheet, row, last, legend, &small)?;
        let lines = laid.setting.letters.lines(legend, width);
        sheet.set_row_height(row, points(lines * sheet::LINE))?;
    }
    Ok(())
}

/// The ids of the rows, for when a changed copy comes back. No menu of Excel shows this sheet.
fn origin(sheet: &mut Worksheet, annex: &Annex, name: &str) -> Result<(), XlsxError> {
    sheet.set_name(ORIGIN_SHEET)?.set_very_hidden(true);
    let imprint = &annex.imprint;
    let facts = [
        ORIGIN_MARK,
        &imprint.dossier,
        &imprint.version,
        &imprint.digest,
        &imprint.point,
        name,
    ];
    for (row, fact) in facts.into_iter().enumerate() {
        sheet.write_string(row as u32, 0, fact)?;
    }
    for (index, row) in annex.rows.iter().enumerate() {
        let at = ORIGIN_FIRST_ROW - 1 + index as u32;
        sheet.write_number(at, 0, Laid::row(index) + 1)?;
        sheet.write_string(at, 1, &row.line)?;
        sheet.write_string(at, 2, &row.indicator)?;
    }
    Ok(())
}

/// A cell that runs across the table.
fn across(
    sheet: &mut Worksheet,
    row: u32,
    last: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if last == 0 {
        sheet.write_string_with_format(row, 0, text, format)?;
    } else {
        sheet.merge_range(row, 0, row, last, text, format)?;
    }
    Ok(())
}

fn last_column(annex: &Annex) -> u16 {
    annex.columns.len().saturating_sub(1) as u16
}

fn points(twips: u32) -> f64 {
    f64::from(twips) / 20.0
}
