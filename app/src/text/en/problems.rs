//! Words for when something goes wrong.

/// Title and advice.
pub fn problem(code: &str) -> (&'static str, &'static str) {
    match code {
        "not_found" => (
            "Nothing was found at this address",
            "Check that the address is complete, or start from the search.",
        ),
        "gone" => (
            "This has been withdrawn",
            "It was public once and its publisher has taken it down. Look for similar data, or ask the publisher why.",
        ),
        "method_not_allowed" => {
            ("This address does not take such a request", "See the API guide for the methods it takes.")
        }
        "invalid_parameter" => {
            ("A parameter in the address is wrong", "Check its name and value, or search again without it.")
        }
        "query_too_long" => (
            "The search text is too long",
            "Keep it under 200 characters; a few keywords are usually enough.",
        ),
        "invalid_cursor" => (
            "This page position is not valid",
            "It does not belong to this search. Please start again from the first page.",
        ),
        "stale_cursor" => (
            "This page position is too old",
            "The catalogue has changed since. Please start again from the first page.",
        ),
        "invalid_body" => (
            "What was sent could not be understood",
            "Check its format and the required fields, then send it again.",
        ),
        "unsupported_media_type" => {
            ("This type of content is not supported", "See the API guide for the content types it takes.")
        }
        "too_large" => ("What was sent is too large", "Please send something smaller."),
        "range_not_satisfiable" => (
            "The range lies outside the file",
            "The file may be smaller than expected. Start the download again.",
        ),
        "damaged" => (
            "The file failed its check and cannot be downloaded",
            "The stored copy is damaged and the office has been told. Please try again later.",
        ),
        "empty_selection" => (
            "There is nothing to put into the archive",
            "None of the selected datasets has files to download. Choose unconditionally open datasets in the search results.",
        ),
        "not_publishable" => {
            ("It does not meet the publication rules yet", "Please complete what is listed below.")
        }
        "wrong_state" => (
            "This cannot be done in its present state",
            "Somebody else may have dealt with it. Reload the page to see its state.",
        ),
        "cross_site" => {
            ("The request came from another site and was refused", "Please use the pages of this portal.")
        }
        "busy" => ("The portal is busy", "Many people are here at once. Please try again in a few seconds."),
        "timed_out" => ("It took too long", "Narrow it down, or try again later."),
        "not_ready" => (
            "The portal is starting",
            "It has just started or is rebuilding its index. Please try again in a moment.",
        ),
        "internal" => (
            "The portal has a fault",
            "It is not your doing, and it has been recorded. Please try again later.",
        ),
        "unreadable_answer" => (
            "The data cannot be read at the moment",
            "The portal's answer was not complete; this has been recorded. Please try again later.",
        ),
        "unreachable" => ("The portal cannot be reached", "Check your connection, then try again."),
        "invalid" => ("Something is not right", "Please check what is marked."),
        _ => (
            "Something unexpected happened",
            "Please try again later. If it keeps happening, contact the portal.",
        ),
    }
}

/// Why a field was refused.
pub fn field(code: &str) -> Option<&'static str> {
    Some(match code {
        "required" | "missing" => "is required",
        "invalid" | "invalid_parameter" => "has no such value",
        "unknown" => "is not a parameter",
        "too_long" => "is too long",
        "too_short" => "is too short",
        "too_large" => "is too large",
        "too_small" => "is too small",
        "too_many" => "has too many values",
        "out_of_range" => "is out of range",
        "not_a_number" => "must be a number",
        "repeated" => "is repeated",
        _ => return None,
    })
}
