#!/usr/bin/env bash
# Print the path of llama-perplexity, built once over the llama.cpp that tools/llama.sh builds. That
# source comes without its tools, so the tool's file is taken from the next older source that has it:
# PyPI's llama-cpp-python.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tools=0.3.36
prefix=$("$root/tools/llama.sh")
key=$( (echo "$prefix $tools" && cat "$0" "$root/tools/llama_perplexity/"*) |
  sha256sum | cut -c1-16)
folder="$root/.cache/llama-perplexity-$key"

say() { echo "llama-perplexity: $*" >&2; }

# The source that tools/llama.sh has fetched.
source_folder() {
  local crate=llama-cpp-sys-2 version
  version=$(sed -n 's/^version=//p' "$root/tools/llama.sh")
  find "${CARGO_HOME:-$HOME/.cargo}/registry/src" -maxdepth 3 -path "*/$crate-$version/llama.cpp" -type d |
    head -1
}

if [[ ! -x "$folder/llama-perplexity" ]]; then
  source=${SHIJIN_LLAMA_SOURCE:-$(source_folder)}
  if [[ ! -f "$source/common/common.h" ]]; then
    say "the source of llama.cpp is not in cargo's folder any more; remove $prefix and run tools/llama.sh"
    exit 2
  fi
  work="$folder.build"
  mkdir -p "$work" "$root/.cache/wheels"
  trap 'rm -rf "$work"' EXIT
  sdist="$root/.cache/wheels/llama_cpp_python-$tools.tar.gz"
  if [[ ! -f "$sdist" ]]; then
    say "fetching the source of llama-cpp-python $tools"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
      --dest "$root/.cache/wheels" "llama-cpp-python==$tools" >&2
  fi
  tar xzf "$sdist" -C "$work" --strip-components=3 --wildcards '*/vendor/llama.cpp/tools/perplexity/perplexity.cpp'
  say "building it once, some minutes"
  launcher=()
  if command -v ccache >/dev/null; then launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache); fi
  cmake -S "$root/tools/llama_perplexity" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DLLAMA_SOURCE="$source" -DLLAMA_PREFIX="$prefix" -DTOOL_SOURCE="$work/tools/perplexity" \
    "${launcher[@]}" >"$work/log" 2>&1 &&
    nice ninja -C "$work/build" --quiet >>"$work/log" 2>&1 || {
    say "the build failed:"
    tail -20 "$work/log" >&2
    exit 2
  }
  mkdir -p "$folder"
  mv "$work/build/llama-perplexity" "$folder/llama-perplexity"
fi
echo "$folder/llama-perplexity"
