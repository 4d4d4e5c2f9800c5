//! What a page puts into the document's head.

use leptos::prelude::*;
use serde_json::Value;

use super::json_ld;
use crate::{
    ask,
    text::{self, Language},
};

/// The picture of previews: drawn once (`public/.social.html`), the same for every portal, because drawing the name of
/// each would take a renderer and a Chinese font into the program.
const PICTURE: (&str, &str, &str) = ("/social.png", "1200", "630");

/// Tells machines about the page at hand: where it is, and in which language.
pub fn place<R>(tell: impl FnOnce(json_ld::Place) -> R) -> R {
    let (origin, site, language) = (ask::public_url(), ask::site(), ask::language());
    tell(json_ld::Place { origin: &origin, site: &site, language })
}

/// The title, the canonical address and the addresses in each language of a page, and what previews, feed readers
/// and crawlers take from it.
#[component]
pub fn PageHead(
    /// The page's own title; the portal's name follows it.
    #[prop(into)]
    title: String,
    /// The canonical address, in Chinese: its path and, where it matters, its query.
    #[prop(into)]
    path: String,
    /// What the page is about, for lists of links; what the portal is about when the page does not say.
    #[prop(optional, into)]
    description: Option<String>,
    /// Whether machines should leave the page out of their indexes.
    #[prop(optional)]
    hidden: bool,
    /// The path of the feed of what the page lists.
    #[prop(optional, into)]
    feed: Option<String>,
    /// What the page says to machines: schema.org.
    #[prop(optional)]
    data: Vec<Value>,
) -> impl IntoView {
    let language = ask::language();
    let site = ask::site();
    let words = text::site(language);
    let name = site.name(language).to_owned();
    let own = if title.is_empty() { name.clone() } else { title.clone() };
    let title = if own == name { name.clone() } else { format!("{own} - {name}") };
    let origin = ask::public_url();
    let address = |language: Language| format!("{origin}{}", language.href(&path));
    let about = description
        .filter(|about| !about.trim().is_empty())
        .unwrap_or_else(|| (words.about_portal)(&name, site.city(language)));
    let about = about.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect::<String>();
    let mut head = format!("<title>{}</title>", escaped(&title));
    let mut tag = |name: &str, attributes: &[(&str, &str)]| {
        head.push_str(&format!("<{name}"));
        for (name, value) in attributes {
            head.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
        head.push('>');
    };
    tag("meta", &[("name", "description"), ("content", &about)]);
    if hidden {
        tag("meta", &[("name", "robots"), ("content", "noindex,follow")]);
    }
    tag("link", &[("rel", "canonical"), ("href", &address(language))]);
    for other in Language::ALL {
        tag("link", &[("rel", "alternate"), ("hreflang", other.tag()), ("href", &address(other))]);
    }
    tag("link", &[("rel", "alternate"), ("hreflang", "x-default"), ("href", &address(Language::Zh))]);
    let description = language.href("/opensearch.xml");
    let kind = "application/opensearchdescription+xml";
    tag("link", &[("rel", "search"), ("type", kind), ("title", &name), ("href", &description)]);
    if let Some(feed) = &feed {
        let kind = "application/atom+xml";
        tag("link", &[("rel", "alternate"), ("type", kind), ("title", words.feed_title), ("href", feed)]);
    }
    let (picture, width, height) = PICTURE;
    let locale = |language| match language {
        Language::Zh => "zh_CN",
        Language::En => "en_GB",
    };
    for (property, content) in [
        ("og:type", "website"),
        ("og:site_name", name.as_str()),
        ("og:title", &own),
        ("og:description", &about),
        ("og:url", &address(language)),
        ("og:locale", locale(language)),
        ("og:locale:alternate", locale(language.other())),
        ("og:image", &format!("{origin}{picture}")),
        ("og:image:type", "image/png"),
        ("og:image:width", width),
        ("og:image:height", height),
        ("og:image:alt", &(words.share_image)(&name)),
    ] {
        tag("meta", &[("property", property), ("content", content)]);
    }
    // The rest of the card is read from the tags above.
    tag("meta", &[("name", "twitter:card"), ("content", "summary_large_image")]);
    if !data.is_empty() {
        head.push_str(&json_ld::script(data));
    }
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
