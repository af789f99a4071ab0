//! `arm`: hands numerals and their characteristic theorems to the kernel's literal rule. The library states them in its
//! own words; they are brought into the kernel's form here, and the kernel compares them in full.

use rationale_kernel::{Arithmetic, Numerals, Term, Theorem, Variable};

use crate::elaborate::Environment;
use crate::logic::{
    self, ConstantShape, LiteralShape, NumeralsShape, TermShape, constant_at, logic,
};
use crate::prove::Budget;
use crate::prove::conversion::{Converted, outermost};
use crate::syntax::ast::{Ident, Span};

use super::items::FileChecker;
use super::ledger::AxiomUse;
use super::message;
use super::proof::Checked;

/// The variables of the kernel's characteristic theorems of ℕ, theorem by theorem.
const NATURAL_VARIABLES: [&[&str]; 11] = [
    &[],
    &["y"],
    &["x", "y"],
    &["y"],
    &["x", "y"],
    &["y"],
    &["x"],
    &["x", "y"],
    &["x", "y"],
    &["y"],
    &["x", "y"],
];

/// Those of ℝ.
const RATIONAL_VARIABLES: [&[&str]; 24] = [
    &[],
    &["p"],
    &["p"],
    &["x", "y"],
    &["x", "y", "z"],
    &["x"],
    &["x"],
    &["x", "y"],
    &["x", "y"],
    &["x", "y", "z"],
    &["x"],
    &["x", "y", "z"],
    &["x"],
    &[],
    &["x", "y"],
    &[],
    &["x", "y"],
    &["x", "y", "z"],
    &["x", "y"],
    &["x", "y", "z"],
    &["x", "y"],
    &["x", "y"],
    &[],
    &["n"],
];

impl FileChecker<'_> {
    /// `arm numerals zero suc`, `arm naturals …`, `arm reals …`
    pub(super) fn arm(&mut self, what: &Ident, names: &[Ident]) -> Checked<Vec<AxiomUse>> {
        match what.value.as_str() {
            "numerals" if names.len() == 2 => self.natural_numerals(names),
            "numerals" if names.len() == 5 => self.real_numerals(names),
            "numerals" => {
                let text = "numerals are armed by `zero suc`, or by constants for 0, 1, +, - and /";
                Err(self.report(message::item("arm", what.span, text)))
            }
            "naturals" => self.arm_naturals(what, names),
            "reals" => self.arm_reals(what, names),
            _ => {
                let text = format!(
                    "`{}` cannot be armed; there are `numerals`, `naturals` and `reals`",
                    what.value
                );
                Err(self.report(message::item("arm", what.span, text)))
            }
        }
    }

    fn natural_numerals(&mut self, names: &[Ident]) -> Checked<Vec<AxiomUse>> {
        let (zero, suc) = (
            self.constant_term(&names[0])?,
            self.constant_term(&names[1])?,
        );
        let numerals = self.kernel(Numerals::naturals(&zero, &suc), names[0].span)?;
        self.env.set_numerals_nat(numerals.clone());
        self.add_numeral(&names[0], "zero", &numerals, 0)?;
        self.add_numeral(&names[0], "one", &numerals, 1)
    }

    fn real_numerals(&mut self, names: &[Ident]) -> Checked<Vec<AxiomUse>> {
        let mut terms = Vec::new();
        for name in names {
            terms.push(self.constant_term(name)?);
        }
        let made = Numerals::rationals(&terms[0], &terms[1], &terms[2], &terms[3], &terms[4]);
        let numerals = self.kernel(made, names[0].span)?;
        self.env.set_numerals_real(numerals.clone());
        self.add_numeral(&names[0], &names[0].value, &numerals, 0)?;
        self.add_numeral(&names[1], &names[1].value, &numerals, 1)
    }

    /// Adds the theorem `NAME_numeral` that says what a literal stands for.
    fn add_numeral(
        &mut self,
        at: &Ident,
        name: &str,
        numerals: &Numerals,
        value: i64,
    ) -> Checked<Vec<AxiomUse>> {
        let literal = numerals
            .integer(value)
            .and_then(|literal| Theorem::literal(&Term::literal(&literal)));
        let theorem = self.kernel(literal, at.span)?;
        let name = Ident {
            value: format!("{name}_numeral"),
            span: at.span,
        };
        self.declare_derived(at, &name.value)?;
        self.add_theorem(&name, theorem, &[]);
        Ok(Vec::new())
    }

    fn arm_naturals(&mut self, what: &Ident, names: &[Ident]) -> Checked<Vec<AxiomUse>> {
        let Some(numerals) = self.env.numerals_nat().cloned() else {
            return Err(self.report(message::item(
                "arm",
                what.span,
                "`arm numerals zero suc` must come first",
            )));
        };
        let operations = [
            logic().truth_term().clone(),
            logic().falsity_term().clone(),
            self.operation("nat_add", what)?,
            self.operation("nat_mul", what)?,
            self.operation("nat_le", what)?,
            self.operation("nat_lt", what)?,
        ];
        let theorems = self.characteristic(names, &NATURAL_VARIABLES)?;
        let armed = Arithmetic::naturals(&numerals, operations, &theorems);
        let place = refused_place(&armed, &theorems, names, what.span);
        let arithmetic = self.kernel(armed, place)?;
        self.env.arm_nat(arithmetic);
        Ok(theorems
            .iter()
            .flat_map(|theorem| self.uses(theorem))
            .collect())
    }

    fn arm_reals(&mut self, what: &Ident, names: &[Ident]) -> Checked<Vec<AxiomUse>> {
        let (Some(numerals), Some(naturals)) = (
            self.env.numerals_real().cloned(),
            self.env.numerals_nat().cloned(),
        ) else {
            return Err(self.report(message::item(
                "arm",
                what.span,
                "the numerals of ℕ and ℝ must be armed first",
            )));
        };
        let operations = [
            logic().truth_term().clone(),
            logic().falsity_term().clone(),
            self.operation("real_sub", what)?,
            self.operation("real_mul", what)?,
            self.operation("real_inv", what)?,
            self.operation("real_le", what)?,
            self.operation("real_lt", what)?,
            self.operation("real", what)?,
        ];
        let theorems = self.characteristic(names, &RATIONAL_VARIABLES)?;
        let armed = Arithmetic::rationals([&numerals, &naturals], operations, &theorems);
        let place = refused_place(&armed, &theorems, names, what.span);
        let arithmetic = self.kernel(armed, place)?;
        self.env.arm_real(arithmetic);
        Ok(theorems
            .iter()
            .flat_map(|theorem| self.uses(theorem))
            .collect())
    }

    fn operation(&mut self, name: &str, at: &Ident) -> Checked<Term> {
        self.constant_term(&Ident {
            value: name.into(),
            span: at.span,
        })
    }

    /// A constant at its own type.
    fn constant_term(&mut self, name: &Ident) -> Checked<Term> {
        let Some(constant) = self.env.constant(&name.value) else {
            let text = format!("no constant is called `{}`", name.value);
            return Err(self.report(message::item("unknown-name", name.span, text)));
        };
        let term = constant_at(constant, constant.generic_type());
        self.kernel(term, name.span)
    }

    fn characteristic(&mut self, names: &[Ident], variables: &[&[&str]]) -> Checked<Vec<Theorem>> {
        let mut theorems = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let Some(theorem) = self.env.theorem(&name.value).cloned() else {
                let text = format!("no fact is called `{}`", name.value);
                return Err(self.report(message::item("unknown-fact", name.span, text)));
            };
            let variables = variables.get(index).copied().unwrap_or_default();
            let brought = kernel_form(&self.env, &theorem, variables);
            theorems.push(self.rule(brought, name.span)?);
        }
        Ok(theorems)
    }
}

/// The name of the theorem that the kernel refuses: the last term of its answer is what it found in its place.
fn refused_place(
    armed: &rationale_kernel::Result<Arithmetic>,
    theorems: &[Theorem],
    names: &[Ident],
    otherwise: Span,
) -> Span {
    let Err(error) = armed else { return otherwise };
    let found = |theorem: &Theorem| error.1.last().is_some_and(|term| theorem.concludes(term));
    let place = theorems
        .iter()
        .position(found)
        .and_then(|index| names.get(index));
    place.map_or(otherwise, |name| name.span)
}

/// A theorem of the library in the kernel's words: variables free under the kernel's names, premises as hypotheses, the
/// constants of the numerals for the literals 0 and 1, `suc n` for `n + 1`, and `p = false` for `¬ p`.
fn kernel_form(env: &Environment, theorem: &Theorem, names: &[&str]) -> logic::Result<Theorem> {
    let mut open = theorem.clone();
    for name in names {
        let formula = open.conclusion();
        let domain = logic()
            .as_forall(&formula)
            .and_then(|p| p.ty().as_function().map(|(d, _)| d.clone()));
        let Some(domain) = domain else { break };
        open = logic::specialize(&open, &Term::variable(&Variable::new(*name, domain)))?;
    }
    let (premises, mut moved) = logic::undischarge_all(&open)?;
    for premise in premises {
        if let Some(equation) = rephrase(env, &premise)? {
            let new = equation
                .as_equation()
                .map(|(_, new)| new.clone())
                .unwrap_or_else(|| premise.clone());
            let given =
                logic::convert(Theorem::assume(&new)?, Some(&logic::symmetric(&equation)?))?;
            moved = logic::cut(&given, &moved)?;
        }
    }
    let conclusion = rephrase(env, &moved.conclusion())?;
    logic::convert(moved, conclusion.as_ref())
}

fn rephrase(env: &Environment, formula: &Term) -> logic::Result<Option<Theorem>> {
    outermost(formula, &Budget::default(), &mut |part| {
        rephrase_part(env, part)
    })
}

fn rephrase_part(env: &Environment, part: &Term) -> Converted {
    if let Some(literal) = part.as_literal() {
        let small = literal
            .as_small()
            .filter(|(p, q)| *q == 1 && (0..=1).contains(p));
        let own = env.numerals_nat() == Some(literal.numerals()) && small == Some((1, 1));
        return Ok(if small.is_some() && !own {
            Some(Theorem::literal(part)?)
        } else {
            None
        });
    }
    if let Some(negated) = logic().as_negation(part) {
        return rephrase_negation(env, part, negated).map(Some);
    }
    match (env.theorem("nat_suc"), as_plus_one(env, part)) {
        (Some(successor), Some(n)) => {
            let turned = logic::symmetric(&logic::specialize(successor, n)?)?;
            Ok(Some(turned))
        }
        _ => Ok(None),
    }
}

/// `⊢ (¬ p) = (p' = false)`
fn rephrase_negation(env: &Environment, part: &Term, negated: &Term) -> logic::Result<Theorem> {
    let forward = logic::equal_false(&Theorem::assume(part)?)?;
    let equation = forward.conclusion();
    let backward = logic::from_equal_false(&Theorem::assume(&equation)?)?;
    let same = logic::equivalence(
        &logic::discharge(part, &forward)?,
        &logic::discharge(&equation, &backward)?,
    )?;
    let Some(inner) = rephrase(env, negated)? else {
        return Ok(same);
    };
    let inside = logic::binary_congruence(
        &equality_on_formulas()?,
        &inner,
        &Theorem::reflexive(logic().falsity_term())?,
    )?;
    Ok(Theorem::transitive(&same, &inside)?)
}

fn equality_on_formulas() -> logic::Result<Term> {
    let boolean = rationale_kernel::Type::boolean();
    let predicate = rationale_kernel::Type::function(&boolean, &boolean)?;
    let ty = rationale_kernel::Type::function(&boolean, &predicate)?;
    Ok(constant_at(&rationale_kernel::Constant::equality(), &ty)?)
}

/// The n of `n + 1` on ℕ.
fn as_plus_one<'t>(env: &Environment, term: &'t Term) -> Option<&'t Term> {
    let (partial, one) = term.as_apply()?;
    let (head, n) = partial.as_apply()?;
    let literal = one.as_literal()?;
    let is_one =
        env.numerals_nat() == Some(literal.numerals()) && literal.as_small() == Some((1, 1));
    (head.as_constant() == env.constant("nat_add") && is_one && n.as_literal().is_none())
        .then_some(n)
}
