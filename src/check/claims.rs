//! Claims: statements without a proof, which the inequality engine settles when a session tries them. What is not as
//! claimed is a finding; what no kernel theorem backs is never called proved.

use rationale_kernel::Term;

use crate::inequality::claim::{CHECKER, Finding, Support, Wording, settle_stated};
use crate::logic::logic;
use crate::report::{Diagnostic, verify};
use crate::syntax::ast::{Ident, Justification, Method, Statement};

use super::items::{FileChecker, unproved_use};
use super::ledger::{AxiomUse, ClaimReport, Kind, Status, checker_use, status_of};
use super::methods::SOS;
use super::proof::Checked;
use super::statements::{closed_statement, prove_closed};
use super::terms::Stated;

impl FileChecker<'_> {
    /// `claim NAME …` is read; it is tried if the session tries claims. One with a proof of its own is proved by that, in
    /// any session, and nothing is tried. Also says whether it was only
    /// declared: whether there was no proof.
    pub(super) fn claim(
        &mut self,
        name: &Ident,
        refuted: bool,
        statement: &Statement,
        why: &Justification,
    ) -> Checked<(Vec<AxiomUse>, bool)> {
        let (stated, _) = self.with_prover(&name.value, |prover| {
            closed_statement(prover, statement, name.span)
        });
        let (stated, formula) = stated?;
        self.keep_statement(name, Kind::Claim, refuted, &stated, &formula)?;
        if !matches!(why, Justification::Missing(_)) {
            if refuted {
                return Err(self.report(proof_of_false(name)));
            }
            let finding = self.written_proof(name, (&stated, &formula), why);
            return Ok((self.settled(name, refuted, finding), false));
        }
        let Some(trial) = self.trial else {
            return Ok((Vec::new(), true));
        };
        let finding = settle_stated(&self.env, &formula, &wording(&stated), trial.limits());
        Ok((self.settled(name, refuted, Some(finding)), true))
    }

    /// What the proof below a claim comes to; nothing if it has an error, which is then reported.
    fn written_proof(
        &mut self,
        name: &Ident,
        (stated, formula): (&Stated, &Term),
        why: &Justification,
    ) -> Option<Finding> {
        let (proved, failed) = self.with_prover(&name.value, |prover| {
            prove_closed(prover, stated, formula, why, name.span)
        });
        let (theorem, _) = proved.ok().filter(|_| !failed)?;
        let support = match why {
            Justification::By(methods) if is_certificate(methods) => Support::Certificate,
            _ => Support::Proof,
        };
        Some(Finding::Proved { theorem, support })
    }

    /// Notes what became of a claim, and says what it rests on.
    fn settled(&mut self, name: &Ident, refuted: bool, finding: Option<Finding>) -> Vec<AxiomUse> {
        let uses = match &finding {
            Some(Finding::Proved { theorem, .. }) => self.uses(theorem),
            Some(Finding::Checked { .. }) => vec![checker_use()],
            Some(Finding::Refuted(_) | Finding::Unknown(_)) => Vec::new(),
            None => vec![unproved_use(&name.value)],
        };
        if self.trial.is_none() {
            return uses;
        }
        let is_reported = finding.is_none();
        let finding = match (status_of(&uses), finding) {
            (Status::Proved | Status::Declared | Status::Skipped, Some(finding)) => finding,
            (_, Some(_)) => Finding::Unknown(vec![
                "there is a proof, but it rests on what is not proved or only cited".to_owned(),
            ]),
            (_, None) => Finding::Unknown(vec!["the written proof has an error".to_owned()]),
        };
        let report = ClaimReport { refuted, finding };
        if !report.is_as_stated() && !is_reported {
            self.diagnostics.push(unsettled(name, &report));
        }
        self.claimed = Some(report);
        uses
    }
}

/// How a claim is written.
fn wording(stated: &Stated) -> Wording {
    let is_bare = |goal: &Term| {
        let logic = logic();
        logic.as_forall(goal).is_none() && logic.as_implication(goal).is_none()
    };
    let labels = stated.assumed.iter().map(|(label, _)| label.clone());
    Wording {
        labels: labels.collect(),
        steps: stated.lets.is_empty()
            && matches!(stated.shown.as_slice(), [(_, goal)] if is_bare(goal)),
    }
}

/// Whether the proof is one written certificate.
fn is_certificate(methods: &[Method]) -> bool {
    let is_sos = |method: &Method| method.name.as_ref().is_some_and(|name| name.value == SOS);
    methods.len() == 1 && methods.iter().all(is_sos)
}

/// A proof below a claim that is claimed to be false.
fn proof_of_false(name: &Ident) -> Diagnostic {
    let text = format!(
        "`{}` is claimed to be false, and a proof follows",
        name.value
    );
    Diagnostic::error("claim-proof", name.span, text)
        .help("leave out the proof: `rationale verify` looks for numbers at which it fails; or leave out `false`")
}

/// What is said of a claim that is not as stated.
fn unsettled(name: &Ident, report: &ClaimReport) -> Diagnostic {
    let error = |rule, message: String| Diagnostic::error(rule, name.span, message);
    match &report.finding {
        Finding::Refuted(values) => {
            error("claim-refuted", format!("`{}` does not hold", name.value))
                .note(format!("it fails at {}", verify::point(values)))
        }
        Finding::Proved { .. } => error(
            "claim-holds",
            format!("`{}` is claimed to be false, and it is proved", name.value),
        ),
        Finding::Checked { reason, .. } if !report.refuted => error(
            "claim-unreplayed",
            format!("`{}` is proved by the {CHECKER} only", name.value),
        )
        .note(format!("there is no kernel theorem: {reason}")),
        Finding::Checked { .. } => error(
            "claim-holds",
            format!(
                "`{}` is claimed to be false, and the {CHECKER} accepts a proof",
                name.value
            ),
        ),
        Finding::Unknown(tried) => tried.iter().fold(
            error(
                "claim-unknown",
                format!("`{}` is neither proved nor refuted", name.value),
            ),
            |diagnostic, line| diagnostic.note(format!("tried: {line}")),
        ),
    }
}
