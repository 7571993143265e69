#!/usr/bin/env bash
# schemathesis.sh: runs schemathesis against the OpenAPI document of a real server: no 5xx, no undocumented answer, no
# answer that differs from its schema, no bad input accepted. Takes a minute or two; SCHEMATHESIS_EXAMPLES makes it longer.
# Needs the binary (SILLON_TEST_BINARY) and what `scripts/bootstrap.sh test` installs.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=${SILLON_TEST_BINARY:-$(realpath --canonicalize-missing "${CARGO_TARGET_DIR:-target}")/debug/sillon}
examples=${SCHEMATHESIS_EXAMPLES:-25}
folder=$(mktemp --directory "${TMPDIR:-/tmp}/sillon-schemathesis.XXXXXXXX")
server=
stop() {
    if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap stop EXIT

# The limits would refuse most of it, which is right and tells nothing about the routes; loopback is exempt by default.
(cd "$folder" && exec "$binary" serve --listen 127.0.0.1:0 --data-dir "$folder/data") >"$folder/out" 2>"$folder/log" &
server=$!
for _ in $(seq 1 200); do
    grep -q '^Set-up token' "$folder/out" && break
    kill -0 "$server" 2>/dev/null || {
        cat "$folder/log" >&2
        exit 1
    }
    sleep 0.1
done
address=$(sed -n 's/^Sillon is listening on //p' "$folder/out")
token=$(sed -n 's/^Set-up token: //p' "$folder/out")
body=$(printf '{"token":"%s","email":"admin@example.org","display_name":"Admin","password":"correct horse battery"}' "$token")
curl --silent --show-error --fail --output /dev/null --cookie-jar "$folder/cookies" \
    --header 'content-type: application/json' --data "$body" "$address/api/v1/setup"
cookie=$(awk '$6 ~ /sillon_session$/ { print $6 "=" $7 }' "$folder/cookies")

run() {
    "${SCHEMATHESIS:-target/python/bin/schemathesis}" --config-file scripts/schemathesis.toml run \
        "$address/api/v1/openapi.json" --max-examples "$examples" --seed 20260621 --workers 2 "$@"
}
status=0
echo "== as a visitor"
run || status=$?
echo "== as the admin"
run --header "Cookie: $cookie" || status=$?

if ! curl --silent --fail --output /dev/null "$address/readyz"; then
    echo "the server is no longer ready" >&2
    status=1
fi
if grep -E '"level":"ERROR"| ERROR ' "$folder/log" >&2; then
    echo "the server logged errors" >&2
    status=1
fi
exit "$status"
