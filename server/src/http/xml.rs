//! Text as XML takes it.

/// The text as it may stand in an element or in an attribute. Characters that XML 1.0 does not know are left out.
pub fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            '\t' | '\n' | '\r' => written.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_ends_its_element_or_attribute() {
        assert_eq!(escaped("a<b>&\"c\"'\u{0}\u{b}\u{ffff}"), "a&lt;b&gt;&amp;&quot;c&quot;&#39;");
        assert_eq!(escaped("]]><x/>\r\n停车场"), "]]&gt;&lt;x/&gt;  停车场");
    }

    proptest! {
        #[test]
        fn whatever_the_text(text in any::<String>()) {
            prop_assert!(!escaped(&text).contains(['<', '>', '"', '\'', '\0', '\n']));
        }
    }
}
