//! Calculations: `calc`, its first term, and its links. It reads them; which relations chain is for the checker.

use super::Rule;
use super::builder::{Builder, after, join, span};
use super::pairs::Pair;
use crate::report::Diagnostic;
use crate::syntax::ast::{
    CalcLink, Comparison, Expr, ExprKind, Ident, Justification, Spanned, StepKind,
};
use crate::syntax::words;

impl<'t> Builder<'t> {
    /// `calc a _ = b by m _ ≤ c by m`; `calc a = b by m` is its first link.
    pub(super) fn calc(&mut self, pair: Pair<'t>, label: Option<Ident>) -> StepKind {
        let place = span(&pair);
        let mut inner = pair.into_inner();
        inner.next();
        let start = self.expr_from(inner.next());
        let mut links = Vec::new();
        let start = match self.why(&mut inner, place) {
            Justification::Missing(_) => start,
            why => self.first_link(start, why, &mut links),
        };
        for link in inner.filter(|inner| inner.as_rule() == Rule::link) {
            links.push(self.link(link));
        }
        if links.is_empty() {
            let help = "write the links on lines of their own: `_ = b by m`";
            self.report(
                Diagnostic::error("empty-calc", after(place), "this `calc` has no links")
                    .help(help),
            );
        }
        StepKind::Calc {
            label,
            start: Box::new(start),
            links,
        }
    }

    fn first_link(&mut self, start: Expr, why: Justification, links: &mut Vec<CalcLink>) -> Expr {
        let place = start.span;
        match start.value {
            ExprKind::Chain(left, mut rest) if rest.len() == 1 => {
                let (relation, right) = rest.remove(0);
                links.push(CalcLink {
                    span: join(relation.span, right.span),
                    relation,
                    right,
                    why,
                });
                *left
            }
            value => {
                let message = "a reason here needs one relation before it, as in `calc a ≤ b by m`";
                self.report(Diagnostic::error("syntax", after(place), message));
                Spanned { value, span: place }
            }
        }
    }

    fn link(&mut self, pair: Pair<'t>) -> CalcLink {
        let place = span(&pair);
        let mut inner = pair.into_inner();
        inner.next();
        let relation = inner.next().map(|relation| self.relation(&relation));
        let relation = relation.unwrap_or(Spanned {
            value: Comparison::Eq,
            span: place,
        });
        let right = match inner.next() {
            Some(right)
                if self
                    .text
                    .get(relation.span.start as usize..)
                    .is_some_and(starts_equivalence) =>
            {
                self.expr(right)
            }
            Some(right) => self.operand_of_comparison(right),
            None => Spanned {
                value: ExprKind::Error,
                span: place,
            },
        };
        let why = self.why(&mut inner, join(place, right.span));
        CalcLink {
            relation,
            right,
            why,
            span: place,
        }
    }

    fn relation(&mut self, pair: &Pair<'t>) -> Spanned<Comparison> {
        let value = match words::joint(pair.as_str()) {
            (words::Joint::Comparison(comparison), right) => {
                if let Some(right) = right {
                    self.slip(span(pair), pair.as_str(), right);
                }
                comparison
            }
            (words::Joint::In, _) => Comparison::In,
            _ => Comparison::Eq,
        };
        Spanned {
            value,
            span: span(pair),
        }
    }
}

fn starts_equivalence(text: &str) -> bool {
    text.starts_with('↔') || text.starts_with("<->")
}
