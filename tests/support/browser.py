# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Chromium, driven over the WebDriver protocol with nothing but the standard library.

    with Browser(width=360, dark=True) as page:
        page.go("http://127.0.0.1:8080/")
        page.button("Cancel").click()

Elements are found as a person finds them: by the words on them. Needs chromium and chromedriver.
"""
import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"     # the protocol's name for an element reference

# As root and without a way out, Chromium starts cleanly only with these.
CHROMIUM_FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--password-store=basic", "--disable-dev-shm-usage",
]


def wait_for(look, what, timeout=20):
    """Asks @look again until it answers with something true; says what never came. An element that
    went away with its page while @look read it is no answer yet."""
    end = time.monotonic() + timeout
    while True:
        try:
            found = look()
        except LookupError:
            found = None
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {timeout} s for {what}")
        time.sleep(0.05)


def quote_xpath(text):
    if "'" not in text:
        return f"'{text}'"
    return "concat(" + ", \"'\", ".join(f"'{part}'" for part in text.split("'")) + ")"


class Element:
    def __init__(self, browser, reference):
        self.browser, self.path = browser, f"/element/{reference}"

    @property
    def text(self):
        return self.browser.call("GET", self.path + "/text")

    @property
    def name(self):
        """The accessible name, as Chromium computes it."""
        return self.browser.call("GET", self.path + "/computedlabel")

    @property
    def role(self):
        return self.browser.call("GET", self.path + "/computedrole")

    def click(self):
        self.browser.call("POST", self.path + "/click", {})

    def type(self, text):
        self.browser.call("POST", self.path + "/clear", {})
        self.browser.call("POST", self.path + "/value", {"text": text})


class Browser:
    def __init__(self, width=900, height=800, dark=False, scale=1.0):
        self.profile = tempfile.mkdtemp(prefix="browser-")
        self.log = tempfile.TemporaryFile()
        self.driver, port = self.start_driver()
        self.base = f"http://127.0.0.1:{port}"
        flags = CHROMIUM_FLAGS + [
            f"--window-size={width},{height}", f"--user-data-dir={self.profile}",
            f"--force-device-scale-factor={scale}"]
        if dark:
            flags.append("--blink-settings=preferredColorScheme=0")
        try:
            answer = self.request("POST", "/session", {"capabilities": {"alwaysMatch": {
                "browserName": "chrome",
                "goog:chromeOptions": {"binary": shutil.which("chromium"), "args": flags}}}})
        except LookupError:
            self.driver.terminate()          # nobody will close what never opened
            self.driver.wait(10)
            raise
        self.base += "/session/" + answer["sessionId"]

    def start_driver(self):
        """The driver takes a port that is free on one address family and may find it taken on the
        other; then it ends, and another one is luckier."""
        for _ in range(5):
            driver = subprocess.Popen(
                ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=self.log, text=True)
            for line in driver.stdout:
                match = re.search(r"successfully on port (\d+)", line)
                if match:
                    return driver, match.group(1)
            driver.stdout.close()
            driver.wait()
        raise AssertionError("chromedriver said no port")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def request(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"},
                                         method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.loads(error.read() or b"{}").get("value") or {}
            raise LookupError(f"{value.get('error')}: {value.get('message', '').splitlines()[:1]}") from None

    call = request

    def close(self):
        try:
            self.request("DELETE", "")
        except (LookupError, OSError):
            pass
        self.driver.terminate()
        self.driver.wait(10)
        self.driver.stdout.close()
        self.log.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def go(self, address):
        self.call("POST", "/url", {"url": address})

    @property
    def address(self):
        return self.call("GET", "/url")

    @property
    def title(self):
        return self.call("GET", "/title")

    @property
    def text(self):
        return self.find("//body").text

    def run(self, script, *args):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(args)})

    def all(self, xpath):
        found = self.call("POST", "/elements", {"using": "xpath", "value": xpath})
        return [Element(self, item[ELEMENT]) for item in found]

    def find(self, xpath, timeout=20):
        return wait_for(lambda: self.all(xpath), xpath, timeout)[0]

    def button(self, words, timeout=20):
        """A button or a link whose text or label holds @words."""
        text = quote_xpath(words)
        return self.find(
            f"//*[self::button or self::a or @role='button'][contains(normalize-space(.), {text})"
            f" or contains(@aria-label, {text})] | //input[@type='submit'][contains(@value, {text})]",
            timeout)

    def has(self, words):
        return bool(self.all(f"//*[contains(normalize-space(.), {quote_xpath(words)})]"))

    def wait_text(self, words, timeout=20):
        return wait_for(lambda: words in self.text, f"the words “{words}”", timeout)

    def screenshot(self, path):
        with open(path, "wb") as out:
            out.write(base64.b64decode(self.call("GET", "/screenshot")))

    def focus_order(self, presses):
        """The accessible names that Tab reaches, one per press."""
        names = []
        for _ in range(presses):
            self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": [
                {"type": "keyDown", "value": "\ue004"}, {"type": "keyUp", "value": "\ue004"}]}]})
            active = self.call("GET", "/element/active")
            names.append(Element(self, active[ELEMENT]).name)
        return names


def register_as_default(command):
    """Makes @command the web browser of this private desktop: GIO and GTK both follow it."""
    data, config = os.environ["XDG_DATA_HOME"], os.environ["XDG_CONFIG_HOME"]
    os.makedirs(os.path.join(data, "applications"), exist_ok=True)
    os.makedirs(config, exist_ok=True)
    with open(os.path.join(data, "applications", "test-browser.desktop"), "w", encoding="utf-8") as out:
        out.write("[Desktop Entry]\nType=Application\nName=Test Browser\n"
                  f"Exec={command} %u\nMimeType=x-scheme-handler/http;x-scheme-handler/https;\n")
    with open(os.path.join(config, "mimeapps.list"), "w", encoding="utf-8") as out:
        out.write("[Default Applications]\n"
                  "x-scheme-handler/http=test-browser.desktop\n"
                  "x-scheme-handler/https=test-browser.desktop\n")
