#!/usr/bin/env bash
# validate-cohort.sh FILE.csv [ARGUMENT…]: checks the list of people to invite.
# Exit code 0: all well, 1: blocked, 2: warnings only, 64: the call, 78: the settings cannot be used.
# FORCE=1 accepts warnings (2 becomes 0, 1 stays); the
# program reads it itself.
# SILLON names the program; it is looked for in PATH by default.
set -euo pipefail
exec "${SILLON:-sillon}" launch validate-cohort "$@"
