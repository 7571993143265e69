#!/usr/bin/env bash
# send-invitations.sh FILE.csv [ARGUMENT…]: writes the invitations as letters into out-<date>.
# SEND=1 sends them, each through SEND_CMD (default: msmtp -t --read-envelope-from).
# Exit code 0: all went well, 1: something failed or is unknown, 130: interrupted; it can be run again at any time.
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
if says_yes SEND "${SEND:-}"; then
    arguments+=(--send)
fi
exec "${SILLON:-sillon}" launch invite "${arguments[@]}" "$@"
