//! Why a formula cannot be read.

/// Why a formula cannot be read. Places are bytes of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// Nothing is written.
    #[error("the formula is empty")]
    Empty,
    /// Longer than anything an office writes.
    #[error("the formula is longer than {bytes_max} bytes")]
    TooLong {
        /// The limit.
        bytes_max: usize,
    },
    /// More terms than anything an office writes.
    #[error("the formula has more than {terms_max} terms")]
    TooManyTerms {
        /// The limit.
        terms_max: usize,
    },
    /// Brackets inside brackets inside brackets.
    #[error("the formula nests brackets more than {depth_max} deep")]
    TooDeep {
        /// The limit.
        depth_max: usize,
    },
    /// A bracket that is never closed.
    #[error("the bracket at {at} is never closed")]
    Unclosed {
        /// Where it opens.
        at: usize,
    },
    /// A bracket that closes nothing.
    #[error("the bracket at {at} closes nothing")]
    Unopened {
        /// Where it stands.
        at: usize,
    },
    /// A bracket closed by one of another kind.
    #[error("the bracket at {at} closes one of another kind")]
    Mismatched {
        /// Where the closing one stands.
        at: usize,
    },
    /// A sign with nothing beside it.
    #[error("something is missing at {at}")]
    OperandMissing {
        /// Where it should stand.
        at: usize,
    },
    /// Something that says neither a variable nor a sign.
    #[error("what stands at {at} is not understood")]
    Unexpected {
        /// Where it stands.
        at: usize,
    },
}

impl FormulaError {
    /// Where in the text, in bytes.
    pub fn at(self) -> Option<usize> {
        match self {
            Self::Empty
            | Self::TooLong { .. }
            | Self::TooManyTerms { .. }
            | Self::TooDeep { .. } => None,
            Self::Unclosed { at }
            | Self::Unopened { at }
            | Self::Mismatched { at }
            | Self::OperandMissing { at }
            | Self::Unexpected { at } => Some(at),
        }
    }
}
