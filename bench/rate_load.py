#!/usr/bin/env python3
"""Twenty raters at once on the rating page: `rate_load.py BINARY [SECONDS [RATERS [ITEMS]]]`

50 submissions a second in all, each a text fetched and four scores written to the disk, while the
owner's page asks for progress every two seconds. Prints the times of both, what was lost or
doubled, and the most memory that the server held. Exits 1 where a score is lost or doubled.
"""

import http.client
import json
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

BINARY = str(Path(sys.argv[1]).resolve())
SECONDS, RATERS, ITEMS = (int(v) for v in (sys.argv[2:] + ["60", "20", "1000"][len(sys.argv) - 2 :])[:3])
A_SECOND = 50
DIMENSIONS = ["relevance", "fluency", "style", "compliance"]


class Client:
    def __init__(self, port: int, key: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"X-Shijin": "1", "Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/json"}
        answer, headers = self.ask("POST", "/api/session", {"token": key})
        self.headers |= {"X-Shijin-As": answer["as"], "Cookie": headers["Set-Cookie"].split(";")[0]}

    def ask(self, method: str, path: str, body=None):
        headers = {k: v for k, v in self.headers.items() if body is not None or k != "Content-Type"}
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = self.connection.getresponse()
        data = response.read()
        assert response.status == 200, (path, response.status, data[:200])
        return json.loads(data), response.headers


def at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="shijin-load-") as folder:
        rows = ({"id": f"s{i}", "input": "寫一段文案。" * 5, "output": f"第 {i} 篇：" + "清晨的第一縷香氣。" * 60} for i in range(ITEMS))
        Path(folder, "run.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        names = [f"r{i:02d}" for i in range(RATERS)]
        subprocess.run([BINARY, "rate", "new", "load", "run.jsonl", "--raters", ",".join(names)], cwd=folder, check=True, stderr=subprocess.DEVNULL)
        server = subprocess.Popen([BINARY, "rate", "serve", "load", "--port", "0", "--lang", "en", "--quiet"], cwd=folder, stdout=subprocess.PIPE, text=True)
        links = [re.search(r"http://127\.0\.0\.1:(\d+)/#t=(\w+)", server.stdout.readline()).groups() for _ in range(RATERS + 1)]
        port = int(links[0][0])
        reads: list[float] = []
        writes: list[float] = []
        owner: list[float] = []
        entered: dict[tuple[str, str], list[int]] = {}
        begin = time.monotonic() + 1
        end = begin + SECONDS

        def rate(number: int) -> None:
            client = Client(port, links[number][1])
            keys = [key for key, _ in client.ask("GET", "/api/rate/work")[0]["items"]]
            for i, key in enumerate(keys):
                due = begin + (i * RATERS + number) / A_SECOND
                if due >= end:
                    return
                time.sleep(max(0, due - time.monotonic()))
                t0 = time.monotonic()
                client.ask("GET", f"/api/rate/items/{key}")
                t1 = time.monotonic()
                scores = [(number + i + d) % 5 + 1 for d in range(4)]
                said = {"scores": dict(zip(DIMENSIONS, scores)), "tags": "", "comment": ""}
                event = {"id": f"event-{number:03d}-{i:06d}", "item": key, "revision": 0, "time": "", "milliseconds": 5000, "says": said}
                client.ask("POST", "/api/rate/events", {"events": [event]})
                writes.append(time.monotonic() - t1)
                reads.append(t1 - t0)
                entered[names[number], key] = scores

        def watch() -> None:
            client = Client(port, links[-1][1])
            while time.monotonic() < end:
                t0 = time.monotonic()
                client.ask("GET", "/api/owner/overview")
                owner.append(time.monotonic() - t0)
                time.sleep(2)

        threads = [threading.Thread(target=rate, args=(i,)) for i in range(RATERS)] + [threading.Thread(target=watch)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        status = Path(f"/proc/{server.pid}/status").read_text()
        peak = int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024
        now = int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024
        server.send_signal(signal.SIGKILL)
        server.wait()
        lines = subprocess.run([BINARY, "rate", "export", "load"], cwd=folder, check=True, capture_output=True, text=True).stdout
        kept = {(row["rater"], row["key"]): [row[f"rating:{name}"] for name in DIMENSIONS] for row in map(json.loads, lines.splitlines())}
        told = subprocess.run([BINARY, "rate", "status", "load", "--json"], cwd=folder, capture_output=True, text=True).stdout
        events = json.loads(told)["events"]
        lost = sum(kept.get(place) != scores for place, scores in entered.items())
        print(f"{RATERS} raters, {ITEMS} texts, {len(writes)} submissions in {SECONDS} s ({len(writes) / SECONDS:.0f} a second)")
        for name, times in (("submit", writes), ("next text", reads), ("owner's progress", owner)):
            print(f"{name}: median {at(times, 0.5):.1f} ms, p99 {at(times, 0.99):.1f} ms, slowest {at(times, 1):.1f} ms")
        print(f"lost: {lost}, doubled events: {events - 4 * len(entered)}, too many rows: {len(kept) - len(entered)}")
        print(f"server: {now:.1f} MiB, at most {peak:.1f} MiB")
        return 0 if lost == 0 and events == 4 * len(entered) and len(kept) == len(entered) else 1


if __name__ == "__main__":
    sys.exit(main())
