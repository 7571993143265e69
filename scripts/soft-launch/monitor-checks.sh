#!/usr/bin/env bash
# monitor-checks.sh [ARGUMENT…]: looks at the six signals.
# Exit code 0: GO, 1: NO-GO (a signal is red), 2: HOLD (a signal could not be checked).
# 64: the call, 78: the settings cannot be used.
# LOOP=1 goes on until SIGTERM, every CHECK_INTERVAL seconds (default: launch.check_interval_seconds, 60).
# SILLON names the program; it is looked for in PATH by default.
set -euo pipefail

# Whether a variable says yes; a word that says neither is a mistake.
says_yes() {
    case "${2,,}" in
    1 | true | yes | y | on) return 0 ;;
    '' | 0 | false | no | n | off) return 1 ;;
    *) echo "$1=$2 says neither yes (1) nor no (0)" >&2 && exit 64 ;;
    esac
}

arguments=()
if says_yes LOOP "${LOOP:-}"; then
    arguments+=(--loop)
    if [ -n "${CHECK_INTERVAL:-}" ]; then
        arguments+=(--interval "$CHECK_INTERVAL")
    fi
fi
exec "${SILLON:-sillon}" launch monitor "${arguments[@]}" "$@"
