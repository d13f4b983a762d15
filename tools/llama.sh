#!/usr/bin/env bash
# Print the folder of llama.cpp as Shijin builds it: static libraries, headers, CMake files. It lies in
# .cache/llama-<hash of all that decides what is built> and is made once; `--built` prints it only if
# it is there. The pinned source comes through cargo, as the one crate that carries it whole.
# SHIJIN_LLAMA_SOURCE=DIR takes a source tree that is already there.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
crate=llama-cpp-sys-2
version=0.1.161
checksum=e9bea77fde41bbc15a278891cd5edd2ba07c5260d162614b41080ba1f100b39b

say() { echo "llama: $*" >&2; }

# The processor's abilities are part of the key: the code is made for this machine.
cpu=$( ("${CXX:-g++}" --version
  uname -m
  grep -m1 -E '^(flags|Features)' /proc/cpuinfo || true) | sha256sum | cut -c1-16)
key=$( (echo "$cpu ${SHIJIN_LLAMA_SOURCE:-}" && cat "$0" "$root/tools/llama/CMakeLists.txt") |
  sha256sum | cut -c1-16)
prefix="$root/.cache/llama-$key"

if [[ "${1:-}" == "--built" ]]; then
  if [[ -f "$prefix/complete" ]]; then echo "$prefix"; fi
  exit 0
elif [[ $# -gt 0 ]]; then
  echo "usage: tools/llama.sh [--built]" >&2
  exit 2
fi

# Fetch the crate with cargo, which proves its checksum, and print the folder of its source.
fetch() {
  local cargo folder
  cargo=$(command -v cargo || echo "$HOME/.cargo/bin/cargo")
  if [[ ! -x "$cargo" ]]; then
    say "cargo is not here, and it is what fetches llama.cpp's source (crate $crate $version)."
    say "Install Rust's cargo, or unpack llama.cpp 0.6 yourself and set SHIJIN_LLAMA_SOURCE to its folder."
    return 2
  fi
  folder=$(mktemp -d)
  mkdir "$folder/src"
  touch "$folder/src/lib.rs"
  printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n%s = "=%s"\n' \
    "$crate" "$version" >"$folder/Cargo.toml"
  say "fetching the crate $crate $version"
  if ! "$cargo" fetch --quiet --manifest-path "$folder/Cargo.toml" >&2; then
    say "cargo could not fetch $crate $version: is there a network?"
    return 2
  fi
  if ! grep -A3 "^name = \"$crate\"" "$folder/Cargo.lock" | grep -q "$checksum"; then
    say "the crate $crate $version is not the one that was pinned (checksum $checksum)"
    return 2
  fi
  "$cargo" metadata --offline --format-version 1 --manifest-path "$folder/Cargo.toml" |
    grep -o "\"manifest_path\":\"[^\"]*/$crate-$version/Cargo.toml\"" | head -1 |
    sed -e 's/^"manifest_path":"//' -e 's,/Cargo.toml"$,/llama.cpp,'
  rm -rf "$folder"
}

if [[ ! -f "$prefix/complete" ]]; then
  source=${SHIJIN_LLAMA_SOURCE:-}
  [[ -n "$source" ]] || source=$(fetch)
  if [[ ! -f "$source/include/llama.h" ]]; then
    say "\"$source\" is no source of llama.cpp: include/llama.h is not there"
    exit 2
  fi
  mkdir -p "$root/.cache"
  # Two builds at once would write into one folder: the second waits and then finds it made.
  exec 8>"$root/.cache/llama.lock"
  flock 8
fi
if [[ ! -f "$prefix/complete" ]]; then
  # Always the same folder, so that ccache knows what it has built before.
  work="$root/.cache/llama-build"
  rm -rf "$work"
  trap 'rm -rf "$work"' EXIT
  launcher=()
  if command -v ccache >/dev/null; then
    launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  # -DSJ_CPU: "native" means another thing on another machine, which ccache has to see.
  # -ffile-prefix-map: neither the crate's folder nor the build's is kept in the libraries.
  flags="-DSJ_CPU_$cpu -ffile-prefix-map=$source=llama.cpp -ffile-prefix-map=$work=build"
  say "building it once, which takes two cores some minutes"
  cmake -S "$root/tools/llama" -B "$work" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DLLAMA_SOURCE="$source" -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib \
    -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags" "${launcher[@]}" \
    --log-level=WARNING >"$work.log" 2>&1 &&
    nice ninja -C "$work" --quiet >>"$work.log" 2>&1 &&
    rm -rf "$prefix" && ninja -C "$work" --quiet install >>"$work.log" 2>&1 || {
    say "the build failed; all it said is in $work.log"
    tail -20 "$work.log" >&2
    exit 2
  }
  rm -f "$work.log"
  touch "$prefix/complete"
fi
echo "$prefix"
