//! The format for people: the message, the source with its places marked, notes and help.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Severity, Source};

/// Renders one diagnostic; `colour` is for terminals that show it.
pub fn render(diagnostic: &Diagnostic, source: &Source, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = super::visible(&diagnostic.message);
    let title = level.primary_title(message).id(diagnostic.rule);
    let group = Group::with_title(title)
        .element(snippet(diagnostic, source))
        .elements(footers(diagnostic));
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

/// The lines from the first place to the last; the renderer folds what lies between.
fn snippet<'s>(diagnostic: &'s Diagnostic, source: &'s Source) -> Snippet<'s, Annotation<'s>> {
    let primary = source.range(diagnostic.span);
    let labels: Vec<_> = diagnostic
        .labels
        .iter()
        .map(|label| (source.range(label.span), label))
        .collect();
    let first = labels
        .iter()
        .map(|(range, _)| range.start)
        .fold(primary.start, usize::min);
    let last = labels
        .iter()
        .map(|(range, _)| range.end)
        .fold(primary.end, usize::max);
    let first_line = source.line_of(first);
    let from = source.line_start(first_line + 1).unwrap_or(0);
    let to = source
        .line_start(source.line_of(last) + 2)
        .unwrap_or(source.text().len());
    let within = |range: std::ops::Range<usize>| range.start - from..range.end - from;
    let contexts = labels.into_iter().map(|(range, label)| {
        AnnotationKind::Context
            .span(within(range))
            .label(super::visible(&label.text))
    });
    Snippet::source(&source.text()[from..to])
        .path(source.name())
        .line_start(first_line + 1)
        .annotation(AnnotationKind::Primary.span(within(primary)))
        .annotations(contexts)
}

fn footers(diagnostic: &Diagnostic) -> Vec<Element<'_>> {
    let notes = diagnostic
        .notes
        .iter()
        .map(|note| Level::NOTE.message(super::visible(note)).into());
    let help = diagnostic
        .help
        .iter()
        .map(|help| Level::HELP.message(super::visible(help)).into());
    notes.chain(help).collect()
}

/// Renders diagnostics in order, with a blank line between them.
pub fn render_all<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    source: &Source,
    colour: bool,
) -> String {
    let texts: Vec<String> = diagnostics
        .into_iter()
        .map(|one| render(one, source, colour))
        .collect();
    texts.join("\n")
}
