//! A text as a QR code, drawn as one path.

use qrcodegen::{QrCode, QrCodeEcc};

/// Bytes that a code may have: of more the squares become too small for the camera of a phone.
pub const MOST: usize = 800;

/// Empty squares around a code, by ISO/IEC 18004.
const EDGE: i32 = 4;

/// The code of a text: the side of the square that it fills, its edge included, and the path of the dark squares in it. `None`
/// for a text that is too long for it.
///
/// ```
/// let (side, path) = offprint::present::qr::code("https://example.org/").unwrap();
/// assert_eq!(side, 25 + 2 * 4);
/// assert!(path.starts_with("M4 4h7v1h-7z"), "the corner by which a code is found");
/// assert_eq!(offprint::present::qr::code(&"x".repeat(801)), None);
/// ```
pub fn code(text: &str) -> Option<(i32, String)> {
    if text.len() > MOST {
        return None;
    }
    let code = QrCode::encode_binary(text.as_bytes(), QrCodeEcc::Low).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let dark = (x..=code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if dark > 0 {
                path.push_str(&format!("M{} {}h{dark}v1h-{dark}z", x + EDGE, y + EDGE));
            }
            x += dark.max(1);
        }
    }
    Some((code.size() + 2 * EDGE, path))
}
