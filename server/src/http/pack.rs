//! Compressing what is kept: it is done once, so that it may take a few milliseconds.

use std::io::Write;

use axum::http::{HeaderMap, HeaderValue, header};
use flate2::{Compression, write::GzEncoder};

/// How a body is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// As it is.
    #[default]
    Plain,
    /// Brotli: the smallest; every browser takes it over a secure connection.
    Brotli,
    /// Zstandard.
    Zstd,
    /// gzip, for everything else.
    Gzip,
}

impl Encoding {
    /// The best that the browser takes.
    pub fn of(headers: &HeaderMap) -> Self {
        let accepted =
            headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let takes = |encoding: Self| {
            accepted.split(',').any(|part| {
                let (name, weight) = part.split_once(';').unwrap_or((part, "q=1"));
                let refused = weight.trim().trim_start_matches("q=").trim_matches(['0', '.']).is_empty();
                name.trim().eq_ignore_ascii_case(encoding.name()) && !refused
            })
        };
        [Self::Brotli, Self::Zstd, Self::Gzip].into_iter().find(|one| takes(*one)).unwrap_or_default()
    }

    /// As `Content-Encoding` names it; empty for what is not compressed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// Writes `bytes` so; `None` where nothing is gained.
    pub fn pack(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let packed = match self {
            Self::Plain => None,
            Self::Brotli => brotli(bytes),
            Self::Zstd => zstd::bulk::compress(bytes, 9).ok(),
            Self::Gzip => {
                let mut writer = GzEncoder::new(Vec::new(), Compression::new(6));
                writer.write_all(bytes).ok().and_then(|()| writer.finish().ok())
            }
        };
        packed.filter(|packed| packed.len() < bytes.len())
    }

    /// Tells of the encoding in the headers of an answer that could have another one too.
    pub fn tell(self, headers: &mut HeaderMap) {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if self != Self::Plain {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(self.name()));
        }
    }
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::with_capacity(bytes.len() / 4), 4096, 5, 22);
    writer.write_all(bytes).ok()?;
    Some(writer.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn of(accepted: &str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(accepted).unwrap());
        Encoding::of(&headers).name()
    }

    #[test]
    fn the_best_that_is_taken() {
        for (accepted, sent) in [
            ("gzip, deflate, br, zstd", "br"),
            ("zstd, gzip", "zstd"),
            ("br;q=0, zstd;q=0.0, gzip", "gzip"),
            ("BR;q=0.1", "br"),
            ("abracadabra", ""),
            ("", ""),
        ] {
            assert_eq!(of(accepted), sent, "{accepted}");
        }
        assert_eq!(Encoding::of(&HeaderMap::new()), Encoding::Plain);
    }

    #[test]
    fn what_is_packed_can_be_read_again() {
        let page = "<li>停车场</li>".repeat(500).into_bytes();
        let mut read = Vec::new();
        brotli::Decompressor::new(&*Encoding::Brotli.pack(&page).unwrap(), 4096)
            .read_to_end(&mut read)
            .unwrap();
        assert_eq!(read, page);
        assert_eq!(zstd::decode_all(&*Encoding::Zstd.pack(&page).unwrap()).unwrap(), page);
        read.clear();
        flate2::read::GzDecoder::new(&*Encoding::Gzip.pack(&page).unwrap()).read_to_end(&mut read).unwrap();
        assert_eq!(read, page);
        assert_eq!(Encoding::Plain.pack(&page), None);
        assert_eq!(Encoding::Gzip.pack(b"x"), None, "nothing is gained");
    }
}
