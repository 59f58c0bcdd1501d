use super::Side;

const SIGN: &str = "// spec: ";

/// A test, or a line of one, that names facts.
#[derive(Debug, PartialEq, Eq)]
pub struct Marker {
    /// The facts.
    pub ids: Vec<String>,
    /// The file, from the project's root, with slashes.
    pub file: String,
    /// The line that does the checking, from 1.
    pub line: usize,
}

impl Marker {
    /// Whose test it is.
    pub fn side(&self) -> Side {
        Side::of(&self.file)
    }
}

/// The markers in a file: `// spec: ` and ids, at the end of a line or on one before it.
pub fn markers(file: &str, text: &str) -> Vec<Marker> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let marked = |(index, line): (usize, &&str)| {
        let (before, ids) = line.split_once(SIGN)?;
        let own_line = before.is_empty();
        let skipped =
            lines[index..].iter().take_while(|line| own_line && is_beside_the_point(line)).count();
        let ids = ids.split(',').map(|id| id.trim().to_owned()).collect();
        Some(Marker { ids, file: file.into(), line: index + skipped + 1 })
    };
    lines.iter().enumerate().filter_map(marked).collect()
}

/// Whether the line is a comment or an attribute.
fn is_beside_the_point(line: &str) -> bool {
    line.starts_with("//") || line.starts_with("#[")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Vec<String>, usize)> {
        markers("tests/core/x.rs", text)
            .into_iter()
            .map(|marker| (marker.ids, marker.line))
            .collect()
    }

    #[test]
    fn a_marker_before_a_test_points_at_the_test() {
        let text = "// spec: a.b, c\n// And why.\n#[test]\nfn test() {\n}\n";
        assert_eq!(found(text), [(vec!["a.b".into(), "c".into()], 4)]);
        assert_eq!(found("// spec: a\ntest(\"x\", () => {});"), [(vec!["a".into()], 2)]);
    }

    #[test]
    fn a_marker_after_a_line_points_at_that_line() {
        let text = "#[test]\n  (1, 2), // spec: a\n  // spec: b\n  // spec: c\n  (3, 4),\n";
        assert_eq!(
            found(text),
            [(vec!["a".into()], 2), (vec!["b".into()], 5), (vec!["c".into()], 5)]
        );
    }

    #[test]
    fn other_comments_are_none() {
        assert_eq!(found("//! spec: a\n// specs: a\n/// // spec\n"), []);
    }

    #[test]
    fn the_folder_tells_whose_test_it_is() {
        for (file, side) in [
            ("crates/fake-portal/tests/batch.rs", Side::Portal),
            ("tests/core/portal.rs", Side::Client),
            ("tests/package/errors.test.mjs", Side::Client),
        ] {
            assert_eq!(markers(file, "x // spec: a")[0].side(), side, "{file}");
        }
    }
}
