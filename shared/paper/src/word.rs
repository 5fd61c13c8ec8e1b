//! Word documents, written part by part over the zip they are. The libraries that write them know no
//! `w:tblHeader` (the header row of every page), and parts mended after packing are harder to trust.

mod annex;
mod comments;
mod frame;
pub(crate) mod markup;
mod minutes;
mod notification;
mod parts;
pub(crate) mod short;
mod styles;
mod table;

pub use annex::annex_docx;
pub(crate) use frame::imprinted;
pub use minutes::minutes_docx;
pub use notification::changes_docx;
pub(crate) use parts::{on_the_wall, rfc3339};
