//! A certificate as text that can be pasted: `by sos [1 / 2 * h * (x - y) ^ 2, …]`. Only a certificate that is one sum
//! of products of given facts has this form; the others are shown step by step.

use super::{
    atom::Atoms,
    decide::Certificate,
    fact::Relation,
    lemma::Lemma,
    notation::shown_number,
    proof::{Proof, Term},
};
use crate::prove::arith::{Polynomial, Rational};

/// The witness of a certificate; `names` has the labels of the facts of its case, the last of which is the denied goal.
/// Nothing if the certificate has another form.
pub fn witness(
    certificate: &Certificate,
    names: &[Option<String>],
    goals: usize,
) -> Option<String> {
    let [(facts, proof)] = certificate.cases.as_slice() else {
        return None;
    };
    let mut forms: Vec<Option<Polynomial>> = facts
        .iter()
        .map(|fact| match fact.relation {
            Relation::Nonzero => None,
            _ => Some(fact.polynomial.clone()),
        })
        .collect();
    let terms = combination(proof, &mut forms)?;
    let goal = (goals == 1).then(|| facts.len() - 1);
    let writer = Writer {
        atoms: &certificate.atoms,
        names,
        forms,
        goal,
    };
    writer.list(terms)
}

/// The sum that a proof ends in, and the forms of what it can use on the way without a proof of its own.
pub(super) fn combination<'p>(
    mut proof: &'p Proof,
    forms: &mut Vec<Option<Polynomial>>,
) -> Option<&'p [Term]> {
    loop {
        match proof {
            Proof::Combination(terms) => return Some(terms),
            Proof::Instance(lemma, _, then) => {
                forms.push(evident(lemma).map(Polynomial::atom));
                proof = then;
            }
            Proof::Have(fact, _, then) => {
                forms.push(Some(fact.polynomial.clone()).filter(|p| p.as_constant().is_some()));
                proof = then;
            }
            _ => return None,
        }
    }
}

/// The atom whose sign a lemma without conditions gives.
pub(super) fn evident(lemma: &Lemma) -> Option<u32> {
    match lemma {
        Lemma::NaturalNotNegative(atom)
        | Lemma::RootNotNegative(atom)
        | Lemma::ExponentialPositive(atom) => Some(*atom),
        _ => None,
    }
}

/// Writes sums of products of facts.
pub(super) struct Writer<'c> {
    /// How atoms are written.
    pub atoms: &'c Atoms,
    /// The names of facts, where they have one.
    pub names: &'c [Option<String>],
    /// The forms of the facts that can be named or written.
    pub forms: Vec<Option<Polynomial>>,
    /// The place of the denied goal.
    pub goal: Option<usize>,
}

impl Writer<'_> {
    /// All terms; the denied goal is left out where it stands by itself, and the others are divided by its coefficient.
    pub fn list(&self, terms: &[Term]) -> Option<String> {
        let lone = |term: &&Term| matches!(term, Term::Product(_, places, None) if self.goal.is_some_and(|g| places == &[g]));
        let uses_goal = |term: &&Term| match term {
            Term::Product(_, places, _) => places.iter().any(|p| Some(*p) == self.goal),
            Term::Equation(..) => false,
        };
        let mut by = Rational::ONE;
        let alone = terms.iter().filter(uses_goal).count() == 1;
        if let Some(Term::Product(c, ..)) = terms.iter().find(lone).filter(|_| alone) {
            by = c.inverse()?;
        }
        let shown = terms.iter().filter(|term| !(alone && lone(term)));
        let parts: Option<Vec<String>> = shown.map(|term| self.term(term, &by)).collect();
        Some(format!("by sos [{}]", parts?.join(", ")))
    }

    fn term(&self, term: &Term, by: &Rational) -> Option<String> {
        match term {
            Term::Equation(place, multiplier) => {
                let fact = self.fact(*place)?;
                let multiplier = multiplier.scaled(by);
                Some(match multiplier.as_constant() {
                    Some(c) if c.is_one() => fact,
                    Some(c) if (-&c).is_one() => format!("-{fact}"),
                    Some(c) if c.is_negative() => format!("-{} * {fact}", shown_number(&-&c)),
                    Some(c) => format!("{} * {fact}", shown_number(&c)),
                    None => format!("{} * {fact}", self.multiplier(&multiplier)),
                })
            }
            Term::Product(coefficient, places, root) => {
                let mut coefficient = coefficient * by;
                let mut factors = self.powers(places)?;
                if let Some(root) = root {
                    let (content, rest) = super::atom::primitive(root);
                    coefficient = &coefficient * &content.power(2)?;
                    if rest.as_constant().is_none() {
                        factors.push(format!("{} ^ 2", self.atoms.show_factor(&rest)));
                    }
                }
                if !coefficient.is_one() || factors.is_empty() {
                    factors.insert(0, shown_number(&coefficient));
                }
                Some(factors.join(" * "))
            }
        }
    }

    /// A form before an equation: always in parentheses, so that no factor of it is taken for a fact.
    fn multiplier(&self, form: &Polynomial) -> String {
        let text = self.atoms.show_factor(form);
        match text.starts_with('(') || self.atoms.lone_variable(form).is_some() {
            true => text,
            false => format!("({text})"),
        }
    }

    /// Facts with the exponents that they have, in the order of their places.
    fn powers(&self, places: &[usize]) -> Option<Vec<String>> {
        let mut counted: Vec<(usize, u32)> = Vec::new();
        for place in places {
            match counted.iter_mut().find(|(known, _)| known == place) {
                Some((_, count)) => *count += 1,
                None => counted.push((*place, 1)),
            }
        }
        let shown = counted.into_iter().map(|(place, count)| match count {
            1 => self.fact(place),
            count => Some(format!("{} ^ {count}", self.fact(place)?)),
        });
        shown.collect()
    }

    /// A fact by its name, or as its right side minus its left side.
    fn fact(&self, place: usize) -> Option<String> {
        if Some(place) == self.goal {
            return Some("goal".to_owned());
        }
        if let Some(Some(name)) = self.names.get(place) {
            return Some(name.clone());
        }
        let form = self.forms.get(place)?.as_ref()?;
        match form.as_constant() {
            Some(number) => (!number.is_negative()).then(|| shown_number(&number)),
            None if is_negative(form) => {
                Some(format!("(0 - {})", self.atoms.show(&form.negated())))
            }
            None if self.is_taken_apart(form) => Some(format!("({} - 0)", self.atoms.show(form))),
            None => Some(self.atoms.show_factor(form)),
        }
    }

    /// Whether a product would be read as several facts, or as a square.
    fn is_taken_apart(&self, form: &Polynomial) -> bool {
        let [(monomial, _)] = form.terms() else {
            return false;
        };
        let is_known = |atom: u32| {
            let known = self.forms.iter().flatten();
            known
                .into_iter()
                .any(|f| f.terms().len() == 1 && f.atoms() == [atom])
        };
        let factors = monomial.factors();
        factors.len() + usize::from(factors.iter().any(|(_, e)| *e > 1)) > 1
            && factors
                .iter()
                .any(|(atom, exponent)| *exponent > 1 || is_known(*atom))
    }
}

/// Whether a form is one term with a minus sign, which would be read as a number before it.
fn is_negative(form: &Polynomial) -> bool {
    matches!(form.terms(), [(_, c)] if c.is_negative())
}
