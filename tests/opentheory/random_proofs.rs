//! Proofs made from bytes: each byte or two is a step, and steps that the kernel refuses are left out. They are recorded,
//! written and read back. The fuzz target `opentheory_round_trip` shares this file, so it uses nothing else of the tests.

use rationale::{
    logic::{
        AxiomShape, ConstantShape, LiteralShape, TermShape, constant_at, define_type,
        substitution_from,
    },
    opentheory::{
        read::{Symbols, read},
        write::{Exporter, Recorder, literals::Literals},
    },
};
use rationale_kernel::{
    Fragment, FragmentView, Name, Term, Theorem, Type, Variable, define_constant, specify_constants,
};
use std::collections::BTreeSet;

/// Terms that print longer are not used: equal ends may be shared, so a few steps can make very long ones.
const MAX_SHAPE: usize = 600;

/// Writes what the bytes prove, and reads it back: the same statements under the same hypotheses, the same axioms.
/// Tells how many theorems there were. Panics: it is not so.
pub fn round_trip(data: &[u8]) -> usize {
    let recorder = Recorder::default();
    recorder.attach();
    let theorems = Builder::run(data);
    let mut exporter = Exporter::new(&recorder, Literals::default());
    let (mut stated, mut assumed) = (BTreeSet::new(), BTreeSet::new());
    for (number, theorem) in theorems.iter().enumerate() {
        let name: Name = format!("theorem {number}").into();
        let new = exporter.add(&name, theorem).expect("recorded");
        stated.insert(sequent(theorem.hypotheses(), &theorem.conclusion()));
        // of two proofs of one statement only the first is written, with what it rests on
        let axioms = theorem.axioms().iter().filter(|_| new);
        assumed.extend(axioms.map(|axiom| sequent(axiom.hypotheses(), axiom.statement())));
    }
    let mut text = vec![];
    let written = exporter.write(&mut text).expect("written");
    Recorder::detach();
    let article = read(&text[..], &mut Symbols::default()).unwrap_or_else(|error| {
        let text = String::from_utf8_lossy(&text);
        panic!("{error}: {} {:?}\n{text}", error.command, error.stack)
    });
    let exported = article.theorems.iter().map(|t| &t.sequent);
    let found: BTreeSet<String> = exported
        .map(|s| sequent(&s.hypotheses, &s.conclusion))
        .collect();
    assert_eq!(found, stated);
    let assumptions = article.assumptions.iter();
    let found: BTreeSet<String> = assumptions
        .map(|s| sequent(&s.hypotheses, &s.conclusion))
        .collect();
    assert_eq!(found, assumed);
    assert_eq!(article.counts.inferences, written.inferences);
    assert!(article.warnings.is_empty(), "{:?}", article.warnings);
    theorems.len()
}

/// A statement without the names of bound variables, and with the names that we give constants.
fn sequent(hypotheses: &[Term], conclusion: &Term) -> String {
    let mut hypotheses: Vec<String> = hypotheses.iter().map(shape).collect();
    hypotheses.sort();
    format!("{} |- {}", hypotheses.join(", "), shape(conclusion))
}

fn shape(term: &Term) -> String {
    let mut out = String::new();
    write(&mut out, term.fragment(), MAX_SHAPE * 4);
    out.replace("Rationale.", "")
}

/// Stops when it is too long.
fn write(out: &mut String, fragment: Fragment<'_>, limit: usize) {
    if out.len() > limit {
        return;
    }
    match fragment.view() {
        FragmentView::Variable(v) => out.push_str(&format!("{v:?}")),
        FragmentView::Constant(c) => out.push_str(&format!("[{c:?}:{:?}]", fragment.ty())),
        FragmentView::Apply(f, x) => {
            out.push('(');
            write(out, f, limit);
            out.push(' ');
            write(out, x, limit);
            out.push(')');
        }
        FragmentView::Abstract(_, ty, body) => {
            out.push_str(&format!("(λ{ty:?}. "));
            write(out, body, limit);
            out.push(')');
        }
        FragmentView::Bound(index) => out.push_str(&format!("#{index}")),
        FragmentView::Literal(literal) => out.push_str(&literal.value().to_string()),
    }
}

/// What was made so far; steps refer to it by place, modulo its length.
struct Builder<'d> {
    data: std::slice::Iter<'d, u8>,
    types: Vec<Type>,
    variables: Vec<Variable>,
    terms: Vec<Term>,
    theorems: Vec<Theorem>,
    names: usize,
}

impl<'d> Builder<'d> {
    fn run(data: &'d [u8]) -> Vec<Theorem> {
        let types = vec![Type::boolean(), Type::variable("t"), Type::variable("u")];
        let variables: Vec<_> = types
            .iter()
            .map(|ty| Variable::new("x", ty.clone()))
            .collect();
        let mut builder = Builder {
            data: data.iter(),
            types,
            terms: variables.iter().map(Term::variable).collect(),
            variables,
            theorems: vec![],
            names: 0,
        };
        let first = Theorem::assume(&builder.terms[0]).expect("a formula");
        builder.theorems.push(first);
        while builder.theorems.len() < 60 && builder.step().is_some() {}
        builder.theorems
    }

    fn byte(&mut self) -> Option<usize> {
        self.data.next().map(|byte| usize::from(*byte))
    }

    fn ty(&mut self) -> Option<Type> {
        let at = self.byte()?;
        Some(self.types[at % self.types.len()].clone())
    }

    fn variable(&mut self) -> Option<Variable> {
        let at = self.byte()?;
        Some(self.variables[at % self.variables.len()].clone())
    }

    /// Counted from the newest.
    fn term(&mut self) -> Option<Term> {
        let at = self.byte()?;
        Some(self.terms[self.terms.len() - 1 - at % self.terms.len()].clone())
    }

    fn theorem(&mut self) -> Option<Theorem> {
        let at = self.byte()?;
        let count = self.theorems.len();
        Some(self.theorems[count - 1 - at % count].clone())
    }

    fn fresh(&mut self, stem: &str) -> Name {
        self.names += 1;
        format!("{stem}{}", self.names).into()
    }

    /// One step; `None` at the end of the bytes.
    fn step(&mut self) -> Option<()> {
        let code = self.byte()? % 20;
        match code {
            0..=4 => self.make_term(code),
            5..=8 => self.define(code),
            _ => self.infer(code),
        }
    }

    fn make_term(&mut self, code: usize) -> Option<()> {
        let made = match code {
            0 => {
                let made = Type::function(&self.ty()?, &self.ty()?);
                self.types.extend(made);
                return Some(());
            }
            1 => {
                let name = ["x", "y", "x'"][self.byte()? % 3];
                let v = Variable::new(name, self.ty()?);
                self.variables.push(v.clone());
                Ok(Term::variable(&v))
            }
            2 => Term::apply(&self.term()?, &self.term()?),
            3 => Term::abstraction(&self.variable()?, &self.term()?),
            _ => Term::equation(&self.term()?, &self.term()?),
        };
        self.terms
            .extend(made.ok().filter(|t| shape(t).len() <= MAX_SHAPE));
        Some(())
    }

    fn infer(&mut self, code: usize) -> Option<()> {
        let made = match code {
            9 => Theorem::reflexive(&self.term()?),
            10 => Theorem::assume(&self.term()?),
            11 => Theorem::beta(&self.term()?),
            12 => Theorem::transitive(&self.theorem()?, &self.theorem()?),
            13 => Theorem::congruence(&self.theorem()?, &self.theorem()?),
            14 => Theorem::abstraction(&self.variable()?, &self.theorem()?),
            15 => Theorem::equal_modus_ponens(&self.theorem()?, &self.theorem()?),
            16 => Theorem::deduct_antisymmetric(&self.theorem()?, &self.theorem()?),
            17 => {
                let pair = (self.variable()?, self.term()?);
                substitution_from([pair]).and_then(|by| self.theorem_or_last().instantiate(&by))
            }
            18 => {
                let by = [("t".into(), self.ty()?), ("u".into(), self.ty()?)]
                    .into_iter()
                    .collect();
                self.theorem()?.instantiate_types(&by)
            }
            _ => {
                let name = self.fresh("axiom ");
                Theorem::axiom(name, &[], &self.term()?)
            }
        };
        self.keep(made.ok());
        Some(())
    }

    fn theorem_or_last(&mut self) -> Theorem {
        let last = self.theorems[self.theorems.len() - 1].clone();
        self.theorem().unwrap_or(last)
    }

    fn define(&mut self, code: usize) -> Option<()> {
        match code {
            5 | 6 => {
                let (name, term) = (self.fresh("c"), self.term()?);
                if let Ok((constant, theorem)) = define_constant(name, &term) {
                    self.terms
                        .extend(constant_at(&constant, constant.generic_type()));
                    self.keep(Some(theorem));
                }
            }
            7 => {
                let premise = self.theorem()?;
                let variables = premise.hypotheses().iter().filter_map(|h| {
                    h.as_equation()
                        .and_then(|(left, _)| left.as_variable().cloned())
                });
                let variables: Vec<_> = variables.collect();
                let listed: Vec<_> = variables
                    .into_iter()
                    .map(|v| (self.fresh("s"), v))
                    .collect();
                let made = specify_constants(&listed, &premise);
                self.keep(made.ok().map(|(_, theorem)| theorem));
            }
            _ => self.define_type()?,
        }
        Some(())
    }

    fn define_type(&mut self) -> Option<()> {
        let (premise, backwards) = (self.theorem()?, self.byte()? % 2 == 1);
        let mut parameters: Vec<Name> = premise.conclusion().type_variables().into_iter().collect();
        if backwards {
            parameters.reverse();
        }
        let [operator, into, out] = ["ty", "abs", "rep"].map(|stem| self.fresh(stem));
        if let Ok(made) = define_type(operator, into, out, &parameters, &premise) {
            self.terms.extend(constant_at(
                &made.abstraction,
                made.abstraction.generic_type(),
            ));
            self.keep(Some(made.abs_rep));
            self.keep(Some(made.rep_abs));
        }
        Some(())
    }

    fn keep(&mut self, made: Option<Theorem>) {
        let short = |theorem: &Theorem| {
            let conclusion = shape(&theorem.conclusion()).len();
            let hypotheses = theorem.hypotheses().iter().map(|h| shape(h).len());
            conclusion + hypotheses.sum::<usize>() <= MAX_SHAPE
        };
        self.theorems.extend(made.filter(short));
    }
}
