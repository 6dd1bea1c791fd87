#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program itself, its scenarios, and the switches that other tests rely on."""
import base64
import configparser
import email.utils
import gzip
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from sample_cloud import PATIENCE, REDIRECT, SampleCloud  # noqa: E402

PROGRAM = os.path.join(os.environ.get("TNY_BUILD_ROOT", "build"), "src/sim/tenantry-sample-cloud")


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True,
                          timeout=PATIENCE, check=False)


class Program(unittest.TestCase):
    def test_ends_with_its_standard_input_and_with_a_signal(self):
        cloud = SampleCloud()
        self.assertEqual(cloud.stop(), 0)
        for number in (signal.SIGTERM, signal.SIGINT):
            cloud = SampleCloud()
            cloud.process.send_signal(number)
            self.assertEqual(cloud.process.wait(PATIENCE), 0)
            cloud.stop()

    def test_says_ready_on_one_line(self):
        done = run()
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^ready \d+\n$")
        self.assertEqual(done.stderr, "")

    def test_wrong_arguments(self):
        for arguments in (["--scenario", "nothing"], ["--tenants", "0"], ["--port", "70000"],
                          ["--users", "-5"], ["--latency", "-1"], ["--unknown"], ["extra"],
                          ["--seed", "x"]):
            done = run(*arguments)
            self.assertEqual((done.returncode, done.stdout), (1, ""), arguments)
            self.assertRegex(done.stderr, r"^tenantry-sample-cloud: .+\n$")

    def test_the_port_that_was_asked_for_or_none(self):
        with SampleCloud() as cloud:
            done = run("--port", str(cloud.port))
            self.assertEqual(done.returncode, 1)
            self.assertNotIn("ready", done.stdout)
            port = cloud.port
        with SampleCloud("--port", str(port)) as cloud:
            self.assertEqual(cloud.port, port)

    def test_listens_on_loopback_only(self):
        with SampleCloud() as cloud:
            listening = []
            for name, width in (("tcp", 8), ("tcp6", 32)):
                if not os.path.exists(f"/proc/net/{name}"):
                    continue
                with open(f"/proc/net/{name}", encoding="ascii") as table:
                    for line in table.readlines()[1:]:
                        address, port = line.split()[1].split(":")
                        if line.split()[3] == "0A" and int(port, 16) == cloud.port:
                            listening.append(address)
        self.assertIn("0100007F", listening)
        self.assertLessEqual(set(listening), {"0100007F", "0" * 24 + "01000000"})

    def test_the_key_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "sample.ini")
            with SampleCloud("--write-cloud", path) as cloud:
                keys = configparser.ConfigParser()
                keys.read(path, encoding="utf-8")
                self.assertEqual(dict(keys["cloud"]), {
                    "name": "sample-cloud", "login": cloud.base + "/login", "graph": cloud.base + "/graph",
                    "partner": cloud.base + "/partner", "portal": cloud.base + "/portal",
                    "reports": cloud.base + "/reports"})
                self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        self.assertEqual(run("--write-cloud", "/nowhere/at/all").returncode, 1)

    def test_scenarios_are_listed_and_each_can_be_chosen(self):
        listed = run("--list-scenarios").stdout.splitlines()
        names = [line.split()[0] for line in listed]
        for line in listed:
            self.assertRegex(line, r"^[a-z-]+ +\S.{10,}$")
        for name in ("throttled", "consent-missing", "secret-expired", "wrong-account", "slow",
                     "server-errors",
                     "network-cut"):
            self.assertIn(name, names)
        self.assertEqual(len(names), len(set(names)))
        arguments = [word for name in names for word in ("--scenario", name)]
        self.assertRegex(run(*arguments).stdout, "^ready")

    def test_the_manual_names_every_option(self):
        page = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                            "../../data/man/tenantry-sample-cloud.1")
        with open(page, encoding="utf-8") as source:
            manual = source.read()
        for option in re.findall(r"^  --([a-z-]+)", run("--help").stdout, re.M):
            self.assertIn(f".It Fl -{option}", manual)

    def test_help_names_every_option(self):
        text = run("--help").stdout
        for option in ("port", "scenario", "tenants", "users", "seed", "latency", "write-cloud",
                       "list-scenarios"):
            self.assertIn(f"--{option}", text)


class Scenarios(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = SampleCloud()

    @classmethod
    def tearDownClass(cls):
        assert cls.cloud.stop() == 0

    def setUp(self):
        self.cloud.reset()
        self.person = self.cloud.sign_in()
        self.token = self.person["access_token"]

    def outcome(self, path="/v1.0/users?$select=id,displayName"):
        """The status, or in a word how the connection ended."""
        try:
            answer = self.cloud.graph(path, self.token)
        except http.client.IncompleteRead:
            return "cut"
        except (ConnectionResetError, http.client.RemoteDisconnected):
            return "reset"
        except OSError as error:
            return "reset" if "reset" in str(error).lower() else str(error)
        return answer.status

    def insist(self, path):
        """As a patient client: tries until it is served; returns all outcomes."""
        outcomes = []
        while outcomes[-1:] != [200]:
            outcomes.append(self.outcome(path))
            self.assertLess(len(outcomes), 5, outcomes)
        return outcomes

    def many(self):
        return [self.insist(f"/v1.0/users?$select=id&$top={top}") for top in range(1, 41)]

    def test_throttled(self):
        self.cloud.scenario("throttled")
        outcomes = self.many()
        self.assertEqual({each for tries in outcomes for each in tries}, {429, 200})
        self.assertTrue(all(len(tries) <= 2 for tries in outcomes))
        self.cloud.fail(1, "429")
        answer = self.cloud.graph("/v1.0/organization", self.token)
        self.assertEqual((answer.status, answer.code), (429, "TooManyRequests"))
        self.assertIn(answer.headers["Retry-After"], ("1", "2"))

    def test_server_errors(self):
        self.cloud.scenario("server-errors")
        self.assertEqual({each for tries in self.many() for each in tries},
                         {500, 502, 503, 504, 200})

    def test_network_cut(self):
        self.cloud.scenario("network-cut")
        self.assertEqual({each for tries in self.many() for each in tries}, {"cut", "reset", 200})

    def test_the_nth_request_fails_in_any_way(self):
        ways = {"429": 429, "500": 500, "502": 502, "503": 503, "504": 504, "401": 401, "403": 403,
                "redirect": 302, "reset": "reset", "cut": "cut", "html": 200, "empty": 200,
                "garbage": 200}
        for how, expected in ways.items():
            self.cloud.fail(3, how)
            self.assertEqual([self.outcome() for _ in range(4)], [200, 200, expected, 200], how)
        self.cloud.fail(2, "500", count=3)
        self.assertEqual([self.outcome() for _ in range(6)], [200, 500, 500, 500, 200, 200])
        self.cloud.fail(1, "503")
        self.assertEqual(self.cloud.refresh(self.person, self.cloud.tenant).status, 503)

    def test_a_refused_request_has_no_effect_and_a_cut_one_may_have(self):
        code = self.cloud.delivered(self.cloud.authorize(account="sync@northwind.example"))["code"]
        for how in ("429", "500", "503", "html"):
            self.cloud.fail(1, how)
            self.cloud.redeem(code)
        self.cloud.fail(1, "cut")
        with self.assertRaises(http.client.IncompleteRead):
            self.cloud.redeem(code)
        self.assertEqual(self.cloud.redeem(code).code, 54005)

    def test_every_form_of_throttling(self):
        self.cloud.fail(1, "429-bare")
        answer = self.cloud.graph("/v1.0/users", self.token)
        self.assertEqual((answer.status, answer.headers["Retry-After"]), (429, None))
        self.cloud.fail(1, "429-date")
        answer = self.cloud.graph("/v1.0/users", self.token)
        until = email.utils.parsedate_to_datetime(answer.headers["Retry-After"]).timestamp()
        self.assertTrue(0 < until - time.time() <= 3, answer.headers["Retry-After"])

    def test_a_challenge_for_other_claims(self):
        self.cloud.fail(1, "claims")
        answer = self.cloud.graph("/v1.0/users", self.token)
        self.assertEqual(answer.status, 401)
        challenge = answer.headers["WWW-Authenticate"]
        self.assertIn('error="insufficient_claims"', challenge)
        claims = json.loads(base64.b64decode(re.search('claims="([^"]+)"', challenge).group(1)))
        self.assertTrue(claims["access_token"]["nbf"]["essential"])

    def test_silence(self):
        self.cloud.fail(1, "hang")
        with socket.create_connection(("127.0.0.1", self.cloud.port), timeout=1) as client:
            client.sendall(f"GET /graph/v1.0/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                           f"{self.token}\r\n\r\n"
                           .encode())
            with self.assertRaises(TimeoutError):
                client.recv(1)
            self.assertEqual(self.outcome(), 200)

    def test_bodies_that_are_none(self):
        self.cloud.fail(1, "html")
        answer = self.cloud.graph("/v1.0/users", self.token)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/html"))
        self.cloud.fail(1, "empty")
        self.assertEqual(self.cloud.graph("/v1.0/users", self.token).body, b"")
        self.cloud.fail(1, "garbage")
        with self.assertRaises(ValueError):
            self.cloud.graph("/v1.0/users", self.token).json()

    def test_captive_portal(self):
        self.cloud.scenario("captive-portal")
        answer = self.cloud.graph("/v1.0/users", self.token)
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/html"))
        answer = self.cloud.refresh(self.person, self.cloud.tenant)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/html"))

    def test_links_that_must_not_be_followed(self):
        self.cloud.scenario("foreign-next-link")
        link = self.cloud.graph("/v1.0/users", self.token).json["@odata.nextLink"]
        self.assertNotEqual(urllib.parse.urlsplit(link).hostname, "127.0.0.1")
        self.cloud.scenario("foreign-next-link", False)
        self.cloud.scenario("repeated-next-link")
        second = self.cloud.graph("/v1.0/users", self.token).json["@odata.nextLink"]
        self.assertEqual(self.cloud.graph(second, self.token).json["@odata.nextLink"], second)

    def test_compressed(self):
        self.cloud.scenario("compressed")
        path = "/v1.0/users?$select=id,displayName,proxyAddresses"
        plain = self.cloud.graph(path, self.token)
        self.assertIsNone(plain.headers["Content-Encoding"])
        small = self.cloud.graph(path, self.token, headers={"Accept-Encoding": "gzip, deflate"})
        self.assertEqual(small.headers["Content-Encoding"], "gzip")
        self.assertLess(len(small.body), len(plain.body))
        self.assertEqual(gzip.decompress(small.body), plain.body)
        self.cloud.fail(1, "cut")
        with self.assertRaises(http.client.IncompleteRead):
            self.cloud.graph(path, self.token, headers={"Accept-Encoding": "gzip"})

    def test_huge_names(self):
        self.cloud.scenario("huge-names")
        users = self.cloud.graph("/v1.0/users?$select=displayName", self.token).json["value"]
        self.assertEqual([len(user["displayName"]) for user in users].count(60000), 1)

    def test_slow_and_latency(self):
        self.cloud.scenario("slow")
        begin = time.monotonic()
        self.outcome()
        self.assertGreaterEqual(time.monotonic() - begin, 0.9)
        with SampleCloud("--latency", "300") as cloud:
            begin = time.monotonic()
            cloud.call("/portal/")
            self.assertGreaterEqual(time.monotonic() - begin, 0.3)

    def test_a_client_that_leaves_while_we_wait_is_no_trouble(self):
        self.cloud.scenario("slow")
        for _ in range(10):
            with socket.create_connection(("127.0.0.1", self.cloud.port)) as client:
                client.sendall(b"GET /graph/v1.0/users HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        self.assertEqual(self.outcome(), 200)


class Record(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = SampleCloud()

    @classmethod
    def tearDownClass(cls):
        assert cls.cloud.stop() == 0

    def test_what_was_asked_without_secrets(self):
        self.cloud.reset()
        person = self.cloud.sign_in()
        self.cloud.graph("/v1.0/users?$select=id&$top=5",
                         self.cloud.token(person, self.cloud.tenant))
        self.cloud.fail(1, "500")
        self.cloud.graph("/v1.0/me", person["access_token"])
        text = self.cloud.call("/sample/requests").text
        requests = self.cloud.requests
        self.assertEqual([(item["area"], item["method"], item["status"]) for item in requests],
                         [("login", "POST", 200)] * 3 + [("graph", "GET", 200), ("graph", "GET", 500)])
        self.assertEqual([item["grant"] for item in requests],
                         [None, "authorization_code", "refresh_token", None, None])
        self.assertEqual(requests[3]["path"], "/v1.0/users")
        self.assertEqual(requests[3]["query"], "$select=id&$top=5")
        self.assertEqual(requests[3]["tenant"], self.cloud.tenant)
        self.assertEqual(requests[4]["fault"], "500")
        for secret in (person["access_token"], person["refresh_token"],
                       self.cloud.client["client_secret"],
                       self.cloud.verifier, "the state"):
            self.assertNotIn(secret, text)
        self.assertEqual(self.cloud.call("/sample/requests", method="DELETE").status, 200)
        self.assertEqual(self.cloud.requests, [])

    def test_how_many_were_in_flight(self):
        self.cloud.reset()
        token = self.cloud.sign_in()["access_token"]
        self.cloud.scenario("slow")
        clients = [http.client.HTTPConnection("127.0.0.1", self.cloud.port, timeout=PATIENCE)
                   for _ in range(5)]
        for client in clients:
            client.request("GET", "/graph/v1.0/me", headers={"Authorization": f"Bearer {token}"})
        for client in clients:
            client.getresponse().read()
            client.close()
        # One that does not wait for its answer is no longer in flight once we have seen it leave.
        with socket.create_connection(("127.0.0.1", self.cloud.port)) as client:
            client.sendall(f"GET /graph/v1.0/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                           f"{token}\r\n\r\n".encode())
        self.cloud.graph("/v1.0/me", token)
        self.cloud.scenario("slow", False)
        self.cloud.graph("/v1.0/me", token)
        requests = [item for item in self.cloud.requests if item["area"] == "graph"]
        self.assertEqual([item["in_flight_tenant"] for item in requests][:5], [1, 2, 3, 4, 5])
        self.assertEqual([item["in_flight"] for item in requests][:5], [1, 2, 3, 4, 5])
        self.assertEqual(requests[-1]["in_flight"], 1)
        self.cloud.reset()

    def test_switches_are_checked(self):
        for path in ("scenario?name=nothing&on=1", "scenario?name=slow", "scenario?name=slow&on=2",
                     "fail?how=500", "fail?request=0&how=500", "fail?request=1&how=odd", "clock",
                     "clock?advance=soon", "nothing"):
            self.assertEqual(self.cloud.call("/sample/" + path, method="POST").status, 400, path)
        page = {"Origin": "http://evil.example"}
        self.assertEqual(self.cloud.call("/sample/reset", method="POST", headers=page).status, 403)
        items = {item["name"]: item["on"]
                 for item in self.cloud.call("/sample/scenarios").json["items"]}
        self.assertEqual(set(items.values()), {False})
        self.cloud.scenario("slow")
        items = {item["name"]: item["on"]
                 for item in self.cloud.call("/sample/scenarios").json["items"]}
        self.assertTrue(items["slow"])
        self.cloud.reset()


class Portal(unittest.TestCase):
    def test_the_registration_as_page_and_as_json(self):
        with SampleCloud() as cloud:
            registration = cloud.registration
            text = cloud.call("/portal/").text
            for name in ("tenant_id", "client_id", "client_secret", "secret_id", "redirect_uri"):
                self.assertIn(f">{registration[name]}<", text)
            self.assertIn("nothing here is Microsoft", text)
            self.assertRegex(registration["client_secret"], r"^.{3}8Q~.{34}$")
            self.assertEqual(registration["redirect_uri"], re.sub(r":\d+", "", REDIRECT))
            other = cloud.call("/portal/x%3Cy%3E/#view").text
            self.assertIn("would open", other)
            self.assertNotIn("<y>", other)
            self.assertEqual(cloud.call("/").headers["Location"], "/portal/")
            self.assertEqual(cloud.call("/elsewhere").status, 404)


class Hostile(unittest.TestCase):
    """Requests that no client sends; the program must be there afterwards."""

    def test_odd_requests(self):
        with SampleCloud() as cloud:
            token = cloud.sign_in()["access_token"]
            bearer = f"Authorization: Bearer {token}\r\n"
            lines = [
                "GET /graph/v1.0/users/%FF%FE HTTP/1.1\r\n" + bearer,
                "GET /graph/v1.0/users?%24select=%00 HTTP/1.1\r\n" + bearer,
                "GET /graph/v1.0/users?$top=99999999999999999999 HTTP/1.1\r\n" + bearer,
                "GET /graph/v1.0/users?&&=&%=&$filter=%27 HTTP/1.1\r\n" + bearer,
                "GET /graph/v1.0////users// HTTP/1.1\r\n" + bearer, "GET /login HTTP/1.1\r\n",
                "GET /login/ HTTP/1.1\r\n",
                "GET /login//v2.0/.well-known/openid-configuration HTTP/1.1\r\n",
                "GET /partner HTTP/1.1\r\n",
                "POST /login/common/oauth2/v2.0/token HTTP/1.1\r\nContent-Length: 0\r\n",
                "FOO /graph/v1.0/users HTTP/1.1\r\n",
                "GET /graph HTTP/1.0\r\n",
                "GET /graph/v1.0/users HTTP/1.1\r\nAuthorization: Bearer\r\n",
                "GET /graph/v1.0/users HTTP/1.1\r\nAuthorization: Bearer " + "A" * 64 + "\r\n",
                "HEAD /graph/v1.0/users HTTP/1.1\r\n" + bearer,
                "GET /sample/../graph HTTP/1.1\r\n", "\x00\x01\r\n",
            ]
            for line in lines:
                with socket.create_connection(("127.0.0.1", cloud.port),
                                              timeout=PATIENCE) as client:
                    rest = "Host: 127.0.0.1\r\nConnection: close\r\n\r\n"
                    client.sendall((line + rest).encode("latin-1"))
                    while client.recv(65536):
                        pass
            # A body without end is not swallowed.
            with socket.create_connection(("127.0.0.1", cloud.port), timeout=PATIENCE) as client:
                client.sendall(b"POST /login/common/oauth2/v2.0/token HTTP/1.1\r\nHost: x\r\n"
                               b"Content-Type: application/x-www-form-urlencoded\r\n"
                               b"Content-Length: 100000000\r\n\r\n")
                with self.assertRaises(OSError):
                    for _ in range(100):
                        client.sendall(b"a" * 1000000)
            self.assertEqual(cloud.graph("/v1.0/organization", token).status, 200)

    def test_many_connections_at_once(self):
        with SampleCloud() as cloud:
            token = cloud.app_token(cloud.tenant)
            clients = [http.client.HTTPConnection("127.0.0.1", cloud.port, timeout=PATIENCE)
                       for _ in range(100)]
            for turn in range(3):
                for client in clients:
                    client.request("GET", f"/graph/v1.0/users?$top={turn + 1}",
                                   headers={"Authorization": f"Bearer {token}"})
                for client in clients:
                    answer = client.getresponse()
                    self.assertEqual(answer.status, 200)
                    self.assertTrue(answer.read().endswith(b"}"))
            for client in clients:
                client.close()


if __name__ == "__main__":
    unittest.main()
