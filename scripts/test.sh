#!/usr/bin/env bash
# test.sh: every test, one kind after the other, the Rust tests last. Later kinds run too when an earlier one fails.
# Needs a PostgreSQL server in SILLON_TEST_POSTGRES_URL: `make test` brings one with scripts/with-postgres.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

: "${SILLON_TEST_POSTGRES_URL:?run make test, or scripts/with-postgres.sh scripts/test.sh}"
# The browser tests start the same binary that the Rust tests have built.
export SILLON_TEST_BINARY=${SILLON_TEST_BINARY:-$(realpath --canonicalize-missing "${CARGO_TARGET_DIR:-target}")/debug/sillon}

failed=()
step() {
    local name=$1
    shift
    printf '\n== %s\n' "$name"
    local started=$SECONDS
    "$@" || failed+=("$name")
    printf '   %s: %s s\n' "$name" "$((SECONDS - started))"
}

step "web: unit tests" npm --prefix web test
step "web: size" npm --prefix web run size

# Without a build there is nothing to test: the compiler's errors are the result.
printf '\n== build\n'
cargo nextest run --workspace --cargo-quiet --no-run

step "examples in the documentation" cargo test --workspace --doc --quiet
step "alert rules" promtool check rules docs/observability/alerts.yml
step "schemathesis" scripts/schemathesis.sh
step "web: end to end" npm --prefix web run e2e

printf '\n'
if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[@]}"
fi
status=0
cargo nextest run --workspace --cargo-quiet --profile ci || status=$?
if [ ${#failed[@]} -gt 0 ]; then
    exit 1
fi
exit "$status"
