//! Findings as people read them: the line it is about, and a mark under the place.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{
    finding::{Finding, Severity},
    words,
};

/// Returns a finding with an excerpt of its file.
#[must_use]
pub fn render(finding: &Finding, source: Option<&str>, colour: bool) -> String {
    let Some(source) = source else { return finding.to_string() };
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let start = boundary(source, finding.span.0);
    let line_end = source[start..].find('\n').map_or(source.len(), |end| start + end);
    let end = boundary(source, finding.span.1).clamp(start, line_end);
    let file = words::shown(&finding.file);
    let snippet = Snippet::source(source)
        .path(file.as_str())
        .line_start(1)
        .annotation(AnnotationKind::Primary.span(start..end));
    let message = words::shown(&finding.message);
    let hint = finding.hint.as_deref().map(words::shown);
    let mut report: Vec<Group> = vec![level.primary_title(&message).element(snippet)];
    if let Some(hint) = &hint {
        report.push(Group::with_title(Level::HELP.with_name("hint").secondary_title(hint)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&report)
}

/// Returns the nearest place at or before this one where a letter begins.
fn boundary(source: &str, place: usize) -> usize {
    let mut place = place.min(source.len());
    while !source.is_char_boundary(place) {
        place -= 1;
    }
    place
}
