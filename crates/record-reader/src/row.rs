use crate::{Columns, NULL, WORD};

/// Takes the values of a record out of its row again, one by one in the table's order. Browsers do this in JavaScript.
#[derive(Debug)]
pub struct Row<'a> {
    columns: &'a Columns,
    at: usize,
}

impl<'a> Row<'a> {
    /// Begins at a number of `columns.rows`.
    #[must_use]
    pub const fn new(columns: &'a Columns, at: usize) -> Self {
        Self { columns, at }
    }

    /// A flag, or whether a record is there.
    pub fn flag(&mut self) -> bool {
        self.next() != 0
    }

    /// A text, or one of these words; without words one that records share.
    pub fn text(&mut self, words: &[&str]) -> Option<String> {
        let [offset, length] = [self.next(), self.next()];
        match length {
            NULL => None,
            WORD => {
                let number = usize::try_from(offset).ok()?;
                if let Some(&word) = words.get(number) {
                    return Some(word.into());
                }
                let &[offset, length] = self.columns.repeated.get(2 * number..2 * number + 2)? else {
                    return None;
                };
                Some(self.columns.string([offset, length]))
            }
            _ => Some(self.columns.string([offset, length])),
        }
    }

    /// A whole number.
    #[expect(clippy::cast_sign_loss, reason = "halves")]
    pub fn whole(&mut self) -> Option<u64> {
        let [low, high] = [self.next(), self.next()];
        (high != NULL).then(|| u64::from(low as u32) | u64::from(high as u32) << 32)
    }

    /// Whole numbers.
    pub fn numbers(&mut self) -> Vec<u64> {
        let [start, count] =
            [self.next(), self.next()].map(|number| usize::try_from(number).unwrap_or_default());
        let numbers = self.columns.numbers.get(start..start + count).unwrap_or_default();
        numbers.iter().filter_map(|&number| crate::number::whole(number)).collect()
    }

    /// Passes over so many numbers.
    pub fn skip(&mut self, numbers: usize) {
        self.at += numbers;
    }

    fn next(&mut self) -> i32 {
        self.at += 1;
        self.columns.rows.get(self.at - 1).copied().unwrap_or_default()
    }
}
