//! Claims: statements without a proof, which the inequality engine settles when a session tries them. What is not as
//! claimed is a finding; what no kernel theorem backs is never called proved.

use crate::inequality::claim::{CHECKER, Finding, settle};
use crate::report::{Diagnostic, verify};
use crate::syntax::ast::{Ident, Statement};

use super::items::FileChecker;
use super::ledger::{AxiomUse, ClaimReport, Kind, Status, checker_use, status_of};
use super::proof::Checked;
use super::statements::closed_statement;

impl FileChecker<'_> {
    /// `claim NAME …` is read; it is tried if the session tries claims.
    pub(super) fn claim(
        &mut self,
        name: &Ident,
        refuted: bool,
        statement: &Statement,
    ) -> Checked<Vec<AxiomUse>> {
        let (stated, _) = self.with_prover(&name.value, |prover| {
            closed_statement(prover, statement, name.span)
        });
        let (stated, formula) = stated?;
        self.keep_statement(name, Kind::Claim, refuted, &stated, &formula)?;
        let Some(trial) = self.trial else {
            return Ok(Vec::new());
        };
        let finding = settle(&self.env, &formula, trial.limits());
        let uses = match &finding {
            Finding::Proved { theorem, .. } => self.uses(theorem),
            Finding::Checked { .. } => vec![checker_use()],
            Finding::Refuted(_) | Finding::Unknown(_) => Vec::new(),
        };
        let finding = match status_of(&uses) {
            Status::Proved | Status::Declared | Status::Skipped => finding,
            Status::Failed | Status::Conditional => Finding::Unknown(vec![
                "there is a proof, but it rests on what is not proved or only cited".to_owned(),
            ]),
        };
        let report = ClaimReport { refuted, finding };
        if !report.is_as_stated() {
            self.diagnostics.push(unsettled(name, &report));
        }
        self.claimed = Some(report);
        Ok(uses)
    }
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
