//! How the bytes of one object lie in the store: blocks of 1 MiB that are read and verified one by one.
//!
//! `plain`: the bytes as they are. `sealed`: a header of 48 bytes (a name of the format, then 32 random bytes, the
//! salt), then each block encrypted with ChaCha20-Poly1305 and followed by its tag of 16 bytes. Either way the
//! SHA-256 of each stored piece is kept beside the object; a sealed object's first digest is its header's.
//!
//! Sealing. Every object has a key of its own, HKDF-SHA-256 of the portal's key and the salt, so that the number of
//! a block can be its nonce and still no nonce ever meets the same key twice. The nonce also says whether the block is
//! the last, and the header is authenticated with every block: a block that is moved, dropped, cut off or brought over
//! from another object does not open. The object's SHA-256 is not known before its last byte, so the salt stands for
//! it; the row in the database ties both together. The empty object has one empty block, so that emptiness too is
//! authentic. ChaCha20-Poly1305 is quick and free of timing leaks on processors without AES of their own.

use std::ops::Range;

use bytes::{Bytes, BytesMut};
use ring::{aead, digest, hkdf};

use super::Form;

/// Plain bytes in a block.
pub const BLOCK: u64 = 1 << 20;
const TAG: u64 = 16;
const HEADER: u64 = 48;
const FORMAT: &[u8; 16] = b"kaishu sealed 1\n";

/// A SHA-256.
pub type Digest = [u8; 32];

/// Why stored bytes are not served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// They are not the bytes that were stored.
    #[error("the stored bytes are damaged")]
    Damaged,
    /// They are the bytes that were stored, but the key does not open them.
    #[error("the sealing key is not the one that sealed the file")]
    WrongKey,
}

/// The SHA-256 of some bytes.
pub fn digest(bytes: &[u8]) -> Digest {
    let mut out = Digest::default();
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// Where the blocks of an object lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The form.
    pub form: Form,
    /// Before sealing.
    pub byte_size: u64,
}

impl Layout {
    /// The number of blocks; the empty object has one.
    pub fn blocks(self) -> u64 {
        self.byte_size.div_ceil(BLOCK).max(1)
    }

    /// The number of digests that are kept.
    pub fn digests(self) -> u64 {
        self.header().map_or(0, |_| 1) + self.blocks()
    }

    /// The stored size in bytes.
    pub fn stored_size(self) -> u64 {
        self.stored(self.blocks() - 1).end
    }

    /// Where the header lies, when there is one.
    pub fn header(self) -> Option<Range<u64>> {
        match self.form {
            Form::Plain => None,
            Form::Sealed => Some(0..HEADER),
        }
    }

    /// Whether the block is the last.
    pub fn is_last(self, index: u64) -> bool {
        index + 1 == self.blocks()
    }

    /// Where a block lies in the store.
    pub fn stored(self, index: u64) -> Range<u64> {
        let length = self.byte_size.saturating_sub(index * BLOCK).min(BLOCK);
        match self.form {
            Form::Plain => index * BLOCK..index * BLOCK + length,
            Form::Sealed => {
                let start = HEADER + index * (BLOCK + TAG);
                start..start + length + TAG
            }
        }
    }

    /// The place of a block's digest among the digests.
    pub fn digest_index(self, index: u64) -> u64 {
        self.header().map_or(0, |_| 1) + index
    }

    /// The blocks that hold the given bytes; one block even when no byte is asked for.
    pub fn covering(self, bytes: &Range<u64>) -> Range<u64> {
        let first = (bytes.start / BLOCK).min(self.blocks() - 1);
        let end = bytes.end.div_ceil(BLOCK).clamp(first + 1, self.blocks());
        first..end
    }

    /// The part of a block that belongs to the given bytes, counted from the block's start.
    pub fn part(self, index: u64, bytes: &Range<u64>) -> Range<usize> {
        let start = index * BLOCK;
        let length = self.byte_size.saturating_sub(start).min(BLOCK);
        let within = |at: u64| usize::try_from(at.saturating_sub(start).min(length)).unwrap_or(0);
        within(bytes.start)..within(bytes.end).max(within(bytes.start))
    }
}

/// The portal's key, from which every sealed object's own key is derived.
#[derive(Clone)]
pub struct Key(hkdf::Prk);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// The key made of 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(hkdf::Salt::new(hkdf::HKDF_SHA256, FORMAT).extract(secret))
    }
}

/// The way between an object's bytes and its stored bytes.
#[derive(Debug)]
pub enum Codec {
    /// As they are.
    Plain,
    /// Encrypted with the object's own key.
    Sealed(Box<Sealing>),
}

/// An object's header and the key derived from it.
#[derive(Debug)]
pub struct Sealing {
    header: [u8; HEADER as usize],
    key: aead::LessSafeKey,
}

impl Codec {
    /// The codec of a new sealed object; the salt is random and never used for another.
    pub fn seal(key: &Key, salt: &[u8; 32]) -> Result<Self, Fault> {
        let mut header = [0; HEADER as usize];
        header[..FORMAT.len()].copy_from_slice(FORMAT);
        header[FORMAT.len()..].copy_from_slice(salt);
        Self::with(key, header)
    }

    /// The codec of a stored sealed object, from its header.
    pub fn open(key: &Key, header: &[u8], kept: &Digest) -> Result<Self, Fault> {
        if digest(header) != *kept || !header.starts_with(FORMAT) {
            return Err(Fault::Damaged);
        }
        Self::with(key, header.try_into().map_err(|_| Fault::Damaged)?)
    }

    fn with(key: &Key, header: [u8; HEADER as usize]) -> Result<Self, Fault> {
        let info = [header.as_slice()];
        let derived = key.0.expand(&info, &aead::CHACHA20_POLY1305).map_err(|_| Fault::WrongKey)?;
        Ok(Self::Sealed(Box::new(Sealing { header, key: aead::LessSafeKey::new(derived.into()) })))
    }

    /// What stands before the first block.
    pub fn header(&self) -> Option<Bytes> {
        match self {
            Self::Plain => None,
            Self::Sealed(sealing) => Some(Bytes::copy_from_slice(&sealing.header)),
        }
    }

    /// A block as it is stored.
    pub fn encode(&self, index: u64, last: bool, mut block: BytesMut) -> Result<Bytes, Fault> {
        match self {
            Self::Plain => {}
            Self::Sealed(sealing) => {
                let tag = sealing
                    .key
                    .seal_in_place_separate_tag(
                        nonce(index, last),
                        aead::Aad::from(sealing.header),
                        &mut block,
                    )
                    .map_err(|_| Fault::WrongKey)?;
                block.extend_from_slice(tag.as_ref());
            }
        }
        Ok(block.freeze())
    }

    /// The block behind stored bytes, once they have the digest that was kept and, sealed, the right tag.
    pub fn decode(&self, (index, last): (u64, bool), stored: Bytes, kept: &Digest) -> Result<Bytes, Fault> {
        if digest(&stored) != *kept {
            return Err(Fault::Damaged);
        }
        match self {
            Self::Plain => Ok(stored),
            Self::Sealed(sealing) => {
                let mut block = BytesMut::from(stored);
                let length = sealing
                    .key
                    .open_in_place(nonce(index, last), aead::Aad::from(sealing.header), &mut block)
                    .map_err(|_| Fault::WrongKey)?
                    .len();
                block.truncate(length);
                Ok(block.freeze())
            }
        }
    }
}

/// The block's number and whether it is the last: unique under the object's own key.
fn nonce(index: u64, last: bool) -> aead::Nonce {
    let mut nonce = [0; aead::NONCE_LEN];
    nonce[0] = u8::from(last);
    nonce[4..].copy_from_slice(&index.to_be_bytes());
    aead::Nonce::assume_unique_for_key(nonce)
}

#[cfg(test)]
mod tests;
