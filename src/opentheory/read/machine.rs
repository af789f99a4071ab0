//! The stack machine. A command looks at what it takes, makes what it gives, and only then replaces the one by the
//! other: after an error the stack is as it was.

use super::{
    Article, Counts, Exported, Sequent, Symbols,
    command::{Command, Word},
    error::Problem,
    object::{Kind, List, Object, Operator, Symbol},
};
use crate::logic::constant_at;
use crate::opentheory::print::Printer;
use rationale_kernel::{Name, Term, Theorem, Type, TypeOperator, Variable};
use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

/// The most objects on the stack, and the most in the dictionary.
const MAX_OBJECTS: usize = 1 << 22;
/// The most hypotheses and assumptions in all theorems made, for an empty article and for each command more. Without a
/// limit, articles could ask for the square of their length.
const MAX_SEQUENTS: u64 = 1 << 24;
const MAX_SEQUENTS_EACH: u64 = 128;
/// Keys below this are looked up by place.
const DENSE: i64 = 1 << 17;

pub(super) type Done = Result<(), Problem>;

/// The state of a replay.
pub(super) struct Machine<'a> {
    pub(super) symbols: &'a mut Symbols,
    pub(super) version: u8,
    stack: Vec<Object>,
    dictionary: Dictionary,
    /// The arities at which this article uses external type operators.
    arities: HashMap<Name, usize>,
    exported: HashSet<Sequent>,
    assumed: HashSet<u64>,
    discharged: HashSet<Sequent>,
    /// How many hypotheses and assumptions the theorems made so far have.
    carried: u64,
    pub(super) article: Article,
}

#[derive(Default)]
struct Dictionary {
    dense: Vec<Option<Object>>,
    sparse: HashMap<i64, Object>,
    count: usize,
}

impl Dictionary {
    fn insert(&mut self, key: i64, object: Object) -> Done {
        let before = if (0..DENSE).contains(&key) {
            let place = key as usize;
            if self.dense.len() <= place {
                self.dense.resize(place + 1, None);
            }
            self.dense[place].replace(object)
        } else {
            self.sparse.insert(key, object)
        };
        self.count += usize::from(before.is_none());
        within_limit(self.count, "in the dictionary")
    }

    fn get(&self, key: i64) -> Result<Object, Problem> {
        let found = match usize::try_from(key) {
            Ok(place) if key < DENSE => self.dense.get(place).and_then(Option::as_ref),
            _ => self.sparse.get(&key),
        };
        found.cloned().ok_or_else(|| Problem::NoEntry(key))
    }

    fn remove(&mut self, key: i64) -> Result<Object, Problem> {
        let found = match usize::try_from(key) {
            Ok(place) if key < DENSE => self.dense.get_mut(place).and_then(Option::take),
            _ => self.sparse.remove(&key),
        };
        self.count -= usize::from(found.is_some());
        found.ok_or_else(|| Problem::NoEntry(key))
    }
}

fn within_limit(count: usize, place: &'static str) -> Done {
    let limit = MAX_OBJECTS;
    if count <= limit {
        Ok(())
    } else {
        Err(Problem::TooMany { limit, place })
    }
}

impl<'a> Machine<'a> {
    pub(super) fn new(symbols: &'a mut Symbols) -> Self {
        Machine {
            symbols,
            version: 5,
            stack: vec![],
            dictionary: Dictionary::default(),
            arities: HashMap::new(),
            exported: HashSet::new(),
            assumed: HashSet::new(),
            discharged: HashSet::new(),
            carried: 0,
            article: Article {
                version: 5,
                theorems: vec![],
                assumptions: vec![],
                discharged: vec![],
                constants: vec![],
                operators: vec![],
                counts: Counts::default(),
                warnings: vec![],
            },
        }
    }

    /// The top of the stack, topmost first.
    pub(super) fn top(&self, count: usize) -> impl Iterator<Item = &Object> {
        self.stack.iter().rev().take(count)
    }

    /// Carries out one command.
    pub(super) fn execute(&mut self, command: Command) -> Done {
        self.article.counts.commands += 1;
        match command {
            Command::Number(number) => self.give(0, Object::Number(number)),
            Command::Name(name) => self.give(0, Object::Name(name)),
            Command::Word(word) => {
                if self.version == 5 && word.is_new() {
                    return Err(Problem::NotInVersion5);
                }
                self.article.counts.inferences += u64::from(word.is_inference());
                self.carry_out(word)
            }
        }
    }

    fn carry_out(&mut self, word: Word) -> Done {
        match word {
            Word::Nil => self.give(0, Object::List(List::default())),
            Word::Cons => self.cons(),
            Word::HdTl => self.head_and_tail(),
            Word::Pop | Word::Pragma => self.take(1),
            Word::Def => self.define_entry(),
            Word::Ref => self.refer(),
            Word::Remove => self.remove(),
            Word::Version => self.set_version(),
            Word::VarType => self.variable_type(),
            Word::TypeOp => self.type_operator(),
            Word::OpType => self.operator_type(),
            Word::Var => self.variable(),
            Word::VarTerm => self.variable_term(),
            Word::Const => self.constant(),
            Word::ConstTerm => self.constant_term(),
            Word::AbsTerm => self.abstraction_term(),
            Word::AppTerm => self.application_term(),
            Word::Axiom => self.axiom(),
            Word::Thm => self.export(),
            Word::AbsThm => self.abstraction(),
            Word::AppThm => self.congruence(),
            Word::Assume => self.assume(),
            Word::BetaConv => self.beta(),
            Word::DeductAntisym => self.deduct_antisymmetric(),
            Word::EqMp => self.equal_modus_ponens(),
            Word::ProveHyp => self.prove_hypothesis(),
            Word::Refl => self.reflexive(),
            Word::Subst => self.substitute(),
            Word::Sym => self.symmetric(),
            Word::Trans => self.transitive(),
            Word::DefineConst => self.define_constant(),
            Word::DefineConstList => self.define_constants(),
            Word::DefineTypeOp => self.define_type_operator(),
        }
    }

    /// The object of a kind that many places below the top.
    pub(super) fn at<K: Kind>(&self, depth: usize) -> Result<&K, Problem> {
        let object = self.object(depth)?;
        K::of(object).ok_or_else(|| Problem::WrongKind {
            expected: K::NAME,
            depth,
            found: object.kind(),
        })
    }

    fn object(&self, depth: usize) -> Result<&Object, Problem> {
        let found = self.stack.len();
        match found.checked_sub(depth + 1) {
            Some(place) => Ok(&self.stack[place]),
            None => Err(Problem::StackTooLow {
                expected: depth + 1,
                found,
            }),
        }
    }

    /// Removes objects from the top.
    fn take(&mut self, count: usize) -> Done {
        self.object(count - 1)?;
        self.stack.truncate(self.stack.len() - count);
        Ok(())
    }

    /// Replaces as many objects on top as are `taken` by one; they are there.
    pub(super) fn give(&mut self, taken: usize, object: Object) -> Done {
        self.stack.truncate(self.stack.len() - taken);
        self.stack.push(object);
        within_limit(self.stack.len(), "on the stack")
    }

    pub(super) fn give_term(&mut self, taken: usize, term: Term) -> Done {
        self.give(taken, Object::Term(term))
    }

    pub(super) fn give_theorem(&mut self, taken: usize, theorem: Theorem) -> Done {
        self.carried += (theorem.hypotheses().len() + theorem.axioms().len()) as u64;
        if self.carried > MAX_SEQUENTS + MAX_SEQUENTS_EACH * self.article.counts.commands {
            let (limit, place) = (MAX_SEQUENTS as usize, "among hypotheses and assumptions");
            return Err(Problem::TooMany { limit, place });
        }
        self.give(taken, Object::Theorem(Rc::new(theorem)))
    }

    fn cons(&mut self) -> Done {
        let list = List::cons(self.object(1)?.clone(), self.at::<List>(0)?.clone());
        self.give(2, Object::List(list))
    }

    fn head_and_tail(&mut self) -> Done {
        let (head, tail) = self
            .at::<List>(0)?
            .split()
            .ok_or_else(|| Problem::EmptyList)?;
        let (head, tail) = (head.clone(), Object::List(tail.clone()));
        self.give(1, head)?;
        self.give(0, tail)
    }

    fn define_entry(&mut self) -> Done {
        let (key, object) = (*self.at::<i64>(0)?, self.object(1)?.clone());
        self.dictionary.insert(key, object)?;
        self.take(1)
    }

    fn refer(&mut self) -> Done {
        let object = self.dictionary.get(*self.at::<i64>(0)?)?;
        self.give(1, object)
    }

    fn remove(&mut self) -> Done {
        let object = self.dictionary.remove(*self.at::<i64>(0)?)?;
        self.give(1, object)
    }

    fn set_version(&mut self) -> Done {
        let number = *self.at::<i64>(0)?;
        if self.article.counts.commands != 2 {
            return Err(Problem::LateVersion);
        }
        self.version = match number {
            5 => 5,
            6 => 6,
            other => return Err(Problem::Version(other)),
        };
        self.take(1)
    }

    fn variable_type(&mut self) -> Done {
        let ty = Type::variable(self.at::<Name>(0)?.clone());
        self.give(1, Object::Type(ty))
    }

    fn type_operator(&mut self) -> Done {
        let name = self.at::<Name>(0)?;
        let operator = match Symbols::primitive_operator(name) {
            Some(primitive) => Operator::Known(primitive),
            None => Operator::External(name.clone()),
        };
        self.give(1, Object::Operator(operator))
    }

    fn operator_type(&mut self) -> Done {
        let arguments = members::<Type>(self.at::<List>(0)?)?;
        let operator = match self.at::<Operator>(1)? {
            Operator::Known(operator) => operator.clone(),
            Operator::External(name) => {
                let name = name.clone();
                self.external_operator(name, arguments.len())?
            }
        };
        self.give(2, Object::Type(Type::apply(&operator, arguments)?))
    }

    /// The first use of an external type operator fixes its arity for the article.
    fn external_operator(&mut self, name: Name, found: usize) -> Result<TypeOperator, Problem> {
        let expected = *self.arities.entry(name.clone()).or_insert(found);
        if expected != found {
            return Err(Problem::Arity {
                operator: name,
                expected,
                found,
            });
        }
        Ok(self.symbols.operator(&name, found))
    }

    fn variable(&mut self) -> Done {
        let variable = Variable::new(self.at::<Name>(1)?.clone(), self.at::<Type>(0)?.clone());
        self.give(2, Object::Variable(variable))
    }

    fn variable_term(&mut self) -> Done {
        self.give_term(1, Term::variable(self.at::<Variable>(0)?))
    }

    fn constant(&mut self) -> Done {
        let name = self.at::<Name>(0)?.clone();
        let symbol = self.symbols.constant(&name);
        self.give(1, Object::Constant(symbol))
    }

    fn constant_term(&mut self) -> Done {
        let ty = self.at::<Type>(0)?;
        let term = match self.at::<Symbol>(1)? {
            Symbol::Known(constant) => constant_at(constant, ty)?,
            Symbol::Meaning(term) if term.ty() == ty => term.clone(),
            Symbol::Meaning(term) => {
                return Err(Problem::OtherMeaning(Printer::short().term(term)));
            }
        };
        self.give_term(2, term)
    }

    fn abstraction_term(&mut self) -> Done {
        let term = Term::abstraction(self.at::<Variable>(1)?, self.at::<Term>(0)?)?;
        self.give_term(2, term)
    }

    fn application_term(&mut self) -> Done {
        let term = Term::apply(self.at::<Term>(1)?, self.at::<Term>(0)?)?;
        self.give_term(2, term)
    }

    /// The sequent whose conclusion is on top and whose hypotheses are below it.
    fn sequent(&self) -> Result<Sequent, Problem> {
        let conclusion = self.at::<Term>(0)?.clone();
        Ok(Sequent::new(members(self.at::<List>(1)?)?, conclusion))
    }

    fn axiom(&mut self) -> Done {
        let sequent = self.sequent()?;
        let theorem = self.symbols.axiom(&sequent)?;
        let article = &mut self.article;
        for axiom in theorem.axioms() {
            if self.assumed.insert(axiom.identity()) {
                article.assumptions.push(Sequent::of_axiom(axiom));
            }
        }
        if self.symbols.discharges(&sequent) && self.discharged.insert(sequent.clone()) {
            article.discharged.push(sequent);
        }
        self.give_theorem(2, theorem)
    }

    fn export(&mut self) -> Done {
        let sequent = self.sequent()?;
        let theorem = self.at::<Rc<Theorem>>(2)?;
        Problem::unless_states(theorem, &sequent)?;
        let theorem = (**theorem).clone();
        if self.exported.insert(sequent.clone()) {
            self.article.theorems.push(Exported { sequent, theorem });
        }
        self.take(3)
    }

    /// What the replay came to, at the end of the text.
    pub(super) fn finish(mut self) -> Article {
        self.article.version = self.version;
        for (count, place) in [
            (self.stack.len(), "on the stack"),
            (self.dictionary.count, "in the dictionary"),
        ] {
            if count > 0 {
                let objects = if count == 1 {
                    "object is"
                } else {
                    "objects are"
                };
                self.article
                    .warnings
                    .push(format!("{count} {objects} left {place}"));
            }
        }
        self.article
    }
}

/// The members of a list, all of one kind.
pub(super) fn members<K: Kind + Clone>(list: &List) -> Result<Vec<K>, Problem> {
    list.iter().map(|object| member(object).cloned()).collect()
}

/// A member of a list, of a kind.
pub(super) fn member<K: Kind>(object: &Object) -> Result<&K, Problem> {
    K::of(object).ok_or_else(|| Problem::WrongMember {
        expected: K::NAME,
        found: object.kind(),
    })
}
