//! What browsers may fetch before it is asked for: pages of this site whose link is pointed at or pressed.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

/// The header of a page that names the rules.
pub const HEADER: &str = "speculation-rules";
/// Its value.
pub const RULES: HeaderValue = HeaderValue::from_static("\"/speculation.json\"");

/// Never the API, files, feeds and the selection: they are work, or are counted, or are no pages.
const TEXT: &str = r#"{
  "prefetch": [
    {
      "source": "document",
      "where": {
        "and": [
          { "href_matches": "/*" },
          {
            "not": {
              "href_matches": [
                "/api",
                "/api/*",
                "/feeds/*",
                "/en/feeds/*",
                "/selection",
                "/en/selection",
                "/pkg/*",
                "/metrics",
                "/*.xml",
                "/*.txt"
              ]
            }
          },
          { "not": { "selector_matches": "[download], [target], [rel~=external]" } }
        ]
      },
      "eagerness": "moderate"
    }
  ]
}
"#;

/// `GET /speculation.json`.
pub async fn rules() -> Response {
    (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/speculationrules+json")),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
        ],
        TEXT,
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_are_json_that_names_what_is_no_page() {
        let rules: serde_json::Value = serde_json::from_str(TEXT).unwrap();
        let refused = rules["prefetch"][0]["where"]["and"][1]["not"]["href_matches"].as_array().unwrap();
        for path in ["/api/*", "/feeds/*", "/selection"] {
            assert!(refused.iter().any(|pattern| pattern == path), "{path}");
        }
    }
}
