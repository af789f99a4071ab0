//! Diagnostics: data only, one type for everything that a person is told about their text. Renderers turn them into
//! words, one file for each format; nothing here prints.

pub mod audits;
pub mod concise;
pub mod findings;
pub mod full;
pub mod github;
pub mod instances;
pub mod json;
pub mod judged;
pub mod junit;
pub mod rules;
pub mod sarif;
pub mod session;
pub mod session_json;
pub mod show;
mod source;
pub mod table;
pub mod verify;
pub mod verify_json;

use std::borrow::Cow;

use crate::syntax::ast::Span;

pub use source::{Place, Source};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The run fails.
    Error,
    /// Worth a look.
    Warning,
    /// For information.
    Note,
}

impl Severity {
    /// The word that every format uses.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A remark at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there.
    pub text: String,
}

/// One message: what is wrong, where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name, in kebab-case; its page is `docs/rules/RULE.md`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The first line: lower case, no full stop, understandable alone.
    pub message: String,
    /// The place that the message is about.
    pub span: Span,
    /// Further places.
    pub labels: Vec<Label>,
    /// More to know: the goal, the facts in scope, what was tried.
    pub notes: Vec<String>,
    /// What to do next.
    pub help: Option<Box<str>>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        debug_assert!(
            rules::page(rule).is_some(),
            "no page explains the rule `{rule}`"
        );
        Self {
            rule,
            severity: Severity::Error,
            message,
            span,
            labels: vec![],
            notes: vec![],
            help: None,
        }
    }

    /// A warning at a place.
    pub fn warning(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(rule, span, message)
        }
    }

    /// The same with one more note.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same with a remark at another place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// The same with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into().into_boxed_str());
        self
    }
}

/// A text without control characters other than line ends, so that no file can steer a terminal through a message.
fn visible(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| {
        c != '\n'
            && (c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
    };
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| {
        if hidden(c) {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    });
    Cow::Owned(shown.collect())
}
