//! What was read, in words and as JSON. Data in, text out; nothing here prints.

use super::{
    print::{Printer, Table},
    read::{Article, ReadError, Sequent},
};
use rationale_kernel::Term;
use serde::Serialize;
use std::{collections::HashSet, fmt::Write, time::Duration};

/// The outcome of reading one file.
pub struct Reading {
    /// The file's name.
    pub file: String,
    /// The article, or what is wrong with it.
    pub outcome: Result<Article, ReadError>,
    /// How long it took.
    pub time: Duration,
    /// The digest of what it proves and assumes, if it was asked for.
    pub digest: Option<String>,
}

/// Figures over all articles.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// How many articles were replayed to their end.
    pub articles: usize,
    /// How many were not.
    pub errors: usize,
    /// How many theorems they export.
    pub theorems: usize,
    /// How many different sequents they assume.
    pub axioms: usize,
    /// How many names they define.
    pub definitions: usize,
    /// How many commands were rules, axioms or definitions.
    pub inferences: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
}

impl Summary {
    /// Of those readings.
    pub fn of(readings: &[Reading]) -> Self {
        let articles: Vec<_> = readings
            .iter()
            .filter_map(|r| r.outcome.as_ref().ok())
            .collect();
        let assumed: HashSet<&Sequent> = articles.iter().flat_map(|a| assumed(a)).collect();
        Summary {
            articles: articles.len(),
            errors: readings.len() - articles.len(),
            theorems: articles.iter().map(|a| a.theorems.len()).sum(),
            axioms: assumed.len(),
            definitions: articles
                .iter()
                .map(|a| a.constants.len() + a.operators.len())
                .sum(),
            inferences: articles.iter().map(|a| a.counts.inferences).sum(),
            seconds: readings.iter().map(|r| r.time.as_secs_f64()).sum(),
        }
    }
}

fn assumed(article: &Article) -> impl Iterator<Item = &Sequent> {
    article.assumptions.iter()
}

/// All readings for people; with the theorems' statements if `theorems`.
pub fn text(readings: &[Reading], theorems: bool) -> String {
    let table = table(readings);
    let printer = Printer::new(&table);
    let mut out = String::new();
    for reading in readings {
        match &reading.outcome {
            Ok(article) => describe(&mut out, &printer, reading, article, theorems),
            Err(error) => out.push_str(&complaint(&reading.file, error)),
        }
    }
    if readings.len() > 1 {
        let summary = Summary::of(readings);
        let _ = writeln!(
            out,
            "in all: {}, {} failed; {}, {}, {}, {}, {:.2} s",
            plural(summary.articles as u64, "article"),
            grouped(summary.errors as u64),
            plural(summary.theorems as u64, "theorem"),
            plural(summary.axioms as u64, "assumption"),
            plural(summary.definitions as u64, "defined name"),
            plural(summary.inferences, "inference"),
            summary.seconds,
        );
    }
    out
}

fn describe(
    out: &mut String,
    printer: &Printer<'_>,
    reading: &Reading,
    article: &Article,
    theorems: bool,
) {
    let _ = writeln!(
        out,
        "{}: {}, {}, {}, {}, version {}, {:.2} s",
        reading.file,
        plural(article.theorems.len() as u64, "theorem"),
        plural(article.assumptions.len() as u64, "assumption"),
        plural(
            (article.constants.len() + article.operators.len()) as u64,
            "defined name"
        ),
        plural(article.counts.inferences, "inference"),
        article.version,
        reading.time.as_secs_f64(),
    );
    let mut list = |title: &str, sequents: Vec<&Sequent>| {
        if !sequents.is_empty() {
            let _ = writeln!(out, "  {title}");
        }
        for sequent in sequents {
            let _ = writeln!(out, "    {}", shown(printer, sequent));
        }
    };
    list("assumes", assumed(article).collect());
    list(
        "assumptions that a theorem discharged",
        article.discharged.iter().collect(),
    );
    if theorems {
        list(
            "proves",
            article.theorems.iter().map(|t| &t.sequent).collect(),
        );
    }
    if let Some(digest) = &reading.digest {
        let _ = writeln!(out, "  digest {digest}");
    }
    for warning in &article.warnings {
        let _ = writeln!(out, "  warning: {warning}");
    }
}

/// An error for people: what, where, and what lay on the stack.
pub fn complaint(file: &str, error: &ReadError) -> String {
    let mut out = format!(
        "error[{}]: {}\n  --> {file}:{}\n",
        error.rule(),
        error.problem,
        error.line
    );
    if !error.command.is_empty() {
        let _ = writeln!(out, "   | {}", error.command);
    }
    if !error.command.is_empty() && error.stack.is_empty() {
        out.push_str("   = the stack is empty\n");
    }
    for (depth, object) in error.stack.iter().enumerate() {
        let place = if depth == 0 {
            "stack's top:"
        } else {
            "below:      "
        };
        let _ = writeln!(out, "   = {place} {object}");
    }
    out
}

fn shown(printer: &Printer<'_>, sequent: &Sequent) -> String {
    printer.sequent(&sequent.hypotheses, &sequent.conclusion)
}

fn table(readings: &[Reading]) -> Table {
    let articles = readings.iter().filter_map(|r| r.outcome.as_ref().ok());
    let sequents = articles.flat_map(|a| {
        let given = a.assumptions.iter().chain(&a.discharged);
        given.chain(a.theorems.iter().map(|t| &t.sequent))
    });
    Table::of(sequents.flat_map(terms))
}

fn terms(sequent: &Sequent) -> impl Iterator<Item = &Term> {
    sequent.hypotheses.iter().chain([&sequent.conclusion])
}

/// `1,340 theorems`
fn plural(count: u64, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(count))
}

/// A number with a comma every three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[derive(Serialize)]
struct Report {
    articles: Vec<ArticleReport>,
    errors: Vec<ErrorReport>,
    summary: Summary,
}

#[derive(Serialize)]
struct ArticleReport {
    file: String,
    version: u8,
    theorems: usize,
    axioms: usize,
    constants: usize,
    type_operators: usize,
    commands: u64,
    inferences: u64,
    seconds: f64,
    assumptions: Vec<String>,
    discharged: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct ErrorReport {
    file: String,
    rule: &'static str,
    line: u64,
    command: String,
    message: String,
    stack: Vec<String>,
}

/// All readings for programs; with the theorems' statements if `theorems`.
pub fn json(readings: &[Reading], theorems: bool) -> String {
    let table = table(readings);
    let printer = Printer::new(&table);
    let mut report = Report {
        articles: vec![],
        errors: vec![],
        summary: Summary::of(readings),
    };
    for reading in readings {
        match &reading.outcome {
            Ok(article) => report
                .articles
                .push(entry(&printer, reading, article, theorems)),
            Err(error) => report.errors.push(ErrorReport {
                file: reading.file.clone(),
                rule: error.rule(),
                line: error.line,
                command: error.command.clone(),
                message: error.problem.to_string(),
                stack: error.stack.clone(),
            }),
        }
    }
    serde_json::to_string_pretty(&report)
        .unwrap_or_else(|error| format!("{{\"error\": \"{error}\"}}"))
}

fn entry(
    printer: &Printer<'_>,
    reading: &Reading,
    article: &Article,
    theorems: bool,
) -> ArticleReport {
    let statements = || {
        article
            .theorems
            .iter()
            .map(|t| shown(printer, &t.sequent))
            .collect()
    };
    ArticleReport {
        file: reading.file.clone(),
        version: article.version,
        theorems: article.theorems.len(),
        axioms: article.assumptions.len(),
        constants: article.constants.len(),
        type_operators: article.operators.len(),
        commands: article.counts.commands,
        inferences: article.counts.inferences,
        seconds: reading.time.as_secs_f64(),
        assumptions: assumed(article).map(|s| shown(printer, s)).collect(),
        discharged: article
            .discharged
            .iter()
            .map(|s| shown(printer, s))
            .collect(),
        statements: theorems.then(statements),
        digest: reading.digest.clone(),
        warnings: article.warnings.clone(),
    }
}
