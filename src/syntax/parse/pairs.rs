//! What the grammar found in a text: pairs of a rule and the tokens that it took, each before its parts, in one list.

use pest::{Parser, Token};

use super::tokens::Tokens;
use super::{Grammar, Rule};
use crate::syntax::ast::Span;

pub(super) type Failure = Box<pest::error::Error<Rule>>;

/// A text that the grammar accepts.
pub(super) struct Reading<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Tokens,
    nodes: Vec<Node>,
}

struct Node {
    rule: Rule,
    /// Its tokens: the first, and the one after the last.
    first: u32,
    last: u32,
    /// The node after its parts.
    next: u32,
}

/// A part of a text, and the rule that it is of.
#[derive(Clone, Copy)]
pub(super) struct Pair<'t> {
    reading: &'t Reading<'t>,
    at: u32,
}

/// Pairs beside one another.
#[derive(Clone)]
pub(super) struct Pairs<'t> {
    reading: &'t Reading<'t>,
    at: u32,
    end: u32,
}

impl<'t> Reading<'t> {
    /// Reads tokens of a file's text by a rule.
    pub(super) fn new(
        text: &'t str,
        tokens: Tokens,
        rule: Rule,
    ) -> Result<Self, (Tokens, Failure)> {
        let pairs = match Grammar::parse(rule, &tokens.kinds) {
            Ok(pairs) => pairs,
            Err(error) => return Err((tokens, Box::new(error))),
        };
        let nodes = nodes(pairs, tokens.count());
        Ok(Reading {
            text,
            tokens,
            nodes,
        })
    }

    /// The pairs of the whole text.
    pub(super) fn pairs(&'t self) -> Pairs<'t> {
        Pairs {
            reading: self,
            at: 0,
            end: index(self.nodes.len()),
        }
    }
}

fn nodes(pairs: pest::iterators::Pairs<'_, Rule>, tokens: usize) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(2 * tokens);
    let mut open = Vec::new();
    for token in pairs.tokens() {
        match token {
            Token::Start { rule, pos } => {
                open.push(nodes.len());
                nodes.push(Node {
                    rule,
                    first: index(pos.pos() / 2),
                    last: 0,
                    next: 0,
                });
            }
            Token::End { pos, .. } => {
                let next = index(nodes.len());
                if let Some(node) = open.pop().and_then(|opened| nodes.get_mut(opened)) {
                    node.last = index(pos.pos() / 2);
                    node.next = next;
                }
            }
        }
    }
    nodes
}

/// Texts are shorter than 4 GiB by the size limit.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<'t> Pair<'t> {
    fn node(&self) -> &'t Node {
        &self.reading.nodes[self.at as usize]
    }

    pub(super) fn as_rule(&self) -> Rule {
        self.node().rule
    }

    /// Its tokens by their numbers.
    pub(super) fn tokens(&self) -> std::ops::Range<usize> {
        self.node().first as usize..self.node().last as usize
    }

    /// Where it stands, without the blanks and comments around it.
    pub(super) fn span(&self) -> Span {
        self.reading.tokens.span(self.tokens())
    }

    pub(super) fn as_str(&self) -> &'t str {
        let place = self.span();
        let range = place.start as usize..place.end as usize;
        self.reading.text.get(range).unwrap_or_default()
    }

    pub(super) fn into_inner(self) -> Pairs<'t> {
        Pairs {
            reading: self.reading,
            at: self.at + 1,
            end: self.node().next,
        }
    }
}

impl<'t> Pairs<'t> {
    pub(super) fn peek(&self) -> Option<Pair<'t>> {
        (self.at < self.end).then_some(Pair {
            reading: self.reading,
            at: self.at,
        })
    }
}

impl<'t> Iterator for Pairs<'t> {
    type Item = Pair<'t>;

    fn next(&mut self) -> Option<Pair<'t>> {
        let pair = self.peek()?;
        self.at = pair.node().next;
        Some(pair)
    }
}
