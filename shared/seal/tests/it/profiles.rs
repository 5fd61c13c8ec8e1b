use seal::{INSTITUTION_CHARS_MAX, NAME_CHARS_MAX, Profile, SealError, open_profile, seal_profile};
use wire::limits::PROFILE_CIPHERTEXT_BYTES_MAX;

use crate::people::{dice, key, profile};

fn sealed_length(profile: &Profile) -> usize {
    seal_profile(&key(), profile, &mut dice(1))
        .unwrap()
        .ciphertext
        .len()
}

#[test]
fn a_profile_is_read_with_the_key_only() {
    let ana = Profile {
        name: "Ana Núñez 👩‍💻".to_owned(),
        institution: "Órgano Interno".to_owned(),
    };
    let sealed = seal_profile(&key(), &ana, &mut dice(1)).unwrap();
    assert_eq!(open_profile(&key(), &sealed), Ok(ana));
    let other = seal::DossierKey::from_secret_bytes([1; 32]);
    assert_eq!(open_profile(&other, &sealed), Err(SealError::CannotOpen));
    assert!(!sealed.ciphertext.windows(3).any(|part| part == b"Ana"));
    let mut altered = sealed.clone();
    altered.ciphertext[3] ^= 1;
    assert_eq!(open_profile(&key(), &altered), Err(SealError::CannotOpen));
    altered.ciphertext.clear();
    assert_eq!(open_profile(&key(), &altered), Err(SealError::CannotOpen));
}

#[test]
fn lengths_do_not_tell_names() {
    assert_eq!(
        sealed_length(&profile("")),
        sealed_length(&profile("María Guadalupe Hernández"))
    );
}

#[test]
fn names_have_a_length() {
    let check = |name: usize, institution: usize, expect: Option<SealError>| {
        let profile = Profile {
            name: "👩".repeat(name),
            institution: "Ñ".repeat(institution),
        };
        let sealed = seal_profile(&key(), &profile, &mut dice(1));
        assert_eq!(sealed.as_ref().err(), expect.as_ref());
        if let Ok(sealed) = sealed {
            assert!(sealed.ciphertext.len() <= PROFILE_CIPHERTEXT_BYTES_MAX);
            assert_eq!(open_profile(&key(), &sealed), Ok(profile));
        }
    };
    let (name, institution) = (NAME_CHARS_MAX, INSTITUTION_CHARS_MAX);
    check(name - 1, institution - 1, None);
    check(name, institution, None);
    check(
        name + 1,
        0,
        Some(SealError::NameTooLong { chars: name + 1 }),
    );
    check(
        0,
        institution + 1,
        Some(SealError::InstitutionTooLong {
            chars: institution + 1,
        }),
    );
}
