//! The rows of all matrices as CSV.

use super::ConsolidationReport;
use crate::csv::{BYTE_ORDER_MARK, line};

/// The first table, and nothing that is no cell of it: rows that stand over groups are left out.
pub fn consolidation_csv(report: &ConsolidationReport) -> Vec<u8> {
    let mut text = String::from(BYTE_ORDER_MARK);
    if let Some(table) = report.tables.first() {
        let headers = table.columns.iter();
        line(&mut text, headers.map(|column| column.header.clone()));
        for row in table.rows.iter().filter(|row| !row.over) {
            line(&mut text, table.cells(row).map(ToOwned::to_owned));
        }
    }
    text.into_bytes()
}
