//! The result of a run of `verify` as one JSON value; fields are only ever added.

use serde::Serialize;

use super::{Source, json, verify};
use crate::check::{CheckedFile, ClaimReport, ItemReport, Outcome};
use crate::inequality::claim::{Finding, Support};
use crate::inequality::show;

#[derive(Serialize)]
struct Report<'o> {
    version: u32,
    claims: Vec<Claim<'o>>,
    diagnostics: Vec<json::JsonDiagnostic<'o>>,
    unread: Vec<String>,
    summary: Vec<Summary>,
    success: bool,
    seconds: f64,
}

#[derive(Serialize)]
struct Claim<'o> {
    name: &'o str,
    file: &'o str,
    line: usize,
    claimed: bool,
    verdict: &'static str,
    as_stated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fails_at: Option<Vec<(String, String)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tried: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<String>,
    axioms: Vec<String>,
    seconds: f64,
}

#[derive(Serialize)]
struct Summary {
    file: String,
    claimed_true: usize,
    proved: usize,
    proved_by_checker: usize,
    claimed_false: usize,
    refuted: usize,
    unknown: usize,
    wrong: usize,
}

/// The report as JSON text.
pub fn render(outcome: &Outcome, certificates: bool) -> String {
    let sources: Vec<Source> = outcome
        .files
        .iter()
        .map(|file| Source::new(file.path.clone(), file.text.clone()))
        .collect();
    let pairs = || outcome.files.iter().zip(&sources);
    let report = Report {
        version: super::session_json::VERSION,
        claims: pairs()
            .flat_map(|(file, source)| claims(file, source, certificates))
            .collect(),
        diagnostics: pairs()
            .flat_map(|(file, source)| file.diagnostics.iter().map(|d| json::value(d, source)))
            .collect(),
        unread: outcome.missing.iter().map(ToString::to_string).collect(),
        summary: summary(outcome),
        success: verify::is_success(outcome),
        seconds: outcome.seconds,
    };
    serde_json::to_string(&report).unwrap_or_default()
}

fn claims<'o>(
    file: &'o CheckedFile,
    source: &'o Source,
    certificates: bool,
) -> impl Iterator<Item = Claim<'o>> {
    file.items.iter().filter_map(move |item| {
        let line = source.place(item.span.start).line;
        Some(claim(item, item.claim.as_ref()?, file, line, certificates))
    })
}

fn claim<'o>(
    item: &'o ItemReport,
    report: &ClaimReport,
    file: &'o CheckedFile,
    line: usize,
    certificates: bool,
) -> Claim<'o> {
    let mut claim = Claim {
        name: &item.name,
        file: &file.path,
        line,
        claimed: !report.refuted,
        verdict: verify::word(&report.finding),
        as_stated: report.is_as_stated(),
        method: None,
        fails_at: None,
        reason: None,
        tried: Vec::new(),
        witness: None,
        certificate: None,
        axioms: item.axioms.iter().map(|a| a.name.to_string()).collect(),
        seconds: item.seconds,
    };
    match &report.finding {
        Finding::Proved { support, .. } => {
            claim.method = Some(support.method());
            claim.witness = support.witness().map(str::to_owned);
            if let (true, Support::Found(certificate, _)) = (certificates, support) {
                claim.certificate = Some(show::certificate(certificate));
            }
        }
        Finding::Checked {
            certificate,
            reason,
        } => {
            claim.method = Some(show::method(certificate));
            claim.reason = Some(reason.clone());
        }
        Finding::Refuted(values) => {
            let values = values.iter().map(|(name, v)| (name.clone(), v.to_string()));
            claim.fails_at = Some(values.collect());
        }
        Finding::Unknown(tried) => claim.tried.clone_from(tried),
    }
    if let (true, Finding::Checked { certificate, .. }) = (certificates, &report.finding) {
        claim.certificate = Some(show::certificate(certificate));
    }
    claim
}

fn summary(outcome: &Outcome) -> Vec<Summary> {
    let tallies = verify::tallies(outcome).into_iter();
    tallies
        .map(|(file, tally)| Summary {
            file,
            claimed_true: tally.holds,
            proved: tally.kernel,
            proved_by_checker: tally.checker,
            claimed_false: tally.fails,
            refuted: tally.refuted,
            unknown: tally.unknown,
            wrong: tally.wrong,
        })
        .collect()
}
