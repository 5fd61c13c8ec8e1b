//! Identifiers of what a minutes document holds.

document::ids! {
    /// A minuta.
    MinutesId,
    /// A part of a minuta, or the minuta itself: whatever people write in.
    PartId,
    /// An act: a closing, a reopening, what became of an acuerdo…
    ActId,
}

impl MinutesId {
    /// The minuta as something people write in.
    pub fn part(self) -> PartId {
        PartId(self.0)
    }
}

impl PartId {
    /// The minuta of this identifier, if the part is one.
    pub(crate) fn minutes(self) -> MinutesId {
        MinutesId(self.0)
    }
}
