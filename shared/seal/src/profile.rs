//! Who a member is, readable only with the dossier's key.

use minicbor::{Decode, Encode};
use wire::{DecodeError, Sealed};

use crate::key::NONCE_BYTES;
use crate::{Dice, DossierKey, SealError, domain};

/// Longest name of a person, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// Longest name of an institution, in characters.
pub const INSTITUTION_CHARS_MAX: usize = 160;

/// Plaintexts are padded to a multiple of this, so that a length does not tell a name.
const PADDING_BYTES: usize = 128;

/// How a member presents themselves.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Profile {
    /// Name of the person.
    #[n(0)]
    pub name: String,
    /// Institution they work for.
    #[n(1)]
    pub institution: String,
}

/// Encrypts a profile for the members of a dossier.
pub fn seal_profile(
    key: &DossierKey,
    profile: &Profile,
    dice: &mut Dice<'_>,
) -> Result<Sealed, SealError> {
    check(profile)?;
    let mut plaintext = Vec::new();
    minicbor::encode(profile, &mut plaintext).map_err(|_| SealError::Cipher)?;
    plaintext.resize(plaintext.len().next_multiple_of(PADDING_BYTES), 0);
    let mut nonce = [0_u8; NONCE_BYTES];
    dice(&mut nonce);
    let ciphertext = key.encrypt(domain::PROFILE_KEY, &nonce, &[], &plaintext)?;
    Ok(Sealed { nonce, ciphertext })
}

/// Decrypts a member's profile.
pub fn open_profile(key: &DossierKey, sealed: &Sealed) -> Result<Profile, SealError> {
    let plaintext = key.decrypt(domain::PROFILE_KEY, &sealed.nonce, &[], &sealed.ciphertext)?;
    let mut decoder = minicbor::Decoder::new(&plaintext);
    let profile: Profile = decoder.decode().map_err(|_| DecodeError::Malformed)?;
    check(&profile)?;
    Ok(profile)
}

fn check(profile: &Profile) -> Result<(), SealError> {
    let chars = profile.name.chars().count();
    if chars > NAME_CHARS_MAX {
        return Err(SealError::NameTooLong { chars });
    }
    let chars = profile.institution.chars().count();
    if chars > INSTITUTION_CHARS_MAX {
        return Err(SealError::InstitutionTooLong { chars });
    }
    Ok(())
}
