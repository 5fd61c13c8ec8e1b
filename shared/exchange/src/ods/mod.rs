//! Calc sheets, by walks of our own: the file keeps what each cell shows, and a reader of values would
//! lose it.

mod content;
mod styles;
mod tracked;

use crate::book::{Book, Format};
use crate::package::Package;
use crate::{Doubt, DoubtCode, ImportError, origin};

/// Reads a spreadsheet.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Book, ImportError> {
    let manifest = package.text("META-INF/manifest.xml")?;
    if manifest.is_some_and(|xml| xml.contains("encryption-data")) {
        return Err(ImportError::Protected);
    }
    let mut styles = styles::Styles::default();
    if let Some(xml) = package.text("styles.xml")? {
        styles.read(&xml)?;
    }
    let Some(xml) = package.text("content.xml")? else {
        return Err(ImportError::NotWorkbook);
    };
    styles.read(&xml)?;
    let mut tables = content::read(&xml, &styles)?;
    if tables.is_empty() {
        return Err(ImportError::NotWorkbook);
    }
    let rows_changed = tracked::read(&xml, &mut tables)?;
    let mut doubts = Vec::new();
    if rows_changed > 0 {
        doubts.push(Doubt::general(
            DoubtCode::Tracked,
            "El archivo trae filas insertadas, movidas o quitadas con control de cambios: se leyó la hoja como está."
                .to_owned(),
        ));
    }
    let origin = origin::of_workbook(&mut tables);
    Ok(Book {
        format: Format::Ods,
        tables,
        minutes: None,
        origin,
        doubts,
    })
}
