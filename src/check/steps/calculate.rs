//! `calc`: a chain of relations, each link with its own proof, put together by transitivity.

use crate::logic::TermShape;
use rationale_kernel::{Constant, Term, Theorem};

use crate::elaborate::{Environment, Scope};
use crate::logic;
use crate::syntax::ast::{CalcLink, Comparison, Expr, ExprKind, Ident, Span, Spanned};

use crate::check::facts::apply_lemma;
use crate::check::message;
use crate::check::proof::{Block, Checked, Prover};

/// The name under which a link's left side is known while its right side is read. No file can write it.
const LEFT_SIDE: &str = "left side";

/// Relations that chains are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Relation {
    /// `=` and `↔`
    Equal,
    /// `≤` of a kind of numbers.
    Le(Order),
    /// `<` of a kind of numbers.
    Lt(Order),
    /// `⊆`
    Subset,
}

/// Which numbers are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Order {
    /// ℕ
    Nat,
    /// ℝ
    Real,
}

impl Order {
    fn prefix(self) -> &'static str {
        match self {
            Order::Nat => "nat",
            Order::Real => "real",
        }
    }
}

impl Relation {
    /// The relation at the head of a formula, with its sides.
    pub(in crate::check) fn of<'t>(
        env: &Environment,
        formula: &'t Term,
    ) -> Option<(Self, &'t Term, &'t Term)> {
        if let Some((left, right)) = formula.as_equation() {
            return Some((Relation::Equal, left, right));
        }
        let (partial, right) = formula.as_apply()?;
        let (head, left) = partial.as_apply()?;
        Some((Self::of_constant(env, head.as_constant()?)?, left, right))
    }

    fn of_constant(env: &Environment, constant: &Constant) -> Option<Self> {
        let table = [
            ("real_le", Relation::Le(Order::Real)),
            ("real_lt", Relation::Lt(Order::Real)),
            ("nat_le", Relation::Le(Order::Nat)),
            ("nat_lt", Relation::Lt(Order::Nat)),
            ("subset", Relation::Subset),
        ];
        let found = table
            .into_iter()
            .find(|(name, _)| env.constant(name) == Some(constant));
        found.map(|(_, relation)| relation)
    }

    /// The lemma that joins `a R b` and `b S c`.
    fn joining_lemma(self, next: Self) -> Option<String> {
        use Relation::{Le, Lt, Subset};
        Some(match (self, next) {
            (Le(a), Le(b)) if a == b => format!("{}_le_trans", a.prefix()),
            (Lt(a), Lt(b)) if a == b => format!("{}_lt_trans", a.prefix()),
            (Le(a), Lt(b)) if a == b => format!("{}_lt_of_le_of_lt", a.prefix()),
            (Lt(a), Le(b)) if a == b => format!("{}_lt_of_lt_of_le", a.prefix()),
            (Subset, Subset) => "subset_trans".into(),
            _ => return None,
        })
    }
}

/// A link that was proved: `left R right`, or turned round (`right R left`, as ≥ is read).
struct Proved {
    theorem: Theorem,
    turned: bool,
}

impl Prover<'_> {
    /// `calc a  _ = b by m  _ ≤ c by m`
    pub(in crate::check) fn step_calc(
        &mut self,
        block: &mut Block,
        label: Option<&Ident>,
        start: &Expr,
        links: &[CalcLink],
    ) -> Checked<()> {
        let (mut left, mut chain): (Option<Term>, Option<Proved>) = (None, None);
        for (index, link) in links.iter().enumerate() {
            let last = index + 1 == links.len();
            let formula = self.link_formula(block, left.as_ref(), start, link, last)?;
            let Some((_, first, second)) = Relation::of(self.env, &formula) else {
                return Err(self.report(message::not_a_link(self.env, &formula, link.span)));
            };
            let turned = is_turned(link.relation.value);
            left = Some(if turned {
                first.clone()
            } else {
                second.clone()
            });
            let theorem = self.justify(
                &block.state.with_goal(formula.clone()),
                &link.why,
                link.span,
            );
            let next = Proved { theorem, turned };
            chain = Some(match chain {
                None => next,
                Some(before) => self.join_links(&before, &next, link)?,
            });
        }
        let Some(chain) = chain else { return Ok(()) };
        let theorem = weaken(self.env, &chain.theorem, &block.state.goal);
        block.know(label, theorem.unwrap_or(chain.theorem));
        Ok(())
    }

    /// What a link states, with the previous right side for `_`.
    fn link_formula(
        &mut self,
        block: &Block,
        left: Option<&Term>,
        start: &Expr,
        link: &CalcLink,
        last: bool,
    ) -> Checked<Term> {
        let goal_sides =
            Relation::of(self.env, &block.state.goal).map(|(_, a, b)| (a.clone(), b.clone()));
        let goal_sides = goal_sides.map(|(a, b)| {
            if is_turned(link.relation.value) {
                (b, a)
            } else {
                (a, b)
            }
        });
        let mut scope = block.state.scope.clone();
        let mut known = Vec::new();
        let start_is_hole = matches!(start.value, ExprKind::Hole);
        let left_term = left.cloned().or_else(|| {
            goal_sides
                .as_ref()
                .filter(|_| start_is_hole)
                .map(|(left, _)| left.clone())
        });
        let left_side = match left_term {
            Some(term) => stand_in(&mut scope, &mut known, LEFT_SIDE, term, start.span),
            None => start.clone(),
        };
        let right_is_hole = matches!(link.right.value, ExprKind::Hole);
        let right_side = match goal_sides.filter(|_| last && right_is_hole) {
            Some((_, right)) => {
                stand_in(&mut scope, &mut known, "right side", right, link.right.span)
            }
            None => link.right.clone(),
        };
        let chain = ExprKind::Chain(
            Box::new(left_side),
            vec![(link.relation.clone(), right_side)],
        );
        let written = Spanned {
            value: chain,
            span: link.span,
        };
        let formula = self.formula_in(&scope, &written)?;
        let images = crate::check::terms::substitution(known);
        let result = images.and_then(|images| Ok(formula.substitute(&images)?));
        self.rule(result, link.span)
    }

    fn join_links(&mut self, before: &Proved, next: &Proved, link: &CalcLink) -> Checked<Proved> {
        let turned = before.turned || next.turned;
        let runs_otherwise =
            |link: &Proved| link.turned != turned && link.theorem.as_equation().is_none();
        if runs_otherwise(before) || runs_otherwise(next) {
            return Err(self.report(message::links_do_not_join(None, link.relation.span)));
        }
        let (first, second) = if turned {
            (next, before)
        } else {
            (before, next)
        };
        match join(
            self.env,
            &turn_equal(first, turned),
            &turn_equal(second, turned),
        ) {
            Ok(theorem) => Ok(Proved { theorem, turned }),
            Err(missing) => {
                Err(self.report(message::links_do_not_join(missing, link.relation.span)))
            }
        }
    }
}

/// In a chain that runs downwards an equation `a = b` is read as `b = a`.
fn turn_equal(link: &Proved, turned: bool) -> Theorem {
    if turned && !link.turned && link.theorem.as_equation().is_some() {
        return logic::symmetric(&link.theorem).unwrap_or_else(|_| link.theorem.clone());
    }
    link.theorem.clone()
}

fn is_turned(relation: Comparison) -> bool {
    matches!(relation, Comparison::Ge | Comparison::Gt)
}

/// A name that stands for a term while an expression around it is read.
fn stand_in(
    scope: &mut Scope,
    known: &mut Vec<(rationale_kernel::Variable, Term)>,
    name: &str,
    term: Term,
    span: Span,
) -> Expr {
    let variable = scope.fresh(name, term.ty().clone());
    scope.fix_as(name, variable.clone());
    known.push((variable, term));
    Spanned {
        value: ExprKind::Name(name.to_owned()),
        span,
    }
}

/// `a R b` and `b S c` give `a T c`. The error names the lemma that is missing, or nothing if there can be none.
fn join(env: &Environment, first: &Theorem, second: &Theorem) -> Result<Theorem, Option<String>> {
    let (left, right) = (first.conclusion(), second.conclusion());
    let (Some((r, ..)), Some((s, ..))) = (Relation::of(env, &left), Relation::of(env, &right))
    else {
        return Err(None);
    };
    let joined = match (r, s) {
        (Relation::Equal, Relation::Equal) => {
            Theorem::transitive(first, second).map_err(Into::into)
        }
        (_, Relation::Equal) => rewrite_right(first, second),
        (Relation::Equal, _) => rewrite_left(first, second),
        _ => {
            let name = r.joining_lemma(s).ok_or(None)?;
            let lemma = env.theorem(&name).ok_or_else(|| Some(name.clone()))?;
            return apply_lemma(lemma, &[first.clone(), second.clone()]).ok_or(Some(name));
        }
    };
    joined.map_err(|_| None)
}

/// `R a b` and `b = c` give `R a c`.
fn rewrite_right(relation: &Theorem, equation: &Theorem) -> logic::Result<Theorem> {
    let formula = relation.conclusion();
    let Some((partial, _)) = formula.as_apply() else {
        return Ok(relation.clone());
    };
    let same = logic::apply_to_both(partial, equation)?;
    logic::convert(relation.clone(), Some(&same))
}

/// `a = b` and `R b c` give `R a c`.
fn rewrite_left(equation: &Theorem, relation: &Theorem) -> logic::Result<Theorem> {
    let formula = relation.conclusion();
    let Some((partial, right)) = formula.as_apply() else {
        return Ok(relation.clone());
    };
    let Some((head, _)) = partial.as_apply() else {
        return Ok(relation.clone());
    };
    let same = logic::apply_both_to(
        &logic::apply_to_both(head, &logic::symmetric(equation)?)?,
        right,
    )?;
    logic::convert(relation.clone(), Some(&same))
}

/// The goal `a ≤ b` from `a < b` or from `a = b`.
fn weaken(env: &Environment, theorem: &Theorem, goal: &Term) -> Option<Theorem> {
    let (Relation::Le(order), left, _) = Relation::of(env, goal)? else {
        return None;
    };
    let formula = theorem.conclusion();
    let weaker = match Relation::of(env, &formula)?.0 {
        Relation::Lt(found) if found == order => {
            let lemma = env.theorem(&format!("{}_le_of_lt", order.prefix()))?;
            apply_lemma(lemma, std::slice::from_ref(theorem))?
        }
        Relation::Equal => {
            let lemma = env.theorem(&format!("{}_le_refl", order.prefix()))?;
            let reflexive = logic::specialize(lemma, left).ok()?;
            rewrite_right(&reflexive, theorem).ok()?
        }
        _ => return None,
    };
    weaker.concludes(goal).then_some(weaker)
}
