#!/usr/bin/env bash
# run.sh [encode|start|jobs|login-flood|first-run]…: builds what is measured (release profile) and runs the benchmarks
# named, or the first three. Each writes its result to bench/results. `make bench` calls this. Nothing else should run meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- encode start jobs
for name in "$@"; do
    case "$name" in
    login-flood)
        cargo build --release --package sillon
        bench/login_flood.py
        ;;
    encode | start)
        cargo build --release --package sillon
        "bench/$name.py"
        ;;
    jobs)
        cargo build --release --package sillon-bench-jobs
        scripts/with-postgres.sh --durable bench/jobs/compare.py
        ;;
    first-run) bench/first_run.sh ;;
    *)
        echo "usage: bench/run.sh [encode|start|jobs|login-flood|first-run]…" >&2
        exit 2
        ;;
    esac
done
