//! Skips work whose inputs have not changed.
//!
//! Inputs are compared by content: a checkout or a restored cache changes modification times.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result};

use crate::step::note;

/// A hash of everything that the result of some work depends on.
#[derive(Default)]
pub struct Inputs(DefaultHasher);

impl Inputs {
    /// Adds text, such as a version or an option.
    pub fn text(mut self, text: &str) -> Self {
        text.hash(&mut self.0);
        self
    }

    /// Adds the content of a file.
    pub fn file(mut self, path: &Path) -> Result<Self> {
        let content = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        content.hash(&mut self.0);
        Ok(self)
    }

    fn digest(&self) -> String {
        format!("{:016x}\n", self.0.finish())
    }

    /// Whether the work was last completed with these inputs.
    pub fn match_stamp(&self, stamp: &Path) -> bool {
        fs::read_to_string(stamp).is_ok_and(|last| last == self.digest())
    }

    /// Records that the work is complete. The stamp belongs beside the outputs, so that both are
    /// deleted together.
    pub fn record(&self, stamp: &Path) -> Result<()> {
        fs::write(stamp, self.digest()).with_context(|| format!("cannot write {}", stamp.display()))
    }

    /// Does the work unless it was last completed with these inputs.
    pub fn unless_done(&self, stamp: &Path, work: impl FnOnce() -> Result<()>) -> Result<()> {
        if self.match_stamp(stamp) {
            note("nothing has changed");
            return Ok(());
        }
        // Incomplete outputs must not match the previous inputs.
        if stamp.exists() {
            fs::remove_file(stamp)?;
        }
        work()?;
        self.record(stamp)
    }
}

#[cfg(test)]
mod tests {
    use std::env::temp_dir;
    use std::process::id;

    use anyhow::bail;

    use super::*;

    #[test]
    fn work_is_done_once_for_the_same_inputs() {
        let folder = temp_dir().join(format!("xtask-fingerprint-{}", id()));
        fs::create_dir_all(&folder).unwrap();
        let (source, stamp) = (folder.join("source"), folder.join("stamp"));
        let mut runs = 0;
        let mut build = |content: &str| {
            fs::write(&source, content).unwrap();
            let inputs = Inputs::default().text("-Oz").file(&source).unwrap();
            let work = || {
                runs += 1;
                Ok(())
            };
            inputs.unless_done(&stamp, work).unwrap();
            runs
        };
        assert_eq!(build("one"), 1);
        assert_eq!(build("one"), 1, "written again, same content");
        assert_eq!(build("two"), 2);

        let other = Inputs::default().text("-O3").file(&source).unwrap();
        assert!(other.unless_done(&stamp, || bail!("broken")).is_err());
        assert_eq!(build("two"), 3, "the failure in between invalidates what was there");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_missing_input_is_an_error() {
        assert!(Inputs::default().file(Path::new("/no/such/file")).is_err());
    }
}
