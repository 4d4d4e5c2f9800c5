//! Reading and decoding in threads that may block, beside the writing.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::mpsc::{self, Receiver, Sender},
    task::JoinHandle,
};

use crate::error::{Error, Result};

/// Tells a thread that nobody wants its result any more.
#[derive(Debug, Clone, Default)]
pub struct Halt(Arc<AtomicBool>);

impl Halt {
    /// Whether to stop.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A thread at work; dropped, it is told to stop.
#[derive(Debug)]
pub struct Work<T> {
    thread: JoinHandle<io::Result<T>>,
    halt: Halt,
}

impl<T> Drop for Work<T> {
    fn drop(&mut self) {
        self.halt.0.store(true, Ordering::Relaxed);
    }
}

impl<T: Send + 'static> Work<T> {
    /// Starts.
    pub fn start(work: impl FnOnce(&Halt) -> io::Result<T> + Send + 'static) -> Self {
        let halt = Halt::default();
        let told = halt.clone();
        Self { thread: tokio::task::spawn_blocking(move || work(&told)), halt }
    }

    /// Waits for the result; `tick` is called ten times a second.
    pub async fn wait(mut self, mut tick: impl FnMut()) -> Result<T> {
        loop {
            tokio::select! {
                done = &mut self.thread => return joined(done),
                () = tokio::time::sleep(Duration::from_millis(100)) => tick(),
            }
        }
    }
}

/// Values from a thread, a few ahead of who takes them.
#[derive(Debug)]
pub struct Stream<T> {
    values: Receiver<T>,
    work: Option<Work<()>>,
}

impl Work<()> {
    /// Starts a thread that sends values.
    pub fn stream<T: Send + 'static>(
        work: impl FnOnce(&Sender<T>, &Halt) -> io::Result<()> + Send + 'static,
    ) -> Stream<T> {
        let (sender, values) = mpsc::channel(256);
        Stream { values, work: Some(Work::start(move |halt| work(&sender, halt))) }
    }
}

impl<T> Stream<T> {
    /// The next value; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<T>> {
        if let Some(value) = self.values.recv().await {
            return Ok(Some(value));
        }
        match self.work.take() {
            Some(work) => work.wait(|| ()).await.map(|()| None),
            None => Ok(None),
        }
    }
}

fn joined<T>(done: std::result::Result<io::Result<T>, tokio::task::JoinError>) -> Result<T> {
    match done {
        Ok(result) => Ok(result?),
        Err(e) => Err(Error::other(format!("a reading thread ended: {e}"))),
    }
}
