//! Small changes of a comparison: a factor or a term left out, an exponent dropped, a number halved or doubled, two sizes
//! in each other's place. Terms in, terms out; nothing is judged here.

use crate::elaborate::Environment;
use crate::logic::{LiteralShape, NumeralsShape, TermShape, parts_of, spine, substitution_from};
use rationale_kernel::{FragmentView, Literal, Term, Variable};
use std::collections::BTreeSet;

/// More changes of one side are not made.
const MOST: usize = 10;

/// `a ≤ b`, `a < b`, or an equation.
#[derive(Clone)]
pub struct Comparison {
    /// The relation.
    pub relation: Term,
    /// The left side.
    pub left: Term,
    /// The right side.
    pub right: Term,
}

/// A changed comparison.
pub struct Change {
    /// What was done, in words.
    pub what: String,
    /// The result.
    pub changed: Comparison,
}

impl Comparison {
    /// The parts of a comparison of numbers.
    pub fn of(formula: &Term) -> Option<Self> {
        let (head, arguments) = spine(formula);
        let name = head.as_constant()?.name();
        let [left, right] = arguments.as_slice() else {
            return None;
        };
        matches!(&**name, "real_le" | "nat_le" | "real_lt" | "nat_lt").then(|| Comparison {
            relation: head.clone(),
            left: (*left).clone(),
            right: (*right).clone(),
        })
    }

    /// The parts of an equation.
    pub fn equation(formula: &Term) -> Option<Self> {
        let (head, arguments) = spine(formula);
        let [left, right] = arguments.as_slice() else {
            return None;
        };
        (&**head.as_constant()?.name() == "=").then(|| Comparison {
            relation: head.clone(),
            left: (*left).clone(),
            right: (*right).clone(),
        })
    }

    /// As a formula.
    pub fn formula(&self) -> Option<Term> {
        joined(&self.relation, &self.left, &self.right)
    }

    /// Whether a side is 0: then factors change nothing.
    pub fn is_about_sign(&self) -> bool {
        let is_zero =
            |side: &Term| side.as_literal().and_then(LiteralShape::as_small) == Some((0, 1));
        is_zero(&self.left) || is_zero(&self.right)
    }

    /// `<` for `≤`.
    pub fn strict(&self, env: &Environment) -> Option<Self> {
        self.related(env, &[("real_le", "real_lt"), ("nat_le", "nat_lt")])
    }

    /// `≤` for `<`.
    pub fn weak(&self, env: &Environment) -> Option<Self> {
        self.related(env, &[("real_lt", "real_le"), ("nat_lt", "nat_le")])
    }

    fn related(&self, env: &Environment, names: &[(&str, &str)]) -> Option<Self> {
        let name = self.relation.as_constant()?.name();
        let (_, other) = names.iter().find(|(from, _)| **name == **from)?;
        let relation = Term::constant(env.constant(other)?, &Default::default()).ok()?;
        Some(Comparison {
            relation,
            ..self.clone()
        })
    }

    /// That the change can only make it harder to hold: `right' ≤ right` and `left ≤ left'`, as one of them changed.
    pub fn is_harder(&self, env: &Environment, before: &Comparison) -> Option<[Term; 2]> {
        let weak = before.weak(env).unwrap_or_else(|| before.clone()).relation;
        let (low, high) = if self.left == before.left {
            (&self.right, &before.right)
        } else {
            (&before.left, &self.left)
        };
        Some([joined(&weak, low, high)?, joined(&weak, high, low)?])
    }

    /// With another right (true) or left side.
    pub fn with(&self, right: bool, side: Term) -> Self {
        let (left, right) = if right {
            (self.left.clone(), side)
        } else {
            (side, self.right.clone())
        };
        Comparison {
            relation: self.relation.clone(),
            left,
            right,
        }
    }

    /// What is left of each side when something in it is left out.
    pub fn omissions(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (right, side) in [(true, &self.right), (false, &self.left)] {
            let found = dropped(side).into_iter().take(MOST);
            changes.extend(found.map(|(what, changed)| Change {
                what,
                changed: self.with(right, changed),
            }));
        }
        changes.retain(|change| change.changed.left != change.changed.right);
        changes
    }

    /// The changes of both sides, but for those that compare a term with itself.
    pub fn changes(&self, env: &Environment, hypotheses: &[&Term]) -> Vec<Change> {
        let mut changes = Vec::new();
        let sides = [
            (true, &self.right, &self.left),
            (false, &self.left, &self.right),
        ];
        for (right, side, other) in sides {
            let mut found = dropped(side);
            found.truncate(MOST);
            let told = |v: &Variable| other.free_variables().contains(v) || !is_free(v, hypotheses);
            found.extend(scaled(env, side, told));
            found.extend(exchanged(env, side));
            changes.extend(found.into_iter().map(|(what, changed)| Change {
                what,
                changed: self.with(right, changed),
            }));
            changes.retain(|change| change.changed.left != change.changed.right);
        }
        changes
    }
}

fn joined(relation: &Term, left: &Term, right: &Term) -> Option<Term> {
    Term::apply(&Term::apply(relation, left).ok()?, right).ok()
}

/// The term with a factor, a term or an exponent left out, at each place.
fn dropped(term: &Term) -> Vec<(String, Term)> {
    let mut found = Vec::new();
    let (head, arguments) = spine(term);
    if let (Some(constant), [a, b]) = (head.as_constant(), arguments.as_slice()) {
        let kept: &[(&str, bool)] = match &**constant.name() {
            "real_mul" | "nat_mul" => &[("factor", true), ("factor", false)],
            "real_add" | "nat_add" => &[("term", true), ("term", false)],
            "real_sub" => &[("term", true)],
            "real_div" => &[("divisor", true)],
            "real_pow" | "nat_pow" => &[("exponent", true)],
            _ => &[],
        };
        let left_out = |(what, first): &(&str, bool)| {
            let (kept, gone) = if *first { (*a, *b) } else { (*b, *a) };
            let numeral = gone.as_literal().is_some() && matches!(*what, "factor" | "divisor");
            (!numeral).then(|| (format!("without a {what}"), kept.clone()))
        };
        found.extend(kept.iter().filter_map(left_out));
    }
    if let Some((function, argument)) = term.as_apply() {
        let inside = dropped(function)
            .into_iter()
            .filter_map(|(what, f)| Some((what, Term::apply(&f, argument).ok()?)));
        found.extend(inside);
        let inside = dropped(argument)
            .into_iter()
            .filter_map(|(what, x)| Some((what, Term::apply(function, &x).ok()?)));
        found.extend(inside);
    } else if let Some((variable, body)) = opened(term, &BTreeSet::new()) {
        let inside = dropped(&body)
            .into_iter()
            .filter_map(|(what, x)| Some((what, Term::abstraction(&variable, &x).ok()?)));
        found.extend(inside);
    }
    found
}

/// A function's variable, which is none of these and does not occur outside, and its body.
fn opened(term: &Term, taken: &BTreeSet<Variable>) -> Option<(Variable, Term)> {
    let abstraction = term.as_abstraction()?;
    let (mut name, free) = (abstraction.hint().to_string(), term.free_variables());
    while free.iter().chain(taken).any(|v| *v.name == *name) {
        name.push('\'');
    }
    let variable = Variable::new(name, abstraction.binder_type().clone());
    let body = abstraction.open(&Term::variable(&variable)).ok()?;
    Some((variable, body))
}

/// Whether hypotheses say at most the sign of a variable. If the other side does not have it either, the statement with a
/// multiple of it is an instance of the statement.
fn is_free(variable: &Variable, hypotheses: &[&Term]) -> bool {
    let itself = Term::variable(variable);
    hypotheses.iter().all(|hypothesis| {
        let sign = Comparison::of(hypothesis).is_some_and(|comparison| {
            comparison.is_about_sign() && (comparison.left == itself || comparison.right == itself)
        });
        sign || !hypothesis.free_variables().contains(variable)
    })
}

/// With δ/2 or 2 δ for each real variable δ of which that tells something.
fn scaled(env: &Environment, side: &Term, told: impl Fn(&Variable) -> bool) -> Vec<(String, Term)> {
    let Some(numerals) = env.numerals_real() else {
        return vec![];
    };
    let (Ok(two), Some(times), Some(over)) = (
        numerals.integer(2),
        env.constant("real_mul"),
        env.constant("real_div"),
    ) else {
        return vec![];
    };
    let two = Term::literal(&two);
    let variables = side
        .free_variables()
        .into_iter()
        .filter(|v| v.ty == *two.ty() && told(v));
    let mut found = Vec::new();
    for variable in variables.take(4) {
        let itself = Term::variable(&variable);
        for (word, operator, first, second) in
            [("/ 2", over, &itself, &two), ("* 2", times, &itself, &two)]
        {
            let changed = Term::constant(operator, &Default::default())
                .ok()
                .and_then(|operator| joined(&operator, first, second))
                .and_then(|scaled| put(side, &[(variable.clone(), scaled)]));
            let what = format!("with {} {word} for {}", variable.name, variable.name);
            found.extend(changed.map(|changed| (what, changed)));
        }
    }
    found
}

/// With each two sizes in each other's place.
fn exchanged(env: &Environment, side: &Term) -> Vec<(String, Term)> {
    let Some(natural) = env.numerals_nat().and_then(|n| n.integer(0).ok()) else {
        return vec![];
    };
    let natural = Term::literal(&natural);
    let variables = side.free_variables().into_iter();
    let sizes: Vec<Variable> = variables
        .filter(|v| v.ty == *natural.ty())
        .take(3)
        .collect();
    let mut found = Vec::new();
    for (place, m) in sizes.iter().enumerate() {
        for n in &sizes[place + 1..] {
            let images = [
                (m.clone(), Term::variable(n)),
                (n.clone(), Term::variable(m)),
            ];
            let what = format!("with {} and {} in each other's place", m.name, n.name);
            found.extend(put(side, &images).map(|changed| (what, changed)));
        }
    }
    found
}

fn put(term: &Term, images: &[(Variable, Term)]) -> Option<Term> {
    term.substitute(&substitution_from(images.iter().cloned()).ok()?)
        .ok()
}

/// The literals of a term, other than 0.
pub fn literals(term: &Term) -> Vec<Literal> {
    parts_of(term, |part| match part {
        FragmentView::Literal(literal) => {
            Some(literal.clone()).filter(|l| l.as_small().is_some_and(|(p, _)| p != 0))
        }
        _ => None,
    })
}

/// The term with another in each place of a literal.
pub fn replaced(term: &Term, from: &Literal, to: &Term) -> Option<Term> {
    if let Some(literal) = term.as_literal() {
        return Some(if literal == from {
            to.clone()
        } else {
            term.clone()
        });
    }
    if let Some((f, x)) = term.as_apply() {
        return Term::apply(&replaced(f, from, to)?, &replaced(x, from, to)?).ok();
    }
    if term.as_abstraction().is_some() {
        let (variable, body) = opened(term, &to.free_variables())?;
        return Term::abstraction(&variable, &replaced(&body, from, to)?).ok();
    }
    Some(term.clone())
}
