//! What stands on a paper beside the matrix, and must be known again when the paper comes back
//! changed: whoever reads files takes these words from here, one for one.

/// How a row that is sujeta a revisión is marked in words, since colours are lost on a copy: in front
/// of the text of its action line, with a space between, or alone where the line has no text. The row
/// is yellow too, from the column of the line to the last: a reader takes the mark away where the
/// cell is yellow, and leaves it where it is not, since somebody may have written it.
pub const PENDING_MARK: &str = "(*)";

/// What stands under the table when some row is marked.
pub const PENDING_LEGEND: &str = "(*) Las líneas de acción resaltadas en color amarillo y marcadas con \
    (*) quedan sujetas a ser revisadas con otras instancias para su aprobación y correcta adhesión a la \
    matriz.";

/// The yellow of a marked row.
pub const PENDING_FILL: &str = "FFFF00";

/// Said on every page of what is not closed.
pub const DRAFT: &str = "BORRADOR";

/// The hidden sheet with the ids of the rows, in a workbook.
pub const ORIGIN_SHEET: &str = "_cotejo";

/// Its first cell.
pub const ORIGIN_MARK: &str = "cotejo-origen:1";

/// Its first row with ids, from 1.
pub const ORIGIN_FIRST_ROW: u32 = 8;

/// The namespace of the part with the ids of the rows, in a Word document.
pub const ORIGIN_NAMESPACE: &str = "urn:cotejo:origen:1";

/// How the bookmark of a row begins, in a Word document; its index among the rows follows.
pub const ORIGIN_BOOKMARK: &str = "cotejo_";

/// The comments of one cell as the one note that a spreadsheet has room for: each begins with its
/// author and a colon in a line of their own, as Excel writes it, with an empty line between two.
pub(crate) fn note<'a>(comments: impl Iterator<Item = &'a crate::AnnexComment>) -> String {
    let mut note = String::new();
    for comment in comments {
        if !note.is_empty() {
            note.push_str("\n\n");
        }
        if !comment.author.is_empty() {
            note.push_str(&comment.author);
            note.push_str(":\n");
        }
        note.push_str(&comment.text);
    }
    note
}
