//! Binders: quantifiers, λ, sums, suprema, expectations. Each becomes a constant applied to an abstraction; a tuple
//! pattern is one abstraction with projections.

use super::{
    expression::{Elaborator, Local, Typed, shared},
    open::Open,
    types::type_of_expression,
    unify::OpenType,
};
use crate::{
    report::Diagnostic,
    syntax::ast::{Binder, Binding, Expr, Pattern, PatternKind, Range, Span},
};

/// A bound variable: its printed name and type.
struct Bound {
    name: String,
    ty: OpenType,
}

impl Bound {
    fn variable(&self) -> Open {
        Open::Variable(shared(&self.name), self.ty.clone())
    }

    fn over(&self, body: Open) -> Open {
        Open::Lambda(shared(&self.name), self.ty.clone(), body.into())
    }
}

impl Elaborator<'_> {
    pub(super) fn bind(
        &mut self,
        binder: Binder,
        bindings: &[Binding],
        body: &Expr,
        span: Span,
    ) -> Typed {
        let outer = self.locals.len();
        let typed = self.bind_all(binder, bindings, body, span);
        self.locals.truncate(outer);
        typed
    }

    fn bind_all(&mut self, binder: Binder, bindings: &[Binding], body: &Expr, span: Span) -> Typed {
        match binder {
            Binder::Forall => self.quantify("forall", Some("implies"), bindings, body, span),
            Binder::Exists => self.quantify("exists", Some("and"), bindings, body, span),
            Binder::Some => self.quantify("some", Some("and"), bindings, body, span),
            Binder::Least => self.quantify("least", Some("and"), bindings, body, span),
            Binder::Lambda => self.quantify("λ", None, bindings, body, span),
            Binder::Expectation => self.ranged(["", "", "expect"], false, bindings, body, span),
            Binder::Probability => self.ranged(["", "", "prob"], true, bindings, body, span),
            Binder::Sum => self.ranged(["sum", "set_sum", ""], false, bindings, body, span),
            Binder::Product => self.ranged(["product", "", ""], false, bindings, body, span),
            Binder::Average => self.ranged(["average", "", ""], false, bindings, body, span),
            Binder::Sup => self.ranged(["", "sup", ""], false, bindings, body, span),
            Binder::Inf => self.ranged(["", "inf", ""], false, bindings, body, span),
            Binder::Above => self.ranged(["", "above", ""], false, bindings, body, span),
            Binder::Below => self.ranged(["", "below", ""], false, bindings, body, span),
        }
    }

    /// Quantifiers: each binding in turn around the body, with its range as a premise.
    fn quantify(
        &mut self,
        head: &str,
        join: Option<&'static str>,
        bindings: &[Binding],
        body: &Expr,
        span: Span,
    ) -> Typed {
        let mut bound: Vec<(Bound, Option<Open>)> = vec![];
        for binding in bindings {
            for pattern in &binding.patterns {
                let (ty, set) = self.range(&binding.range)?;
                let variable = self.introduce(pattern, &ty);
                let premise = set.map(|set| self.premise(set, &variable));
                bound.push((variable, premise));
            }
        }
        let formula = OpenType::boolean();
        let (mut open, mut ty) = match join {
            Some(_) => self.check(body, &formula)?,
            None => self.infer(body, None)?,
        };
        for (variable, premise) in bound.into_iter().rev() {
            (open, ty) = match (premise, join) {
                (None, _) => (open, ty),
                (Some(premise), Some(join)) => {
                    self.call(join, vec![(premise, formula.clone()), (open, ty)], span)?
                }
                (Some(_), None) => return Err(range_error("λ", span)),
            };
            let function = OpenType::function(&variable.ty, &ty);
            let abstraction = variable.over(open);
            (open, ty) = match join {
                Some(_) => self.call(head, vec![(abstraction, function)], span)?,
                None => (abstraction, function),
            };
        }
        Ok((open, ty))
    }

    /// Sums and the like: a range and a function. The names are for `i < n`, `x ∈ A` and `x ~ μ`.
    fn ranged(
        &mut self,
        [below, member, drawn]: [&str; 3],
        formula: bool,
        bindings: &[Binding],
        body: &Expr,
        span: Span,
    ) -> Typed {
        let [Binding { patterns, range }] = bindings else {
            return Err(range_error("this binder", span));
        };
        let [pattern] = patterns.as_slice() else {
            return Err(range_error("this binder", span));
        };
        let (name, first, ty) = match range {
            Range::Below(bound) if !below.is_empty() => {
                let nat = self.nat(span)?;
                let bound = self.check(bound, &nat)?;
                (below, bound, nat)
            }
            Range::Drawn(law) if !drawn.is_empty() => {
                let (open, law_type) = self.infer(law, None)?;
                let outcome = self.outcome(&law_type, law.span)?;
                (drawn, (open, law_type), outcome)
            }
            _ if !member.is_empty() => self.over_set(member, range, span)?,
            _ => return Err(range_error("this binder", span)),
        };
        let variable = self.introduce(pattern, &ty);
        let value = if formula {
            OpenType::boolean()
        } else {
            self.real(span)?
        };
        let (body, value) = self.check(body, &value)?;
        let function = OpenType::function(&variable.ty, &value);
        self.call(name, vec![first, (variable.over(body), function)], span)
    }

    fn over_set<'n>(
        &mut self,
        name: &'n str,
        range: &Range,
        span: Span,
    ) -> Result<(&'n str, (Open, OpenType), OpenType), Diagnostic> {
        let (ty, set) = self.range(range)?;
        let set_type = OpenType::function(&ty, &OpenType::boolean());
        let set = match set {
            Some(set) => (set, set_type),
            None => {
                let (univ, found) = self.call("univ", vec![], span)?;
                self.require(&found, &set_type, span)?;
                (univ, set_type)
            }
        };
        Ok((name, set, ty))
    }

    /// The type of a range's elements, and the set that they are in, if it is not everything.
    fn range(&mut self, range: &Range) -> Result<(OpenType, Option<Open>), Diagnostic> {
        match range {
            Range::Whole => Ok((self.unifier.fresh(), None)),
            Range::Typed(ty) => Ok(((&type_of_expression(self.environment, ty)?).into(), None)),
            Range::Below(bound) => {
                let nat = self.nat(bound.span)?;
                let (bound_open, _) = self.check(bound, &nat)?;
                let index = Bound {
                    name: "i".into(),
                    ty: nat.clone(),
                };
                let less = Open::Operator(Some("nat_lt"), "real_lt", nat.clone(), bound.span);
                let below = index.over(less.apply(index.variable()).apply(bound_open));
                Ok((nat, Some(below)))
            }
            Range::Member(set) => {
                let element = self.unifier.fresh();
                let (set, _) =
                    self.check(set, &OpenType::function(&element, &OpenType::boolean()))?;
                Ok((element, Some(set)))
            }
            Range::Drawn(law) => Err(range_error("`x ~ μ` outside E[…] and P[…]", law.span)),
        }
    }

    /// `x ∈ A`; a range `i < n` is not left as an application of its λ.
    fn premise(&self, set: Open, variable: &Bound) -> Open {
        match &set {
            Open::Lambda(_, _, body)
                if let Open::Apply(head, bound) = &**body
                    && let Open::Apply(less, _) = &**head =>
            {
                (**less)
                    .clone()
                    .apply(variable.variable())
                    .apply((**bound).clone())
            }
            _ => set.apply(variable.variable()),
        }
    }

    fn outcome(&mut self, law: &OpenType, span: Span) -> Result<OpenType, Diagnostic> {
        let missing =
            || Diagnostic::error("unknown-type", span, "distributions are not known here");
        let dist = self.environment.type_operator("dist").ok_or_else(missing)?;
        let outcome = self.unifier.fresh();
        let wanted = OpenType::Apply(dist.clone(), std::rc::Rc::new([outcome.clone()]));
        self.require(law, &wanted, span)?;
        Ok(outcome)
    }

    /// Brings a pattern's names into scope.
    fn introduce(&mut self, pattern: &Pattern, ty: &OpenType) -> Bound {
        let bound = Bound {
            name: pattern_name(pattern),
            ty: ty.clone(),
        };
        self.project(pattern, bound.variable(), ty);
        bound
    }

    fn project(&mut self, pattern: &Pattern, open: Open, ty: &OpenType) {
        match &pattern.value {
            PatternKind::Name(name) => self.locals.push(Local {
                name: name.clone(),
                open,
                ty: ty.clone(),
            }),
            PatternKind::Tuple(parts) => self.project_parts(parts, open, ty, pattern.span),
        }
    }

    fn project_parts(&mut self, parts: &[Pattern], open: Open, ty: &OpenType, span: Span) {
        match parts {
            [] => {}
            [last] => self.project(last, open, ty),
            [first, rest @ ..] => {
                let halves = [("fst", 0), ("snd", 1)]
                    .map(|(name, _)| self.call(name, vec![(open.clone(), ty.clone())], span));
                if let [Ok((left, left_type)), Ok((right, right_type))] = halves {
                    self.project(first, left, &left_type);
                    self.project_parts(rest, right, &right_type, span);
                }
            }
        }
    }

    pub(super) fn let_in(&mut self, pattern: &Pattern, value: &Expr, body: &Expr) -> Typed {
        let outer = self.locals.len();
        let (value, ty) = self.infer(value, None)?;
        let bound = self.introduce(pattern, &ty);
        let typed = self.infer(body, None);
        self.locals.truncate(outer);
        let (body, body_type) = typed?;
        Ok((
            Open::Let(shared(&bound.name), ty, value.into(), body.into()),
            body_type,
        ))
    }

    pub(super) fn comprehension(&mut self, binding: &Binding, body: &Expr, span: Span) -> Typed {
        let outer = self.locals.len();
        let typed = self.comprehension_of(binding, body, span);
        self.locals.truncate(outer);
        typed
    }

    fn comprehension_of(&mut self, binding: &Binding, body: &Expr, span: Span) -> Typed {
        let [pattern] = binding.patterns.as_slice() else {
            return Err(range_error("a set", span));
        };
        let (ty, set) = self.range(&binding.range)?;
        let variable = self.introduce(pattern, &ty);
        let mut parts: Vec<Open> = set
            .map(|set| self.premise(set, &variable))
            .into_iter()
            .collect();
        parts.push(self.check(body, &OpenType::boolean())?.0);
        let (formula, boolean) = self.conjunction(parts, span)?;
        Ok((
            variable.over(formula),
            OpenType::function(&variable.ty, &boolean),
        ))
    }
}

/// The name under which a bound variable is printed: a tuple shows its parts.
fn pattern_name(pattern: &Pattern) -> String {
    match &pattern.value {
        PatternKind::Name(name) => name.clone(),
        PatternKind::Tuple(parts) => {
            let names: Vec<_> = parts.iter().map(pattern_name).collect();
            format!("({})", names.join(", "))
        }
    }
}

fn range_error(what: &str, span: Span) -> Diagnostic {
    let help = "ranges are `i < n` and `x ∈ A`; E and P take `x ~ μ`";
    Diagnostic::error(
        "binder-range",
        span,
        format!("{what} does not take this range"),
    )
    .help(help)
}
