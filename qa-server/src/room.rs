//! Whether anything can be written into the data folder, for when a database there cannot be opened.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Bytes that a data folder has to have room for: the least that a database writes at start.
const PROBE: usize = 128 * 1024;

/// What to do about a data folder that nothing can be written into; nothing where it is not to blame.
pub(crate) fn advise(data: &Path) -> String {
    let probe = data.join("probe");
    let written = fs::write(&probe, [0; PROBE]);
    // It may not be there; and if it stays, the next probe overwrites it.
    let _ = fs::remove_file(&probe);
    let folder = data.display();
    match written.map_err(|error| error.kind()) {
        Err(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
            format!("; the disk of {folder} is full: make room")
        }
        Err(_) => format!("; nothing can be written into {folder}: let the server's user write it and what is in it"),
        Ok(()) => String::new(),
    }
}
