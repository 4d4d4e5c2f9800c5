//! Work beside the requests: the follower of the change feed, the counters, the nightly reading of every file.
//! This is the one place that spawns tasks.

use std::time::Duration;

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{backend::Shared, files, search};

/// Starts everything that runs beside the requests, until `stop`; the tracker is done when all of it has ended.
pub fn start(backend: &Shared, stop: &CancellationToken) -> TaskTracker {
    let tasks = TaskTracker::new();
    tasks.spawn(search::run(backend.clone(), stop.clone()));
    tasks.spawn(flush(backend.clone(), stop.clone()));
    tasks.spawn(scrub(backend.clone(), stop.clone()));
    tasks.close();
    tasks
}

/// Writes the counters every half second and tells the followers of them every minute; both once more at the end.
async fn flush(backend: Shared, stop: CancellationToken) {
    const MINUTE: u32 = 120;
    let mut stopping = false;
    for half_second in 1_u32.. {
        if stopping {
            return;
        }
        stopping = stop.run_until_cancelled(tokio::time::sleep(Duration::from_millis(500))).await.is_none();
        if let Err(error) = backend.counters.flush(&backend).await {
            tracing::error!(%error, "the counters could not be written");
        }
        if let Err(error) = backend.search.asks.flush(&backend).await {
            tracing::error!(%error, "what was looked for could not be written");
        }
        if (stopping || half_second.is_multiple_of(MINUTE))
            && let Err(error) = backend.counters.tell(&backend).await
        {
            tracing::error!(%error, "the followers could not be told what is used");
        }
    }
}

/// Clears what a killed process left, then reads every stored file each night at three in Asia/Shanghai.
async fn scrub(backend: Shared, stop: CancellationToken) {
    const DAY: i64 = 86_400;
    if let Err(error) = files::sweep(&backend).await {
        tracing::error!(%error, "leftovers could not be cleared");
    }
    loop {
        // 03:00 in Shanghai is 19:00 UTC.
        let seconds = DAY - (backend.clock.now().0 / 1_000_000 - 19 * 3600).rem_euclid(DAY);
        let pause = Duration::from_secs(seconds.unsigned_abs());
        if stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
            return;
        }
        match stop.run_until_cancelled(files::scrub(&backend)).await {
            None => return,
            Some(Ok(report)) => tracing::info!(?report, "every stored file was read"),
            Some(Err(error)) => tracing::error!(%error, "the stored files could not be read"),
        }
    }
}
