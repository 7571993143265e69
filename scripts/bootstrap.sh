#!/usr/bin/env bash
# bootstrap.sh run|test|bench: installs what is missing for `make run`, `make test` or `make bench` on Debian 12.
# Rust and Node.js are yours to bring. When nothing is missing it does nothing, in a fraction of a second.
set -euo pipefail
cd "$(dirname "$0")/.."

nextest_version=0.9.143
# Vite 8 sets this bound; web/package.json repeats it.
node_minimum=20.19

say() { printf 'bootstrap: %s\n' "$*" >&2; }
fail() {
    say "$*"
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# Debian packages to install; need PACKAGE CHECK… adds PACKAGE when the check fails.
packages=()
need() {
    local package=$1
    shift
    "$@" || packages+=("$package")
}
has_python_venv() { python3 -c 'import ensurepip, venv' >/dev/null 2>&1; }
has_postgres_server() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb; }

need_for_building() {
    # fdk-aac is C++, SQLite is C; libopus is built by cmake, which calls make.
    need g++ has c++
    need gcc has cc
    need make has make
    need cmake has cmake
}

need_for_testing() {
    # Lists the files that the house rules look at.
    need git has git
    # Talks to the real server.
    need curl has curl
    # Independent decoders that the tests compare with.
    need ffmpeg has ffmpeg
    need flac has flac
    # Makes the pictures that the tests send.
    need imagemagick has convert
    # The browser of the end-to-end tests.
    need chromium has chromium
    need postgresql has_postgres_server
    # The SMTP server that mail is proved against, its certificates, and a second parser of mails.
    need python3 has python3
    need python3-venv has_python_venv
    need openssl has openssl
    # Checks the alert rules.
    need prometheus has promtool
    # Sends invitations; the tests send with it.
    need msmtp has msmtp
    # Forty real Vorbis recordings under a free licence.
    need wesnoth-1.16-music test -d /usr/share/games/wesnoth/1.16/data/core/music
}

need_for_benchmarks() {
    # What encoding is compared with.
    need ffmpeg has ffmpeg
    need postgresql has_postgres_server
    need python3 has python3
    # What is encoded.
    need wesnoth-1.16-music test -d /usr/share/games/wesnoth/1.16/data/core/music
}

install_packages() {
    [ ${#packages[@]} -gt 0 ] || return 0
    if ! has apt-get; then
        fail "missing: ${packages[*]} (names of Debian packages); install them with this system's package manager"
    fi
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        has sudo || fail "missing: ${packages[*]}; as root, run: apt-get install ${packages[*]}"
        as_root=(sudo)
    fi
    say "installing Debian packages: ${packages[*]}"
    "${as_root[@]}" apt-get update --quiet
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet --no-install-recommends "${packages[@]}"
}

# at_least MINIMUM VERSION
at_least() {
    local oldest
    oldest=$(printf '%s\n' "$1" "$2" | sort --version-sort | head -n 1)
    [ "$oldest" = "$1" ]
}

check_rust() {
    local minimum version name
    minimum=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    local advice="Rust $minimum or newer is needed (Debian 12's own package is too old); get it from https://rustup.rs \
and run this again"
    has cargo || fail "$advice"
    read -r name version _ < <(cargo --version)
    at_least "$minimum" "$version" || fail "$name is $version. $advice"
}

check_node() {
    local advice="Node.js $node_minimum or newer is needed (Debian 12's own package is 18, too old for Vite 8); \
get it from https://nodejs.org or https://github.com/nodesource/distributions and run this again"
    has node || fail "$advice"
    has npm || fail "npm is missing beside node. $advice"
    local version
    version=$(node --version)
    version=${version#v}
    at_least "$node_minimum" "$version" || fail "Node.js is $version. $advice"
}

# install_node_packages FOLDER WHAT
# npm writes the stamp when it is done, so it is older than the lock file exactly when there is work.
install_node_packages() {
    local stamp=$1/node_modules/.package-lock.json
    [ ! -e "$stamp" ] || [ "$1/package-lock.json" -nt "$stamp" ] || return 0
    say "installing $2"
    npm --prefix "$1" ci
    touch "$stamp"
}

# The stamp is a copy of the list that was installed.
install_python_packages() {
    local list=scripts/python-requirements.txt place=target/python
    cmp --silent "$list" "$place/installed.txt" && return 0
    say "installing Python packages for the tests"
    rm -rf "$place"
    python3 -m venv "$place"
    "$place/bin/pip" install --quiet --disable-pip-version-check --requirement "$list"
    cp "$list" "$place/installed.txt"
}

install_nextest() {
    has cargo-nextest || [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo-nextest" ] || {
        say "installing cargo-nextest, the test runner (some minutes)"
        cargo install --locked "cargo-nextest@$nextest_version"
    }
}

purpose=${1:-}
case "$purpose" in
run | test | bench) ;;
*)
    echo "usage: scripts/bootstrap.sh run|test|bench" >&2
    exit 2
    ;;
esac

check_rust
check_node
need_for_building
case "$purpose" in
test) need_for_testing ;;
bench) need_for_benchmarks ;;
esac
install_packages
install_node_packages web "the web app's packages"
case "$purpose" in
test)
    install_python_packages
    install_nextest
    ;;
bench) install_node_packages bench/jobs "the job queues of the comparison" ;;
esac
