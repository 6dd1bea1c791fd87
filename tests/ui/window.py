# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the real window share: a database prepared for each test, and the program on it."""
import atexit
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../support"))
sys.path.insert(0, HERE)
import drive    # noqa: E402
import estate   # noqa: E402



def without_applications():
    """Everything that programs share here but what could be started: no browser is found."""
    folder = tempfile.mkdtemp(prefix="tenantry-share-")
    atexit.register(shutil.rmtree, folder)
    for name in ("glib-2.0", "icons", "mime", "themes"):
        if os.path.isdir(os.path.join("/usr/share", name)):
            os.symlink(os.path.join("/usr/share", name), os.path.join(folder, name))
    return {"XDG_DATA_DIRS": folder}


NO_BROWSER = without_applications()
BUILD = os.environ.get("TNY_BUILD_ROOT", os.path.join(HERE, "../../build"))
PROGRAM = os.path.join(BUILD, "src/ui/tenantry")
PREPARE = os.path.join(BUILD, "tests/ui/prepare-database")


class WindowTest(unittest.TestCase):
    """Each test has a data folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="tenantry-window-")
        self.addCleanup(shutil.rmtree, self.folder)

    def prepare(self, **how):
        script = os.path.join(self.folder, "estate.sql")
        with open(script, "w", encoding="utf-8") as output:
            output.write(estate.sql(**how))
        subprocess.run([PREPARE, self.folder, "tenantry.db", script], check=True)
        os.remove(script)

    @contextlib.contextmanager
    def window(self, page=None, environment=None):
        """The program on the prepared folder, at a page by its title; ended by Ctrl+Q."""
        # a state folder of its own: the window comes back in the size it had
        environment = dict(environment or {}, XDG_STATE_HOME=os.path.join(self.folder, "state"))
        with drive.App([PROGRAM, "--data-dir", self.folder], environment,
                       os.path.join(self.folder, "window.log")) as app:
            drive.wait(lambda: app.title() not in ("Tenantry", ""), "the first page")
            app.wait_active()
            if page is not None:
                self.go(app, page)
            yield app
            app.quit()

    def go(self, app, page):
        """To a page by its key, Alt and its place in the sidebar."""
        rows = [row.name for row in app.find("list", "Pages").all("list item")]
        app.key(f"alt+{rows.index(page) + 1}")
        cloud = app.title().partition(" — Tenantry")[2]      # "" or " (name of the cloud)"
        app.wait_title(f"{page} — Tenantry{cloud}")

    def query(self, statement, *values):
        with contextlib.closing(sqlite3.connect(
                f"file:{self.folder}/tenantry.db?mode=ro", uri=True)) as database:
            return database.execute(statement, values).fetchall()

    def decision(self, tenant):
        """(state, organization, method) of a tenant, or None while it is undecided."""
        rows = self.query(
            "SELECT m.state, o.name, m.method FROM matches AS m JOIN tenants AS t ON t.id = m.tenant_id "
            "LEFT JOIN organizations AS o ON o.id = m.organization_id WHERE t.name = ?", tenant)
        return rows[0] if rows else None

    def at(self, app, start):
        """Waits until the focus is on the row whose name begins so."""
        drive.wait(lambda: (app.focused() or app).name.startswith(start),
                   f"the focus on {start!r}; it is on {app.focused()}")

    def go_to(self, app, start):
        """With the arrow keys, from the top of the list that has the focus; the next key when the last one
        has arrived."""
        name = lambda: getattr(app.focused(), "name", None)
        app.key("Home")
        for _ in range(60):
            here = name()
            if here is not None and here.startswith(start):
                # Home may be on its way still
                if not drive.soon(lambda: name() != here, 0.2):
                    return
                continue
            app.key("Down")
            drive.soon(lambda: name() != here)
        self.fail(f"no row {start!r}")

    def choose(self, app, window, title, label):
        """An item of a combo row, from the keyboard."""
        row = window.find("combo box", title)
        row.click()
        labels = drive.wait(lambda: [item.all("label")[0].name for item in row.all("list", title)[-1].all("list item")
                                     if row.has("filler", "GtkPopover")], "the choices")
        now = next(n for n, item in enumerate(row.all("list", title)[-1].all("list item"))
                   if "selected" in item.states)
        steps = labels.index(label) - now
        app.key(*["Down" if steps > 0 else "Up"] * abs(steps), "Return")
        drive.wait(lambda: not row.has("filler", "GtkPopover") and row.has("label", label), label)

    def assert_named(self, app):
        # what is closing stays in the tree for a moment, and a node may go while the tree is walked
        try:
            drive.wait(lambda: app.nameless() == [], "a name for everything")
        except drive.Missing:
            self.assertEqual(app.nameless(), [], "without a name of their own")
