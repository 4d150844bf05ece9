//! Tokens: 128 bits from the operating system; only a hash of one is ever kept.

use std::fmt::Write;

use super::{Refusal, Why};

/// A secret that says who somebody is. It is not printed by `Debug`, so that no log can hold it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

impl Token {
    /// Draws a new token.
    ///
    /// # Errors
    /// If the operating system has no randomness to give.
    pub fn draw() -> Result<Token, Refusal> {
        let bytes: [u8; 16] = random()?;
        let mut text = String::new();
        for byte in bytes {
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Token(text))
    }

    /// Takes a token as somebody sent it.
    #[must_use]
    pub fn sent(text: &str) -> Token {
        Token(text.to_owned())
    }

    /// Returns whether it looks as those that are drawn do.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        self.0.len() == 32 && self.0.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }

    /// Returns the token that lets somebody look on where this one lets them teach.
    #[must_use]
    pub fn onlooker(&self) -> Token {
        let key = blake3::derive_key("excomm class onlooker 1", self.0.as_bytes());
        Token(blake3::Hash::from(key).to_hex()[..32].to_owned())
    }

    /// Returns the text to be handed to whoever holds it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Returns the hash that is kept.
    #[must_use]
    pub fn hash(&self) -> String {
        blake3::hash(self.0.as_bytes()).to_hex().to_string()
    }

    /// Returns whether a hash that was kept is of this token; takes equally long whichever it is.
    #[must_use]
    pub fn is(&self, kept: &str) -> bool {
        // the hashes of this crate are compared in constant time
        let own = blake3::hash(self.0.as_bytes());
        blake3::Hash::from_hex(kept).is_ok_and(|kept| kept == own)
    }
}

/// The letters of a join code: none that is taken for a number or for another letter.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Draws a join code of five letters.
///
/// # Errors
/// If the operating system has no randomness to give.
pub fn join_code() -> Result<String, Refusal> {
    let mut code = String::new();
    while code.len() < 5 {
        let [byte] = random::<1>()?;
        // without the last sixteen values every letter is equally likely
        if usize::from(byte) < LETTERS.len() * 10 {
            code.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
        }
    }
    Ok(code)
}

/// Draws random bytes.
pub(super) fn random<const N: usize>() -> Result<[u8; N], Refusal> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        Refusal::new(Why::NotKept, format!("the system has no randomness to give: {error}"))
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_hash_and_by_nothing_else() {
        let (token, other) = (Token::draw().unwrap(), Token::draw().unwrap());
        assert_eq!(token.reveal().len(), 32);
        assert!(token.is(&token.hash()) && !token.is(&other.hash()) && !token.is(""));
        assert!(!token.is(&token.onlooker().hash()));
        assert!(!format!("{token:?}").contains(token.reveal()));
    }

    #[test]
    fn a_join_code_has_no_letter_that_is_misread() {
        for _ in 0..200 {
            let code = join_code().unwrap();
            assert!(code.len() == 5 && code.bytes().all(|letter| LETTERS.contains(&letter)));
            assert!(!code.contains(['0', 'O', '1', 'I']));
        }
    }
}
