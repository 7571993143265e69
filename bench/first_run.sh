#!/usr/bin/env bash
# first_run.sh [RESULT]: how long a newcomer waits. Clones this repository, calls `make run` there, and waits until the
# page answers: once with nothing built ("first"), once again as it is then ("second"). Writes RESULT, which is
# bench/results/first_run.md unless told.
#
# Two cores are used, whatever the machine has. What make installs on the system (compilers, npm packages' downloads)
# is measured only when it is missing. Cargo's registry cache is used when it is there: downloads are not measured then.
# Run it on a quiet machine; the load average that is written says how quiet it was.
# Goal: the first run reaches the page in under ten minutes, the second in seconds.
set -euo pipefail
cd "$(dirname "$0")/.."

result=$(realpath -m "${1:-bench/results/first_run.md}")
goal_s=600
folder=$(mktemp --directory "${TMPDIR:-/tmp}/sillon-first-run.XXXXXXXX")
server=
stop() {
    if [ -n "$server" ]; then
        # make and cargo stand between this script and the server: the whole group is told.
        kill -TERM -- "-$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
        server=
    fi
}
trap 'stop; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

git clone --quiet "file://$PWD" "$folder/sillon"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# Prints the seconds from `make run` to the page.
until_page() {
    local begin_ns
    begin_ns=$(date +%s%N)
    (cd "$folder/sillon" && exec setsid taskset --cpu-list 0,1 make run ARGS="--listen 127.0.0.1:$port") >"$folder/$1.log" 2>&1 &
    server=$!
    until curl --silent --fail --output /dev/null "http://127.0.0.1:$port/"; do
        kill -0 "$server" 2>/dev/null || { tail -n 30 "$folder/$1.log" >&2; exit 1; }
        [ "$SECONDS" -lt 7200 ] || { echo "no page within two hours" >&2; exit 1; }
        sleep 0.1
    done
    seconds=$(awk -v from="$begin_ns" -v to="$(date +%s%N)" 'BEGIN { printf "%.1f", (to - from) / 1e9 }')
    stop
}

load_before=$(cut -d ' ' -f 1-3 /proc/loadavg)
until_page first
first=$seconds
until_page second
second=$seconds
load_after=$(cut -d ' ' -f 1-3 /proc/loadavg)
cache="${CARGO_HOME:-$HOME/.cargo}/registry/cache"
downloads=$([ -d "$cache" ] && echo "the registry cache was there" || echo "crates were downloaded")
verdict=$(awk -v first="$first" -v goal="$goal_s" 'BEGIN { print (first < goal) ? "met" : "missed" }')

cat >"$result" <<TEXT
# From a fresh clone to the page

\`make run\` in a clean clone, two cores. Goal: under $((goal_s / 60)) minutes, then in seconds: **$verdict**.

| run    | seconds until the page |
| ------ | ---------------------- |
| first  | $first |
| second | $second |

- load average before $load_before, after $load_after (1, 5, 15 minutes; the build itself is part of the second)
- $downloads; $(rustc --version); $(node --version); $(git describe --always --dirty)
- made by \`bench/first_run.sh\`, whose head says what is measured
TEXT
cat "$result"
