//! Terms for the compiler: shared trees with de Bruijn indices, and the definitions that constants have. A definition is
//! the theorem `NAME_def` (or `NAME_zero` and `NAME_succ`) of the same constant; it is unfolded, never guessed.

use super::Real;
use super::value::Value;
use crate::elaborate::Environment;
use crate::logic::{ConstantShape, LiteralShape, TermShape};
use crate::prove::arith::Rational;
use num_traits::ToPrimitive;
use rationale_kernel::{Constant, Fragment, FragmentView, Name, Term, Type, TypeView, Variable};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The number of a variable of the compiler; no two have the same.
pub type VarId = u32;

/// A term.
#[derive(Debug)]
pub enum Node {
    /// The variable bound that many binders further out.
    Bound(u32),
    /// A variable of the compiler.
    Var(VarId),
    /// A free variable of the statement.
    Free(Variable),
    /// A constant at a type.
    Constant(Constant, Type),
    /// A function applied to an argument.
    Apply(Rc<Node>, Rc<Node>),
    /// A function given by its value; the type of its argument.
    Abstract(Type, Rc<Node>),
    /// A number.
    Literal(Value),
}

impl Node {
    /// The tree of a term.
    pub fn of(term: &Term) -> Rc<Node> {
        Self::of_fragment(term.fragment())
    }

    fn of_fragment(fragment: Fragment<'_>) -> Rc<Node> {
        Rc::new(match fragment.view() {
            FragmentView::Variable(v) => Node::Free(v.clone()),
            FragmentView::Constant(c) => Node::Constant(c.clone(), fragment.ty().clone()),
            FragmentView::Apply(f, x) => Node::Apply(Self::of_fragment(f), Self::of_fragment(x)),
            FragmentView::Abstract(_, ty, body) => {
                Node::Abstract(ty.clone(), Self::of_fragment(body))
            }
            FragmentView::Bound(index) => Node::Bound(index),
            FragmentView::Literal(literal) => {
                let value = literal.value();
                Node::Literal(if literal.numerals().is_natural() {
                    let small = value.numer().to_u64();
                    small.map_or(Value::Unknown(super::value::Why::TooLarge), Value::Nat)
                } else {
                    Value::Real(Real::rational(Rational::from_big(value)))
                })
            }
        })
    }
}

/// What a constant is defined to be.
pub enum Definition {
    /// It is this closed function.
    Unfold(Rc<Node>),
    /// By recursion: how many parameters stand before the number; the value at 0 as a function of the other arguments;
    /// the value at k + 1 as a function of all arguments with k for the number.
    Recursive(usize, usize, Rc<Node>, Rc<Node>),
    /// The distribution with that functional, as a function of the parameters and the functional's argument.
    Functional(usize, Rc<Node>),
}

/// Looks for the definition of a constant at a type.
pub fn definition(env: &Environment, constant: &Constant, ty: &Type) -> Option<Definition> {
    let name = constant.name();
    let find = |suffix: &str| {
        let theorem = env.theorem(&format!("{name}_{suffix}"))?;
        let mut types = BTreeMap::new();
        fits(constant.generic_type(), ty, &mut types).then_some(())?;
        let statement = theorem.conclusion().instantiate_types(&types).ok()?;
        Equation::of(&statement)
    };
    if let Some(equation) = find("def") {
        return equation
            .plain(constant)
            .or_else(|| equation.functional(constant));
    }
    let (zero, successor) = (find("zero")?, find("succ")?);
    recursive(constant, &zero, &successor)
}

/// The closed function that a constant is defined to be, if it is defined by one equation.
pub fn definiens(env: &Environment, constant: &Constant, ty: &Type) -> Option<Term> {
    let theorem = env.theorem(&format!("{}_def", constant.name()))?;
    let mut types = BTreeMap::new();
    fits(constant.generic_type(), ty, &mut types).then_some(())?;
    let statement = theorem.conclusion().instantiate_types(&types).ok()?;
    let equation = Equation::of(&statement)?;
    let arguments = variables(&equation.left[1..])?;
    equation
        .is_of(constant)
        .then(|| lambda(&arguments, &equation.right))?
}

/// Matches a type with variables against one of its instances.
fn fits(pattern: &Type, ty: &Type, found: &mut BTreeMap<Name, Type>) -> bool {
    match (pattern.view(), ty.view()) {
        (TypeView::Variable(name), _) => {
            found.entry(name.clone()).or_insert_with(|| ty.clone()) == ty
        }
        (TypeView::Apply(f, xs), TypeView::Apply(g, ys)) => {
            f == g && xs.iter().zip(ys).all(|(x, y)| fits(x, y, found))
        }
        _ => false,
    }
}

/// `∀ xs. head arguments = right`, opened.
struct Equation {
    variables: Vec<Variable>,
    left: Vec<Term>,
    right: Term,
}

impl Equation {
    fn of(statement: &Term) -> Option<Self> {
        let (mut variables, mut rest) = (Vec::new(), statement.clone());
        while let Some(predicate) = quantified(&rest) {
            let abstraction = predicate.as_abstraction()?;
            let place = variables.len();
            let name = format!("{}·{place}", abstraction.hint());
            let variable = Variable::new(name, abstraction.binder_type().clone());
            rest = abstraction.open(&Term::variable(&variable)).ok()?;
            variables.push(variable);
        }
        let (left, right) = rest.as_equation()?;
        let (mut head, mut arguments) = (left.clone(), Vec::new());
        while let Some((f, x)) = head.as_apply().map(|(f, x)| (f.clone(), x.clone())) {
            arguments.push(x);
            head = f;
        }
        arguments.push(head);
        arguments.reverse();
        Some(Equation {
            variables,
            left: arguments,
            right: right.clone(),
        })
    }

    fn is_of(&self, constant: &Constant) -> bool {
        self.left[0].as_constant() == Some(constant)
    }

    /// λ xs. right, if the left side is the constant applied to exactly these variables.
    fn plain(&self, constant: &Constant) -> Option<Definition> {
        let arguments = variables(&self.left[1..])?;
        self.is_of(constant).then_some(())?;
        Some(Definition::Unfold(Node::of(&lambda(
            &arguments,
            &self.right,
        )?)))
    }

    /// `expect (c xs) f = right` as λ xs f. right, or `expect (c xs) = right` as λ xs. right.
    fn functional(&self, constant: &Constant) -> Option<Definition> {
        (&**self.left[0].as_constant()?.name() == "expect").then_some(())?;
        let (mut law, mut parameters) = (self.left.get(1)?.clone(), Vec::new());
        while let Some((f, x)) = law.as_apply().map(|(f, x)| (f.clone(), x.clone())) {
            parameters.push(x);
            law = f;
        }
        parameters.reverse();
        (law.as_constant() == Some(constant)).then_some(())?;
        let count = parameters.len();
        parameters.extend(self.left[2..].iter().cloned());
        let arguments = variables(&parameters)?;
        Some(Definition::Functional(
            count,
            Node::of(&lambda(&arguments, &self.right)?),
        ))
    }
}

fn quantified(term: &Term) -> Option<Term> {
    let (head, predicate) = term.as_apply()?;
    (head.as_constant()? == &crate::logic::logic().forall.constant).then(|| predicate.clone())
}

fn variables(terms: &[Term]) -> Option<Vec<Variable>> {
    terms.iter().map(|t| t.as_variable().cloned()).collect()
}

fn lambda(variables: &[Variable], body: &Term) -> Option<Term> {
    let bind = |body: Term, v: &Variable| Term::abstraction(v, &body).ok();
    variables.iter().rev().try_fold(body.clone(), bind)
}

fn recursive(constant: &Constant, zero: &Equation, successor: &Equation) -> Option<Definition> {
    let place = zero.left[1..]
        .iter()
        .position(|t| t.as_variable().is_none())?;
    let matching = zero.is_of(constant) && successor.is_of(constant);
    matching.then_some(())?;
    let count = zero.left.len() - 1;
    let mut others: Vec<Term> = zero.left[1..].to_vec();
    others.remove(place);
    let base = lambda(&variables(&others)?, &zero.right)?;
    let mut arguments: Vec<Term> = successor.left[1..].to_vec();
    let number = arguments.get(place)?.clone();
    let free = number.free_variables();
    arguments[place] = Term::variable(free.iter().next()?);
    (free.len() == 1 && successor.variables.len() >= arguments.len()).then_some(())?;
    let step = lambda(&variables(&arguments)?, &successor.right)?;
    Some(Definition::Recursive(
        place,
        count,
        Node::of(&base),
        Node::of(&step),
    ))
}
