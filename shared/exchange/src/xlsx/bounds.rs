//! What a reader that is not ours would build from a workbook, counted before it does.

use crate::limits::{
    SHARED_STRINGS_MAX, STYLE_COPIES_BYTES_MAX, STYLE_VALUE_BYTES_MAX, STYLES_MAX,
};
use crate::package::Package;
use crate::xml::{Node, attribute, walk};
use crate::{ImportError, Limit};

/// Refuses a workbook whose parts are small and what they ask for is not.
pub(super) fn check(package: &mut Package<'_>) -> Result<(), ImportError> {
    for name in package.names_in("") {
        if name.ends_with("sharedstrings.xml") {
            if let Some(xml) = package.text(&name)? {
                check_strings(&xml)?;
            }
        } else if name.ends_with("styles.xml")
            && let Some(xml) = package.text(&name)?
        {
            check_styles(&xml)?;
        }
    }
    Ok(())
}

fn check_strings(xml: &str) -> Result<(), ImportError> {
    let too_many = || ImportError::too_large(Limit::SharedStrings, SHARED_STRINGS_MAX);
    let mut count = 0;
    walk(xml, &mut |node| {
        match node {
            Node::Start("sst", start) => {
                // Room is made for as many as it announces.
                let announced = attribute(start, "uniqueCount")?
                    .and_then(|text| text.trim().parse::<u64>().ok())
                    .unwrap_or(0);
                if announced > SHARED_STRINGS_MAX as u64 {
                    return Err(too_many());
                }
            }
            Node::Start("si", _) => {
                count += 1;
                if count > SHARED_STRINGS_MAX {
                    return Err(too_many());
                }
            }
            Node::Start(..) | Node::Text(_) | Node::End(_) => {}
        }
        Ok(())
    })
}

fn check_styles(xml: &str) -> Result<(), ImportError> {
    let too_many = || ImportError::too_large(Limit::Styles, STYLES_MAX);
    let mut styles = 0_usize;
    let mut longest = 0_usize;
    walk(xml, &mut |node| {
        if let Node::Start(name, start) = node {
            styles += usize::from(name == "xf");
            for attribute in start.attributes().with_checks(false) {
                let attribute = attribute.map_err(ImportError::damaged)?;
                longest = longest.max(attribute.value.len());
            }
        }
        Ok(())
    })?;
    // Each style gets copies of the name of its font and of its format.
    let copies_bytes = styles.saturating_mul(longest).saturating_mul(2);
    if styles > STYLES_MAX * 3
        || longest > STYLE_VALUE_BYTES_MAX
        || copies_bytes > STYLE_COPIES_BYTES_MAX
    {
        return Err(too_many());
    }
    Ok(())
}
