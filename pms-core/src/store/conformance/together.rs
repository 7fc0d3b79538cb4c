use core::pin::Pin;
use core::task::{Context, Poll};

/// Polls many futures in one task until all are done: as much at once as a store allows, without a
/// runtime.
pub(super) struct Together<F: Future> {
    running: Vec<One<F>>,
}

enum One<F: Future> {
    Running(Pin<Box<F>>),
    Done(F::Output),
}

pub(super) fn together<F: Future>(futures: impl IntoIterator<Item = F>) -> Together<F> {
    let running = futures
        .into_iter()
        .map(|future| One::Running(Box::pin(future)))
        .collect();
    Together { running }
}

impl<F: Future> Future for Together<F>
where
    F::Output: Unpin,
{
    type Output = Vec<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut waiting = false;
        for one in &mut self.running {
            if let One::Running(future) = one {
                match future.as_mut().poll(context) {
                    Poll::Ready(done) => *one = One::Done(done),
                    Poll::Pending => waiting = true,
                }
            }
        }
        if waiting {
            return Poll::Pending;
        }
        let done = self.running.drain(..).filter_map(|one| match one {
            One::Done(done) => Some(done),
            One::Running(_) => None,
        });
        Poll::Ready(done.collect())
    }
}

/// Polls a future at most `polls` times and then drops it, as a caller does who loses interest:
/// nothing where it was not done by then.
pub(super) struct Dropped<F> {
    future: Option<Pin<Box<F>>>,
    polls: usize,
}

pub(super) fn dropped_after<F: Future>(polls: usize, future: F) -> Dropped<F> {
    Dropped {
        future: Some(Box::pin(future)),
        polls,
    }
}

impl<F: Future> Future for Dropped<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            self.future = None;
            return Poll::Ready(None);
        }
        self.polls -= 1;
        let last = self.polls == 0;
        let Some(future) = &mut self.future else {
            return Poll::Ready(None);
        };
        match future.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if last => {
                self.future = None;
                Poll::Ready(None)
            }
            Poll::Pending => Poll::Pending,
        }
    }
}
