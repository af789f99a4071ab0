//! Expressions: names, applications, connectives, comparisons. Types are found by unification as the tree is walked.

use super::{
    arithmetic::{Group, is_arithmetic, rational},
    environment::Environment,
    message,
    open::{Emitter, Open},
    scope::Scope,
    types::type_of_expression,
    unify::{Clash, OpenType, Unifier},
};
use crate::{
    report::Diagnostic,
    syntax::ast::{Comparison, Expr, ExprKind, Infix, Prefix, Span, Spanned},
};
use rationale_kernel::{Constant, Term, Type, TypeView};
use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

/// A term under construction with its type.
pub(super) type Typed = Result<(Open, OpenType), Diagnostic>;

/// What a bound or newly fixed name stands for.
#[derive(Clone)]
pub(super) struct Local {
    pub(super) name: String,
    pub(super) open: Open,
    pub(super) ty: OpenType,
}

/// Elaborates expressions of one statement or step together, so that each may settle the types of the others.
pub struct Elaborator<'a> {
    pub(super) environment: &'a Environment,
    pub(super) scope: &'a Scope,
    pub(super) unifier: Unifier,
    pub(super) locals: Vec<Local>,
    pub(super) groups: Vec<(Group, Span)>,
    depth: usize,
}

/// The deepest expression that is elaborated.
const MAX_DEPTH: usize = 2_000;

impl<'a> Elaborator<'a> {
    /// Nothing elaborated yet.
    pub fn new(environment: &'a Environment, scope: &'a Scope) -> Self {
        Elaborator {
            environment,
            scope,
            unifier: Unifier::default(),
            locals: vec![],
            groups: vec![],
            depth: 0,
        }
    }

    /// A formula. Errors: names, types.
    pub fn formula(self, e: &Expr) -> Result<Term, Diagnostic> {
        self.term(e, Some(&Type::boolean()))
    }

    /// A term, of the expected type if there is one. Errors: names, types.
    pub fn term(mut self, e: &Expr, expected: Option<&Type>) -> Result<Term, Diagnostic> {
        let expected = expected.map(OpenType::from);
        let (open, _) = match &expected {
            Some(ty) => self.check(e, ty)?,
            None => self.infer(e, None)?,
        };
        self.settle_groups()?;
        self.emitter().term(&open, e.span)
    }

    pub(super) fn emitter(&self) -> Emitter<'_> {
        let mut taken: BTreeSet<_> = self.scope.type_variables();
        taken.extend(
            self.locals
                .iter()
                .flat_map(|local| self.unifier.variables(&local.ty)),
        );
        Emitter {
            environment: self.environment,
            unifier: &self.unifier,
            names: HashMap::new(),
            taken,
        }
    }

    /// An expression at a type; a natural number where a real is wanted is cast.
    pub(super) fn check(&mut self, e: &Expr, expected: &OpenType) -> Typed {
        let (open, found) = self.infer(e, Some(expected))?;
        let open = self.coerce(open, &found, expected, e.span)?;
        Ok((open, expected.clone()))
    }

    pub(super) fn coerce(
        &mut self,
        open: Open,
        found: &OpenType,
        expected: &OpenType,
        span: Span,
    ) -> Result<Open, Diagnostic> {
        if self.is(found, "nat") && self.is(expected, "real") {
            return Ok(Open::Cast(
                open.into(),
                found.clone(),
                expected.clone(),
                span,
            ));
        }
        self.require(found, expected, span)?;
        Ok(open)
    }

    /// Makes a type the expected one, or says how they differ.
    pub(super) fn require(
        &mut self,
        found: &OpenType,
        expected: &OpenType,
        span: Span,
    ) -> Result<(), Diagnostic> {
        let (expected_text, found_text) = (self.show(expected), self.show(found));
        self.unifier.unify(found, expected).map_err(|clash| {
            let diagnostic = message::mismatch(&expected_text, &found_text, span);
            match clash {
                Clash::Differ => diagnostic,
                Clash::Infinite => diagnostic.note("the one would have to contain itself"),
                Clash::TooLarge => diagnostic.note("the types are too large to compare"),
            }
        })
    }

    pub(super) fn show(&self, ty: &OpenType) -> String {
        self.unifier.show(ty)
    }

    pub(super) fn is(&self, ty: &OpenType, name: &str) -> bool {
        self.environment
            .type_operator(name)
            .is_some_and(|operator| self.unifier.is_operator(ty, operator))
    }

    fn numbers(&self, name: &str, shown: &str, span: Span) -> Result<OpenType, Diagnostic> {
        let missing = || {
            Diagnostic::error(
                "unknown-type",
                span,
                format!("the type {shown} is not known here"),
            )
        };
        Ok(OpenType::nullary(
            self.environment.type_operator(name).ok_or_else(missing)?,
        ))
    }

    pub(super) fn nat(&self, span: Span) -> Result<OpenType, Diagnostic> {
        self.numbers("nat", "ℕ", span)
    }

    pub(super) fn real(&self, span: Span) -> Result<OpenType, Diagnostic> {
        self.numbers("real", "ℝ", span)
    }

    /// An expression and its type; `expected` is a hint only.
    pub(super) fn infer(&mut self, e: &Expr, expected: Option<&OpenType>) -> Typed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Diagnostic::error(
                "too-deep",
                e.span,
                "the expression is nested too deep",
            ));
        }
        let typed = self.infer_kind(e, expected);
        self.depth -= 1;
        typed
    }

    fn infer_kind(&mut self, e: &Expr, expected: Option<&OpenType>) -> Typed {
        let boolean = OpenType::boolean();
        match &e.value {
            ExprKind::Name(name) => self.name(name, e.span),
            ExprKind::Number(digits) => self.numeral(digits, expected, e.span),
            ExprKind::Apply(..) => self.application(e),
            ExprKind::Infix(op, left, right) => self.infix(*op, left, right, e, expected),
            ExprKind::Prefix(Prefix::Neg, _) => self.arithmetic(e, expected),
            ExprKind::Prefix(Prefix::Not, p) => self.call_on("not", &[p], e.span),
            ExprKind::Prefix(Prefix::Sqrt, x) => self.call_on("sqrt", &[x], e.span),
            ExprKind::Prefix(Prefix::Indicator, p) => self.call_on("indicator", &[p], e.span),
            ExprKind::Abs(x) => self.call_on("abs", &[x], e.span),
            ExprKind::Floor(x) => self.call_on("floor", &[x], e.span),
            ExprKind::Chain(first, links) => self.chain(first, links, e.span),
            ExprKind::Bind(binder, bindings, body) => self.bind(*binder, bindings, body, e.span),
            ExprKind::If(p, a, b) => {
                let (p, _) = self.check(p, &boolean)?;
                let (mut branches, ty) = self.joined(&[a, b], false, None, e.span)?;
                let (b, a) = (branches.pop(), branches.pop());
                let if_type = [boolean, ty.clone(), ty.clone()];
                let head = self.constant_at("if", &if_type, &ty, e.span)?;
                Ok((
                    [Some(p), a, b]
                        .into_iter()
                        .flatten()
                        .fold(head, Open::apply),
                    ty,
                ))
            }
            ExprKind::Let(pattern, value, body) => self.let_in(pattern, value, body),
            ExprKind::Tuple(items) => self.tuple(items, e.span),
            ExprKind::SetOf(items) => self.set_of(items, e.span),
            ExprKind::Comprehension(binding, body) => self.comprehension(binding, body, e.span),
            ExprKind::Update(f, k, x) => self.call_on("update", &[f, k, x], e.span),
            ExprKind::Typed(inner, ty) => {
                let ty = OpenType::from(&type_of_expression(self.environment, ty)?);
                self.check(inner, &ty)
            }
            ExprKind::Hole => Err(Diagnostic::error(
                "hole",
                e.span,
                "`_` stands for nothing here",
            )),
            ExprKind::Error => Err(Diagnostic::error(
                "syntax",
                e.span,
                "this could not be read",
            )),
        }
    }

    fn name(&mut self, name: &str, span: Span) -> Typed {
        if let Some(local) = self.locals.iter().rev().find(|local| local.name == name) {
            return Ok((local.open.clone(), local.ty.clone()));
        }
        if let Some(variable) = self.scope.variable(name) {
            return Ok((
                Open::Known(Term::variable(variable)),
                OpenType::from(variable.ty()),
            ));
        }
        let known = match name {
            "∅" => "empty",
            "π" => "pi",
            _ => name,
        };
        match self.environment.constant(known).cloned() {
            Some(constant) => Ok(self.instance(&constant)),
            None => {
                let locals = self.locals.iter().map(|local| local.name.as_str());
                let near = locals.chain(self.scope.variables().map(|(name, _)| &**name));
                let near = super::environment::nearest_of(name, near);
                Err(message::unknown_name(self.environment, name, span, near))
            }
        }
    }

    /// A constant at fresh types.
    fn instance(&mut self, constant: &Constant) -> (Open, OpenType) {
        let variables = constant.generic_type().variables();
        let fresh: HashMap<_, _> = variables
            .into_iter()
            .map(|name| (name, self.unifier.fresh()))
            .collect();
        let ty = OpenType::instance(constant.generic_type(), &fresh);
        (Open::Constant(constant.clone(), ty.clone()), ty)
    }

    fn named_constant(&mut self, name: &str, span: Span) -> Typed {
        let constant = self.environment.constant(name).cloned();
        constant
            .map(|c| self.instance(&c))
            .ok_or_else(|| message::missing_constant(name, span))
    }

    /// A constant whose type must be that function type.
    fn constant_at(
        &mut self,
        name: &str,
        arguments: &[OpenType],
        result: &OpenType,
        span: Span,
    ) -> Result<Open, Diagnostic> {
        let (open, found) = self.named_constant(name, span)?;
        let wanted = arguments.iter().rev().fold(result.clone(), |ty, argument| {
            OpenType::function(argument, &ty)
        });
        self.require(&found, &wanted, span)?;
        Ok(open)
    }

    /// A constant applied to what is elaborated already.
    pub(super) fn call(
        &mut self,
        name: &str,
        arguments: Vec<(Open, OpenType)>,
        span: Span,
    ) -> Typed {
        let (mut open, mut ty) = self.named_constant(name, span)?;
        for (argument, found) in arguments {
            let (domain, codomain) = self.function_type(&ty, span)?;
            let argument = self.coerce(argument, &found, &domain, span)?;
            (open, ty) = (open.apply(argument), codomain);
        }
        Ok((open, ty))
    }

    /// A constant applied to expressions.
    pub(super) fn call_on(&mut self, name: &str, arguments: &[&Expr], span: Span) -> Typed {
        let head = self.named_constant(name, span)?;
        self.apply_to(head, arguments, span)
    }

    fn application(&mut self, e: &Expr) -> Typed {
        let (mut head, mut arguments) = (e, vec![]);
        while let ExprKind::Apply(function, argument) = &head.value {
            arguments.push(&**argument);
            head = function;
        }
        arguments.reverse();
        let typed = self.infer(head, None)?;
        self.apply_to(typed, &arguments, head.span)
    }

    fn apply_to(
        &mut self,
        (mut open, mut ty): (Open, OpenType),
        arguments: &[&Expr],
        span: Span,
    ) -> Typed {
        for (index, argument) in arguments.iter().enumerate() {
            let (domain, codomain) = self.function_type(&ty, span).map_err(|diagnostic| {
                let so_far = if index == 0 {
                    "it".into()
                } else {
                    format!("after {index} arguments it")
                };
                diagnostic.label(argument.span, format!("{so_far} takes no further argument"))
            })?;
            let (argument, _) = self.check(argument, &domain)?;
            (open, ty) = (open.apply(argument), codomain);
        }
        Ok((open, ty))
    }

    fn function_type(
        &mut self,
        ty: &OpenType,
        span: Span,
    ) -> Result<(OpenType, OpenType), Diagnostic> {
        if let Some(parts) = self.unifier.as_function(ty) {
            return Ok(parts);
        }
        if !self.unifier.is_unknown(ty) {
            let message = format!(
                "this is applied like a function, but has the type `{}`",
                self.show(ty)
            );
            return Err(Diagnostic::error("not-a-function", span, message));
        }
        let (domain, codomain) = (self.unifier.fresh(), self.unifier.fresh());
        self.require(ty, &OpenType::function(&domain, &codomain), span)?;
        Ok((domain, codomain))
    }

    fn numeral(&mut self, digits: &str, expected: Option<&OpenType>, span: Span) -> Typed {
        let e = Spanned {
            value: ExprKind::Number(digits.into()),
            span,
        };
        let natural = rational(digits).is_integer();
        match expected {
            Some(ty) if natural && self.is(ty, "nat") || self.is(ty, "real") => {
                Ok((Open::Number(rational(digits), ty.clone(), span), ty.clone()))
            }
            _ => self.arithmetic(&e, expected),
        }
    }

    fn infix(
        &mut self,
        op: Infix,
        left: &Expr,
        right: &Expr,
        e: &Expr,
        expected: Option<&OpenType>,
    ) -> Typed {
        let name = match op {
            Infix::Iff => {
                let boolean = OpenType::boolean();
                let (p, q) = (
                    self.check(left, &boolean)?.0,
                    self.check(right, &boolean)?.0,
                );
                return Ok((self.equality(&boolean).apply(p).apply(q), boolean));
            }
            Infix::Implies => "implies",
            Infix::Or => "or",
            Infix::And => "and",
            Infix::Union => "union",
            Infix::Inter => "inter",
            Infix::Diff => "diff",
            Infix::Times => "times",
            Infix::Compose => "compose",
            Infix::Monus => "nat_monus",
            Infix::NatDiv => "nat_div",
            Infix::NatMod => "nat_mod",
            Infix::Add | Infix::Sub | Infix::Mul | Infix::Div | Infix::Pow => {
                return self.arithmetic(e, expected);
            }
        };
        self.call_on(name, &[left, right], e.span)
    }

    fn equality(&self, ty: &OpenType) -> Open {
        let relation = OpenType::function(ty, &OpenType::function(ty, &OpenType::boolean()));
        Open::Constant(Constant::equality(), relation)
    }

    /// `a ≤ b < c` is a conjunction; arithmetic operands of one chain share their carrier.
    fn chain(&mut self, first: &Expr, links: &[(Spanned<Comparison>, Expr)], span: Span) -> Typed {
        let by_type =
            |c: &Comparison| !matches!(c, Comparison::In | Comparison::NotIn | Comparison::Subset);
        let parts = if links.iter().all(|(c, _)| by_type(&c.value)) {
            let ordered = links
                .iter()
                .any(|(c, _)| !matches!(c.value, Comparison::Eq | Comparison::Ne));
            let operands: Vec<&Expr> = [first]
                .into_iter()
                .chain(links.iter().map(|(_, e)| e))
                .collect();
            let numeric = ordered || operands.iter().any(|e| is_arithmetic(e));
            let (opens, carrier) = self.joined(&operands, numeric, None, span)?;
            let pairs = opens.windows(2).zip(links);
            pairs
                .map(|(pair, (c, _))| self.compared(c, &pair[0], &pair[1], &carrier))
                .collect::<Result<Vec<_>, _>>()?
        } else {
            let lefts = [first].into_iter().chain(links.iter().map(|(_, e)| e));
            lefts
                .zip(links)
                .map(|(left, (c, right))| self.membership(c, left, right))
                .collect::<Result<Vec<_>, _>>()?
        };
        self.conjunction(parts, span)
    }

    pub(super) fn conjunction(&mut self, parts: Vec<Open>, span: Span) -> Typed {
        let boolean = OpenType::boolean();
        let (and, _) = self.named_constant("and", span)?;
        let joined = parts
            .into_iter()
            .rev()
            .reduce(|rest, part| and.clone().apply(part).apply(rest));
        Ok((
            joined.unwrap_or(Open::Known(crate::logic::logic().truth_term().clone())),
            boolean,
        ))
    }

    fn compared(
        &mut self,
        c: &Spanned<Comparison>,
        a: &Open,
        b: &Open,
        carrier: &OpenType,
    ) -> Result<Open, Diagnostic> {
        let (le, lt) = ((Some("nat_le"), "real_le"), (Some("nat_lt"), "real_lt"));
        let relation = |(natural, real)| Open::Operator(natural, real, carrier.clone(), c.span);
        let (a, b) = (a.clone(), b.clone());
        Ok(match c.value {
            Comparison::Le => relation(le).apply(a).apply(b),
            Comparison::Ge => relation(le).apply(b).apply(a),
            Comparison::Lt => relation(lt).apply(a).apply(b),
            Comparison::Gt => relation(lt).apply(b).apply(a),
            Comparison::Ne => {
                let equation = self.equality(carrier).apply(a).apply(b);
                self.named_constant("not", c.span)?.0.apply(equation)
            }
            _ => self.equality(carrier).apply(a).apply(b),
        })
    }

    fn membership(
        &mut self,
        c: &Spanned<Comparison>,
        left: &Expr,
        right: &Expr,
    ) -> Result<Open, Diagnostic> {
        match c.value {
            Comparison::In => self.member(left, right),
            Comparison::NotIn => {
                let member = self.member(left, right)?;
                Ok(self.named_constant("not", c.span)?.0.apply(member))
            }
            Comparison::Subset => Ok(self.call_on("subset", &[left, right], c.span)?.0),
            _ => {
                let (opens, carrier) = self.joined(&[left, right], false, None, c.span)?;
                match opens.as_slice() {
                    [a, b] => self.compared(c, a, b, &carrier),
                    _ => Err(Diagnostic::error(
                        "syntax",
                        c.span,
                        "a comparison has two sides",
                    )),
                }
            }
        }
    }

    fn member(&mut self, x: &Expr, set: &Expr) -> Result<Open, Diagnostic> {
        let element = self.unifier.fresh();
        let (set, _) = self.check(set, &OpenType::function(&element, &OpenType::boolean()))?;
        let (x, _) = self.check(x, &element)?;
        Ok(set.apply(x))
    }

    fn tuple(&mut self, items: &[Expr], span: Span) -> Typed {
        let mut typed = items
            .iter()
            .map(|item| self.infer(item, None))
            .collect::<Result<Vec<_>, _>>()?;
        let mut right = typed
            .pop()
            .ok_or_else(|| Diagnostic::error("syntax", span, "an empty tuple"))?;
        while let Some(left) = typed.pop() {
            right = self.call("pair", vec![left, right], span)?;
        }
        Ok(right)
    }

    fn set_of(&mut self, items: &[Expr], span: Span) -> Typed {
        let (opens, ty) = self.joined(&items.iter().collect::<Vec<_>>(), false, None, span)?;
        let mut opens = opens.into_iter().rev().map(|open| (open, ty.clone()));
        let last = opens.next().into_iter().collect();
        let mut set = self.call("singleton", last, span)?;
        for item in opens {
            set = self.call("insert", vec![item, set], span)?;
        }
        Ok(set)
    }
}

impl Unifier {
    /// A type as it would be written; unknown parts are `_`.
    pub(super) fn show(&self, ty: &OpenType) -> String {
        let mut unknown = |_| Type::variable("_");
        self.close(ty, &mut unknown)
            .map_or_else(|| "…".into(), |ty| show_type(&ty, 0))
    }

    /// The type variables that occur.
    pub(super) fn variables(&self, ty: &OpenType) -> BTreeSet<rationale_kernel::Name> {
        let mut unknown = |_| Type::boolean();
        self.close(ty, &mut unknown)
            .map(|ty| ty.variables())
            .unwrap_or_default()
    }
}

/// A type as it would be written, in a place of that strength: 0 anything, 1 left of an arrow, 2 a factor, 3 an argument.
fn show_type(ty: &Type, strength: u8) -> String {
    let (text, own) = match ty.view() {
        TypeView::Variable(name) => (name.to_string(), 3),
        TypeView::Apply(operator, arguments) => match (&**operator.name(), arguments) {
            ("→", [a, b]) => (format!("{} → {}", show_type(a, 1), show_type(b, 0)), 0),
            ("prod", [a, b]) => (format!("{} × {}", show_type(a, 2), show_type(b, 1)), 1),
            ("nat", []) => ("ℕ".into(), 3),
            ("real", []) => ("ℝ".into(), 3),
            (name, []) => (name.to_string(), 3),
            (name, arguments) => {
                let shown = arguments.iter().map(|a| format!(" {}", show_type(a, 3)));
                (format!("{name}{}", shown.collect::<String>()), 2)
            }
        },
    };
    if own < strength {
        format!("({text})")
    } else {
        text
    }
}

pub(super) fn shared(name: &str) -> Rc<str> {
    name.into()
}
