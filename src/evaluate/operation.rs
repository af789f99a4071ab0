//! The code of constants that are known by their meaning.

use super::code::{Code, Connective, Over, Search, Set};
use super::compile::{Compiler, Thunk, argument_types};
use super::irrational;
use super::meaning::{Meaning, SetMeaning};
use super::node::Node;
use super::number::Real;
use super::types::{Shape, TypeId};
use super::value::{Value, Why};
use rationale_kernel::Type;

/// The code of a meaning applied to all its arguments, whose types these are; `ty` is that of the constant.
pub(super) fn compile(
    c: &mut Compiler<'_>,
    meaning: Meaning,
    types: &[Type],
    arguments: &[Thunk],
    ty: &Type,
) -> Code {
    let code = |c: &mut Compiler<'_>, place: usize| Box::new(c.compile(&arguments[place], vec![]));
    match meaning {
        Meaning::Truth(value) => Compiler::value(Value::Bool(value)),
        Meaning::Number(value, true) => Compiler::value(Value::Real(Real::integer(value))),
        Meaning::Number(value, false) => Compiler::value(Value::Nat(value as u64)),
        Meaning::Pi => Compiler::value(Value::Real(irrational::pi())),
        Meaning::Arbitrary => Compiler::value(Value::Arbitrary),
        Meaning::Not => Code::Not(code(c, 0)),
        Meaning::Connective(connective) => connect(c, connective, arguments),
        Meaning::Quantifier(quantifier) => match types.first().and_then(|t| t.as_function()) {
            Some((domain, _)) => c.quantifier(quantifier, &domain.clone(), &arguments[0]),
            None => Code::Unknown(Why::Opaque),
        },
        Meaning::Equal => {
            let number = c.number(&types[0]);
            Code::Equal(number, code(c, 0), code(c, 1))
        }
        Meaning::If => Code::If(code(c, 0), code(c, 1), code(c, 2)),
        Meaning::One(operation) => Code::One(operation, code(c, 0)),
        Meaning::Two(operation) => Code::Two(operation, code(c, 0), code(c, 1)),
        Meaning::Range(fold) => Code::Range(fold, code(c, 0), Box::new(c.body(&arguments[1]))),
        Meaning::Over(over, with_body) => over_set(c, over, with_body, types, arguments),
        Meaning::Draw(truth) => Code::Draw(truth, code(c, 0), Box::new(c.body(&arguments[1]))),
        Meaning::Functional => match functional_element(c, types) {
            Some(element) => Code::Functional(element, code(c, 0)),
            None => Code::Unknown(Why::Opaque),
        },
        Meaning::Set(set) => set_value(c, set, types, arguments, ty),
        Meaning::Update => match types[0].as_function().map(|(domain, _)| domain.clone()) {
            Some(domain) => {
                let number = c.number(&domain);
                Code::Update(number, code(c, 0), code(c, 1), code(c, 2))
            }
            None => Code::Unknown(Why::Opaque),
        },
        Meaning::Gauss => {
            let set = c.set(&types[1], &arguments[1]);
            Code::Gauss(code(c, 0), Box::new(set), Box::new(c.body(&arguments[2])))
        }
        Meaning::Growth => {
            let points = types[0]
                .as_function()
                .and_then(|(_, labels)| labels.as_function());
            match points.map(|(points, _)| points.clone()) {
                Some(points) => {
                    let number = c.number(&points);
                    Code::Growth(number, code(c, 0), code(c, 1), code(c, 2))
                }
                None => Code::Unknown(Why::Opaque),
            }
        }
    }
}

fn connect(c: &mut Compiler<'_>, connective: Connective, arguments: &[Thunk]) -> Code {
    let left = c.compile(&arguments[0], vec![]);
    let right = c.compile(&arguments[1], vec![]);
    Code::Connective(connective, Box::new(left), Box::new(right))
}

/// α in (α → ℝ) → ℝ.
fn functional_element(c: &mut Compiler<'_>, types: &[Type]) -> Option<TypeId> {
    let (functions, _) = types.first()?.as_function()?;
    let (element, _) = functions.as_function()?;
    Some(c.number(element))
}

fn over_set(
    c: &mut Compiler<'_>,
    over: Over,
    with_body: bool,
    types: &[Type],
    arguments: &[Thunk],
) -> Code {
    if with_body
        && matches!(
            over,
            Over::Supremum | Over::Infimum | Over::Above | Over::Below
        )
        && let Some(code) = settled_over(c, over, types, arguments)
    {
        return code;
    }
    members_over(c, over, with_body, types, arguments)
}

/// Over a set of numbers whose predicate settles, as the body does.
fn settled_over(
    c: &mut Compiler<'_>,
    over: Over,
    types: &[Type],
    arguments: &[Thunk],
) -> Option<Code> {
    let (element, _) = types.first()?.as_function()?;
    let element = element.clone();
    let number = c.number(&element);
    (c.program.types.shape(number) == Shape::Nat).then_some(())?;
    let settles = c.settle_in(&[arguments[0].clone(), arguments[1].clone()])?;
    let search = Search {
        settles: Some(settles),
        ..c.search(&element, &arguments[0], false)
    };
    let body = c.number_body(&arguments[1]);
    let otherwise = members_over(c, over, true, types, arguments);
    Some(Code::Settled(
        over,
        Box::new(search),
        Box::new(body),
        Box::new(otherwise),
    ))
}

fn members_over(
    c: &mut Compiler<'_>,
    over: Over,
    with_body: bool,
    types: &[Type],
    arguments: &[Thunk],
) -> Code {
    let set = c.set(&types[0], &arguments[0]);
    let body = if with_body {
        c.body(&arguments[1])
    } else {
        Code::Constant(Value::Bool(true))
    };
    Code::Members(over, Box::new(set), Box::new(body))
}

fn set_value(
    c: &mut Compiler<'_>,
    set: SetMeaning,
    types: &[Type],
    arguments: &[Thunk],
    ty: &Type,
) -> Code {
    let mut result = ty.clone();
    for _ in 0..types.len() {
        match result.as_function().map(|(_, codomain)| codomain.clone()) {
            Some(codomain) => result = codomain,
            None => return Code::Unknown(Why::Opaque),
        }
    }
    let set = c.set_of(set, types, &result, arguments);
    Code::SetValue(Box::new(set))
}

impl Compiler<'_> {
    /// A set as it is written; the type is that of the set.
    pub(super) fn set(&mut self, ty: &Type, set: &Thunk) -> Set {
        let (head, arguments) = self.unfolded(set, vec![]);
        match &*head.node {
            Node::Constant(constant, function) => {
                let meaning = self.symbols.meaning(constant);
                if let Some(Meaning::Set(kind)) = meaning
                    && arguments.len() == Meaning::Set(kind).arity()
                {
                    let types = argument_types(function, arguments.len());
                    return self.set_of(kind, &types, ty, &arguments);
                }
            }
            Node::Abstract(domain, _) => {
                return Set::Where(self.search(&domain.clone(), &head, false));
            }
            _ => {}
        }
        let element = ty.as_function().map(|(domain, _)| domain.clone());
        let number = element.map_or(0, |element| self.number(&element));
        Set::Value(number, self.compile(&head, arguments))
    }

    pub(super) fn set_of(
        &mut self,
        kind: SetMeaning,
        types: &[Type],
        ty: &Type,
        arguments: &[Thunk],
    ) -> Set {
        let Some((element, _)) = ty.as_function() else {
            return Set::Value(0, Code::Unknown(Why::Opaque));
        };
        let element = element.clone();
        let number = self.number(&element);
        match kind {
            SetMeaning::Univ => Set::All(number),
            SetMeaning::Empty => Set::Empty,
            SetMeaning::Single => Set::Single(number, self.compile(&arguments[0], vec![])),
            SetMeaning::Insert => {
                let first = self.compile(&arguments[0], vec![]);
                Set::Insert(number, first, Box::new(self.set(ty, &arguments[1])))
            }
            SetMeaning::Union | SetMeaning::Inter | SetMeaning::Diff => {
                let left = Box::new(self.set(ty, &arguments[0]));
                let right = Box::new(self.set(ty, &arguments[1]));
                match kind {
                    SetMeaning::Union => Set::Union(number, left, right),
                    _ => Set::Filter(number, kind == SetMeaning::Inter, left, right),
                }
            }
            SetMeaning::Image => {
                let base = Box::new(self.set(&types[1], &arguments[1]));
                Set::Image(number, base, self.body(&arguments[0]))
            }
            SetMeaning::Support => Set::Support(number, self.compile(&arguments[0], vec![])),
            SetMeaning::Times => {
                let left = Box::new(self.set(&types[0], &arguments[0]));
                Set::Times(number, left, Box::new(self.set(&types[1], &arguments[1])))
            }
        }
    }
}
