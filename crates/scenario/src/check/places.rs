//! Where in the files something stands that is known by its path.

use super::{
    finding::{Finding, Kind},
    syntax,
    walk::{Met, Site},
};
use crate::{format::Condition, tree};

/// Finds the place of something by its path.
pub(super) struct Places<'a> {
    pub files: &'a [&'a str],
    pub texts: &'a [&'a str],
    pub met: &'a Met,
}

impl Places<'_> {
    /// Returns where something stands, or else what it is a part of.
    fn site(&self, path: &str) -> Option<&Site> {
        let mut path = path;
        loop {
            if let Some(site) = self.met.sites.get(path) {
                return Some(site);
            }
            path = path.rsplit_once('/')?.0;
        }
    }

    pub(super) fn error(
        &self,
        kind: Kind,
        path: &str,
        text: &str,
        hint: Option<String>,
    ) -> Finding {
        let (file, span) = self.place(path);
        Finding::error(kind, file, span, format!("{path}: {text}")).hint(hint)
    }

    pub(super) fn warning(
        &self,
        kind: Kind,
        path: &str,
        text: &str,
        hint: Option<String>,
    ) -> Finding {
        let (file, span) = self.place(path);
        Finding::warning(kind, file, span, format!("{path}: {text}")).hint(hint)
    }

    /// Returns where the text of a path stands; the beginning of the first file if it is nowhere.
    fn place(&self, path: &str) -> (&str, tree::Span) {
        match self.site(path) {
            Some(site) => (self.files[site.file], site.span),
            None => (self.files.first().copied().unwrap_or(""), syntax::at("", 0)),
        }
    }

    /// Reads one condition from its place in the text.
    pub(super) fn condition(&self, site: &Site, span: &tree::Span) -> Option<Condition> {
        let text = self.texts.get(site.file)?.get(span.start_offset..span.end_offset)?;
        super::options().from_str(text).ok()
    }
}
