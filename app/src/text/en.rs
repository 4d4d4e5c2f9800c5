/// Title and advice of a problem.
pub fn problem(code: &str) -> (&'static str, &'static str) {
    match code {
        _ => ("", ""),
    }
}
