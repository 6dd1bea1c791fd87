#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample cloud's pages as a person meets them, in a real Chromium."""
import http.server
import os
import sys
import threading
import unittest
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from browser import Browser, wait_for  # noqa: E402
from sample_cloud import SampleCloud  # noqa: E402

ACCOUNTS = ["sync@northwind.example", "avery.lang@northwind.example",
            "nora.field@northwind.example",
            "tom.reed@northwind.example", "it@brightwaterdental.example", "pat@personal.example"]

# The least contrast between any text and what lies behind it, by WCAG's formula.
CONTRAST = """
const light = text => {
  const parts = text.match(/[\\d.]+/g).slice(0, 3).map(part => {
    const value = part / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
};
const behind = node => {
  for (; node; node = node.parentElement) {
    const colour = getComputedStyle(node).backgroundColor;
    if (!/rgba\\(.*, 0\\)|transparent/.test(colour)) return colour;
  }
  return 'rgb(255, 255, 255)';
};
let least = 21;
for (const node of document.querySelectorAll('main *')) {
  if (![...node.childNodes].some(child => child.nodeType === 3 && child.data.trim())) continue;
  const [a, b] = [light(getComputedStyle(node).color), light(behind(node))];
  least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
}
return least;
"""


class Callback(http.server.BaseHTTPRequestHandler):
    """The redirect address: remembers what arrives."""

    def remember(self, text):
        self.server.arrived.append((self.command, dict(urllib.parse.parse_qsl(text))))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Back</title>")

    def do_POST(self):
        self.remember(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def do_GET(self):
        if self.path.startswith("/tenantry/callback"):
            self.remember(urllib.parse.urlsplit(self.path).query)
        else:
            self.send_error(404)

    def log_message(self, *_):
        pass


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = SampleCloud()
        cls.listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Callback)
        cls.listener.arrived = []
        cls.redirect = f"http://localhost:{cls.listener.server_port}/tenantry/callback"
        threading.Thread(target=cls.listener.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.listener.shutdown()
        cls.listener.server_close()
        assert cls.cloud.stop() == 0

    def setUp(self):
        self.cloud.reset()
        self.listener.arrived.clear()

    def address(self, **changes):
        form = self.cloud.authorize_form(redirect_uri=self.redirect, **changes)
        return (f"{self.cloud.base}/login/{self.cloud.tenant}/oauth2/v2.0/authorize?"
                + urllib.parse.urlencode(form))

    def arrival(self, page):
        wait_for(lambda: self.listener.arrived and "/tenantry/callback" in page.address,
                 "the way back")
        (method, values), = self.listener.arrived
        return method, values

    def test_a_person_signs_in_and_the_code_is_in_no_address(self):
        with Browser() as page:
            page.go(self.address())
            page.button(ACCOUNTS[0]).click()
            method, values = self.arrival(page)
            self.assertEqual((method, values["state"]), ("POST", "the state"))
            self.assertNotIn("code", page.address)
            answer = self.cloud.redeem(values["code"], redirect_uri=self.redirect)
            self.assertEqual(answer.status, 200, answer)

    def test_cancel_by_keyboard(self):
        with Browser() as page:
            page.go(self.address(response_mode="query"))
            names = page.focus_order(len(ACCOUNTS) + 1)
            for name, account in zip(names, ACCOUNTS):
                self.assertTrue(name.startswith(account), names)
            self.assertEqual(names[-1], "Cancel")
            page.button("Cancel").click()
            method, values = self.arrival(page)
            self.assertEqual((method, values["error"], values["error_subcode"]),
                             ("GET", "access_denied", "cancel"))

    def test_consent_from_the_first_person_to_the_last_page(self):
        self.cloud.scenario("consent-missing")
        with Browser() as page:
            page.go(self.address())
            page.button(ACCOUNTS[0]).click()
            page.wait_text("Need admin approval")
            page.button("Sign in with that account").click()
            page.button("avery.lang@northwind.example").click()
            page.wait_text("Permissions requested")
            page.button("Accept").click()
            self.assertIn("code", self.arrival(page)[1])

    def test_a_stranger_can_try_again(self):
        with Browser() as page:
            page.go(self.address())
            page.button("it@brightwaterdental.example").click()
            page.wait_text("AADSTS50020")
            page.button("Use another account").click()
            page.button(ACCOUNTS[0]).click()
            self.assertIn("code", self.arrival(page)[1])

    def test_pages_are_readable_in_both_lights_and_on_a_narrow_screen(self):
        self.cloud.scenario("consent-missing")
        for dark, width in ((False, 900), (True, 360)):
            with Browser(width=width, dark=dark) as page:
                def look():
                    self.assertGreaterEqual(page.run(CONTRAST), 4.5, (page.title, dark))
                    self.assertTrue(page.run("return document.documentElement.scrollWidth <= "
                                             "innerWidth"), page.title)
                    self.assertTrue(page.title)
                page.go(self.address())
                look()
                page.button(ACCOUNTS[0]).click()
                page.wait_text("Need admin approval")
                look()
                for place in ("/portal/", "/portal/Microsoft_AAD_RegisteredApps/x"):
                    page.go(self.cloud.base + place)
                    look()
                page.go(self.address().replace(self.cloud.client["client_id"], self.cloud.tenant))
                page.wait_text("AADSTS700016")
                look()


if __name__ == "__main__":
    unittest.main()
