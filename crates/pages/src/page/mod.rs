//! The look of all pages: one style sheet, its fonts, the scripts, and pages that are one file.

mod base64;

use std::fmt::Write;

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style sheet of all pages; fonts are named relative to it.
pub const STYLE: &str = include_str!("../assets/page.css");

/// The fonts, by the names under which the style sheet looks for them.
pub const FONTS: [(&str, &[u8]); 3] = [
    ("fonts/franklin.woff2", include_bytes!("../assets/fonts/franklin.woff2")),
    ("fonts/serif.woff2", include_bytes!("../assets/fonts/serif.woff2")),
    ("fonts/serif-italic.woff2", include_bytes!("../assets/fonts/serif-italic.woff2")),
];

/// The scripts, by the names under which they import each other.
pub const SCRIPTS: [(&str, &str); 4] = [
    ("map.js", include_str!("../assets/map.js")),
    ("film.js", include_str!("../assets/film.js")),
    ("walk.js", include_str!("../assets/walk.js")),
    ("report.js", include_str!("../assets/report.js")),
];

/// The licences of the fonts, word for word.
pub const LICENCES: [(&str, &str); 2] = [
    ("Libre Franklin", include_str!("../assets/fonts/LICENSE-libre-franklin.txt")),
    ("Source Serif 4", include_str!("../assets/fonts/LICENSE-source-serif-4.txt")),
];

/// What a page that is one file may load: what stands in it, and nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      font-src data:; img-src data:; base-uri 'none'; form-action 'none'";

/// A page that is one file.
pub struct Page<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it is, in a sentence.
    pub about: &'a str,
    /// What stands in it.
    pub body: Markup,
    /// Data for its scripts: an id, and anything that JSON can say.
    pub data: &'a [(&'a str, String)],
}

/// Returns a whole page: what surrounds a body.
#[must_use]
pub fn whole(title: &str, head: &Markup, class: Option<&str>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                (head)
            }
            body class=[class] { (body) }
        }
    }
}

impl Page<'_> {
    /// Returns the page with its style, fonts and scripts inside: nothing is loaded from elsewhere.
    #[must_use]
    pub fn one_file(&self) -> String {
        let head = html! {
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="description" content=(self.about);
            link rel="icon" href="data:,";
            style { (PreEscaped(style())) }
        };
        let body = html! {
            (self.body)
            @for (id, json) in self.data {
                script type="application/json" id=(id) { (PreEscaped(json_in_html(json))) }
            }
            script type="module" { (PreEscaped(script())) }
        };
        whole(self.title, &head, None, &body).into_string()
    }
}

/// Returns the style sheet with its fonts inside.
#[must_use]
pub fn style() -> String {
    FONTS.iter().fold(STYLE.to_owned(), |style, (name, bytes)| {
        let data = format!("data:font/woff2;base64,{}", base64::encode(bytes));
        style.replace(name, &data)
    })
}

/// Returns all scripts as one: in one file there is nothing to import from.
fn script() -> String {
    let mut all = String::new();
    for (_, text) in SCRIPTS {
        for line in text.lines().filter(|line| !line.starts_with("import ")) {
            let _ = writeln!(all, "{}", line.trim_start_matches("export "));
        }
    }
    all
}

/// Returns JSON that ends no script, whatever stands in it.
#[must_use]
pub fn json_in_html(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_one_file_loads_nothing_from_elsewhere() {
        let body = html! { p { "Hello" } };
        let page =
            Page { title: "A", about: "B", body, data: &[("d", "\"</script>\"".to_owned())] };
        let text = page.one_file();
        assert!(
            !text.contains("url(fonts/") && !text.contains("import ") && !text.contains("src=")
        );
        assert!(text.contains(r#""\u003c/script>""#));
        assert_eq!(text.matches("</script>").count(), 2);
    }

    #[test]
    fn no_script_imports_what_is_not_there() {
        for (name, text) in SCRIPTS {
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let from = line.split('"').nth(1).unwrap().trim_start_matches("./");
                assert!(SCRIPTS.iter().any(|(known, _)| *known == from), "{name}: {line}");
            }
        }
    }
}
