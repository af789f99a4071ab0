//! A certificate with steps as a proof that can be pasted: facts on the way by `have … by sos [...]`, cases by `cases`. It
//! searches nothing either. Steps that need more than sums of products (enclosures, derivatives, the algebra of exp and
//! log) have no such text.

use super::{
    atom::Atoms,
    decide::Certificate,
    fact::{Fact, Relation},
    lemma::Lemma,
    proof::{Proof, Split, Term},
    witness::{Writer, combination, evident},
};
use crate::prove::arith::Polynomial;
use std::fmt::Write as _;

/// Proofs with more steps are not written out.
const STEPS: usize = 200;

/// The proof of a goal, which is given as the language writes it; `names` has the labels of the facts of its case, the
/// last of which is the denied goal. Nothing if a step has no text.
pub fn script(certificate: &Certificate, names: &[Option<String>], goal: &str) -> Option<String> {
    let [(facts, proof)] = certificate.cases.as_slice() else {
        return None;
    };
    let forms = facts.iter().map(written).collect();
    let mut names = names.to_vec();
    names.push(Some("denied".to_owned()));
    let mut script = Script {
        atoms: certificate.atoms.clone(),
        facts: facts.clone(),
        names,
        forms,
        text: String::new(),
        steps: 0,
    };
    script.line(0, "proof");
    script.line(1, &format!("cases {goal}"));
    script.line(1, "case yes holds: by holds");
    script.line(1, "case no denied:");
    script.block(proof, 2)?;
    script.text.push_str("qed");
    Some(script.text)
}

/// The form of a fact that a product can use.
fn written(fact: &Fact) -> Option<Polynomial> {
    (fact.relation != Relation::Nonzero).then(|| fact.polynomial.clone())
}

struct Script {
    atoms: Atoms,
    facts: Vec<Fact>,
    names: Vec<Option<String>>,
    forms: Vec<Option<Polynomial>>,
    text: String,
    steps: usize,
}

impl Script {
    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.text, "{:1$}{text}", "", 2 * indent);
    }

    fn push(&mut self, fact: Fact, name: Option<String>) {
        self.forms.push(written(&fact));
        self.facts.push(fact);
        self.names.push(name);
    }

    fn pop(&mut self) {
        self.forms.pop();
        self.facts.pop();
        self.names.pop();
    }

    fn sos(
        &self,
        terms: &[Term],
        forms: &[Option<Polynomial>],
        goal: Option<usize>,
    ) -> Option<String> {
        let writer = Writer {
            atoms: &self.atoms,
            names: &self.names,
            forms: forms.to_vec(),
            goal,
        };
        writer.list(terms)
    }

    /// Steps that end in a contradiction of the facts.
    fn block(&mut self, proof: &Proof, indent: usize) -> Option<()> {
        self.steps += 1;
        if self.steps > STEPS {
            return None;
        }
        match proof {
            Proof::Combination(terms) => {
                let text = self.sos(terms, &self.forms, None)?;
                self.line(indent, &text);
                Some(())
            }
            Proof::Have(fact, because, then) => {
                let is_number = fact.polynomial.as_constant().is_some();
                let place = self.facts.len();
                let name = match is_number || !uses(then, place) {
                    true => None,
                    false => Some(self.have(fact, because, indent)?),
                };
                self.then(fact.clone(), name, then, indent)
            }
            Proof::Cases(on, split, proofs) => self.cases(on, *split, proofs, indent),
            Proof::Instance(lemma, conditions, then) => {
                let given = conditions.iter().map(|c| self.facts.get(*c).cloned());
                let given: Vec<Fact> = given.collect::<Option<_>>()?;
                let (_, fact) = lemma.statement(&mut self.atoms, &given)?;
                let name = match evident(lemma).is_some() || !uses(then, self.facts.len()) {
                    true => None,
                    false => Some(self.lemma(lemma, conditions, &fact, indent)?),
                };
                self.then(fact, name, then, indent)
            }
            Proof::Enclosure(..) | Proof::Slope(_) => None,
        }
    }

    fn then(
        &mut self,
        fact: Fact,
        name: Option<String>,
        then: &Proof,
        indent: usize,
    ) -> Option<()> {
        self.push(fact, name);
        self.block(then, indent)?;
        self.pop();
        Some(())
    }

    /// A fact on the way, with its name.
    fn have(&mut self, fact: &Fact, because: &Proof, indent: usize) -> Option<String> {
        let place = self.facts.len();
        let (name, says) = (format!("fact_{place}"), self.says(fact));
        self.push(fact.negation(), Some("goal".to_owned()));
        let mut forms = self.forms.clone();
        let flat =
            combination(because, &mut forms).and_then(|terms| self.sos(terms, &forms, Some(place)));
        match flat {
            Some(text) => self.line(indent, &format!("have {name}: {says} {text}")),
            None => {
                let denied = format!("denied_{place}");
                self.names[place] = Some(denied.clone());
                self.line(indent, &format!("have {name}: {says}"));
                self.line(indent, "proof");
                self.line(indent + 1, &format!("cases {says}"));
                self.line(indent + 1, "case yes holds: by holds");
                self.line(indent + 1, &format!("case no {denied}:"));
                self.block(because, indent + 2)?;
                self.line(indent, "qed");
            }
        }
        self.pop();
        Some(name)
    }

    /// A fact that a lemma gives, with its name.
    fn lemma(
        &mut self,
        lemma: &Lemma,
        conditions: &[usize],
        fact: &Fact,
        indent: usize,
    ) -> Option<String> {
        let name = format!("fact_{}", self.facts.len());
        let fact_at = |place: &usize| self.factor(*place);
        let text = match (lemma, conditions) {
            (Lemma::SquarePositive(p), [place]) => {
                let own = &self.facts.get(*place)?.polynomial;
                (own == p || *own == p.negated()).then_some(())?;
                format!("by sos [{} ^ 2]", fact_at(place)?)
            }
            (Lemma::Substitute(atom, value), [place, equation])
                if fact.relation != Relation::Nonzero =>
            {
                let factor = self.multiplier(*place, *equation, *atom, value)?;
                format!(
                    "by sos [{}, {factor} * {}]",
                    fact_at(place)?,
                    fact_at(equation)?
                )
            }
            _ => return None,
        };
        self.line(indent, &format!("have {name}: {} {text}", self.says(fact)));
        Some(name)
    }

    /// A fact as a factor: its name, or its form.
    fn factor(&self, place: usize) -> Option<String> {
        match self.names.get(place)? {
            Some(name) => Some(name.clone()),
            None => Some(format!(
                "({})",
                self.atoms.show(self.forms.get(place)?.as_ref()?)
            )),
        }
    }

    /// What the equation is multiplied by where a value is put in place of an atom: f(p) = f(a) + m·e.
    fn multiplier(
        &self,
        place: usize,
        equation: usize,
        atom: u32,
        value: &Polynomial,
    ) -> Option<String> {
        let form = &self.facts.get(place)?.polynomial;
        let left = Polynomial::atom(atom).minus(value);
        let own = &self.facts.get(equation)?.polynomial;
        let (_, lead) = left.terms().first()?;
        let (_, own_lead) = own.terms().first()?;
        let scale = lead.divide(own_lead)?;
        (own.scaled(&scale) == left).then_some(())?;
        let hidden = form.atoms().into_iter().any(|other| {
            other != atom
                && self
                    .atoms
                    .mentioned([&Polynomial::atom(other)])
                    .contains(&atom)
        });
        (!hidden).then_some(())?;
        let mut sum = Polynomial::zero();
        for (monomial, coefficient) in form.terms() {
            let rest = Polynomial::term(monomial.without(atom), coefficient.clone());
            let power = monomial.exponent(atom);
            for i in 0..power {
                let limit = super::atom::LIMIT;
                let one = Polynomial::atom(atom).power(i, limit)?;
                let other = value.power(power - 1 - i, limit)?;
                sum = sum.plus(&rest.times(&one.times(&other, limit)?, limit)?);
            }
        }
        Some(format!(
            "({})",
            self.atoms.show(&sum.scaled(&scale).negated())
        ))
    }

    fn cases(
        &mut self,
        on: &Polynomial,
        split: Split,
        proofs: &[Proof],
        indent: usize,
    ) -> Option<()> {
        let place = self.facts.len();
        let name = format!("case_{place}");
        let facts = split.facts(on);
        let (first, last) = (facts.first()?, facts.last()?);
        self.line(indent, &format!("cases {}", self.says(first)));
        self.line(indent, &format!("case yes {name}:"));
        self.then(
            first.clone(),
            Some(name.clone()),
            proofs.first()?,
            indent + 1,
        )?;
        match (facts.as_slice(), proofs) {
            ([_, _], [_, below]) => {
                self.line(indent, &format!("case no {name}:"));
                self.then(last.clone(), Some(name), below, indent + 1)
            }
            ([_, zero, _], [_, at, below]) => {
                self.line(indent, &format!("case no not_{name}:"));
                self.line(indent + 1, &format!("cases {}", self.says(zero)));
                self.line(indent + 1, &format!("case yes {name}:"));
                self.then(zero.clone(), Some(name.clone()), at, indent + 2)?;
                self.line(indent + 1, &format!("case no other_{name}:"));
                let says = self.says(last);
                let square = format!("other_{name} ^ 2, goal * not_{name}");
                self.line(
                    indent + 2,
                    &format!("have {name}: {says} by sos [{square}]"),
                );
                self.then(last.clone(), Some(name), below, indent + 2)
            }
            _ => None,
        }
    }

    fn says(&self, fact: &Fact) -> String {
        let relation = match fact.relation {
            Relation::Zero => "=",
            Relation::Nonzero => "≠",
            Relation::Above => "<",
            Relation::AtLeast => "≤",
        };
        format!("0 {relation} {}", self.atoms.show(&fact.polynomial))
    }
}

/// Whether a proof uses the fact at a place, other than as one of all.
fn uses(proof: &Proof, place: usize) -> bool {
    match proof {
        Proof::Combination(terms) => terms.iter().any(|term| match term {
            Term::Equation(at, _) => *at == place,
            Term::Product(_, places, _) => places.contains(&place),
        }),
        Proof::Enclosure(..) | Proof::Slope(_) => true,
        Proof::Cases(_, _, proofs) => proofs.iter().any(|proof| uses(proof, place)),
        Proof::Have(_, because, then) => uses(because, place) || uses(then, place),
        Proof::Instance(_, conditions, then) => conditions.contains(&place) || uses(then, place),
    }
}
