//! What handlers take apart of a request.

use app::text::Language;
use axum::{
    extract::FromRequestParts,
    http::{header::ACCEPT_LANGUAGE, request::Parts},
};
use serde::de::DeserializeOwned;

use crate::error::{Code, Error, field};

/// The query string.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

/// The language of the words of the answer.
#[derive(Debug, Clone, Copy)]
pub struct Words(pub Language);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Error> {
        serde_html_form::from_str(parts.uri.query().unwrap_or_default())
            .map(Self)
            .map_err(|_| field(Code::InvalidParameter, "query", "invalid"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Words {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Error> {
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self(Language::of_header(header)))
    }
}
