//! Identifiers of what a matrix holds.

document::ids! {
    /// An action line. It survives renumbering, moving and rewording.
    LineId,
    /// An indicator of an action line.
    IndicatorId,
    /// A heading: axis, objective, priority or strategy.
    HeadingId,
}
