//! Files in one ZIP archive, as they are: names and texts, stored and not packed.
//!
//! The format is PKWARE's *.ZIP File Format Specification* (APPNOTE.TXT, 6.3.10), sections 4.3.7, 4.3.12 and 4.3.16.

/// Bytes of an archive of these files. The names must differ. Linear.
///
/// What does not fit the format's 32-bit sizes, four gigabytes, is left out; so are files after the 65,535th.
pub fn zip(files: &[(String, String)]) -> Vec<u8> {
    let (mut archive, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, text) in files {
        let sizes = (u32::try_from(archive.len()), u32::try_from(text.len()), u16::try_from(name.len()));
        let (Ok(at), Ok(size), Ok(name_length), true) = (sizes.0, sizes.1, sizes.2, count < u16::MAX) else { continue };
        // Version 2.0; names in UTF-8 (bit 11); stored; midnight of the first of January 1980, the least date there is.
        let mut head: Vec<u8> = Vec::new();
        [20_u16, 1 << 11, 0, 0, 0x21].iter().for_each(|value| head.extend(value.to_le_bytes()));
        [crc(text.as_bytes()), size, size].iter().for_each(|value| head.extend(value.to_le_bytes()));
        head.extend(name_length.to_le_bytes());
        archive.extend(b"PK\x03\x04");
        archive.extend(&head);
        archive.extend([0, 0]);
        archive.extend(name.as_bytes());
        archive.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        // No extra field, no comment, first disk, no attributes.
        directory.extend([0; 12]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
        count += 1;
    }
    let (at, size) = (archive.len() as u32, directory.len() as u32);
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\x00\x00\x00\x00");
    [count, count].iter().for_each(|value| archive.extend(value.to_le_bytes()));
    [size, at].iter().for_each(|value| archive.extend(value.to_le_bytes()));
    archive.extend([0, 0]);
    archive
}

/// The cyclic redundancy check of ISO 3309, bit by bit: eight steps a byte, some tens of megabytes a second.
fn crc(bytes: &[u8]) -> u32 {
    let step = |rest: u32, _| (rest >> 1) ^ (0xedb8_8320 & (rest & 1).wrapping_neg());
    !bytes.iter().fold(!0, |rest, byte| (0..8).fold(rest ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_check_is_the_one_of_the_specification() {
        assert_eq!(super::crc(b"123456789"), 0xcbf4_3926);
    }
}
