#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad days in the window: each ends with its remedy in words, loses nothing, and can be left again."""
import contextlib
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from browser import register_as_default                             # noqa: E402
from rehearsal import PROGRAM, Rehearsal, drive                     # noqa: E402

SUPPORT = pathlib.Path(__file__).resolve().parents[1] / "support"


def keyring_lock():
    subprocess.run(["gdbus", "call", "--session", "-d", "org.freedesktop.secrets", "-o",
                    "/org/freedesktop/secrets", "-m", "org.freedesktop.Secret.Service.Lock",
                    "['/org/freedesktop/secrets/collection/login']"], check=True, stdout=subprocess.DEVNULL)


def person(how="ok", account="sync@northwind.example"):
    register_as_default(f"env PERSON={how} PERSON_ACCOUNT={account} /usr/bin/python3 {SUPPORT}/person.py")


class DataFolder(Rehearsal):
    """The data cannot be opened: what happened, what is safe, what to press."""

    def trouble(self, app, headline):
        app.wait_title("Problem — Tenantry (Sample Cloud)")
        app.find("label", headline)
        app.find("push button", "Details").press()
        app.find("push button", "Copy Details")
        # nothing leads to a page that has no data
        app.key("alt+1")
        self.assert_named(app)
        return app.find("push button", "Try Again")

    def test_already_open(self):
        with self.window() as first:
            first.wait_title("Welcome — Tenantry (Sample Cloud)")
            with drive.App([PROGRAM, "--cloud", "sample", "--data-dir", os.path.join(self.folder, "data")],
                           None, os.path.join(self.folder, "second.log")) as second:
                again = self.trouble(second, "Tenantry is already open on this data")
                first.end()
                again.press()
                second.wait_title("Welcome — Tenantry (Sample Cloud)")
            first.process = second.process          # what the fixture asks to quit is gone already

    @contextlib.contextmanager
    def window(self, environment=None):
        with drive.App([PROGRAM, "--cloud", "sample", "--data-dir", os.path.join(self.folder, "data")],
                       environment, os.path.join(self.folder, "window.log")) as app:
            yield app

    def database(self):
        folder = os.path.join(self.folder, "data")
        os.makedirs(folder, exist_ok=True)
        return os.path.join(folder, "sample.db")

    def make(self):
        with self.window() as app:
            app.wait_title("Welcome — Tenantry (Sample Cloud)")

    def test_made_by_a_newer_version(self):
        self.make()
        with contextlib.closing(sqlite3.connect(self.database())) as database:
            version, = database.execute("PRAGMA user_version").fetchone()
            database.execute(f"PRAGMA user_version = {version + 40}")
        with self.window() as app:
            again = self.trouble(app, "The database was made by a newer Tenantry")
            with contextlib.closing(sqlite3.connect(self.database())) as database:
                database.execute(f"PRAGMA user_version = {version}")
            again.press()
            app.wait_title("Welcome — Tenantry (Sample Cloud)")

    def test_damaged(self):
        with open(self.database(), "wb") as database:
            database.write(b"this is no database" * 1000)
        with self.window() as app:
            self.trouble(app, "The database is damaged")
        with open(self.database(), "rb") as database:
            self.assertEqual(database.read(), b"this is no database" * 1000, "it was touched")

    def test_folder_that_is_a_file(self):
        with open(os.path.join(self.folder, "data"), "w", encoding="ascii") as output:
            output.write("in the way")
        with self.window() as app:
            again = self.trouble(app, "The data folder cannot be used")
            os.remove(os.path.join(self.folder, "data"))
            again.press()
            app.wait_title("Welcome — Tenantry (Sample Cloud)")


class SetUp(Rehearsal):

    def test_a_draft_survives_a_kill_and_holds_no_secret(self):
        with self.window() as app:
            known = self.find_registration(app)
            app.key("ctrl+n")
            setup = self.frame(app, "Set Up Microsoft")
            self.wait_said(setup, "Step 1 of 7, Prerequisites")
            self.to_credentials(app, setup)
            self.fill(app, setup, "Half Done")
            data = os.path.join(self.folder, "data")
            drive.wait(lambda: b"Half Done" in b"".join(
                path.read_bytes() for path in pathlib.Path(data).glob("sample.db*")), "the draft on disk")
            app.kill()
            for path in pathlib.Path(data).iterdir():
                self.assertNotIn(known["client_secret"].encode(), path.read_bytes(), path)

            with drive.App([PROGRAM, "--cloud", "sample", "--data-dir", data], None,
                           os.path.join(self.folder, "again.log")) as again:
                start = again.find("list", "Start")
                drive.wait(lambda: "Continue Setup" in [row.name for row in start.all("list item")],
                           "the first row")
                again.key("ctrl+n")
                setup = self.frame(again, "Set Up Microsoft")
                self.wait_said(setup, "Step 4 of 7, IDs and Secret")
                self.assertEqual(setup.find("text", "Connection name").text, "Half Done")
                self.assertEqual(setup.find("text", "Application (client) ID").text, known["client_id"])
                # Escape keeps it once more
                again.key("Escape")
                self.wait_closed(again, "Set Up Microsoft")
                app.process = again.process
                app.accessible = again.accessible
                again.quit()

    @contextlib.contextmanager
    def window(self, environment=None):
        with drive.App([PROGRAM, "--cloud", "sample", "--data-dir", os.path.join(self.folder, "data")],
                       environment, os.path.join(self.folder, "window.log")) as app:
            app.wait_title("Welcome — Tenantry (Sample Cloud)")
            yield app

    def test_cancelled_in_the_browser(self):
        person("cancel")
        with self.window() as app:
            setup = self.set_up(app)
            app.key("Return")
            setup.find("label", "A sign-in is needed", 60)
            self.assert_named(app)
            person()
            setup.find("push button", "Sign In with Browser").press()
            self.wait_signed_in(setup)
            app.quit()

    def test_account_of_another_directory(self):
        person()
        with self.window() as app:
            setup = self.set_up(app)
            self.switch(app, "wrong-account")
            app.key("Return")
            setup.find("label", "That is another account or directory than expected", 60)
            self.switch(app, "wrong-account", False)
            app.quit()

    def test_no_browser(self):
        config = os.path.join(self.folder, "config")
        os.mkdir(config)
        browsers = [path.name for path in pathlib.Path("/usr/share/applications").glob("*.desktop")
                    if "x-scheme-handler/http" in path.read_text(encoding="utf-8")]
        with open(os.path.join(config, "mimeapps.list"), "w", encoding="utf-8") as output:
            output.write("[Removed Associations]\n" + "".join(
                f"x-scheme-handler/{scheme}={';'.join(browsers)};\n" for scheme in ("http", "https")))
        with self.window({"XDG_CONFIG_HOME": config, "XDG_DATA_HOME": config}) as app:
            setup = self.set_up(app)
            app.key("Return")
            app.find("label", "No browser could be opened")
            app.key("Return")                # Copy Link
            self.wait_said(setup, "Link copied.")
            setup.find("push button", "Cancel").press()
            self.wait_said(setup, "Sign-in cancelled. Nothing was stored.")
            app.quit()


class Sync(Rehearsal):

    def setUp(self):
        super().setUp()
        person()

    def test_closing_during_a_sync_loses_nothing(self):
        with self.window() as app:
            self.connect(app)
            self.go(app, "Integrations")
            app.key("ctrl+r")
            app.wait_status("Sync: Incomplete. Tenants 20 of 25 · Users 1589 · 1589 new")
            self.switch(app, "slow")
            app.key("ctrl+r")
            app.wait_status(lambda text: text.startswith("Reading users of"))
            begun = time.monotonic()
            app.quit()
            self.assertLess(time.monotonic() - begun, 8, "at most 5 s, on a machine with other work")
        with contextlib.closing(sqlite3.connect(os.path.join(self.folder, "data/sample.db"))) as database:
            self.assertEqual(database.execute("SELECT count(*), sum(scope IS NULL) FROM users WHERE "
                                              "state <> 'deleted'").fetchone(), (1589, 1077))
            self.assertEqual(database.execute("SELECT state FROM runs ORDER BY id").fetchall(),
                             [("incomplete",), ("cancelled",)])
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))

    @contextlib.contextmanager
    def window(self, environment=None):
        with drive.App([PROGRAM, "--cloud", "sample", "--data-dir", os.path.join(self.folder, "data")],
                       environment, os.path.join(self.folder, "window.log")) as app:
            drive.wait(lambda: app.title() not in ("Tenantry", ""), "the first page")
            yield app

    def test_made_interesting_and_back(self):
        with self.window() as app:
            self.connect(app)
            self.go(app, "Integrations")
            app.find("push button", "Make It Interesting").press()
            app.find("menu item", "Sign-In Is Revoked").press()
            app.wait_status("All sign-ins are revoked. Start a sync to see it.")
            app.key("ctrl+r")
            app.find("list item", "Nothing is synced until somebody signs in")
            app.find("push button", "Sign In…")
            app.find("push button", "Make It Interesting").press()
            app.find("menu item", "Sign-In Is Revoked").press()
            app.wait_status("That is right again.")

            app.find("push button", "Sign In…").press()
            setup = self.frame(app, "Set Up Microsoft")
            self.wait_said(setup, "Step 6 of 7, Sign In")
            setup.find("push button", "Sign In with Browser").press()
            self.wait_signed_in(setup)
            app.key("Escape")
            self.wait_closed(app, "Set Up Microsoft")
            app.key("ctrl+r")
            app.wait_status(re.compile("Sync: Incomplete\\. Tenants 20 of 25 · Users 1589 · \\d+ new").fullmatch)
            app.quit()
        # a token from before the end of the sign-in may have read a tenant in the first run: nobody is new twice
        with contextlib.closing(sqlite3.connect(os.path.join(self.folder, "data/sample.db"))) as database:
            self.assertEqual(database.execute("SELECT sum(new) FROM run_streams WHERE name = 'users'").fetchone(),
                             (1589,))

    def test_cancelled_in_words(self):
        with self.window() as app:
            self.connect(app)
            self.go(app, "Integrations")
            self.switch(app, "slow")
            app.key("ctrl+r")
            app.wait_status("Reading the list of tenants")
            app.find("push button", "Cancel Sync")
            app.key("ctrl+period")
            app.wait_status("Cancelled. What was here before stays.")
            app.find("list item", "Microsoft, Northwind IT")
            drive.wait(lambda: app.find("list item", "Microsoft, Northwind IT").description == "Cancelled",
                       "the state of the connection")
            app.quit()

    def test_a_signal_is_a_closing(self):
        with self.window() as app:
            self.connect(app)
            self.go(app, "Integrations")
            self.switch(app, "slow")
            app.key("ctrl+r")
            app.wait_status("Reading the list of tenants")
            app.process.send_signal(signal.SIGTERM)
            self.assertEqual(app.process.wait(20), 0)
            self.assertEqual(app.complaints(), [])


class Keyring(Rehearsal):
    """Locks the keyring of its session, so it runs in one of its own."""

    def test_locked(self):
        person()
        with self.window() as app:
            self.connect(app)
            keyring_lock()
        with self.window() as app:
            self.go(app, "Integrations")
            app.key("ctrl+r")
            app.wait_status("The keyring is locked. Nothing is synced until that is mended.")
            app.find("push button", "Unlock")
            self.assert_named(app)

            # a secret is never put anywhere else
            app.find("push button", "Actions").press()
            app.find("menu item", "Edit Credentials…").press()
            setup = self.frame(app, "Set Up Microsoft")
            self.wait_said(setup, "Step 4 of 7, IDs and Secret")
            known = self.find_registration(app)
            self.enter(setup, "Client secret", known["client_secret"])
            app.key("ctrl+Return")
            app.find("label", "The keyring is locked")
            self.assertFalse(app.has("push button", "Keep Until I Quit"))
            app.key("Escape")
            self.wait_said(setup, "The keyring is locked.")
            app.key("Escape")
            self.wait_closed(app, "Set Up Microsoft")
        for path in pathlib.Path(self.folder).rglob("*"):
            if path.is_file():
                self.assertNotIn(known["client_secret"].encode(), path.read_bytes(), path)


class NoKeyring(Rehearsal):
    """On a session bus where nobody offers a Secret Service; only accessibility keeps its own bus."""

    def bus(self):
        config = os.path.join(self.folder, "bus.conf")
        with open(config, "w", encoding="ascii") as output:
            output.write("""<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>""")
        daemon = subprocess.Popen(["dbus-daemon", "--config-file", config, "--nofork", "--print-address"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.stdout.close)
        self.addCleanup(daemon.terminate)
        accessibility = subprocess.run(
            ["gdbus", "call", "--session", "-d", "org.a11y.Bus", "-o", "/org/a11y/bus", "-m",
             "org.a11y.Bus.GetAddress"], check=True, capture_output=True, text=True).stdout
        return {"DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip(),
                "AT_SPI_BUS_ADDRESS": re.search("'(.*)'", accessibility).group(1)}

    def test_try_again_or_keep_until_quit(self):
        person()
        with self.window(self.bus()) as app:
            self.find_registration(app)
            app.key("ctrl+n")
            setup = self.frame(app, "Set Up Microsoft")
            self.wait_said(setup, "Step 1 of 7, Prerequisites")
            self.to_credentials(app, setup)
            self.fill(app, setup)
            app.key("ctrl+Return")
            app.find("label", "There is no keyring service")
            app.find("push button", "Try Again").press()
            drive.wait(lambda: app.has("push button", "Keep Until I Quit"), "the same question again")
            self.assert_named(app)
            app.find("push button", "Keep Until I Quit").press()
            self.wait_said(setup, "Step 5 of 7, Permissions")
            app.key("ctrl+Return")
            self.wait_said(setup, "Step 6 of 7, Sign In")
            setup.find("push button", "Sign In with Browser").press()
            self.wait_signed_in(setup)
            app.key("Escape")
            self.wait_closed(app, "Set Up Microsoft")
            app.key("ctrl+r")
            app.wait_status("Sync: Incomplete. Tenants 20 of 25 · Users 1589 · 1589 new")
        for path in pathlib.Path(self.folder).rglob("*"):
            if path.is_file():
                self.assertNotIn(self.registration["client_secret"].encode(), path.read_bytes(), path)


class Window(Rehearsal):

    def test_the_size_is_remembered(self):
        with self.window() as app:
            before = self.size(app)
            app.resize(900, 640)
            drive.wait(lambda: self.size(app) != before, "another size")
            last = self.size(app)
        with self.window() as app:
            drive.wait(lambda: self.size(app) == last, f"the size of last time, {last}")

    def size(self, app):
        extents = app.frame().accessible.get_component_iface().get_extents(drive.Atspi.CoordType.WINDOW)
        return extents.width, extents.height


if __name__ == "__main__":
    unittest.main(verbosity=2)
