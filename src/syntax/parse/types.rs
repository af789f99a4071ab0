//! Types and patterns.

use super::Rule;
use super::builder::{Builder, MAX_DEPTH, MAX_HEIGHT, Tree, ident, join, span, type_name};
use super::pairs::Pair;
use crate::syntax::ast::{Ident, Pattern, PatternKind, Span, Spanned, TypeExpr, TypeKind};

impl Builder<'_> {
    /// A type; one that is too high becomes a hole-like name, already reported.
    pub(super) fn type_expr(&mut self, pair: Pair<'_>) -> TypeExpr {
        self.type_tree(pair).node
    }

    fn type_tree(&mut self, pair: Pair<'_>) -> Tree<TypeExpr> {
        let place = span(&pair);
        self.depth += 1;
        let tree = match self.depth > MAX_DEPTH {
            true => self.refused_type(place),
            false => self.type_operators(pair),
        };
        self.depth -= 1;
        tree
    }

    /// `τ × σ → ρ`: both group to the right, `×` is tighter. Built from the right end.
    fn type_operators(&mut self, pair: Pair<'_>) -> Tree<TypeExpr> {
        let place = span(&pair);
        let mut parts: Vec<(bool, Tree<TypeExpr>)> = Vec::new();
        let mut product = false;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::type_arrow => product = self.is_product(&part),
                _ => parts.push((product, self.type_term(part))),
            }
        }
        if parts.len() > MAX_HEIGHT as usize {
            return self.refused_type(place);
        }
        let tree = fold_types(parts);
        match tree {
            Some(tree) if tree.height <= MAX_HEIGHT => tree,
            _ => self.refused_type(place),
        }
    }

    fn is_product(&mut self, arrow: &Pair<'_>) -> bool {
        if matches!(arrow.as_str(), "=>" | "⇒") {
            self.slip(span(arrow), arrow.as_str(), "→");
        }
        matches!(arrow.as_str(), "×" | "><")
    }

    fn type_term(&mut self, pair: Pair<'_>) -> Tree<TypeExpr> {
        let place = span(&pair);
        let mut inner = pair.into_inner();
        match inner.next() {
            Some(first) if first.as_rule() == Rule::name => {
                let arguments = inner.map(|argument| self.type_argument(argument)).collect();
                apply_type(named(&first), arguments, place)
            }
            Some(first) => self.type_argument(first),
            None => self.refused_type(place),
        }
    }

    fn type_argument(&mut self, pair: Pair<'_>) -> Tree<TypeExpr> {
        let place = span(&pair);
        if pair.as_rule() == Rule::name {
            return apply_type(named(&pair), Vec::new(), place);
        }
        match pair
            .into_inner()
            .find(|inner| inner.as_rule() == Rule::type_expr)
        {
            Some(inner) => self.type_tree(inner),
            None => self.refused_type(place),
        }
    }

    fn refused_type(&mut self, place: Span) -> Tree<TypeExpr> {
        self.too_deep(place);
        apply_type(
            Ident {
                value: String::from("bool"),
                span: place,
            },
            Vec::new(),
            place,
        )
    }

    /// `x`, `_` or `(x, y)`.
    pub(super) fn pattern(&mut self, pair: Pair<'_>) -> Pattern {
        let place = span(&pair);
        let mut parts = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::latex => {
                    let name = self.latex_symbol(&part).to_owned();
                    return Spanned {
                        value: PatternKind::Name(name),
                        span: place,
                    };
                }
                Rule::name | Rule::hole => {
                    return Spanned {
                        value: PatternKind::Name(part.as_str().to_owned()),
                        span: place,
                    };
                }
                Rule::pattern => parts.push(self.pattern(part)),
                _ => {}
            }
        }
        match parts.len() {
            1 => parts.remove(0),
            _ => Spanned {
                value: PatternKind::Tuple(parts),
                span: place,
            },
        }
    }
}

fn named(pair: &Pair<'_>) -> Ident {
    let name = ident(pair);
    Ident {
        value: type_name(&name.value),
        span: name.span,
    }
}

fn apply_type(name: Ident, arguments: Vec<Tree<TypeExpr>>, place: Span) -> Tree<TypeExpr> {
    let height = arguments
        .iter()
        .map(|argument| argument.height)
        .max()
        .unwrap_or(0)
        + 1;
    let arguments = arguments
        .into_iter()
        .map(|argument| argument.node)
        .collect();
    Tree {
        node: Spanned {
            value: TypeKind::Apply(name, arguments),
            span: place,
        },
        height,
    }
}

/// Each part comes with whether a `×` stands before it; `×` runs are folded first, then `→`.
fn fold_types(parts: Vec<(bool, Tree<TypeExpr>)>) -> Option<Tree<TypeExpr>> {
    let mut result: Option<Tree<TypeExpr>> = None;
    let mut product: Option<Tree<TypeExpr>> = None;
    for (times, part) in parts.into_iter().rev() {
        let whole = match product.take() {
            Some(right) => combine(TypeKind::Product, part, right),
            None => part,
        };
        match times {
            true => product = Some(whole),
            false => {
                result = Some(match result.take() {
                    Some(right) => combine(TypeKind::Function, whole, right),
                    None => whole,
                });
            }
        }
    }
    result
}

type Join = fn(Box<TypeExpr>, Box<TypeExpr>) -> TypeKind;

fn combine(make: Join, left: Tree<TypeExpr>, right: Tree<TypeExpr>) -> Tree<TypeExpr> {
    let place = join(left.node.span, right.node.span);
    let height = left.height.max(right.height) + 1;
    Tree {
        node: Spanned {
            value: make(Box::new(left.node), Box::new(right.node)),
            span: place,
        },
        height,
    }
}
