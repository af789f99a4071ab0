//! Kernel objects to nodes: types, terms, substitutions. Bound variables get names, literals their numerals, and each
//! constant its definition.

use super::{
    ExportError,
    graph::{Graph, Id, Word},
    literals::Literals,
    names,
};
use crate::logic::{Abstraction, TermShape, TermView};
use crate::opentheory::name::component;
use rationale_kernel::{Constant, Literal, Name, Term, Type, TypeOperator, TypeView, Variable};
use rustc_hash::FxHashMap;

/// Why a node cannot be made now.
pub(super) enum Stop {
    /// The record at that place must be converted first.
    Missing(usize),
    /// It cannot be made at all.
    Failed(ExportError),
}

impl<E: Into<ExportError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Stop::Failed(error.into())
    }
}

pub(super) type Made = Result<Id, Stop>;

/// Where a symbol comes from.
#[derive(Clone, Copy)]
pub(super) enum Origin {
    /// The record at that place defines it.
    Record(usize),
    /// It is that node.
    Node(Id),
}

/// Makes nodes, each once.
pub(super) struct Translator {
    pub(super) graph: Graph,
    pub(super) origins: FxHashMap<u64, Origin>,
    pub(super) literals: Literals,
    types: FxHashMap<Type, Id>,
    terms: FxHashMap<Term, Id>,
}

impl Translator {
    pub(super) fn new(origins: FxHashMap<u64, Origin>, literals: Literals) -> Self {
        Translator {
            graph: Graph::default(),
            origins,
            literals,
            types: FxHashMap::default(),
            terms: FxHashMap::default(),
        }
    }

    /// A node of a command that takes one other.
    pub(super) fn one(&mut self, word: Word, first: Id) -> Id {
        self.graph.node(word, first, 0)
    }

    /// A node of a command that takes two others.
    pub(super) fn two(&mut self, word: Word, first: Id, second: Id) -> Id {
        self.graph.node(word, first, second)
    }

    pub(super) fn name(&mut self, text: &str) -> Id {
        self.graph.name(text)
    }

    pub(super) fn type_variable(&mut self, name: &Name) -> Id {
        self.graph.name(&names::type_variable(name))
    }

    pub(super) fn ty(&mut self, ty: &Type) -> Made {
        if let Some(id) = self.types.get(ty) {
            return Ok(*id);
        }
        let id = match ty.view() {
            TypeView::Variable(name) => {
                let name = self.type_variable(name);
                self.one(Word::VarType, name)
            }
            TypeView::Apply(operator, arguments) => {
                let operator = self.operator(operator)?;
                let arguments = arguments
                    .iter()
                    .map(|t| self.ty(t))
                    .collect::<Result<Vec<_>, _>>()?;
                let arguments = self.graph.list(arguments);
                self.two(Word::OpType, operator, arguments)
            }
        };
        self.types.insert(ty.clone(), id);
        Ok(id)
    }

    fn operator(&mut self, operator: &TypeOperator) -> Made {
        match self.origins.get(&operator.identity()) {
            Some(Origin::Node(id)) => Ok(*id),
            Some(Origin::Record(place)) => Err(Stop::Missing(*place)),
            None => {
                let name = self.graph.name(&names::operator(operator.name()));
                Ok(self.one(Word::TypeOp, name))
            }
        }
    }

    fn constant(&mut self, constant: &Constant) -> Made {
        match self.origins.get(&constant.identity()) {
            Some(Origin::Node(id)) => Ok(*id),
            Some(Origin::Record(place)) => Err(Stop::Missing(*place)),
            None => {
                let name = self.graph.name(&names::constant(constant.name()));
                Ok(self.one(Word::Const, name))
            }
        }
    }

    pub(super) fn variable(&mut self, variable: &Variable) -> Made {
        let ty = self.ty(&variable.ty)?;
        let name = self.graph.name(&component(&variable.name));
        Ok(self.two(Word::Var, name, ty))
    }

    pub(super) fn term(&mut self, term: &Term) -> Made {
        if let Some(id) = self.terms.get(term) {
            return Ok(*id);
        }
        let id = match term.view() {
            TermView::Variable(variable) => {
                let variable = self.variable(variable)?;
                self.one(Word::VarTerm, variable)
            }
            TermView::Constant(constant) => {
                let (constant, ty) = (self.constant(constant)?, self.ty(term.ty())?);
                self.two(Word::ConstTerm, constant, ty)
            }
            TermView::Apply(function, argument) => {
                let (function, argument) = (self.term(function)?, self.term(argument)?);
                self.two(Word::AppTerm, function, argument)
            }
            TermView::Abstract(abstraction) => self.abstraction(term, abstraction)?,
            TermView::Literal(literal) => self.literal(literal)?,
        };
        self.terms.insert(term.clone(), id);
        Ok(id)
    }

    fn abstraction(&mut self, term: &Term, abstraction: Abstraction<'_>) -> Made {
        let mut name = abstraction.hint().to_string();
        let ty = abstraction.binder_type();
        let mut variable = Variable::new(&*name, ty.clone());
        while term.has_free(&variable) {
            name.push('\'');
            variable = Variable::new(&*name, ty.clone());
        }
        let body = abstraction.open(&Term::variable(&variable))?;
        let (variable, body) = (self.variable(&variable)?, self.term(&body)?);
        Ok(self.two(Word::AbsTerm, variable, body))
    }

    fn literal(&mut self, literal: &Literal) -> Made {
        let numeral = self.literals.numeral(literal)?;
        self.term(&numeral)
    }

    pub(super) fn terms(&mut self, terms: &[Term]) -> Made {
        let terms = terms
            .iter()
            .map(|t| self.term(t))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(self.graph.list(terms))
    }

    /// `[[], [[variable, term], …]]`
    pub(super) fn substitution(&mut self, by: &[(Variable, Term)]) -> Made {
        let mut pairs = vec![];
        for (variable, image) in by {
            let (variable, image) = (self.variable(variable)?, self.term(image)?);
            pairs.push(self.graph.pair(variable, image));
        }
        let (types, terms) = (self.graph.list([]), self.graph.list(pairs));
        Ok(self.graph.pair(types, terms))
    }

    /// `[[[name, type], …], []]`
    pub(super) fn type_substitution(&mut self, by: &[(Name, Type)]) -> Made {
        let mut pairs = vec![];
        for (name, image) in by {
            let (name, image) = (self.type_variable(name), self.ty(image)?);
            pairs.push(self.graph.pair(name, image));
        }
        let (types, terms) = (self.graph.list(pairs), self.graph.list([]));
        Ok(self.graph.pair(types, terms))
    }
}
