//! Identifiers of what a discussion holds.

document::ids! {
    /// A thread of comments.
    ThreadId,
    /// A comment.
    CommentId,
}
