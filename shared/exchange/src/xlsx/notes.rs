//! Notes and threaded comments of cells, which the reader of values does not give.

use std::collections::HashMap;

use crate::cells;
use crate::limits::NOTES_MAX;
use crate::moment;
use crate::package::Package;
use crate::table::CellNote;
use crate::xml::{Node, attribute, walk};
use crate::{ImportError, Limit};

/// Name of the part that is a sheet. Parts are found through relationships: every program names them
/// otherwise.
pub(super) fn part_of(
    package: &mut Package<'_>,
    sheet: &str,
) -> Result<Option<String>, ImportError> {
    let Some(workbook) = package.main()? else {
        return Ok(None);
    };
    let of_workbook = package.relationships(&workbook)?;
    let Some(id) = relationship_of_sheet(package, &workbook, sheet)? else {
        return Ok(None);
    };
    Ok(of_workbook
        .into_iter()
        .find(|to| to.id == id)
        .map(|to| to.target))
}

/// All notes of a sheet, in the order of the file.
pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Vec<CellNote>, ImportError> {
    let Some(workbook) = package.main()? else {
        return Ok(Vec::new());
    };
    let of_workbook = package.relationships(&workbook)?;
    let mut people = HashMap::new();
    for to in of_workbook.iter().filter(|to| to.kind == "person") {
        if let Some(xml) = package.text(&to.target)? {
            read_people(&xml, &mut people)?;
        }
    }
    let of_sheet = package.relationships(part)?;
    let mut threaded = Vec::new();
    for to in of_sheet.iter().filter(|to| to.kind == "threadedComment") {
        if let Some(xml) = package.text(&to.target)? {
            read_threaded(&xml, &people, &mut threaded)?;
        }
    }
    let mut notes = Vec::new();
    for to in of_sheet.iter().filter(|to| to.kind == "comments") {
        if let Some(xml) = package.text(&to.target)? {
            read_notes(&xml, &mut notes)?;
        }
    }
    // A threaded comment leaves a copy of itself as a note, for older programs.
    notes.retain(|note| {
        !threaded
            .iter()
            .any(|thread: &CellNote| thread.place == note.place)
    });
    notes.append(&mut threaded);
    notes.sort_by_key(|note| note.place);
    Ok(notes)
}

fn relationship_of_sheet(
    package: &mut Package<'_>,
    workbook: &str,
    sheet: &str,
) -> Result<Option<String>, ImportError> {
    let Some(xml) = package.text(workbook)? else {
        return Ok(None);
    };
    let mut id = None;
    walk(&xml, &mut |node| {
        if let Node::Start("sheet", start) = node
            && attribute(start, "name")?.as_deref() == Some(sheet)
        {
            id = attribute(start, "id")?;
        }
        Ok(())
    })?;
    Ok(id)
}

fn read_people(xml: &str, people: &mut HashMap<String, String>) -> Result<(), ImportError> {
    walk(xml, &mut |node| {
        if let Node::Start("person", start) = node
            && let (Some(id), Some(name)) =
                (attribute(start, "id")?, attribute(start, "displayName")?)
        {
            people.insert(id, name);
        }
        Ok(())
    })
}

fn read_threaded(
    xml: &str,
    people: &HashMap<String, String>,
    notes: &mut Vec<CellNote>,
) -> Result<(), ImportError> {
    let mut current: Option<CellNote> = None;
    let mut inside_text = false;
    walk(xml, &mut |node| {
        match node {
            Node::Start("threadedComment", start) => {
                let person = attribute(start, "personId")?.unwrap_or_default();
                let author = people.get(&person).cloned().unwrap_or_default();
                let dated_unix_s = attribute(start, "dT")?.and_then(|text| moment::utc(&text));
                current = attribute(start, "ref")?
                    .and_then(|name| cells::parse(&name))
                    .map(|place| CellNote {
                        place,
                        author,
                        dated_unix_s,
                        text: String::new(),
                    });
            }
            Node::Start("text", _) => inside_text = true,
            Node::End("text") => inside_text = false,
            Node::Text(text) if inside_text => {
                if let Some(note) = &mut current {
                    note.text.push_str(text);
                }
            }
            Node::End("threadedComment") => keep(current.take(), notes)?,
            Node::Start(..) | Node::Text(_) | Node::End(_) => {}
        }
        Ok(())
    })
}

fn read_notes(xml: &str, notes: &mut Vec<CellNote>) -> Result<(), ImportError> {
    let mut authors: Vec<String> = Vec::new();
    let mut current: Option<CellNote> = None;
    // Only `t` holds text; `rPh` holds how a reading aloud would say it.
    let (mut inside_author, mut inside_t, mut inside_phonetic) = (false, false, false);
    walk(xml, &mut |node| {
        match node {
            Node::Start("author", _) => {
                authors.push(String::new());
                inside_author = true;
            }
            Node::End("author") => inside_author = false,
            Node::Start("comment", start) => {
                let author = attribute(start, "authorId")?
                    .and_then(|id| id.parse::<usize>().ok())
                    .and_then(|id| authors.get(id))
                    .map(|author| author.trim().to_owned())
                    .unwrap_or_default();
                current = attribute(start, "ref")?
                    .and_then(|name| cells::parse(&name))
                    .map(|place| CellNote {
                        place,
                        author,
                        dated_unix_s: None,
                        text: String::new(),
                    });
            }
            Node::Start("rPh", _) => inside_phonetic = true,
            Node::End("rPh") => inside_phonetic = false,
            Node::Start("t", _) => inside_t = true,
            Node::End("t") => inside_t = false,
            Node::Text(text) if inside_author => {
                if let Some(author) = authors.last_mut() {
                    author.push_str(text);
                }
            }
            Node::Text(text) if inside_t && !inside_phonetic => {
                if let Some(note) = &mut current {
                    note.text.push_str(text);
                }
            }
            Node::End("comment") => keep(current.take(), notes)?,
            Node::Start(..) | Node::Text(_) | Node::End(_) => {}
        }
        Ok(())
    })
}

fn keep(note: Option<CellNote>, notes: &mut Vec<CellNote>) -> Result<(), ImportError> {
    let Some(mut note) = note else { return Ok(()) };
    note.text = body(&note.author, &note.text);
    if note.text.is_empty() {
        return Ok(());
    }
    if notes.len() == NOTES_MAX {
        return Err(ImportError::too_large(Limit::Notes, NOTES_MAX));
    }
    notes.push(note);
    Ok(())
}

/// What a note says: Excel writes the author's name in front of the text, in bold.
fn body(author: &str, text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    let body = text
        .strip_prefix(author)
        .and_then(|rest| rest.trim_start().strip_prefix(':'))
        .filter(|_| !author.is_empty())
        .unwrap_or(text);
    body.trim().to_owned()
}
