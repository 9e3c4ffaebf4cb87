#!/usr/bin/env bash
# Time and peak memory of a check of each hostile input: seconds, KiB, exit status, name; the slowest first.
set -euo pipefail
cd "$(dirname "$0")/.."
zoo=$(mktemp -d)
trap 'rm -rf "$zoo"' EXIT
cargo build --release --quiet
ENILINT_HOSTILE=$zoo cargo test --quiet --test hostile > /dev/null
for directory in "$zoo"/* testdata/hostile/*; do
  /usr/bin/time -f "%e %M %x" -o "$zoo.time" target/release/enilint check --format concise "$directory" > /dev/null 2>&1 || true
  echo "$(tail -n 1 "$zoo.time") $(basename "$directory")"
done | sort -rn
rm -f "$zoo.time"
