//! What a file says of itself, so that it can be checked later without connection: which data it is
//! of, and how it was printed, enough to print it again and compare.
//!
//! It is one line of plain letters. In a PDF it stands among the keywords of its description (XMP),
//! which an archive keeps uncompressed and which other programs leave alone; the code at the foot of
//! every page says its first part.
//!
//! `COTEJO:1:<dossier>:<version>:<digest>` with the identifiers in hexadecimal, then, in a file,
//! `;papel=annex;sheet=carta;…`. What a later version adds after another `;` is skipped by this one.

mod found;

use std::fmt;

use crate::limits::MARK_BYTES_MAX;
use crate::{Annex, Imprint, Logo, MinutesPaper, PaperSize};

/// What every mark begins with. Another number would be another way of writing it.
const START: &str = "COTEJO:1:";

/// Letters of a printed digest: "3F9A-22C1".
const DIGEST_LETTERS: usize = 9;

/// Bytes of a UUID as written without hyphens.
const ID_DIGITS: usize = 32;

/// How the sheets are laid out. One more whenever the same paper would no longer be the same bytes:
/// then an older file cannot be compared byte for byte, and whoever checks it says so.
pub const LAYOUT: u32 = 2;

/// Which paper it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PaperKind {
    /// The annex alone.
    #[default]
    Annex,
    /// The minuta, with the annex after it.
    Minutes,
}

/// The mark of a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperMark {
    /// Identifier of the dossier, in hexadecimal without hyphens.
    pub dossier: String,
    /// Identifier of the closed version (UUID); "" for a draft.
    pub version: String,
    /// Digest as printed: "3F9A-22C1".
    pub digest: String,
    /// How it was printed. `None`: only a code was read, which does not say it.
    pub print: Option<PrintMark>,
}

/// How a paper was printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrintMark {
    /// Which paper.
    pub kind: PaperKind,
    /// Identifier of the minuta (UUID); "" of an annex.
    pub minutes: String,
    /// The version (hexadecimal) of the minutas that a draft was printed of; "" otherwise.
    pub written: String,
    /// The matrix it is of (hexadecimal); "" if it is not known.
    pub point: String,
    /// The sheet.
    pub paper: PaperSize,
    /// "ANEXO".
    pub label: String,
    /// Whether there is room for rúbricas.
    pub initials: bool,
    /// Fields of the columns, in their order.
    pub columns: Vec<String>,
    /// How many comments go along.
    pub comments: u32,
    /// What tells the pictures of the head from others; "" without any.
    pub logos: String,
    /// The moment of its imprint, in seconds since 1970.
    pub dated_unix_s: i64,
    /// How the sheets were laid out (`LAYOUT`).
    pub layout: u32,
}

impl PaperMark {
    /// The mark of an annex.
    pub fn of_annex(annex: &Annex) -> Self {
        Self {
            print: Some(PrintMark {
                point: annex.imprint.point.clone(),
                paper: annex.paper,
                label: annex.label.clone(),
                initials: annex.initials,
                columns: annex
                    .columns
                    .iter()
                    .map(|column| column.field.clone())
                    .collect(),
                comments: annex.comments.len() as u32,
                logos: logos_mark([annex.logo_left.as_ref(), annex.logo_right.as_ref()]),
                dated_unix_s: annex.imprint.dated_unix_s,
                layout: LAYOUT,
                ..PrintMark::default()
            }),
            ..Self::of_imprint(&annex.imprint)
        }
    }

    /// The mark of a minuta, and of the annex after it.
    pub fn of_minutes(minutes: &MinutesPaper, annex: Option<&Annex>) -> Self {
        let print = annex.and_then(|annex| Self::of_annex(annex).print);
        Self {
            print: Some(PrintMark {
                kind: PaperKind::Minutes,
                minutes: minutes.id.clone(),
                written: minutes.written.clone(),
                paper: minutes.paper,
                dated_unix_s: minutes.imprint.dated_unix_s,
                logos: logos_mark([minutes.logo_left.as_ref(), minutes.logo_right.as_ref()]),
                layout: LAYOUT,
                ..print.unwrap_or_default()
            }),
            ..Self::of_imprint(&minutes.imprint)
        }
    }

    /// What the code at the foot says.
    pub fn of_imprint(imprint: &Imprint) -> Self {
        Self {
            dossier: imprint.dossier.clone(),
            version: imprint.version.clone(),
            digest: imprint.digest.clone(),
            print: None,
        }
    }

    /// The first part, which the code at the foot says. In capitals and without hyphens in the
    /// identifiers, so that the code takes the fewest modules, which stay large enough to be read from
    /// a copy of a copy.
    pub fn code(&self) -> String {
        let short = |id: &str| id.replace('-', "");
        let (dossier, version) = (short(&self.dossier), short(&self.version));
        format!("{START}{dossier}:{version}:{}", self.digest).to_uppercase()
    }

    /// Whether it is of a matrix that is not closed.
    pub fn is_draft(&self) -> bool {
        self.version.is_empty()
    }

    /// Reads a mark, or the text of a code, as somebody typed it.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MARK_BYTES_MAX {
            return None;
        }
        let (code, print) = match text.split_once(';') {
            Some((code, print)) => (code, PrintMark::read(print)),
            None => (text, None),
        };
        let code = code.trim().to_uppercase();
        let mut parts = code.strip_prefix(START)?.split(':');
        let mark = Self {
            dossier: digits(parts.next()?)?,
            version: match parts.next()? {
                "" => String::new(),
                version => hyphenated(&digits(version)?),
            },
            digest: digest(parts.next()?)?,
            print,
        };
        parts.next().is_none().then_some(mark)
    }

    /// The mark of a file; nothing where it has none. Bounded whatever the file is.
    pub fn found_in(bytes: &[u8]) -> Option<Self> {
        found::mark(bytes)
    }
}

impl fmt::Display for PaperMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())?;
        let Some(print) = &self.print else {
            return Ok(());
        };
        let kind = match print.kind {
            PaperKind::Annex => "annex",
            PaperKind::Minutes => "minutes",
        };
        let columns: Vec<String> = print.columns.iter().map(|field| plain(field)).collect();
        write!(
            f,
            ";papel={kind};minutes={};point={};sheet={};label={};initials={};columns={};comments={};logos={};dated={};layout={}",
            plain(&print.minutes),
            plain(&print.point),
            print.paper.as_str(),
            plain(&print.label),
            u8::from(print.initials),
            columns.join(","),
            print.comments,
            plain(&print.logos),
            print.dated_unix_s,
            print.layout,
        )?;
        if print.written.is_empty() {
            return Ok(());
        }
        write!(f, ";written={}", plain(&print.written))
    }
}

impl PrintMark {
    fn read(text: &str) -> Option<Self> {
        let mut print = Self::default();
        let mut is_known = false;
        for pair in text.split(';') {
            let (name, value) = pair.split_once('=')?;
            match name {
                "papel" => {
                    is_known = true;
                    print.kind = match value {
                        "annex" => PaperKind::Annex,
                        "minutes" => PaperKind::Minutes,
                        _ => return None,
                    };
                }
                "minutes" => print.minutes = spoken(value)?,
                "written" => print.written = spoken(value)?,
                "point" => print.point = spoken(value)?,
                "sheet" => {
                    let mut sizes = PaperSize::ALL.into_iter();
                    print.paper = sizes.find(|size| size.as_str() == value)?;
                }
                "label" => print.label = spoken(value)?,
                "initials" => print.initials = value == "1",
                "columns" => {
                    let fields = value.split(',').filter(|field| !field.is_empty());
                    print.columns = fields.map(spoken).collect::<Option<_>>()?;
                }
                "comments" => print.comments = value.parse().ok()?,
                "logos" => print.logos = spoken(value)?,
                "dated" => print.dated_unix_s = value.parse().ok()?,
                "layout" => print.layout = value.parse().ok()?,
                _ => {}
            }
        }
        is_known.then_some(print)
    }
}

/// What tells the pictures of a head from others: enough to say that they are not the same, too little
/// to be proof that they are.
pub fn logos_mark(logos: [Option<&Logo>; 2]) -> String {
    if logos.iter().all(Option::is_none) {
        return String::new();
    }
    // FNV-1a: no digest of the house reaches this room, and none is needed.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    };
    for logo in logos {
        take(&[u8::from(logo.is_some())]);
        if let Some(logo) = logo {
            take(&logo.bytes);
            take(&[0]);
            take(logo.alt.as_bytes());
        }
    }
    format!("{hash:016x}")
}

/// An identifier without hyphens, as dossiers are named.
fn digits(text: &str) -> Option<String> {
    let digits = text.replace('-', "").to_lowercase();
    let is_id = digits.len() == ID_DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then_some(digits)
}

/// The same with its hyphens, as versions are named.
fn hyphenated(digits: &str) -> String {
    let part = |from: usize, to: usize| &digits[from..to];
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}

/// A digest as printed; a person may leave its hyphen out.
fn digest(text: &str) -> Option<String> {
    let digits = text.trim().replace('-', "").to_uppercase();
    let is_digest =
        digits.len() == DIGEST_LETTERS - 1 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_digest.then(|| format!("{}-{}", &digits[..4], &digits[4..]))
}

/// The digest at the end of a folio ("SECOEM-2023-04-24-3F9A-22C1"), or alone, as somebody typed it.
pub fn digest_of_folio(text: &str) -> Option<String> {
    let text = text.trim();
    let tail: String = text.chars().rev().take(DIGEST_LETTERS).collect();
    let tail: String = tail.chars().rev().collect();
    digest(&tail).or_else(|| digest(text))
}

/// A text of letters that no program that copies keywords changes.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            plain.push(char::from(byte));
        } else {
            plain.push_str(&format!("%{byte:02X}"));
        }
    }
    plain
}

/// The text that `plain` wrote.
fn spoken(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
