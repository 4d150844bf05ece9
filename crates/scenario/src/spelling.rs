//! Names of files as a head writes them, and as they lie in their folder: alike on every system.

use crate::check::did_you_mean;

/// What is wrong with the name of a file, as the end of a sentence, and what to type.
pub(super) type Misspelt = (String, Option<String>);

/// Refuses a name that leaves the folder of the scenario, or that only some systems understand.
pub(super) fn plain(name: &str) -> Result<(), Misspelt> {
    let steps: Vec<&str> =
        name.split(['/', '\\']).filter(|step| !step.is_empty() && *step != ".").collect();
    let rooted = name.starts_with(['/', '\\']) || name.get(1..2) == Some(":");
    if rooted || steps.is_empty() || steps.contains(&"..") {
        return Err(("lies outside the folder of the scenario".to_owned(), None));
    }
    let plain = steps.join("/");
    if plain == name {
        return Ok(());
    }
    let problem = if name.contains('\\') {
        "is named with a backslash, which only Windows understands"
    } else {
        "is named in a roundabout way"
    };
    Err((problem.to_owned(), Some(format!("write `{plain}`"))))
}

/// Refuses a name that differs in capitals from that of the file: some systems find it, others do not.
/// `names` lists what lies in a folder.
pub(super) fn alike(name: &str, names: &dyn Fn(&str) -> Vec<String>) -> Result<(), Misspelt> {
    match lying(name, names) {
        Some(lying) if lying != name => {
            let problem = format!("is `{lying}` in the folder, and capitals count");
            Err((problem, Some(format!("write `{lying}`, or rename the file"))))
        }
        _ => Ok(()),
    }
}

/// Returns the nearest name in the folder, for a file that is not there.
pub(super) fn nearest(name: &str, names: &dyn Fn(&str) -> Vec<String>) -> Option<String> {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let known = names(folder);
    did_you_mean(file, known.iter().map(String::as_str))
}

/// Returns how a file is named where it lies, if something there differs from its name in capitals at most.
fn lying(name: &str, names: &dyn Fn(&str) -> Vec<String>) -> Option<String> {
    let mut lying = String::new();
    for step in name.split('/') {
        let known = names(&lying);
        let same = |known: &&String| known.to_lowercase() == step.to_lowercase();
        let found =
            known.iter().find(|known| *known == step).or_else(|| known.iter().find(same))?;
        if !lying.is_empty() {
            lying.push('/');
        }
        lying.push_str(found);
    }
    Some(lying)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a file, and with a folder that holds one.
    fn names(folder: &str) -> Vec<String> {
        let names = match folder {
            "" => ["ships.ron", "More"].as_slice(),
            "More" => &["actors.ron"],
            _ => &[],
        };
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_name_is_plain_or_says_what_to_type() {
        assert_eq!(plain("ships.ron"), Ok(()));
        assert_eq!(plain("more/ships.ron"), Ok(()));
        for (name, right) in [
            ("./ships.ron", "write `ships.ron`"),
            (".\\ships.ron", "write `ships.ron`"),
            ("more\\ships.ron", "write `more/ships.ron`"),
            ("more//./ships.ron", "write `more/ships.ron`"),
        ] {
            assert_eq!(plain(name).unwrap_err().1.as_deref(), Some(right), "{name}");
        }
        for name in ["../ships.ron", "more/../ships.ron", "/ships.ron", "C:\\ships.ron", "", "."] {
            assert!(plain(name).unwrap_err().0.contains("outside"), "{name}");
        }
    }

    #[test]
    fn capitals_count_wherever_the_file_lies() {
        assert_eq!(alike("ships.ron", &names), Ok(()));
        assert_eq!(alike("More/actors.ron", &names), Ok(()));
        assert_eq!(alike("nowhere.ron", &names), Ok(()));
        for (name, right) in [("Ships.ron", "ships.ron"), ("more/actors.RON", "More/actors.ron")] {
            let hint = format!("write `{right}`, or rename the file");
            assert_eq!(alike(name, &names).unwrap_err().1, Some(hint), "{name}");
        }
        assert_eq!(nearest("ship.ron", &names).as_deref(), Some("did you mean `ships.ron`?"));
    }
}
