//! Text with what is needed to decide on parentheses. Levels and grouping are those of the parser.

use crate::syntax::words::{Grouping, level};

/// A prefix form: it may stand wherever an operand begins, but what follows may be swallowed by it.
const PREFIX: u8 = level::POW + 1;
/// `√x`, `|x|`: tighter than application, but not without parentheses as an argument.
pub(super) const HEAD: u8 = level::APPLY + 1;
/// Nothing that follows is swallowed.
const CLOSED: u8 = u8::MAX;

/// A piece of text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    /// How tightly its outermost form binds.
    level: u8,
    /// An operator at least this tight that follows would be taken into its last part.
    swallows: u8,
    /// For a sign: what it stands before, since that depends on where the sign stands.
    sign: Option<Box<Sign>>,
}

/// `-a` or `¬p`: takes in all that binds at least as tightly as the sign, and as its place asks of an operand.
#[derive(Clone, Debug)]
struct Sign {
    symbol: &'static str,
    own: u8,
    operand: Piece,
}

impl Piece {
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Piece {
            text: text.into(),
            level: level::ATOM,
            swallows: CLOSED,
            sign: None,
        }
    }

    /// `√x`, `|x|`
    pub(super) fn head(text: impl Into<String>) -> Self {
        Piece {
            level: HEAD,
            ..Self::atom(text)
        }
    }

    /// A prefix form such as `∀ x. BODY`: the text before its body, whose parts bind at least so tightly.
    pub(super) fn prefix(before: &str, body: Piece, least: u8) -> Self {
        let body = body.operand(least);
        let swallows = least.min(body.swallows);
        Piece {
            text: format!("{before}{}", body.text),
            level: PREFIX,
            swallows,
            sign: None,
        }
    }

    /// `-a`, `¬p`
    pub(super) fn sign(symbol: &'static str, operand: Piece, own: u8) -> Self {
        let plain = Self::prefix(symbol, operand.clone(), own);
        Piece {
            sign: Some(Box::new(Sign {
                symbol,
                own,
                operand,
            })),
            ..plain
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
        let right = right.operand(own + u8::from(grouping != Grouping::Right));
        let text = format!("{} {symbol} {}", left.text, right.text);
        Piece {
            text,
            level: own,
            swallows: right.swallows,
            sign: None,
        }
    }

    /// `FUNCTION ARGUMENTS`
    pub(super) fn application(function: Piece, arguments: impl Iterator<Item = Piece>) -> Self {
        let mut text = function.at_least(level::APPLY).text;
        for argument in arguments {
            text.push(' ');
            text.push_str(&argument.into_atom().text);
        }
        Piece {
            level: level::APPLY,
            ..Self::atom(text)
        }
    }

    /// At a place where an operand of that level is read.
    fn operand(self, least: u8) -> Self {
        match self.sign {
            Some(sign) if sign.own < least => Piece {
                sign: None,
                ..Self::prefix(sign.symbol, sign.operand, least)
            },
            _ => self.at_least(least),
        }
    }

    pub(super) fn enclosed(self) -> Self {
        Piece::atom(format!("({})", self.text))
    }

    /// As an atom, in parentheses if need be.
    pub(super) fn into_atom(self) -> Self {
        self.at_least(level::ATOM)
    }

    pub(super) fn at_least(self, least: u8) -> Self {
        if self.level < least {
            self.enclosed()
        } else {
            self
        }
    }

    /// As the range of a binder: an arithmetic expression without forms that swallow.
    pub(super) fn range(self) -> String {
        let piece = self.at_least(level::ADD);
        if piece.swallows == CLOSED {
            piece.text
        } else {
            piece.enclosed().text
        }
    }

    /// Between delimiters that nothing can be confused with.
    pub(super) fn free(self) -> String {
        self.text
    }
}
