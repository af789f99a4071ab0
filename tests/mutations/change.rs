//! Changes of a statement, each making it say something else, mostly something false.

use rationale::check::Variant;
use rationale::syntax::ast::{
    Binder, Comparison, Expr, ExprKind, Infix, Prefix, Range, Spanned, Statement,
};

/// The changes of a statement.
pub fn changes(statement: &Statement) -> Vec<Variant> {
    let mut found = Vec::new();
    for index in 0..statement.assumed.len() {
        let what = describe(statement, index);
        let mut changed = statement.clone();
        changed.assumed.remove(index);
        found.push(variant(format!("drop {what}"), changed));
        let mut changed = statement.clone();
        if relaxed(&mut changed.assumed[index].formula) {
            found.push(variant(format!("weaken < in {what}"), changed));
        }
    }
    for (what, change) in CHANGES {
        let mut changed = statement.clone();
        if let Some(shown) = changed.shown.last_mut()
            && change(&mut shown.formula)
        {
            found.push(variant((*what).to_owned(), changed));
        }
    }
    found.extend(swapped_names(statement));
    found
}

/// What is usually the case when such a change is proved.
pub fn usual_reason(change: &str) -> &'static str {
    match change.split(' ').next() {
        Some("drop") => "the hypothesis follows from the others or is not needed",
        Some("weaken") => "the case of equality holds too",
        Some("swap") => "the conclusion is symmetric in the two, or holds for both",
        Some("flip") => "the sides are equal, or both orders hold",
        Some("scale" | "raise") => "there is room between the sides, or the side is 0",
        Some("make") => "the inequality is strict",
        _ => "proved as well",
    }
}

type Change = fn(&mut Expr) -> bool;

/// Changes of a conclusion, by what they do.
const CHANGES: &[(&str, Change)] = &[
    ("flip the comparison", flip),
    ("make the comparison strict", strict),
    ("scale the left side", scale),
    ("raise the left side", raise),
    ("negate the conclusion", negate),
];

fn variant(change: String, statement: Statement) -> Variant {
    Variant { change, statement }
}

fn describe(statement: &Statement, index: usize) -> String {
    match &statement.assumed[index].label {
        Some(label) => format!("`{}`", label.value),
        None => format!("hypothesis {}", index + 1),
    }
}

/// The last comparison of a formula, below ∀, → and ∧.
fn comparison(formula: &mut Expr) -> Option<&mut Expr> {
    match &formula.value {
        ExprKind::Bind(Binder::Forall, ..)
        | ExprKind::Infix(Infix::Implies | Infix::And, ..)
        | ExprKind::Chain(..) => {}
        _ => return None,
    }
    if matches!(formula.value, ExprKind::Chain(..)) {
        return Some(formula);
    }
    match &mut formula.value {
        ExprKind::Bind(_, _, body) => comparison(body),
        ExprKind::Infix(_, _, right) => comparison(right),
        _ => None,
    }
}

/// The sides and the relation of a formula's only comparison.
fn sides(formula: &mut Expr) -> Option<(&mut Expr, &mut Comparison, &mut Expr)> {
    let ExprKind::Chain(first, rest) = &mut comparison(formula)?.value else {
        return None;
    };
    match &mut rest[..] {
        [(relation, second)] => Some((first, &mut relation.value, second)),
        _ => None,
    }
}

fn flip(formula: &mut Expr) -> bool {
    let Some((left, relation, right)) = sides(formula) else {
        return false;
    };
    let ordered = matches!(
        relation,
        Comparison::Le | Comparison::Lt | Comparison::Ge | Comparison::Gt | Comparison::Subset
    );
    if ordered {
        std::mem::swap(left, right);
    }
    ordered
}

fn strict(formula: &mut Expr) -> bool {
    let Some((_, relation, _)) = sides(formula) else {
        return false;
    };
    let stricter = match relation {
        Comparison::Le => Comparison::Lt,
        Comparison::Ge => Comparison::Gt,
        _ => return false,
    };
    *relation = stricter;
    true
}

/// Twice the left side, unless a side is 0: then that would often say the same.
fn scale(formula: &mut Expr) -> bool {
    changed_left(formula, false, |left| {
        (Infix::Mul, number("2", left), left.clone())
    })
}

/// One more on the left side, where a side is 0.
fn raise(formula: &mut Expr) -> bool {
    changed_left(formula, true, |left| {
        (Infix::Add, left.clone(), number("1", left))
    })
}

fn changed_left(
    formula: &mut Expr,
    zero: bool,
    change: impl Fn(&Expr) -> (Infix, Expr, Expr),
) -> bool {
    let Some((left, relation, right)) = sides(formula) else {
        return false;
    };
    let is_zero = |side: &Expr| matches!(&side.value, ExprKind::Number(digits) if digits == "0");
    let compares = matches!(relation, Comparison::Le | Comparison::Lt | Comparison::Eq);
    if !compares || zero != (is_zero(left) || is_zero(right)) {
        return false;
    }
    let (operator, first, second) = change(left);
    left.value = ExprKind::Infix(operator, Box::new(first), Box::new(second));
    true
}

fn number(digits: &str, place: &Expr) -> Expr {
    Spanned {
        value: ExprKind::Number(digits.into()),
        span: place.span,
    }
}

fn negate(formula: &mut Expr) -> bool {
    if comparison(formula).is_some() && !equation(formula) {
        return false;
    }
    let negated = ExprKind::Prefix(Prefix::Not, Box::new(formula.clone()));
    formula.value = negated;
    true
}

fn equation(formula: &mut Expr) -> bool {
    sides(formula).is_some_and(|(_, relation, _)| {
        matches!(relation, Comparison::Eq | Comparison::Ne | Comparison::In)
    })
}

/// `a < b` as `a ≤ b` in a hypothesis.
fn relaxed(formula: &mut Expr) -> bool {
    let Some((_, relation, _)) = sides(formula) else {
        return false;
    };
    let weaker = match relation {
        Comparison::Lt => Comparison::Le,
        Comparison::Gt => Comparison::Ge,
        _ => return false,
    };
    *relation = weaker;
    true
}

/// The conclusion with two variables of one type in each other's place.
fn swapped_names(statement: &Statement) -> Option<Variant> {
    let group = statement
        .fixed
        .iter()
        .find(|group| group.names.len() >= 2)?;
    let (first, second) = (&group.names[0].value, &group.names[1].value);
    let mut changed = statement.clone();
    let shown = changed.shown.last_mut()?;
    let mut swap = |name: &mut String| {
        if name == first {
            name.clone_from(second);
        } else if name == second {
            name.clone_from(first);
        }
    };
    each_name(&mut shown.formula, &mut swap);
    Some(variant(format!("swap {first} and {second}"), changed))
}

fn each_name(formula: &mut Expr, change: &mut impl FnMut(&mut String)) {
    match &mut formula.value {
        ExprKind::Name(name) => change(name),
        ExprKind::Apply(a, b) | ExprKind::Infix(_, a, b) | ExprKind::Let(_, a, b) => {
            each_name(a, change);
            each_name(b, change);
        }
        ExprKind::Prefix(_, a) | ExprKind::Abs(a) | ExprKind::Floor(a) | ExprKind::Typed(a, _) => {
            each_name(a, change)
        }
        ExprKind::Chain(first, rest) => {
            each_name(first, change);
            rest.iter_mut()
                .for_each(|(_, part)| each_name(part, change));
        }
        ExprKind::Bind(_, bindings, body) => {
            for binding in bindings {
                in_range(&mut binding.range, change);
            }
            each_name(body, change);
        }
        ExprKind::If(a, b, c) | ExprKind::Update(a, b, c) => [a, b, c]
            .into_iter()
            .for_each(|part| each_name(part, change)),
        ExprKind::Tuple(parts) | ExprKind::SetOf(parts) => {
            parts.iter_mut().for_each(|part| each_name(part, change))
        }
        ExprKind::Comprehension(binding, body) => {
            in_range(&mut binding.range, change);
            each_name(body, change);
        }
        ExprKind::Number(_) | ExprKind::Hole | ExprKind::Error => {}
    }
}

fn in_range(range: &mut Range, change: &mut impl FnMut(&mut String)) {
    if let Range::Below(bound) | Range::Member(bound) | Range::Drawn(bound) = range {
        each_name(bound, change);
    }
}
