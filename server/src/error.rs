//! Why something was refused, or could not be done.

use app::portal::Problem;
use axum::response::{IntoResponse, Response};

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The closed list of refusals. The name in snake case is the stable code of the API; `app::text` has the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// There is nothing at this address.
    NotFound,
    /// It was here and has been withdrawn.
    Gone,
    /// The method does not suit the address.
    MethodNotAllowed,
    /// A parameter is not known or has no such value.
    InvalidParameter,
    /// The query is too long.
    QueryTooLong,
    /// The cursor was not made by this portal, or for another query.
    InvalidCursor,
    /// The cursor is too old: the catalogue has changed since.
    StaleCursor,
    /// The body is not what the address takes.
    InvalidBody,
    /// The body is of a type that the address does not take.
    UnsupportedMediaType,
    /// The body is too large.
    TooLarge,
    /// The range lies outside the file.
    RangeNotSatisfiable,
    /// The stored bytes are damaged; the office has been told.
    Damaged,
    /// A selection without anything that can be downloaded.
    EmptySelection,
    /// The publication rules refuse the dataset (the fields say why).
    NotPublishable,
    /// The state does not allow it.
    WrongState,
    /// A request from another site.
    CrossSite,
    /// Too much work at once.
    Busy,
    /// It took too long.
    TimedOut,
    /// The portal is starting or its index is being rebuilt.
    NotReady,
    /// A fault of the portal's own.
    Internal,
}

impl Code {
    /// Every code, for the test that looks for its words.
    pub const ALL: [Self; 20] = [
        Self::NotFound,
        Self::Gone,
        Self::MethodNotAllowed,
        Self::InvalidParameter,
        Self::QueryTooLong,
        Self::InvalidCursor,
        Self::StaleCursor,
        Self::InvalidBody,
        Self::UnsupportedMediaType,
        Self::TooLarge,
        Self::RangeNotSatisfiable,
        Self::Damaged,
        Self::EmptySelection,
        Self::NotPublishable,
        Self::WrongState,
        Self::CrossSite,
        Self::Busy,
        Self::TimedOut,
        Self::NotReady,
        Self::Internal,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Gone => "gone",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::InvalidParameter => "invalid_parameter",
            Self::QueryTooLong => "query_too_long",
            Self::InvalidCursor => "invalid_cursor",
            Self::StaleCursor => "stale_cursor",
            Self::InvalidBody => "invalid_body",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::TooLarge => "too_large",
            Self::RangeNotSatisfiable => "range_not_satisfiable",
            Self::Damaged => "damaged",
            Self::EmptySelection => "empty_selection",
            Self::NotPublishable => "not_publishable",
            Self::WrongState => "wrong_state",
            Self::CrossSite => "cross_site",
            Self::Busy => "busy",
            Self::TimedOut => "timed_out",
            Self::NotReady => "not_ready",
            Self::Internal => "internal",
        }
    }

    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidParameter | Self::QueryTooLong | Self::InvalidCursor | Self::InvalidBody => 400,
            Self::CrossSite => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::WrongState => 409,
            Self::Gone | Self::StaleCursor => 410,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::RangeNotSatisfiable => 416,
            Self::EmptySelection | Self::NotPublishable => 422,
            Self::Internal => 500,
            Self::Damaged | Self::Busy | Self::TimedOut | Self::NotReady => 503,
        }
    }
}

/// A refusal, or a fault.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The question is refused; the second part names the fields at fault and their codes.
    #[error("{}", .0.name())]
    Refused(Code, Vec<(String, String)>),
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The migrations failed.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The store of files failed.
    #[error("object store: {0}")]
    Objects(#[from] object_store::Error),
    /// The index failed.
    #[error("index: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The machine failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Stored JSON could not be read or written.
    #[error("stored document: {0}")]
    Document(#[from] serde_json::Error),
    /// Something else, in words for the operator.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// A fault described for the operator.
    pub fn other(words: impl Into<String>) -> Self {
        Self::Other(words.into())
    }

    /// The refusal as people see it; faults are all alike.
    pub fn code(&self) -> Code {
        match self {
            Self::Refused(code, _) => *code,
            Self::Database(sqlx::Error::PoolTimedOut) => Code::Busy,
            Self::Database(_)
            | Self::Migration(_)
            | Self::Objects(_)
            | Self::Index(_)
            | Self::Io(_)
            | Self::Document(_)
            | Self::Other(_) => Code::Internal,
        }
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(code, Vec::new())
    }
}

/// A refusal of one field.
pub fn field(code: Code, name: &str, problem: &str) -> Error {
    Error::Refused(code, vec![(name.to_owned(), problem.to_owned())])
}

/// What a handler failed with; the words are put in by `http::problem`, which knows the visitor's language.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The code.
    pub code: Code,
    /// Fields at fault.
    pub fields: Vec<(String, String)>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let code = self.code();
        let fields = match self {
            Self::Refused(_, fields) => fields,
            fault => {
                tracing::error!(error = %fault, "a request failed");
                Vec::new()
            }
        };
        let status = axum::http::StatusCode::from_u16(code.status())
            .unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(Refusal { code, fields });
        response
    }
}

impl Refusal {
    /// The problem document in the given language.
    pub fn problem(&self, language: app::text::Language) -> Problem {
        let words = app::text::problem(language, self.code.name());
        let mut problem = Problem::new(self.code.status(), self.code.name());
        problem.title = words.title.to_owned();
        problem.detail = Some(words.detail.to_owned());
        problem.fields = self
            .fields
            .iter()
            .map(|(name, code)| app::portal::FieldProblem { name: name.clone(), code: code.clone() })
            .collect();
        problem
    }
}
