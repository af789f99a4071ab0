//! Abstractions and the forms that bind: quantifiers, sums, suprema, expectations, sets.

use super::super::notation;
use super::{
    Types,
    names::{Shape, loose_indices, mentions},
    piece::Piece,
    term::{Bound, Writer},
    types,
};
use crate::logic::{ConstantShape, TypeShape};
use crate::syntax::{
    ast::Binder,
    words::{self, Grouping, level},
};
use rationale_kernel::{Fragment, FragmentView, Type, TypeView};
use std::collections::HashSet;

/// What is written after a bound variable.
#[derive(Clone, Debug, PartialEq, Eq)]
enum RangeText {
    Nothing,
    /// `: τ`, `< n`, `∈ A`
    Written(String),
}

/// A condition on a bound variable that can be written as its range.
#[derive(Clone, Copy)]
enum Condition<'t> {
    Below(Fragment<'t>),
    Member(Fragment<'t>),
}

impl Writer<'_> {
    /// `λ x y. BODY`
    pub(super) fn lambda(&mut self, fragment: Fragment<'_>) -> Piece {
        let (mut items, mut rest) = (Vec::new(), fragment);
        let outer = self.bound.len();
        while let FragmentView::Abstract(hint, ty, body) = rest.view() {
            let pattern = self.bind(hint, ty, body, &[body]);
            items.push((pattern, self.type_text(ty, self.types == Types::All)));
            rest = body;
        }
        let body = self.piece(rest);
        self.bound.truncate(outer);
        Piece::prefix(&format!("λ {}. ", grouped(items)), body, level::OPEN)
    }

    /// `∀ x ∈ A, i < n, y : τ. BODY` and the like. A predicate that is no λ gets a variable.
    pub(super) fn quantifier(&mut self, binder: Binder, predicate: Fragment<'_>) -> Piece {
        let symbol = notation::binder_symbol(binder);
        let repeats = matches!(binder, Binder::Forall | Binder::Exists);
        let connective = if binder == Binder::Forall {
            "implies"
        } else {
            "and"
        };
        let (mut items, mut predicate) = (Vec::new(), predicate);
        let outer = self.bound.len();
        let body = loop {
            let FragmentView::Abstract(hint, ty, body) = predicate.view() else {
                let (name, value) = self.value(predicate, variables_of(binder, ""));
                let domain = predicate.ty().as_function().map(|(domain, _)| domain);
                let shown = domain.filter(|_| self.types == Types::All);
                items.push((
                    name,
                    shown.map_or(RangeText::Nothing, |ty| self.type_text(ty, true)),
                ));
                break value;
            };
            let (condition, rest) = self.condition(connective, body);
            items.push(self.bind_with_range(hint, ty, condition, rest, body));
            match self.again(binder, rest).filter(|_| repeats) {
                Some(next) => predicate = next,
                None => break self.piece(rest),
            }
        };
        self.bound.truncate(outer);
        Piece::prefix(&format!("{symbol} {}. ", grouped(items)), body, level::OPEN)
    }

    /// The predicate of the same quantifier directly inside.
    fn again<'t>(&self, binder: Binder, body: Fragment<'t>) -> Option<Fragment<'t>> {
        let FragmentView::Apply(head, predicate) = body.view() else {
            return None;
        };
        let lambda = matches!(predicate.view(), FragmentView::Abstract(..));
        (lambda && self.constant_name(head) == notation::of_quantifier(binder)).then_some(predicate)
    }

    /// Binds a variable and says what is written for it and after it.
    fn bind_with_range(
        &mut self,
        hint: &str,
        ty: &Type,
        condition: Option<Condition<'_>>,
        rest: Fragment<'_>,
        body: Fragment<'_>,
    ) -> (String, RangeText) {
        let pattern = self.bind(hint, ty, body, &[rest]);
        let range = match condition {
            Some(Condition::Below(bound)) => {
                RangeText::Written(format!(" < {}", self.piece(bound).range()))
            }
            Some(Condition::Member(set)) => {
                RangeText::Written(format!(" ∈ {}", self.set_or_term(set).range()))
            }
            None => {
                let shown = self.types == Types::All || !self.use_tells_type(rest, ty);
                self.type_text(ty, shown)
            }
        };
        (pattern, range)
    }

    fn type_text(&self, ty: &Type, shown: bool) -> RangeText {
        if shown {
            RangeText::Written(format!(" : {}", types::print(self.environment, ty)))
        } else {
            RangeText::Nothing
        }
    }

    /// `i < n → …`, `x ∈ A → …` (for ∃: ∧) on the variable just bound: its range, and the rest.
    fn condition<'t>(
        &self,
        connective: &str,
        body: Fragment<'t>,
    ) -> (Option<Condition<'t>>, Fragment<'t>) {
        let Some((condition, rest)) = self.as_binary(body, connective) else {
            return (None, body);
        };
        let is_variable =
            |fragment: Fragment<'_>| matches!(fragment.view(), FragmentView::Bound(0));
        if let Some((variable, bound)) = self.as_binary(condition, "nat_lt")
            && is_variable(variable)
            && !mentions(bound, 0)
        {
            return (Some(Condition::Below(bound)), rest);
        }
        match condition.view() {
            FragmentView::Apply(set, element)
                if is_variable(element) && !mentions(set, 0) && self.is_set(set) =>
            {
                (Some(Condition::Member(set)), rest)
            }
            _ => (None, body),
        }
    }

    /// Whether a predicate on the variable just bound is written as a set.
    fn is_set(&self, predicate: Fragment<'_>) -> bool {
        let (mut head, mut arguments) = (predicate, 0);
        while let FragmentView::Apply(function, _) = head.view() {
            head = function;
            arguments += 1;
        }
        let named = match predicate.view() {
            FragmentView::Bound(0) => false,
            FragmentView::Abstract(..) => true,
            // one binder further in than the stack knows
            FragmentView::Bound(index) => match self.bound_at(index - 1) {
                Some(Bound::Name(name)) => starts_like_set(name),
                _ => false,
            },
            _ => self.is_set_by_name(predicate),
        };
        named || self.constant_name(head).and_then(notation::set_arity) == Some(arguments)
    }

    /// `Σ i < n. F`, `sup x ∈ A. F`, `E[x ~ μ] f`
    pub(super) fn family(
        &mut self,
        name: &str,
        domain: Fragment<'_>,
        function: Fragment<'_>,
    ) -> Option<Piece> {
        let outer = self.bound.len();
        let (binder, range) = if let Some(binder) = notation::draw_binder_of_constant(name) {
            (binder, format!(" ~ {}] ", self.piece(domain).range()))
        } else if let Some(binder) = notation::range_binder_of_constant(name) {
            (binder, format!(" < {}. ", self.piece(domain).range()))
        } else {
            (
                notation::set_binder_of_constant(name)?,
                format!("{}. ", self.domain_text(domain)),
            )
        };
        let (pattern, body) = self.value(function, variables_of(binder, &range));
        self.bound.truncate(outer);
        let space = if range.ends_with("] ") { "[" } else { " " };
        let before = format!("{}{space}{pattern}{range}", notation::binder_symbol(binder));
        Some(Piece::prefix(&before, body, words::reach(binder) + 1))
    }

    /// The variable and the value of a function, as they are written; the caller takes the variable out of reach. The
    /// library keeps functions in η-short form, so a variable may have to be invented.
    fn value(&mut self, function: Fragment<'_>, hints: &[&str]) -> (String, Piece) {
        if let FragmentView::Abstract(hint, ty, body) = function.view() {
            let pattern = self.bind(hint, ty, body, &[body]);
            return (pattern, self.piece(body));
        }
        if let Some(completed) = self.value_of_partial(function, hints) {
            return completed;
        }
        let name = self.names.invented(hints, &self.names_within(function, 0));
        let variable = Piece::atom(name.clone());
        let set = function
            .ty()
            .as_function()
            .is_some_and(|(_, codomain)| codomain.is_boolean());
        if set && self.is_set_expression(function) {
            let set = self.set_or_term(function);
            return (
                name,
                Piece::infix(variable, "∈", set, level::COMPARISON, Grouping::None),
            );
        }
        let function = self.piece(function);
        (
            name,
            Piece::application(function, std::iter::once(variable)),
        )
    }

    /// What is written after the variable of `sup` and its like: nothing for `univ`.
    fn domain_text(&mut self, domain: Fragment<'_>) -> String {
        if self.constant_name(domain) == Some("univ") {
            let element = domain.ty().as_function().map(|(element, _)| element);
            return match element.filter(|_| self.types == Types::All) {
                Some(ty) => format!(" : {}", types::print(self.environment, ty)),
                None => String::new(),
            };
        }
        if let FragmentView::Abstract(_, _, body) = domain.view()
            && let Some((variable, bound)) = self.as_binary(body, "nat_lt")
            && matches!(variable.view(), FragmentView::Bound(0))
            && !mentions(bound, 0)
        {
            self.bound.push(Bound::Name("_".into()));
            let text = self.piece(bound).range();
            self.bound.pop();
            return format!(" < {text}");
        }
        format!(" ∈ {}", self.set_or_term(domain).range())
    }

    /// A term where a set is expected: a λ is written `{x | P}` or `{x ∈ A | P}`.
    pub(super) fn set_or_term(&mut self, fragment: Fragment<'_>) -> Piece {
        let FragmentView::Abstract(hint, ty, body) = fragment.view() else {
            return self.piece(fragment);
        };
        if !body.ty().is_boolean() {
            return self.piece(fragment);
        }
        let outer = self.bound.len();
        let (condition, rest) = match self.condition("and", body) {
            (Some(Condition::Member(set)), rest) => (Some(set), rest),
            _ => (None, body),
        };
        let pattern = self.bind(hint, ty, body, &[rest]);
        let range = match condition {
            Some(set) => format!(" ∈ {}", self.set_or_term(set).range()),
            None if self.types == Types::All => {
                format!(" : {}", types::print(self.environment, ty))
            }
            None => String::new(),
        };
        let text = format!("{{{pattern}{range} | {}}}", self.piece(rest).free());
        self.bound.truncate(outer);
        Piece::atom(text)
    }

    // ---- Names ----

    /// Brings a bound variable into reach and returns how its binder writes it. `whole` is all that is below the
    /// binder, `seen` the parts of it that are printed with the variable in reach.
    fn bind(
        &mut self,
        hint: &str,
        ty: &Type,
        whole: Fragment<'_>,
        seen: &[Fragment<'_>],
    ) -> String {
        let avoid = self.names_within(whole, 1);
        let tuple = Shape::of_hint(hint).filter(|shape| self.fits(shape, ty));
        let mentioned = tuple.and_then(|shape| Some((self.parts_mentioned(seen, &shape)?, shape)));
        let bound = match mentioned {
            Some((parts, shape)) => Bound::Tuple(self.named_tuple(shape, &parts, avoid)),
            None if hint == "_" && !mentions(whole, 0) => Bound::Name("_".into()),
            None => Bound::Name(self.names.bound(hint, &avoid)),
        };
        let text = match &bound {
            Bound::Name(name) => name.clone(),
            Bound::Tuple(shape) => shape.text(),
        };
        self.bound.push(bound);
        text
    }

    /// Whether the tuple's parts are pairs where it says so.
    fn fits(&self, shape: &Shape, ty: &Type) -> bool {
        let product = self.environment.type_operator("prod");
        match (shape, ty.view()) {
            (Shape::Name(_), _) => true,
            (Shape::Pair(left, right), TypeView::Apply(operator, of))
                if Some(operator) == product =>
            {
                matches!(&of[..], [a, b] if self.fits(left, a) && self.fits(right, b))
            }
            _ => false,
        }
    }

    /// The tuple with names that are free, each once; `_` stays where it is not mentioned.
    fn named_tuple(
        &self,
        mut shape: Shape,
        parts: &HashSet<Vec<bool>>,
        mut avoid: HashSet<String>,
    ) -> Shape {
        for (path, name) in shape.names_mut() {
            if name != "_" || parts.contains(&path) {
                *name = self.names.bound(name, &avoid);
                avoid.insert(name.clone());
            }
        }
        shape
    }

    /// The names of the variables in reach that occur in a fragment which is `inner` binders further in.
    pub(super) fn names_within(&self, fragment: Fragment<'_>, inner: u32) -> HashSet<String> {
        let mut names = HashSet::new();
        for index in loose_indices(fragment, inner) {
            match self.bound_at(index) {
                Some(Bound::Name(name)) => drop(names.insert(name.clone())),
                Some(Bound::Tuple(shape)) => names.extend(shape.names()),
                None => {}
            }
        }
        names
    }

    /// The parts of the tuple that are mentioned, as paths of projections; None if the variable just bound occurs in
    /// any other way than in projections that end at a part.
    fn parts_mentioned(
        &self,
        fragments: &[Fragment<'_>],
        shape: &Shape,
    ) -> Option<HashSet<Vec<bool>>> {
        let (mut parts, mut pending) = (HashSet::new(), Vec::new());
        pending.extend(fragments.iter().map(|fragment| (*fragment, 0)));
        while let Some((fragment, depth)) = pending.pop() {
            if fragment.facts().loose <= depth {
                continue;
            }
            if let Some((_, path)) = self
                .projections(fragment)
                .filter(|(index, _)| *index == depth)
            {
                let is_part = |end: &usize| matches!(shape.at(&path[..*end]), Some(Shape::Name(_)));
                parts.insert(path[..(0..=path.len()).find(is_part)?].to_vec());
                continue;
            }
            match fragment.view() {
                FragmentView::Apply(function, argument) => {
                    pending.extend([(function, depth), (argument, depth)])
                }
                FragmentView::Abstract(_, _, body) => pending.push((body, depth + 1)),
                _ => {}
            }
        }
        Some(parts)
    }

    /// Whether some use of the variable just bound tells its type to a reader: as the argument of something whose type
    /// is known, or, for a real number, in arithmetic.
    fn use_tells_type(&self, body: Fragment<'_>, ty: &Type) -> bool {
        let mut pending = vec![(body, 0)];
        while let Some((fragment, depth)) = pending.pop() {
            if fragment.facts().loose <= depth {
                continue;
            }
            match fragment.view() {
                FragmentView::Apply(function, argument) => {
                    let is_variable =
                        matches!(argument.view(), FragmentView::Bound(index) if index == depth);
                    if is_variable && self.tells_argument_type(function, depth, ty) {
                        return true;
                    }
                    pending.extend([(function, depth), (argument, depth)]);
                }
                FragmentView::Abstract(_, _, body) => pending.push((body, depth + 1)),
                _ => {}
            }
        }
        false
    }

    fn tells_argument_type(&self, function: Fragment<'_>, depth: u32, ty: &Type) -> bool {
        let (mut head, mut arguments) = (function, 0);
        while let FragmentView::Apply(inner, _) = head.view() {
            head = inner;
            arguments += 1;
        }
        match head.view() {
            FragmentView::Variable(_) => true,
            // a variable that was bound before this one has a type that is known or shown
            FragmentView::Bound(index) => index > depth,
            FragmentView::Constant(constant) => {
                let mut rest = constant.generic_type();
                for _ in 0..arguments {
                    let Some((_, codomain)) = rest.as_function() else {
                        return false;
                    };
                    rest = codomain;
                }
                let closed = rest
                    .as_function()
                    .is_some_and(|(domain, _)| !domain.has_variables());
                closed && (!is_overloaded(constant.name()) || self.is_real(ty))
            }
            _ => false,
        }
    }

    fn is_real(&self, ty: &Type) -> bool {
        let real = self.environment.type_operator("ℝ");
        matches!(ty.view(), TypeView::Apply(operator, _) if Some(operator) == real)
    }
}

/// Whether the constant's notation leaves the type of numbers open.
fn is_overloaded(constant: &str) -> bool {
    let arithmetic = notation::infix_of_constant(constant)
        .is_some_and(|infix| notation::of_infix(infix).is_none());
    arithmetic || ["nat_le", "nat_lt", "real_le", "real_lt"].contains(&constant)
}

/// What an invented variable may be called, by what it ranges over.
fn variables_of(binder: Binder, range: &str) -> &'static [&'static str] {
    match (binder, range) {
        (_, " ∈ H. ") => &["h"],
        (_, " ∈ G. ") => &["g"],
        (Binder::Least, _) => &["n", "m", "k"],
        _ if range.starts_with(" < ") => &["i", "j", "k"],
        _ => &["x", "y", "z"],
    }
}

fn starts_like_set(name: &str) -> bool {
    name.chars()
        .next()
        .is_some_and(|c| c.is_uppercase() && !"PQR".contains(c))
}

/// `x y : τ, i < n`: neighbours with one range share it.
fn grouped(items: Vec<(String, RangeText)>) -> String {
    let mut groups: Vec<(String, RangeText)> = Vec::new();
    for (pattern, range) in items {
        match groups.last_mut() {
            Some((patterns, last)) if *last == range => {
                patterns.push(' ');
                patterns.push_str(&pattern);
            }
            _ => groups.push((pattern, range)),
        }
    }
    let written: Vec<_> = groups
        .into_iter()
        .map(|(patterns, range)| match range {
            RangeText::Nothing => patterns,
            RangeText::Written(range) => format!("{patterns}{range}"),
        })
        .collect();
    written.join(", ")
}
