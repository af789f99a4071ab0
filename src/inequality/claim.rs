//! From a closed formula to what became of it: proved by the kernel, accepted by the checker of certificates alone,
//! refuted by exact values, or unknown.
//!
//! Only what the kernel has replayed is called proved. A certificate that `check` accepts and that has no replay yet is a
//! finding of its own, with the reason.

use super::{
    decide::{Certificate, Limits, Verdict, decide},
    expression::ClaimVariable,
    read::{self, Read},
    replay::replay,
    script::script,
    show,
    table::only_way,
    witness::witness,
};
use crate::logic::TermShape;
use crate::{
    elaborate::{Environment, Printer},
    logic::{self, convert, discharge, generalize, logic, symmetric},
    prove::{
        arith::{Rational, meter, theory::Theory, values::Values},
        conversion::reached,
    },
};
use rationale_kernel::{Name, Term, Theorem, Variable};

/// The name of the checker of certificates that is not the kernel, as it shows among the axioms.
pub const CHECKER: &str = "certificate checker";

/// Longer reasons are cut: they can hold whole terms.
const LONGEST_REASON: usize = 160;

/// What became of a formula.
#[derive(Clone, Debug)]
pub enum Finding {
    /// A theorem of the kernel: it has the formula as its conclusion and no hypotheses.
    Proved {
        /// The theorem.
        theorem: Theorem,
        /// Why.
        support: Support,
    },
    /// The checker of certificates accepts a certificate; the kernel has not replayed it.
    Checked {
        /// Why there is no replay.
        reason: String,
        /// Why the formula holds.
        certificate: Box<Certificate>,
    },
    /// It fails at these values, which were checked exactly.
    Refuted(Vec<(String, Rational)>),
    /// Neither was found; what was tried, or why nothing was.
    Unknown(Vec<String>),
}

/// What a theorem comes from.
#[derive(Clone, Debug)]
pub enum Support {
    /// A certificate that was found; and how it can be pasted, if it has that form.
    Found(Box<Certificate>, Option<String>),
    /// The certificate that is written below the claim.
    Certificate,
    /// The proof that is written below the claim.
    Proof,
}

impl Support {
    /// The method in words.
    pub fn method(&self) -> String {
        match self {
            Support::Found(certificate, _) => show::method(certificate),
            Support::Certificate => "written certificate".to_owned(),
            Support::Proof => "written proof".to_owned(),
        }
    }

    /// The certificate in a form that can be pasted below the claim.
    pub fn witness(&self) -> Option<&str> {
        match self {
            Support::Found(_, witness) => witness.as_deref(),
            Support::Certificate | Support::Proof => None,
        }
    }
}

/// How a statement is written, for a certificate's text.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    /// The labels of the hypotheses, in order.
    pub labels: Vec<Option<Name>>,
    /// Whether steps of a proof may follow: the variables are fixed, and nothing is left to assume.
    pub steps: bool,
}

/// What stands before the goal of a formula.
enum Prefix {
    Variable(Variable),
    Hypothesis(Term),
}

/// A closed formula taken apart.
struct Parts {
    prefix: Vec<Prefix>,
    hypotheses: Vec<Term>,
    goal: Term,
}

/// The hypotheses and the goal with numerals in place of recursive functions at numerals, and why that is the same.
struct Valued {
    hypotheses: Vec<Term>,
    goal: Term,
    equations: Vec<Option<Theorem>>,
    of_goal: Option<Theorem>,
}

impl Valued {
    fn of(environment: &Environment, parts: &Parts) -> Self {
        let mut values = Values::new(environment);
        let mut value = |t: &Term| values.inside(t).ok().flatten();
        let equations: Vec<_> = parts.hypotheses.iter().map(&mut value).collect();
        let of_goal = value(&parts.goal);
        let pairs = parts.hypotheses.iter().zip(&equations);
        Valued {
            hypotheses: pairs
                .map(|(t, equation)| reached(t, equation.as_ref()).clone())
                .collect(),
            goal: reached(&parts.goal, of_goal.as_ref()).clone(),
            equations,
            of_goal,
        }
    }

    /// Each hypothesis, assumed as it is written, in its evaluated form.
    fn assumed(&self, parts: &Parts) -> logic::Result<Vec<Theorem>> {
        let pairs = parts.hypotheses.iter().zip(&self.equations);
        pairs
            .map(|(t, equation)| convert(Theorem::assume(t)?, equation.as_ref()))
            .collect()
    }

    /// The goal as it is written.
    fn of_goal(&self, theorem: Theorem) -> logic::Result<Theorem> {
        let back = self.of_goal.as_ref().map(symmetric).transpose()?;
        convert(theorem, back.as_ref())
    }
}

/// ∀ x. A → ∀ y. B → C as its variables and hypotheses, in order, and its goal.
fn parts(formula: &Term) -> Option<Parts> {
    let (mut prefix, mut hypotheses, mut goal) = (Vec::new(), Vec::new(), formula.clone());
    let mut avoid: Vec<Term> = Vec::new();
    loop {
        if let Some(predicate) = logic().as_forall(&goal) {
            let avoided: Vec<&Term> = avoid.iter().chain(&hypotheses).collect();
            let (variable, body) = logic().open(predicate, &avoided).ok()?;
            avoid.push(Term::variable(&variable));
            prefix.push(Prefix::Variable(variable));
            goal = body;
        } else if let Some((p, q)) = logic().as_implication(&goal) {
            hypotheses.push(p.clone());
            prefix.push(Prefix::Hypothesis(p.clone()));
            goal = q.clone();
        } else {
            return Some(Parts {
                prefix,
                hypotheses,
                goal,
            });
        }
    }
}

/// The theorem of the whole formula from one of its goal.
fn closed(prefix: &[Prefix], theorem: Theorem) -> logic::Result<Theorem> {
    prefix
        .iter()
        .rev()
        .try_fold(theorem, |theorem, part| match part {
            Prefix::Variable(variable) => generalize(variable, &theorem),
            Prefix::Hypothesis(p) => discharge(p, &theorem),
        })
}

/// Decides a closed formula within limits.
pub fn settle(environment: &Environment, formula: &Term, limits: Limits) -> Finding {
    settle_stated(environment, formula, &Wording::default(), limits)
}

/// As [`settle`], for a formula that is a statement.
pub fn settle_stated(
    environment: &Environment,
    formula: &Term,
    wording: &Wording,
    limits: Limits,
) -> Finding {
    meter::within(limits.work(), || {
        settled(environment, formula, wording, limits)
    })
}

fn settled(
    environment: &Environment,
    formula: &Term,
    wording: &Wording,
    limits: Limits,
) -> Finding {
    let unknown = |text: &str| Finding::Unknown(vec![text.to_owned()]);
    let Ok(theory) = Theory::of(environment) else {
        return unknown("the numbers are not known here (import lib.inequality?)");
    };
    let Some(parts) = parts(formula) else {
        return unknown("the formula cannot be taken apart");
    };
    let valued = Valued::of(environment, &parts);
    let Some(read) = read::claim(&theory, &valued.hypotheses, &valued.goal) else {
        return unknown("the goal is no combination of comparisons of numbers");
    };
    match decide(&read.claim, limits) {
        Verdict::Unknown => Finding::Unknown(tried(&read, limits)),
        Verdict::Refuted(values) => refuted(&read, &parts, values),
        Verdict::Proved(mut certificate) => {
            certificate.atoms.set_names(read.names(environment));
            let certificate = Box::new(certificate);
            match proved(&theory, (&parts, &valued), &read, &certificate, formula) {
                Ok(theorem) => Finding::Proved {
                    theorem,
                    support: found(environment, certificate, &read, &parts, wording),
                },
                Err(reason) => checked(reason, certificate, &read, limits),
            }
        }
    }
}

/// What a certificate without a theorem is worth; nothing if there was no time to see it through.
fn checked(reason: String, certificate: Box<Certificate>, read: &Read, limits: Limits) -> Finding {
    let right = certificate.check();
    if meter::stopped() {
        return Finding::Unknown(tried(read, limits));
    }
    if !right {
        return Finding::Unknown(vec!["a certificate was found, and it is wrong".to_owned()]);
    }
    Finding::Checked {
        reason: reason.chars().take(LONGEST_REASON).collect(),
        certificate,
    }
}

/// A certificate with its text.
fn found(
    environment: &Environment,
    certificate: Box<Certificate>,
    read: &Read,
    parts: &Parts,
    wording: &Wording,
) -> Support {
    let mut atoms = certificate.atoms.clone();
    let mut names = Vec::new();
    for (formula, place) in read.claim.hypotheses.iter().zip(&read.used) {
        let facts = only_way(&mut atoms, formula, true).map_or(0, |facts| facts.len());
        let label = wording.labels.get(*place).and_then(Option::as_ref);
        let label = label.filter(|_| facts == 1).map(ToString::to_string);
        names.extend(vec![label; facts]);
    }
    let goals = only_way(&mut atoms, &read.claim.goal, false).map_or(0, |facts| facts.len());
    let steps = || {
        let is_stated = wording.steps && wording.labels.len() == parts.hypotheses.len();
        let goal = Printer::new(environment).term(&parts.goal);
        script(&certificate, &names, &goal).filter(|_| is_stated && goals == 1)
    };
    let text = witness(&certificate, &names, goals).or_else(steps);
    Support::Found(certificate, text)
}

/// The theorem that a certificate proves; its conclusion is the formula, or there is none.
fn proved(
    theory: &Theory<'_>,
    (parts, valued): (&Parts, &Valued),
    read: &Read,
    certificate: &Certificate,
    formula: &Term,
) -> Result<Theorem, String> {
    let assumed = valued.assumed(parts).map_err(|error| error.to_string())?;
    let theorem = replay(theory, read, &assumed, &valued.goal, certificate)
        .map_err(|trouble| trouble.to_string())?;
    let theorem = valued
        .of_goal(theorem)
        .and_then(|theorem| closed(&parts.prefix, theorem));
    let closed = theorem.map_err(|error| error.to_string())?;
    if closed.concludes(formula) && closed.hypotheses().is_empty() {
        Ok(closed)
    } else {
        Err("the replay proves another formula".to_owned())
    }
}

/// A counterexample is one only if every hypothesis was read and every variable can take any value.
fn refuted(read: &Read, parts: &Parts, values: Vec<Rational>) -> Finding {
    let free = |(term, variable): (&Term, &ClaimVariable)| {
        let inner = if variable.natural {
            term.as_apply().map_or(term, |(_, n)| n)
        } else {
            term
        };
        inner.as_variable().is_some()
    };
    let all_read = read.used.len() == parts.hypotheses.len();
    let variables = read.terms.iter().zip(&read.claim.variables);
    if !all_read || !variables.clone().all(free) {
        let text = "values that violate the comparisons were found, but they say nothing about the \
                    parts that are no arithmetic";
        return Finding::Unknown(vec![text.to_owned()]);
    }
    let named = variables.zip(values);
    Finding::Refuted(
        named
            .map(|((_, variable), value)| (variable.name.clone(), value))
            .collect(),
    )
}

fn tried(read: &Read, limits: Limits) -> Vec<String> {
    let mut tried = vec![
        "exact points of small size, and points where a descent ends".to_owned(),
        "linear arithmetic, products of hypotheses, squares, cones and boxes".to_owned(),
    ];
    let mut comparisons = Vec::new();
    let formulas = read.claim.hypotheses.iter().chain([&read.claim.goal]);
    formulas.for_each(|formula| formula.comparisons(&mut comparisons));
    if comparisons
        .iter()
        .any(|(_, a, b)| a.is_transcendental() || b.is_transcendental())
    {
        tried.push("monotonicity, tangents and enclosures of √, exp, log and π".to_owned());
    }
    if limits.passed() {
        tried.push("the time limit was reached".to_owned());
    } else if meter::stopped() {
        tried.push("the limit of counted work was reached".to_owned());
    }
    tried
}
