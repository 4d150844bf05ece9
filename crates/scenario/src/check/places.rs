//! Where in the files something stands that is known by its path.

use super::{
    finding::{Finding, Kind},
    syntax,
    walk::{Met, Site},
};

/// Finds the place of something by its path.
pub(super) struct Places<'a> {
    pub files: &'a [&'a str],
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
        let message = format!("{path}: {text}");
        let nowhere = syntax::at("", 0);
        let (file, span) = match self.site(path) {
            Some(site) => (self.files[site.file], site.span),
            None => (self.files.first().copied().unwrap_or(""), nowhere),
        };
        Finding::error(kind, file, span, message).hint(hint)
    }
}
