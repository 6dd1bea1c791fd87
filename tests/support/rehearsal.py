# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the window on the sample cloud share: the program with its own sample cloud, and the
steps that lead to the place a test is about."""
import contextlib
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import urllib.request

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "ui"))
sys.path.insert(0, str(TESTS / "support"))
import drive                                        # noqa: E402
from window import PROGRAM, WindowTest              # noqa: E402

SAMPLES = TESTS.parent / "data/sample"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Rehearsal(WindowTest):
    """The window with --cloud sample; it starts the sample cloud itself, as for a person."""

    registration = None

    @contextlib.contextmanager
    def window(self, environment=None, page=None, data=None):
        with drive.App([PROGRAM, "--cloud", "sample", "--data-dir", data or os.path.join(self.folder, "data")],
                       environment, os.path.join(self.folder, "window.log")) as app:
            drive.wait(lambda: app.title() not in ("Tenantry", ""), "the first page")
            if page is not None:
                self.go(app, page)
            yield app
            app.quit()

    def go(self, app, page):
        rows = [row.name for row in app.find("list", "Pages").all("list item")]
        app.go(rows.index(page) + 1, f"{page} — Tenantry (Sample Cloud)")

    def frame(self, app, name):
        """A window by the end of its title. Its role may still be that of a window not yet on screen."""
        return drive.wait(lambda: next((child for child in app.children() if child.name.endswith(name)), None),
                          f"a window {name!r}")

    def wait_closed(self, app, name):
        drive.wait(lambda: not any(child.name.endswith(name) for child in app.children()),
                   f"the end of the window {name!r}")

    def said(self, window):
        """Every status text of a window."""
        return [node.text for node in window.all("status bar")]

    def wait_said(self, window, text, patience=None):
        fits = text.fullmatch if isinstance(text, re.Pattern) else text.__eq__

        try:
            return drive.wait(lambda: next((said for said in self.said(window) if fits(said)), None),
                              f"status {text!r}", patience)
        except drive.Missing as missing:
            raise drive.Missing(f"{missing}; it is {self.said(window)}") from None

    def wait_signed_in(self, setup):
        """The check of the connection follows by itself and takes the line over."""
        self.wait_said(setup, re.compile(r"Signed in as sync@northwind\.example(\. .*)?"), 60)

    def wait_focus(self, window, name):
        """Each window has a focus of its own."""
        drive.wait(lambda: any(node.name == name and "focused" in node.states for node in window.walk()),
                   f"the focus on {name!r}")

    def tab_to(self, app, window, name, key="Tab"):
        """With the keyboard, as far as it takes."""
        for _ in range(60):
            focus = next((node for node in window.walk() if "focused" in node.states), None)
            if focus is not None and focus.name == name:
                return focus
            before = focus and focus.name
            app.key(key)
            drive.soon(lambda b=before: next((node.name for node in window.walk() if "focused" in node.states), b) != b, 1)
        raise drive.Missing(f"the keyboard does not come to {name!r}")

    def enter(self, window, name, text):
        node = next(node for node in window.walk()
                    if node.role in ("text", "entry", "password text") and node.name == name)
        node.set_text(text)

    def wait_still(self, app):
        """Until two pictures of the screen in a row are the same: everything is drawn."""
        seen = []

        def still():
            picture = subprocess.run(["import", "-window", "root", "rgb:-"], capture_output=True,
                                     check=True).stdout
            same = bool(seen) and seen[-1] == picture
            seen[:] = [picture]
            return same
        drive.wait(still, "a screen that stands still")

    def notifications(self):
        """What the desktop was asked to show, oldest first."""
        place = pathlib.Path(os.environ["XDG_STATE_HOME"]) / "notifications"
        return [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()] \
            if place.exists() else []

    # the program's sample cloud

    def port(self, app):
        """Where the child listens; the kernel knows."""
        children = subprocess.run(["pgrep", "-P", str(app.process.pid)], capture_output=True, text=True,
                                  check=False).stdout.split()
        inodes = set()
        for child in children:
            for link in pathlib.Path(f"/proc/{child}/fd").iterdir():
                with contextlib.suppress(OSError):
                    inodes.add(os.readlink(link))
        for table in ("/proc/net/tcp", "/proc/net/tcp6"):
            for line in pathlib.Path(table).read_text(encoding="ascii").splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                    return int(fields[1].rsplit(":", 1)[1], 16)
        return None

    def call(self, app, method, path):
        port = drive.wait(lambda: self.port(app), "the sample cloud")
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method)
        with OPENER.open(request, timeout=30) as answer:
            return answer.read().decode()

    def find_registration(self, app):
        self.registration = json.loads(self.call(app, "GET", "/portal/registration.json"))
        return self.registration

    def switch(self, app, scenario, on=True):
        self.call(app, "POST", f"/sample/scenario?name={scenario}&on={int(on)}")

    def stored(self, statement):
        """Rows of the sample cloud's records."""
        with contextlib.closing(sqlite3.connect(os.path.join(self.folder, "data/sample.db"))) as database:
            return database.execute(statement).fetchall()

    # the way to a connection

    def set_up(self, app, name="Northwind IT"):
        """Through the set-up to the queued sync, by keys where a person would use them."""
        self.find_registration(app)
        app.key("ctrl+n")
        setup = self.frame(app, "Set Up Microsoft")
        self.wait_said(setup, "Step 1 of 7, Prerequisites")
        self.to_credentials(app, setup)
        self.fill(app, setup, name)
        app.key("ctrl+Return")
        self.wait_said(setup, "Step 5 of 7, Permissions")
        app.key("ctrl+Return")
        self.wait_said(setup, "Step 6 of 7, Sign In")
        return setup

    def to_credentials(self, app, setup):
        """Past the steps that are done in the portal."""
        for said in ("Step 2 of 7, Account and Group", "Step 3 of 7, App Registration",
                     "Step 4 of 7, IDs and Secret"):
            app.key("alt+Right")
            self.wait_said(setup, said)

    def fill(self, app, setup, name="Northwind IT"):
        self.wait_said(setup, "Step 4 of 7, IDs and Secret")
        self.enter(setup, "Connection name", name)
        self.enter(setup, "Application (client) ID", self.registration["client_id"])
        self.enter(setup, "Directory (tenant) ID", self.registration["tenant_id"])
        self.enter(setup, "Client secret", self.registration["client_secret"])

    def connect(self, app):
        """A signed-in connection whose first sync is queued; no window but the main one."""
        setup = self.set_up(app)
        setup.find("push button", "Sign In with Browser").press()
        self.wait_signed_in(setup)
        app.key("ctrl+Return")
        self.wait_said(setup, "Step 7 of 7, What to Sync")
        drive.wait(lambda: "sensitive" in setup.find("push button", "Save and Continue").states,
                   "the connection to be read")
        app.key("ctrl+Return")
        setup.find("push button", "Start Now")
        drive.wait(lambda: any(said.startswith("Sync queued.") for said in self.said(setup)), "the queue")
        setup.find("push button", "Close").press()
        self.wait_closed(app, "Set Up Microsoft")

    def choose_file(self, app, window, path):
        """In the file chooser, by typing the path."""
        window.find("push button", lambda name: name in ("Choose File…", "Import Another File…")).press()
        # GTK's own chooser, a window of this program
        chooser = drive.wait(lambda: next((child for child in app.children() if child.name == "Import"), None),
                             "the file chooser")
        drive.wait(lambda: any(node.role == "text" for node in chooser.walk()), "its fields")
        app.key("ctrl+l", "ctrl+a")
        app.type(str(path))
        drive.wait(lambda: any(node.role == "text" and node.text == str(path) for node in chooser.walk()),
                   "the path in its field")

        # its button, not Return: a second Return would reach the window below; and again, because a press
        # before the chooser has found the file does nothing
        def gone():
            if all(child.name != "Import" for child in app.children()):
                return True
            for button in chooser.all("push button", lambda name: name.endswith("Open")):
                button.press()
            return drive.soon(lambda: all(child.name != "Import" for child in app.children()))
        drive.wait(gone, "the chooser to go")
        # closed, it stays in the tree until the program has let go of it
        drive.wait(lambda: not app.has("text", "GtkFileChooserEntry"), "the end of the chooser")

    def save_file(self, app, title, path):
        """In the file chooser for a new file, by typing the whole path as its name."""
        chooser = drive.wait(lambda: next((child for child in app.children() if child.name == title), None),
                             "the file chooser")
        drive.wait(lambda: any(node.role == "text" for node in chooser.walk()), "its fields")
        app.key("ctrl+a")
        app.type(str(path))
        drive.wait(lambda: any(node.role == "text" and node.text == str(path) for node in chooser.walk()),
                   "the path in its field")
        app.key("Return")
        drive.wait(lambda: path.exists(), "the file")
