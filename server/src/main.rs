//! The command line of the portal: `serve`, `import`, `demo`, `reindex`, `searches`, `doctor`, `openapi`.

use std::{
    io::{IsTerminal, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use clap::{Args, Parser, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use server::{
    admin,
    backend::{Backend, Shared},
    catalogue::metadata::OpenType,
    config::Config,
    error::{Error, Result},
    http,
    interop::{
        self,
        import::{ImportOptions, Kind},
    },
    jobs, search,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// Kaishu 开数: the open-data portal of a city in one program.
#[derive(Parser)]
#[command(
    name = "kaishu",
    version,
    after_help = "Exit codes: 0 done, 1 failed or something found, 2 wrong usage."
)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

/// Where the portal keeps everything.
#[derive(Args)]
struct Place {
    /// Folder of records, files and index; made when it is not there.
    #[arg(long, default_value = "data", value_name = "DIR")]
    data: PathBuf,
    /// Configuration file; `kaishu.toml` in the data folder when absent.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the portal until it is told to stop (Ctrl-C, SIGTERM).
    Serve {
        #[command(flatten)]
        place: Place,
        /// Address to listen at.
        #[arg(long, default_value = "127.0.0.1:3000", value_name = "ADDR")]
        listen: SocketAddr,
    },
    /// Fills the portal with the reference datasets (演示数据); a second run changes nothing.
    Demo {
        #[command(flatten)]
        place: Place,
    },
    /// Imports records of other portals; safe to stop and run again, also beside a running server.
    Import {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        import: ImportArgs,
    },
    /// Builds the index anew; a running server goes on answering from the old one until it is done.
    Reindex {
        #[command(flatten)]
        place: Place,
    },
    /// Prints what people looked for, most frequent first: how often, what the last one found, the words.
    Searches {
        #[command(flatten)]
        place: Place,
        /// Only what found nothing: what the portal lacks.
        #[arg(long)]
        empty: bool,
        /// How many days are looked back; at most 183, for which they are kept.
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=183), value_name = "N")]
        days: i64,
        /// At most this many.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=100_000), value_name = "N")]
        limit: i64,
        /// Prints JSON lines: {q, searches, found}.
        #[arg(long)]
        json: bool,
    },
    /// Checks records, files and index; exit code 1 when something is wrong.
    Doctor {
        #[command(flatten)]
        place: Place,
    },
    /// Prints the description of the API (OpenAPI 3.1).
    Openapi,
}

#[derive(Args)]
struct ImportArgs {
    /// The shape of the records.
    #[arg(long, value_enum, value_name = "KIND")]
    from: GivenKind,
    /// Prints the counts as JSON: {read, imported, changed, unchanged, refused}.
    #[arg(long)]
    json: bool,
    /// Writes a JSON line for each row: file, line, what became of it, why; `-` prints them.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Name of the source that pages show; the file's or folder's when absent.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// 数源部门 of records that name none.
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// 开放类型 of hosted files: whoever runs the command decides it.
    #[arg(long, value_enum, default_value = "unconditional", value_name = "TYPE")]
    open_type: GivenOpenType,
    /// 安全级别 of hosted files, 1 to 3.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3), value_name = "N")]
    level: u8,
    /// Writes in long transactions without pauses between them; only while no server runs, for it would wait.
    #[arg(long)]
    full_speed: bool,
    /// Files or folders; `.zst` and `.gz` are unpacked, `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// The shape of records.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum GivenKind {
    /// JSON lines of many portals under one set of keys.
    Portals,
    /// The lists of an odweb portal.
    Odweb,
    /// Frictionless Data Packages and plain CSV files, in folders or zip archives.
    Datapackage,
    /// CKAN package documents, JSON lines.
    Ckan,
}

/// An open type that files can be given out under.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum GivenOpenType {
    /// 无条件开放.
    Unconditional,
    /// 有条件开放: kept sealed, delivered to nobody without a grant.
    Conditional,
}

fn main() -> ExitCode {
    let line = Line::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    match runtime.block_on(run(line.command)) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

/// Prints a line; a reader who has gone ends the command quietly, as `head` does.
fn say(line: impl std::fmt::Display) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

fn failed(error: &Error) -> ExitCode {
    if let Error::Io(io) = error
        && io.kind() == std::io::ErrorKind::BrokenPipe
    {
        return ExitCode::SUCCESS;
    }
    eprintln!("kaishu: {error}");
    ExitCode::FAILURE
}

async fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Serve { place, listen } => serve(&place, listen).await,
        Command::Demo { place } => demo(&place).await,
        Command::Import { place, import } => run_import(&place, import).await,
        Command::Reindex { place } => {
            let backend = open(&place, "warn").await?;
            say(search::reindex(&backend).await?)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Searches { place, empty, days, limit, json } => {
            let backend = open(&place, "warn").await?;
            for searched in search::searched(&backend, days, limit, empty).await? {
                if json {
                    say(serde_json::to_string(&searched)?)?;
                } else {
                    say(format!("{:>8} {:>8}  {}", searched.searches, searched.found, searched.q))?;
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Doctor { place } => {
            let backend = open(&place, "warn").await?;
            let findings = admin::doctor::examine(&backend).await?;
            for finding in &findings {
                say(finding)?;
            }
            say(if findings.is_empty() { "all is well" } else { "something is wrong, see above" })?;
            Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Openapi => {
            say(http::openapi().to_pretty_json()?)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn open(place: &Place, level: &str) -> Result<Shared> {
    // `RUST_LOG` is the custom of every Rust program, so it is the one variable outside the configuration.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let config = Config::load(&place.data, place.config.as_deref())?;
    Backend::open(config).await
}

/// How long answers may take to end when the portal is told to stop; downloads are resumed by their visitors.
const PATIENCE: Duration = Duration::from_secs(10);

async fn serve(place: &Place, listen: SocketAddr) -> Result<ExitCode> {
    let backend = open(place, "info,tantivy=warn").await?;
    let listener = TcpListener::bind(listen).await.map_err(|e| Error::other(format!("{listen}: {e}")))?;
    let stop = CancellationToken::new();
    let tasks = jobs::start(&backend, &stop);
    let router = http::router(backend);
    tracing::info!("open at http://{}", listener.local_addr()?);
    let stopping = stop.clone();
    let shutdown = async move {
        wait_for_stop().await;
        tracing::info!("stopping");
        stopping.cancel();
    };
    let patience = async {
        stop.cancelled().await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        served = axum::serve(listener, router).with_graceful_shutdown(shutdown).into_future() => served?,
        () = patience => tracing::warn!("some answers were cut off: their visitors did not take them"),
    }
    stop.cancel();
    tasks.wait().await;
    Ok(ExitCode::SUCCESS)
}

/// Waits for Ctrl-C or SIGTERM.
async fn wait_for_stop() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}

async fn demo(place: &Place) -> Result<ExitCode> {
    let backend = open(place, "warn").await?;
    let bar = bar("datasets");
    let summary = admin::demo::demo(&backend, |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })
    .await?;
    bar.finish_and_clear();
    say(format!(
        "{} datasets of {} organisations, {} files ({} bytes), {} persons: 演示数据, all fictional",
        summary.datasets, summary.organisations, summary.files, summary.bytes, summary.persons
    ))?;
    Ok(ExitCode::SUCCESS)
}

async fn run_import(place: &Place, import: ImportArgs) -> Result<ExitCode> {
    let backend = open(place, "warn").await?;
    let options = ImportOptions {
        kind: match import.from {
            GivenKind::Portals => Kind::Portals,
            GivenKind::Odweb => Kind::Odweb,
            GivenKind::Datapackage => Kind::Datapackage,
            GivenKind::Ckan => Kind::Ckan,
        },
        paths: import.paths,
        publisher: import.publisher,
        source: import.source,
        open_type: match import.open_type {
            GivenOpenType::Unconditional => OpenType::Unconditional,
            GivenOpenType::Conditional => OpenType::Conditional,
        },
        level: import.level,
        report: import.report,
        full_speed: import.full_speed,
    };
    let bar = bar("rows");
    let counts = interop::import::import(&backend, &options, |progress| {
        bar.set_length(progress.bytes_total.max(progress.bytes_done));
        bar.set_position(progress.bytes_done);
        bar.set_message(format!(
            "{} read, {} imported, {} changed, {} unchanged, {} refused",
            progress.read, progress.imported, progress.changed, progress.unchanged, progress.refused
        ));
    })
    .await?;
    bar.finish_and_clear();
    if import.json {
        say(serde_json::to_string(&counts)?)?;
    } else {
        say(format!(
            "{} read: {} imported, {} changed, {} unchanged, {} refused",
            counts.read, counts.imported, counts.changed, counts.unchanged, counts.refused
        ))?;
    }
    if counts.imported + counts.changed + counts.unchanged == 0 {
        eprintln!("kaishu: nothing came in: look at --report, and whether --from names the right kind");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// A progress bar on a terminal, and nothing elsewhere.
fn bar(unit: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template(&format!("{{bar:32}} {{percent:>3}} % of {unit} {{elapsed}} {{msg}}"));
    let bar = ProgressBar::new(0);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Line::command().debug_assert();
    }
}
