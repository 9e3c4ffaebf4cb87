//! Base64, which user data is written in.

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;

/// The bytes in base64, padded.
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

/// The bytes that a text stands for, line breaks passed over; `None` where it is no padded base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text.replace(['\n', '\r'], "")).ok()
}
