//! What articles that are loaded together share: the external symbols, by name, and the defined ones, by name and
//! definition. A constant *is* its definition, so the same definition read twice gives one constant, and two
//! definitions of one name give two.

use super::{Article, Sequent, error::Problem, object::Symbol};
use crate::logic::{ConstantShape, OperatorShape, TypeDefinition, define_type};
use crate::opentheory::print::symbols_of;
use rationale_kernel::{
    Constant, KernelError, Name, Term, Theorem, Type, TypeOperator, Variable, define_constant,
    specify_constants,
};
use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

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
    imported: Imported,
}

/// What earlier articles offer to later ones: symbols by name, and theorems for assumptions.
#[derive(Default)]
struct Imported {
    operators: HashMap<Name, TypeOperator>,
    constants: HashMap<Name, Symbol>,
    theorems: HashMap<Sequent, Theorem>,
}

/// What a list of constants is defined by.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Specification {
    /// The new names, each with the variable that it replaces.
    pub constants: Vec<(Name, Variable)>,
    /// What is said of the variables, under their definitions.
    pub premise: Sequent,
}

/// What a type operator is defined by.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Carving {
    /// The operator's name.
    pub name: Name,
    /// The name of the function into the new type.
    pub abstraction: Name,
    /// The name of the function out of it.
    pub representation: Name,
    /// The type variables that become parameters, in order.
    pub parameters: Vec<Name>,
    /// Which values the new type has.
    pub predicate: Term,
}

/// How an article defined a symbol.
pub enum Origin<'s> {
    /// As that term, under that name.
    Defined(&'s Name, &'s Term),
    /// As one of a list of constants, the place in it.
    Specified(usize, &'s Specification),
    /// As a part of a type definition: 0 the operator, 1 and 2 the functions into it and out of it.
    Carved(usize, &'s Carving),
}

impl Symbols {
    /// How each defined symbol was defined, by identity and in its order.
    pub fn origins(&self) -> BTreeMap<u64, Origin<'_>> {
        let mut origins = BTreeMap::new();
        for ((name, term), (constant, _)) in &self.defined {
            origins.insert(constant.identity(), Origin::Defined(name, term));
        }
        for (specification, (constants, _)) in &self.specified {
            for (place, constant) in constants.iter().enumerate() {
                let origin = Origin::Specified(place, specification);
                origins.insert(constant.identity(), origin);
            }
        }
        for (carving, made) in &self.carved {
            let constants = [&made.abstraction, &made.representation].map(Constant::identity);
            let parts = [made.operator.identity(), constants[0], constants[1]];
            for (place, identity) in parts.into_iter().enumerate() {
                origins.insert(identity, Origin::Carved(place, carving));
            }
        }
        origins
    }

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
        if let Some(known) = self
            .imported
            .operators
            .get(name)
            .filter(|known| known.arity() == arity)
        {
            return known.clone();
        }
        self.operators
            .entry((name.clone(), arity))
            .or_insert_with(|| TypeOperator::declare(name.clone(), arity))
            .clone()
    }

    /// The external constant of that name: an imported one, or one that may be used at any type, for nothing is known
    /// of it.
    pub(super) fn constant(&mut self, name: &Name) -> Symbol {
        if &**name == EQUALITY {
            return Symbol::Known(Constant::equality());
        }
        if let Some(known) = self.imported.constants.get(name) {
            return known.clone();
        }
        let declare = || Constant::declare(name.clone(), Type::variable("A"));
        Symbol::Known(
            self.constants
                .entry(name.clone())
                .or_insert_with(declare)
                .clone(),
        )
    }

    /// Offers an article's theorems, and the symbols that they speak of, to the articles that are read from now on.
    pub fn import(&mut self, article: &Article) {
        let sequents = article.theorems.iter().map(|exported| &exported.sequent);
        let terms = sequents.flat_map(|s| s.hypotheses.iter().chain([&s.conclusion]));
        let (operators, constants) = symbols_of(terms);
        for operator in operators {
            self.imported
                .operators
                .insert(operator.name().clone(), operator);
        }
        for constant in constants {
            self.imported
                .constants
                .insert(constant.name().clone(), Symbol::Known(constant));
        }
        for exported in &article.theorems {
            let theorem = exported.theorem.clone();
            self.imported
                .theorems
                .insert(exported.sequent.clone(), theorem);
        }
    }

    /// Takes an external constant for a term, in the articles that are read from now on.
    pub fn interpret(&mut self, name: impl Into<Name>, meaning: Term) {
        self.imported
            .constants
            .insert(name.into(), Symbol::Meaning(meaning));
    }

    /// The imported constant of that name.
    pub fn imported(&self, name: &str) -> Option<&Constant> {
        match self.imported.constants.get(name)? {
            Symbol::Known(constant) => Some(constant),
            Symbol::Meaning(_) => None,
        }
    }

    /// Whether an imported theorem says it.
    pub(super) fn discharges(&self, sequent: &Sequent) -> bool {
        self.imported.theorems.contains_key(sequent)
    }

    /// The assumption that a sequent holds, one theorem for each sequent.
    pub(super) fn axiom(&mut self, sequent: &Sequent) -> Result<Theorem, KernelError> {
        let imported = self.imported.theorems.get(sequent);
        if let Some(known) = imported.or_else(|| self.assumed.get(sequent)) {
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
