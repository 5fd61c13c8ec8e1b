//! Walks the XML of a part, whatever prefixes its program chose.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::limits::NESTING_MAX;
use crate::{ImportError, Limit};

/// What the walk meets.
pub(crate) enum Node<'a> {
    /// An element begins. Empty ones begin and end.
    Start(&'a str, &'a BytesStart<'a>),
    /// Text inside the last begun element, in one or more pieces.
    Text(&'a str),
    /// An element ends.
    End(&'a str),
}

/// Visits every element and text of a part.
pub(crate) fn walk(
    xml: &str,
    visit: &mut dyn FnMut(Node<'_>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0;
    loop {
        match reader.read_event().map_err(ImportError::damaged)? {
            Event::Start(start) => {
                depth += 1;
                if depth > NESTING_MAX {
                    return Err(ImportError::too_large(Limit::Nesting, NESTING_MAX));
                }
                visit(Node::Start(start.local_name().as_ref(), &start))?;
            }
            Event::End(end) => {
                depth -= 1;
                visit(Node::End(end.local_name().as_ref()))?;
            }
            Event::Text(text) => visit(Node::Text(&text.xml10_content()))?,
            Event::CData(text) => visit(Node::Text(&text.xml10_content()))?,
            Event::GeneralRef(name) => {
                let letter = match name.as_ref() {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().map_err(ImportError::damaged)?,
                };
                if let Some(letter) = letter {
                    visit(Node::Text(letter.encode_utf8(&mut [0; 4])))?;
                }
            }
            Event::Eof => return Ok(()),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            // No office program writes one; it can only make entities that grow.
            Event::DocType(_) => {
                return Err(ImportError::damaged("the XML declares a document type"));
            }
        }
    }
}

/// An attribute by its local name.
pub(crate) fn attribute(
    start: &BytesStart<'_>,
    local_name: &str,
) -> Result<Option<String>, ImportError> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(ImportError::damaged)?;
        if attribute.key.local_name().as_ref() == local_name {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(ImportError::damaged)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}
