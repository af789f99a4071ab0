//! How the simplifier goes below a constant: by plain congruence, or by a congruence rule and what it lets one assume.

use super::*;

impl Simplifier<'_> {
    pub(super) fn application(&mut self, term: &Term) -> Converted {
        let (head, arguments) = spine(term);
        let sets = self.congruences.iter().rev();
        let found = sets
            .flat_map(|set| set.candidates(Head::of(head), arguments.len()))
            .find(|rule| rule.fits(term))
            .cloned();
        let Some(rule) = found else {
            return self.arguments(head, &arguments, |_| true);
        };
        let plain = self.arguments(head, &arguments, |index| !rule.covered[index])?;
        let current = reached(term, plain.as_ref()).clone();
        let below = self.below(&rule, &current)?;
        transitive(plain, below)
    }

    /// Simplifies the chosen arguments, and the head if it is a λ.
    pub(super) fn arguments(
        &mut self,
        head: &Term,
        arguments: &[&Term],
        chosen: impl Fn(usize) -> bool,
    ) -> Converted {
        let atomic = head.as_constant().is_some() || head.as_variable().is_some();
        let quantifier = logic().is_quantifier(head);
        let mut equation = if atomic { None } else { self.simplify(head)? };
        let mut function = head.clone();
        for (index, argument) in arguments.iter().enumerate() {
            let mut changed = None;
            if chosen(index) {
                changed = self.simplify(argument)?;
                if !quantifier {
                    changed = then(argument, changed, eta_equation)?;
                }
            }
            equation = application(&function, equation, argument, changed)?;
            function = Term::apply(&function, argument)?;
        }
        Ok(equation)
    }

    /// Uses a congruence rule: simplifies each part that it names under what may be assumed there.
    pub(super) fn below(&mut self, rule: &CongruenceRule, term: &Term) -> Converted {
        let lemma = &rule.lemma;
        let Some((left, _)) = &lemma.sides else {
            return Ok(None);
        };
        let mut matching = lemma.matching();
        if !matching.extend(&lemma.schema, left, term) {
            return Ok(None);
        }
        let (mut proofs, mut changed) = (Vec::new(), false);
        for premise in &rule.premises {
            let (proof, different) = match premise {
                Premise::Part(step) => match self.part(lemma, step, &mut matching)? {
                    Some(part) => part,
                    None => return Ok(None),
                },
                Premise::Condition(condition) => {
                    let condition = matching.instantiate(&lemma.schema, condition);
                    match condition.and_then(|condition| self.prove(&condition)) {
                        Some(proof) => (proof, false),
                        None => return Ok(None),
                    }
                }
            };
            proofs.push(proof);
            changed |= different;
        }
        if !changed {
            return Ok(None);
        }
        let instance = lemma.instance(&matching);
        let theorem = instance.and_then(|instance| instance.discharge(&proofs).ok());
        Ok(theorem.and_then(|theorem| self.aligned(theorem, term)))
    }

    /// One premise of a congruence rule: its proof, and whether the part changed.
    pub(super) fn part(
        &mut self,
        lemma: &Lemma,
        step: &Step,
        matching: &mut Matching,
    ) -> Result<Option<(Theorem, bool)>> {
        let types = matching.type_substitution(&lemma.schema);
        let fresh: Option<Vec<Variable>> = step
            .variables
            .iter()
            .zip(&step.hints)
            .map(|(v, hint)| Some(self.budget.fresh(hint, &v.ty.instantiate(&types).ok()?)))
            .collect();
        let Some(fresh) = fresh else { return Ok(None) };
        let put_in = |term: &Term| -> Option<Term> {
            let renaming = step.variables.iter().zip(&fresh).map(|(v, new)| {
                let typed = Variable::new(v.name.clone(), new.ty.clone());
                (typed, Term::variable(new))
            });
            let term = matching.instantiate(&lemma.schema, term)?;
            crate::logic::normal_term(&term.substitute(&substitution_from(renaming).ok()?).ok()?)
                .ok()
        };
        let Some(left) = put_in(&step.left) else {
            return Ok(None);
        };
        let Some(assumptions) = step
            .assumptions
            .iter()
            .map(put_in)
            .collect::<Option<Vec<_>>>()
        else {
            return Ok(None);
        };
        let equation = self.assuming(&assumptions, |simplifier| simplifier.simplify(&left))?;
        let different = equation.is_some();
        let equation = equation.map_or_else(|| Theorem::reflexive(&left), Ok)?;
        let right = reached(&left, Some(&equation)).clone();
        let image = fresh
            .iter()
            .rev()
            .try_fold(right, |body, v| Term::abstraction(v, &body))?;
        if !matching.assign(&lemma.schema, step.result, &image) {
            return Ok(None);
        }
        let proof = step
            .layers
            .iter()
            .rev()
            .try_fold(equation, |proof, layer| match layer {
                Layer::Variable(index) => generalize(&fresh[*index], &proof),
                Layer::Assumption(index) => discharge(&assumptions[*index], &proof),
            })?;
        Ok(Some((proof, different)))
    }
}
