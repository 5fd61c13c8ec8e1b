//! Files of every format changed at random, the same in every run: whatever a file holds, the answer is
//! a matrix or an error, never a panic, and every limit holds.

use std::io::{Cursor, Read as _};

use exchange::{ImportError, Mapping, read};
use model::limits::{HEADINGS_MAX, ROWS_MAX, YEARS_MAX};
use zip::ZipArchive;

use crate::calc;
use crate::document::{Document, cell, paragraph, texts};
use crate::sample::{MINUTA_DOCX, SAMPLE_CSV};
use crate::workbook::{HEADERS, Workbook, zip};

/// Times each file is changed.
const ROUNDS: usize = 400;
/// The same for the samples, which are long.
const SAMPLE_ROUNDS: usize = 8;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).unwrap()
    }

    /// Changes bytes here and there: letters, marks, numbers, stretches doubled, moved and cut.
    fn change(&mut self, bytes: &mut Vec<u8>) {
        const PIECES: [&[u8]; 14] = [
            b"<",
            b">",
            b"\"",
            b"&",
            b"]]>",
            b"<!DOCTYPE x>",
            b"&#0;",
            b"99999999999",
            b"-1",
            b"\0",
            "\u{feff}".as_bytes(),
            b"<w:tbl>",
            b"</w:tc>",
            b"<w:tr>",
        ];
        for _ in 0..=self.roll(4) {
            if bytes.is_empty() {
                return;
            }
            let at = self.roll(bytes.len());
            let end = (at + self.roll(40)).min(bytes.len());
            match self.roll(7) {
                0 => bytes[at] = u8::try_from(self.roll(256)).unwrap(),
                1 => bytes[at] ^= 1 << self.roll(8),
                2 => drop(bytes.drain(at..end)),
                3 => {
                    let copy = bytes[at..end].to_vec();
                    let to = self.roll(bytes.len());
                    bytes.splice(to..to, copy);
                }
                4 => {
                    let piece = PIECES[self.roll(PIECES.len())];
                    bytes.splice(at..at, piece.iter().copied());
                }
                5 => {
                    if let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
                        let piece = PIECES[7 + self.roll(2)];
                        bytes.splice(at + digit..=at + digit, piece.iter().copied());
                    }
                }
                _ => bytes.truncate(end.max(1)),
            }
        }
    }
}

/// Reads and, if it reads, makes a matrix of every table.
fn survives(name: &str, bytes: &[u8]) -> bool {
    let book = match read(name, bytes) {
        Ok(book) => book,
        Err(error) => {
            assert_ne!(error, ImportError::Broken, "a reader panicked on {name}");
            assert!(!error.to_string().is_empty());
            return false;
        }
    };
    for table in 0..book.tables().len().min(4) {
        let mut mapping: Mapping = book.guess_in(table);
        for shifted in [false, true] {
            if shifted {
                mapping.shifts.insert(1, -1);
                mapping.shifts.insert(2, i32::MAX);
            }
            if let Ok(imported) = book.assemble(&mapping) {
                let draft = &imported.draft;
                assert!(draft.rows.len() <= ROWS_MAX && imported.rows.len() == draft.rows.len());
                assert!(draft.headings.len() <= HEADINGS_MAX && draft.years.len() <= YEARS_MAX);
                let rows = draft.rows.len();
                assert!(imported.notes.iter().all(|note| note.row < rows));
                let cells = imported.doubts.iter().flat_map(|doubt| &doubt.cells);
                assert!(cells.into_iter().all(|(row, _)| *row < rows));
            }
        }
    }
    true
}

fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut part = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// Changes parts inside the zip, past its checksums.
fn mutate_package(name: &str, bytes: &[u8], rounds: usize) {
    let parts = unpacked(bytes);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut read = 0;
    for _ in 0..rounds {
        let mut changed = parts.clone();
        let which = dice.roll(changed.len());
        dice.change(&mut changed[which].1);
        if dice.roll(10) == 0 {
            let other = dice.roll(changed.len());
            changed[which].1 = changed[other].1.clone();
        }
        read += usize::from(survives(name, &zip(&changed)));
    }
    assert!(read < rounds, "some change of {name} must be noticed");
}

fn mutate_bytes(name: &str, bytes: &[u8], rounds: usize) {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for _ in 0..rounds {
        let mut changed = bytes.to_vec();
        dice.change(&mut changed);
        survives(name, &changed);
    }
}

pub(crate) fn small_document() -> Vec<u8> {
    let row = ["1. Uno", "7. Siete", "a", "i", "f", "1"];
    let tracked = cell(
        "<w:gridSpan w:val=\"1\"/><w:shd w:val=\"clear\" w:fill=\"FFFF00\"/>",
        "<w:p><w:ins w:author=\"Ana\" w:date=\"2023-04-20T09:00:00Z\"><w:r><w:t>x</w:t></w:r></w:ins>\
         <w:del w:author=\"Luis\"><w:r><w:delText>y</w:delText></w:r></w:del><w:commentReference w:id=\"1\"/></w:p>",
    );
    let other: String = row[1..]
        .iter()
        .map(|text| cell("<w:vMerge/>", &paragraph(text)))
        .collect();
    Document::new()
        .paragraph("MINUTA MESA 08- FASE 1")
        .table(&[&["No.", "Acuerdo", "Observaciones"], &["1", "Se integraron 24 líneas de acción", ""]])
        .paragraph("ANEXO")
        .part("comments", "comments.xml", "<w:comments xmlns:w=\"urn:w\"><w:comment w:id=\"1\" w:author=\"Ana\"><w:p><w:r><w:t>Ojo</w:t></w:r></w:p></w:comment></w:comments>")
        .table_xml(&format!("{}{}<w:tr>{tracked}{other}</w:tr>", texts(&HEADERS), texts(&row)))
        .table(&[&HEADERS, &row])
        .bytes()
}

fn small_workbook() -> Vec<u8> {
    let row: &[&str] = &["1. Uno", "7. Siete", "a", "i", "f", "1"];
    Workbook::new()
        .sheet_merged("Hoja", &[&["Programa"], &HEADERS, row, row], &["A3:A4"])
        .part("xl/comments1.xml", "<comments><authors><author>Ana</author></authors><commentList><comment ref=\"C3\" authorId=\"0\"><text><t>Ojo</t></text></comment></commentList></comments>")
        .sheet_relationship("comments", "../comments1.xml")
        .bytes()
}

fn small_sheet() -> Vec<u8> {
    let row = calc::row(
        &["1. Uno", "7. Siete", "a", "i", "f", "1"]
            .map(|text| calc::cell("table:style-name=\"Y\"", text)),
    );
    calc::file(&format!("{}{row}{row}", calc::headers()), "")
}

/// Files that once broke a reader.
#[test]
fn what_broke_a_reader_once_is_refused() {
    // Found by the changes below: calamine multiplied the number of the row past what it holds.
    for place in ["A99999999999", "99999999999", "AAAAAAAAAAAAAAAA1"] {
        let data = format!("<row r=\"1\"><c r=\"{place}\"><v>1</v></c></row>");
        survives(
            "m.xlsx",
            &Workbook::new().sheet_xml("Hoja", &data, "").bytes(),
        );
    }
}

#[test]
fn changed_workbooks_never_break_the_app() {
    mutate_package("m.xlsx", &small_workbook(), ROUNDS);
    mutate_bytes("m.xlsx", &small_workbook(), ROUNDS);
}

#[test]
fn changed_documents_never_break_the_app() {
    mutate_package("m.docx", &small_document(), ROUNDS);
    mutate_bytes("m.docx", &small_document(), ROUNDS);
    mutate_package("minuta.docx", MINUTA_DOCX, SAMPLE_ROUNDS);
}

#[test]
fn changed_sheets_of_calc_never_break_the_app() {
    mutate_package("m.ods", &small_sheet(), ROUNDS);
    mutate_bytes("m.ods", &small_sheet(), ROUNDS);
}

#[test]
fn changed_texts_never_break_the_app() {
    let text = "sep=;\r\nEje;Prioridad;Línea de acción;Indicador;Meta 2024\r\n1. Uno;7. Siete;\"a\nb\";i;100%\r\n";
    mutate_bytes("m.csv", text.as_bytes(), ROUNDS);
    mutate_bytes("secoem.csv", SAMPLE_CSV, SAMPLE_ROUNDS);
}
