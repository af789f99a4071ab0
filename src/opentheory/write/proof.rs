//! Records of the log to nodes: each kernel inference as commands of the format. Records are converted when they are
//! asked for, premises and definitions first; pending ones wait on the heap.

use super::{
    ExportError,
    graph::{Id, Word},
    literals::Literals,
    log::{Log, Record, Recorder, Rule},
    names,
    translate::{Made, Origin, Stop, Translator},
};
use crate::logic::{TermShape, spine};
use rationale_kernel::{
    Constant, Name, Serial, Substitution, Term, Theorem, Type, TypeOperator, TypeView,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// The proofs of a log, as far as they were asked for.
pub(super) struct Proofs {
    pub(super) translator: Translator,
    recorder: Recorder,
    log: Log,
    /// The node of the theorem that a record made.
    made: FxHashMap<usize, Id>,
    /// The plain proofs of literal steps, by the serials of those.
    expansions: FxHashMap<Serial, Serial>,
}

impl Proofs {
    pub(super) fn new(recorder: Recorder, log: Log, literals: Literals) -> Self {
        let mut origins = FxHashMap::default();
        for place in 0..log.len() {
            register(&mut origins, place, log.get(place));
        }
        Proofs {
            translator: Translator::new(origins, literals),
            recorder,
            log,
            made: FxHashMap::default(),
            expansions: FxHashMap::default(),
        }
    }

    /// The node that exports a theorem.
    pub(super) fn export(&mut self, name: &Name, theorem: &Theorem) -> Result<Id, ExportError> {
        let place = self
            .log
            .place(theorem.serial())
            .ok_or_else(|| ExportError::NotRecorded(name.clone()))?;
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
                    self.log.forget(place);
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
        let record = self.log.get(place).clone();
        let mut premises = vec![];
        for premise in record.premises() {
            premises.push(self.theorem(premise)?);
        }
        match &record.rule {
            Rule::Terms(by) => {
                let by = self.translator.substitution(by)?;
                self.by_premises(Word::Subst, Some(by), &premises)
            }
            Rule::Types(by) => {
                let by = self.translator.type_substitution(by)?;
                self.by_premises(Word::Subst, Some(by), &premises)
            }
            Rule::Specify(by) => self.constants(by, &premises),
            Rule::Plain(name) => self.by_premises(word(name)?, None, &premises),
            Rule::Term(name, term) => unary(&mut self.translator, word(name)?, term),
            Rule::Abstraction(variable) => {
                let variable = self.translator.variable(variable)?;
                self.by_premises(Word::AbsThm, Some(variable), &premises)
            }
            Rule::Stated(name, result) => self.stated(name, result, &premises),
        }
    }

    fn stated(&mut self, name: &str, result: &Theorem, premises: &[Id]) -> Made {
        match name {
            "axiom" => self.axiom(result),
            "define_constant" => self.constant(result),
            "define_type, abs_rep" => self.carve(result, premises),
            "define_type, rep_abs" => self.representation(result),
            "literal" => self.literal(result),
            "compute" => self.expanded(result, Literals::compute),
            _ => Err(ExportError::Unknown(result.serial()).into()),
        }
    }

    /// A command that takes what comes first, if anything does, and the premises.
    fn by_premises(&mut self, word: Word, first: Option<Id>, premises: &[Id]) -> Made {
        match (first, premises) {
            (Some(first), [second]) => Ok(self.translator.two(word, first, *second)),
            (None, [first, second]) => Ok(self.translator.two(word, *first, *second)),
            _ => Err(ExportError::Unknown(0).into()),
        }
    }

    fn axiom(&mut self, stated: &Theorem) -> Made {
        let hypotheses = self.translator.terms(stated.hypotheses())?;
        let conclusion = self.translator.term(&stated.conclusion())?;
        Ok(self.translator.two(Word::Axiom, hypotheses, conclusion))
    }

    fn constant(&mut self, definition: &Theorem) -> Made {
        let unknown = || ExportError::Unknown(definition.serial());
        let (left, term) = definition.as_equation().ok_or_else(unknown)?;
        let constant = left.as_constant().ok_or_else(unknown)?;
        let maker = &mut self.translator;
        let term = maker.term(term)?;
        let name = maker.name(&names::constant(constant.name()));
        let node = maker.graph.definition(Word::DefineConst, name, term, 2);
        let part = maker.graph.part(node, 0);
        maker
            .origins
            .insert(constant.identity(), Origin::Node(part));
        Ok(maker.graph.part(node, 1))
    }

    fn constants(&mut self, by: &Substitution, premises: &[Id]) -> Made {
        let [premise] = premises else {
            return Err(ExportError::Unknown(0).into());
        };
        let maker = &mut self.translator;
        let mut listed = vec![];
        for (variable, image) in by.iter() {
            let constant = image.as_constant().ok_or(ExportError::Unknown(0))?;
            let variable = maker.variable(variable)?;
            let name = maker.name(&names::constant(constant.name()));
            listed.push(maker.graph.pair(name, variable));
        }
        let listed = maker.graph.list(listed);
        let node = maker
            .graph
            .definition(Word::DefineConstList, listed, *premise, by.len() + 1);
        for (index, constant) in by.values().filter_map(Term::as_constant).enumerate() {
            let part = maker.graph.part(node, index);
            maker
                .origins
                .insert(constant.identity(), Origin::Node(part));
        }
        Ok(maker.graph.part(node, by.len()))
    }

    /// The first theorem of a type definition: ⊢ abs (rep a) = a, from ⊢ (λa. abs (rep a)) = (λa. a).
    fn carve(&mut self, stated: &Theorem, premises: &[Id]) -> Made {
        let unknown = || ExportError::Unknown(stated.serial());
        let (Some(carved), [premise]) = (Carved::of(stated), premises) else {
            return Err(unknown().into());
        };
        let maker = &mut self.translator;
        let parameters: Vec<Id> = carved
            .parameters
            .iter()
            .map(|name| maker.type_variable(name))
            .collect();
        let operator = maker.name(&names::operator(carved.operator.name()));
        let constants = [carved.abstraction, carved.representation];
        let [abstraction, representation] =
            constants.map(|c| maker.name(&names::constant(c.name())));
        let parameters = maker.graph.list(parameters);
        let both = maker.two(Word::Both, operator, abstraction);
        let both = maker.two(Word::Both, both, representation);
        let both = maker.two(Word::Both, both, parameters);
        let node = maker
            .graph
            .definition(Word::DefineTypeOp, both, *premise, 5);
        for (index, identity) in carved.identities().into_iter().enumerate() {
            let part = maker.graph.part(node, index);
            maker.origins.insert(identity, Origin::Node(part));
        }
        let quantified = maker.graph.part(node, 3);
        self.applied(quantified, stated, false)
    }

    /// The second theorem: ⊢ P r = (rep (abs r) = r), from ⊢ (λr. rep (abs r) = r) = (λr. P r).
    fn representation(&mut self, stated: &Theorem) -> Made {
        let unknown = || ExportError::Unknown(stated.serial());
        let (_, fixed) = stated.as_equation().ok_or_else(unknown)?;
        let round = fixed
            .as_equation()
            .map(|(left, _)| left)
            .ok_or_else(unknown)?;
        let representation = spine(round).0.as_constant().ok_or_else(unknown)?;
        let part = match self.translator.origins.get(&representation.identity()) {
            Some(Origin::Node(part)) => *part,
            Some(Origin::Record(place)) => return Err(Stop::Missing(*place)),
            None => return Err(unknown().into()),
        };
        let definition = self.translator.graph.get(part).first;
        let quantified = self.translator.graph.part(definition, 4);
        let swapped = self.applied(quantified, stated, true)?;
        Ok(self.translator.one(Word::Sym, swapped))
    }

    /// From ⊢ (λx. s) = (λx. t), the equation s = t that is stated, or the other way round, over its variable.
    fn applied(&mut self, quantified: Id, stated: &Theorem, swapped: bool) -> Made {
        let unknown = || ExportError::Unknown(stated.serial());
        let (left, right) = stated.as_equation().ok_or_else(unknown)?;
        let (left, right) = if swapped {
            (right, left)
        } else {
            (left, right)
        };
        let free = left
            .free_variables()
            .into_iter()
            .next()
            .ok_or_else(unknown)?;
        let value = Term::variable(&free);
        let [f, g] =
            [left, right].map(|side| Term::apply(&Term::abstraction(&free, side)?, &value));
        let maker = &mut self.translator;
        let same = unary(maker, Word::Refl, &value)?;
        let applied = maker.two(Word::AppThm, quantified, same);
        let (left, right) = (
            unary(maker, Word::BetaConv, &f?)?,
            unary(maker, Word::BetaConv, &g?)?,
        );
        let back = maker.one(Word::Sym, left);
        let rest = maker.two(Word::Trans, applied, right);
        Ok(maker.two(Word::Trans, back, rest))
    }

    /// A literal's defining equation. The literals 0, and 1 of the rationals, are written as the constants themselves.
    fn literal(&mut self, stated: &Theorem) -> Made {
        let literal = stated.as_equation().and_then(|(left, _)| left.as_literal());
        let literal = literal.ok_or(ExportError::Unknown(stated.serial()))?;
        match self.translator.literals.constant(literal)? {
            Some(constant) => unary(&mut self.translator, Word::Refl, &constant),
            None => self.expanded(stated, |literals, _| literals.unfold(literal)),
        }
    }

    /// The node of a literal step, proved without the literal rule; the proof is made once.
    fn expanded(
        &mut self,
        stated: &Theorem,
        prove: impl Fn(&mut Literals, &Theorem) -> Result<Theorem, ExportError>,
    ) -> Made {
        if let Some(expansion) = self.expansions.get(&stated.serial()) {
            return self.theorem(*expansion);
        }
        let expansion = prove(&mut self.translator.literals, stated)?.serial();
        self.expansions.insert(stated.serial(), expansion);
        self.keep_up();
        self.theorem(expansion)
    }

    /// Takes in what was recorded since.
    fn keep_up(&mut self) {
        let from = self.log.len();
        self.log.extend(&self.recorder);
        for place in from..self.log.len() {
            register(&mut self.translator.origins, place, self.log.get(place));
        }
    }
}

/// What the first theorem of a type definition tells of it.
struct Carved<'t> {
    operator: &'t TypeOperator,
    parameters: Vec<Name>,
    abstraction: &'t Constant,
    representation: &'t Constant,
}

impl<'t> Carved<'t> {
    fn of(stated: &'t Theorem) -> Option<Self> {
        let (round, value) = stated.as_equation()?;
        let (abstraction, inner) = round.as_apply()?;
        let (representation, _) = inner.as_apply()?;
        let TypeView::Apply(operator, arguments) = value.ty().view() else {
            return None;
        };
        let name = |ty: &Type| match ty.view() {
            TypeView::Variable(name) => Some(name.clone()),
            TypeView::Apply(..) => None,
        };
        Some(Carved {
            operator,
            parameters: arguments.iter().map(name).collect::<Option<_>>()?,
            abstraction: abstraction.as_constant()?,
            representation: representation.as_constant()?,
        })
    }

    fn identities(&self) -> [u64; 3] {
        [
            self.operator.identity(),
            self.abstraction.identity(),
            self.representation.identity(),
        ]
    }
}

fn unary(maker: &mut Translator, word: Word, term: &Term) -> Made {
    let term = maker.term(term)?;
    Ok(maker.one(word, term))
}

/// The command of a kernel rule.
fn word(rule: &str) -> Result<Word, Stop> {
    Ok(match rule {
        "reflexive" => Word::Refl,
        "beta" => Word::BetaConv,
        "assume" => Word::Assume,
        "transitive" => Word::Trans,
        "congruence" => Word::AppThm,
        "equal_modus_ponens" => Word::EqMp,
        "deduct_antisymmetric" => Word::DeductAntisym,
        _ => return Err(ExportError::Unknown(0).into()),
    })
}

/// Notes which symbols a record defines.
fn register(origins: &mut FxHashMap<u64, Origin>, place: usize, record: &Record) {
    let defined: Vec<u64> = match &record.rule {
        Rule::Stated("define_constant", result) => {
            let left = result.as_equation().map(|(left, _)| left);
            left.and_then(Term::as_constant)
                .map(Constant::identity)
                .into_iter()
                .collect()
        }
        Rule::Stated("define_type, abs_rep", result) => {
            Carved::of(result).map_or(vec![], |carved| carved.identities().to_vec())
        }
        Rule::Specify(by) => by
            .values()
            .filter_map(Term::as_constant)
            .map(Constant::identity)
            .collect(),
        _ => vec![],
    };
    for identity in defined {
        origins.entry(identity).or_insert(Origin::Record(place));
    }
}
