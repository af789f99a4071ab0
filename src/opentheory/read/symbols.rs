//! What articles that are loaded together share: the external symbols, by name, and the defined ones, by name and
//! definition. A constant *is* its definition, so the same definition read twice gives one constant, and two
//! definitions of one name give two.

use super::{Sequent, error::Problem};
use rationale_kernel::{
    Constant, KernelError, Name, Term, Theorem, Type, TypeDefinition, TypeOperator, Variable,
    define_constant, define_type, specify_constants,
};
use std::{collections::HashMap, rc::Rc};

/// The names that every article knows and none may define.
const EQUALITY: &str = "=";
const BOOLEAN: &str = "bool";
const FUNCTION: &str = "->";

/// The symbols and assumptions of a set of articles.
#[derive(Default)]
pub struct Symbols {
    operators: HashMap<(Name, usize), TypeOperator>,
    constants: HashMap<Name, Constant>,
    defined: HashMap<(Name, Term), (Constant, Theorem)>,
    specified: HashMap<Specification, (Vec<Constant>, Theorem)>,
    carved: HashMap<Carving, Rc<TypeDefinition>>,
    assumed: HashMap<Sequent, Theorem>,
}

/// What a list of constants is defined by.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Specification {
    pub(super) constants: Vec<(Name, Variable)>,
    pub(super) premise: Sequent,
}

/// What a type operator is defined by.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Carving {
    pub(super) name: Name,
    pub(super) abstraction: Name,
    pub(super) representation: Name,
    pub(super) parameters: Vec<Name>,
    pub(super) predicate: Term,
}

impl Symbols {
    /// The primitive type operator of that name.
    pub(super) fn primitive_operator(name: &Name) -> Option<TypeOperator> {
        match &**name {
            BOOLEAN => Some(TypeOperator::boolean()),
            FUNCTION => Some(TypeOperator::function()),
            _ => None,
        }
    }

    /// The external type operator of that name and arity.
    pub(super) fn operator(&mut self, name: &Name, arity: usize) -> TypeOperator {
        self.operators
            .entry((name.clone(), arity))
            .or_insert_with(|| TypeOperator::declare(name.clone(), arity))
            .clone()
    }

    /// The external constant of that name; it may be used at any type, for nothing is known of it.
    pub(super) fn constant(&mut self, name: &Name) -> Constant {
        if &**name == EQUALITY {
            return Constant::equality();
        }
        self.constants
            .entry(name.clone())
            .or_insert_with(|| Constant::declare(name.clone(), Type::variable("A")))
            .clone()
    }

    /// The assumption that a sequent holds, one theorem for each sequent.
    pub(super) fn axiom(&mut self, sequent: &Sequent) -> Result<Theorem, KernelError> {
        if let Some(known) = self.assumed.get(sequent) {
            return Ok(known.clone());
        }
        let name = format!("assumption {}", self.assumed.len() + 1);
        let theorem = Theorem::axiom(name, &sequent.hypotheses, &sequent.conclusion)?;
        self.assumed.insert(sequent.clone(), theorem.clone());
        Ok(theorem)
    }

    /// The constant defined as that term, and ⊢ constant = term.
    pub(super) fn define(
        &mut self,
        name: &Name,
        term: &Term,
    ) -> Result<(Constant, Theorem), Problem> {
        definable_constant(name)?;
        let key = (name.clone(), term.clone());
        if let Some(known) = self.defined.get(&key) {
            return Ok(known.clone());
        }
        let made = define_constant(name.clone(), term)?;
        self.defined.insert(key, made.clone());
        Ok(made)
    }

    /// The constants that `premise` specifies, and its conclusion about them.
    pub(super) fn specify(
        &mut self,
        key: Specification,
        premise: &Theorem,
    ) -> Result<(Vec<Constant>, Theorem), Problem> {
        for (at, (name, _)) in key.constants.iter().enumerate() {
            definable_constant(name)?;
            if key.constants[..at].iter().any(|(other, _)| other == name) {
                return Err(Problem::DefinedTwice(name.clone()));
            }
        }
        if let Some(known) = self.specified.get(&key) {
            return Ok(known.clone());
        }
        let made = specify_constants(&key.constants, premise)?;
        self.specified.insert(key, made.clone());
        Ok(made)
    }

    /// The type carved out by the predicate of `witness`.
    pub(super) fn carve(
        &mut self,
        key: Carving,
        witness: &Theorem,
    ) -> Result<Rc<TypeDefinition>, Problem> {
        if Self::primitive_operator(&key.name).is_some() {
            return Err(Problem::Primitive(key.name));
        }
        definable_constant(&key.abstraction)?;
        definable_constant(&key.representation)?;
        if key.abstraction == key.representation {
            return Err(Problem::DefinedTwice(key.abstraction));
        }
        // The kernel looks at the witness each time; only its result is shared.
        let made = define_type(
            key.name.clone(),
            key.abstraction.clone(),
            key.representation.clone(),
            &key.parameters,
            witness,
        )?;
        Ok(self
            .carved
            .entry(key)
            .or_insert_with(|| Rc::new(made))
            .clone())
    }
}

fn definable_constant(name: &Name) -> Result<(), Problem> {
    match &**name {
        EQUALITY => Err(Problem::Primitive(name.clone())),
        _ => Ok(()),
    }
}
