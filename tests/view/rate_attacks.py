#!/usr/bin/env python3
"""Attack a started `shijin rate serve`: who may see what, by any address, and that no score is lost
or doubled, whatever is sent twice and whenever the server is killed. `rate_attacks.py BINARY`

The guards that it shares with `shijin view` (sockets, sizes, slowness) are attacked by attacks.py.
"""

import http.client
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

BINARY = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "build/shijin"
DIMENSIONS = ["relevance", "fluency", "style", "compliance"]
RATERS = ["rater-one-name", "rater-two-name", "rater-three-name"]
OWNER = "(owner)"
ROUTES = {
    "open": [("GET", "/"), ("POST", "/api/session")],
    "rater": [("GET", "/api/rate/work"), ("GET", "/api/rate/items/{item}"), ("POST", "/api/rate/events"), ("DELETE", "/api/rate/session")],
    "owner": [("GET", "/api/owner/overview"), ("GET", "/api/owner/results"), ("GET", "/api/owner/disagreements"),
              ("POST", "/api/owner/settled"), ("DELETE", "/api/owner/session")],
}  # fmt: skip


def event(number, item, scores=(4, 4, 4, 4), **more):
    says = {"scores": dict(zip(DIMENSIONS, scores)), "tags": "", "comment": more.pop("comment", "")}
    return {"id": f"event-{number:08d}", "item": item, "revision": 0, "time": "", "milliseconds": 1000, "says": says, **more}


class Server:
    def __init__(self, folder, *options):
        self.folder = folder
        self.errors = open(os.path.join(folder, "errors.txt"), "w+")
        self.process = subprocess.Popen(
            [BINARY, "rate", "serve", "pilot", "--lang", "en", *options],
            cwd=folder, stdout=subprocess.PIPE, stderr=self.errors, text=True)  # fmt: skip
        self.links = {}
        while OWNER not in self.links:
            line = self.process.stdout.readline()
            found = re.fullmatch(r"(\S+) +http://127\.0\.0\.1:(\d+)/#t=([0-9a-f]{32})\n", line)
            assert found, f"no link: {line!r} {Path(folder, 'errors.txt').read_text()}"
            self.links[found.group(1)] = found.group(3)
            self.port = int(found.group(2))
        self.host = f"127.0.0.1:{self.port}"

    def ask(self, method, path, body=None, who=None, headers=None):
        """A well-behaved request of a person; gives status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Host": self.host, "X-Shijin": "1"}
        if method != "GET":
            sent["Origin"] = f"http://{self.host}"
        if isinstance(body, (dict, list)):
            body, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        if who is not None:
            sent |= who
        sent |= headers or {}
        try:
            connection.request(method, path, body=body, headers={k: v for k, v in sent.items() if v is not None})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def join(self, name, key=None):
        """Open a link; gives the headers of who opened it."""
        status, headers, body = self.ask("POST", "/api/session", {"token": key or self.links[name]})
        assert status == 200, (status, body)
        return {"Cookie": headers["set-cookie"].split(";")[0], "X-Shijin-As": json.loads(body)["as"]}

    def work(self, who):
        return json.loads(self.ask("GET", "/api/rate/work", who=who)[2])

    def send(self, who, *events):
        status, _, body = self.ask("POST", "/api/rate/events", {"events": list(events)}, who)
        assert status == 200, (status, body)
        return json.loads(body)["answers"]

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        code = self.process.wait(timeout=10)
        self.process.stdout.close()
        self.errors.close()
        return code


def make(folder, items=6, raters=RATERS):
    for run in ("hidden-run-six", "hidden-run-seven"):
        rows = [{"id": f"hidden-sample-{i:03d}", "input": f"Write {i}.", "output": f"A text, number {i}{run[-1]}."} for i in range(items // 2)]
        Path(folder, f"{run}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    shijin(folder, "rate", "new", "pilot", "hidden-run-six.jsonl", "hidden-run-seven.jsonl", "--raters", ",".join(raters))


def shijin(folder, *arguments):
    found = subprocess.run([BINARY, *arguments], cwd=folder, capture_output=True, text=True)
    assert found.returncode in (0, 1, 3), found.stderr
    return found.stdout


def table(folder):
    """What `rate export` says, by rater and key."""
    rows = [json.loads(line) for line in shijin(folder, "rate", "export", "pilot").splitlines()]
    return {(row["rater"], row["key"]): row for row in rows}


class Attacks(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="shijin-rate-")
        self.folder = self.temporary.name
        make(self.folder)
        self.server = Server(self.folder, "--port", "0")

    def tearDown(self):
        if self.server.process.poll() is None:
            self.assertEqual(self.server.stop(), 130)
        self.temporary.cleanup()

    def restart(self, *options):
        """Kill it in the middle and start it on the same port."""
        port = self.server.port
        self.server.stop(signal.SIGKILL)
        self.server = Server(self.folder, "--port", str(port), *options)

    def routes(self, who):
        key = self.server.work(self.server.join(RATERS[1]))["items"][0][0]
        return [(method, path.format(item=key)) for method, path in ROUTES[who]]

    # 1. Who may see what
    def test_a_rater_learns_nothing_of_runs_samples_and_other_raters(self):
        one, two = self.server.join(RATERS[0]), self.server.join(RATERS[1])
        keys = [key for key, _ in self.server.work(one)["items"]]
        self.server.send(one, *[event(i, key, comment="said by one alone") for i, key in enumerate(keys)])
        # '"human[' as results have it; the page itself, the same for all, says human[ in its program.
        hidden = [b"hidden-run", b"hidden-sample", b"said by one", b"rater-one", b"rater-three", b'"human[', *[k.encode() for k in self.server.links.values()]]
        with sqlite3.connect(Path(self.folder, ".shijin/shijin.db")) as database:
            hidden += [row[0].encode() for row in database.execute("SELECT secret FROM campaign UNION SELECT secret FROM rating_link")]
        draw = random.Random(7)
        words = ["api", "rate", "owner", "items", "work", "events", "results", "overview", "disagreements", "settled", "runs", "session",
                 "export", "0", "1", *keys, *RATERS, "hidden-run-six", ".shijin", "shijin.db", "status"]  # fmt: skip
        paths = [path for kind in ROUTES for _, path in self.routes(kind)] + [f"/api/rate/items/{key}" for key in keys]
        paths += ["/" + "/".join(draw.choices(words, k=draw.randint(1, 4))) for _ in range(100)]
        read = 0
        for path in paths:
            for method, body in (("GET", None), ("POST", {}), ("PUT", {}), ("DELETE", None)):
                if (method, path) == ("DELETE", "/api/rate/session"):
                    continue
                status, headers, data = self.server.ask(method, path, body, two)
                read += status == 200
                for word in hidden:
                    self.assertNotIn(word, data, (method, path))
                    self.assertNotIn(word, str(headers).encode(), (method, path))
        self.assertGreater(read, len(keys))
        for key in keys:  # not even that somebody has scored it
            answer = json.loads(self.server.ask("GET", f"/api/rate/items/{key}", who=two)[2])
            self.assertEqual((answer["says"], answer["revision"]), (None, 0))
        self.assertEqual({state for _, state in self.server.work(two)["items"]}, {"open"})

    def test_keys_say_nothing_and_each_rater_has_an_order_of_his_own(self):
        lists = [[key for key, _ in self.server.work(self.server.join(name))["items"]] for name in RATERS]
        self.assertEqual(len({tuple(keys) for keys in lists}), 3)
        self.assertEqual(len({frozenset(keys) for keys in lists}), 1)
        for key in lists[0]:
            self.assertRegex(key, r"^[0-9a-z]{8}$")

    def test_no_session_of_one_kind_reaches_what_belongs_to_the_other(self):
        rater, owner = self.server.join(RATERS[0]), self.server.join(OWNER)
        for kind, strangers in (("rater", [None, owner]), ("owner", [None, rater])):
            for method, path in self.routes(kind):
                for stranger in strangers:
                    body = {} if method == "POST" else None
                    self.assertEqual(self.server.ask(method, path, body, stranger)[0], 401, (method, path))
        for path in ("/api/owner/overview", "/api/owner/results", "/api/owner/disagreements"):
            self.assertEqual(self.server.ask("GET", path, who=owner)[0], 200)

    def test_a_page_of_one_rater_cannot_speak_for_another_in_the_same_browser(self):
        one, two = self.server.join(RATERS[0]), self.server.join(RATERS[1])
        mixed = {"Cookie": two["Cookie"], "X-Shijin-As": one["X-Shijin-As"]}
        key = self.server.work(one)["items"][0][0]
        for who in (mixed, {"Cookie": two["Cookie"]}):
            self.assertEqual(self.server.ask("POST", "/api/rate/events", {"events": [event(1, key)]}, who)[0], 401)
        self.assertEqual(table(self.folder), {})

    # 2. Keys
    def test_links_outlive_the_server_until_they_are_renewed(self):
        links, who = self.server.links, self.server.join(RATERS[0])
        self.assertEqual(len(set(links.values())), 4)
        self.restart()
        self.assertEqual(self.server.links, links)
        self.assertEqual(self.server.ask("GET", "/api/rate/work", who=who)[0], 200)  # nobody has to open it again
        self.restart("--new-links")
        self.assertFalse(set(links.values()) & set(self.server.links.values()))
        self.assertEqual(self.server.ask("GET", "/api/rate/work", who=who)[0], 401)
        for key in links.values():
            self.assertEqual(self.server.ask("POST", "/api/session", {"token": key})[0], 401)
        text = Path(self.folder, "errors.txt").read_text() + str(Path(self.folder, ".shijin/shijin.db").read_bytes())
        for key in [*links.values(), *self.server.links.values()]:
            self.assertNotIn(key, text)

    def test_ten_wrong_keys_a_minute_are_answered_and_right_ones_always(self):
        draw = random.Random(3)
        found = [self.server.ask("POST", "/api/session", {"token": "".join(draw.choices("0123456789abcdef", k=32))})[0] for _ in range(14)]
        self.assertEqual(found, [401] * 10 + [429] * 4)
        self.server.join(RATERS[2])
        for odd in ({}, {"token": 7}, {"token": None}, []):
            self.assertEqual(self.server.ask("POST", "/api/session", odd)[0], 400)

    def test_the_cookie_is_for_the_server_alone(self):
        cookie = self.server.ask("POST", "/api/session", {"token": self.server.links[OWNER]})[1]["set-cookie"]
        self.assertIn("HttpOnly; SameSite=Strict; Path=/", cookie)
        self.assertNotIn(self.server.links[OWNER], cookie)

    # 3. Other pages
    def test_every_route_asks_for_its_own_name_origin_and_header(self):
        for kind, name in (("open", RATERS[0]), ("rater", RATERS[0]), ("owner", OWNER)):
            who = self.server.join(name)
            for method, path in self.routes(kind):
                ask = lambda **headers: self.server.ask(method, path, who=who, headers=headers)[0]
                self.assertEqual(ask(Host="evil.example"), 421, path)
                self.assertEqual(ask(Origin="http://evil.example"), 403, path)
                self.assertEqual(self.server.ask(method, path, who=who, headers={"Sec-Fetch-Site": "cross-site"})[0], 403, path)
                if path != "/":
                    self.assertEqual(self.server.ask(method, path, who=who, headers={"X-Shijin": None})[0], 403, path)
                if method == "POST":
                    for kind_ in ("text/plain", "application/x-www-form-urlencoded", None):
                        self.assertEqual(self.server.ask(method, path, b"{}", who, {"Content-Type": kind_})[0], 415, path)

    def test_listens_on_loopback_alone(self):
        found = set()
        for name in ("/proc/net/tcp", "/proc/net/tcp6"):
            for line in Path(name).read_text().splitlines()[1:]:
                local, state = line.split()[1], line.split()[3]
                if state == "0A" and int(local.split(":")[1], 16) == self.server.port:
                    found.add(local.split(":")[0])
        self.assertIn("0100007F", found)
        self.assertLessEqual(found, {"0100007F", "0" * 24 + "01000000"})

    def test_the_page_runs_its_own_script_alone(self):
        status, headers, data = self.server.ask("GET", "/")
        self.assertEqual(status, 200)
        policy = headers["content-security-policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("frame-ancestors 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertNotIn(b"http://", data.replace(b"http://www.w3.org/", b""))

    # 4. Scores
    def test_what_is_not_plainly_a_score_is_refused_by_name_and_the_rest_is_taken(self):
        who = self.server.join(RATERS[0])
        keys = [key for key, _ in self.server.work(who)["items"]]
        good = event(1, keys[0])
        bad = {
            "event-malformed": [7, {}, {"id": "x"}, good | {"id": "short"}, good | {"id": "event/../1"}, good | {"id": "e" * 65}, good | {"item": 4}],
            "event-item-unknown": [good | {"item": "zzzzzzzz"}, good | {"item": "hidden-sample-001"}, good | {"item": "' OR 1=1"}],
            "event-scores": [event(2, keys[1], s) for s in ((0, 4, 4, 4), (6, 4, 4, 4), (4.5, 4, 4, 4), ("4", 4, 4, 4), (True, 4, 4, 4), (None, 4, 4, 4), (4, 4, 4))]
            + [good | {"says": {"scores": {**good["says"]["scores"], "other": 1}}}, good | {"says": []}, good | {"says": {}}],
            "event-words": [event(3, keys[1], comment="x" * 16001), event(3, keys[1], comment=7)],
        }  # fmt: skip
        for name, events in bad.items():
            for one in events:
                self.assertEqual(self.server.send(who, one)[0].get("refused"), name, one)
        self.assertEqual(table(self.folder), {})
        answers = self.server.send(who, bad["event-scores"][0], good)
        self.assertEqual(answers[0]["refused"], "event-scores")
        self.assertEqual(answers[1]["revision"], 4)
        self.assertEqual([key for _, key in table(self.folder)], [keys[0]])
        for body in ({}, {"events": []}, {"events": [good] * 101}, {"events": {}}, []):
            self.assertEqual(self.server.ask("POST", "/api/rate/events", body, who)[0], 400)
        big = {"events": [good | {"time": "x" * 600_000}]}
        self.assertEqual(self.server.ask("POST", "/api/rate/events", big, who)[0], 413)

    def test_words_come_back_as_they_were_written(self):
        who = self.server.join(RATERS[0])
        key = self.server.work(who)["items"][0][0]
        words = "=1+1 很好\n<script>alert(1)</script> “引號” 𠮷 \u202e"
        self.server.send(who, event(1, key, (1, 2, "NA", 5), comment=f"  {words} \n"))
        row = table(self.folder)[RATERS[0], key]
        self.assertEqual(row["comment"], words)
        self.assertEqual([row[f"rating:{name}"] for name in DIMENSIONS], [1, 2, None, 5])
        self.assertEqual(json.loads(self.server.ask("GET", f"/api/rate/items/{key}", who=who)[2])["says"]["comment"], words)

    def test_an_owner_settles_beside_the_scores(self):
        owner = self.server.join(OWNER)
        for i, name in enumerate(RATERS):
            who = self.server.join(name)
            key = min(key for key, _ in self.server.work(who)["items"])
            self.server.send(who, event(i, key, (1 + 2 * i, 4, 4, 4)))
        before = table(self.folder)
        ask = lambda body: self.server.ask("POST", "/api/owner/settled", body, owner)[0]
        body = {"item": key, "dimension": "relevance", "score": 3, "reason": "taste"}
        for odd in ({"score": 6}, {"score": "NA"}, {"dimension": "overall"}, {"reason": "because"}, {"item": None}):
            self.assertEqual(ask(body | odd), 400, odd)
        self.assertEqual(ask(body | {"item": "zzzzzzzz"}), 404)
        self.assertEqual(ask(body), 200)
        found = json.loads(self.server.ask("GET", "/api/owner/disagreements", who=owner)[2])["disagreements"]
        self.assertEqual([(one["dimension"], one["settled"], one["reason"]) for one in found], [("relevance", 3, "taste")])
        self.assertEqual(table(self.folder), before)
        status = json.loads(self.server.ask("GET", "/api/owner/results", who=owner)[2])
        said = json.loads(shijin(self.folder, "rate", "status", "pilot", "--json"))
        for one in (*status["runs"], *said["runs"]):
            for name in ("run", "created", "id"):  # when it was made
                (one["result"] or {}).get("run", {}).pop(name, None)
            (one["result"] or {}).get("run", {}).pop("command", None)
        self.assertEqual(status, said)

    # 5. Two at once, twice, and killed
    def test_no_score_is_lost_or_doubled_by_twenty_raters_and_two_kills(self):
        self.server.stop()
        raters = [f"r{i:02d}" for i in range(20)]
        Path(self.folder, ".shijin/shijin.db").unlink()
        make(self.folder, 24, raters)
        self.server = Server(self.folder, "--port", "0")
        wanted, told, halt = {}, [], threading.Event()

        def rate(number, name):
            draw = random.Random(number)
            who = self.server.join(name)
            for i, (key, _) in enumerate(self.server.work(who)["items"]):
                scores = [draw.randint(1, 5) for _ in DIMENSIONS]
                one = event(number * 1000 + i, key, scores)
                wanted[name, key] = scores
                for repeat in range(1 + draw.randint(0, 1)):  # a page whose answer was lost sends again
                    while True:
                        try:
                            self.server.send(who, one)
                            break
                        except (OSError, http.client.HTTPException):
                            halt.wait(0.02)
                told.append(key)

        threads = [threading.Thread(target=rate, args=(i, name)) for i, name in enumerate(raters)]
        for thread in threads:
            thread.start()
        for share in (150, 320):
            while len(told) < share:
                halt.wait(0.005)
            self.restart()
        for thread in threads:
            thread.join()
        found = {place: [row[f"rating:{name}"] for name in DIMENSIONS] for place, row in table(self.folder).items()}
        self.assertEqual(found, wanted)
        self.assertEqual(len(found), 480)
        events = json.loads(shijin(self.folder, "rate", "status", "pilot", "--json"))["events"]
        self.assertEqual(events, 480 * 4)


if __name__ == "__main__":
    unittest.main(verbosity=1)
