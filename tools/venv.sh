#!/usr/bin/env bash
# Print the folder of a Python environment that holds exactly what the given requirement files pin.
# It lies in .cache/venv-<hash of the files>, so a changed pin makes a new one and an old one is kept.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

key=$( (python3 --version && cat "$@") | sha256sum | cut -c1-16)
folder="$root/.cache/venv-$key"
if [[ ! -f "$folder/complete" ]]; then
  rm -rf "$folder"
  python3 -m venv "$folder" >&2
  arguments=()
  for file in "$@"; do arguments+=(-r "$file"); done
  "$folder/bin/pip" install --quiet --disable-pip-version-check "${arguments[@]}" >&2
  touch "$folder/complete"
fi
echo "$folder"
