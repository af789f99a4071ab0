//! Text with what is needed to decide on parentheses. The strengths are those of the parser.

/// Binding strengths, loose to tight.
pub(super) mod strength {
    pub const OPEN: u8 = 0;
    pub const IFF: u8 = 1;
    pub const IMPLIES: u8 = 2;
    pub const OR: u8 = 3;
    pub const AND: u8 = 4;
    pub const NOT: u8 = 5;
    pub const COMPARE: u8 = 6;
    pub const BIG: u8 = 7;
    pub const ADD: u8 = 8;
    pub const NEG: u8 = 9;
    pub const MUL: u8 = 10;
    pub const POW: u8 = 11;
    /// A prefix form: it may stand wherever an operand begins, but what follows may be swallowed by it.
    pub const PREFIX: u8 = 12;
    pub const APPLY: u8 = 13;
    /// `√x`, `|x|`: an atom, but not without parentheses as an argument.
    pub const HEAD: u8 = 14;
    pub const ATOM: u8 = 15;
}

/// Nothing that follows is swallowed.
const CLOSED: u8 = u8::MAX;

/// A piece of text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    /// How strongly its outermost form binds.
    strength: u8,
    /// An operator at least this strong that follows would be taken into its last part.
    swallows: u8,
}

/// Which operand of an infix operator groups without parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    Left,
    Right,
    Neither,
}

impl Piece {
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Piece {
            text: text.into(),
            strength: strength::ATOM,
            swallows: CLOSED,
        }
    }

    /// `√x`, `|x|`
    pub(super) fn head(text: impl Into<String>) -> Self {
        Piece {
            strength: strength::HEAD,
            ..Self::atom(text)
        }
    }

    /// A prefix form such as `∀ x. BODY`: the text before its body, whose parts bind at least so strongly.
    pub(super) fn prefix(before: &str, body: Piece, least: u8) -> Self {
        let body = body.at_least(least);
        let swallows = least.min(body.swallows);
        Piece {
            text: format!("{before}{}", body.text),
            strength: strength::PREFIX,
            swallows,
        }
    }

    /// `LEFT SYMBOL RIGHT`
    pub(super) fn infix(
        left: Piece,
        symbol: &str,
        right: Piece,
        own: u8,
        grouping: Grouping,
    ) -> Self {
        let left = left.at_least(own + u8::from(grouping != Grouping::Left));
        let left = if left.swallows <= own {
            left.enclosed()
        } else {
            left
        };
        let right = right.at_least(own + u8::from(grouping != Grouping::Right));
        Piece {
            text: format!("{} {symbol} {}", left.text, right.text),
            strength: own,
            swallows: right.swallows,
        }
    }

    /// `FUNCTION ARGUMENTS`
    pub(super) fn application(function: Piece, arguments: impl Iterator<Item = Piece>) -> Self {
        let mut text = function.at_least(strength::HEAD).text;
        for argument in arguments {
            text.push(' ');
            text.push_str(&argument.as_atom().text);
        }
        Piece {
            text,
            strength: strength::APPLY,
            swallows: CLOSED,
        }
    }

    pub(super) fn enclosed(self) -> Self {
        Piece::atom(format!("({})", self.text))
    }

    /// As an atom, in parentheses if need be.
    pub(super) fn as_atom(self) -> Self {
        self.at_least(strength::ATOM)
    }

    pub(super) fn at_least(self, least: u8) -> Self {
        if self.strength < least {
            self.enclosed()
        } else {
            self
        }
    }

    /// In parentheses if it would take in what follows.
    pub(super) fn closed(self) -> Self {
        if self.swallows == CLOSED {
            self
        } else {
            self.enclosed()
        }
    }

    /// Between delimiters that nothing can be confused with.
    pub(super) fn free(self) -> String {
        self.text
    }
}
