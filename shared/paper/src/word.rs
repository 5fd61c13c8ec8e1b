//! Word documents, written part by part over the zip they are. The libraries that write them know no
//! `w:tblHeader` (the header row of every page), and parts mended after packing are harder to trust.

mod notification;

pub use notification::changes_docx;
