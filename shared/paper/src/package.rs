//! The zip that a document is.

use std::io::{Cursor, Write as _};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::ExportError;

pub(crate) const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// A file inside the zip.
pub(crate) struct Part {
    name: String,
    bytes: Vec<u8>,
    stored: bool,
}

impl Part {
    /// XML, without its declaration.
    pub(crate) fn xml(name: &str, xml: &str) -> Self {
        let mut bytes = DECLARATION.as_bytes().to_vec();
        bytes.extend_from_slice(xml.as_bytes());
        Self {
            name: name.to_owned(),
            bytes,
            stored: false,
        }
    }

    /// Bytes that are not packed further: a picture, or what must be legible in the zip itself.
    pub(crate) fn stored(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            stored: true,
        }
    }
}

/// Packs parts in their order. The same parts give the same bytes: no moment is written.
pub(crate) fn pack(parts: &[Part]) -> Result<Vec<u8>, ExportError> {
    zipped(parts).map_err(ExportError::packing)
}

fn zipped(parts: &[Part]) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        let options = if part.stored {
            SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
        } else {
            SimpleFileOptions::default()
        };
        zip.start_file(part.name.as_str(), options)?;
        zip.write_all(&part.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
