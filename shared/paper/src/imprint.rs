//! What ties a paper to the data it was printed from, and what it is printed on.

/// Size of the sheet. The annex lies on its side, the minuta stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PaperSize {
    /// Carta: 215.9 × 279.4 mm.
    #[default]
    Carta,
    /// Oficio of Mexico: 216 × 340 mm.
    Oficio,
    /// Legal: 215.9 × 355.6 mm.
    Legal,
}

impl PaperSize {
    /// Every size, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Carta, Self::Oficio, Self::Legal];

    /// Its name on the command line and in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Carta => "carta",
            Self::Oficio => "oficio",
            Self::Legal => "legal",
        }
    }

    /// Short and long side, in twentieths of a point (the unit of Word).
    pub fn sides_twips(self) -> (u32, u32) {
        match self {
            Self::Carta => (12_240, 15_840),
            Self::Oficio => (12_246, 19_276),
            Self::Legal => (12_240, 20_160),
        }
    }
}

/// Which data a paper was printed from. Printed at the foot of every page and, in a PDF, in the code
/// that can be scanned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imprint {
    /// Identifier of the dossier (UUID).
    pub dossier: String,
    /// Identifier of the closed version (UUID); "" for a paper of the matrix as it stands, which is a
    /// draft and says BORRADOR on every page.
    pub version: String,
    /// The matrix it was printed from (hexadecimal, as a version of a dossier says it): where a changed
    /// copy that comes back is compared from; "" if it is not known.
    pub point: String,
    /// Name of the version: "Versión de la mesa 08"; "" for a draft.
    pub version_name: String,
    /// Folio as printed: institution, day of the version and digest ("SECOEM-2023-04-24-3F9A-22C1");
    /// "" for a draft.
    pub folio: String,
    /// Short digest of the matrix as it is printed: "3F9A-22C1". Of a draft, of the matrix as it stands.
    pub digest: String,
    /// Date and hour as printed: of the closing of the version, or, of a draft, of the printing
    /// ("24 de abril de 2023, 13:05 h").
    pub dated: String,
    /// The same moment, in seconds since 1970: what a file says of when it was made, so that the same
    /// version printed twice gives the same bytes.
    pub dated_unix_s: i64,
}

impl Imprint {
    /// Whether the paper is of a matrix that is not closed.
    pub fn is_draft(&self) -> bool {
        self.version.is_empty()
    }
}

/// A picture for the head of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Logo {
    /// PNG or JPEG, within `limits::LOGO_BYTES_MAX`.
    pub bytes: Vec<u8>,
    /// What it shows, for who cannot see it: "Escudo de la SECOEM".
    pub alt: String,
}
