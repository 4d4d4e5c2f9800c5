//! `plain ADDRESS FILE TYPE`: answers every request with the bytes of one file, from memory, as that content type.
//!
//! What `make bench` sets beside the portal's pages: the least that an Axum server can do for the same bytes.

use axum::{
    Router,
    body::Bytes,
    http::{HeaderValue, header},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [address, file, kind] = <[String; 3]>::try_from(given).map_err(|_| "plain ADDRESS FILE TYPE")?;
    let bytes = Bytes::from(std::fs::read(file)?);
    let kind = HeaderValue::try_from(kind)?;
    let answer = move || {
        let (bytes, kind) = (bytes.clone(), kind.clone());
        async move { ([(header::CONTENT_TYPE, kind)], bytes) }
    };
    let listener = tokio::net::TcpListener::bind(address).await?;
    Ok(axum::serve(listener, Router::new().fallback(answer)).await?)
}
