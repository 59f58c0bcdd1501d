//! Files and folders.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// An empty folder, whatever was there before.
pub fn empty_folder(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("cannot empty {}", path.display()))?;
    }
    fs::create_dir_all(path).with_context(|| format!("cannot create {}", path.display()))
}

/// Copies one file and makes the folders on the way to it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Copies the files in and below a folder, except the files and folders named in `without`.
pub fn copy_tree(from: &Path, to: &Path, without: &[&str]) -> Result<()> {
    for path in entries(from)? {
        let name = path.file_name().unwrap_or_default();
        if without.iter().any(|left_out| name == *left_out) {
            continue;
        }
        if path.is_dir() {
            copy_tree(&path, &to.join(name), without)?;
        } else {
            copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}

/// What is directly in a folder, sorted.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listing =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = listing.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
