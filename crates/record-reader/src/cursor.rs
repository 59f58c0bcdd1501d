/// Why a value could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The text ends before the value does.
    More,
    /// It is not JSON.
    Bad,
    /// A record has a field twice, of which the last counts: it has to be read another way.
    Twice,
}

/// What reading a value gives.
pub(crate) type Scan<T> = Result<T, Stop>;

/// How deep containers may be nested, that of the whole answer included.
pub(crate) const DEEPEST: u32 = 127;

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// What follows from here on.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The byte here.
    #[inline]
    pub(crate) fn peek(&self) -> Scan<u8> {
        self.bytes.get(self.at).copied().ok_or(Stop::More)
    }

    /// The first byte from here on that is no white space; the cursor stands on it then.
    #[inline]
    pub(crate) fn token(&mut self) -> Scan<u8> {
        loop {
            match self.peek()? {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                byte => return Ok(byte),
            }
        }
    }

    /// Passes `byte`, after white space.
    #[inline]
    pub(crate) fn pass(&mut self, byte: u8) -> Scan<()> {
        if self.token()? != byte {
            return Err(Stop::Bad);
        }
        self.at += 1;
        Ok(())
    }

    /// Passes a literal such as `null`. Its length is known, so that no call of `memcmp` compares it byte by byte.
    #[inline]
    pub(crate) fn literal<const LENGTH: usize>(&mut self, word: &[u8; LENGTH]) -> Scan<()> {
        let rest = self.rest();
        if rest.first_chunk() == Some(word) {
            self.at += LENGTH;
            return Ok(());
        }
        Err(if word.starts_with(rest) { Stop::More } else { Stop::Bad })
    }

    /// Passes a number of few digits and nothing else, if that is what stands here: most numbers.
    #[inline]
    pub(crate) fn digits(&mut self) -> Option<u64> {
        let (mut number, mut length) = (0, 0);
        for &byte in self.rest().iter().take(16) {
            match byte {
                b'0'..=b'9' => number = number * 10 + u64::from(byte - b'0'),
                b',' | b']' | b'}'
                    if length > 0 && (length == 1 || self.bytes.get(self.at) != Some(&b'0')) =>
                {
                    self.at += length;
                    return Some(number);
                }
                _ => break,
            }
            length += 1;
        }
        None
    }

    /// After a member or an element: whether another follows. Passes the comma or `close`.
    #[inline]
    pub(crate) fn another(&mut self, close: u8) -> Scan<bool> {
        let byte = self.token()?;
        if byte != b',' && byte != close {
            return Err(Stop::Bad);
        }
        self.at += 1;
        Ok(byte == b',')
    }

    /// Passes an opening bracket; whether something stands before the closing one, which is passed if not.
    #[inline]
    pub(crate) fn open(&mut self, close: u8) -> Scan<bool> {
        self.at += 1;
        if self.token()? != close {
            return Ok(true);
        }
        self.at += 1;
        Ok(false)
    }
}
