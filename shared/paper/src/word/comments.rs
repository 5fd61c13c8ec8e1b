//! Comments of the review as comments of Word: author, moment, and which answers which.

use std::collections::BTreeMap;

use super::markup::{NAMESPACES, escaped, paragraph, push, run};
use super::parts::{Parts, on_the_wall};
use crate::{Annex, AnnexComment};

/// Where the comments of an annex hang from, by row and column.
pub(crate) struct Comments {
    places: BTreeMap<(usize, usize), Vec<usize>>,
}

impl Comments {
    /// `line`: the column of what is about a whole row, or about a field that is not printed. `first`:
    /// the row whose cell of a column a row shares.
    pub(crate) fn of(annex: &Annex, line: usize, first: impl Fn(usize, usize) -> usize) -> Self {
        let mut places: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (at, comment) in annex.comments.iter().enumerate() {
            if comment.row >= annex.rows.len() {
                continue;
            }
            let mut columns = annex.columns.iter();
            let column = columns.position(|column| column.field == comment.field);
            let column = column.unwrap_or(line);
            let row = first(comment.row, column);
            places.entry((row, column)).or_default().push(at);
        }
        Self { places }
    }

    /// The comments of a cell, as indexes in [`Annex::comments`].
    pub(crate) fn at(&self, row: usize, column: usize) -> &[usize] {
        self.places.get(&(row, column)).map_or(&[], Vec::as_slice)
    }
}

/// Marks before the text of a cell with comments.
pub(crate) fn begin(text: &mut String, comments: &[usize]) {
    for id in comments {
        push(text, format_args!(r#"<w:commentRangeStart w:id="{id}"/>"#));
    }
}

/// Marks after it.
pub(crate) fn end(text: &mut String, comments: &[usize]) {
    for id in comments {
        push(
            text,
            format_args!(
                r#"<w:commentRangeEnd w:id="{id}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{id}"/></w:r>"#
            ),
        );
    }
}

/// Adds the parts with what the comments say.
pub(crate) fn add(parts: &mut Parts, comments: &[AnnexComment]) {
    if comments.is_empty() {
        return;
    }
    let mut said = format!("<w:comments {NAMESPACES}>");
    let mut threads = format!("<w15:commentsEx {NAMESPACES}>");
    // Identifiers of paragraphs are eight digits below 80000000.
    let paragraph_id = |at: usize| format!("{:08X}", 0x4000_0000_u32.wrapping_add(at as u32));
    for (at, comment) in comments.iter().enumerate() {
        let author = escaped(&comment.author);
        let initials: String = comment
            .author
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .take(3)
            .collect();
        let initials = escaped(&initials);
        let date = if comment.dated_unix_s == 0 {
            String::new()
        } else {
            format!(r#" w:date="{}""#, on_the_wall(comment.dated_unix_s))
        };
        let id = paragraph_id(at);
        push(
            &mut said,
            format_args!(
                r#"<w:comment w:id="{at}" w:author="{author}" w:initials="{initials}"{date}>"#
            ),
        );
        let mut words = String::new();
        paragraph(&mut words, "CommentText", "", |text| {
            run(text, &comment.text, "");
        });
        said.push_str(&words.replacen("<w:p>", &format!(r#"<w:p w14:paraId="{id}">"#), 1));
        said.push_str("</w:comment>");
        let parent = comment.answers.map_or_else(String::new, |first| {
            format!(r#" w15:paraIdParent="{}""#, paragraph_id(first))
        });
        push(
            &mut threads,
            format_args!(r#"<w15:commentEx w15:paraId="{id}"{parent} w15:done="0"/>"#),
        );
    }
    said.push_str("</w:comments>");
    threads.push_str("</w15:commentsEx>");
    parts.word("comments.xml", "comments", &said);
    parts.document.to("comments", "comments.xml");
    parts.word("commentsExtended.xml", "commentsExtended", &threads);
    parts.document.to(
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
        "commentsExtended.xml",
    );
}
