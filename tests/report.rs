//! The report: one file that needs nothing from elsewhere, with all that was told and claimed.

use std::{collections::BTreeSet, fs, path::PathBuf, sync::OnceLock};

use crate::cli::{excomm, folder, stdout};

/// Writes a report of a scenario and returns it.
fn report(name: &str, args: &[&str]) -> String {
    let folder = folder(&format!("report-{name}"));
    fs::create_dir_all(&folder).unwrap();
    let file: PathBuf = folder.join("report.html");
    let all = [&["report"], args, &["--runs", "20", "-o", file.to_str().unwrap()]].concat();
    let output = excomm(&all);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(file).unwrap()
}

/// The report of November 1962, written once for all tests.
pub(crate) fn november() -> &'static str {
    static REPORT: OnceLock<String> = OnceLock::new();
    REPORT.get_or_init(|| report("november", &["november-1962"]))
}

/// Returns what stands in an attribute, each time it is written.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let begins = format!(" {name}=\"");
    page.split(&begins).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Returns the text of a page, with its signs as they are read.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    signs.iter().fold(text, |text, (written, read)| text.replace(written, read))
}

#[test]
fn it_loads_nothing_from_elsewhere_and_is_small() {
    let page = november();
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    for link in attributes(page, "href") {
        assert!(link.starts_with('#') || link == "data:,", "{link}");
    }
    assert_eq!(attributes(page, "src"), Vec::<&str>::new());
    assert!(!page.contains("@import") && !page.contains("fetch("));
    for address in page.split("url(").skip(1) {
        assert!(address.starts_with("data:") || address.starts_with('#'), "{}", &address[..30]);
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn every_link_inside_it_leads_somewhere_and_no_name_stands_twice() {
    let page = november();
    let ids = attributes(page, "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    let twice: Vec<&&str> =
        ids.iter().filter(|id| ids.iter().filter(|other| other == id).count() > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    for link in attributes(page, "href") {
        let target = link.trim_start_matches('#');
        assert!(link == "data:," || known.contains(target), "{link} leads nowhere");
    }
}

#[test]
fn every_entry_of_the_chronicle_has_its_walk() {
    let page = november();
    let known: BTreeSet<&str> = attributes(page, "id").into_iter().collect();
    let log = page.split("<ol class=\"log\"").nth(1).unwrap().split("</ol>").next().unwrap();
    let entries = log.split("<li class=\"entry").skip(1);
    let mut count = 0;
    for entry in entries {
        let walks = attributes(entry, "data-why");
        assert!(!walks.is_empty(), "{entry}");
        for id in walks.iter().flat_map(|walk| walk.split(' ')) {
            assert!(known.contains(id), "{id} has no walk");
        }
        count += 1;
    }
    assert!(count > 100, "{count} entries");
}

#[test]
fn it_tells_what_a_run_tells() {
    let page = plain(november());
    let run = stdout(&excomm(&["run", "november-1962", "--detail"]));
    let end = run.lines().find(|line| line.starts_with("The end: ")).unwrap();
    assert!(page.contains(end.trim_start_matches("The end: ")), "{end}");
    let digest = run.lines().last().unwrap().trim();
    assert!(page.contains(digest), "another digest than {digest}");
}

#[test]
fn every_sentence_of_the_record_stands_in_it() {
    let page = plain(november());
    let output = stdout(&excomm(&["record", "--format", "json"]));
    let record: serde_json::Value = serde_json::from_str(&output).unwrap();
    let list = record["list"].as_array().unwrap();
    assert!(list.len() > 40);
    for sentence in list {
        let text = sentence["text"].as_str().unwrap();
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn the_same_world_makes_the_same_bytes() {
    let again = report("again", &["november-1962", "--threads", "1"]);
    assert!(november() == again, "two reports of one world differ");
}

#[test]
fn a_scenario_cannot_write_markup() {
    let folder = folder("report-markup");
    fs::create_dir_all(&folder).unwrap();
    let (scenario, file) = (folder.join("two.ron"), folder.join("two.html"));
    let nasty = r"<b onclick=alert(1)>&</b></script>";
    let text = fs::read_to_string("tests/cases/two-capitals.ron").unwrap();
    let named = text.replacen("\"Two capitals\"", &format!("\"{nasty}\""), 1);
    let text = named.replacen("\"the South\"", &format!("\"the {nasty}\""), 1);
    fs::write(&scenario, text).unwrap();
    let output = excomm(&[
        "report",
        scenario.to_str().unwrap(),
        "--runs",
        "20",
        "-o",
        file.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let page = fs::read_to_string(file).unwrap();
    assert!(!page.contains("<b onclick"));
    assert!(page.contains("&lt;b onclick=alert(1)&gt;&amp;&lt;/b&gt;"));
    assert_eq!(page.matches("</script>").count(), 2);
}

#[test]
fn the_branches_named_are_compared_and_the_first_is_told() {
    let page = report("two", &["first-steps", "--branch", "open"]);
    assert!(page.contains("Branch open"));
    let page = plain(&november().replace("</h3>", "\n"));
    assert!(page.contains("How it ends") && page.contains("What it rests on"));
}

#[test]
fn a_file_that_cannot_be_written_is_said() {
    let output = excomm(&["report", "first-steps", "--runs", "20", "-o", "no/such/folder/r.html"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("cannot be written to `no/such/folder/r.html`"), "{said}");
}
