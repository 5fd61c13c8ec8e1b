//! The zip a workbook is, opened only after it proved to be bounded.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits::{
    FILE_BYTES_MAX, INFLATED_BYTES_MAX, INFLATION_FROM_BYTES, INFLATION_RATIO_MAX, MARKS_MAX,
    PARTS_MAX, STYLE_MARKS_MAX,
};
use crate::xml::{Node, attribute, walk};
use crate::{ImportError, Limit};

/// How an old .xls, and a workbook with a password, begin.
const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// A workbook's parts.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Index of each part by its name in lower case: programs differ in it.
    parts: HashMap<String, usize>,
    /// Inflated length of each part.
    lengths: Vec<u64>,
}

/// What a package may be.
pub(crate) enum Kind {
    /// A workbook of Excel.
    Workbook,
    /// A document of Word, with the name of its main part.
    Document(String),
    /// A spreadsheet of Calc.
    Spreadsheet,
    /// Something else.
    Unknown,
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
    /// Whether the bytes are one, or what such a file was before: whatever else they are, it is not.
    pub(crate) fn is_one(bytes: &[u8]) -> bool {
        bytes.starts_with(b"PK") || bytes.starts_with(COMPOUND_FILE)
    }

    /// Opens the zip and inflates every part once, keeping nothing, so that whoever reads it next
    /// meets only what fits: sizes written in a zip may lie.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        if bytes.len() > FILE_BYTES_MAX {
            return Err(ImportError::too_large(Limit::FileBytes, FILE_BYTES_MAX));
        }
        if bytes.starts_with(COMPOUND_FILE) {
            return Err(compound(bytes));
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
            lengths: Vec::new(),
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
            let packed_bytes = part.compressed_size().max(1);
            let marks_before = marks;
            let inflated_before = inflated_bytes;
            // Old programs declare one in the list of parts, which nobody here reads.
            let is_xml = matches!(name.rsplit('.').next(), Some("xml" | "rels"))
                && !name.starts_with("meta-inf");
            let mut end = Vec::new();
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
                let own_bytes = inflated_bytes - inflated_before;
                if own_bytes > INFLATION_FROM_BYTES
                    && own_bytes / packed_bytes > INFLATION_RATIO_MAX
                {
                    return Err(ImportError::too_large(
                        Limit::Inflation,
                        INFLATION_RATIO_MAX,
                    ));
                }
                // Readers that are not ours must not meet one either.
                if is_xml && declares_type(&mut end, &window[..read]) {
                    return Err(ImportError::damaged("the XML declares a document type"));
                }
            }
            if name.ends_with("styles.xml") && marks - marks_before > STYLE_MARKS_MAX {
                return Err(ImportError::too_large(Limit::Marks, STYLE_MARKS_MAX));
            }
            drop(part);
            let name = name.replace('\\', "/");
            self.lengths.push(inflated_bytes - inflated_before);
            if self.parts.insert(name, index).is_some() {
                return Err(ImportError::damaged("two parts have the same name"));
            }
        }
        Ok(())
    }

    /// The text of a part; `None` if there is no such part.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, ImportError> {
        let Some(index) = self.parts.get(&name.to_lowercase()) else {
            return Ok(None);
        };
        let part = self.zip.by_index(*index).map_err(ImportError::damaged)?;
        let length = self.lengths.get(*index).copied().unwrap_or(0);
        let mut bytes = Vec::with_capacity(length as usize);
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
                // What is outside the file is none of ours.
                if attribute(start, "TargetMode")?.as_deref() == Some("External") {
                    return Ok(());
                }
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

    /// What the package is, by its own word.
    pub(crate) fn kind(&mut self) -> Result<Kind, ImportError> {
        let Some(main) = self.main()? else {
            let declared = self.text("mimetype")?.unwrap_or_default();
            let is_sheet = declared
                .trim()
                .starts_with("application/vnd.oasis.opendocument.spreadsheet");
            return Ok(if is_sheet && self.has("content.xml") {
                Kind::Spreadsheet
            } else {
                Kind::Unknown
            });
        };
        let lower = main.to_lowercase();
        Ok(
            if lower.ends_with("workbook.xml") || lower.starts_with("xl/") {
                Kind::Workbook
            } else if lower.ends_with("document.xml") || lower.starts_with("word/") {
                Kind::Document(main)
            } else {
                Kind::Unknown
            },
        )
    }

    /// Whether there is such a part.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&name.to_lowercase())
    }

    /// Whether it carries macros.
    pub(crate) fn has_macros(&self) -> bool {
        self.parts.keys().any(|name| {
            name.ends_with("vbaproject.bin")
                || name.starts_with("basic/")
                || name.starts_with("scripts/")
        })
    }

    /// Names of the parts in a folder, in order.
    pub(crate) fn names_in(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .parts
            .keys()
            .filter(|name| name.starts_with(folder))
            .cloned()
            .collect();
        names.sort_unstable();
        names
    }

    /// Name of the part that is the document.
    pub(crate) fn main(&mut self) -> Result<Option<String>, ImportError> {
        let found = self
            .relationships("")?
            .into_iter()
            .find(|to| to.kind == "officeDocument");
        Ok(found.map(|to| to.target))
    }
}

/// What a compound file is, by the names in its directory.
fn compound(bytes: &[u8]) -> ImportError {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if holds("EncryptedPackage") {
        ImportError::Protected
    } else if holds("WordDocument") || holds("Workbook") || holds("Book\0") {
        ImportError::Old
    } else {
        ImportError::OldOrProtected
    }
}

/// Whether a stretch of a part, or the seam with the one before it, declares a document type.
fn declares_type(end: &mut Vec<u8>, window: &[u8]) -> bool {
    const DECLARATION: &[u8] = b"!DOCTYPE";
    let found = |bytes: &[u8]| {
        let mut marks = bytes.split(|byte| *byte == b'<').skip(1);
        marks.any(|mark| {
            mark.get(..DECLARATION.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(DECLARATION))
        })
    };
    let seam = DECLARATION.len();
    end.extend_from_slice(&window[..window.len().min(seam)]);
    let declares = found(end) || found(window);
    end.clear();
    end.extend_from_slice(&window[window.len().saturating_sub(seam)..]);
    declares
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
