//! Which name stands for which variable or constant in printed text, so that none is mistaken for another.

use super::super::{environment::Environment, notation, scope::Scope};
use crate::logic::TermShape;
use crate::syntax::words::is_name;
use rationale_kernel::{Constant, Fragment, FragmentView, Name, Term, Variable};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The longest hint that is read as a tuple, in bytes.
const MAX_HINT: usize = 300;

/// The names of one term.
pub(super) struct Names {
    /// How free variables are written.
    variables: HashMap<Variable, String>,
    /// How constants are written.
    constants: HashMap<Constant, String>,
    /// All names that are written for free variables and constants: bound variables keep clear of them.
    taken: HashSet<String>,
}

impl Names {
    /// Chooses the names of a term's free variables and constants.
    pub(super) fn of(environment: &Environment, scope: Option<&Scope>, term: &Term) -> Self {
        let free = term.free_variables();
        let constants = constants_of(term);
        let mut names = Names {
            variables: HashMap::new(),
            constants: HashMap::new(),
            taken: HashSet::new(),
        };
        let (invented, named): (Vec<&Variable>, Vec<_>) =
            free.iter().partition(|v| v.name.contains('#'));
        for variable in named {
            let text = free_name(environment, scope, &free, variable);
            names.variables.insert(variable.clone(), text);
        }
        for variable in invented {
            let text = names.invented_name(environment, variable);
            names.variables.insert(variable.clone(), text);
        }
        for constant in constants {
            let text = names.constant_name(environment, scope, &constant);
            names.constants.insert(constant, text);
        }
        names.taken.extend(
            names
                .variables
                .values()
                .chain(names.constants.values())
                .cloned(),
        );
        names
    }

    fn constant_name(
        &self,
        environment: &Environment,
        scope: Option<&Scope>,
        constant: &Constant,
    ) -> String {
        let name = constant.name();
        let hidden = scope.is_some_and(|scope| scope.variable(name).is_some())
            || self.variables.values().any(|written| **written == **name);
        if environment.constant(name) == Some(constant) && !hidden {
            return notation::sign_of_constant(name).unwrap_or(name).to_string();
        }
        format!("{name}@{}", constant.identity())
    }

    /// A variable that a method invented has a name that ends in `#` and a number; it is shown with primes instead.
    fn invented_name(&self, environment: &Environment, variable: &Variable) -> String {
        let plain = variable.name.split('#').next().unwrap_or_default();
        let mut name = if is_name(plain) {
            plain.to_string()
        } else {
            "x".into()
        };
        while environment.constant(&name).is_some()
            || self.variables.values().any(|other| *other == name)
        {
            name.push('\'');
        }
        name
    }

    /// How a free variable is written.
    pub(super) fn variable(&self, variable: &Variable) -> String {
        self.variables
            .get(variable)
            .cloned()
            .unwrap_or_else(|| variable.name.to_string())
    }

    /// How a constant is written.
    pub(super) fn constant(&self, constant: &Constant) -> String {
        self.constants
            .get(constant)
            .cloned()
            .unwrap_or_else(|| constant.name().to_string())
    }

    /// The first of the names that is free, else the first with primes.
    pub(super) fn invented(&self, hints: &[&str], avoid: &HashSet<String>) -> String {
        let free = hints
            .iter()
            .find(|name| !self.taken.contains(**name) && !avoid.contains(**name));
        free.map_or_else(
            || self.bound(hints.first().unwrap_or(&"x"), avoid),
            |name| (*name).to_string(),
        )
    }

    /// A name for a bound variable, like its hint, that is neither among `avoid` nor a name of the term.
    pub(super) fn bound(&self, hint: &str, avoid: &HashSet<String>) -> String {
        let mut name = if is_name(hint) {
            hint.to_string()
        } else {
            "x".into()
        };
        while self.taken.contains(&name) || avoid.contains(&name) {
            name.push('\'');
        }
        name
    }
}

/// A free variable under the name that the scope gives it; with a mark if that name means something else.
fn free_name(
    environment: &Environment,
    scope: Option<&Scope>,
    free: &BTreeSet<Variable>,
    variable: &Variable,
) -> String {
    let written = scope.and_then(|scope| written_name(scope, variable));
    if let Some(name) = written {
        return name.to_string();
    }
    let name = &variable.name;
    let ambiguous = free
        .iter()
        .any(|other| other != variable && &other.name == name);
    let misleading =
        environment.constant(name).is_some() || scope.is_some_and(|s| s.variable(name).is_some());
    match (ambiguous, misleading) {
        (true, _) => format!(
            "{name}@({})",
            super::types::print(environment, &variable.ty)
        ),
        (false, true) => format!("{name}@variable"),
        (false, false) => name.to_string(),
    }
}

/// The name that stands for the variable in the scope, if one does.
fn written_name<'s>(scope: &'s Scope, variable: &Variable) -> Option<&'s Name> {
    let named = scope
        .variables()
        .filter(|(_, known)| *known == variable)
        .map(|(name, _)| name);
    named
        .into_iter()
        .find(|name| scope.variable(name) == Some(variable))
}

fn constants_of(term: &Term) -> HashSet<Constant> {
    let (mut found, mut pending) = (HashSet::new(), vec![term.fragment()]);
    while let Some(fragment) = pending.pop() {
        match fragment.view() {
            FragmentView::Constant(constant) => drop(found.insert(constant.clone())),
            FragmentView::Apply(function, argument) => pending.extend([function, argument]),
            FragmentView::Abstract(_, _, body) => pending.push(body),
            FragmentView::Variable(_) | FragmentView::Bound(_) | FragmentView::Literal(_) => {}
        }
    }
    found
}

/// Whether the variable that is bound `depth` binders further out occurs.
pub(super) fn mentions(fragment: Fragment<'_>, depth: u32) -> bool {
    let mut pending = vec![(fragment, depth)];
    while let Some((fragment, depth)) = pending.pop() {
        if fragment.facts().loose <= depth {
            continue;
        }
        match fragment.view() {
            FragmentView::Bound(index) if index == depth => return true,
            FragmentView::Apply(function, argument) => {
                pending.extend([(function, depth), (argument, depth)])
            }
            FragmentView::Abstract(_, _, body) => pending.push((body, depth + 1)),
            _ => {}
        }
    }
    false
}

/// The variables that occur and are bound outside of a fragment which is `inner` binders further in; 0 is the
/// innermost of them.
pub(super) fn loose_indices(fragment: Fragment<'_>, inner: u32) -> BTreeSet<u32> {
    let (mut found, mut pending) = (BTreeSet::new(), vec![(fragment, inner)]);
    while let Some((fragment, depth)) = pending.pop() {
        if fragment.facts().loose <= depth {
            continue;
        }
        match fragment.view() {
            FragmentView::Bound(index) => found.extend(index.checked_sub(depth)),
            FragmentView::Apply(function, argument) => {
                pending.extend([(function, depth), (argument, depth)])
            }
            FragmentView::Abstract(_, _, body) => pending.push((body, depth + 1)),
            _ => {}
        }
    }
    found
}

/// A tuple of names, as a binder's hint shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One name.
    Name(String),
    /// `(a, b)`: nests to the right.
    Pair(Box<Shape>, Box<Shape>),
}

impl Shape {
    /// Reads a hint such as `(x, (y, z))`; None if it is no tuple.
    pub(super) fn of_hint(hint: &str) -> Option<Self> {
        let mut rest = hint;
        if hint.len() > MAX_HINT {
            return None;
        }
        let shape = tuple(&mut rest)?;
        (rest.is_empty() && matches!(shape, Shape::Pair(..))).then_some(shape)
    }

    /// The names, from left to right, with the paths of projections that lead to them; true is `snd`.
    pub(super) fn names_mut(&mut self) -> Vec<(Vec<bool>, &mut String)> {
        match self {
            Shape::Name(name) => vec![(Vec::new(), name)],
            Shape::Pair(left, right) => {
                let below = |second: bool| {
                    move |(mut path, name): (Vec<bool>, _)| {
                        path.insert(0, second);
                        (path, name)
                    }
                };
                let left = left.names_mut().into_iter().map(below(false));
                left.chain(right.names_mut().into_iter().map(below(true)))
                    .collect()
            }
        }
    }

    /// The names, from left to right.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Shape::Name(name) => vec![name.clone()],
            Shape::Pair(left, right) => [left.names(), right.names()].concat(),
        }
    }

    /// The part at the end of a path of projections, first projection first; None if the path ends inside.
    pub(super) fn at(&self, path: &[bool]) -> Option<&Shape> {
        match (self, path.split_first()) {
            (shape, None) => Some(shape),
            (Shape::Pair(left, right), Some((second, rest))) => {
                if *second { right } else { left }.at(rest)
            }
            (Shape::Name(_), Some(_)) => None,
        }
    }

    /// As a pattern is written.
    pub(super) fn text(&self) -> String {
        match self {
            Shape::Name(name) => name.clone(),
            Shape::Pair(..) => {
                let (mut parts, mut rest) = (Vec::new(), self);
                while let Shape::Pair(left, right) = rest {
                    parts.push(left.text());
                    rest = right;
                }
                parts.push(rest.text());
                format!("({})", parts.join(", "))
            }
        }
    }
}

fn tuple(rest: &mut &str) -> Option<Shape> {
    if let Some(inside) = rest.strip_prefix('(') {
        *rest = inside;
        let mut parts = vec![tuple(rest)?];
        while let Some(next) = rest.strip_prefix(", ") {
            *rest = next;
            parts.push(tuple(rest)?);
        }
        *rest = rest.strip_prefix(')')?;
        let last = parts.pop()?;
        return Some(
            parts
                .into_iter()
                .rev()
                .fold(last, |right, left| Shape::Pair(left.into(), right.into())),
        );
    }
    let end = rest.find([',', ')']).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    *rest = after;
    (name == "_" || is_name(name)).then(|| Shape::Name(name.into()))
}
