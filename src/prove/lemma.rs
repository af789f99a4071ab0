//! A theorem made ready for use: its ∀ stripped to schematic variables, its premises moved aside, its conclusion as a
//! pattern.

use super::{
    matching::Matching,
    pattern::{Head, Pattern, Schema},
};
use crate::logic::{
    self, Result, TermShape, beta_reduce, conjoin, conjuncts, convert, cut, logic, normal_term,
    specialize, symmetric, undischarge,
};
use rationale_kernel::{Name, Substitution, Term, Theorem, TypeSubstitution, Variable};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One conclusion of a theorem with what it needs.
#[derive(Clone, Debug)]
pub struct Lemma {
    /// The theorem's name, for messages.
    pub name: Option<Name>,
    /// Hypotheses and premises ⊢ conclusion, with the schematic variables free.
    pub theorem: Theorem,
    /// What may be replaced.
    pub schema: Schema,
    /// The premises, in order; conjunctions are split.
    pub premises: Vec<Term>,
    /// The premises as patterns.
    pub premise_patterns: Vec<Pattern>,
    /// The conclusion.
    pub conclusion: Term,
    /// The conclusion as a pattern.
    pub pattern: Pattern,
    /// The sides of the conclusion as patterns, if it is an equation.
    pub sides: Option<(Pattern, Pattern)>,
    /// Whether a schematic variable stands at the head of an application somewhere.
    higher_order: bool,
}

impl Lemma {
    /// All that a theorem says: one lemma for each part of its conclusion. Type variables of hypotheses and of free
    /// variables stay as they are, because the context speaks of them.
    pub fn all_of(name: Option<&Name>, theorem: &Theorem) -> Vec<Arc<Lemma>> {
        let mut found = Vec::new();
        let Ok(stripped) = Stripper::strip(theorem) else {
            return found;
        };
        for part in stripped {
            found.extend(part.finish(name.cloned()).map(Arc::new));
        }
        found
    }

    /// As [`Lemma::all_of`] for a theorem whose conclusion is not to be split.
    pub fn whole(name: Option<&Name>, theorem: &Theorem) -> Option<Lemma> {
        let stripper = Stripper::new(theorem).premises_only().ok()?;
        stripper.finish(name.cloned())
    }

    /// A theorem without hypotheses whose free variables may be replaced too.
    pub fn of_template(theorem: &Theorem) -> Option<Lemma> {
        let free: Vec<Variable> = theorem.conclusion().free_variables().into_iter().collect();
        Lemma::whole(None, &logic::generalize_all(&free, theorem).ok()?)
    }

    /// What stands at the head of the conclusion.
    pub fn head(&self) -> Head {
        self.pattern.head()
    }

    /// A matching in which nothing is set.
    pub fn matching(&self) -> Matching {
        Matching::new(&self.schema)
    }

    /// What must be replaced to make the conclusion that term.
    pub fn match_conclusion(&self, target: &Term) -> Option<Matching> {
        let mut matching = self.matching();
        matching
            .extend(&self.schema, &self.pattern, target)
            .then_some(matching)
    }

    /// The lemma read from left to right and from right to left: `p` if `q`, and `q` if `p`, for a conclusion `p ↔ q`.
    pub fn directions(&self) -> Vec<Lemma> {
        let Some((left, right)) = logic().as_equivalence(&self.conclusion) else {
            return Vec::new();
        };
        let (left, right) = (left.clone(), right.clone());
        let forward = Theorem::assume(&left)
            .ok()
            .and_then(|th| convert(th, Some(&self.theorem)).ok());
        let backward = Theorem::assume(&right).ok().and_then(|th| {
            let turned = symmetric(&self.theorem).ok()?;
            convert(th, Some(&turned)).ok()
        });
        let with = |premise: Term, theorem: Option<Theorem>| {
            let mut premises = self.premises.clone();
            premises.push(premise);
            Lemma::assemble(self.name.clone(), theorem?, self.schema.clone(), premises)
        };
        [with(right, backward), with(left, forward)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn assemble(
        name: Option<Name>,
        theorem: Theorem,
        schema: Schema,
        premises: Vec<Term>,
    ) -> Option<Lemma> {
        let conclusion = theorem.conclusion();
        let premise_patterns = premises
            .iter()
            .map(|p| Pattern::new(p, &schema))
            .collect::<Option<Vec<_>>>()?;
        let pattern = Pattern::new(&conclusion, &schema)?;
        let sides = match conclusion.as_equation() {
            Some((left, right)) => {
                Some((Pattern::new(left, &schema)?, Pattern::new(right, &schema)?))
            }
            None => None,
        };
        let higher_order = premises
            .iter()
            .chain([&conclusion])
            .any(|t| applies_schematic(t, &schema.variables));
        Some(Lemma {
            name,
            theorem,
            schema,
            premises,
            premise_patterns,
            conclusion,
            pattern,
            sides,
            higher_order,
        })
    }

    /// The lemma with another conclusion drawn from the same premises.
    pub fn with_theorem(&self, theorem: Theorem) -> Option<Lemma> {
        Lemma::assemble(
            self.name.clone(),
            theorem,
            self.schema.clone(),
            self.premises.clone(),
        )
    }

    /// The equation turned round; nothing if the conclusion is no equation.
    pub fn reversed(&self) -> Option<Lemma> {
        let theorem = symmetric(&self.theorem).ok()?;
        Lemma::assemble(
            self.name.clone(),
            theorem,
            self.schema.clone(),
            self.premises.clone(),
        )
    }

    /// `f a = λx. t` for a conclusion `f a x = t`, where x is a variable that stands nowhere else. Rests on
    /// extensionality.
    pub fn shortened(&self) -> Option<Lemma> {
        let (left, _) = self.conclusion.as_equation()?;
        let (function, argument) = left.as_apply()?;
        let x = argument.as_variable()?;
        let elsewhere = function.has_free(x) || self.premises.iter().any(|p| p.has_free(x));
        if elsewhere || self.schema.index_of(x).is_none() {
            return None;
        }
        let functions = Theorem::abstraction(x, &self.theorem).ok()?;
        let contracted = logic::eta_equation(&Term::abstraction(x, left).ok()?).ok()??;
        let theorem = Theorem::transitive(&symmetric(&contracted).ok()?, &functions).ok()?;
        let variables = self
            .schema
            .variables
            .iter()
            .filter(|v| *v != x)
            .cloned()
            .collect();
        let schema = Schema {
            variables,
            type_variables: self.schema.type_variables.clone(),
        };
        Lemma::assemble(self.name.clone(), theorem, schema, self.premises.clone())
    }

    /// The lemma with what was found put in. Variables that were not found stay schematic.
    pub fn instance(&self, matching: &Matching) -> Option<Instance> {
        let types = matching.type_substitution(&self.schema);
        let terms = matching.substitution(&self.schema, &types)?;
        self.instantiated(&types, &terms).ok()
    }

    /// The lemma with what was found put in, as one formula again: variables that were not found under ∀, premises as
    /// implications.
    pub fn closed(&self, matching: &Matching) -> Option<Theorem> {
        let types = matching.type_substitution(&self.schema);
        let terms = matching.substitution(&self.schema, &types)?;
        let instance = self.instantiated(&types, &terms).ok()?;
        let assumed = instance
            .premises
            .iter()
            .map(|p| Theorem::assume(p).ok())
            .collect::<Option<Vec<_>>>()?;
        let theorem =
            logic::discharge_all(&instance.premises, &instance.discharge(&assumed).ok()?).ok()?;
        let open = self
            .schema
            .variables
            .iter()
            .zip(&matching.terms)
            .filter(|(_, image)| image.is_none());
        let open = open
            .map(|(v, _)| super::matching::retyped(v, &types))
            .collect::<Option<Vec<_>>>()?;
        logic::generalize_all(&open, &theorem).ok()
    }

    fn instantiated(&self, types: &TypeSubstitution, terms: &Substitution) -> Result<Instance> {
        let typed = if types.is_empty() {
            self.theorem.clone()
        } else {
            self.theorem.instantiate_types(types)?
        };
        let theorem = if terms.is_empty() {
            typed
        } else {
            typed.instantiate(terms)?
        };
        let put_in = |premise: &Term| -> Result<Term> {
            let typed = if types.is_empty() {
                premise.clone()
            } else {
                premise.instantiate_types(types)?
            };
            Ok(typed.substitute(terms)?)
        };
        let raw = self
            .premises
            .iter()
            .map(put_in)
            .collect::<Result<Vec<_>>>()?;
        if !self.higher_order {
            return Ok(Instance {
                premises: raw.clone(),
                raw,
                theorem,
            });
        }
        let premises = raw.iter().map(normal_term).collect::<Result<Vec<_>>>()?;
        Ok(Instance {
            theorem: beta_reduce(theorem)?,
            premises,
            raw,
        })
    }
}

/// A lemma with its variables replaced.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Hypotheses and raw premises ⊢ conclusion, the conclusion β-normal.
    theorem: Theorem,
    /// The premises, β-normal.
    pub premises: Vec<Term>,
    /// The premises as they stand among the theorem's hypotheses.
    raw: Vec<Term>,
}

impl Instance {
    /// The conclusion, β-normal.
    pub fn conclusion(&self) -> Term {
        self.theorem.conclusion()
    }

    /// The sides of the conclusion.
    pub fn as_equation(&self) -> Option<(&Term, &Term)> {
        self.theorem.as_equation()
    }

    /// The conclusion from proofs of the premises, in order. A proof of something else is refused.
    pub fn discharge(&self, proofs: &[Theorem]) -> Result<Theorem> {
        let mut theorem = self.theorem.clone();
        for (raw, proof) in self.raw.iter().zip(proofs) {
            let fits = super::conversion::align(proof, raw);
            let proof = fits.ok_or_else(|| logic::RuleError::Shape {
                rule: "the lemma",
                expected: "a proof of its premise",
                found: proof.conclusion(),
            })?;
            theorem = cut(&proof, &theorem)?;
        }
        Ok(theorem)
    }
}

fn applies_schematic(term: &Term, variables: &[Variable]) -> bool {
    fn below(fragment: rationale_kernel::Fragment<'_>, variables: &[Variable]) -> bool {
        use rationale_kernel::FragmentView::{Abstract, Apply, Variable};
        match fragment.view() {
            Apply(f, x) => {
                matches!(f.view(), Variable(v) if variables.contains(v))
                    || below(f, variables)
                    || below(x, variables)
            }
            Abstract(_, _, body) => below(body, variables),
            _ => false,
        }
    }
    below(term.fragment(), variables)
}

/// A theorem on the way to a lemma.
#[derive(Clone)]
struct Stripper {
    theorem: Theorem,
    premises: Vec<Term>,
    variables: Vec<Variable>,
    /// Type variables of hypotheses and free variables: these are fixed.
    rigid_types: BTreeSet<Name>,
}

impl Stripper {
    fn new(theorem: &Theorem) -> Self {
        let mut rigid_types = BTreeSet::new();
        theorem
            .hypotheses()
            .iter()
            .for_each(|h| rigid_types.extend(h.type_variables()));
        theorem
            .conclusion()
            .free_variables()
            .iter()
            .for_each(|v| rigid_types.extend(v.ty.variables()));
        Stripper {
            theorem: theorem.clone(),
            premises: Vec::new(),
            variables: Vec::new(),
            rigid_types,
        }
    }

    fn strip(theorem: &Theorem) -> Result<Vec<Stripper>> {
        let (mut done, mut pending) = (Vec::new(), vec![Stripper::new(theorem)]);
        while let Some(next) = pending.pop() {
            let next = next.premises_only()?;
            let parts = conjuncts(&next.theorem)?;
            if let [_] = parts.as_slice() {
                done.push(next);
                continue;
            }
            pending.extend(parts.into_iter().rev().map(|theorem| Stripper {
                theorem,
                ..next.clone()
            }));
        }
        Ok(done)
    }

    /// Strips ∀ and → until neither is outermost.
    fn premises_only(mut self) -> Result<Self> {
        loop {
            let conclusion = self.theorem.conclusion();
            if let Some(predicate) = logic().as_forall(&conclusion) {
                self.strip_forall(predicate)?;
            } else if let Some((premise, _)) = logic().as_implication(&conclusion) {
                self.strip_premise(premise)?;
            } else {
                return Ok(self);
            }
        }
    }

    fn strip_forall(&mut self, predicate: &Term) -> Result<()> {
        let hint = predicate
            .as_abstraction()
            .map_or("x", |abstraction| abstraction.hint());
        let Some((domain, _)) = predicate.ty().as_function() else {
            return Ok(());
        };
        let mut name = format!("?{hint}");
        let mut counter = 0;
        while self.variables.iter().any(|v| *v.name == *name) {
            counter += 1;
            name = format!("?{hint}{counter}");
        }
        let v = Variable::new(name, domain.clone());
        self.theorem = specialize(&self.theorem, &Term::variable(&v))?;
        self.variables.push(v);
        Ok(())
    }

    fn strip_premise(&mut self, premise: &Term) -> Result<()> {
        let theorem = undischarge(&self.theorem)?;
        let parts = logic().conjuncts_of(premise);
        let assumed = parts
            .iter()
            .map(|p| Ok(Theorem::assume(p)?))
            .collect::<Result<Vec<_>>>()?;
        self.theorem = if parts.len() > 1 {
            cut(&rejoin(premise, &mut assumed.iter())?, &theorem)?
        } else {
            theorem
        };
        self.premises.extend(parts);
        Ok(())
    }

    fn finish(self, name: Option<Name>) -> Option<Lemma> {
        let theorem = beta_reduce(self.theorem).ok()?;
        let mentioned = |v: &Variable| {
            theorem.conclusion().has_free(v) || self.premises.iter().any(|p| p.has_free(v))
        };
        let variables: Vec<_> = self
            .variables
            .iter()
            .filter(|v| mentioned(v))
            .cloned()
            .collect();
        let mut types = theorem.conclusion().type_variables();
        self.premises
            .iter()
            .for_each(|p| types.extend(p.type_variables()));
        let type_variables = types
            .into_iter()
            .filter(|name| !self.rigid_types.contains(name))
            .collect();
        Lemma::assemble(
            name,
            theorem,
            Schema {
                variables,
                type_variables,
            },
            self.premises,
        )
    }
}

/// The conjunction in its own nesting, from its parts in order.
fn rejoin<'a>(formula: &Term, parts: &mut impl Iterator<Item = &'a Theorem>) -> Result<Theorem> {
    match logic().as_conjunction(formula) {
        Some((left, right)) => {
            let left = rejoin(left, parts)?;
            conjoin(&left, &rejoin(right, parts)?)
        }
        None => parts
            .next()
            .cloned()
            .ok_or_else(|| logic::RuleError::Shape {
                rule: "a premise",
                expected: "as many parts as the conjunction has",
                found: formula.clone(),
            }),
    }
}
