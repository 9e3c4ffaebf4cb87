//! Damaged input: files from the examples of the pages and from `testdata`, with pieces cut out, doubled, exchanged and bytes changed. Whatever
//! comes out is read and linted without a panic, and the same input gives the same output. `ENILINT_ROUNDS` sets how many there are.

#![allow(clippy::unwrap_used)]

use enilint::check::{Inputs, check};
use enilint::source::{Memory, Workspace};
use std::fs;
use std::path::{Path, PathBuf};

/// What a file is called, and what it holds.
type Seed = (String, Vec<u8>);

/// Pieces of the languages, to be put where they do not belong.
const WORDS: [&str; 40] = [
    "${",
    "%{",
    "}",
    "{",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "<<-EOT\n",
    "EOT\n",
    "for x in ",
    " : ",
    " => ",
    "if ",
    "...",
    "[*]",
    ".*",
    "null",
    "each.key",
    "count.index",
    "dynamic \"ingress\" {\n",
    "!Ref ",
    "!Sub ",
    "!If [",
    "Fn::ForEach::L:",
    "&a ",
    "*a",
    "<<: ",
    "- ",
    "# ",
    "/*",
    "# enilint:ignore ",
    "1e999",
    "-",
    "\u{feff}",
    "\r\n",
    "\0",
    "é",
    "~",
];

fn seeds() -> Vec<Seed> {
    let mut seeds: Vec<Seed> = Vec::new();
    for rule in enilint::rules::ALL {
        for example in rule.page().examples() {
            seeds.extend(example.fences.iter().map(|fence| (fence.path(), fence.text.clone().into_bytes())));
        }
    }
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata")];
    while let Some(directory) = open.pop() {
        for path in fs::read_dir(directory).unwrap().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.metadata().is_ok_and(|metadata| metadata.len() < 20_000) {
                seeds.push((path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    seeds.retain(|(name, _)| {
        let extension = Path::new(name).extension().map(|extension| extension.to_string_lossy().into_owned());
        matches!(extension.as_deref(), Some("tf" | "yaml" | "yml" | "json" | "tfvars" | "template"))
    });
    seeds.sort();
    seeds
}

/// Changes a file in one to eight places.
fn mutate(random: &mut fastrand::Rng, seeds: &[Seed], text: &mut Vec<u8>) {
    for _ in 0..random.usize(1..=8) {
        let start = random.usize(0..=text.len());
        let end = (start + random.usize(0..=40)).min(text.len());
        let piece: Vec<u8> = match random.u8(0..7) {
            0 => Vec::new(),
            1 => text[start..end].repeat(random.usize(2..=4)),
            2 => random.choice(WORDS).unwrap().as_bytes().to_vec(),
            3 => vec![random.u8(..)],
            4 => {
                let other = &random.choice(seeds).unwrap().1;
                let from = random.usize(0..=other.len());
                other[from..(from + random.usize(0..=200)).min(other.len())].to_vec()
            }
            5 => random.choice(WORDS).unwrap().repeat(random.usize(1..=300)).into_bytes(),
            _ => random.i64(..).to_string().into_bytes(),
        };
        text.splice(start..if random.bool() { end } else { start }, piece);
    }
}

/// Everything that is told about some files.
fn told(files: &[Seed]) -> Vec<String> {
    let mut memory = Memory::default();
    for (name, bytes) in files {
        memory.insert(Path::new("/project").join(name), String::from_utf8_lossy(bytes));
    }
    let root = PathBuf::from("/project");
    let workspace = Workspace::new(&memory, &root, std::slice::from_ref(&root));
    let inputs = Inputs { whole_syntax: true, ..Inputs::default() };
    // What is named is read as what it says it is, a plan for example.
    let paths: Vec<PathBuf> = std::iter::once(root.clone()).chain(files.iter().map(|(name, _)| root.join(name))).collect();
    let outcome = check(&workspace, &paths, &inputs);
    outcome.diagnostics.iter().map(enilint::diagnostic::Diagnostic::text).collect()
}

#[test]
fn damaged_files_are_read_and_linted() {
    let rounds: u64 = std::env::var("ENILINT_ROUNDS").map_or(300, |rounds| rounds.parse().unwrap());
    let first: u64 = std::env::var("ENILINT_SEED").map_or(0, |seed| seed.parse().unwrap());
    let seeds = seeds();
    for seed in first..first + rounds {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut files: Vec<Seed> = (0..random.usize(1..=3)).map(|_| random.choice(&seeds).unwrap().clone()).collect();
        let place = random.usize(0..files.len());
        mutate(&mut random, &seeds, &mut files[place].1);
        let once = std::panic::catch_unwind(|| told(&files));
        assert!(once.is_ok(), "a panic; again with ENILINT_SEED={seed} ENILINT_ROUNDS=1");
        assert_eq!(once.unwrap(), told(&files), "not the same twice; again with ENILINT_SEED={seed} ENILINT_ROUNDS=1");
    }
}
