//! Bytes to lines: one pass, one buffer, plain or gzip-compressed text. A line's length is bounded, so that input
//! without line ends cannot fill the memory; compressed text may not expand without measure.

use super::error::Problem;
use flate2::bufread::MultiGzDecoder;
use memchr::memchr;
use std::{
    cell::Cell,
    io::{self, BufReader, Cursor, ErrorKind, Read},
    rc::Rc,
};

/// The longest line, in bytes.
const MAX_LINE: usize = 1 << 20;
const CHUNK: usize = 1 << 16;
/// Compressed text may be this long, whatever it was compressed to, and beyond that so many times its compressed size.
const FREE: u64 = 1 << 26;
const EXPANSION: u64 = 100;

/// The text of `source`, which may be compressed: gzip is known by its first two bytes.
pub(super) fn decompressed<'a>(mut source: impl Read + 'a) -> Result<Box<dyn Read + 'a>, Problem> {
    let mut magic = Vec::with_capacity(2);
    source.by_ref().take(2).read_to_end(&mut magic)?;
    let compressed = magic == [0x1f, 0x8b];
    let whole = Cursor::new(magic).chain(source);
    Ok(if compressed {
        let read = Rc::new(Cell::new(0));
        let counted = Counted(whole, read.clone());
        let source = MultiGzDecoder::new(BufReader::with_capacity(CHUNK, counted));
        Box::new(Expanded {
            source,
            read,
            given: 0,
        })
    } else {
        Box::new(whole)
    })
}

/// Counts what is read.
struct Counted<R>(R, Rc<Cell<u64>>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.set(self.1.get() + read as u64);
        Ok(read)
    }
}

/// Compressed text that does not expand too much.
struct Expanded<R> {
    source: R,
    /// How much compressed text was read.
    read: Rc<Cell<u64>>,
    /// How much text it gave.
    given: u64,
}

impl<R: Read> Read for Expanded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let given = self.source.read(buffer)?;
        self.given += given as u64;
        if self.given > FREE + EXPANSION * self.read.get() {
            let message = format!("the compressed text expands more than {EXPANSION}-fold");
            return Err(io::Error::other(message));
        }
        Ok(given)
    }
}

/// The lines of a text.
pub(super) struct Lines<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Lines {
            source,
            buffer: vec![0; CHUNK],
            start: 0,
            end: 0,
        }
    }

    /// The next line without its end, or nothing at the end of the text.
    pub(super) fn next_line(&mut self) -> Result<Option<&[u8]>, Problem> {
        let mut scanned = 0;
        loop {
            let unread = &self.buffer[self.start + scanned..self.end];
            if let Some(at) = memchr(b'\n', unread) {
                let line = self.start..self.start + scanned + at;
                self.start = line.end + 1;
                return Ok(Some(&self.buffer[line]));
            }
            scanned = self.end - self.start;
            if !self.refill()? {
                let line = self.start..self.end;
                self.start = self.end;
                return Ok((!line.is_empty()).then(|| &self.buffer[line]));
            }
        }
    }

    /// Reads more behind what is unread; tells whether there was more.
    fn refill(&mut self) -> Result<bool, Problem> {
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.end == self.buffer.len() {
            if self.end >= MAX_LINE {
                return Err(Problem::LineTooLong(MAX_LINE));
            }
            self.buffer.resize(2 * self.end, 0);
        }
        loop {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(read) => {
                    self.end += read;
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn all(text: &[u8]) -> Vec<String> {
        let mut lines = Lines::new(decompressed(text).expect("readable"));
        let mut found = vec![];
        while let Some(line) = lines.next_line().expect("readable") {
            found.push(String::from_utf8_lossy(line).into_owned());
        }
        found
    }

    #[test]
    fn lines_with_and_without_a_last_end() {
        assert_eq!(all(b""), Vec::<String>::new());
        assert_eq!(all(b"a\n\nb"), ["a", "", "b"]);
        assert_eq!(all(b"a\n"), ["a"]);
    }

    #[test]
    fn lines_longer_than_the_buffer() {
        let long = "x".repeat(3 * CHUNK);
        assert_eq!(all(format!("{long}\ny").as_bytes()), [long, "y".into()]);
    }

    #[test]
    fn endless_lines_are_refused() {
        let mut lines = Lines::new(std::io::repeat(b'x'));
        assert!(matches!(lines.next_line(), Err(Problem::LineTooLong(_))));
    }

    #[test]
    fn compressed_text_may_not_expand_without_measure() {
        let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::best());
        let blank = vec![b'\n'; 1 << 20];
        (0..80).for_each(|_| encoder.write_all(&blank).expect("in memory"));
        let bomb = encoder.finish().expect("in memory");
        let mut text = decompressed(&bomb[..]).expect("a header");
        let error = io::copy(&mut text, &mut io::sink()).expect_err("too much");
        assert!(error.to_string().contains("expands more than"), "{error}");
    }

    #[test]
    fn compressed_text_is_recognised_and_truncation_is_an_error() {
        let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
        encoder.write_all(b"nil\npop\n").expect("in memory");
        let whole = encoder.finish().expect("in memory");
        assert_eq!(all(&whole), ["nil", "pop"]);
        let mut lines = Lines::new(decompressed(&whole[..whole.len() - 3]).expect("header"));
        let mut outcome = lines.next_line().map(|line| line.is_some());
        while let Ok(true) = outcome {
            outcome = lines.next_line().map(|line| line.is_some());
        }
        assert!(matches!(outcome, Err(Problem::Unreadable(_))));
    }
}
