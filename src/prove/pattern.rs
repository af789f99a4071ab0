//! Terms with schematic variables, prepared for matching.
//!
//! A schematic variable applied to distinct bound variables is a Miller pattern and has one most general match; applied
//! to anything else it is put off until the rest has been matched. Below binders a pattern names bound variables by
//! their level, counted from outside, and the matcher opens binders with placeholders of those levels.

use crate::logic::{TermShape, TermView, normal_term, spine};
use rationale_kernel::{Constant, Fragment, FragmentView, Name, Term, Type, Variable};

/// The variables of a statement that may be replaced: its own, and type variables.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Schematic variables, in order.
    pub variables: Vec<Variable>,
    /// Schematic type variables.
    pub type_variables: Vec<Name>,
}

impl Schema {
    /// The place of a variable in the list.
    pub fn index_of(&self, variable: &Variable) -> Option<usize> {
        self.variables.iter().position(|v| v == variable)
    }

    fn is_ground(&self, term: &Term) -> bool {
        !self.variables.iter().any(|v| term.has_free(v)) && !self.has_schematic_type(term)
    }

    fn has_schematic_type(&self, term: &Term) -> bool {
        !self.type_variables.is_empty()
            && term.has_type_variables()
            && term
                .type_variables()
                .iter()
                .any(|name| self.type_variables.contains(name))
    }
}

/// A prepared term.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// A schematic variable: any term without the bound variables.
    Schematic(usize),
    /// A schematic variable at distinct bound variables.
    Flexible(usize, Vec<u32>),
    /// A schematic variable at other arguments, as a term over schematic variables and placeholders.
    Delayed(usize, Term),
    /// A part that must be there as it stands.
    Ground(Term),
    /// A constant whose type has schematic type variables.
    Constant(Constant, Type),
    /// The variable bound at that level.
    Bound(u32),
    /// A function and its argument.
    Apply(Box<Pattern>, Box<Pattern>),
    /// A binder's type, and the body.
    Abstract(Type, Box<Pattern>),
}

/// The variable that stands for the one bound at a level. Its name cannot be written in a file.
pub(super) fn placeholder(level: u32, ty: &Type) -> Variable {
    Variable::new(format!("⟨{level}⟩"), ty.clone())
}

impl Pattern {
    /// Prepares a term. Nothing if it is too deep.
    pub fn new(term: &Term, schema: &Schema) -> Option<Self> {
        Compiler {
            schema,
            bound: Vec::new(),
        }
        .compile(&super::matching::eta_normal_term(&normal_term(term).ok()?))
    }

    /// The constant at the head, if it is one.
    pub fn head(&self) -> Head {
        match self {
            Pattern::Ground(term) => Head::of(term),
            Pattern::Constant(constant, _) => Head::Constant(constant.identity()),
            Pattern::Apply(function, _) => function.head(),
            Pattern::Abstract(..) => Head::Abstraction,
            _ => Head::Anything,
        }
    }

    /// To how many arguments the head is applied.
    pub fn arity(&self) -> usize {
        match self {
            Pattern::Ground(term) => spine(term).1.len(),
            Pattern::Apply(function, _) => function.arity() + 1,
            _ => 0,
        }
    }

    /// A look that never says no to a term that matches.
    pub fn may_match(&self, target: Fragment<'_>) -> bool {
        self.fits(target, 0, true)
    }

    /// As [`Pattern::may_match`], but not counting on η.
    pub fn resembles(&self, target: Fragment<'_>) -> bool {
        self.fits(target, 0, false)
    }

    fn fits(&self, target: Fragment<'_>, depth: u32, up_to_eta: bool) -> bool {
        match (self, target.view()) {
            (Pattern::Schematic(_) | Pattern::Flexible(..) | Pattern::Delayed(..), _) => true,
            (Pattern::Ground(term), view) => {
                target.facts().loose == 0
                    && (target.facts().hash == term.fragment().facts().hash
                        || (up_to_eta && is_abstraction(&view)))
            }
            (Pattern::Constant(c, _), FragmentView::Constant(d)) => c == d,
            (Pattern::Bound(level), FragmentView::Bound(index)) => {
                depth.checked_sub(index + 1) == Some(*level)
            }
            (Pattern::Apply(f, x), FragmentView::Apply(g, y)) => {
                f.fits(g, depth, up_to_eta) && x.fits(y, depth, up_to_eta)
            }
            (Pattern::Abstract(_, body), FragmentView::Abstract(_, _, inner)) => {
                body.fits(inner, depth + 1, up_to_eta)
            }
            (Pattern::Abstract(..), _) => up_to_eta && target.ty().as_function().is_some(), // perhaps equal up to η
            (_, view) => up_to_eta && is_abstraction(&view), // likewise
        }
    }
}

fn is_abstraction(view: &FragmentView<'_>) -> bool {
    matches!(view, FragmentView::Abstract(..))
}

/// What stands at the head of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Head {
    /// A constant, by its identity.
    Constant(u64),
    /// A free variable.
    Variable,
    /// A λ.
    Abstraction,
    /// A number.
    Literal,
    /// A schematic variable.
    Anything,
}

impl Head {
    /// The head of a term.
    pub fn of(term: &Term) -> Self {
        let mut head = term;
        while let Some((function, _)) = head.as_apply() {
            head = function;
        }
        match head.view() {
            TermView::Constant(constant) => Head::Constant(constant.identity()),
            TermView::Variable(_) => Head::Variable,
            TermView::Literal(_) => Head::Literal,
            _ => Head::Abstraction,
        }
    }
}

struct Compiler<'a> {
    schema: &'a Schema,
    bound: Vec<Variable>,
}

impl Compiler<'_> {
    fn compile(&mut self, term: &Term) -> Option<Pattern> {
        if self.schema.is_ground(term) && !self.bound.iter().any(|v| term.has_free(v)) {
            return Some(Pattern::Ground(term.clone()));
        }
        match term.view() {
            TermView::Variable(v) => Some(self.variable(v, term)),
            TermView::Constant(c) => Some(Pattern::Constant(c.clone(), term.ty().clone())),
            TermView::Literal(_) => Some(Pattern::Ground(term.clone())),
            TermView::Apply(function, argument) => self.application(term, function, argument),
            TermView::Abstract(abstraction) => {
                let level = u32::try_from(self.bound.len()).ok()?;
                let v = placeholder(level, abstraction.binder_type());
                let body = abstraction.open(&Term::variable(&v)).ok()?;
                self.bound.push(v);
                let body = self.compile(&body);
                self.bound.pop();
                Some(contracted(abstraction.binder_type(), body?, level))
            }
        }
    }

    fn variable(&self, v: &Variable, term: &Term) -> Pattern {
        if let Some(index) = self.schema.index_of(v) {
            return Pattern::Schematic(index);
        }
        match self.bound.iter().position(|b| b == v) {
            Some(level) => Pattern::Bound(u32::try_from(level).unwrap_or(u32::MAX)),
            None => Pattern::Ground(term.clone()),
        }
    }

    fn application(&mut self, term: &Term, function: &Term, argument: &Term) -> Option<Pattern> {
        let (head, arguments) = spine(term);
        let schematic = head.as_variable().and_then(|v| self.schema.index_of(v));
        if let Some(index) = schematic {
            return Some(match self.distinct_levels(&arguments) {
                Some(levels) => Pattern::Flexible(index, levels),
                None => Pattern::Delayed(index, term.clone()),
            });
        }
        let (function, argument) = (self.compile(function)?, self.compile(argument)?);
        Some(Pattern::Apply(Box::new(function), Box::new(argument)))
    }

    /// The levels of arguments that are distinct bound variables.
    fn distinct_levels(&self, arguments: &[&Term]) -> Option<Vec<u32>> {
        let mut levels = Vec::new();
        for argument in arguments {
            let v = argument.as_variable()?;
            let level = u32::try_from(self.bound.iter().position(|b| b == v)?).ok()?;
            if levels.contains(&level) {
                return None;
            }
            levels.push(level);
        }
        Some(levels)
    }
}

/// `λx. ?f … x` as `?f …`.
fn contracted(binder: &Type, body: Pattern, level: u32) -> Pattern {
    match body {
        Pattern::Flexible(index, mut levels) if levels.last() == Some(&level) => {
            levels.pop();
            if levels.is_empty() {
                Pattern::Schematic(index)
            } else {
                Pattern::Flexible(index, levels)
            }
        }
        body => Pattern::Abstract(binder.clone(), Box::new(body)),
    }
}
