//! What handlers take apart: the query, the language, the visitor.

use app::text::Language;
use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use serde::de::DeserializeOwned;

use crate::{
    catalogue::guard::Visitor,
    error::{Code, Error, field},
};

/// The parameters of the address; lists are given by repeating a parameter.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let query = parts.uri.query().unwrap_or_default();
        if query.len() > 16 * 1024 {
            return Err(Code::QueryTooLong.into());
        }
        // An empty value means that nothing was chosen, as an HTML form sends it; a database takes no NUL.
        let mut pairs: Vec<(String, String)> =
            serde_html_form::from_str(query).map_err(|_| Error::from(Code::InvalidParameter))?;
        for (_, value) in &mut pairs {
            value.retain(|c| c != '\0');
        }
        let chosen: Vec<_> = pairs.iter().filter(|(_, value)| !value.trim().is_empty()).collect();
        let query = serde_html_form::to_string(&chosen).map_err(|_| Error::from(Code::InvalidParameter))?;
        serde_html_form::from_str(&query).map(Self).map_err(|_| {
            // The library does not say which parameter it was: each is tried alone.
            let wrong = chosen.iter().find(|pair| {
                serde_html_form::to_string([pair])
                    .is_ok_and(|one| serde_html_form::from_str::<T>(&one).is_err())
            });
            let repeated = chosen
                .iter()
                .enumerate()
                .find(|(at, pair)| chosen[..*at].iter().any(|(name, _)| *name == pair.0));
            match (wrong, repeated) {
                (Some((name, _)), _) => field(Code::InvalidParameter, name, "invalid"),
                (None, Some((_, (name, _)))) => field(Code::InvalidParameter, name, "repeated"),
                (None, None) => Code::InvalidParameter.into(),
            }
        })
    }
}

/// The language that words come in.
#[derive(Debug, Clone, Copy)]
pub struct Words(pub Language);

impl<S: Sync> FromRequestParts<S> for Words {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let header = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self(Language::of_header(header)))
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        // The outer door resolves the visitor once and hands it on; who has not signed in is a guest.
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or(Self::Guest))
    }
}

/// A part of the path, decoded.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        // What cannot be decoded names nothing, and no name has a NUL, which a database would not take.
        if parts.uri.path().contains("%00") {
            return Err(Code::NotFound.into());
        }
        <axum::extract::Path<T> as FromRequestParts<S>>::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(path)| Self(path))
            .map_err(|_| Code::NotFound.into())
    }
}
