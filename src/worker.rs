//! The bounded pool of threads on which pixels and networks are worked.
//!
//! Never more work at once than threads, never more waiting than the queue
//! holds, and nothing begun for a caller who has gone.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use tokio::sync::oneshot;

/// Why a job gave no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkerError {
    /// The queue is full; it has room again when a job is done.
    #[error("every worker is busy and the queue is full")]
    Full,
    /// The job panicked. The worker goes on with fresh state.
    #[error("a job panicked")]
    Panicked,
}

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// Threads that each own a state `S`, such as warm buffers.
///
/// Dropping the pool lets queued jobs finish, then ends the threads.
#[derive(Debug)]
pub struct Pool<S> {
    jobs: mpsc::SyncSender<Job<S>>,
}

impl<S: Default + 'static> Pool<S> {
    /// Starts `threads` workers in front of which at most `queue` jobs wait.
    ///
    /// # Errors
    ///
    /// If the system gives no more threads.
    pub fn start(threads: usize, queue: usize) -> io::Result<Self> {
        let (jobs, waiting) = mpsc::sync_channel::<Job<S>>(queue);
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..threads.max(1) {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new()
                .name(format!("worker-{number}"))
                .spawn(move || work(&waiting))?;
        }
        Ok(Self { jobs })
    }

    /// Runs `job` on the next free worker. Dropping the future before the job
    /// has begun takes it out of the queue.
    ///
    /// # Errors
    ///
    /// [`WorkerError::Full`] at once, if the queue is; [`WorkerError::Panicked`]
    /// if the job did.
    pub async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> Result<T, WorkerError> {
        let (answer, answered) = oneshot::channel();
        let job: Job<S> = Box::new(move |state| {
            if !answer.is_closed() {
                // The caller may leave while the job runs.
                _ = answer.send(job(state));
            }
        });
        self.jobs.try_send(job).map_err(|_| WorkerError::Full)?;
        // A job that panics drops its end unused.
        answered.await.map_err(|_| WorkerError::Panicked)
    }
}

fn work<S: Default>(waiting: &Mutex<mpsc::Receiver<Job<S>>>) {
    let mut state = S::default();
    loop {
        // The lock is held only while waiting, and nothing can panic there.
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(job) = next else { return };
        if catch_unwind(AssertUnwindSafe(|| job(&mut state))).is_err() {
            state = S::default();
        }
    }
}
