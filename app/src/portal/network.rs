//! The door in the browser: fetch.

use std::sync::Arc;

use gloo_net::http::Request;
use send_wrapper::SendWrapper;

use super::{Answer, Door, Portal, Question, Reply};
use crate::text::Language;

struct Network;

impl Door for Network {
    fn ask(&self, question: Question) -> Answer {
        // The browser has one thread, so the future never leaves it.
        Box::pin(SendWrapper::new(async move {
            fetch(question).await.unwrap_or(Reply { status: 0, body: String::new() })
        }))
    }
}

async fn fetch(question: Question) -> Result<Reply, gloo_net::Error> {
    let builder = match &question.body {
        None => Request::get(&question.target),
        Some(_) => Request::post(&question.target).header("Content-Type", "application/json"),
    }
    .header("Accept-Language", question.language.tag());
    let response = match question.body {
        None => builder.send().await?,
        Some(body) => builder.body(body)?.send().await?,
    };
    Ok(Reply { status: response.status(), body: response.text().await? })
}

/// The portal as an island in the browser asks it.
pub fn portal(language: Language) -> Portal {
    Portal::new(Arc::new(Network), language)
}
