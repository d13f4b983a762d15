#!/usr/bin/env bash
# On a fresh Debian 12 the README's two commands work as written: a new root by debootstrap, a clean
# clone in it, scripts/quickstart and scripts/test inside: its fast stages, or with `--whole` all but
# this test. What the compiler has cached for the same content is lent to it.
# Takes minutes; needs root and debootstrap, else is skipped (77).
set -euo pipefail
cd "$(dirname "$0")/.."

stages=--fast
[[ "${1:-}" == --whole ]] && stages=""

skip() {
  echo "skipped: $1"
  exit 77
}
[[ "$(id -u)" -eq 0 ]] || skip "only root may make a new root"
command -v debootstrap >/dev/null || skip "debootstrap is missing"
git rev-parse HEAD >/dev/null 2>&1 || skip "this is no clone"

root=$(mktemp -d)
chmod 755 "$root"  # it becomes /, which everybody enters
cleanup() {
  local place
  for place in ccache proc; do
    ! mountpoint -q "$root/$place" || umount "$root/$place" || umount --lazy "$root/$place"
  done
  rm -rf --one-file-system "$root"
}
trap cleanup EXIT

# Where this machine gets its packages from, whatever that is.
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v '^cdrom' | head -1)
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
  { tail -20 "$root.log"; exit 1; }
rm -f "$root.log"
rm -rf "$root/etc/apt/sources.list" "$root/etc/apt/sources.list.d"
cp -r /etc/apt/sources.list* /etc/apt/apt.conf.d "$root/etc/apt/" 2>/dev/null || true
for folder in /etc/apt/keyrings /etc/apt/trusted.gpg.d /usr/share/keyrings /etc/ssl/certs \
  /usr/share/ca-certificates /usr/local/share/ca-certificates; do
  [[ -d "$folder" ]] && mkdir -p "$root$folder" && cp -rL "$folder/." "$root$folder/" 2>/dev/null
done
for file in /etc/apt/auth.conf /etc/apt/apt.conf /etc/resolv.conf /etc/hosts /etc/pip.conf; do
  [[ -f "$file" ]] && cp -L "$file" "$root$file"
done
mount -t proc proc "$root/proc" 2>/dev/null || true

git clone -q --no-hardlinks . "$root/root/shijin"
lent=()
if cache=$(ccache --get-config cache_dir 2>/dev/null) && mkdir -p "$cache" "$root/ccache" &&
  mount --bind "$cache" "$root/ccache" 2>/dev/null; then
  lent=(CCACHE_DIR=/ccache)
fi
mapfile -t network < <(env | grep -iE '^(https?_proxy|no_proxy|PIP_[A-Z_]+|NODE_EXTRA_CA_CERTS)=' || true)
inside() {
  chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    SHIJIN_BARE=1 "${lent[@]}" "${network[@]}" bash -c "cd /root/shijin && $1"
}

inside scripts/quickstart | tee "$root/quickstart.txt"
grep -q '^quickstart: wrote build/shijin' "$root/quickstart.txt"
# Again: nothing is installed, nothing is compiled.
inside scripts/quickstart >"$root/again.txt"
grep -q '^setup: all packages are present' "$root/again.txt"
# Without root and with all present it works too; with a package missing it says what to run.
inside 'useradd -m someone && cp -r /root/shijin /home/someone/ &&
  rm -rf /home/someone/shijin/build && chown -R someone /home/someone &&
  su someone -c "cd ~/shijin && CCACHE_READONLY=1 CCACHE_TEMPDIR=~/.ccache-tmp scripts/quickstart"' >"$root/someone.txt"
code=0
inside 'su someone -c "cd ~/shijin && scripts/setup --tests"' 2>"$root/missing.txt" || code=$?
[[ "$code" -eq 2 ]]
grep -q 'sudo apt-get install -y --no-install-recommends .*clang-19' "$root/missing.txt"
# Last, since it installs what the check above needs to be missing.
inside "scripts/test $stages" | tee "$root/test.txt"
grep -q '^every stage passed' "$root/test.txt"
echo "the README's commands work on a bare machine"
