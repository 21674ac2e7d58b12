//! Tells by its first bytes what a file is; names and declared types are not asked.

use super::{Format, ImageError};

/// Where to look, what to find there, and what it is.
///
/// Sources: the formats' specifications; for web formats also the WHATWG MIME
/// Sniffing Standard.
const UNSUPPORTED: &[(usize, &[u8], &str)] = &[
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"II+\0", "TIFF"),
    (0, b"MM\0+", "TIFF"),
    (0, b"BM", "BMP"),
    (0, b"%PDF-", "PDF"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\0\0\0\x0cJXL ", "JPEG XL"),
    (0, b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypavis", "AVIF"),
    (4, b"ftyphe", "HEIC"),
    (4, b"ftypmif1", "HEIF"),
    (4, b"ftypmsf1", "HEIF"),
    (4, b"ftyp", "video"),
];

/// How a text may begin, after white space and in any case, and what it is.
const TEXTS: &[(&str, &str)] = &[
    ("<!doctype html", "HTML"),
    ("<html", "HTML"),
    ("<svg", "SVG"),
    ("<!doctype svg", "SVG"),
    ("<?xml", "XML or SVG"),
];

/// The format of the file that begins with `bytes`.
///
/// # Errors
///
/// [`ImageError::Unsupported`], by name where it is known, for all but the three formats.
pub(super) fn sniff(bytes: &[u8]) -> Result<Format, ImageError> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Ok(Format::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Format::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Format::WebP);
    }
    let what = UNSUPPORTED
        .iter()
        .find(|(at, magic, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
        .map(|(_, _, what)| *what)
        .or_else(|| text(bytes))
        .unwrap_or("a file of unknown format");
    Err(ImageError::Unsupported { what })
}

fn text(bytes: &[u8]) -> Option<&'static str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    let begins = |start: &str| {
        bytes
            .get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
    };
    TEXTS
        .iter()
        .find(|(start, _)| begins(start))
        .map(|(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> &'static str {
        let Err(ImageError::Unsupported { what }) = sniff(bytes) else {
            return "a supported file";
        };
        what
    }

    #[test]
    fn the_three_formats_are_recognized() {
        assert_eq!(sniff(b"\xff\xd8\xff\xe0").unwrap(), Format::Jpeg);
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n").unwrap(), Format::Png);
        assert_eq!(sniff(b"RIFF\x10\0\0\0WEBPVP8 ").unwrap(), Format::WebP);
    }

    #[test]
    fn other_files_are_refused_by_name() {
        assert_eq!(refused(b"GIF89a\x01\0"), "GIF");
        assert_eq!(refused(b"MM\0*\0\0\0\x08"), "TIFF");
        assert_eq!(refused(b"BM\x36\0"), "BMP");
        assert_eq!(refused(b"%PDF-1.7"), "PDF");
        assert_eq!(refused(b"\0\0\0\x20ftypheic\0\0\0\0"), "HEIC");
        assert_eq!(refused(b"\0\0\0\x20ftypmif1\0\0\0\0"), "HEIF");
        assert_eq!(refused(b"\0\0\0\x20ftypavif\0\0\0\0"), "AVIF");
        assert_eq!(refused(b"\0\0\0\x20ftypisom\0\0\0\0"), "video");
        assert_eq!(refused(b"\0\0\0\x0cJXL \r\n\x87\n"), "JPEG XL");
        assert_eq!(refused(b"\0\0\0\x0cjP  \r\n\x87\n"), "JPEG 2000");
        assert_eq!(refused(b"\n <SVG width='9'>"), "SVG");
        assert_eq!(refused(b"\xef\xbb\xbf<!DOCTYPE HTML>"), "HTML");
    }

    #[test]
    fn anything_else_is_unknown() {
        for bytes in [
            &b""[..],
            b"\xff",
            b"\xff\xd8",
            b"RIFF\0\0\0\0WAVE",
            b"hello",
        ] {
            assert_eq!(refused(bytes), "a file of unknown format");
        }
    }
}
