#!/usr/bin/env python3
"""Attack a started `shijin view` from outside, by every item of docs/view.md. `attacks.py BINARY`

Raw sockets, so that what is sent is what is written here. Takes about twelve seconds, most of them
waiting for the server to lose its patience.
"""

import base64
import gzip
import hashlib
import http.client
import io
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile
from pathlib import Path
from urllib.parse import quote

BINARY = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "build/shijin"
INTERRUPTED = 130  # as every command that Ctrl-C ends
ROWS = "text,true_label,pred_label\n" + "fine,1,1\nbad,0,1\n" * 20


def status_of(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    return int(found.group(1)) if found else 0


class Server:
    def __init__(self, folder: str, *options: str):
        self.folder = folder
        self.errors = open(os.path.join(folder, "errors.txt"), "w+")
        began = time.monotonic()
        self.process = subprocess.Popen(
            [BINARY, "view", "--port", "0", *options],
            cwd=folder, stdout=subprocess.PIPE, stderr=self.errors, text=True,
            env={**os.environ, "TMPDIR": self.uploads()})  # fmt: skip
        self.link = self.process.stdout.readline().strip()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/#t=([0-9a-f]{32})", self.link)
        assert found, f"no link: {self.link!r}"
        self.port, self.token = int(found.group(1)), found.group(2)
        self.host = f"127.0.0.1:{self.port}"
        self.origin = f"http://{self.host}"
        assert self.ask("GET", "/")[0] == 200
        self.seconds_to_ready = time.monotonic() - began
        self.cookie = self.open_session()

    def uploads(self) -> str:
        path = os.path.join(self.folder, "tmp")
        os.makedirs(path, exist_ok=True)
        return path

    def open_session(self) -> str:
        status, headers, _ = self.ask("POST", "/api/session", {"token": self.token})
        assert status == 200, status
        return headers["set-cookie"].split(";")[0]

    def ask(self, method, path, body=None, headers=None, session=None):
        """A well-behaved request; gives status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Host": self.host, "X-Shijin": "1"}
        if method != "GET":
            sent["Origin"] = self.origin
        if isinstance(body, dict):
            body, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        if session:
            sent["Cookie"] = session
        sent.update(headers or {})
        connection.request(method, path, body=body, headers={k: v for k, v in sent.items() if v is not None})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, data

    def send(self, data: bytes, wait: float = 10, source: str = "127.0.0.1") -> bytes:
        """Bytes as they are; all that comes back until the server closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait, source_address=(source, 0)) as s:
            s.sendall(data)
            got = b""
            try:
                while part := s.recv(65536):
                    got += part
                    if b"\r\n\r\n" in got and b"Connection: close" not in got:
                        break
            except (TimeoutError, ConnectionResetError):
                pass
            return got

    def resident(self) -> int:
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", text).group(1))

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=10)
        self.process.stdout.close()
        self.errors.close()
        return code


def own_address() -> str:
    """The address that this machine would send from; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        try:
            s.connect(("192.0.2.1", 9))
            return s.getsockname()[0]
        except OSError:
            return ""


def head(server: Server, line: str, *headers: str, host: str | None = None) -> bytes:
    lines = [line, f"Host: {host or server.host}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


class Attacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="shijin-attacks-")
        folder = cls.temporary.name
        (Path(folder) / "rows.csv").write_text(ROWS)
        subprocess.run([BINARY, "eval", "rows.csv", "--quiet"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
        subprocess.run([BINARY, "eval", "rows.csv", "--quiet", "--name", "second"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
        cls.server = Server(folder)
        runs = json.loads(cls.server.ask("GET", "/api/runs", session=cls.server.cookie)[2])
        cls.ids = [run["id"] for run in runs["list"]["runs"]]
        cls.routes = [
            ("GET", "/"), ("POST", "/api/session"), ("DELETE", "/api/session"), ("GET", "/api/about"),
            ("GET", "/api/runs"), ("GET", f"/api/runs/{cls.ids[0]}"), ("POST", "/api/compare"),
            ("POST", "/api/imports"), ("POST", "/api/imports/" + "0" * 32),
            ("POST", "/api/imports/" + "0" * 32 + "/run"), ("DELETE", "/api/imports/" + "0" * 32),
            ("GET", "/api/campaigns"), ("POST", "/api/campaigns"), ("POST", "/api/campaigns/preview"),
            ("POST", "/api/campaigns/open"),
        ]  # fmt: skip

    @classmethod
    def tearDownClass(cls):
        assert cls.server.ask("GET", "/")[0] == 200, "the server did not survive"
        assert cls.server.stop() == INTERRUPTED
        assert not os.listdir(cls.server.uploads()), "uploads were left behind"
        cls.temporary.cleanup()

    def session(self) -> str:
        return f"Cookie: {self.server.cookie}"

    def upload(self, name: str, data: bytes):
        return self.server.ask(
            "POST", "/api/imports", data,
            {"Content-Type": "application/octet-stream", "X-Shijin-Name": quote(name)}, self.server.cookie)  # fmt: skip

    # 1. Loopback alone
    def test_listens_on_loopback_alone(self):
        found = set()
        for table in ("/proc/net/tcp", "/proc/net/tcp6"):
            for line in Path(table).read_text().splitlines()[1:]:
                local, state = line.split()[1], line.split()[3]
                if state == "0A" and int(local.split(":")[1], 16) == self.server.port:
                    found.add(local.split(":")[0])
        self.assertIn("0100007F", found)
        self.assertLessEqual(found, {"0100007F", "0" * 24 + "01000000"})

    # 2. DNS rebinding
    def test_answers_to_its_own_names_on_every_route(self):
        port = self.server.port
        foreign = ["evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}",
                   f"localhost:{port}.evil.example", f"127.0.0.1:{port}@evil", f"0.0.0.0:{port}", f"127.1:{port}"]  # fmt: skip
        for method, path in [*self.routes, ("GET", "/no/such/thing")]:
            for host in foreign:
                answer = self.server.send(
                    head(self.server, f"{method} {path} HTTP/1.1", f"Origin: http://{host}", "X-Shijin: 1", self.session(), "Connection: close", host=host))
                self.assertEqual(status_of(answer), 421, (method, path, host))
        for host in (f"localhost:{port}", f"127.0.0.1:{port}"):
            self.assertEqual(status_of(self.server.send(head(self.server, "GET / HTTP/1.1", host=host))), 200)
        self.assertEqual(status_of(self.server.send(b"GET / HTTP/1.1\r\n\r\n")), 400)
        twice = head(self.server, "GET / HTTP/1.1", "Host: evil.example")
        self.assertEqual(status_of(self.server.send(twice)), 400)

    # 3. Other pages in the same browser
    def test_takes_nothing_from_other_origins(self):
        port = self.server.port
        foreign = ["http://evil.example", "null", f"http://127.0.0.1:{port}.evil.example", f"https://127.0.0.1:{port}",
                   f"http://localhost:{port}", "http://127.0.0.1", f"http://127.0.0.1:{port}/", f"HTTP://127.0.0.1:{port}"]  # fmt: skip
        for method, path in self.routes:
            for origin in foreign:
                status = self.server.ask(method, path, headers={"Origin": origin}, session=self.server.cookie)[0]
                self.assertEqual(status, 403, (method, path, origin))
            if method != "GET":
                status = self.server.ask(method, path, headers={"Origin": None}, session=self.server.cookie)[0]
                self.assertEqual(status, 403, (method, path, "no origin"))
            for site in ("cross-site", "same-site"):
                status = self.server.ask(method, path, headers={"Sec-Fetch-Site": site}, session=self.server.cookie)[0]
                self.assertEqual(status, 403, (method, path, site))
            if path != "/":
                status = self.server.ask(method, path, headers={"X-Shijin": None}, session=self.server.cookie)[0]
                self.assertEqual(status, 403, (method, path, "no header"))

    def test_a_form_cannot_post(self):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", None):
            status = self.server.ask("POST", "/api/compare", b'{"runs":[]}', {"Content-Type": kind}, self.server.cookie)[0]
            self.assertEqual(status, 415, kind)

    # 4. Another user of this machine
    def test_needs_the_key_even_on_loopback(self):
        for method, path in self.routes:
            if path in ("/", "/api/session") and method != "DELETE":
                continue
            for cookie in (None, self.server.cookie[:-1], f"shijin_{self.server.port}={self.server.token}",
                           f"shijin_{self.server.port}=", "x=y", self.server.cookie.replace("=", "x=")):  # fmt: skip
                self.assertEqual(self.server.ask(method, path, session=cookie)[0], 401, (method, path, cookie))
        self.assertEqual(self.server.ask("GET", f"/?t={self.server.token}")[0], 400)
        self.assertEqual(self.server.ask("GET", f"/api/runs?t={self.server.token}")[0], 400)

    def test_the_key_becomes_a_cookie_that_scripts_cannot_read(self):
        status, headers, body = self.server.ask("POST", "/api/session", {"token": self.server.token})
        self.assertEqual(status, 200)
        cookie, *flags = [part.strip() for part in headers["set-cookie"].split(";")]
        self.assertEqual(sorted(flags), ["HttpOnly", "Path=/", "SameSite=Strict"])
        self.assertNotIn(self.server.token, cookie)
        self.assertEqual(body, b"{}")
        self.assertEqual(self.server.ask("GET", "/api/about", session=cookie)[0], 200)
        self.assertEqual(self.server.ask("DELETE", "/api/session", session=cookie)[0], 200)
        self.assertEqual(self.server.ask("GET", "/api/about", session=cookie)[0], 401)

    def test_the_key_is_in_no_page_and_no_log(self):
        for path in ("/", "/api/about", "/api/runs", f"/api/runs/{self.ids[0]}"):
            _, headers, body = self.server.ask("GET", path, session=self.server.cookie)
            self.assertNotIn(self.server.token, str(headers))
            self.assertNotIn(self.server.token.encode(), body)
        self.assertNotIn(self.server.token, Path(self.server.errors.name).read_text())

    def test_the_key_cannot_be_guessed(self):
        seen = [self.server.ask("POST", "/api/session", {"token": f"{i:032x}"})[0] for i in range(14)]
        self.assertEqual(seen[0], 401)
        self.assertEqual(seen[-1], 429)
        self.assertEqual(self.server.ask("POST", "/api/session", {"token": self.server.token})[0], 200)
        for token in ({"token": 1}, {}, {"token": None}, {"token": ["a"]}):
            self.assertEqual(self.server.ask("POST", "/api/session", token)[0], 400)

    def test_what_was_dropped_on_the_page_is_closed_to_others(self):
        self.assertEqual(self.upload("a.csv", ROWS.encode())[0], 201)
        files = [file for folder in Path(self.server.uploads()).iterdir() for file in folder.iterdir()]
        self.assertTrue(files)
        for file in files:
            self.assertEqual(stat.S_IMODE(file.parent.stat().st_mode), 0o700)
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)

    # 5. What is not listed
    def test_there_is_nothing_but_what_is_listed(self):
        for path in ("/index.html", "/api", "/api/", "/api/x", "/api/runs/", "/shijin.db", "/.shijin/shijin.db",
                     "/favicon.ico", "/ajax-api/2.0/x", "/api/imports/x", "/static/app.js", "/api/runs.json"):  # fmt: skip
            self.assertEqual(self.server.ask("GET", path)[0], 401, path)
            self.assertEqual(self.server.ask("GET", path, session=self.server.cookie)[0], 404, path)
        for method in ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"):
            answer = self.server.send(
                head(self.server, f"{method} /api/runs HTTP/1.1", f"Origin: {self.server.origin}", "X-Shijin: 1", self.session(), "Connection: close"))
            self.assertEqual(status_of(answer), 405, method)
            self.assertNotIn(b"Access-Control", answer)

    # 6. Ids are never paths
    def test_no_path_leads_to_a_file(self):
        tails = ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "..%252f..%252fetc%252fpasswd",
                 "..;/etc/passwd", "..\\..\\etc\\passwd", "..%5c..%5cetc%5cpasswd", "/etc/passwd", "//etc/passwd",
                 "file:///etc/passwd", "C:/Windows/win.ini", "CON", "a%00.json", ".", "..", "~/x", "./x", "%c0%ae%c0%ae/x",
                 "....//....//etc/passwd", "#/../x", "?x=/../y", "result.json", self.ids[0] + "/result.json",
                 self.ids[0] + "%20", self.ids[0].upper(), self.ids[0][:6]]  # fmt: skip
        for tail in tails:
            for base in ("/", "/api/runs/", "/api/imports/"):
                answer = self.server.send(
                    head(self.server, f"GET {base}{tail} HTTP/1.1", "X-Shijin: 1", self.session(), "Connection: close"))
                self.assertIn(status_of(answer), (400, 404, 405), (base, tail))
                self.assertNotIn(b"root:", answer)
        for ids in (["../../../x", self.ids[0]], [self.ids[0], "/etc/passwd"], [self.ids[0]] * 2, [1, 2], "x", None):
            self.assertEqual(self.server.ask("POST", "/api/compare", {"runs": ids}, session=self.server.cookie)[0], 422, ids)
        for asked in ({"runs": ["../../../x"]}, {"files": [["/etc/passwd", ""]]}, {"gold": "/etc/passwd"}, {"store": "/"}):
            asked = {"name": "x", "raters": ["a"], **asked}
            for path in ("/api/campaigns", "/api/campaigns/preview"):
                self.assertEqual(self.server.ask("POST", path, asked, session=self.server.cookie)[0], 422, asked)
        for name in ("../shijin", "/etc/passwd", ".", ""):
            status = self.server.ask("POST", "/api/campaigns/open", {"campaign": name}, session=self.server.cookie)[0]
            self.assertIn(status, (404, 422), name)
        absolute = head(self.server, f"GET http://{self.server.host}/ HTTP/1.1")
        self.assertEqual(status_of(self.server.send(absolute)), 400)

    def test_the_name_of_an_upload_is_only_shown(self):
        for name in ("../../../../tmp/shijin-was-here.csv", "/tmp/shijin-was-here.csv", "..\\..\\shijin-was-here.csv", "a\0b.csv", "a\r\nSet-Cookie: x.csv"):
            status, headers, body = self.upload(name, ROWS.encode())
            self.assertEqual(status, 201)
            self.assertNotIn("/", json.loads(body)["name"])
            self.assertNotIn("\\", json.loads(body)["name"])
            self.assertNotIn("set-cookie", headers)
        self.assertFalse(Path("/tmp/shijin-was-here.csv").exists())

    # 7. What the page may do
    def test_the_page_may_run_its_own_script_and_nothing_else(self):
        _, headers, body = self.server.ask("GET", "/")
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        page = body.decode()
        for kind, directive in (("script", "script-src"), ("style", "style-src")):
            parts = re.findall(rf"<{kind}[^>]*>(.*?)</{kind}>", page, re.S)
            self.assertEqual(len(parts), 1, kind)
            digest = base64.b64encode(hashlib.sha256(parts[0].encode()).digest()).decode()
            self.assertEqual(policy[directive], f"'sha256-{digest}'")
        self.assertEqual(policy["default-src"], "'none'")
        self.assertEqual(policy["connect-src"], "'self'")
        self.assertEqual(policy["img-src"], "data:")
        for directive in ("base-uri", "form-action", "frame-ancestors"):
            self.assertEqual(policy[directive], "'none'")
        self.assertEqual(policy["require-trusted-types-for"], "'script'")
        self.assertNotIn("unsafe", headers["content-security-policy"])
        self.assertNotRegex(page, r"\b(src|href)=[\"']?https?:")

    def test_every_answer_has_its_headers(self):
        for method, path in [*self.routes, ("GET", "/nothing")]:
            for session in (None, self.server.cookie):
                if method == "DELETE" and path == "/api/session":
                    continue
                _, headers, _ = self.server.ask(method, path, session=session)
                wanted = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "no-referrer",
                          "cache-control": "no-store", "cross-origin-opener-policy": "same-origin",
                          "cross-origin-resource-policy": "same-origin"}  # fmt: skip
                self.assertEqual({name: headers.get(name) for name in wanted}, wanted, (method, path))
                self.assertIn("frame-ancestors 'none'", headers["content-security-policy"])
                self.assertFalse([name for name in headers if name.startswith("access-control") or name in ("server", "x-powered-by")])

    # 8. Smuggling
    def test_a_request_is_read_in_one_way_only(self):
        for headers, status in [(["Transfer-Encoding: chunked"], 501), (["Content-Length: 5", "Content-Length: 6"], 400),
                                (["Content-Length: -1"], 400), (["Content-Length: 0x5"], 400), (["Content-Length : 5"], 400),
                                (["X: a", " b"], 400), (["Content-Length: 99999999999999999999"], 400),
                                (["Transfer-Encoding: identity", "Content-Length: 5"], 501), (["X: a\x00b"], 400), (["X: a\nY: b"], 400)]:  # fmt: skip
            answer = self.server.send(head(self.server, "GET / HTTP/1.1", *headers))
            self.assertEqual(status_of(answer), status, headers)
        for line in ("GET / HTTP/1.0", "GET / HTTP/2.0", "PRI * HTTP/2.0"):
            self.assertEqual(status_of(self.server.send(head(self.server, line))), 505)
        for line in ("GET /", "GET  / HTTP/1.1", "get / HTTP/1.1", "GET /\tHTTP/1.1", "\x16\x03\x01\x02\x00"):
            self.assertEqual(status_of(self.server.send(head(self.server, line))), 400, line)

    def test_a_body_is_a_body_and_not_the_next_request(self):
        inner = head(self.server, "GET /api/runs HTTP/1.1", "X-Shijin: 1", self.session())
        body = json.dumps({"token": "x" * 32, "more": inner.decode()}).encode()
        request = head(self.server, "POST /api/session HTTP/1.1", f"Origin: {self.server.origin}", "X-Shijin: 1",
                       "Content-Type: application/json", f"Content-Length: {len(body)}", "Connection: close") + body  # fmt: skip
        answer = self.server.send(request)
        self.assertEqual(answer.count(b"HTTP/1.1 "), 1)
        self.assertNotIn(b"shijin.runs/1", answer)

    # 9. Limits
    def test_heads_are_small(self):
        big = head(self.server, "GET / HTTP/1.1", "X: " + "a" * 17000)
        self.assertEqual(status_of(self.server.send(big)), 431)
        many = head(self.server, "GET / HTTP/1.1", *[f"X{i}: a" for i in range(80)])
        self.assertEqual(status_of(self.server.send(many)), 431)
        self.assertEqual(status_of(self.server.send(b"A" * 20000)), 431)

    def test_bodies_are_refused_by_their_length_before_they_come(self):
        for path, size, kind in (("/api/compare", 65537, "application/json"), ("/api/session", 1025, "application/json"),
                                 ("/api/imports", 50 * 2**20 + 1, "application/octet-stream"), ("/api/imports", 2**40, "application/octet-stream")):  # fmt: skip
            request = head(self.server, f"POST {path} HTTP/1.1", f"Origin: {self.server.origin}", "X-Shijin: 1", self.session(),
                           f"Content-Type: {kind}", f"Content-Length: {size}")  # fmt: skip
            self.assertEqual(status_of(self.server.send(request)), 413, path)
        no_length = head(self.server, "POST /api/compare HTTP/1.1", f"Origin: {self.server.origin}", "X-Shijin: 1", self.session(), "Content-Type: application/json")
        self.assertEqual(status_of(self.server.send(no_length)), 411)
        get = head(self.server, "GET /api/runs HTTP/1.1", "X-Shijin: 1", self.session(), "Content-Length: 4") + b"body"
        self.assertEqual(status_of(self.server.send(get)), 413)

    def test_the_slow_are_sent_away(self):
        began = time.monotonic()
        slow = []
        for kind in ("head", "silent", "body"):
            s = socket.create_connection(("127.0.0.1", self.server.port), timeout=15, source_address=("127.0.0.9", 0))
            if kind == "head":
                s.sendall(b"GET / HTTP/1.1\r\nHost: ")
            elif kind == "body":
                s.sendall(head(self.server, "POST /api/imports HTTP/1.1", f"Origin: {self.server.origin}", "X-Shijin: 1", self.session(),
                               "Content-Type: application/octet-stream", "Content-Length: 1000000"))  # fmt: skip
            slow.append((kind, s))
        # A byte now and then buys no time.
        ended = {}
        while len(ended) < len(slow) and time.monotonic() - began < 14:
            time.sleep(0.25)
            for kind, s in slow:
                if kind in ended:
                    continue
                s.settimeout(0.01)
                try:
                    if kind != "silent":
                        s.sendall(b"a")
                    got = s.recv(4096)
                    ended[kind] = (status_of(got) if got else 0, time.monotonic() - began)
                except TimeoutError:
                    pass
                except OSError:
                    ended[kind] = (0, time.monotonic() - began)
        for _, s in slow:
            s.close()
        self.assertEqual({kind: status for kind, (status, _) in ended.items()}, {"head": 408, "silent": 0, "body": 408})
        for kind, (_, seconds) in ended.items():
            self.assertTrue(4 < seconds < 9, (kind, seconds))

    def test_connections_are_counted(self):
        def connect(source):
            s = socket.create_connection(("127.0.0.1", self.server.port), timeout=5, source_address=(source, 0))
            s.sendall(b"G")
            return s

        held = [connect("127.0.0.20") for _ in range(16)]
        time.sleep(0.1)
        with connect("127.0.0.20") as refused:
            self.assertEqual(status_of(refused.recv(4096)), 429)
        for last in (21, 22, 23):
            held += [connect(f"127.0.0.{last}") for _ in range(16)]
        time.sleep(0.1)
        with connect("127.0.0.24") as refused:
            self.assertEqual(status_of(refused.recv(4096)), 503)
        for s in held:
            s.close()
        time.sleep(0.4)
        self.assertEqual(self.server.ask("GET", "/")[0], 200)

    def test_requests_are_counted(self):
        seen = []
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=10, source_address=("127.0.0.30", 0)) as s:
            request = head(self.server, "GET /nothing HTTP/1.1", "X-Shijin: 1")
            s.sendall(request * 1500)
            got = b""
            try:
                while part := s.recv(65536):
                    got += part
            except (ConnectionResetError, TimeoutError):
                pass
            seen = re.findall(rb"HTTP/1\.1 (\d{3})", got)
        self.assertGreaterEqual(seen.count(b"401"), 600)
        self.assertEqual(seen[-1], b"429")
        self.assertEqual(self.server.ask("GET", "/")[0], 200)  # others are served

    # 10. Files that are larger than they look
    def book(self, parts: dict[str, bytes]) -> bytes:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        standard = {
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns:r="{kind}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row></sheetData></worksheet>',
        }  # fmt: skip
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
            for name, data in {**standard, **parts}.items():
                z.writestr(name, data)
        return out.getvalue()

    def test_bombs_are_refused_before_they_go_off(self):
        before = self.server.resident()
        zeros = b"\0" * (250 << 20)
        swollen = self.book({"xl/worksheets/sheet1.xml": zeros})
        package = self.book({"_rels/.rels": b"<a>" + b" " * (20 << 20) + b"</a>"})
        crowd = self.book({f"xl/media/{i}.bin": b"" for i in range(2100)})
        packed = gzip.compress(b"text,true_label,pred_label\n" + b"fine,1,1\n" * (60 << 20), 1)
        for name, data in (("a.xlsx", swollen), ("b.xlsx", package), ("c.xlsx", crowd), ("d.csv.gz", packed)):
            began = time.monotonic()
            status, _, body = self.upload(name, data)
            self.assertEqual(status, 422, name)
            self.assertEqual(json.loads(body)["error"]["name"], "upload-too-large", name)
            self.assertLess(time.monotonic() - began, 10, name)
        self.assertLess(self.server.resident() - before, 60 << 10)

    def test_a_workbook_that_lies_about_its_sizes_is_damaged(self):
        honest = bytearray(self.book({"xl/worksheets/sheet1.xml": b"<a>" + b"x" * (8 << 20) + b"</a>"}))
        size = (8 << 20) + 7
        at = honest.rfind(size.to_bytes(4, "little"))
        self.assertGreater(at, 0)
        honest[at : at + 4] = (100).to_bytes(4, "little")
        status, _, body = self.upload("lies.xlsx", bytes(honest))
        self.assertEqual(status, 201)
        self.assertFalse(json.loads(body)["ready"])

    def test_entities_are_not_unfolded_and_no_file_is_read(self):
        laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha" * 10}">' for i in range(10))
        for doctype in (f"<!DOCTYPE a [{laughs}]>", '<!DOCTYPE a [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'):
            sheet = f'<?xml version="1.0"?>{doctype}<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>text&l9;</t></is></c></row></sheetData></worksheet>'
            before = self.server.resident()
            for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"):
                status, _, body = self.upload("x.xlsx", self.book({part: sheet.encode()}))
                self.assertEqual(status, 201)
                self.assertNotIn(b"root:", body)
                self.assertLess(len(body), 20000)
            self.assertLess(self.server.resident() - before, 30 << 10)

    def test_what_is_no_table_is_told_so(self):
        for name, data in (("a.csv", b""), ("a.xlsx", b"PK\3\4" + b"\0" * 50), ("a.csv", b"\xff\xfe\xfd" * 100), ("a.gz", b"\x1f\x8b" + b"\0" * 20),
                           ("a.json", b"[" * 100000), ("a.parquet", b"PAR1xxxx"), ("a.pkl", b"\x80\x04cos\nsystem\n(S'id'\ntR.")):  # fmt: skip
            status, _, body = self.upload(name, data)
            self.assertIn(status, (201, 422), name)
            if status == 201:
                self.assertFalse(json.loads(body)["ready"], name)

    # 11. What stays behind, and the network
    def test_a_closed_terminal_takes_the_uploads_along(self):
        with tempfile.TemporaryDirectory(prefix="shijin-attacks-") as folder:
            server = Server(folder)
            headers = {"Content-Type": "application/octet-stream", "X-Shijin-Name": "a.csv"}
            self.assertEqual(server.ask("POST", "/api/imports", ROWS.encode(), headers, server.cookie)[0], 201)
            self.assertTrue(os.listdir(server.uploads()))
            # The shell and the kernel may both tell of it.
            server.process.send_signal(signal.SIGHUP)
            server.process.send_signal(signal.SIGHUP)
            self.assertEqual(server.process.wait(timeout=10), INTERRUPTED)
            self.assertFalse(os.listdir(server.uploads()), "uploads were left behind")
            server.process.stdout.close()
            server.errors.close()

    def test_answers_on_the_network_only_where_it_was_told_to(self):
        addresses = {entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} | {own_address()}
        own = sorted(address for address in addresses if address and not address.startswith("127."))
        if not own:
            self.skipTest("this machine has no address in a network")
        for address in own:
            with self.assertRaises(OSError):
                socket.create_connection((address, self.server.port), timeout=5).close()
        with tempfile.TemporaryDirectory(prefix="shijin-attacks-") as folder:
            server = Server(folder, "--lan")
            link = server.process.stdout.readline().strip()
            found = re.fullmatch(r"http://([\d.]+):(\d+)/#t=([0-9a-f]{32})", link)
            self.assertTrue(found, link)
            address, port = found.group(1), int(found.group(2))
            self.assertIn(address, own)
            self.assertEqual((port, found.group(3)), (server.port, server.token))

            def ask(path, host, cookie=None):
                connection = http.client.HTTPConnection(address, port, timeout=10)
                connection.request("GET", path, headers={"Host": host, "X-Shijin": "1", **({"Cookie": cookie} if cookie else {})})
                status = connection.getresponse().status
                connection.close()
                return status

            own_host = f"{address}:{port}"
            self.assertEqual(ask("/", own_host), 200)
            self.assertEqual(ask("/api/runs", own_host), 401)
            self.assertEqual(ask("/api/runs", own_host, server.cookie), 200)
            for host in ("attacker.invalid", f"attacker.invalid:{port}", address, f"{address}.attacker.invalid:{port}", f"{socket.gethostname()}:{port}"):
                self.assertEqual(ask("/api/runs", host, server.cookie), 421, host)
            self.assertEqual(server.stop(), INTERRUPTED)

    # 12. It is still itself
    def test_was_ready_at_once_and_is_small(self):
        self.assertLess(self.server.seconds_to_ready, 1.5)  # 0.3 on a quiet machine
        folder = Path(self.temporary.name)
        fresh = Server(str(folder))
        self.assertEqual(fresh.ask("GET", "/api/runs", session=fresh.cookie)[0], 200)
        self.assertEqual(fresh.ask("GET", f"/api/runs/{self.ids[0]}", session=fresh.cookie)[0], 200)
        self.assertLess(fresh.resident(), 40 << 10)
        print(f"ready in {fresh.seconds_to_ready:.3f} s, {fresh.resident() / 1024:.1f} MiB resident", file=sys.stderr)
        self.assertEqual(fresh.stop(), INTERRUPTED)


if __name__ == "__main__":
    unittest.main(verbosity=1)
