//! Identifiers of what a discussion holds.

document::ids! {
    /// A thread of comments.
    ThreadId,
    /// A comment.
    CommentId,
    /// An act: a suggestion, a consultation, a state given to a line…
    ActId,
}
