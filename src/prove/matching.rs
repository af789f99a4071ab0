//! Matching: what must replace the schematic variables of a pattern so that it becomes a given term, up to β and η.

use super::{
    Budget,
    pattern::{Pattern, Schema, placeholder},
};
use crate::logic::{TermShape, TypeShape, normal_term, spine, substitution_from};
use rationale_kernel::{
    Fragment, FragmentView, Substitution, Term, Type, TypeSubstitution, TypeView, Variable,
};

/// What schematic variables are replaced by, so far.
#[derive(Clone, Debug, Default)]
pub struct Matching {
    /// By schematic variable.
    pub terms: Vec<Option<Term>>,
    /// By schematic type variable.
    pub types: Vec<Option<Type>>,
}

impl Matching {
    /// Nothing replaced yet.
    pub fn new(schema: &Schema) -> Self {
        Matching {
            terms: vec![None; schema.variables.len()],
            types: vec![None; schema.type_variables.len()],
        }
    }

    /// Extends the matching so that the pattern becomes the term. After a failure the matching is as it was.
    pub fn extend(&mut self, schema: &Schema, pattern: &Pattern, target: &Term) -> bool {
        if !pattern.may_match(target.fragment()) {
            return false;
        }
        let mut matcher = Matcher::new(schema, self.clone());
        let matched = matcher.matches(pattern, target) && matcher.settle();
        if matched {
            *self = matcher.found;
        }
        matched
    }

    /// As [`Matching::extend`] for a term with holes: variables for what is not known yet. A part of the pattern that
    /// meets a hole is left as it is.
    pub fn extend_with_holes(
        &mut self,
        schema: &Schema,
        pattern: &Pattern,
        target: &Term,
        holes: &[Variable],
    ) -> bool {
        let mut matcher = Matcher::new(schema, self.clone());
        matcher.holes = holes.to_vec();
        let matched = matcher.matches(pattern, target) && matcher.settle();
        if matched {
            *self = matcher.found;
        }
        matched
    }

    /// Sets a schematic variable; false if its type does not fit or it is set to something else.
    pub fn assign(&mut self, schema: &Schema, index: usize, image: &Term) -> bool {
        let mut matcher = Matcher::new(schema, self.clone());
        let assigned = matcher.assign(index, image.clone());
        if assigned {
            *self = matcher.found;
        }
        assigned
    }

    /// The types that were found.
    pub fn type_substitution(&self, schema: &Schema) -> TypeSubstitution {
        let pairs = schema.type_variables.iter().zip(&self.types);
        pairs
            .filter_map(|(name, ty)| Some((name.clone(), ty.clone()?)))
            .collect()
    }

    /// The terms that were found, for the schematic variables at their new types.
    pub fn substitution(&self, schema: &Schema, types: &TypeSubstitution) -> Option<Substitution> {
        let mut pairs = Vec::new();
        for (variable, image) in schema.variables.iter().zip(&self.terms) {
            if let Some(image) = image {
                pairs.push((retyped(variable, types)?, image.clone()));
            }
        }
        substitution_from(pairs).ok()
    }

    /// A term over schematic variables with what was found put in, β-normal.
    pub fn instantiate(&self, schema: &Schema, term: &Term) -> Option<Term> {
        let types = self.type_substitution(schema);
        let typed = if types.is_empty() {
            term.clone()
        } else {
            term.instantiate_types(&types).ok()?
        };
        normal_term(&typed.substitute(&self.substitution(schema, &types)?).ok()?).ok()
    }

    /// As [`Matching::instantiate`], with a fresh variable for each schematic variable that is not set; these are
    /// returned too.
    pub fn instantiate_with_holes(
        &self,
        schema: &Schema,
        term: &Term,
        budget: &Budget,
    ) -> Option<(Term, Vec<Variable>)> {
        let types = self.type_substitution(schema);
        let (mut pairs, mut holes) = (Vec::new(), Vec::new());
        for index in self.unset_in(schema, term) {
            let variable = retyped(&schema.variables[index], &types)?;
            let hole = budget.fresh(&variable.name, &variable.ty);
            pairs.push((variable, Term::variable(&hole)));
            holes.push(hole);
        }
        let instance = self.instantiate(schema, term)?;
        let with_holes = instance.substitute(&substitution_from(pairs).ok()?).ok()?;
        Some((normal_term(&with_holes).ok()?, holes))
    }

    /// The schematic variables of the term that are not set.
    pub fn unset_in(&self, schema: &Schema, term: &Term) -> Vec<usize> {
        let free = term.free_variables(); // by name: the variables may have got other types
        let unset = self
            .terms
            .iter()
            .enumerate()
            .filter(|(_, image)| image.is_none())
            .map(|(index, _)| index);
        unset
            .filter(|index| free.iter().any(|v| v.name == schema.variables[*index].name))
            .collect()
    }

    /// Whether every schematic variable is set.
    pub fn is_complete(&self) -> bool {
        self.terms.iter().all(Option::is_some)
    }
}

pub(super) fn retyped(variable: &Variable, types: &TypeSubstitution) -> Option<Variable> {
    if types.is_empty() || !variable.ty.has_variables() {
        return Some(variable.clone());
    }
    Some(Variable::new(
        variable.name.clone(),
        variable.ty.instantiate(types).ok()?,
    ))
}

/// `f` if the term is `λx. f x` with x not free in f; as often as that applies.
pub(super) fn eta_short(term: Term) -> Term {
    let mut term = term;
    while let Some(function) = contracted(term.fragment()) {
        term = function;
    }
    term
}

fn contracted(fragment: Fragment<'_>) -> Option<Term> {
    let FragmentView::Abstract(_, _, body) = fragment.view() else {
        return None;
    };
    let FragmentView::Apply(function, argument) = body.view() else {
        return None;
    };
    matches!(argument.view(), FragmentView::Bound(0))
        .then(|| function.to_term())
        .flatten()
}

struct Matcher<'a> {
    schema: &'a Schema,
    found: Matching,
    /// The placeholders of the binders that were opened.
    bound: Vec<Variable>,
    /// Parts put off: the head's index, the pattern's part, the target's part.
    delayed: Vec<(usize, Term, Term)>,
    /// Whether all binders are closed again and only delayed parts are left.
    settling: bool,
    /// Variables of the target that stand for unknown terms.
    holes: Vec<Variable>,
}

impl<'a> Matcher<'a> {
    fn new(schema: &'a Schema, found: Matching) -> Self {
        Matcher {
            schema,
            found,
            bound: Vec::new(),
            delayed: Vec::new(),
            settling: false,
            holes: Vec::new(),
        }
    }
}

impl Matcher<'_> {
    fn matches(&mut self, pattern: &Pattern, target: &Term) -> bool {
        if target.as_variable().is_some_and(|v| self.holes.contains(v)) {
            return true;
        }
        match pattern {
            Pattern::Schematic(index) => {
                !self.escapes(target) && self.assign(*index, target.clone())
            }
            Pattern::Flexible(index, levels) => self.flexible(*index, levels, target),
            Pattern::Delayed(index, term) => {
                self.delayed.push((*index, term.clone(), target.clone()));
                true
            }
            Pattern::Ground(term) => {
                term == target
                    || equal_up_to_eta(term, target)
                    || self.equal_up_to_holes(term, target)
            }
            Pattern::Constant(constant, ty) => match target.as_constant() {
                Some(other) => constant == other && self.match_type(ty, target.ty()),
                None => self.through_eta(pattern, target),
            },
            Pattern::Bound(level) => {
                let v = self.bound.get(*level as usize);
                target.as_variable() == v || self.through_eta(pattern, target)
            }
            Pattern::Apply(function, argument) => match target.as_apply() {
                Some((f, x)) => self.matches(function, f) && self.matches(argument, x),
                None => self.through_eta(pattern, target),
            },
            Pattern::Abstract(binder, body) => self.below_binder(binder, body, target),
        }
    }

    /// Whether two terms agree where the target has no hole. Holes below binders do not count.
    fn equal_up_to_holes(&self, term: &Term, target: &Term) -> bool {
        if term == target || target.as_variable().is_some_and(|v| self.holes.contains(v)) {
            return term.ty() == target.ty();
        }
        match (term.as_apply(), target.as_apply()) {
            (Some((f, x)), Some((g, y))) if !self.holes.is_empty() => {
                self.equal_up_to_holes(f, g) && self.equal_up_to_holes(x, y)
            }
            _ => false,
        }
    }

    /// A rigid pattern against `λx. f x`: tries f.
    fn through_eta(&mut self, pattern: &Pattern, target: &Term) -> bool {
        contracted(target.fragment()).is_some_and(|function| self.matches(pattern, &function))
    }

    fn below_binder(&mut self, binder: &Type, body: &Pattern, target: &Term) -> bool {
        let Some((domain, _)) = target.ty().as_function() else {
            return false;
        };
        if !self.match_type(binder, domain) {
            return false;
        }
        let Ok(level) = u32::try_from(self.bound.len()) else {
            return false;
        };
        let v = placeholder(level, domain);
        let opened = match target.as_abstraction() {
            Some(abstraction) => abstraction.open(&Term::variable(&v)),
            None => Term::apply(target, &Term::variable(&v)),
        };
        let Ok(opened) = opened else { return false };
        self.bound.push(v);
        let matched = self.matches(body, &opened);
        self.bound.pop();
        matched
    }

    /// `?f x y` against a term: f is λx y. term, if no other bound variable is left.
    fn flexible(&mut self, index: usize, levels: &[u32], target: &Term) -> bool {
        let mut image = target.clone();
        for level in levels.iter().rev() {
            let Some(v) = self.bound.get(*level as usize) else {
                return false;
            };
            let Ok(abstracted) = Term::abstraction(v, &image) else {
                return false;
            };
            image = contracted(abstracted.fragment()).unwrap_or(abstracted);
        }
        !self.escapes(&image) && self.assign(index, image)
    }

    fn escapes(&self, term: &Term) -> bool {
        match self.settling {
            true => term
                .free_variables()
                .iter()
                .any(|v| v.name.starts_with('⟨')),
            false => self.bound.iter().any(|v| term.has_free(v)),
        }
    }

    fn assign(&mut self, index: usize, image: Term) -> bool {
        let image = eta_normal_term(&image);
        match &self.found.terms[index] {
            Some(known) => known == &image || equal_up_to_eta(known, &image),
            None => {
                let schema = self.schema;
                let fits = self.match_type(&schema.variables[index].ty, image.ty());
                if fits {
                    self.found.terms[index] = Some(image);
                }
                fits
            }
        }
    }

    fn match_type(&mut self, pattern: &Type, target: &Type) -> bool {
        if !pattern.has_variables() || self.schema.type_variables.is_empty() {
            return pattern == target;
        }
        match (pattern.view(), target.view()) {
            (TypeView::Variable(name), _) => {
                match self.schema.type_variables.iter().position(|n| n == name) {
                    Some(index) => {
                        self.found.types[index].get_or_insert_with(|| target.clone()) == target
                    }
                    None => pattern == target,
                }
            }
            (TypeView::Apply(f, xs), TypeView::Apply(g, ys)) => {
                f == g && xs.iter().zip(ys).all(|(x, y)| self.match_type(x, y))
            }
            _ => false,
        }
    }

    /// Settles the parts that were put off: first those whose head is known by now, then the others as applications.
    fn settle(&mut self) -> bool {
        self.settling = true;
        while !self.delayed.is_empty() {
            let known = self
                .delayed
                .iter()
                .position(|(index, ..)| self.found.terms[*index].is_some());
            let (index, pattern, target) = self.delayed.remove(known.unwrap_or(0));
            let settled = match known {
                Some(_) => self.settle_known(&pattern, &target),
                None => self.settle_applied(index, &pattern, &target),
            };
            if !settled {
                return false;
            }
        }
        true
    }

    fn settle_known(&mut self, pattern: &Term, target: &Term) -> bool {
        let Some(instance) = self.found.instantiate(self.schema, pattern) else {
            return false;
        };
        let open = self.found.unset_in(self.schema, &instance);
        if open.is_empty() {
            return &instance == target || equal_up_to_eta(&instance, target);
        }
        let again = self.compile_with_placeholders(&instance);
        again.is_some_and(|again| {
            !matches!(again, Pattern::Delayed(..)) && self.matches(&again, target)
        })
    }

    /// `?f a b` against `g c d`, argument by argument from the right.
    fn settle_applied(&mut self, index: usize, pattern: &Term, target: &Term) -> bool {
        let (_, arguments) = spine(pattern);
        let (mut function, mut rest) = (target.clone(), arguments);
        while let Some(argument) = rest.pop() {
            let Some((f, x)) = function.as_apply().map(|(f, x)| (f.clone(), x.clone())) else {
                return self.settle_abstracted(index, pattern, target);
            };
            let Some(compiled) = self.compile_with_placeholders(argument) else {
                return false;
            };
            let before = self.found.clone();
            if !self.matches(&compiled, &x) {
                self.found = before;
                return self.settle_abstracted(index, pattern, target);
            }
            function = f;
        }
        if self.escapes(&function) {
            return self.settle_abstracted(index, pattern, target);
        }
        self.assign(index, function)
    }

    /// `?f (x ?i)`, x bound, against a term in which x stands only in parts of the form `x t`: f is the term as a
    /// function of that part.
    fn settle_abstracted(&mut self, index: usize, pattern: &Term, target: &Term) -> bool {
        let Some(argument) = sole_argument(pattern, is_placeholder) else {
            return false;
        };
        let Some(compiled) = self.compile_with_placeholders(argument) else {
            return false;
        };
        let mut parts = Vec::new();
        closed_parts(target.fragment(), &mut parts);
        parts.retain(|part| self.escapes(part));
        for part in &parts {
            let before = self.found.clone();
            let v = crate::logic::fresh_variable(&"x".into(), part.ty(), &[target]);
            let function =
                replaced(target, part, &v).and_then(|body| Term::abstraction(&v, &body).ok());
            if let Some(function) = function.filter(|function| !self.escapes(function))
                && self.matches(&compiled, part)
                && self.assign(index, function)
            {
                return true;
            }
            self.found = before;
        }
        false
    }

    /// A part of the pattern that may hold placeholders: they stand for themselves.
    fn compile_with_placeholders(&self, term: &Term) -> Option<Pattern> {
        let types = self.found.type_substitution(self.schema);
        let typed = if types.is_empty() {
            term.clone()
        } else {
            term.instantiate_types(&types).ok()?
        };
        let variables = self
            .schema
            .variables
            .iter()
            .map(|v| retyped(v, &types))
            .collect::<Option<Vec<_>>>()?;
        let schema = Schema {
            variables,
            type_variables: self.schema.type_variables.clone(),
        };
        Pattern::new(&typed, &schema)
    }
}

/// The argument of `?f a`, if a is an application of such a variable.
fn sole_argument(pattern: &Term, head: impl Fn(&Variable) -> bool) -> Option<&Term> {
    let (_, arguments) = spine(pattern);
    let [argument] = arguments[..] else {
        return None;
    };
    let bound = argument.as_apply().is_some() && spine(argument).0.as_variable().is_some_and(head);
    bound.then_some(argument)
}

fn is_placeholder(v: &Variable) -> bool {
    v.name.starts_with('⟨')
}

/// The parts of a term that are terms themselves, the largest first.
fn closed_parts(fragment: Fragment<'_>, parts: &mut Vec<Term>) {
    if let Some(term) = fragment.to_term()
        && !parts.contains(&term)
    {
        parts.push(term);
    }
    match fragment.view() {
        FragmentView::Apply(function, argument) => {
            closed_parts(function, parts);
            closed_parts(argument, parts);
        }
        FragmentView::Abstract(_, _, body) => closed_parts(body, parts),
        _ => {}
    }
}

/// The term with a variable in the place of a part, everywhere.
fn replaced(term: &Term, part: &Term, v: &Variable) -> Option<Term> {
    if term == part {
        return Some(Term::variable(v));
    }
    if let Some((function, argument)) = term.as_apply() {
        return Term::apply(&replaced(function, part, v)?, &replaced(argument, part, v)?).ok();
    }
    let Some(abstraction) = term.as_abstraction() else {
        return Some(term.clone());
    };
    let bound = crate::logic::fresh_variable(
        abstraction.hint(),
        abstraction.binder_type(),
        &[term, part, &Term::variable(v)],
    );
    let body = replaced(&abstraction.open(&Term::variable(&bound)).ok()?, part, v)?;
    Term::abstraction(&bound, &body).ok()
}

/// Whether two terms have one β-η-normal form.
pub fn equal_up_to_eta(left: &Term, right: &Term) -> bool {
    left == right || (left.ty() == right.ty() && eta_normal_term(left) == eta_normal_term(right))
}

/// The η-normal form, without a proof: `λx. f x` is contracted, except that a quantifier always has a λ. The term
/// itself if it is too deep.
pub fn eta_normal_term(term: &Term) -> Term {
    if !has_eta_redex(term.fragment()) {
        return term.clone();
    }
    contract_everywhere(term).unwrap_or_else(|| term.clone())
}

/// Whether a term is not in η-normal form.
pub(super) fn has_eta_redex(fragment: Fragment<'_>) -> bool {
    match fragment.view() {
        FragmentView::Apply(function, argument) if is_quantifier(function) => {
            match argument.view() {
                FragmentView::Abstract(_, _, body) => has_eta_redex(body),
                _ => true,
            }
        }
        FragmentView::Apply(function, argument) => {
            has_eta_redex(function) || has_eta_redex(argument)
        }
        FragmentView::Abstract(_, _, body) => is_eta_body(body) || has_eta_redex(body),
        _ => false,
    }
}

/// ∀, ∃ or choice.
pub(super) fn is_quantifier(head: Fragment<'_>) -> bool {
    let FragmentView::Constant(constant) = head.view() else {
        return false;
    };
    let logic = crate::logic::logic();
    [&logic.forall.constant, &logic.exists.constant, &logic.some].contains(&constant)
}

/// `f x` with x the innermost bound variable and not in f.
fn is_eta_body(body: Fragment<'_>) -> bool {
    match body.view() {
        FragmentView::Apply(function, argument) => {
            matches!(argument.view(), FragmentView::Bound(0)) && !occurs(function, 0)
        }
        _ => false,
    }
}

fn occurs(fragment: Fragment<'_>, index: u32) -> bool {
    if fragment.facts().loose <= index {
        return false;
    }
    match fragment.view() {
        FragmentView::Bound(i) => i == index,
        FragmentView::Apply(function, argument) => {
            occurs(function, index) || occurs(argument, index)
        }
        FragmentView::Abstract(_, _, body) => occurs(body, index + 1),
        _ => false,
    }
}

fn contract_everywhere(term: &Term) -> Option<Term> {
    if let Some((function, argument)) = term.as_apply() {
        let argument = if is_quantifier(function.fragment()) {
            contract_below(&eta_long(argument)?)?
        } else {
            eta_normal_term(argument)
        };
        return Term::apply(&eta_normal_term(function), &argument).ok();
    }
    match term.as_abstraction() {
        Some(_) => contract_below(term).map(eta_short),
        None => Some(term.clone()),
    }
}

/// An abstraction with its body in η-normal form.
fn contract_below(term: &Term) -> Option<Term> {
    let abstraction = term.as_abstraction()?;
    let v = crate::logic::fresh_variable(abstraction.hint(), abstraction.binder_type(), &[term]);
    let body = eta_normal_term(&abstraction.open(&Term::variable(&v)).ok()?);
    let closed = Term::abstraction(&v, &body).ok()?;
    Some(closed)
}

/// `λx. f x` for a function that is no abstraction.
pub(super) fn eta_long(function: &Term) -> Option<Term> {
    if function.as_abstraction().is_some() {
        return Some(function.clone());
    }
    let domain = function.ty().as_function()?.0;
    let v = crate::logic::fresh_variable(&"x".into(), domain, &[function]);
    Term::abstraction(&v, &Term::apply(function, &Term::variable(&v)).ok()?).ok()
}
