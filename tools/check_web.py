#!/usr/bin/env python3
"""Check that the pages of web/dist, which the binary holds, were built from the sources beside them.

web/dist/sources.sha256 keeps a hash of everything they are built from and one of each page. Prints
what is stale and exits 1; `--write` writes the file anew after `npm run build` in web/. Also checks
that the lock file names no registry, and that each page stays within its size.
"""

import gzip
import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
PAGES = [WEB / "dist" / name for name in ("report.html", "app.html", "rate.html")]
RECORD = WEB / "dist/sources.sha256"
# A page without data, gzipped.
MOST_BYTES = 90 * 1024


def sources() -> list[Path]:
    names = ["index.html", "app.html", "rate.html", "package.json", "package-lock.json", "vite.config.ts", "svelte.config.js", "tsconfig.json"]
    return [WEB / name for name in names] + sorted(p for p in (WEB / "src").rglob("*") if p.is_file())


def record() -> str:
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    pages = "".join(f"{page.name} {hashlib.sha256(page.read_bytes()).hexdigest()}\n" for page in PAGES)
    return f"sources {digest.hexdigest()}\n{pages}"


def problems() -> list[str]:
    found = []
    if RECORD.read_text(encoding="utf-8") != record():
        found.append("the pages of web/dist are not those of these sources: run npm ci && npm run build in web/")
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    if any("resolved" in package for package in lock["packages"].values()):
        found.append("web/package-lock.json names addresses: remove the \"resolved\" lines (web/.npmrc does)")
    for page in PAGES:
        size = len(gzip.compress(page.read_bytes(), 9))
        if size > MOST_BYTES:
            found.append(f"web/dist/{page.name} is {size} bytes gzipped; at most {MOST_BYTES}")
    return found


def main() -> int:
    if sys.argv[1:] == ["--write"]:
        RECORD.write_text(record(), encoding="utf-8")
    found = problems()
    print("\n".join(found) or "web: the pages are fresh")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
