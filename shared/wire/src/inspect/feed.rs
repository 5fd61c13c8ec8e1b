//! Bytes that come by windows: from memory, a part of something, or inflated on the way. Never more
//! than one window is held.

use flate2::{Decompress, FlushDecompress, Status};

use super::{Counted, InspectError};
use crate::limits::{INFLATE_FREE_BYTES, INFLATE_RATIO_MAX};

const WINDOW_BYTES: usize = 32 * 1024;
/// The longest encoding of a 64-bit number.
pub(super) const LEB_BYTES_MAX: usize = 10;

/// A source of bytes.
pub(super) trait Feed {
    /// The bytes at hand; empty only at the end.
    fn window(&mut self) -> Result<&[u8], InspectError>;
    /// Takes bytes off the window.
    fn consume(&mut self, bytes: usize);
}

/// Bytes in memory.
pub(super) struct Slice<'a>(pub(super) &'a [u8]);

/// The next bytes of something else.
pub(super) struct Part<'f> {
    feed: &'f mut dyn Feed,
    left_bytes: u64,
}

/// A deflated stream, inflated under a limit.
pub(super) struct Inflater<'f> {
    input: &'f mut dyn Feed,
    scratch: &'f mut Scratch,
    limit_bytes: u64,
    ratio_limit_bytes: u64,
    inflated_bytes: u64,
    start: usize,
    end: usize,
    ended: bool,
}

/// The inflater's memory, made at the first deflated stream and used again for each.
#[derive(Default)]
pub(super) struct Scratch(Option<(Decompress, Box<[u8]>)>);

impl Feed for Slice<'_> {
    fn window(&mut self) -> Result<&[u8], InspectError> {
        Ok(self.0)
    }

    fn consume(&mut self, bytes: usize) {
        self.0 = self.0.get(bytes..).unwrap_or_default();
    }
}

impl<'f> Part<'f> {
    pub(super) fn new(feed: &'f mut dyn Feed, bytes: u64) -> Self {
        Self {
            feed,
            left_bytes: bytes,
        }
    }
}

impl Feed for Part<'_> {
    fn window(&mut self) -> Result<&[u8], InspectError> {
        if self.left_bytes == 0 {
            return Ok(&[]);
        }
        let window = self.feed.window()?;
        if window.is_empty() {
            return Err(InspectError::Truncated);
        }
        let len = usize::try_from(self.left_bytes)
            .unwrap_or(usize::MAX)
            .min(window.len());
        Ok(&window[..len])
    }

    fn consume(&mut self, bytes: usize) {
        self.left_bytes = self.left_bytes.saturating_sub(bytes as u64);
        self.feed.consume(bytes);
    }
}

impl<'f> Inflater<'f> {
    pub(super) fn new(
        input: &'f mut dyn Feed,
        deflated_bytes: u64,
        scratch: &'f mut Scratch,
    ) -> Self {
        if let Some(memory) = &mut scratch.0 {
            memory.0.reset(false);
        }
        let ratio_limit_bytes = deflated_bytes
            .saturating_mul(INFLATE_RATIO_MAX)
            .max(INFLATE_FREE_BYTES);
        Self {
            input,
            scratch,
            limit_bytes: 0,
            ratio_limit_bytes,
            inflated_bytes: 0,
            start: 0,
            end: 0,
            ended: false,
        }
    }

    /// How many bytes it may give; none until this is called.
    pub(super) fn set_limit(&mut self, bytes: u64) {
        self.limit_bytes = bytes;
    }

    pub(super) fn inflated_bytes(&self) -> u64 {
        self.inflated_bytes
    }

    /// That the stream was read to its end and nothing comes after it.
    pub(super) fn finish(&mut self) -> Result<(), InspectError> {
        if is_done(self)? && is_done(self.input)? {
            Ok(())
        } else {
            Err(InspectError::Trailing)
        }
    }

    fn refill(&mut self) -> Result<(), InspectError> {
        let (inflate, window) = self.scratch.0.get_or_insert_with(|| {
            (
                Decompress::new(false),
                vec![0; WINDOW_BYTES].into_boxed_slice(),
            )
        });
        let input = self.input.window()?;
        let (in_before, out_before) = (inflate.total_in(), inflate.total_out());
        let status = inflate
            .decompress(input, window, FlushDecompress::None)
            .map_err(|_| InspectError::Deflate)?;
        let consumed = (inflate.total_in() - in_before) as usize;
        let produced = inflate.total_out() - out_before;
        self.input.consume(consumed);
        self.start = 0;
        self.end = produced as usize;
        self.ended = status == Status::StreamEnd;
        if consumed == 0 && produced == 0 && !self.ended {
            return Err(InspectError::Truncated);
        }
        self.inflated_bytes += produced;
        super::check(
            self.inflated_bytes <= self.limit_bytes,
            Counted::InflatedBytes,
        )?;
        super::check(
            self.inflated_bytes <= self.ratio_limit_bytes,
            Counted::InflateRatio,
        )
    }
}

impl Feed for Inflater<'_> {
    fn window(&mut self) -> Result<&[u8], InspectError> {
        while self.start == self.end && !self.ended {
            self.refill()?;
        }
        let memory = self
            .scratch
            .0
            .as_ref()
            .map(|memory| &memory.1[self.start..self.end]);
        Ok(memory.unwrap_or_default())
    }

    fn consume(&mut self, bytes: usize) {
        self.start = self.start.saturating_add(bytes).min(self.end);
    }
}

/// Whether nothing is left.
pub(super) fn is_done<F: Feed + ?Sized>(feed: &mut F) -> Result<bool, InspectError> {
    Ok(feed.window()?.is_empty())
}

/// Passes over bytes that must be there.
pub(super) fn skip<F: Feed + ?Sized>(feed: &mut F, bytes: u64) -> Result<(), InspectError> {
    let mut left = bytes;
    while left > 0 {
        let len = feed.window()?.len();
        if len == 0 {
            return Err(InspectError::Truncated);
        }
        let step = usize::try_from(left).unwrap_or(usize::MAX).min(len);
        feed.consume(step);
        left -= step as u64;
    }
    Ok(())
}

/// Passes over all that is left; tells how much it was.
pub(super) fn skip_rest<F: Feed + ?Sized>(feed: &mut F) -> Result<u64, InspectError> {
    let mut skipped = 0;
    loop {
        let len = feed.window()?.len();
        if len == 0 {
            return Ok(skipped);
        }
        feed.consume(len);
        skipped += len as u64;
    }
}

/// A number without sign, seven bits a byte.
pub(super) fn uleb<F: Feed + ?Sized>(feed: &mut F) -> Result<u64, InspectError> {
    let Leb { bits, len, last } = leb(feed)?;
    // The tenth byte has room for one bit.
    if len == LEB_BYTES_MAX && last > 1 {
        Err(InspectError::Malformed)
    } else {
        Ok(bits)
    }
}

/// A number with sign, seven bits a byte.
pub(super) fn sleb<F: Feed + ?Sized>(feed: &mut F) -> Result<i64, InspectError> {
    let Leb { bits, len, last } = leb(feed)?;
    if len == LEB_BYTES_MAX {
        // The tenth byte has room for the sign, and repeats it.
        let fits = last == 0 || last == 0x7f;
        return if fits {
            Ok(bits.cast_signed())
        } else {
            Err(InspectError::Malformed)
        };
    }
    // Moving the sign to the top and back extends it.
    let shift = 64 - 7 * len;
    Ok((bits << shift).cast_signed() >> shift)
}

/// A number as it was read.
struct Leb {
    bits: u64,
    len: usize,
    last: u8,
}

fn leb<F: Feed + ?Sized>(feed: &mut F) -> Result<Leb, InspectError> {
    let mut bits = 0;
    for at in 0..LEB_BYTES_MAX {
        let last = *feed.window()?.first().ok_or(InspectError::Truncated)?;
        feed.consume(1);
        bits |= u64::from(last & 0x7f) << (7 * at);
        if last < 0x80 {
            return Ok(Leb {
                bits,
                len: at + 1,
                last,
            });
        }
    }
    Err(InspectError::Malformed)
}
