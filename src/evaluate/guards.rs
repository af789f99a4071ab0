//! What a predicate says about where its variable ranges: `x ∈ A → …`, `i < n ∧ …`, `x = e`. And two certificates for
//! quantifiers over infinite types: a predicate on ℕ that only looks at functions of the model settles beyond the
//! horizon, and the Lipschitz condition of a piecewise linear function is decided by its slopes.

use super::code::One;
use super::code::{Code, Connective, Guard, Over, Quantifier, Two};
use super::compile::{Compiler, Thunk, argument_types};
use super::meaning::{Meaning, SetMeaning};
use super::node::{Definition, Node, VarId};
use super::types::Shape;
use super::value::Value;
use rationale_kernel::Type;
use std::collections::HashSet;

/// How far definitions are unfolded in search of a guard.
const MAX_UNFOLDING: usize = 40;
/// Numbers up to this are within every horizon.
pub const LEAST_HORIZON: u64 = 4;

impl Compiler<'_> {
    /// The head and arguments of a thunk after β-reduction and after unfolding definitions without a meaning.
    pub(super) fn unfolded(&mut self, thunk: &Thunk, arguments: Vec<Thunk>) -> (Thunk, Vec<Thunk>) {
        let (mut here, mut arguments) = (thunk.clone(), arguments);
        let mut unfoldings = 0;
        loop {
            let next = match &*here.node {
                Node::Apply(f, x) => {
                    arguments.insert(
                        0,
                        Thunk {
                            node: x.clone(),
                            scope: here.scope.clone(),
                        },
                    );
                    Thunk {
                        node: f.clone(),
                        scope: here.scope.clone(),
                    }
                }
                Node::Bound(index) => match here.scope.get(*index) {
                    Some(inner) => inner.clone(),
                    None => return (here, arguments),
                },
                Node::Abstract(_, body) if !arguments.is_empty() => {
                    let first = arguments.remove(0);
                    Thunk {
                        node: body.clone(),
                        scope: here.scope.with(first),
                    }
                }
                Node::Free(variable) => match self.free.get(variable) {
                    Some(var) => return (Thunk::var(*var), arguments),
                    None => return (here, arguments),
                },
                Node::Constant(constant, ty) if self.symbols.meaning(constant).is_none() => {
                    unfoldings += 1;
                    match self.definition_of(constant, ty).as_deref() {
                        Some(Definition::Unfold(body)) if unfoldings < MAX_UNFOLDING => {
                            Thunk::closed(body.clone())
                        }
                        _ => return (here, arguments),
                    }
                }
                _ => return (here, arguments),
            };
            here = next;
        }
    }

    fn meaning_of(&self, head: &Thunk) -> Option<Meaning> {
        match &*head.node {
            Node::Constant(constant, _) => self.symbols.meaning(constant),
            _ => None,
        }
    }

    /// The guards of a predicate on a variable: what it assumes (∀) or says (∃ and sets) of where the variable is.
    pub(super) fn guards(&mut self, predicate: &Thunk, var: VarId, universal: bool) -> Vec<Guard> {
        let mut found = Vec::new();
        self.collect(
            predicate,
            vec![Thunk::var(var)],
            (var, universal),
            &mut found,
            0,
        );
        found
    }

    fn collect(
        &mut self,
        thunk: &Thunk,
        arguments: Vec<Thunk>,
        (var, universal): (VarId, bool),
        found: &mut Vec<Guard>,
        depth: usize,
    ) {
        if depth > MAX_UNFOLDING {
            return;
        }
        let (head, arguments) = self.unfolded(thunk, arguments);
        match self.meaning_of(&head) {
            Some(Meaning::Connective(Connective::Implies)) if universal => {
                self.collect(&arguments[0], vec![], (var, false), found, depth + 1);
                self.collect(&arguments[1], vec![], (var, true), found, depth + 1);
            }
            Some(Meaning::Connective(Connective::And)) if !universal => {
                for part in &arguments {
                    self.collect(part, vec![], (var, false), found, depth + 1);
                }
            }
            Some(Meaning::Quantifier(Quantifier::Every)) if universal && arguments.len() == 1 => {
                let inner = self.fresh();
                self.collect(
                    &arguments[0],
                    vec![Thunk::var(inner)],
                    (var, true),
                    found,
                    depth + 1,
                );
            }
            _ if !universal => found.extend(self.guard(&head, &arguments, var)),
            _ => {}
        }
    }

    fn guard(&mut self, head: &Thunk, arguments: &[Thunk], var: VarId) -> Option<Guard> {
        match (self.meaning_of(head), arguments) {
            (Some(Meaning::Two(two @ (Two::NatLess | Two::NatLessEqual))), [left, right]) => {
                (self.is_var(left, var) && self.is_outside(right, var)).then_some(())?;
                let bound = self.compile(right, vec![]);
                Some(if two == Two::NatLess {
                    Guard::Below(bound)
                } else {
                    Guard::UpTo(bound)
                })
            }
            (Some(Meaning::Equal), [left, right]) => {
                let other = if self.is_var(left, var) {
                    right
                } else if self.is_var(right, var) {
                    left
                } else {
                    return None;
                };
                self.is_outside(other, var).then_some(())?;
                Some(Guard::Equal(self.compile(other, vec![])))
            }
            (_, [.., last]) if self.is_var(last, var) => {
                let parts = &arguments[..arguments.len() - 1];
                let outside = parts.iter().all(|part| self.is_outside(part, var));
                (outside && self.is_outside(head, var)).then_some(())?;
                self.member(head, parts)
            }
            _ => None,
        }
    }

    fn member(&mut self, head: &Thunk, parts: &[Thunk]) -> Option<Guard> {
        match &*head.node {
            Node::Constant(constant, ty) => {
                let meaning = self.symbols.meaning(constant)?;
                let Meaning::Set(kind) = meaning else {
                    return None;
                };
                (parts.len() == meaning.arity()).then_some(())?;
                let types = argument_types(ty, parts.len());
                let mut set = ty.clone();
                for _ in parts {
                    set = set.as_function()?.1.clone();
                }
                Some(Guard::Member(self.set_of(kind, &types, &set, parts)))
            }
            Node::Var(var) => {
                let ty = *self.types.get(var)?;
                let mut element = ty;
                for _ in parts {
                    let Shape::Function(_, codomain) = self.program.types.shape(element) else {
                        return None;
                    };
                    element = codomain;
                }
                let Shape::Function(element, _) = self.program.types.shape(element) else {
                    return None;
                };
                let code = self.compile(head, parts.to_vec());
                Some(Guard::Member(super::code::Set::Value(element, code)))
            }
            _ => None,
        }
    }

    fn is_var(&self, thunk: &Thunk, var: VarId) -> bool {
        matches!(&*thunk.resolved().node, Node::Var(other) if *other == var)
    }

    /// Whether a thunk can be evaluated where the variable, and those made after it, are not known.
    fn is_outside(&self, thunk: &Thunk, var: VarId) -> bool {
        let mut work = 2_000;
        !mentions(thunk, &|other| other >= var, &mut work)
    }

    /// `∀ a b. |f a - f b| ≤ L * |a - b|` on ℝ.
    pub(super) fn lipschitz(&mut self, ty: &Type, predicate: &Thunk) -> Option<Code> {
        let number = self.number(ty);
        (self.program.types.shape(number) == Shape::Real).then_some(())?;
        let (a, b) = (self.fresh(), self.fresh());
        let (head, arguments) = self.unfolded(predicate, vec![Thunk::var(a)]);
        (self.meaning_of(&head) == Some(Meaning::Quantifier(Quantifier::Every))).then_some(())?;
        let (head, arguments) = self.unfolded(arguments.first()?, vec![Thunk::var(b)]);
        let [left, right] = self.parts(&head, &arguments, Two::LessEqual)?;
        let [f_a, f_b] = self.distance(&left)?;
        let (head, arguments) = self.unfolded(&right, vec![]);
        let (constant, run) = match self.parts(&head, &arguments, Two::Multiply) {
            Some([constant, run]) => (Some(constant), run),
            None => (None, right.clone()),
        };
        let [x, y] = self.distance(&run)?;
        (self.is_var(&x, a) && self.is_var(&y, b)).then_some(())?;
        let constant = match constant {
            Some(constant) if self.is_outside(&constant, a) => self.compile(&constant, vec![]),
            Some(_) => return None,
            None => Code::Constant(Value::Real(super::Real::ONE)),
        };
        let function = self.lambda_over(a, &f_a);
        let other = self.lambda_over(b, &f_b);
        // The same code is the same function; what mentions the other variable has no value.
        (function == other).then_some(())?;
        Some(Code::Lipschitz(Box::new(constant), Box::new(function)))
    }

    fn parts(&self, head: &Thunk, arguments: &[Thunk], operation: Two) -> Option<[Thunk; 2]> {
        (self.meaning_of(head) == Some(Meaning::Two(operation))).then_some(())?;
        let [left, right] = arguments else {
            return None;
        };
        Some([left.clone(), right.clone()])
    }

    /// The two numbers in |x − y|.
    fn distance(&mut self, thunk: &Thunk) -> Option<[Thunk; 2]> {
        let (head, arguments) = self.unfolded(thunk, vec![]);
        (self.meaning_of(&head) == Some(Meaning::One(One::Absolute))).then_some(())?;
        let (head, arguments) = self.unfolded(arguments.first()?, vec![]);
        self.parts(&head, &arguments, Two::Subtract)
    }

    /// If a predicate on ℕ is the same for all numbers far enough beyond the horizon and all numbers around it: how far.
    ///
    /// Its variable may be an argument of functions of the model, alone or with something added, and may be compared with
    /// numbers of the model, small ones, and variables of other quantifiers over ℕ of which the same is true. Beyond the
    /// horizon all numbers look alike then but for their order, and with d quantifiers over ℕ inside the predicate, numbers
    /// that are 2ᵈ or more apart cannot be told from numbers further apart (Ehrenfeucht 1961).
    pub(super) fn settles_in(&mut self, predicate: &Thunk) -> Option<u64> {
        self.settle_in(std::slice::from_ref(predicate))
    }

    /// The same for several functions of a number.
    pub(super) fn settle_in(&mut self, functions: &[Thunk]) -> Option<u64> {
        let var = self.fresh();
        let mut look = Look {
            var,
            numbers: self.numbers.clone(),
            work: 400,
            depth: 0,
            deepest: 0,
        };
        let settled = functions
            .iter()
            .all(|function| self.settled(function, vec![Thunk::var(var)], &mut look));
        (settled && look.deepest <= MOST_NESTED).then(|| 1 << look.deepest)
    }

    fn settled(&mut self, thunk: &Thunk, arguments: Vec<Thunk>, look: &mut Look) -> bool {
        look.work = look.work.saturating_sub(1);
        if look.work == 0 {
            return false;
        }
        let (head, arguments) = self.unfolded(thunk, arguments);
        match &*head.node {
            Node::Var(function) if *function == look.var => false,
            Node::Var(function) => {
                let allowed = self.free.values().any(|known| known == function);
                arguments.iter().all(|argument| {
                    (allowed && self.carries(argument, look))
                        || self.settled(argument, vec![], look)
                })
            }
            Node::Abstract(..) => {
                let inner = self.fresh();
                self.settled(&head, vec![Thunk::var(inner)], look)
            }
            Node::Constant(_, ty) => match self.meaning_of(&head) {
                Some(Meaning::Two(Two::NatLess | Two::NatLessEqual) | Meaning::Equal)
                    if arguments.iter().any(|side| self.is_var(side, look.var)) =>
                {
                    let mut sides = arguments.iter();
                    arguments.len() == 2
                        && sides
                            .all(|side| self.is_var(side, look.var) || self.is_small(side, look))
                }
                Some(Meaning::Set(SetMeaning::Univ | SetMeaning::Empty)) => true,
                Some(Meaning::Quantifier(Quantifier::Every | Quantifier::Exists))
                    if arguments.len() == 1 && self.is_over_numbers(ty) =>
                {
                    self.settled_inside(&arguments, look)
                }
                Some(Meaning::Over(
                    Over::Supremum | Over::Infimum | Over::Above | Over::Below,
                    true,
                )) if arguments.len() == 2 && self.is_over_numbers(ty) => {
                    self.settled_inside(&arguments, look)
                }
                Some(Meaning::Quantifier(_)) if arguments.len() == 1 => {
                    let inner = self.fresh();
                    self.settled(&arguments[0], vec![Thunk::var(inner)], look)
                }
                _ => arguments
                    .iter()
                    .all(|argument| self.settled(argument, vec![], look)),
            },
            Node::Literal(_) => true,
            _ => false,
        }
    }

    /// The same inside of another quantifier over ℕ, whose variable may be compared with this one if it is used as this.
    fn settled_inside(&mut self, functions: &[Thunk], look: &mut Look) -> bool {
        let (inner, outer) = (self.fresh(), look.var);
        look.depth += 1;
        look.deepest = look.deepest.max(look.depth);
        look.numbers.insert(outer);
        look.var = inner;
        let alike = functions
            .iter()
            .all(|function| self.settled(function, vec![Thunk::var(inner)], look));
        look.numbers.remove(&outer);
        look.var = outer;
        if alike {
            look.numbers.insert(inner);
        }
        let settled = functions
            .iter()
            .all(|function| self.settled(function, vec![Thunk::var(inner)], look));
        look.numbers.remove(&inner);
        look.depth -= 1;
        settled
    }

    fn is_over_numbers(&mut self, quantifier: &Type) -> bool {
        let predicate = argument_types(quantifier, 1);
        let domain = predicate.first().and_then(|p| p.as_function());
        let Some(domain) = domain.map(|(domain, _)| domain.clone()) else {
            return false;
        };
        let number = self.number(&domain);
        self.program.types.shape(number) == Shape::Nat
    }

    /// Whether a number is the variable with something added, so that it is beyond the horizon whenever the variable is.
    fn carries(&mut self, thunk: &Thunk, look: &Look) -> bool {
        if self.is_var(thunk, look.var) {
            return true;
        }
        let (head, arguments) = self.unfolded(thunk, vec![]);
        match (self.meaning_of(&head), arguments.as_slice()) {
            (Some(Meaning::One(One::Successor)), [inner]) => self.carries(inner, look),
            (Some(Meaning::Two(Two::NatAdd)), [left, right]) => {
                let (first, second) = (self.carries(left, look), self.carries(right, look));
                match (first, second) {
                    (true, true) => true,
                    (true, false) => self.is_number(right, look),
                    (false, true) => self.is_number(left, look),
                    (false, false) => false,
                }
            }
            (Some(Meaning::Two(Two::NatMultiply)), [left, right]) => {
                (is_positive(left) && self.carries(right, look))
                    || (is_positive(right) && self.carries(left, look))
            }
            _ => false,
        }
    }

    fn is_number(&self, thunk: &Thunk, look: &Look) -> bool {
        matches!(&*thunk.resolved().node, Node::Literal(Value::Nat(_)))
            || self.is_small(thunk, look)
    }

    /// A variable of the model or of a quantifier over ℕ, or a number that is within every horizon.
    fn is_small(&self, thunk: &Thunk, look: &Look) -> bool {
        match &*thunk.resolved().node {
            Node::Var(var) => {
                look.numbers.contains(var) || self.free.values().any(|known| known == var)
            }
            Node::Free(variable) => self.free.contains_key(variable),
            Node::Literal(Value::Nat(n)) => *n <= LEAST_HORIZON,
            _ => false,
        }
    }
}

/// A search for what a predicate on ℕ does with its variable.
struct Look {
    var: VarId,
    /// Variables of quantifiers over ℕ with which it may be compared.
    numbers: HashSet<VarId>,
    work: u32,
    /// How many quantifiers over ℕ are around here, inside of the predicate, and how many at most.
    depth: u32,
    deepest: u32,
}

/// More quantifiers over ℕ inside of one another are not decided.
const MOST_NESTED: u32 = 4;

fn is_positive(thunk: &Thunk) -> bool {
    matches!(&*thunk.resolved().node, Node::Literal(Value::Nat(n)) if *n > 0)
}

/// Whether a variable that is meant occurs; yes if there is too much to look through.
fn mentions(thunk: &Thunk, meant: &impl Fn(VarId) -> bool, work: &mut u32) -> bool {
    *work = work.saturating_sub(1);
    if *work == 0 {
        return true;
    }
    let part = |node: &std::rc::Rc<Node>| Thunk {
        node: node.clone(),
        scope: thunk.scope.clone(),
    };
    match &*thunk.node {
        Node::Var(var) => meant(*var),
        Node::Bound(index) => match thunk.scope.get(*index) {
            Some(inner) => mentions(&inner.clone(), meant, work),
            None => true,
        },
        Node::Apply(f, x) => mentions(&part(f), meant, work) || mentions(&part(x), meant, work),
        Node::Abstract(_, body) => {
            let constant = Thunk::closed(std::rc::Rc::new(Node::Literal(Value::Bool(true))));
            let inner = Thunk {
                node: body.clone(),
                scope: thunk.scope.with(constant),
            };
            mentions(&inner, meant, work)
        }
        _ => false,
    }
}
