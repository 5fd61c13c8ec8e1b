//! Many small inputs in one file, so that a corpus is one file of the tree and not a thousand.

/// Length of a length.
const LENGTH_BYTES: usize = 4;

/// The inputs one after another, each behind its length.
pub fn pack(inputs: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = Vec::new();
    for input in inputs {
        packed.extend((input.len() as u32).to_be_bytes());
        packed.extend(input);
    }
    packed
}

/// What [`pack`] made. `None`: it did not make this.
pub fn unpack(mut packed: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut inputs = Vec::new();
    while !packed.is_empty() {
        let (length, rest) = packed.split_first_chunk::<LENGTH_BYTES>()?;
        let (input, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        inputs.push(input.to_vec());
        packed = rest;
    }
    Some(inputs)
}
