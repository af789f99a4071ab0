//! Binders: quantifiers, λ, sums, suprema, expectations; over a type, a range, a set or a distribution.

use super::{
    draft::{Draft, LocalId, Typed},
    inference::{Inference, Outcome, Reported, pattern_text},
    message::{self, Why},
    notation,
    unify::OpenType,
};
use crate::syntax::ast::{Binder, Binding, Expr, Pattern, Range, Span};
use std::rc::Rc;

/// Where a variable ranges, elaborated outside of the binder.
enum Domain {
    Whole,
    Below(Rc<Draft>),
    Member(Rc<Draft>),
    Drawn(Rc<Draft>, OpenType),
}

impl Domain {
    /// For messages: what follows the variable.
    fn words(&self) -> &'static str {
        match self {
            Domain::Whole => "without a range",
            Domain::Below(_) => "with `<`",
            Domain::Member(_) => "with `∈`",
            Domain::Drawn(..) => "with `~`",
        }
    }
}

impl Inference<'_> {
    /// `Σ i < n, j < m. F`: one binder for each variable, from the outside in.
    pub(super) fn bind(
        &mut self,
        binder: Binder,
        bindings: &[Binding],
        body: &Expr,
        span: Span,
    ) -> Outcome<Typed> {
        let mark = self.enter();
        let result = self.bind_groups(binder, bindings, body, span);
        self.leave(mark);
        result
    }

    fn bind_groups(
        &mut self,
        binder: Binder,
        bindings: &[Binding],
        body: &Expr,
        span: Span,
    ) -> Outcome<Typed> {
        let Some((group, rest)) = bindings.split_first() else {
            return self.body(binder, body);
        };
        let (domain, element) = self.domain(binder, &group.range)?;
        let mut opened = Vec::new();
        for pattern in &group.patterns {
            let element = self.element_type(element.as_ref(), pattern);
            opened.push(self.open(pattern, &element)?);
        }
        let mut result = self.nested(span, |s| s.bind_groups(binder, rest, body, span))?;
        for (index, id) in opened.into_iter().enumerate().rev() {
            let innermost = rest.is_empty() && index + 1 == group.patterns.len();
            result = self.close_binder(binder, &domain, id, result, innermost, span)?;
        }
        Ok(result)
    }

    /// The type of one variable: that of its group, or its own if nothing is said.
    fn element_type(&mut self, of_group: Option<&OpenType>, pattern: &Pattern) -> OpenType {
        of_group
            .cloned()
            .unwrap_or_else(|| self.unknown_for(pattern.span, &pattern_text(pattern).into()))
    }

    /// The range of a group, and the type of its variables if the range says it.
    fn domain(&mut self, binder: Binder, range: &Range) -> Outcome<(Domain, Option<OpenType>)> {
        match range {
            Range::Whole => Ok((Domain::Whole, None)),
            Range::Typed(written) => Ok((Domain::Whole, Some(self.written_type(written)?))),
            Range::Below(bound) => {
                let natural = self.natural(bound.span)?;
                let why = Why::Range("<");
                Ok((
                    Domain::Below(self.check(bound, &natural, &why)?),
                    Some(natural),
                ))
            }
            Range::Member(set) => {
                let element = self.unifier.fresh();
                let predicate = OpenType::function(&element, &OpenType::boolean());
                Ok((
                    Domain::Member(self.check(set, &predicate, &Why::Set)?),
                    Some(element),
                ))
            }
            Range::Drawn(distribution) if notation::of_draw(binder).is_some() => {
                let element = self.unifier.fresh();
                let ty = self.distribution(&element, distribution.span)?;
                let draft = self.check(distribution, &ty, &Why::Range("~"))?;
                Ok((Domain::Drawn(draft, ty), Some(element)))
            }
            Range::Drawn(distribution) => {
                let symbol = notation::binder_symbol(binder);
                self.fail(message::no_such_range(
                    symbol,
                    "with `~`",
                    distribution.span,
                ))
            }
        }
    }

    fn body(&mut self, binder: Binder, body: &Expr) -> Outcome<Typed> {
        let symbol = notation::binder_symbol(binder);
        let ty = match binder {
            Binder::Lambda => return self.infer(body),
            Binder::Forall
            | Binder::Exists
            | Binder::Probability
            | Binder::Some
            | Binder::Least => OpenType::boolean(),
            _ => self.real(body.span)?,
        };
        let draft = self.check(body, &ty, &Why::Body(symbol))?;
        Ok(Typed { draft, ty })
    }

    /// Puts one binder around a body.
    fn close_binder(
        &mut self,
        binder: Binder,
        domain: &Domain,
        id: LocalId,
        body: Typed,
        innermost: bool,
        span: Span,
    ) -> Outcome<Typed> {
        match binder {
            Binder::Lambda => self.close_lambda(domain, id, body, span),
            Binder::Forall => self.close_quantifier(binder, "implies", domain, id, body, span),
            Binder::Exists => self.close_quantifier(binder, "and", domain, id, body, span),
            Binder::Some | Binder::Least | Binder::Above | Binder::Below if !innermost => {
                self.fail(message::one_variable(notation::binder_symbol(binder), span))
            }
            Binder::Some | Binder::Least => {
                self.close_quantifier(binder, "and", domain, id, body, span)
            }
            Binder::Expectation | Binder::Probability => {
                self.close_draw(binder, domain, id, body, innermost, span)
            }
            _ => self.close_family(binder, domain, id, body, span),
        }
    }

    pub(super) fn lambda(&self, id: LocalId, body: &Typed) -> Typed {
        let ty = OpenType::function(&self.locals[id.0].ty, &body.ty);
        Typed {
            draft: Rc::new(Draft::Lambda(id, body.draft.clone())),
            ty,
        }
    }

    fn close_lambda(
        &mut self,
        domain: &Domain,
        id: LocalId,
        body: Typed,
        span: Span,
    ) -> Outcome<Typed> {
        match domain {
            Domain::Whole => Ok(self.lambda(id, &body)),
            _ => self.fail(message::no_such_range("λ", domain.words(), span)),
        }
    }

    /// `∀ x ∈ A. P` is `∀ x. A x → P`; `∃` takes `∧`.
    fn close_quantifier(
        &mut self,
        binder: Binder,
        connective: &str,
        domain: &Domain,
        id: LocalId,
        body: Typed,
        span: Span,
    ) -> Outcome<Typed> {
        let symbol = notation::binder_symbol(binder);
        let formula = match self.membership(domain, id, span)? {
            Some(condition) => {
                self.connective(connective, symbol, &condition, &body.draft, span)?
            }
            None => body.draft,
        };
        let predicate = self.lambda(
            id,
            &Typed {
                draft: formula,
                ty: OpenType::boolean(),
            },
        );
        let constant = notation::of_quantifier(binder).unwrap_or("forall");
        self.apply_constant(constant, symbol, &[predicate], span)
    }

    /// `x ∈ A` or `i < n`, if the range says so.
    fn membership(
        &mut self,
        domain: &Domain,
        id: LocalId,
        span: Span,
    ) -> Outcome<Option<Rc<Draft>>> {
        let variable = self.local(id);
        match domain {
            Domain::Member(set) => Ok(Some(Draft::apply(set, &variable.draft))),
            Domain::Below(bound) => {
                let bound = Typed {
                    draft: bound.clone(),
                    ty: variable.ty.clone(),
                };
                Ok(Some(
                    self.apply_constant("nat_lt", "<", &[variable, bound], span)?
                        .draft,
                ))
            }
            Domain::Whole | Domain::Drawn(..) => Ok(None),
        }
    }

    /// `Σ i < n. F` is `sum n (λ i. F)`; `sup x ∈ A. F` is `sup A (λ x. F)`; without a range the set is `univ`.
    fn close_family(
        &mut self,
        binder: Binder,
        domain: &Domain,
        id: LocalId,
        body: Typed,
        span: Span,
    ) -> Outcome<Typed> {
        let symbol = notation::binder_symbol(binder);
        let function = self.lambda(id, &body);
        if let (Domain::Below(bound), Some(constant)) = (domain, notation::of_range(binder)) {
            let bound = Typed {
                draft: bound.clone(),
                ty: self.locals[id.0].ty.clone(),
            };
            return self.apply_constant(constant, symbol, &[bound, function], span);
        }
        let Some(constant) = notation::of_set(binder) else {
            return self.fail(message::no_such_range(symbol, domain.words(), span));
        };
        if matches!(domain, Domain::Whole) && notation::of_range(binder).is_some() {
            return self.fail(message::no_such_range(symbol, domain.words(), span));
        }
        let set = self.set_of_domain(domain, id, span)?;
        self.apply_constant(constant, symbol, &[set, function], span)
    }

    fn set_of_domain(&mut self, domain: &Domain, id: LocalId, span: Span) -> Outcome<Typed> {
        let element = self.locals[id.0].ty.clone();
        let ty = OpenType::function(&element, &OpenType::boolean());
        match domain {
            Domain::Member(set) => Ok(Typed {
                draft: set.clone(),
                ty,
            }),
            Domain::Below(_) => {
                let copy = self.new_local(self.locals[id.0].name.clone(), element);
                let draft = self.membership(domain, copy, span)?;
                let body = Typed {
                    draft: draft.ok_or(Reported)?,
                    ty: OpenType::boolean(),
                };
                Ok(self.lambda(copy, &body))
            }
            Domain::Whole | Domain::Drawn(..) => {
                let set = self.notation("univ", "sup x. …", span)?;
                if self.unify(&set.ty, &ty).is_err() {
                    return self.fail(message::wrong_notation("univ", span));
                }
                Ok(set)
            }
        }
    }

    /// `E[x ~ μ] f` is `expect μ (λ x. f)`; of several draws of `P`, only the innermost is a probability.
    fn close_draw(
        &mut self,
        binder: Binder,
        domain: &Domain,
        id: LocalId,
        body: Typed,
        innermost: bool,
        span: Span,
    ) -> Outcome<Typed> {
        let symbol = notation::binder_symbol(binder);
        let Domain::Drawn(distribution, ty) = domain else {
            return self.fail(message::no_such_range(symbol, domain.words(), span));
        };
        let constant = if innermost {
            notation::of_draw(binder).unwrap_or("expect")
        } else {
            "expect"
        };
        let distribution = Typed {
            draft: distribution.clone(),
            ty: ty.clone(),
        };
        let function = self.lambda(id, &body);
        self.apply_constant(constant, symbol, &[distribution, function], span)
    }

    /// `λ x y. e` at a known type: the arguments' types are known before the body is read.
    pub(super) fn check_lambda(
        &mut self,
        bindings: &[Binding],
        body: &Expr,
        expected: &OpenType,
        span: Span,
        why: &Why,
    ) -> Outcome<Rc<Draft>> {
        let mark = self.enter();
        let result = self.check_lambda_groups(bindings, body, expected, span, why);
        self.leave(mark);
        result
    }

    fn check_lambda_groups(
        &mut self,
        bindings: &[Binding],
        body: &Expr,
        expected: &OpenType,
        span: Span,
        why: &Why,
    ) -> Outcome<Rc<Draft>> {
        let (mut opened, mut expected) = (Vec::new(), expected.clone());
        for group in bindings {
            let (domain, element) = self.domain(Binder::Lambda, &group.range)?;
            if !matches!(domain, Domain::Whole) {
                return self.fail(message::no_such_range("λ", domain.words(), span));
            }
            for pattern in &group.patterns {
                let element = self.element_type(element.as_ref(), pattern);
                let codomain = self.split_function(&element, &expected, span, why)?;
                opened.push(self.open(pattern, &element)?);
                expected = codomain;
            }
        }
        let body = self.check(body, &expected, why)?;
        Ok(opened
            .into_iter()
            .rev()
            .fold(body, |body, id| Rc::new(Draft::Lambda(id, body))))
    }

    /// What is expected of the body of a λ whose variable has type `element`.
    fn split_function(
        &mut self,
        element: &OpenType,
        expected: &OpenType,
        span: Span,
        why: &Why,
    ) -> Outcome<OpenType> {
        let codomain = self.unifier.fresh();
        self.require(&OpenType::function(element, &codomain), expected, span, why)?;
        Ok(codomain)
    }

    /// `{x | P}`, `{x ∈ A | P}`: the predicate.
    pub(super) fn set_of_those(
        &mut self,
        binding: &Binding,
        body: &Expr,
        element: &OpenType,
        span: Span,
    ) -> Outcome<Typed> {
        let [pattern] = &binding.patterns[..] else {
            return self.fail(message::one_variable("{x | …}", span));
        };
        let mark = self.enter();
        let (domain, ty) = self.domain(Binder::Lambda, &binding.range)?;
        let ty = ty.unwrap_or_else(|| element.clone());
        self.require(
            &ty,
            element,
            span,
            &Why::Said("it is the type of the elements of this set".into()),
        )?;
        let id = self.open(pattern, &ty)?;
        let body = self.check(body, &OpenType::boolean(), &Why::Body("{x | …}"))?;
        let formula = match self.membership(&domain, id, span)? {
            Some(condition) => self.conjunction(&condition, &body, span)?,
            None => body,
        };
        self.leave(mark);
        Ok(self.lambda(
            id,
            &Typed {
                draft: formula,
                ty: OpenType::boolean(),
            },
        ))
    }
}
