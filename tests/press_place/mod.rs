//! A folder in which a test starts the press.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder that is gone after the test.
pub struct Place(pub PathBuf);

impl Place {
    pub fn new(name: &str) -> Place {
        let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&place);
        fs::create_dir_all(&place).unwrap();
        Place(place)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let place = self.0.join(name);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    pub fn press(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_press")).args(arguments).current_dir(&self.0).output().unwrap()
    }

    /// The exit code, and both outputs together.
    pub fn said(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.press(arguments);
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (output.status.code().unwrap(), said)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
