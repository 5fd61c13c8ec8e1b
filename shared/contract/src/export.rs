//! What is handed out, and how a person wants it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Code, Problem};

/// As what a dossier can be written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum ExportFormat {
    /// The matrix as a Word document, as a mesa signs it.
    #[default]
    Docx,
    /// The matrix as an Excel workbook.
    Xlsx,
    /// The matrix as a Calc workbook.
    Ods,
    /// The matrix as a PDF, to sign and to keep.
    Pdf,
    /// The cells of the matrix alone, for a spreadsheet.
    Csv,
    /// The matrix as `show --json` prints it.
    Json,
    /// The matrix document with its history, as any Automerge tool opens it.
    Automerge,
}

impl ExportFormat {
    /// Every format, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::Docx,
        Self::Xlsx,
        Self::Ods,
        Self::Pdf,
        Self::Csv,
        Self::Json,
        Self::Automerge,
    ];

    /// Its name, which is also how its files end.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Pdf => "pdf",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Automerge => "automerge",
        }
    }
}

impl std::str::FromStr for ExportFormat {
    type Err = Problem;

    fn from_str(name: &str) -> Result<Self, Problem> {
        let known = Self::ALL.into_iter().find(|format| format.as_str() == name);
        known.ok_or_else(|| Problem::about(Code::FormatUnknown, name))
    }
}

/// Size of the sheet; the annex lies on its side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum SheetSize {
    /// Carta: 21.6 × 27.9 cm.
    #[default]
    Carta,
    /// Oficio of Mexico: 21.6 × 34 cm.
    Oficio,
    /// Legal: 21.6 × 35.6 cm.
    Legal,
}

/// Which comments go along.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum CommentsWanted {
    /// None.
    #[default]
    None,
    /// Those of open threads, but not the internal ones.
    Shared,
    /// Those of open threads, the internal ones too.
    Internal,
}

/// What goes into what is handed out. What is not said is as the form has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct ExportOptions {
    /// Which matrix: "now", or the id of a closed version; any point in time is taken, and what is
    /// no closed version is a draft.
    pub point: String,
    /// Size of the sheet.
    pub paper: SheetSize,
    /// Fields to print beside those of the form: "responsible", "baseline.value"…, or "state".
    pub columns: Vec<String>,
    /// Comments.
    pub comments: CommentsWanted,
    /// "ANEXO" or "ANEXO ÚNICO"; "": none.
    pub label: String,
    /// Room for rúbricas on every page.
    pub initials: bool,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self {
            point: "now".to_owned(),
            paper: SheetSize::default(),
            columns: Vec::new(),
            comments: CommentsWanted::default(),
            label: "ANEXO".to_owned(),
            initials: true,
        }
    }
}

/// What a person chose when they exported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct ExportChoices {
    /// The format.
    pub format: ExportFormat,
    /// The rest.
    pub options: ExportOptions,
}

/// Where a picture stands in the head of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum LogoSide {
    /// At the left: the Secretaría Ejecutiva.
    Left,
    /// At the right: the institution.
    Right,
}

/// A picture for the head of what a dossier hands out, kept on this computer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LogoView {
    /// What it shows, for who cannot see it.
    pub alt: String,
    /// The picture, as an address that a screen can show ("data:image/png;base64,…").
    pub url: String,
}

/// What can be chosen when a dossier is exported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExportOffer {
    /// What was chosen the last time on this computer, or what is usual.
    pub last: ExportChoices,
    /// Fields that can be printed beside those of the form, in the order they are printed.
    pub columns: Vec<ExportColumn>,
    /// Picture at the left of the head.
    pub logo_left: Option<LogoView>,
    /// Picture at the right of the head.
    pub logo_right: Option<LogoView>,
    /// Open comments, and how many of them are internal.
    pub comments: u32,
    /// The internal ones among them.
    pub internal: u32,
}

/// A field that can be printed beside those of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExportColumn {
    /// Its name.
    pub field: String,
    /// Rows that have something in it now.
    pub rows: u32,
}
