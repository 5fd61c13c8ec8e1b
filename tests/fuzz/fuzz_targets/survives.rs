//! What every target asks: an answer, whatever the bytes are.

use exchange::{ImportError, read};

/// Reads the bytes as a file of that name and makes a matrix of each of its tables.
pub(crate) fn survives(name: &str, bytes: &[u8]) {
    match read(name, bytes) {
        Ok(book) => {
            for table in 0..book.tables().len() {
                if let Ok(imported) = book.assemble(&book.guess_in(table)) {
                    assert_eq!(imported.rows.len(), imported.draft.rows.len());
                }
            }
        }
        Err(error) => assert_ne!(error, ImportError::Broken, "a reader panicked"),
    }
}
