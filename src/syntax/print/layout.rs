//! Where a line that is too long is broken. The printer writes each logical line flat and marks where it may break;
//! this file chooses the breaks and must not change anything but blanks.
//!
//! Marks nest as groups. A group that fits stays on its line. Otherwise all of its breaks are taken, or, in a group
//! that fills, those after which the next part would not fit.

use crate::syntax::words;

/// How the lines of a broken group are indented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Indent {
    /// Two columns deeper than the line on which the group's parent began.
    Nest,
    /// Under the group's first character.
    Align,
}

/// Which breaks a broken group takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taking {
    /// All of them.
    All,
    /// Only those that are needed.
    Needed,
}

/// A mark in a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mark {
    /// A group begins.
    Open(Indent, Taking),
    /// It ends.
    Close,
    /// The blank that stands here may become a line end.
    Break,
}

/// A part of a line: text, a break, or a group.
enum Part<'t> {
    Text(&'t str),
    Break,
    Group(Indent, Taking, Vec<Part<'t>>),
}

/// Lays out one logical line, which begins with its indentation. `marks` stand at byte offsets of `line`, in order.
pub(super) fn lay_out(line: &str, marks: &[(usize, Mark)], width: usize) -> String {
    if line.chars().count() <= width {
        return line.to_owned();
    }
    let mut reader = Reader {
        line,
        marks,
        at: 0,
        next: 0,
    };
    let parts = reader.parts();
    let base = line.len() - line.trim_start_matches(' ').len();
    let mut writer = Writer {
        text: String::new(),
        column: 0,
        width,
    };
    writer.parts(&parts, None, base, 0);
    writer.text
}

/// Makes the tree of groups from marks.
struct Reader<'t> {
    line: &'t str,
    marks: &'t [(usize, Mark)],
    at: usize,
    next: usize,
}

impl<'t> Reader<'t> {
    fn parts(&mut self) -> Vec<Part<'t>> {
        let mut parts = Vec::new();
        while let Some(&(at, mark)) = self.marks.get(self.next) {
            self.next += 1;
            self.text_to(at, &mut parts);
            match mark {
                Mark::Open(indent, taking) => {
                    let inner = stacker::maybe_grow(64 << 10, 1 << 20, || self.parts());
                    parts.push(Part::Group(indent, taking, inner));
                }
                Mark::Close => return parts,
                Mark::Break if self.is_before_hole(at) => {}
                Mark::Break => {
                    parts.push(Part::Break);
                    self.at = at + 1;
                }
            }
        }
        self.text_to(self.line.len(), &mut parts);
        parts
    }

    /// Whether `_` stands behind this blank: where it begins a line, it is read as the next link of a calculation.
    fn is_before_hole(&self, blank: usize) -> bool {
        let behind = self.line[blank + 1..].strip_prefix('_');
        behind.is_some_and(|rest| !rest.starts_with(words::is_name_char))
    }

    fn text_to(&mut self, end: usize, parts: &mut Vec<Part<'t>>) {
        if self.at < end {
            parts.push(Part::Text(&self.line[self.at..end]));
        }
        self.at = end;
    }
}

/// How many columns a part takes on one line.
fn flat(part: &Part<'_>) -> usize {
    match part {
        Part::Text(text) => text.chars().count(),
        Part::Break => 1,
        Part::Group(_, _, parts) => {
            stacker::maybe_grow(64 << 10, 1 << 20, || parts.iter().map(flat).sum())
        }
    }
}

/// The columns up to the next break in these parts, or through all of them and the tail.
fn until_break(parts: &[Part<'_>], tail: usize) -> usize {
    let upto = parts.iter().position(|part| matches!(part, Part::Break));
    let end = upto.unwrap_or(parts.len());
    let own: usize = parts[..end].iter().map(flat).sum();
    own + if upto.is_some() { 0 } else { tail }
}

/// The columns up to the next place where the line can be broken, in a group or not; and whether there is one.
fn until_any_break(parts: &[Part<'_>]) -> (usize, bool) {
    let mut columns = 0;
    for part in parts {
        match part {
            Part::Text(text) => columns += text.chars().count(),
            Part::Break => return (columns, true),
            Part::Group(_, _, inner) => {
                let (inside, broken) =
                    stacker::maybe_grow(64 << 10, 1 << 20, || until_any_break(inner));
                columns += inside;
                if broken {
                    return (columns, true);
                }
            }
        }
    }
    (columns, false)
}

struct Writer {
    text: String,
    column: usize,
    width: usize,
}

impl Writer {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += text.chars().count();
    }

    fn line(&mut self, indent: usize) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
    }

    fn flat(&mut self, parts: &[Part<'_>]) {
        for part in parts {
            match part {
                Part::Text(text) => self.put(text),
                Part::Break => self.put(" "),
                Part::Group(_, _, inner) => {
                    stacker::maybe_grow(64 << 10, 1 << 20, || self.flat(inner))
                }
            }
        }
    }

    /// Writes parts with their own breaks taken as `taking` says (none at the top of a line); `tail` columns follow
    /// before anything else can break.
    fn parts(&mut self, parts: &[Part<'_>], taking: Option<Taking>, indent: usize, tail: usize) {
        for (index, part) in parts.iter().enumerate() {
            let rest = &parts[index + 1..];
            match part {
                Part::Text(text) => self.put(text),
                Part::Break => {
                    let fits = self.column + 1 + until_break(rest, tail) <= self.width;
                    match taking {
                        Some(Taking::All) => self.line(indent),
                        Some(Taking::Needed) if !fits => self.line(indent),
                        _ => self.put(" "),
                    }
                }
                Part::Group(how, taking, inner) => {
                    let own = (*how, *taking);
                    let tail = match until_any_break(rest) {
                        (columns, true) => columns,
                        (columns, false) => columns + tail,
                    };
                    stacker::maybe_grow(64 << 10, 1 << 20, || self.group(own, inner, indent, tail));
                }
            }
        }
    }

    fn group(
        &mut self,
        (how, taking): (Indent, Taking),
        parts: &[Part<'_>],
        indent: usize,
        tail: usize,
    ) {
        let width: usize = parts.iter().map(flat).sum();
        if self.column + width + tail <= self.width {
            return self.flat(parts);
        }
        let indent = match how {
            Indent::Nest => indent + 2,
            Indent::Align => self.column,
        };
        self.parts(parts, Some(taking), indent, tail);
    }
}
