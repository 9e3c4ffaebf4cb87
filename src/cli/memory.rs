//! What happens where the process may have too little memory (`ulimit -v`): the run ends with a message and its own exit status, and is
//! not killed by the first allocation that fails.

use super::{Status, Streams};
use crate::check::{LEAST_MEMORY, is_memory_short, memory_limit};
use std::io::{self, Write};
use std::process::exit;
use std::thread;
use std::time::Duration;

/// How often the memory in use is looked at.
const INTERVAL: Duration = Duration::from_millis(2);

/// Says whether there is enough memory to begin with, and watches from then on, where there is a limit.
pub(super) fn watch(streams: &mut Streams<'_>) -> io::Result<Option<Status>> {
    let Some(limit) = memory_limit() else { return Ok(None) };
    if limit < LEAST_MEMORY {
        let (allowed, least) = (limit >> 20, LEAST_MEMORY >> 20);
        writeln!(
            streams.err,
            "enilint: only {allowed} MiB of memory may be used (`ulimit -v`), and a check takes at least {least} MiB"
        )?;
        return Ok(Some(Status::Incomplete));
    }
    thread::Builder::new().stack_size(1 << 16).spawn(move || end_at(limit))?;
    Ok(None)
}

fn end_at(limit: u64) {
    loop {
        match is_memory_short(limit) {
            Some(false) => thread::sleep(INTERVAL),
            Some(true) => break,
            None => return,
        }
    }
    // Where standard error is gone too, the status alone has to tell.
    let _ = writeln!(io::stderr(), "enilint: the memory that may be used ({} MiB, `ulimit -v`) is not enough", limit >> 20);
    #[allow(clippy::exit, reason = "the threads at work cannot be told to stop")]
    exit(Status::Incomplete as i32);
}
