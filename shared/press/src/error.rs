//! Why a paper could not be printed.

/// Why a paper could not be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressError {
    /// It has more text than a print may have (`limits::LETTERS_MAX`).
    #[error("the paper has more text than can be printed")]
    TooLong,
    /// It has more rows than a print may have (`limits::ROWS_MAX`), or none of its columns.
    #[error("the paper has more rows or columns than can be printed")]
    TooMany,
    /// A picture of the head is no PNG or JPEG, is larger than its limits, or does not hold what
    /// its beginning promises.
    #[error("a picture of the head is no PNG or JPEG, or is too large")]
    Logo,
    /// The typesetter refused: a defect of ours, with its words.
    #[error("the typesetter refused: {0}")]
    Typesetter(String),
}
