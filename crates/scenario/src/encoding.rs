//! Bytes as text: UTF-8 is read, with or without a mark and whatever its line ends; another encoding is named.

/// What is said of bytes that are no text at all.
const NO_TEXT: &str = "this is no text in UTF-8";

/// What to do about a file in another encoding.
const SAVE: &str = "save it as UTF-8, which editors offer as `Encoding` when a file is saved";

/// A text that was read from bytes; its lines end as on Unix.
pub(super) struct Decoded {
    pub text: String,
    /// It began with a byte order mark.
    pub marked: bool,
    /// Its lines ended as on Windows.
    pub windows: bool,
}

/// Why bytes could not be read as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub message: String,
    pub hint: Option<String>,
    /// The line, from 1, where that shows.
    pub line: usize,
}

/// Reads bytes as text.
pub(super) fn decoded(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    if let Some(encoding) = wide(bytes) {
        let message = format!("this file is written in {encoding}, not in UTF-8");
        return Err(Unreadable { message, hint: Some(SAVE.to_owned()), line: 1 });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| foreign(bytes, error.valid_up_to()))?;
    let plain = text.strip_prefix('\u{feff}');
    let (marked, text) = (plain.is_some(), plain.unwrap_or(text));
    Ok(Decoded { marked, windows: text.contains("\r\n"), text: text.replace("\r\n", "\n") })
}

/// Returns the encoding of a text with more than one byte for each letter, if it is one.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    /// So many bytes tell.
    const ENOUGH: usize = 4096;
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Some("UTF-16"),
        _ => {}
    }
    let start = &bytes[..bytes.len().min(ENOUGH)];
    let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // of plain letters every second byte is zero, and only every second
    let every_second = even.max(odd) * 4 > start.len() && even.min(odd) == 0;
    every_second.then_some("UTF-16 without a byte order mark")
}

/// Says of bytes that are no UTF-8 from a place on what they may be.
fn foreign(bytes: &[u8], place: usize) -> Unreadable {
    let steers = |byte: &u8| matches!(byte, 0..=8 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f);
    let unused = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    let line = bytes[..place].split(|byte| *byte == b'\n').count();
    if bytes.iter().any(|byte| steers(byte) || unused(byte)) {
        let message = format!("{NO_TEXT} (byte {place})");
        return Unreadable { message, hint: None, line: 1 };
    }
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    let before = bytes[..place].iter().rev().take_while(|byte| is_letter(byte)).count();
    let after = bytes[place..].iter().take_while(|byte| is_letter(byte)).count();
    let word: String = bytes[place - before..place + after].iter().map(|b| windows(*b)).collect();
    let message = format!("{NO_TEXT}, but as Windows-1252 it says `{word}` here");
    Unreadable { message, hint: Some(SAVE.to_owned()), line }
}

/// Returns the letter of a byte in Windows-1252.
fn windows(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '•', '–', '—', '˜',
        '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "(\r\n  title: \"The café\",\r\n)\r\n";

    fn refused(bytes: &[u8]) -> String {
        decoded(bytes).err().map(|error| error.message).unwrap_or_default()
    }

    #[test]
    fn marks_and_line_ends_make_no_other_text() {
        let plain = TEXT.replace("\r\n", "\n");
        for text in [TEXT.to_owned(), plain.clone(), format!("\u{feff}{TEXT}")] {
            assert_eq!(decoded(text.as_bytes()).ok().unwrap().text, plain);
        }
    }

    #[test]
    fn a_text_in_another_encoding_is_named() {
        let little = || TEXT.encode_utf16().flat_map(u16::to_le_bytes);
        let big = || TEXT.encode_utf16().flat_map(u16::to_be_bytes);
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(little()).collect();
        assert!(refused(&marked).contains("UTF-16, not"), "{}", refused(&marked));
        let marked: Vec<u8> = [0xfe, 0xff].into_iter().chain(big()).collect();
        assert!(refused(&marked).contains("UTF-16, not"), "{}", refused(&marked));
        for bytes in [little().collect::<Vec<u8>>(), big().collect()] {
            assert!(refused(&bytes).contains("UTF-16 without"), "{}", refused(&bytes));
        }
        let wide: Vec<u8> = ['\u{feff}', 'a'].map(|c| u32::from(c).to_le_bytes()).concat();
        assert!(refused(&wide).contains("UTF-32"), "{}", refused(&wide));
    }

    #[test]
    fn a_text_from_windows_is_named_with_the_word_that_shows_it() {
        let bytes: Vec<u8> = TEXT.chars().map(|c| c as u8).collect();
        let error = decoded(&bytes).err().unwrap();
        assert_eq!(error.line, 2);
        assert_eq!(
            error.message,
            "this is no text in UTF-8, but as Windows-1252 it says `café` here"
        );
        assert_eq!(refused(b"\x80\x00\x01\x02"), "this is no text in UTF-8 (byte 0)");
    }
}
