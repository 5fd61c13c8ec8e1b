//! What reading costs in memory: each file is read in a process of its own, whose peak the system keeps.
#![cfg(target_os = "linux")]

use std::process::Command;

use crate::calc;
use crate::document::{Document, HEADERS, cell, paragraph, texts};
use crate::workbook::{Workbook, text_cell};

/// More than this no file may cost, whatever it holds.
const PEAK_KIB_MAX: u64 = 256 * 1024;
/// Says to the process which file it is to read.
const WHICH: &str = "COTEJO_READ";
const FILES: [&str; 4] = ["xlsx", "docx", "ods", "csv"];

/// Files that ask for as much as the limits let them.
fn file(which: &str) -> Vec<u8> {
    let row = ["1. Uno", "7. Siete", "a", "i", "f", "1"];
    match which {
        "xlsx" => {
            let headers: String = HEADERS.iter().map(|text| text_cell("", text, 0)).collect();
            let headers = headers.replace(" r=\"\"", "");
            let cells = "<c t=\"s\"><v>0</v></c>".repeat(240);
            let data = format!(
                "<row>{headers}</row>{}",
                format!("<row>{cells}</row>").repeat(1_240)
            );
            let strings = format!(
                "<sst><si><t>{}</t></si>{}</sst>",
                "x".repeat(150),
                "<si><t>y</t></si>".repeat(400_000)
            );
            Workbook::new()
                .sheet_xml(
                    "Hoja",
                    &data,
                    "<mergeCells><mergeCell ref=\"A2:IV1241\"/></mergeCells>",
                )
                .part("xl/sharedStrings.xml", strings)
                .bytes()
        }
        "docx" => {
            let many = cell("", &paragraph(&"x".repeat(30))).repeat(240);
            let rows = format!("<w:tr>{many}</w:tr>").repeat(1_200);
            Document::new()
                .table_xml(&format!("{}{}{rows}", texts(&HEADERS), texts(&row)))
                .bytes()
        }
        "ods" => {
            let cells = "<table:table-cell table:number-columns-repeated=\"240\"><text:p>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</text:p></table:table-cell>";
            let rows = format!(
                "<table:table-row table:number-rows-repeated=\"1240\">{cells}</table:table-row>"
            );
            calc::file(&format!("{}{rows}", calc::headers()), "")
        }
        _ => {
            let line = format!("{}\n", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx,".repeat(240));
            format!("{}\n{}", HEADERS.join(","), line.repeat(1_240)).into_bytes()
        }
    }
}

/// The peak of this process since it was last told to forget it.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn no_file_costs_more_than_256_mib() {
    if let Ok(which) = std::env::var(WHICH) {
        let bytes = file(&which);
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        let book = exchange::read(&format!("m.{which}"), &bytes).unwrap();
        let imported = book.assemble(&book.guess().unwrap()).unwrap();
        assert!(imported.draft.rows.len() > 1_000);
        assert!(peak_kib() < PEAK_KIB_MAX, "{which}: {} KiB", peak_kib());
        return;
    }
    for which in FILES {
        let output = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "memory::no_file_costs_more_than_256_mib",
                "--nocapture",
            ])
            .env(WHICH, which)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{which}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
