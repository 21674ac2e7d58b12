//! The bounded pool of threads on which pixels and networks are worked.
//!
//! Never more work at once than threads, never more waiting than the queue
//! holds, and nothing begun, or kept, for a caller who has gone.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

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

/// Lets so many in at once, and so many wait in front, first come, first served.
#[derive(Debug)]
pub struct Gate {
    inside: Arc<Semaphore>,
    /// One for each caller that may wait.
    places: Semaphore,
}

impl Gate {
    /// Lets `inside` in at once, at least one; `queue` may wait.
    pub fn new(inside: usize, queue: usize) -> Self {
        Self {
            inside: Arc::new(Semaphore::new(inside.clamp(1, Semaphore::MAX_PERMITS))),
            places: Semaphore::new(queue.min(Semaphore::MAX_PERMITS)),
        }
    }

    /// Waits to be let in. Dropping the future gives the place back, dropping
    /// the permit lets the next one in.
    ///
    /// # Errors
    ///
    /// [`WorkerError::Full`] at once, if the queue is.
    pub async fn enter(&self) -> Result<OwnedSemaphorePermit, WorkerError> {
        if let Ok(permit) = Arc::clone(&self.inside).try_acquire_owned() {
            return Ok(permit);
        }
        let _place = self.places.try_acquire().map_err(|_| WorkerError::Full)?;
        // Never closed.
        let permit = Arc::clone(&self.inside).acquire_owned().await;
        permit.map_err(|_| WorkerError::Full)
    }
}

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// Threads that each own a state `S`, such as warm buffers.
///
/// Dropping the pool lets the jobs that run finish, then ends the threads.
#[derive(Debug)]
pub struct Pool<S> {
    jobs: mpsc::Sender<Job<S>>,
    /// Who is inside finds a thread free.
    gate: Gate,
}

impl<S: Default + 'static> Pool<S> {
    /// Starts `threads` workers, at least one, in front of which at most
    /// `queue` jobs wait.
    ///
    /// # Errors
    ///
    /// If the system gives no more threads.
    pub fn start(threads: usize, queue: usize) -> io::Result<Self> {
        let threads = threads.max(1);
        let (jobs, waiting) = mpsc::channel::<Job<S>>();
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..threads {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new()
                .name(format!("worker-{number}"))
                .spawn(move || work(&waiting))?;
        }
        let gate = Gate::new(threads, queue);
        Ok(Self { jobs, gate })
    }

    /// Runs `job` on the next free worker, first come, first served. Until one
    /// is free the job waits in this future: dropping it leaves nothing behind.
    ///
    /// # Errors
    ///
    /// [`WorkerError::Full`] at once, if the queue is; [`WorkerError::Panicked`]
    /// if the job did.
    pub async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> Result<T, WorkerError> {
        let thread = self.gate.enter().await?;
        let (answer, answered) = oneshot::channel();
        let job: Job<S> = Box::new(move |state| {
            // Given back even if the job panics, and before the answer is read.
            let free = thread;
            let result = job(state);
            drop(free);
            // The caller may have left meanwhile.
            _ = answer.send(result);
        });
        // A job that panics, or finds no thread, drops its end unused.
        _ = self.jobs.send(job);
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// A job that says when it has begun and ends when told.
    struct Held {
        end: mpsc::Sender<()>,
        answered: tokio::task::JoinHandle<Result<(), WorkerError>>,
    }

    async fn hold(pool: &Arc<Pool<u32>>) -> Held {
        let (begun, begins) = oneshot::channel();
        let (end, ended) = mpsc::channel();
        let pool = Arc::clone(pool);
        let answered = tokio::spawn(async move {
            let job = move |_: &mut u32| {
                begun.send(()).unwrap();
                ended.recv().unwrap();
            };
            pool.run(job).await
        });
        begins.await.unwrap();
        Held { end, answered }
    }

    impl Held {
        async fn finish(self) {
            self.end.send(()).unwrap();
            self.answered.await.unwrap().unwrap();
        }
    }

    #[tokio::test]
    async fn an_idle_pool_takes_work_without_a_queue() {
        let pool = Pool::<u32>::start(1, 0).unwrap();
        for number in 0..100 {
            assert_eq!(pool.run(move |_| number).await, Ok(number));
        }
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let pool = Arc::new(Pool::<u32>::start(1, 1).unwrap());
        let running = hold(&pool).await;
        let mut waiting = Box::pin(pool.run(|_| 2));
        assert!(poll_once(waiting.as_mut()).is_pending());
        assert_eq!(pool.run(|_| 3).await, Err(WorkerError::Full));
        running.finish().await;
        assert_eq!(waiting.await, Ok(2));
    }

    #[tokio::test]
    async fn a_caller_who_leaves_gives_the_place_back_and_the_job_is_not_begun() {
        let pool = Arc::new(Pool::<u32>::start(1, 1).unwrap());
        let begun = Arc::new(AtomicU32::new(0));
        let running = hold(&pool).await;
        for _ in 0..10 {
            let begun = Arc::clone(&begun);
            let mut left = Box::pin(pool.run(move |_| begun.fetch_add(1, Ordering::SeqCst)));
            assert!(poll_once(left.as_mut()).is_pending());
        }
        running.finish().await;
        assert_eq!(pool.run(|_| ()).await, Ok(()));
        assert_eq!(begun.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn a_panic_costs_one_answer_and_the_state() {
        let pool = Pool::<u32>::start(1, 0).unwrap();
        let count = |state: &mut u32| {
            *state += 1;
            *state
        };
        assert_eq!(
            (pool.run(count).await, pool.run(count).await),
            (Ok(1), Ok(2))
        );
        let panicked = pool.run(|_| assert_eq!(1, 2, "on purpose")).await;
        assert_eq!(panicked, Err(WorkerError::Panicked));
        assert_eq!(pool.run(count).await, Ok(1));
    }

    fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> std::task::Poll<F::Output> {
        future.poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
    }
}
