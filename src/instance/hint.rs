//! What hypotheses say of one variable, so that values are drawn inside them instead of drawn and thrown away. A hint
//! only guides: every hypothesis is evaluated on the instance all the same.

use crate::elaborate::Environment;
use crate::evaluate::code::{Connective, One, Quantifier, Two};
use crate::evaluate::{Code, Compiler, Meaning, Symbols, definiens};
use crate::logic::TermShape;
use rationale_kernel::{Term, Variable};

/// What is known of the values of a variable; the code runs in a frame of the variables before it.
#[derive(Clone, Debug)]
pub enum Hint {
    /// It, or each value of it, is at least this; above it if the flag is set.
    Lower(Code, bool),
    /// It, or each value of it, is at most this.
    Upper(Code, bool),
    /// It is this.
    Equal(Code),
    /// It is a member of this.
    Member(Code),
    /// It has a member.
    Nonempty,
    /// It is Lipschitz with this constant.
    Lipschitz(Code),
    /// Its first (true) or second marginal is this law.
    Marginal(bool, Code),
}

/// A hint before it is compiled: about which variable, and the term that it mentions.
#[derive(Clone, Debug)]
pub enum Said {
    /// At least, strictly or not.
    Lower(Term, bool),
    /// At most.
    Upper(Term, bool),
    /// Between −t and t.
    Within(Term),
    /// Equal.
    Equal(Term),
    /// A member.
    Member(Term),
    /// Has a member.
    Nonempty,
    /// Lipschitz.
    Lipschitz(Term),
    /// A law of pairs has this first (true) or second marginal.
    Marginal(bool, Term),
    /// It limits what depends on these variables: once they are known, so is the room that it has.
    Limits(Vec<Variable>),
}

impl Said {
    fn term(&self) -> Option<&Term> {
        match self {
            Said::Lower(t, _)
            | Said::Upper(t, _)
            | Said::Within(t)
            | Said::Equal(t)
            | Said::Member(t)
            | Said::Lipschitz(t)
            | Said::Marginal(_, t) => Some(t),
            Said::Nonempty | Said::Limits(_) => None,
        }
    }

    /// The variables that must be drawn first.
    pub fn needs(&self) -> Vec<Variable> {
        if let Said::Limits(variables) = self {
            return variables.clone();
        }
        self.term()
            .map(|t| t.free_variables().into_iter().collect())
            .unwrap_or_default()
    }

    /// Whether the variable should wait for those.
    pub fn is_strong(&self) -> bool {
        matches!(
            self,
            Said::Equal(_)
                | Said::Member(_)
                | Said::Lipschitz(_)
                | Said::Marginal(..)
                | Said::Limits(_)
        )
    }

    /// The hints in code.
    pub fn compile(&self, compiler: &mut Compiler<'_>) -> Vec<Hint> {
        let Some(term) = self.term() else {
            let empty = matches!(self, Said::Limits(_));
            return if empty { vec![] } else { vec![Hint::Nonempty] };
        };
        let code = compiler.term(term);
        match self {
            Said::Lower(_, strict) => vec![Hint::Lower(code, *strict)],
            Said::Upper(_, strict) => vec![Hint::Upper(code, *strict)],
            Said::Within(_) => {
                let negative = Code::One(One::Negate, Box::new(code.clone()));
                vec![Hint::Lower(negative, false), Hint::Upper(code, false)]
            }
            Said::Equal(_) => vec![Hint::Equal(code)],
            Said::Member(_) => vec![Hint::Member(code)],
            Said::Lipschitz(_) => vec![Hint::Lipschitz(code)],
            Said::Marginal(first, _) => vec![Hint::Marginal(*first, code)],
            Said::Nonempty | Said::Limits(_) => vec![],
        }
    }
}

/// Reads hypotheses.
pub struct Reader<'s> {
    env: &'s Environment,
    symbols: &'s Symbols,
    variables: &'s [Variable],
    fresh: u32,
    /// Bound variables that range over a set of the statement.
    ranging: Vec<(Variable, Variable)>,
}

/// The head and arguments of a term.
pub fn spine(term: &Term) -> (Term, Vec<Term>) {
    let (mut head, mut arguments) = (term.clone(), Vec::new());
    while let Some((f, x)) = head.as_apply().map(|(f, x)| (f.clone(), x.clone())) {
        arguments.push(x);
        head = f;
    }
    arguments.reverse();
    (head, arguments)
}

impl<'s> Reader<'s> {
    /// A reader for hypotheses over these variables.
    pub fn new(env: &'s Environment, symbols: &'s Symbols, variables: &'s [Variable]) -> Self {
        Reader {
            env,
            symbols,
            variables,
            fresh: 0,
            ranging: vec![],
        }
    }

    fn meaning(&self, head: &Term) -> Option<Meaning> {
        self.symbols.meaning(head.as_constant()?)
    }

    /// What a hypothesis says of which variables.
    pub fn read(&mut self, hypothesis: &Term) -> Vec<(Variable, Said)> {
        let mut found = Vec::new();
        self.collect(hypothesis, &mut vec![], &mut found, 0);
        let free = hypothesis.free_variables();
        for (variable, said) in &mut found {
            if let Said::Limits(others) = said {
                others.extend(free.iter().filter(|v| *v != variable).cloned());
            }
        }
        found
    }

    fn collect(
        &mut self,
        term: &Term,
        bound: &mut Vec<Variable>,
        found: &mut Vec<(Variable, Said)>,
        depth: u32,
    ) {
        let (head, arguments) = spine(term);
        if depth > 12 {
            return;
        }
        match (self.meaning(&head), arguments.as_slice()) {
            (Some(Meaning::Quantifier(Quantifier::Every)), [predicate]) => {
                if let Some(said) = self.lipschitz(predicate, bound) {
                    found.push(said);
                    return;
                }
                let Some(abstraction) = predicate.as_abstraction() else {
                    return;
                };
                self.fresh += 1;
                let variable = Variable::new(
                    format!("·{}", self.fresh),
                    abstraction.binder_type().clone(),
                );
                if let Ok(body) = abstraction.open(&Term::variable(&variable)) {
                    bound.push(variable);
                    self.collect(&body, bound, found, depth + 1);
                    bound.pop();
                }
            }
            (Some(Meaning::Connective(Connective::Implies)), [left, right]) => {
                if let Some((set, element)) = left.as_apply()
                    && let (Some(set), Some(element)) = (set.as_variable(), element.as_variable())
                {
                    self.ranging.push((element.clone(), set.clone()));
                }
                self.collect(right, bound, found, depth + 1);
            }
            (Some(Meaning::Connective(Connective::And)), [left, right]) => {
                self.collect(left, bound, found, depth + 1);
                self.collect(right, bound, found, depth + 1);
            }
            (Some(Meaning::Quantifier(Quantifier::Exists)), [predicate]) => {
                let set = predicate
                    .as_abstraction()
                    .and_then(|a| nonempty_set(&a, self));
                let set = set.or_else(|| predicate.as_variable().cloned());
                found.extend(
                    set.filter(|v| self.variables.contains(v))
                        .map(|v| (v, Said::Nonempty)),
                );
            }
            (
                Some(Meaning::Two(
                    two @ (Two::LessEqual | Two::Less | Two::NatLessEqual | Two::NatLess),
                )),
                [left, right],
            ) => {
                let strict = matches!(two, Two::Less | Two::NatLess);
                self.bounds(left, right, strict, bound, found);
            }
            (Some(Meaning::Equal), [left, right]) => {
                found.extend(self.marginal(left, right).filter(|_| bound.is_empty()));
                self.equation(left, right, bound, found);
            }
            (None, [.., last]) if head.as_constant().is_none() => {
                self.member(term, last, bound, found)
            }
            (None, _) => {
                if let Some(unfolded) = self.unfolded(&head, &arguments) {
                    self.collect(&unfolded, bound, found, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// A defined predicate, unfolded.
    fn unfolded(&self, head: &Term, arguments: &[Term]) -> Option<Term> {
        let definiens = definiens(self.env, head.as_constant()?, head.ty())?;
        let applied = arguments
            .iter()
            .try_fold(definiens, |f, x| Term::apply(&f, x))
            .ok()?;
        crate::logic::normal_term(&applied).ok()
    }

    /// A variable of the statement applied to bound variables only.
    fn applied(&self, term: &Term, bound: &[Variable]) -> Option<(Variable, Vec<Variable>)> {
        let (head, arguments) = spine(term);
        let head = head
            .as_variable()
            .filter(|v| self.variables.contains(v))?
            .clone();
        let arguments: Option<Vec<Variable>> = arguments
            .iter()
            .map(|x| x.as_variable().filter(|v| bound.contains(v)).cloned())
            .collect();
        Some((head, arguments?))
    }

    /// The variable at the head of a term, whatever its arguments; for a member of a set, the set.
    fn head(&self, term: &Term) -> Option<Variable> {
        let (head, arguments) = spine(term);
        let head = head.as_variable()?;
        let set = self
            .ranging
            .iter()
            .find(|(element, _)| element == head && !arguments.is_empty());
        let head = set.map_or(head, |(_, set)| set);
        self.variables.contains(head).then(|| head.clone())
    }

    fn is_free_of(term: &Term, bound: &[Variable], variable: &Variable) -> bool {
        let free = term.free_variables();
        !free.contains(variable) && !bound.iter().any(|v| free.contains(v))
    }

    fn bounds(
        &self,
        left: &Term,
        right: &Term,
        strict: bool,
        bound: &[Variable],
        found: &mut Vec<(Variable, Said)>,
    ) {
        if let Some(variable) = self
            .head(left)
            .filter(|v| Self::is_free_of(right, bound, v))
        {
            found.push((variable, Said::Upper(right.clone(), strict)));
        }
        if let Some(variable) = self
            .head(right)
            .filter(|v| Self::is_free_of(left, bound, v))
        {
            found.push((variable, Said::Lower(left.clone(), strict)));
        }
        found.extend(self.limit(left, right, bound));
        let (head, arguments) = spine(left);
        if let (Some(Meaning::One(One::Absolute)), [inside]) =
            (self.meaning(&head), arguments.as_slice())
            && let Some(variable) = self
                .head(inside)
                .filter(|v| Self::is_free_of(right, bound, v))
        {
            found.push((variable, Said::Within(right.clone())));
        }
    }

    /// The number, or table of numbers, that limits something of bound variables: M in `∀ h ∈ H. e h ≤ M`, Λ in
    /// `∀ x y. e x y ≤ Λ * d x y`. Not where the left side is a variable itself, which is drawn inside the limit then.
    fn limit(&self, left: &Term, right: &Term, bound: &[Variable]) -> Option<(Variable, Said)> {
        let (head, arguments) = spine(left);
        let inside = match (self.meaning(&head), arguments.as_slice()) {
            (Some(Meaning::One(One::Absolute)), [inside]) => inside,
            _ => left,
        };
        let free = left.free_variables();
        let depends = bound.iter().any(|v| free.contains(v));
        (depends && self.head(inside).is_none()).then_some(())?;
        let (head, factors) = spine(right);
        let sides: &[Term] = match self.meaning(&head) {
            Some(Meaning::Two(Two::Multiply)) => &factors,
            _ => std::slice::from_ref(right),
        };
        let variable = sides
            .iter()
            .find_map(|side| self.applied(side, bound).map(|(v, _)| v))?;
        (!free.contains(&variable)).then(|| (variable, Said::Limits(vec![])))
    }

    /// `x = e`, and `∀ a b. f a b = e` as f = λ a b. e.
    fn equation(
        &self,
        left: &Term,
        right: &Term,
        bound: &[Variable],
        found: &mut Vec<(Variable, Said)>,
    ) {
        for (side, other) in [(left, right), (right, left)] {
            let Some((variable, arguments)) = self.applied(side, bound) else {
                continue;
            };
            let free = other.free_variables();
            let closed = bound
                .iter()
                .all(|v| !free.contains(v) || arguments.contains(v));
            let mut distinct = arguments.clone();
            distinct.sort();
            distinct.dedup();
            if free.contains(&variable) || !closed || distinct.len() != arguments.len() {
                continue;
            }
            let value = arguments
                .iter()
                .rev()
                .try_fold(other.clone(), |body, v| Term::abstraction(v, &body));
            found.extend(
                value
                    .ok()
                    .map(|value| (variable.clone(), Said::Equal(value))),
            );
            return;
        }
    }

    /// `map_dist fst Q = μ`.
    fn marginal(&self, left: &Term, right: &Term) -> Option<(Variable, Said)> {
        let (head, arguments) = spine(left);
        let [part, law] = arguments.as_slice() else {
            return None;
        };
        let variable = law.as_variable().filter(|v| self.variables.contains(v))?;
        (self.meaning(&head)? == Meaning::Two(Two::Map)).then_some(())?;
        let first = match self.meaning(part)? {
            Meaning::One(One::First) => true,
            Meaning::One(One::Second) => false,
            _ => return None,
        };
        let outside = !right.free_variables().contains(variable);
        outside.then(|| (variable.clone(), Said::Marginal(first, right.clone())))
    }

    /// `x ∈ A`.
    fn member(
        &self,
        term: &Term,
        last: &Term,
        bound: &[Variable],
        found: &mut Vec<(Variable, Said)>,
    ) {
        let Some(variable) = last.as_variable().filter(|v| self.variables.contains(v)) else {
            return;
        };
        let Some((set, _)) = term.as_apply() else {
            return;
        };
        if Self::is_free_of(set, bound, variable) {
            found.push((variable.clone(), Said::Member(set.clone())));
        }
    }

    /// `∀ a b. |f a - f b| ≤ L * |a - b|`, where f may have further arguments or be a member of a class.
    fn lipschitz(&self, predicate: &Term, bound: &[Variable]) -> Option<(Variable, Said)> {
        let a = Variable::new("·a", predicate.as_abstraction()?.binder_type().clone());
        let inner = predicate.as_abstraction()?.open(&Term::variable(&a)).ok()?;
        let (_, arguments) = spine(&inner);
        let b = Variable::new("·b", a.ty.clone());
        let body = arguments
            .first()?
            .as_abstraction()?
            .open(&Term::variable(&b))
            .ok()?;
        let (head, sides) = spine(&body);
        (self.meaning(&head)? == Meaning::Two(Two::LessEqual)).then_some(())?;
        let (head, inside) = spine(&sides[0]);
        (self.meaning(&head)? == Meaning::One(One::Absolute)).then_some(())?;
        let (_, values) = spine(inside.first()?);
        let function = self.head(values.first()?)?;
        spine(values.first()?)
            .1
            .contains(&Term::variable(&a))
            .then_some(())?;
        let (head, factors) = spine(&sides[1]);
        (self.meaning(&head)? == Meaning::Two(Two::Multiply)).then_some(())?;
        let constant = factors.first()?;
        let inside = [bound, &[a, b]].concat();
        Self::is_free_of(constant, &inside, &function)
            .then(|| (function, Said::Lipschitz(constant.clone())))
    }
}

/// A in `∃ x. x ∈ A` and `∃ x. x ∈ A ∧ …`.
fn nonempty_set(
    predicate: &crate::logic::Abstraction<'_>,
    reader: &Reader<'_>,
) -> Option<Variable> {
    let variable = Variable::new("·x", predicate.binder_type().clone());
    let body = predicate.open(&Term::variable(&variable)).ok()?;
    let (head, arguments) = spine(&body);
    let first = match reader.meaning(&head) {
        Some(Meaning::Connective(Connective::And)) => arguments.first()?.clone(),
        _ => body,
    };
    let (set, element) = first.as_apply()?;
    (element.as_variable() == Some(&variable)).then(|| set.as_variable().cloned())?
}
