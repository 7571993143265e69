#!/usr/bin/env bash
# send-invitations.sh FILE.csv [ARGUMENT…]: writes the invitations as letters into out-<date>.
# SEND=1 sends them, each through SEND_CMD (default: msmtp -t --read-envelope-from).
# Exit code 0: all went well, 1: something failed or is unknown, 130: interrupted; it can be run again at any time.
# SILLON names the program; it is looked for in PATH by default.
set -euo pipefail

arguments=()
if [ "${SEND:-0}" = 1 ]; then
    arguments+=(--send)
fi
exec "${SILLON:-sillon}" launch invite "${arguments[@]}" "$@"
