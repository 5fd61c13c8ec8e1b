//! Identifiers and versions: one spelling each.

use document::{IdError, Version, parse_hash};

use crate::seat::{author, dice};

document::ids! {
    /// Of this test.
    NoteId,
}

#[test]
fn an_identifier_has_one_spelling() {
    let id = NoteId::new(&mut dice(1));
    assert_eq!(id.to_string().parse(), Ok(id));
    assert_eq!(NoteId::from_bytes(id.to_bytes()), id);
    assert_ne!(NoteId::new(&mut dice(2)), id);
    let text = id.to_string();
    for other in [
        text.to_uppercase(),
        text.replace('-', ""),
        format!("{{{text}}}"),
        String::new(),
    ] {
        assert_eq!(other.parse::<NoteId>(), Err(IdError::Uuid), "{other}");
    }
}

#[test]
fn a_version_is_read_as_it_is_written() {
    let version = Version::new(vec![[2; 32], [1; 32], [2; 32]]);
    assert_eq!(version.hashes(), [[1; 32], [2; 32]]);
    assert_eq!(Version::from_hex(&version.to_hex()), Ok(version));
    assert_eq!(Version::from_hex(""), Ok(Version::default()));
    for text in ["0", &"g".repeat(64), &"0".repeat(63), "ñ"] {
        assert_eq!(Version::from_hex(text), Err(IdError::Version), "{text}");
    }
    assert_eq!(parse_hash(&"0a".repeat(32)).unwrap().0, [10; 32]);
    assert_eq!(author(255).to_string(), "ff".repeat(32));
}
