//! What a page puts into the document's head.

use leptos::prelude::*;

use crate::{ask, text::Language};

/// The title, the canonical address and the addresses in each language of a page.
#[component]
pub fn PageHead(
    /// The page's own title; the portal's name follows it.
    #[prop(into)]
    title: String,
    /// The canonical address, in Chinese: its path and, where it matters, its query.
    #[prop(into)]
    path: String,
    /// What the page is about, for lists of links.
    #[prop(optional, into)]
    description: Option<String>,
    /// Whether machines should leave the page out of their indexes.
    #[prop(optional)]
    hidden: bool,
) -> impl IntoView {
    let language = ask::language();
    let name = ask::site().name(language).to_owned();
    let title = if title.is_empty() || title == name { name } else { format!("{title} - {name}") };
    let origin = ask::public_url();
    let address = move |language: Language| format!("{origin}{}", language.href(&path));
    let about = description.map(|text| text.chars().take(160).collect::<String>());
    let mut head = format!("<title>{}</title>", escaped(&title));
    let mut tag = |name: &str, attributes: &[(&str, &str)]| {
        head.push_str(&format!("<{name}"));
        for (name, value) in attributes {
            head.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
        head.push('>');
    };
    if let Some(about) = &about {
        tag("meta", &[("name", "description"), ("content", about)]);
    }
    if hidden {
        tag("meta", &[("name", "robots"), ("content", "noindex,follow")]);
    }
    tag("link", &[("rel", "canonical"), ("href", &address(language))]);
    for other in Language::ALL {
        tag("link", &[("rel", "alternate"), ("hreflang", other.tag()), ("href", &address(other))]);
    }
    tag("link", &[("rel", "alternate"), ("hreflang", "x-default"), ("href", &address(Language::Zh))]);
    ask::set_head(head);
}

/// The text as it may stand in an element or in an attribute: titles come from outside.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_its_element() {
        assert_eq!(escaped("A&B</title><script>"), "A&amp;B&lt;/title&gt;&lt;script&gt;");
    }
}
