#!/usr/bin/env bash
# nightly-load.sh BASE_URL [FOLDER]: loads a running instance with k6 (load/api.js) and leaves in FOLDER (default: what
# `sillon launch load-folder` says) summary.json and record.json ({finished_at, exit_code, commit, load}), which
# `sillon launch monitor` reads.
# The exit code is k6's. Variables: VISITORS and LISTENERS (20 each), DURATION (60s), PAUSE (1 second between two rounds),
# TOLERANCE (1; multiplies the limits of time, for machines that do other work meanwhile),
# SILLON (the program; it is looked for in PATH by default), K6 (the program; default: the one that scripts/bootstrap.sh test installs, else the one in PATH).
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: scripts/nightly-load.sh BASE_URL [FOLDER]" >&2
    exit 64
fi
base_url=${1%/}
here=$(cd "$(dirname "$0")/.." && pwd)
if [ ! -f "$here/load/api.js" ]; then
    echo "nightly-load: $here/load/api.js is missing; the folder load belongs beside the folder scripts" >&2
    exit 1
fi
folder=${2:-$("${SILLON:-sillon}" launch load-folder)}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

k6=${K6:-}
if [ -z "$k6" ]; then
    k6=$here/target/python/bin/k6
    [ -x "$k6" ] || k6=$(command -v k6) || {
        echo "nightly-load: k6 is missing; scripts/bootstrap.sh test installs it" >&2
        exit 127
    }
fi

# What an earlier run left says nothing about this one.
rm -f "$folder/summary.json"
exit_code=0
    "$k6" run --quiet --no-usage-report "$here/load/api.js" \
    --env BASE_URL="$base_url" --env SUMMARY="$folder/summary.json" \
    --env VISITORS="${VISITORS:-20}" --env LISTENERS="${LISTENERS:-20}" \
    --env DURATION="${DURATION:-60s}" --env PAUSE="${PAUSE:-1}" --env TOLERANCE="${TOLERANCE:-1}" || exit_code=$?

commit=$(git -C "$here" rev-parse HEAD 2>/dev/null || echo unknown)
unfinished=$(mktemp "$folder/.record.XXXXXX")
# The variables are words, and stand in JSON without any sign that JSON knows.
load="${VISITORS:-20} visitors, ${LISTENERS:-20} listeners, ${DURATION:-60s}, limits times ${TOLERANCE:-1}"
printf '{"finished_at":"%s","exit_code":%d,"commit":"%s","load":"%s"}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
    "$exit_code" "$commit" "${load//[^A-Za-z0-9.,: ]/}" >"$unfinished"
chmod 644 "$unfinished"
mv "$unfinished" "$folder/record.json"
exit "$exit_code"
