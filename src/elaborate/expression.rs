//! Inference of types for expressions: every shape of the syntax tree but binders and arithmetic.

use super::{
    draft::{Draft, Typed},
    inference::{Inference, Outcome, Reported},
    message::{self, Why},
    notation,
    unify::{Clash, OpenType},
};
use crate::syntax::ast::{
    Binder, Binding, Comparison, Expr, ExprKind, Infix, Pattern, Prefix, Span, Spanned, TypeExpr,
};
use std::rc::Rc;

impl Inference<'_> {
    /// The term that an expression stands for, and its type.
    pub(super) fn infer(&mut self, expr: &Expr) -> Outcome<Typed> {
        self.nested(expr.span, |s| s.infer_here(expr))
    }

    fn infer_here(&mut self, expr: &Expr) -> Outcome<Typed> {
        let span = expr.span;
        match &expr.value {
            ExprKind::Name(name) => self.infer_name(name, span),
            ExprKind::Apply(..) => self.infer_application(expr),
            ExprKind::Number(_) | ExprKind::If(..) => self.arithmetic(expr, None),
            ExprKind::Infix(infix, left, right) => match notation::of_infix(*infix) {
                Some(constant) => {
                    self.apply_notation(constant, notation::symbol(*infix), &[left, right], span)
                }
                None if *infix == Infix::Iff => self.equivalence(left, right),
                None => self.arithmetic(expr, None),
            },
            ExprKind::Prefix(Prefix::Neg, _) => self.arithmetic(expr, None),
            ExprKind::Prefix(Prefix::Not, operand) => {
                self.apply_notation("not", "¬", &[operand], span)
            }
            ExprKind::Prefix(Prefix::Sqrt, operand) => {
                self.apply_notation("sqrt", "√", &[operand], span)
            }
            ExprKind::Prefix(Prefix::Indicator, operand) => {
                self.apply_notation("indicator", "𝟙", &[operand], span)
            }
            ExprKind::Abs(operand) => self.apply_notation("abs", "|·|", &[operand], span),
            ExprKind::Floor(operand) => self.apply_notation("floor", "⌊·⌋", &[operand], span),
            ExprKind::Update(f, at, value) => {
                self.apply_notation("update", "f(k := x)", &[f, at, value], span)
            }
            ExprKind::Chain(first, links) => self.chain(first, links),
            ExprKind::Bind(binder, bindings, body) => self.bind(*binder, bindings, body, span),
            ExprKind::Let(pattern, value, body) => self.infer_let(pattern, value, body),
            ExprKind::Tuple(parts) => self.infer_tuple(parts, span),
            ExprKind::SetOf(elements) => self.infer_set(elements, span),
            ExprKind::Comprehension(binding, body) => self.comprehension(binding, body, span),
            ExprKind::Typed(inner, ty) => self.infer_typed(inner, ty),
            ExprKind::Hole => self.fail(message::hole(span)),
            ExprKind::Error => Err(Reported),
        }
    }

    /// The term that an expression stands for, at a type that is known from outside.
    pub(super) fn check(
        &mut self,
        expr: &Expr,
        expected: &OpenType,
        why: &Why,
    ) -> Outcome<Rc<Draft>> {
        self.nested(expr.span, |s| s.check_here(expr, expected, why))
    }

    fn check_here(&mut self, expr: &Expr, expected: &OpenType, why: &Why) -> Outcome<Rc<Draft>> {
        let typed = match &expr.value {
            ExprKind::Tuple(parts) => return self.check_tuple(parts, expected, expr.span, why),
            ExprKind::If(condition, yes, no) if self.is_foreign(expected) => {
                return self.check_conditional([condition, yes, no], expected, expr.span, why);
            }
            ExprKind::Bind(Binder::Lambda, bindings, body) => {
                return self.check_lambda(bindings, body, expected, expr.span, why);
            }
            ExprKind::Comprehension(binding, body) => {
                self.check_comprehension(binding, body, expected, expr.span)?
            }
            ExprKind::SetOf(elements) => self.check_set(elements, expected, expr.span)?,
            ExprKind::Let(pattern, value, body) => {
                return self.check_let(pattern, value, body, expected, why);
            }
            kind if self.is_number(expected) && is_arithmetic(kind) => {
                self.arithmetic(expr, Some(expected))?
            }
            _ => self.infer(expr)?,
        };
        self.coerce(&typed, expected, expr.span, why)
    }

    /// A term used where a type is expected: a natural number where a real one is expected is cast.
    pub(super) fn coerce(
        &mut self,
        found: &Typed,
        expected: &OpenType,
        span: Span,
        why: &Why,
    ) -> Outcome<Rc<Draft>> {
        if self.is_natural(&found.ty) && self.is_real(expected) {
            return self.cast(found, span);
        }
        self.require(&found.ty, expected, span, why)?;
        Ok(found.draft.clone())
    }

    /// Makes a type the expected one, or says how they differ and why it is expected.
    pub(super) fn require(
        &mut self,
        found: &OpenType,
        expected: &OpenType,
        span: Span,
        why: &Why,
    ) -> Outcome<()> {
        let (found_head, expected_head) = (self.unifier.head(found), self.unifier.head(expected));
        if let Err(clash) = self.unify(expected, found) {
            let (expected, found) = (self.show(&expected_head), self.show(&found_head));
            let why = why.explain(self);
            return self.fail(message::mismatch(&expected, &found, clash, span, why));
        }
        Ok(())
    }

    // ---- Names and application ----

    fn infer_name(&mut self, name: &str, span: Span) -> Outcome<Typed> {
        if let Some(typed) = self.variable(name) {
            return Ok(typed);
        }
        let name = notation::constant_of_name(name);
        match self.environment.constant(name) {
            Some(constant) => Ok(self.instance(&constant.clone(), span)),
            None => {
                let nearest = self.nearest(name);
                self.fail(message::unknown_name(name, nearest, self.environment, span))
            }
        }
    }

    fn nearest(&self, name: &str) -> Option<String> {
        let near = super::environment::nearest_of(name, self.known_names());
        // Any symbol is close to a name of one letter.
        let constant = || self.environment.nearest_constant(name);
        near.or_else(|| constant().filter(|_| name.chars().count() > 1))
    }

    /// A function with all its arguments, from left to right.
    fn infer_application(&mut self, expr: &Expr) -> Outcome<Typed> {
        let (mut head, mut arguments) = (expr, Vec::new());
        while let ExprKind::Apply(function, argument) = &head.value {
            arguments.push(&**argument);
            head = function;
        }
        let mut result = self.infer(head)?;
        let mut applied = head.span;
        for argument in arguments.into_iter().rev() {
            result = self.apply_to(&result, applied, argument)?;
            applied.end = argument.span.end;
        }
        Ok(result)
    }

    fn apply_to(&mut self, function: &Typed, applied: Span, argument: &Expr) -> Outcome<Typed> {
        let (domain, codomain) = self.function_parts(function, applied, argument.span)?;
        let why = Why::Argument {
            function: applied,
            ty: function.ty.clone(),
        };
        let argument = self.check(argument, &domain, &why)?;
        Ok(Typed {
            draft: Draft::apply(&function.draft, &argument),
            ty: codomain,
        })
    }

    /// Domain and codomain of what is applied.
    fn function_parts(
        &mut self,
        function: &Typed,
        at: Span,
        argument: Span,
    ) -> Outcome<(OpenType, OpenType)> {
        if let Some(parts) = self.unifier.as_function(&function.ty) {
            return Ok(parts);
        }
        let (domain, codomain) = (self.unifier.fresh(), self.unifier.fresh());
        if self
            .unify(&function.ty, &OpenType::function(&domain, &codomain))
            .is_err()
        {
            let found = self.show(&function.ty);
            return self.fail(message::not_a_function(&found, at, argument));
        }
        Ok((domain, codomain))
    }

    /// The constant that notation stands for, applied to expressions.
    pub(super) fn apply_notation(
        &mut self,
        constant: &str,
        symbol: &'static str,
        operands: &[&Expr],
        span: Span,
    ) -> Outcome<Typed> {
        let mut result = self.notation(constant, symbol, span)?;
        for operand in operands {
            let Some((domain, codomain)) = self.unifier.as_function(&result.ty) else {
                return self.fail(message::wrong_notation(constant, span));
            };
            let draft = self.check(operand, &domain, &Why::Operand(symbol))?;
            result = Typed {
                draft: Draft::apply(&result.draft, &draft),
                ty: codomain,
            };
        }
        Ok(result)
    }

    /// The constant that notation stands for, applied to terms. The library decides its type, so it is checked.
    pub(super) fn apply_constant(
        &mut self,
        constant: &str,
        symbol: &str,
        arguments: &[Typed],
        span: Span,
    ) -> Outcome<Typed> {
        let mut result = self.notation(constant, symbol, span)?;
        for argument in arguments {
            let Some((domain, codomain)) = self.unifier.as_function(&result.ty) else {
                return self.fail(message::wrong_notation(constant, span));
            };
            match self.unify(&domain, &argument.ty) {
                Ok(()) => {}
                Err(Clash::TooLarge) => return self.fail(message::too_deep(span)),
                Err(_) => return self.fail(message::wrong_notation(constant, span)),
            }
            result = Typed {
                draft: Draft::apply(&result.draft, &argument.draft),
                ty: codomain,
            };
        }
        Ok(result)
    }

    fn infer_typed(&mut self, inner: &Expr, written: &TypeExpr) -> Outcome<Typed> {
        let ty = self.written_type(written)?;
        let draft = self.check(inner, &ty, &Why::Written(written.span))?;
        Ok(Typed { draft, ty })
    }

    // ---- Logic ----

    fn equivalence(&mut self, left: &Expr, right: &Expr) -> Outcome<Typed> {
        let boolean = OpenType::boolean();
        let left = self.check(left, &boolean, &Why::Operand("↔"))?;
        let right = self.check(right, &boolean, &Why::Operand("↔"))?;
        let equality = self.equality(&boolean);
        Ok(Typed {
            draft: Draft::apply(&Draft::apply(&equality, &left), &right),
            ty: boolean,
        })
    }

    pub(super) fn conjunction(
        &mut self,
        left: &Rc<Draft>,
        right: &Rc<Draft>,
        span: Span,
    ) -> Outcome<Rc<Draft>> {
        self.connective("and", "∧", left, right, span)
    }

    pub(super) fn connective(
        &mut self,
        constant: &str,
        symbol: &str,
        left: &Rc<Draft>,
        right: &Rc<Draft>,
        span: Span,
    ) -> Outcome<Rc<Draft>> {
        let formula = |draft: &Rc<Draft>| Typed {
            draft: draft.clone(),
            ty: OpenType::boolean(),
        };
        Ok(self
            .apply_constant(constant, symbol, &[formula(left), formula(right)], span)?
            .draft)
    }

    fn check_conditional(
        &mut self,
        [condition, yes, no]: [&Expr; 3],
        expected: &OpenType,
        span: Span,
        why: &Why,
    ) -> Outcome<Rc<Draft>> {
        let condition = self.check(condition, &OpenType::boolean(), &Why::Condition)?;
        let yes = self.check(yes, expected, why)?;
        let no = self.check(no, expected, why)?;
        self.conditional(&condition, &yes, &no, expected, span)
    }

    /// `if p then a else b`
    pub(super) fn conditional(
        &mut self,
        condition: &Rc<Draft>,
        yes: &Rc<Draft>,
        no: &Rc<Draft>,
        ty: &OpenType,
        span: Span,
    ) -> Outcome<Rc<Draft>> {
        let typed = |draft: &Rc<Draft>, ty: &OpenType| Typed {
            draft: draft.clone(),
            ty: ty.clone(),
        };
        let arguments = [
            typed(condition, &OpenType::boolean()),
            typed(yes, ty),
            typed(no, ty),
        ];
        Ok(self
            .apply_constant("if", "if … then … else", &arguments, span)?
            .draft)
    }

    // ---- Comparisons ----

    fn chain(&mut self, first: &Expr, links: &[(Spanned<Comparison>, Expr)]) -> Outcome<Typed> {
        if links
            .iter()
            .any(|(comparison, _)| notation::is_about_sets(comparison.value))
        {
            return self.set_chain(first, links);
        }
        let mut left = (self.tree(first)?, first.span);
        let mut formulas = Vec::new();
        for (comparison, right) in links {
            let tree = (self.tree(right)?, right.span);
            formulas.push(self.compare(comparison, left, tree.clone())?);
            left = tree;
        }
        self.all_of(formulas, first.span)
    }

    fn set_chain(&mut self, first: &Expr, links: &[(Spanned<Comparison>, Expr)]) -> Outcome<Typed> {
        let (mut left, mut formulas) = (first, Vec::new());
        for (comparison, right) in links {
            let formula = match comparison.value {
                Comparison::In => self.member(left, right)?,
                Comparison::NotIn => {
                    let inside = self.member(left, right)?;
                    self.negation(&inside, comparison.span)?
                }
                Comparison::Subset => {
                    self.apply_notation("subset", "⊆", &[left, right], comparison.span)?
                        .draft
                }
                _ => {
                    let trees = (
                        (self.tree(left)?, left.span),
                        (self.tree(right)?, right.span),
                    );
                    self.compare(comparison, trees.0, trees.1)?
                }
            };
            formulas.push(formula);
            left = right;
        }
        self.all_of(formulas, first.span)
    }

    fn all_of(&mut self, formulas: Vec<Rc<Draft>>, span: Span) -> Outcome<Typed> {
        let mut formulas = formulas.into_iter().rev();
        let Some(mut result) = formulas.next() else {
            return Err(Reported);
        };
        for formula in formulas {
            result = self.conjunction(&formula, &result, span)?;
        }
        Ok(Typed {
            draft: result,
            ty: OpenType::boolean(),
        })
    }

    pub(super) fn negation(&mut self, formula: &Rc<Draft>, span: Span) -> Outcome<Rc<Draft>> {
        let formula = Typed {
            draft: formula.clone(),
            ty: OpenType::boolean(),
        };
        Ok(self.apply_constant("not", "¬", &[formula], span)?.draft)
    }

    /// `x ∈ A` is A applied to x.
    fn member(&mut self, element: &Expr, set: &Expr) -> Outcome<Rc<Draft>> {
        let ty = self.unifier.fresh();
        let predicate = OpenType::function(&ty, &OpenType::boolean());
        let checked = self.check(set, &predicate, &Why::Set)?;
        let element = self.check(
            element,
            &ty,
            &Why::Element {
                set: set.span,
                ty: predicate,
            },
        )?;
        Ok(Draft::apply(&checked, &element))
    }

    // ---- Tuples, sets, let ----

    fn infer_tuple(&mut self, parts: &[Expr], span: Span) -> Outcome<Typed> {
        let mut typed = Vec::new();
        for part in parts {
            typed.push(self.infer(part)?);
        }
        self.tuple_of(typed, span)
    }

    fn tuple_of(&mut self, parts: Vec<Typed>, span: Span) -> Outcome<Typed> {
        let mut parts = parts.into_iter().rev();
        let Some(mut result) = parts.next() else {
            return Err(Reported);
        };
        for part in parts {
            result = self.apply_constant("pair", "a tuple", &[part, result], span)?;
        }
        Ok(result)
    }

    fn check_tuple(
        &mut self,
        parts: &[Expr],
        expected: &OpenType,
        span: Span,
        why: &Why,
    ) -> Outcome<Rc<Draft>> {
        let types: Vec<_> = parts.iter().map(|_| self.unifier.fresh()).collect();
        let mut whole = types[types.len() - 1].clone();
        for ty in types.iter().rev().skip(1) {
            whole = self.product(ty, &whole, span)?;
        }
        let shown = self.unifier.head(expected);
        if let Err(clash) = self.unify(expected, &whole) {
            let (expected, found) = (
                self.show(&shown),
                format!("a tuple of {} parts", parts.len()),
            );
            let why = why.explain(self);
            return self.fail(message::mismatch(&expected, &found, clash, span, why));
        }
        let mut typed = Vec::new();
        for (part, ty) in parts.iter().zip(types) {
            let draft = self.check(part, &ty, &Why::Part)?;
            typed.push(Typed { draft, ty });
        }
        Ok(self.tuple_of(typed, span)?.draft)
    }

    fn infer_set(&mut self, elements: &[Expr], span: Span) -> Outcome<Typed> {
        let ty = self.unifier.fresh();
        self.set_of(elements, &ty, span)
    }

    fn check_set(&mut self, elements: &[Expr], expected: &OpenType, span: Span) -> Outcome<Typed> {
        match self.unifier.as_function(expected) {
            Some((ty, _)) => self.set_of(elements, &ty, span),
            None => self.infer_set(elements, span),
        }
    }

    /// `{a, b}` is `insert a {b}`.
    fn set_of(&mut self, elements: &[Expr], ty: &OpenType, span: Span) -> Outcome<Typed> {
        let mut typed = Vec::new();
        for element in elements {
            let draft = self.check(element, ty, &Why::SetElement)?;
            typed.push(Typed {
                draft,
                ty: ty.clone(),
            });
        }
        let mut typed = typed.into_iter().rev();
        let Some(last) = typed.next() else {
            return self.apply_constant("empty", "∅", &[], span);
        };
        let mut result = self.apply_constant("singleton", "{a}", &[last], span)?;
        for element in typed {
            result = self.apply_constant("insert", "{a, b}", &[element, result], span)?;
        }
        Ok(result)
    }

    fn comprehension(&mut self, binding: &Binding, body: &Expr, span: Span) -> Outcome<Typed> {
        let element = self.unifier.fresh();
        self.set_of_those(binding, body, &element, span)
    }

    fn check_comprehension(
        &mut self,
        binding: &Binding,
        body: &Expr,
        expected: &OpenType,
        span: Span,
    ) -> Outcome<Typed> {
        match self.unifier.as_function(expected) {
            Some((element, _)) => self.set_of_those(binding, body, &element, span),
            None => self.comprehension(binding, body, span),
        }
    }

    /// `let x := a in b` is b with a for x.
    fn infer_let(&mut self, pattern: &Pattern, value: &Expr, body: &Expr) -> Outcome<Typed> {
        let mark = self.enter();
        let value = self.infer(value)?;
        self.destructure(pattern, value)?;
        let result = self.infer(body);
        self.leave(mark);
        result
    }

    fn check_let(
        &mut self,
        pattern: &Pattern,
        value: &Expr,
        body: &Expr,
        expected: &OpenType,
        why: &Why,
    ) -> Outcome<Rc<Draft>> {
        let mark = self.enter();
        let value = self.infer(value)?;
        self.destructure(pattern, value)?;
        let result = self.check(body, expected, why);
        self.leave(mark);
        result
    }
}

/// Whether the expression is made of numbers, so that a number type expected from outside belongs to its leaves.
fn is_arithmetic(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Number(_) | ExprKind::If(..) | ExprKind::Prefix(Prefix::Neg, _) => true,
        ExprKind::Infix(infix, ..) => *infix != Infix::Iff && notation::of_infix(*infix).is_none(),
        _ => false,
    }
}
