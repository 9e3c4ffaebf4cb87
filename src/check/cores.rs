//! Where the work of a check runs, and how much memory that may take.

use std::fs;
use std::thread::available_parallelism;

/// Evaluation recurses; its depth is bounded, and this is enough for the bound.
const STACK_SIZE: usize = 64 << 20;

/// What a check of a small project takes, in bytes, with one thread.
pub const LEAST_MEMORY: u64 = 176 << 20;

/// Runs where parallel work has stacks that are deep enough for evaluation: on all cores, or on as many as have room for their stacks.
pub(super) fn on_all_cores<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    // A program that has made its only thread a pool, as the fuzzer does, wants no other one.
    if rayon::current_thread_index().is_some() && rayon::current_num_threads() == 1 {
        return run();
    }
    let cores = available_parallelism().map_or(1, usize::from);
    let room = memory_limit().map_or(usize::MAX, |limit| usize::try_from(limit / 3 / STACK_SIZE as u64).unwrap_or(usize::MAX));
    let pool = |threads: usize| {
        let builder = rayon::ThreadPoolBuilder::new().stack_size(STACK_SIZE);
        // Of itself it takes all cores, or what RAYON_NUM_THREADS says.
        if threads < cores { builder.num_threads(threads.max(1)).build() } else { builder.build() }
    };
    match pool(room).or_else(|_| pool(1)) {
        Ok(pool) => pool.install(run),
        Err(_) => run(),
    }
}

/// How many bytes of memory the process may have (`ulimit -v`), where the system tells that and there is a limit.
pub fn memory_limit() -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Whether there is not enough memory left within a limit, where the system tells that: most of it is reserved, and of what stacks leave
/// three quarters are in use. What is reserved alone may still be used.
pub fn is_memory_short(limit: u64) -> Option<bool> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let bytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok().map(|kibibytes| kibibytes << 10)
    };
    let (reserved, used, threads) = (bytes("VmSize:")?, bytes("VmRSS:")?, (bytes("Threads:")? >> 10).saturating_sub(2).max(1));
    let left = limit.saturating_sub(threads * STACK_SIZE as u64);
    Some(reserved > limit - limit / 8 && used > left - left / 4)
}
