//! A statement ready to be tried: its variables in the order in which they are drawn, hypotheses and conclusion as code,
//! and what the hypotheses say of each variable.

use super::hint::{Hint, Reader, Said, spine};
use crate::check::StatedItem;
use crate::elaborate::Environment;
use crate::evaluate::code::{Connective, Quantifier, Two};
use crate::evaluate::{Code, Compiler, Meaning, Program, Symbols, TypeId};
use crate::logic::{LiteralShape, TermShape, logic};
use rationale_kernel::{Term, TypeView, Variable};
use std::collections::BTreeSet;

/// A hypothesis.
#[derive(Clone, Debug)]
pub struct Hypothesis {
    /// What it says.
    pub term: Term,
    /// Its code.
    pub code: Code,
    /// It can be evaluated once so many variables are known.
    pub needs: usize,
    /// Which assumption of the item it is part of.
    pub assumption: Option<usize>,
    /// The variable of which it says what it is; the only hint of that kind for it.
    pub defines: Option<usize>,
}

/// The two sides of a conclusion that compares.
#[derive(Clone, Debug)]
pub struct Sides {
    /// `≤`, `<` or `=`
    pub relation: &'static str,
    /// The left side.
    pub left: Code,
    /// The right side.
    pub right: Code,
}

/// A statement ready to be tried.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Its variables.
    pub variables: Vec<Variable>,
    /// Their types.
    pub types: Vec<TypeId>,
    /// What is known of each.
    pub hints: Vec<Vec<Hint>>,
    /// The hypotheses.
    pub hypotheses: Vec<Hypothesis>,
    /// The conclusion.
    pub conclusion: Code,
    /// The conclusion as it stands.
    pub goal: Term,
    /// Its sides, if it compares.
    pub sides: Option<Sides>,
    /// What the code needs.
    pub program: Program,
    /// Formulas that are evaluated on instances besides, in the order in which they were given.
    pub extra: Vec<Code>,
    /// Rational constants of the statement, as numerator and denominator.
    pub constants: Vec<(i64, i64)>,
}

/// Formulas that are evaluated besides a statement, and variables that only they have; their values follow those of the
/// statement's variables.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// The variables.
    pub variables: Vec<Variable>,
    /// The formulas; they speak of the variables of the peeled goal.
    pub formulas: Vec<Term>,
}

/// The parts of a statement before they are compiled.
struct Parts<'s> {
    symbols: &'s Symbols,
    variables: Vec<Variable>,
    hypotheses: Vec<(Term, Option<usize>)>,
}

impl Problem {
    /// The problem of an item.
    pub fn new(env: &Environment, symbols: &Symbols, item: &StatedItem) -> Option<Self> {
        let assumed: Vec<Term> = item.assumed.iter().map(|a| a.formula.clone()).collect();
        let goal = logic().conjunction_all(&item.shown).ok()?;
        Self::of_parts(env, symbols, &item.fixed, &assumed, &goal)
    }

    /// The problem of an item with its variables in this order.
    pub fn in_order(
        env: &Environment,
        symbols: &Symbols,
        item: &StatedItem,
        order: &[Variable],
    ) -> Option<Self> {
        let assumed: Vec<Term> = item.assumed.iter().map(|a| a.formula.clone()).collect();
        let goal = logic().conjunction_all(&item.shown).ok()?;
        Self::parts_in_order(env, symbols, &item.fixed, &assumed, &goal, order)
    }

    /// The problem of a statement with those variables, assumptions and goal.
    pub fn of_parts(
        env: &Environment,
        symbols: &Symbols,
        fixed: &[Variable],
        assumed: &[Term],
        goal: &Term,
    ) -> Option<Self> {
        Self::extended(env, symbols, fixed, assumed, goal, &Extra::default())
    }

    /// As `of_parts`, with more formulas to evaluate. Instances of the problem without them are instances of this one:
    /// types and variables have the same numbers.
    pub fn extended(
        env: &Environment,
        symbols: &Symbols,
        fixed: &[Variable],
        assumed: &[Term],
        goal: &Term,
        extra: &Extra,
    ) -> Option<Self> {
        Parts::of(symbols, fixed, assumed, goal)
            .map(|(parts, goal)| parts.compile(env, goal, None, extra))
    }

    /// As [`Problem::of_parts`] with the variables in this order.
    pub fn parts_in_order(
        env: &Environment,
        symbols: &Symbols,
        fixed: &[Variable],
        assumed: &[Term],
        goal: &Term,
        order: &[Variable],
    ) -> Option<Self> {
        Parts::of(symbols, fixed, assumed, goal)
            .map(|(parts, goal)| parts.compile(env, goal, Some(order), &Extra::default()))
    }
}

impl<'s> Parts<'s> {
    fn of(
        symbols: &'s Symbols,
        fixed: &[Variable],
        assumed: &[Term],
        goal: &Term,
    ) -> Option<(Self, Term)> {
        let mut parts = Parts {
            symbols,
            variables: fixed.to_vec(),
            hypotheses: vec![],
        };
        for (place, assumption) in assumed.iter().enumerate() {
            parts.suppose(assumption, Some(place));
        }
        let goal = parts.peel(goal)?;
        parts.drop_idle(&goal);
        Some((parts, goal))
    }

    fn meaning(&self, head: &Term) -> Option<Meaning> {
        self.symbols.meaning(head.as_constant()?)
    }

    fn is_real(&self, variable: &Variable) -> bool {
        let real = self.symbols.operators.real.as_ref();
        matches!(variable.ty.view(), TypeView::Apply(operator, _) if Some(operator) == real)
    }

    /// Takes a hypothesis in, its conjuncts apart.
    fn suppose(&mut self, term: &Term, assumption: Option<usize>) {
        let (head, arguments) = spine(term);
        match (self.meaning(&head), arguments.as_slice()) {
            (Some(Meaning::Connective(Connective::And)), [left, right]) => {
                self.suppose(left, assumption);
                self.suppose(right, assumption);
            }
            _ => self.hypotheses.push((term.clone(), assumption)),
        }
    }

    /// Takes ∀ and → off a goal.
    fn peel(&mut self, goal: &Term) -> Option<Term> {
        let (head, arguments) = spine(goal);
        match (self.meaning(&head), arguments.as_slice()) {
            (Some(Meaning::Quantifier(Quantifier::Every)), [predicate]) => {
                let Some(abstraction) = predicate.as_abstraction() else {
                    return Some(goal.clone());
                };
                let variable = self.unused(abstraction.hint(), abstraction.binder_type().clone());
                let body = abstraction.open(&Term::variable(&variable)).ok()?;
                self.variables.push(variable);
                self.peel(&body)
            }
            (Some(Meaning::Connective(Connective::Implies)), [left, right]) => {
                self.suppose(left, None);
                self.peel(right)
            }
            _ => Some(goal.clone()),
        }
    }

    fn unused(&self, hint: &str, ty: rationale_kernel::Type) -> Variable {
        let taken = |name: &str| self.variables.iter().any(|v| &*v.name == name);
        let mut name = hint.to_owned();
        while taken(&name) {
            name.push('\'');
        }
        Variable::new(name, ty)
    }

    /// Drops variables that do not occur.
    fn drop_idle(&mut self, goal: &Term) {
        let mut occurring: BTreeSet<Variable> = goal.free_variables();
        for (hypothesis, _) in &self.hypotheses {
            occurring.extend(hypothesis.free_variables());
        }
        self.variables.retain(|v| occurring.contains(v));
    }

    fn compile(
        self,
        env: &Environment,
        goal: Term,
        order: Option<&[Variable]>,
        extra: &Extra,
    ) -> Problem {
        let mut reader = Reader::new(env, self.symbols, &self.variables);
        let read: Vec<Vec<(Variable, Said)>> = self
            .hypotheses
            .iter()
            .map(|(term, _)| reader.read(term))
            .collect();
        let said: Vec<(Variable, Said)> = read.concat();
        let variables = order.map_or_else(
            || ordered(|v| self.is_real(v), &self.variables, &said),
            <[Variable]>::to_vec,
        );
        let all = [&variables[..], &extra.variables].concat();
        let mut compiler = Compiler::new(env, self.symbols, &all);
        let types = variables.iter().map(|v| compiler.number(&v.ty)).collect();
        let mut hypotheses: Vec<Hypothesis> = Vec::new();
        for ((term, assumption), read) in self.hypotheses.iter().zip(&read) {
            let needs = needed(&variables, term);
            hypotheses.push(Hypothesis {
                code: compiler.term(term),
                term: term.clone(),
                needs,
                assumption: *assumption,
                defines: is_equation(self.symbols, term)
                    .then(|| defined(&variables, read, &said))
                    .flatten(),
            });
        }
        let mut hints = vec![Vec::new(); variables.len()];
        for (place, variable) in variables.iter().enumerate() {
            for (_, said) in said.iter().filter(|(v, _)| v == variable) {
                if said.needs().iter().all(|v| variables[..place].contains(v)) {
                    hints[place].extend(said.compile(&mut compiler));
                }
            }
        }
        let mut constants = BTreeSet::new();
        literals(&goal, &mut constants);
        self.hypotheses
            .iter()
            .for_each(|(term, _)| literals(term, &mut constants));
        let conclusion = compiler.term(&goal);
        let sides = sides(self.symbols, &mut compiler, &goal);
        let formulas = extra.formulas.iter();
        let extra = formulas.map(|term| compiler.term(term)).collect();
        Problem {
            types,
            hints,
            hypotheses,
            conclusion,
            sides,
            extra,
            program: compiler.program,
            constants: constants.into_iter().take(6).collect(),
            goal,
            variables,
        }
    }
}

/// Whether a term is an equation, under ∀ and → at most.
fn is_equation(symbols: &Symbols, term: &Term) -> bool {
    let (head, arguments) = spine(term);
    let meaning = head.as_constant().and_then(|c| symbols.meaning(c));
    match (meaning, arguments.as_slice()) {
        (Some(Meaning::Equal), _) => true,
        (Some(Meaning::Connective(Connective::Implies)), [_, right]) => is_equation(symbols, right),
        (Some(Meaning::Quantifier(Quantifier::Every)), [predicate]) => {
            predicate.as_abstraction().is_some_and(|abstraction| {
                let variable = Variable::new("·", abstraction.binder_type().clone());
                let body = abstraction.open(&Term::variable(&variable));
                body.is_ok_and(|body| is_equation(symbols, &body))
            })
        }
        _ => false,
    }
}

/// The variable that a hypothesis defines, if all it says is what that variable is, and no other says so.
fn defined(
    variables: &[Variable],
    read: &[(Variable, Said)],
    said: &[(Variable, Said)],
) -> Option<usize> {
    let [(variable, Said::Equal(_))] = read else {
        return None;
    };
    let equations = said
        .iter()
        .filter(|(v, said)| v == variable && matches!(said, Said::Equal(_)));
    (equations.count() == 1).then_some(())?;
    variables.iter().position(|v| v == variable)
}

/// How many variables must be known for a term.
fn needed(variables: &[Variable], term: &Term) -> usize {
    let free = term.free_variables();
    variables
        .iter()
        .rposition(|v| free.contains(v))
        .map_or(0, |place| place + 1)
}

/// The variables, each after those that its hints need, as far as there is no circle; real numbers that nothing else needs
/// come last, since they are then drawn where they matter.
fn ordered(
    real: impl Fn(&Variable) -> bool,
    variables: &[Variable],
    said: &[(Variable, Said)],
) -> Vec<Variable> {
    let needed = |v: &Variable| said.iter().any(|(_, said)| said.needs().contains(v));
    let is_late = |v: &Variable| real(v) && !needed(v);
    let (late, early): (Vec<&Variable>, Vec<&Variable>) =
        variables.iter().partition(|v| is_late(v));
    let mut order: Vec<Variable> = Vec::new();
    while order.len() < variables.len() {
        let all = early.iter().chain(&late).copied();
        let rest: Vec<&Variable> = all.filter(|v| !order.contains(v)).collect();
        let ready = |v: &&&Variable| {
            said.iter()
                .filter(|(about, said)| about == **v && said.is_strong())
                .all(|(_, said)| said.needs().iter().all(|need| order.contains(need)))
        };
        match rest.iter().find(ready).or(rest.first()) {
            Some(next) => order.push((*next).clone()),
            None => break,
        }
    }
    order
}

fn literals(term: &Term, found: &mut BTreeSet<(i64, i64)>) {
    fn walk(fragment: rationale_kernel::Fragment<'_>, found: &mut BTreeSet<(i64, i64)>) {
        use rationale_kernel::FragmentView as View;
        match fragment.view() {
            View::Apply(f, x) => {
                walk(f, found);
                walk(x, found);
            }
            View::Abstract(_, _, body) => walk(body, found),
            View::Literal(literal) => found.extend(
                literal
                    .as_small()
                    .filter(|(p, q)| p.abs() < 1000 && *q < 1000),
            ),
            _ => {}
        }
    }
    walk(term.fragment(), found);
}

fn sides(symbols: &Symbols, compiler: &mut Compiler<'_>, goal: &Term) -> Option<Sides> {
    let (head, arguments) = spine(goal);
    let relation = match symbols.meaning(head.as_constant()?)? {
        Meaning::Two(Two::LessEqual | Two::NatLessEqual) => "≤",
        Meaning::Two(Two::Less | Two::NatLess) => "<",
        Meaning::Equal => "=",
        _ => return None,
    };
    let [left, right] = arguments.as_slice() else {
        return None;
    };
    Some(Sides {
        relation,
        left: compiler.term(left),
        right: compiler.term(right),
    })
}
