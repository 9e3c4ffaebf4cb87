//! A line on the terminal that says how far a long run is. A short run has none.

use std::io::Write;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Runs that are shorter show nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the line changes.
const INTERVAL: Duration = Duration::from_millis(100);

/// Does the work. Where there is a terminal, a line tells meanwhile how many files were read; it is gone in the end.
pub(super) fn during<T>(terminal: Option<impl Write + Send>, files: impl Fn() -> usize + Sync, work: impl FnOnce() -> T) -> T {
    let Some(mut terminal) = terminal else { return work() };
    let files = &files;
    let (done, waiting) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut patience = PATIENCE;
            let mut shown = false;
            while waiting.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                // A terminal that cannot be written to needs no progress.
                shown |= write!(terminal, "\r\x1b[KChecking: {} files read", files()).and_then(|()| terminal.flush()).is_ok();
                patience = INTERVAL;
            }
            if shown {
                let _ = write!(terminal, "\r\x1b[K").and_then(|()| terminal.flush());
            }
        });
        let result = work();
        drop(done);
        result
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_run_shows_nothing() {
        let mut terminal = Vec::new();
        assert_eq!(during(Some(&mut terminal), || 1, || 7), 7);
        assert!(terminal.is_empty());
        assert_eq!(during(None::<Vec<u8>>, || 1, || 7), 7);
    }

    #[test]
    fn the_line_of_a_long_run_is_gone_in_the_end() {
        let (asked, wait) = channel::<()>();
        let asked = std::sync::Mutex::new(Some(asked));
        let mut terminal = Vec::new();
        // The work ends when the line was written for the first time.
        let count = || asked.lock().map_or(0, |mut asked| asked.take().map_or(41, |_| 42));
        assert!(during(Some(&mut terminal), count, || wait.recv()).is_err());
        let shown = String::from_utf8_lossy(&terminal);
        assert!(shown.contains("42 files read") && shown.ends_with("\r\x1b[K"), "{shown:?}");
    }
}
