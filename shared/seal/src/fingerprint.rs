//! The short code by which two people make sure, by voice, that a device is who they think it is.

use wire::{DeviceId, DossierId};

use crate::{domain, hash};

/// Crockford's: no letter is taken for a digit, nor for another letter.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 4;
const GROUP_CHARS: usize = 4;

/// Four groups of four characters for a device in a dossier, as `4KQ7-M2RX-90TB-HC5V`: eighty bits, so
/// that nobody makes a device with the code of another.
pub fn code_to_compare(dossier: DossierId, device: DeviceId) -> String {
    let digest = hash(&[domain::COMPARED_CODE, &dossier.0[..], &device.0[..]].concat());
    let mut bits = digest
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let mut character = || {
        let five = bits.by_ref().take(5);
        let index = five.fold(0_usize, |index, bit| index << 1 | usize::from(bit));
        char::from(ALPHABET[index])
    };
    let groups: Vec<String> = (0..GROUPS)
        .map(|_| (0..GROUP_CHARS).map(|_| character()).collect())
        .collect();
    groups.join("-")
}
