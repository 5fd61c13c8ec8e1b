//! Why a file was not made.

use crate::limits::{LOGO_BYTES_MAX, LOGO_SIDE_PIXELS_MAX};

/// Why a file was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// Its parts do not go into one file.
    #[error("the parts of the document cannot be packed: {detail}")]
    Packing {
        /// What the packer said.
        detail: String,
    },
    /// The code at the foot cannot be drawn.
    #[error("the code at the foot cannot be drawn: {detail}")]
    Code {
        /// What refused to draw it.
        detail: String,
    },
    /// A picture of the head cannot be printed.
    #[error("a picture of the head: {0}")]
    Logo(#[from] LogoError),
}

impl ExportError {
    pub(crate) fn packing(error: impl std::fmt::Display) -> Self {
        Self::Packing {
            detail: error.to_string(),
        }
    }
}

/// Why a picture cannot be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    /// Neither PNG nor JPEG, or its size cannot be read.
    #[error("the picture is neither PNG nor JPEG")]
    Unknown,
    /// Too many bytes.
    #[error("the picture has more than {LOGO_BYTES_MAX} bytes")]
    TooLarge,
    /// Too many pixels.
    #[error("a side of the picture has more than {LOGO_SIDE_PIXELS_MAX} pixels")]
    TooWide,
}
