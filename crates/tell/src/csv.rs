//! Tables as comma-separated values (RFC 4180, but lines end as elsewhere).

/// Returns a line of these cells.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cell = |text: &str| {
        if text.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    cells.into_iter().map(cell).collect::<Vec<_>>().join(",")
}

/// Returns a number as a cell, empty if it is not finite.
#[must_use]
pub fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_taken_for_the_end_of_a_cell_is_quoted() {
        assert_eq!(line(["a", "b,c", "say \"no\"", ""]), "a,\"b,c\",\"say \"\"no\"\"\",");
        assert_eq!((number(0.25), number(f64::INFINITY)), ("0.25".to_owned(), String::new()));
    }
}
