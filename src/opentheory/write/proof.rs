//! Records of the log to nodes: each kernel inference as commands of the format. Records are converted when they are
//! asked for, premises and definitions first; pending ones wait on the heap.

use super::{
    ExportError,
    graph::{Id, Word},
    log::{Log, Recorder, Record, premises},
    names,
    translate::{Made, Origin, Stop, Translator},
};
use rationale_kernel::{Constant, Inference, Literal, Name, Serial, Term, Theorem, TypeDefinition, Variable};
use rustc_hash::{FxHashMap, FxHashSet};

/// The proofs of a log, as far as they were asked for.
pub(super) struct Proofs {
    pub(super) translator: Translator,
    recorder: Recorder,
    log: Log,
    /// The node of the theorem that a record made.
    made: FxHashMap<usize, Id>,
}

impl Proofs {
    pub(super) fn new(recorder: Recorder, log: Log, literals: super::literals::Literals) -> Self {
        let mut origins = FxHashMap::default();
        for place in 0..log.len() {
            register(&mut origins, place, &log.get(place).inference);
        }
        Proofs {
            translator: Translator::new(origins, literals),
            recorder,
            log,
            made: FxHashMap::default(),
        }
    }

    /// The node that exports a theorem.
    pub(super) fn export(&mut self, name: &Name, theorem: &Theorem) -> Result<Id, ExportError> {
        let place = self.log.place(theorem.serial()).ok_or_else(|| ExportError::NotRecorded(name.clone()))?;
        self.complete(|proofs| {
            let proof = proofs.theorem_at(place)?;
            let hypotheses = proofs.translator.terms(theorem.hypotheses())?;
            let conclusion = proofs.translator.term(&theorem.conclusion())?;
            let both = proofs.translator.two(Word::Both, proof, hypotheses);
            Ok(proofs.translator.two(Word::Thm, both, conclusion))
        })
    }

    /// Tries until nothing is missing.
    fn complete(&mut self, mut attempt: impl FnMut(&mut Self) -> Made) -> Result<Id, ExportError> {
        loop {
            match attempt(self) {
                Ok(id) => return Ok(id),
                Err(Stop::Failed(error)) => return Err(error),
                Err(Stop::Missing(place)) => self.provide(place)?,
            }
        }
    }

    /// Converts a record and everything that it needs.
    fn provide(&mut self, place: usize) -> Result<(), ExportError> {
        let (mut pending, mut waiting) = (vec![place], FxHashSet::from_iter([place]));
        while let Some(&place) = pending.last() {
            match self.convert(place) {
                Ok(id) => {
                    self.made.insert(place, id);
                    waiting.remove(&place);
                    pending.pop();
                }
                Err(Stop::Missing(needed)) if waiting.insert(needed) => pending.push(needed),
                Err(Stop::Missing(_)) => return Err(ExportError::Circular),
                Err(Stop::Failed(error)) => return Err(error),
            }
        }
        Ok(())
    }

    fn theorem_at(&self, place: usize) -> Made {
        self.made.get(&place).copied().ok_or(Stop::Missing(place))
    }

    fn theorem(&self, serial: Serial) -> Made {
        match self.log.place(serial) {
            Some(place) => self.theorem_at(place),
            None => Err(ExportError::Unrecorded(serial).into()),
        }
    }

    fn convert(&mut self, place: usize) -> Made {
        use Inference as I;
        let record = self.log.get(place).clone();
        for premise in premises(&record.inference) {
            self.theorem(premise)?;
        }
        let maker = &mut self.translator;
        match &record.inference {
            I::Reflexive(t) => unary(maker, Word::Refl, t),
            I::Assume(t) => unary(maker, Word::Assume, t),
            I::Beta(t) => unary(maker, Word::BetaConv, t),
            I::Transitive(a, b) => self.binary(Word::Trans, *a, *b),
            I::Congruence(a, b) => self.binary(Word::AppThm, *a, *b),
            I::EqualModusPonens(a, b) => self.binary(Word::EqMp, *a, *b),
            I::DeductAntisymmetric(a, b) => self.binary(Word::DeductAntisym, *a, *b),
            I::Abstraction(v, a) => {
                let (variable, premise) = (maker.variable(v)?, self.theorem(*a)?);
                Ok(self.translator.two(Word::AbsThm, variable, premise))
            }
            I::Instantiate(by, a) => {
                let (by, premise) = (maker.substitution(by)?, self.theorem(*a)?);
                Ok(self.translator.two(Word::Subst, by, premise))
            }
            I::InstantiateTypes(by, a) => {
                let (by, premise) = (maker.type_substitution(by)?, self.theorem(*a)?);
                Ok(self.translator.two(Word::Subst, by, premise))
            }
            I::Axiom(_) => self.axiom(&record),
            I::DefineConstant(constant, term) => self.constant(constant, term),
            I::SpecifyConstants(pairs, premise) => self.constants(pairs, *premise),
            I::TypeAbsRep(definition, parameters, premise) => self.carve(definition, parameters, *premise, &record),
            I::TypeRepAbs(first) => self.representation(*first, &record),
            I::Literal(literal) => self.literal(literal),
            I::Compute(_) => self.compute(&record),
        }
    }

    fn binary(&mut self, word: Word, first: Serial, second: Serial) -> Made {
        let (first, second) = (self.theorem(first)?, self.theorem(second)?);
        Ok(self.translator.two(word, first, second))
    }

    fn axiom(&mut self, record: &Record) -> Made {
        let stated = record.stated.as_ref().ok_or(ExportError::Unrecorded(record.serial))?;
        let hypotheses = self.translator.terms(stated.hypotheses())?;
        let conclusion = self.translator.term(&stated.conclusion())?;
        Ok(self.translator.two(Word::Axiom, hypotheses, conclusion))
    }

    fn constant(&mut self, constant: &Constant, term: &Term) -> Made {
        let maker = &mut self.translator;
        let term = maker.term(term)?;
        let name = maker.name(&names::constant(constant.name()));
        let definition = maker.graph.definition(Word::DefineConst, name, term, 2);
        let node = maker.graph.part(definition, 0);
        maker.origins.insert(constant.identity(), Origin::Node(node));
        Ok(maker.graph.part(definition, 1))
    }

    fn constants(&mut self, pairs: &[(Constant, Variable)], premise: Serial) -> Made {
        let premise = self.theorem(premise)?;
        let maker = &mut self.translator;
        let mut listed = vec![];
        for (constant, variable) in pairs {
            let variable = maker.variable(variable)?;
            let name = maker.name(&names::constant(constant.name()));
            listed.push(maker.graph.pair(name, variable));
        }
        let listed = maker.graph.list(listed);
        let makes = pairs.len() + 1;
        let definition = maker.graph.definition(Word::DefineConstList, listed, premise, makes);
        for (index, (constant, _)) in pairs.iter().enumerate() {
            let node = maker.graph.part(definition, index);
            maker.origins.insert(constant.identity(), Origin::Node(node));
        }
        Ok(maker.graph.part(definition, pairs.len()))
    }

    /// The first theorem of a type definition: ⊢ abs (rep a) = a, from ⊢ (λa. abs (rep a)) = (λa. a).
    fn carve(&mut self, made: &TypeDefinition, parameters: &[Name], premise: Serial, record: &Record) -> Made {
        let premise = self.theorem(premise)?;
        let maker = &mut self.translator;
        let listed: Vec<Id> = parameters.iter().map(|name| maker.type_variable(name)).collect();
        let listed = maker.graph.list(listed);
        let operator = maker.name(&names::operator(made.operator.name()));
        let [abstraction, representation] =
            [&made.abstraction, &made.representation].map(|c| maker.name(&names::constant(c.name())));
        let both = maker.two(Word::Both, operator, abstraction);
        let both = maker.two(Word::Both, both, representation);
        let both = maker.two(Word::Both, both, listed);
        let definition = maker.graph.definition(Word::DefineTypeOp, both, premise, 5);
        let identities = [made.operator.identity(), made.abstraction.identity(), made.representation.identity()];
        for (index, identity) in identities.into_iter().enumerate() {
            let node = maker.graph.part(definition, index);
            maker.origins.insert(identity, Origin::Node(node));
        }
        let quantified = maker.graph.part(definition, 3);
        self.applied(quantified, record, false)
    }

    /// The second theorem: ⊢ P r = (rep (abs r) = r), from ⊢ (λr. rep (abs r) = r) = (λr. P r).
    fn representation(&mut self, first: Serial, record: &Record) -> Made {
        let place = self.log.place(first).ok_or(ExportError::Unrecorded(first))?;
        let Inference::TypeAbsRep(made, ..) = &self.log.get(place).inference else {
            return Err(ExportError::Unrecorded(first).into());
        };
        let Some(Origin::Node(operator)) = self.translator.origins.get(&made.operator.identity()) else {
            return Err(Stop::Missing(place));
        };
        let definition = self.translator.graph.get(*operator).first;
        let quantified = self.translator.graph.part(definition, 4);
        let swapped = self.applied(quantified, record, true)?;
        Ok(self.translator.one(Word::Sym, swapped))
    }

    /// From ⊢ (λx. s) = (λx. t), the equation s = t that the record states, or the other way round, over its variable.
    fn applied(&mut self, quantified: Id, record: &Record, swapped: bool) -> Made {
        let unrecorded = || Stop::Failed(ExportError::Unrecorded(record.serial));
        let (left, right) = record.stated.as_ref().and_then(Theorem::as_equation).ok_or_else(unrecorded)?;
        let (left, right) = if swapped { (right, left) } else { (left, right) };
        let free = left.free_variables().into_iter().next().ok_or_else(unrecorded)?;
        let value = Term::variable(&free);
        let [f, g] = [left, right].map(|side| Term::apply(&Term::abstraction(&free, side)?, &value));
        let maker = &mut self.translator;
        let same = unary(maker, Word::Refl, &value)?;
        let applied = maker.two(Word::AppThm, quantified, same);
        let (left, right) = (unary(maker, Word::BetaConv, &f?)?, unary(maker, Word::BetaConv, &g?)?);
        let back = maker.one(Word::Sym, left);
        let rest = maker.two(Word::Trans, applied, right);
        Ok(maker.two(Word::Trans, back, rest))
    }

    /// A literal's defining equation. The literals 0, and 1 of the rationals, are written as the constants themselves.
    fn literal(&mut self, literal: &Literal) -> Made {
        if let Some(constant) = self.translator.literals.constant(literal)? {
            return unary(&mut self.translator, Word::Refl, &constant);
        }
        let expansion = self.translator.literals.unfold(literal)?;
        self.expanded(&expansion)
    }

    /// A computed equation, by the lemmas about numerals.
    fn compute(&mut self, record: &Record) -> Made {
        let stated = record.stated.as_ref().ok_or(ExportError::Unrecorded(record.serial))?;
        let expansion = self.translator.literals.compute(stated)?;
        self.expanded(&expansion)
    }

    /// The node of a theorem that was proved just now.
    fn expanded(&mut self, expansion: &Theorem) -> Made {
        let from = self.log.len();
        self.log.extend(&self.recorder);
        for place in from..self.log.len() {
            register(&mut self.translator.origins, place, &self.log.get(place).inference);
        }
        self.theorem(expansion.serial())
    }
}

fn unary(maker: &mut Translator, word: Word, term: &Term) -> Made {
    let term = maker.term(term)?;
    Ok(maker.one(word, term))
}

/// Notes which symbols a record defines.
fn register(origins: &mut FxHashMap<u64, Origin>, place: usize, inference: &Inference) {
    let mut note = |identity| {
        origins.entry(identity).or_insert(Origin::Record(place));
    };
    match inference {
        Inference::DefineConstant(constant, _) => note(constant.identity()),
        Inference::SpecifyConstants(pairs, _) => pairs.iter().for_each(|(c, _)| note(c.identity())),
        Inference::TypeAbsRep(made, ..) => {
            note(made.operator.identity());
            note(made.abstraction.identity());
            note(made.representation.identity());
        }
        _ => {}
    }
}
