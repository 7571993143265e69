#!/usr/bin/env bash
# with-postgres.sh [--durable] COMMAND…: runs COMMAND with a throw-away PostgreSQL server behind
# SILLON_TEST_POSTGRES_URL (and behind PGHOST, PGPORT, …, for psql), then removes it. The exit code is the command's.
# With --durable every commit waits for the disk, as in production: for benchmarks.
# When SILLON_TEST_POSTGRES_URL is set already, COMMAND simply runs against that server.
set -euo pipefail

durable=off
if [ "${1:-}" = --durable ]; then
    durable=on
    shift
fi
if [ $# -eq 0 ]; then
    echo "usage: scripts/with-postgres.sh [--durable] COMMAND…" >&2
    exit 2
fi
if [ -n "${SILLON_TEST_POSTGRES_URL:-}" ]; then
    exec "$@"
fi

# Debian keeps the server's programs out of PATH, one folder a version: the newest is taken.
bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort | tail -n 1)
if [ ! -x "$bin/postgres" ]; then
    found=$(command -v postgres || true)
    if [ -z "$found" ]; then
        echo "with-postgres: no PostgreSQL server is installed; run scripts/bootstrap.sh test" >&2
        exit 1
    fi
    bin=$(dirname "$(readlink -f "$found")")
fi

# PostgreSQL refuses to run as root; Debian's package brings the user postgres.
# The death signal stops the server (fast shutdown) even when this script is killed outright.
as_owner=()
starter=(setpriv --pdeathsig INT)
if [ "$(id -u)" -eq 0 ]; then
    as_owner=(setpriv --reuid=postgres --regid=postgres --init-groups)
    starter=("${as_owner[@]}" --pdeathsig INT)
fi

folder=$(mktemp --directory "${TMPDIR:-/tmp}/sillon-postgres.XXXXXXXX")
server=
stop() {
    if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
        kill -QUIT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s\n' "$password" >"$folder/password"
if [ "$(id -u)" -eq 0 ]; then
    chown -R postgres "$folder"
fi
# The server starts in its own folder, which its user can always enter.
cd_and_run() { (cd "$folder" && exec "$@"); }
if ! cd_and_run "${as_owner[@]}" "$bin/initdb" --pgdata="$folder/data" --username=postgres \
    --auth=password --pwfile="$folder/password" --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1; then
    cat "$folder/initdb.log" >&2
    exit 1
fi

# Nothing of this survives a test run, so nothing of it waits for the disk, unless that is what is measured.
settings=(-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300
    -c fsync=$durable -c synchronous_commit=$durable -c full_page_writes=$durable -c max_wal_size=4GB
    -c shared_buffers=128MB -c logging_collector=off)

# Tries ports below the range that the system hands out by itself, until one is free.
start() {
    local attempt tick
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + RANDOM % 12000))
        (cd "$folder" && exec "${starter[@]}" "$bin/postgres" -D "$folder/data" -p "$port" "${settings[@]}") \
            >"$folder/server.log" 2>&1 </dev/null &
        server=$!
        for tick in $(seq 1 600); do
            kill -0 "$server" 2>/dev/null || break
            # Only our own server knows the random password.
            if PGPASSWORD=$password PGCONNECT_TIMEOUT=5 "$bin/psql" --host=127.0.0.1 --port="$port" \
                --username=postgres --dbname=postgres --command='SELECT 1' >/dev/null 2>&1; then
                return 0
            fi
            sleep 0.05
        done
        if kill -0 "$server" 2>/dev/null; then
            echo "with-postgres: the server did not answer after $tick checks" >&2
            break
        fi
        wait "$server" 2>/dev/null || true
        server=
        grep -q 'could not bind\|could not create any TCP' "$folder/server.log" || break
    done
    echo "with-postgres: PostgreSQL did not start (attempt $attempt):" >&2
    cat "$folder/server.log" >&2
    return 1
}
start

export PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres PGPASSWORD=$password PGDATABASE=postgres
export SILLON_TEST_POSTGRES_URL="postgres://postgres:$password@127.0.0.1:$port/postgres"
"$@"
