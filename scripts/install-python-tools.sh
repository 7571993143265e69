#!/usr/bin/env bash
# install-python-tools.sh: a Python environment in target/python-tools with what scripts/python/requirements.txt pins.
# When it is there and current, this does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=scripts/python/requirements.txt
folder=${CARGO_TARGET_DIR:-target}/python-tools
stamp=$folder/installed.txt
if [ -e "$stamp" ] && cmp --silent "$requirements" "$stamp"; then
    exit 0
fi
echo "install-python-tools: installing $(grep -vc '^#' "$requirements") packages into $folder" >&2
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
cp "$requirements" "$stamp"
