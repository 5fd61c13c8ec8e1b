//! A file that carries what a device would have sent: for a memory stick, or by mail. What is inside
//! are the frames a relay would have passed on, sealed in blocks; `seal` makes and opens it.
//!
//! The file: [`MAGIC`]; the length of the head, the head, its signature; then blocks, each after its
//! length. What a block holds in clear is frames, each after its length. Lengths are of four bytes,
//! the greatest first.

use minicbor::{Decode, Encode};

use crate::codec::{self, DecodeError};
use crate::limits::{
    FRAME_BYTES_MAX, PACKAGE_BLOCK_BYTES_MAX, PACKAGE_BYTES_MAX, PACKAGE_FRAMES_MAX,
    PACKAGE_HEAD_BYTES_MAX, RECIPIENTS_MAX,
};
use crate::{DeviceId, DossierId, Frame, WrappedKey};

/// How a package begins. The last byte is the version of its form.
pub const MAGIC: [u8; 8] = *b"COTEJO\0\x01";
/// The same, whatever the version.
const MAGIC_OF_ALL: &[u8] = b"COTEJO\0";

const LENGTH_BYTES: usize = 4;
const SIGNATURE_BYTES: usize = 64;

/// What a package says in clear: which dossier it is of, who made it, and its key, wrapped for
/// whoever may open it.
///
/// INVARIANT: never renumber fields; it is signed. New fields are optional and come last.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct PackageHead {
    /// The dossier.
    #[n(0)]
    pub dossier: DossierId,
    /// The device that made it.
    #[n(1)]
    pub author: DeviceId,
    /// When, in unix milliseconds by that device's clock.
    #[n(2)]
    pub made_ms: u64,
    /// X25519 key made for this package alone.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub ephemeral: [u8; 32],
    /// The package's key, for each member's device and each open invitation.
    #[n(4)]
    pub keys: Vec<WrappedKey>,
}

/// The parts of a package, as they lie in its bytes. Nothing of it is verified.
#[derive(Debug)]
pub struct PackageParts<'a> {
    /// The encoded [`PackageHead`]: what is signed.
    pub head: &'a [u8],
    /// By the device the head names.
    pub signature: [u8; SIGNATURE_BYTES],
    /// The sealed blocks, in order.
    pub blocks: Vec<&'a [u8]>,
}

impl PackageHead {
    /// The bytes that are signed.
    pub fn encode(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// Reads a head within its limits.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let head: Self = codec::decode(bytes, PACKAGE_HEAD_BYTES_MAX)?;
        if head.keys.len() > RECIPIENTS_MAX {
            return Err(DecodeError::Malformed);
        }
        Ok(head)
    }
}

impl PackageParts<'_> {
    /// The bytes of the file.
    pub fn join(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        push(&mut bytes, self.head);
        bytes.extend_from_slice(&self.signature);
        for block in &self.blocks {
            push(&mut bytes, block);
        }
        bytes
    }
}

impl<'a> PackageParts<'a> {
    /// Finds the parts of a file. [`DecodeError::UnknownKind`]: a package of a newer program;
    /// [`DecodeError::Malformed`]: no package, or cut short.
    pub fn split(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        if bytes.len() > PACKAGE_BYTES_MAX {
            return Err(DecodeError::TooLarge {
                bytes: bytes.len(),
                limit_bytes: PACKAGE_BYTES_MAX,
            });
        }
        let rest = match bytes.strip_prefix(&MAGIC) {
            Some(rest) => rest,
            None if bytes.starts_with(MAGIC_OF_ALL) => return Err(DecodeError::UnknownKind),
            None => return Err(DecodeError::Malformed),
        };
        let (head, rest) = pull(rest, PACKAGE_HEAD_BYTES_MAX)?;
        let (signature, mut rest) = rest
            .split_first_chunk::<SIGNATURE_BYTES>()
            .ok_or(DecodeError::Malformed)?;
        let mut blocks = Vec::new();
        while !rest.is_empty() {
            let (block, after) = pull(rest, PACKAGE_BLOCK_BYTES_MAX)?;
            // One that holds nothing would make any number of them cheap.
            if block.is_empty() {
                return Err(DecodeError::Malformed);
            }
            blocks.push(block);
            rest = after;
        }
        Ok(Self {
            head,
            signature: *signature,
            blocks,
        })
    }
}

/// Whether bytes begin as a package does, of whatever version.
pub fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC_OF_ALL)
}

/// What blocks hold in clear, packed: each as full as it may be.
pub fn pack_frames(frames: impl IntoIterator<Item = Frame>) -> Vec<Vec<u8>> {
    let mut blocks = vec![Vec::new()];
    for frame in frames {
        let frame = frame.encode();
        let needs = LENGTH_BYTES + frame.len();
        if blocks.last().is_some_and(|block| {
            !block.is_empty() && block.len() + needs > LENGTH_BYTES + FRAME_BYTES_MAX
        }) {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut() {
            push(block, &frame);
        }
    }
    blocks
}

/// The frames of an opened block, added to those before it. Frames that this version does not know
/// are passed over: a newer program made them.
pub fn unpack_frames(block: &[u8], frames: &mut Vec<Frame>) -> Result<(), DecodeError> {
    let mut rest = block;
    while !rest.is_empty() {
        let (frame, after) = pull(rest, FRAME_BYTES_MAX)?;
        if frames.len() >= PACKAGE_FRAMES_MAX {
            return Err(DecodeError::Malformed);
        }
        match Frame::decode(frame) {
            Ok(frame) => frames.push(frame),
            Err(DecodeError::UnknownKind) => {}
            Err(error) => return Err(error),
        }
        rest = after;
    }
    Ok(())
}

fn push(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&(part.len() as u32).to_be_bytes());
    bytes.extend_from_slice(part);
}

/// A part after its length, and what follows it.
fn pull(bytes: &[u8], limit_bytes: usize) -> Result<(&[u8], &[u8]), DecodeError> {
    let (length, rest) = bytes
        .split_first_chunk::<LENGTH_BYTES>()
        .ok_or(DecodeError::Malformed)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length > limit_bytes {
        return Err(DecodeError::TooLarge {
            bytes: length,
            limit_bytes,
        });
    }
    rest.split_at_checked(length).ok_or(DecodeError::Malformed)
}
