//! Numbers as people type them: a comma where the command line wants a point, or nothing.

/// Returns what to type instead of a number with a comma; nothing if the text is no such number.
pub(super) fn without_comma(text: &str) -> Option<String> {
    let (whole, rest) = text.trim().split_once(',')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let lead = whole.trim_start_matches(['-', '+']);
    if !digits(lead) {
        return None;
    }
    let thousands = |group: &str| group.len() == 3 && digits(group);
    let (groups, decimals) = rest.split_once('.').unwrap_or((rest, ""));
    if lead != "0" && groups.split(',').all(thousands) && (decimals.is_empty() || digits(decimals))
    {
        return Some(format!("write `{}`, without a comma", text.trim().replace(',', "")));
    }
    digits(rest).then(|| format!("write `{whole}.{rest}`, with a point for the comma"))
}

#[cfg(test)]
mod tests {
    use super::without_comma;

    #[test]
    fn a_comma_is_a_point_or_sets_thousands_apart() {
        for (typed, right) in [
            ("0,5", "`0.5`"),
            ("-0,25", "`-0.25`"),
            ("12,5", "`12.5`"),
            ("0,125", "`0.125`"),
            ("10,000", "`10000`"),
            ("1,000,000", "`1000000`"),
            ("1,200.5", "`1200.5`"),
        ] {
            let hint = without_comma(typed).unwrap();
            assert!(hint.contains(right), "{typed}: {hint}");
        }
        for typed in ["0.5", "a,b", ",5", "5,", "yes", "1,2,3"] {
            assert_eq!(without_comma(typed), None, "{typed}");
        }
    }
}
