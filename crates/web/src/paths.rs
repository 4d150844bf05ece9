//! Paths of decisions on one tree: the class's, history's, and those of second worlds.

use maud::{Markup, html};

/// A path through the questions.
#[derive(Debug, Clone)]
pub(super) struct Path {
    /// Whose it is: `the class`.
    pub who: String,
    /// Its decisions, in their order.
    pub steps: Vec<Step>,
    /// Where it led.
    pub leaf: Vec<String>,
}

/// A decision on a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// What was asked.
    pub question: String,
    /// What was chosen.
    pub option: String,
}

/// Draws paths as one tree: where all agree it has one trunk, where they part it forks.
pub(super) fn tree(paths: &[Path]) -> Markup {
    let all: Vec<&Path> = paths.iter().collect();
    html! { div .tree { (trunk(&all, 0)) } }
}

/// Draws paths that agree up to a step, from there on.
fn trunk(paths: &[&Path], from: usize) -> Markup {
    let Some(first) = paths.first() else { return Markup::default() };
    let alike = |i: &usize| paths.iter().all(|path| path.steps.get(*i) == first.steps.get(*i));
    let to = (from..first.steps.len()).take_while(alike).last().map_or(from, |last| last + 1);
    let mut limbs: Vec<Vec<&Path>> = Vec::new();
    for &path in paths {
        let next = |limb: &&mut Vec<&Path>| limb[0].steps.get(to) == path.steps.get(to);
        match limbs.iter_mut().find(next) {
            Some(limb) => limb.push(path),
            None => limbs.push(vec![path]),
        }
    }
    html! {
        @if to > from {
            ol .steps { @for step in &first.steps[from..to] {
                li { span .asked { (step.question) } " " strong { (step.option) } }
            } }
        }
        @if limbs.len() > 1 {
            div .limbs { @for limb in &limbs { div .limb { p .who { (names(limb)) } (trunk(limb, to)) } } }
        } @else {
            @for path in paths { ul .leaf aria-label=(path.who) {
                @if paths.len() > 1 { li .who { (path.who) } }
                @for line in &path.leaf { li { (line) } }
            } }
        }
    }
}

fn names(paths: &[&Path]) -> String {
    paths.iter().map(|path| path.who.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(who: &str, steps: &[(&str, &str)]) -> Path {
        let step = |(question, option): &(&str, &str)| Step {
            question: (*question).to_owned(),
            option: (*option).to_owned(),
        };
        let steps = steps.iter().map(step).collect();
        Path { who: who.to_owned(), steps, leaf: vec![format!("end of {who}")] }
    }

    #[test]
    fn a_tree_has_one_trunk_as_far_as_paths_agree_and_forks_where_they_part() {
        let class = path("we", &[("Warn?", "Yes"), ("Wait?", "No"), ("Go?", "Yes")]);
        let history = path("they", &[("Warn?", "Yes"), ("Wait?", "Yes"), ("Go?", "Yes")]);
        let text = tree(&[class, history]).into_string();
        assert_eq!(text.matches("Warn?").count(), 1, "{text}");
        // what comes after the fork belongs to one of them, even if it looks alike
        assert_eq!(text.matches("Go?").count(), 2, "{text}");
        assert_eq!(text.matches("class=\"limb\"").count(), 2, "{text}");
        assert!(text.contains("end of we") && text.contains("end of they"));
    }

    #[test]
    fn paths_that_never_part_share_all_their_steps() {
        let text = tree(&[path("we", &[("Warn?", "Yes")]), path("they", &[("Warn?", "Yes")])]);
        let text = text.into_string();
        assert!(!text.contains("limb"), "{text}");
        assert!(text.contains("end of we") && text.contains("end of they"));
    }

    #[test]
    fn a_path_that_is_longer_parts_where_the_other_ends() {
        let text = tree(&[
            path("we", &[("Warn?", "Yes"), ("Go?", "No")]),
            path("they", &[("Warn?", "Yes")]),
        ]);
        let text = text.into_string();
        assert_eq!(text.matches("class=\"limb\"").count(), 2, "{text}");
    }
}
