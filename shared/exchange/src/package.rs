//! The zip a workbook is, opened only after it proved to be bounded.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits::{FILE_BYTES_MAX, INFLATED_BYTES_MAX, MARKS_MAX, PARTS_MAX, STYLE_MARKS_MAX};
use crate::xml::{Node, attribute, walk};
use crate::{ImportError, Limit};

/// How an old .xls, and a workbook with a password, begin.
const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// A workbook's parts.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Index of each part by its name in lower case: programs differ in it.
    parts: HashMap<String, usize>,
}

/// A relationship of a part.
pub(crate) struct Relationship {
    pub(crate) id: String,
    /// Last word of its type: `worksheet`, `comments`…
    pub(crate) kind: String,
    /// Name of the part it leads to.
    pub(crate) target: String,
}

impl<'a> Package<'a> {
    /// Opens the zip and inflates every part once, keeping nothing, so that whoever reads it next
    /// meets only what fits: sizes written in a zip may lie.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        if bytes.len() > FILE_BYTES_MAX {
            return Err(ImportError::too_large(Limit::FileBytes, FILE_BYTES_MAX));
        }
        if bytes.starts_with(COMPOUND_FILE) {
            return Err(ImportError::OldOrProtected);
        }
        if !bytes.starts_with(b"PK") {
            return Err(ImportError::NotWorkbook);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(ImportError::damaged)?;
        if zip.len() > PARTS_MAX {
            return Err(ImportError::too_large(Limit::Parts, PARTS_MAX));
        }
        let mut package = Self {
            zip,
            parts: HashMap::new(),
        };
        package.weigh()?;
        Ok(package)
    }

    fn weigh(&mut self) -> Result<(), ImportError> {
        let mut inflated_bytes = 0_u64;
        let mut marks = 0_u64;
        let mut window = vec![0_u8; 64 * 1024];
        for index in 0..self.zip.len() {
            let mut part = match self.zip.by_index(index) {
                Ok(part) => part,
                Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                    return Err(ImportError::OldOrProtected);
                }
                Err(error) => return Err(ImportError::damaged(error)),
            };
            let name = part.name().map_err(ImportError::damaged)?.to_lowercase();
            let marks_before = marks;
            loop {
                let read = part.read(&mut window).map_err(ImportError::damaged)?;
                if read == 0 {
                    break;
                }
                inflated_bytes += read as u64;
                marks += window[..read].split(|byte| *byte == b'<').count() as u64 - 1;
                if inflated_bytes > INFLATED_BYTES_MAX {
                    return Err(ImportError::too_large(
                        Limit::InflatedBytes,
                        INFLATED_BYTES_MAX,
                    ));
                }
                if marks > MARKS_MAX {
                    return Err(ImportError::too_large(Limit::Marks, MARKS_MAX));
                }
            }
            if name.ends_with("styles.xml") && marks - marks_before > STYLE_MARKS_MAX {
                return Err(ImportError::too_large(Limit::Marks, STYLE_MARKS_MAX));
            }
            drop(part);
            self.parts.insert(name.replace('\\', "/"), index);
        }
        Ok(())
    }

    /// The text of a part; `None` if there is no such part.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, ImportError> {
        let Some(index) = self.parts.get(&name.to_lowercase()) else {
            return Ok(None);
        };
        let part = self.zip.by_index(*index).map_err(ImportError::damaged)?;
        let mut bytes = Vec::new();
        part.take(INFLATED_BYTES_MAX)
            .read_to_end(&mut bytes)
            .map_err(ImportError::damaged)?;
        let text = String::from_utf8(bytes).map_err(ImportError::damaged)?;
        Ok(Some(
            text.strip_prefix('\u{feff}')
                .map(str::to_owned)
                .unwrap_or(text),
        ))
    }

    /// The relationships of a part; the package's own for "".
    pub(crate) fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, ImportError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let Some(xml) = self.text(&join(folder, &format!("_rels/{file}.rels")))? else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        walk(&xml, &mut |node| {
            if let Node::Start("Relationship", start) = node {
                let kind = attribute(start, "Type")?.unwrap_or_default();
                let target = attribute(start, "Target")?.unwrap_or_default();
                found.push(Relationship {
                    id: attribute(start, "Id")?.unwrap_or_default(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: join(folder, &target),
                });
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Name of the part that is the workbook.
    pub(crate) fn workbook(&mut self) -> Result<Option<String>, ImportError> {
        let found = self
            .relationships("")?
            .into_iter()
            .find(|to| to.kind == "officeDocument");
        Ok(found.map(|to| to.target))
    }
}

/// A target seen from a folder.
fn join(folder: &str, target: &str) -> String {
    let from = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = from.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}
