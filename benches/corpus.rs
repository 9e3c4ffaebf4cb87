//! Parsing, evaluating and checking the corpus of real configurations that lies beside the project.
//! `cargo bench` prints time and throughput; without the corpus nothing is measured.

#![allow(clippy::print_stderr, reason = "says why nothing is done")]

use divan::Bencher;
use divan::counter::BytesCount;
use enilint::check::{Inputs, check};
use enilint::graph::Graph;
use enilint::source::{Disk, FileSystem, Sources, Workspace};
use enilint::{cloudformation, rules, syntax, terraform};
use std::path::{Path, PathBuf};

fn main() {
    if corpus().is_dir() {
        divan::main();
    } else {
        eprintln!("skipped: the corpus is not at {}", corpus().display());
    }
}

fn corpus() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    beside.canonicalize().unwrap_or(beside)
}

fn texts(suffixes: &[&str]) -> Vec<(PathBuf, String)> {
    let files = Disk.walk(&corpus()).files.into_iter();
    let wanted = files.filter(|file| suffixes.iter().any(|suffix| file.to_string_lossy().ends_with(suffix)));
    wanted.filter_map(|file| Some((file.clone(), Disk.read(&file).ok()?))).collect()
}

fn bytes(texts: &[(PathBuf, String)]) -> BytesCount {
    BytesCount::new(texts.iter().map(|(_, text)| text.len()).sum::<usize>())
}

#[divan::bench]
fn parse_hcl(bencher: Bencher) {
    let texts = texts(&[".tf", ".tofu"]);
    bencher.counter(bytes(&texts)).bench(|| {
        let sources = Sources::default();
        for (path, text) in &texts {
            let id = sources.add(path.to_string_lossy(), text.as_str());
            divan::black_box(syntax::hcl::parse(text, 0, id));
        }
    });
}

/// The yardstick: the crate `hcl-rs` on the same files.
#[divan::bench]
fn parse_hcl_with_hcl_rs(bencher: Bencher) {
    let texts = texts(&[".tf", ".tofu"]);
    bencher.counter(bytes(&texts)).bench(|| {
        for (_, text) in &texts {
            divan::black_box(hcl::edit::parser::parse_body(text).is_ok());
        }
    });
}

#[divan::bench]
fn parse_templates(bencher: Bencher) {
    let mut texts = texts(&[".yaml", ".yml", ".template", ".json"]);
    texts.retain(|(path, text)| cloudformation::looks_like_template(path, text));
    bencher.counter(bytes(&texts)).bench(|| {
        let sources = Sources::default();
        for (path, text) in &texts {
            let id = sources.add(path.to_string_lossy(), text.as_str());
            if text.trim_start().starts_with('{') {
                divan::black_box(syntax::json::parse(text, 0, id));
            } else {
                divan::black_box(syntax::yaml::parse(text, 0, id));
            }
        }
    });
}

#[divan::bench]
fn evaluate_terraform(bencher: Bencher) {
    let texts = texts(&[".tf", ".tofu"]);
    let directories: std::collections::BTreeSet<PathBuf> =
        texts.iter().filter_map(|(path, _)| Some(path.parent()?.to_path_buf())).collect();
    let directories: Vec<_> = directories.into_iter().collect();
    bencher.counter(bytes(&texts)).bench(|| {
        let workspace = Workspace::new(&Disk, &corpus(), &[corpus()]);
        let cache = terraform::ModuleCache::default();
        for root in terraform::roots(&workspace, &cache, &directories) {
            divan::black_box(terraform::evaluate(&workspace, &cache, &root, &terraform::Inputs::default()));
        }
    });
}

#[divan::bench]
fn evaluate_templates(bencher: Bencher) {
    let mut texts = texts(&[".yaml", ".yml", ".template", ".json"]);
    texts.retain(|(path, text)| cloudformation::looks_like_template(path, text));
    bencher.counter(bytes(&texts)).bench(|| {
        let workspace = Workspace::new(&Disk, &corpus(), &[corpus()]);
        for (path, _) in &texts {
            let configuration = cloudformation::evaluate(&workspace, path, &cloudformation::Inputs::default());
            divan::black_box(rules::check(&Graph::new(configuration), &rules::usual));
        }
    });
}

#[divan::bench]
fn check_everything(bencher: Bencher) {
    let all = texts(&[".tf", ".tofu", ".yaml", ".yml", ".template", ".json"]);
    bencher.counter(bytes(&all)).bench(|| {
        let workspace = Workspace::new(&Disk, &corpus(), &[corpus()]);
        divan::black_box(check(&workspace, &[corpus()], &Inputs::default()))
    });
}
