#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Health page on the sample cloud: nothing connected, checked, a fault with its repair, and back."""
import contextlib
import pathlib
import re
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from browser import register_as_default             # noqa: E402
from rehearsal import Rehearsal, drive              # noqa: E402

PERSON = pathlib.Path(__file__).resolve().parents[1] / "support/person.py"
SAYS = re.compile(r"(No problems|\d+ problems?)(, \d+ ends? soon)?(, \d+ not checked)?(, \d+ tenants? not checked)?")


class Health(Rehearsal):

    def check(self, app, before=None):
        """F5, and the words it ends with, others than before; the sidebar counts the same."""
        app.key("F5")
        said = drive.wait(lambda: next((text for text in self.said(app)
                                        if SAYS.fullmatch(text) and text != before), None), "the end", 120)
        problems = re.match(r"\d+", said)
        if problems:
            text = f"{problems[0]} problem" + ("s" if problems[0] != "1" else "")
            drive.wait(lambda: app.find("list", "Pages").find("list item", "Health").description == text,
                       f"the count {text!r}")
        return said

    def row(self, app, group, start):
        return app.find("list", group).find("list item", lambda name: name.startswith(start))

    def ready(self, app):
        self.connect(app)
        self.go(app, "Integrations")
        app.key("ctrl+r")
        app.wait_status(lambda text: text.startswith("Sync: "))
        self.go(app, "Health")

    def test_from_nothing_to_a_repair(self):
        register_as_default(f"/usr/bin/python3 {PERSON}")
        with self.window() as app:
            app.wait_title("Welcome — Tenantry (Sample Cloud)")
            self.go(app, "Health")
            app.find("push button", "Connect Microsoft")
            self.ready(app)
            # set-up may have asked about the connection; only a check asks about tenants
            before = self.check(app, "No problems")
            for group in ("Connection", "Permissions", "Tenants", "Coming Up"):
                app.find("list", group)
            self.assertIn("OK", self.row(app, "Connection", "Sign-in,").name)
            self.assertIn("Delegated: Granted", self.row(app, "Permissions", "User.Read.All").name)
            self.assert_named(app)

            # which roles there are, and what they serve
            app.find("push button", "Show Roles").press()
            grid = app.find("list", "Roles")
            app.find("label", lambda text: "Mailboxes: Reports Reader or Global Reader or Exchange Administrator or "
                                           "Global Administrator" in text.splitlines())
            self.assertEqual(next(grid.children()).name,
                             '=Westmere & "Co" <b>Housing</b>, Users: Missing, Sign-ins: Not needed, Mailboxes: Missing, '
                             "Licences: Missing, Devices: Not needed, Health: Held, "
                             "There is: Cloud Application Administrator")
            self.assertEqual(self.row(app, "Roles", "Brightwater").name,
                             "Brightwater Dental Care, Users: Held, Sign-ins: Not needed, Mailboxes: Held, "
                             "Licences: Held, Devices: Not needed, Health: Held, There is: Cloud Application Administrator, "
                             "Global Reader, Reports Reader, Intune Administrator")
            self.assertIn("Users: Not known", self.row(app, "Roles", "Junco Travel").name)
            grid.find("push button", lambda text: text.startswith("Fix =Westmere")).press()
            app.find("list item", lambda row: row.startswith("Roles, Missing"))
            app.key("alt+Left")
            app.find("list", "Roles")
            self.assert_named(app)
            app.key("alt+Left")
            app.find("list", "Coming Up")

            self.switch(app, "group-unassigned")
            self.check(app, before)
            tenant = app.find("list", "Tenants").find("list item", lambda name: "Group: Not assigned" in name)
            name = tenant.name.split(",")[0]
            # what waits for the assignment is not called well
            self.assertNotIn("Access: OK", tenant.name)

            app.find("push button", f"Fix {name}").press()
            app.find("list", "Checks")
            self.assertFalse(app.has("list", "Tenants"))
            app.find("push button", "Open Portal")
            first = next(app.find("list", "Checks").children())
            self.assertTrue(first.name.startswith("Security group, Not assigned"), first)
            app.find("push button", "Copy").press()
            self.wait_said(app, "Copied.")
            self.assert_named(app)

            # of this tenant alone
            self.switch(app, "group-unassigned", False)
            app.key("F5")
            # the list itself is another by then
            app.find("list item", lambda row: row.startswith("Security group, Assigned"))
            app.key("alt+Left")
            self.assertIn("Group: Assigned", self.row(app, "Tenants", name).name)
            self.assertTrue(app.has("list item", lambda row: "Group: Not assigned" in row))

            app.find("push button", "Copy Report").press()
            self.wait_said(app, "Report copied. Tenants are numbered, not named.")

            self.assertRegex(app.find("image", lambda text: " soon; the next is " in text).name,
                             r"^\d+ ends, \d+ soon; the next is \S.*, \S")
            ends = sum(1 for _ in app.find("list", "Coming Up").children())
            calendar = pathlib.Path(self.folder, "ends.ics")
            app.find("push button", "Save as Calendar…").press()
            self.save_file(app, "Save as Calendar", calendar)
            self.wait_said(app, f"Saved {ends} dates. Open the file with your calendar.")
            self.assertEqual(calendar.read_text(encoding="utf-8").count("BEGIN:VEVENT"), ends)

            # one row per item, and no wider than the window
            app.resize(360, 640)
            app.find("push button", "Back")
            drive.wait(lambda: app.has("label", "Group: Assigned"), "the states in the second line")
            geometry = subprocess.run(["xdotool", "getwindowgeometry", "--shell", app.x_windows()[0]],
                                      capture_output=True, text=True, check=True).stdout
            self.assertLess(int(re.search(r"WIDTH=(\d+)", geometry)[1]), 440)
            self.assert_named(app)

        # a tenant that nobody asked about is no pass
        path, = pathlib.Path(self.folder, "data").rglob("*.db")
        with contextlib.closing(sqlite3.connect(path)) as database:
            tenants = database.execute("SELECT count(DISTINCT tenant_id) FROM checks WHERE area = 'tenants'").fetchone()[0]
            database.execute("DELETE FROM checks WHERE area = 'tenants'")
            database.commit()
            # and two ends come near
            database.execute("UPDATE checks SET due_at = unixepoch() + 6 * 86400 + 3600 WHERE id = 'secret'")
            database.execute("""INSERT INTO checks SELECT connection_id, 't', 'relationship-end', 'tenants', 'Fabrikam',
                                'pass', 'soon', 'It ends.', NULL, 0, NULL, NULL, checked_at, unixepoch() + 3600, NULL,
                                1, NULL, NULL, NULL, NULL, NULL, 420, NULL FROM checks WHERE id = 'secret'""")
            database.commit()
        self.assertEqual(self.notifications(), [])
        with self.window(page="Health") as app:
            told, = drive.wait(self.notifications, "a reminder")
            self.assertEqual((told["summary"], told["body"]),
                             ("Ends soon", "The GDAP relationship with Fabrikam ends: today\n"
                                           "The client secret of Northwind IT ends: in 6 days"))
            self.assertIn("Show Health", told["actions"])
            age = app.find("label", lambda name: name.startswith("Checked "))
            self.assertNotIn("No problems", age.name)
            self.assertIn(f"{tenants} tenants not checked", age.name)
        # each comes once; the secret's next one would, were it not switched off
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("UPDATE checks SET due_at = unixepoch() + 3600 WHERE id = 'secret'")
            database.execute("INSERT INTO settings (name, value) VALUES ('preference.remind-ends', '0')")
            database.commit()
        with self.window(page="Health"):
            pass
        self.assertEqual(len(self.notifications()), 1)
        with contextlib.closing(sqlite3.connect(path)) as database:
            leads = database.execute("SELECT lead_days FROM reminders ORDER BY tenant_id").fetchall()
            self.assertEqual(leads, [(7,), (14,)])
            database.execute("DELETE FROM settings WHERE name = 'preference.remind-ends'")
            database.commit()
        with self.window(page="Health"):
            drive.wait(lambda: len(self.notifications()) == 2, "the other reminder")
        self.assertEqual(self.notifications()[1]["body"], "The client secret of Northwind IT ends: today")


if __name__ == "__main__":
    unittest.main(verbosity=2)
