#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole main job in the real window, as a person does it for the first time: welcome, set-up with
the usual mistakes, sign-in in a real browser, first sync, import, matching, log.

The sample cloud, a real Chromium, a real gnome-keyring (session.py --keyring).
"""
import json
import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from browser import register_as_default                             # noqa: E402
from rehearsal import Rehearsal, SAMPLES, drive                     # noqa: E402

PERSON = pathlib.Path(__file__).resolve().parents[1] / "support/person.py"
NAME = "Northwind IT"
WRONG_SECRET = "Zzz8Q~aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"


class MainJob(Rehearsal):

    def test_from_welcome_to_the_log(self):
        person_log = os.path.join(self.folder, "person.jsonl")
        register_as_default(f"env PERSON_LOG={person_log} /usr/bin/python3 {PERSON}")
        with self.window() as app:
            self.welcome(app)
            setup = self.register(app)
            self.enter_wrong_things(app, setup)
            self.enter_right_things(app, setup)
            self.see_the_permissions(app, setup)
            self.sign_in(app, setup, person_log)
            self.choose_what_to_sync(app, setup)
            self.first_sync(app)
            self.import_file(app, "organizations.csv", "Imported 32 records")
            self.import_file(app, "contacts.csv", r"Imported \d+ records")
            self.match(app)
            self.read_the_log(app)
            secrets = [self.registration["client_secret"], WRONG_SECRET]
        self.assert_nowhere(secrets)

    def welcome(self, app):
        app.wait_title("Welcome — Tenantry (Sample Cloud)")
        start = app.find("list", "Start")
        self.assertEqual([row.name for row in start.all("list item")],
                         ["Connect Microsoft", "Import Organizations"])
        self.assert_named(app)
        self.at(app, "Connect Microsoft")

    def register(self, app):
        """The steps that are done in the portal, by keys."""
        app.key("Return")
        app.wait_title("Prerequisites — Set Up Microsoft")
        setup = self.frame(app, "Set Up Microsoft")
        self.wait_said(setup, "Step 1 of 7, Prerequisites")
        self.wait_focus(setup, "Partner with GDAP")
        for name in ("Open Report Settings", "Open Admin Relationships", "Finish Later"):
            setup.find("push button", name)
        asked = setup.find("list", "Prerequisites")
        drive.wait(lambda: re.match(r"Checked \d\d:\d\d: This computer’s clock agrees with Microsoft’s\.",
                                    asked.find("list item", "This computer’s clock is right").description),
                   "the clock to be checked")
        drive.wait(lambda: re.match(r"Checked \d\d:\d\d: The data folder can be written, and the keyring is open\.",
                                    asked.find("list item", "Data and secrets can be kept on this computer").description),
                   "the keyring to be checked")
        self.tab_to(app, setup, "Report names shown")
        app.key("space")
        drive.wait(lambda: asked.find("list item", "Report names are not concealed")
                   .description.startswith("Confirmed by you."), "the word of the person")
        self.assert_named(app)
        app.key("ctrl+Return")
        self.wait_said(setup, "Step 2 of 7, Account and Group")
        setup.find("push button", "Copy Role List").press()
        self.wait_said(setup, "Copied: Global Reader, Cloud Application Administrator, Intune Administrator")
        for name in ("Service account ready", "Group assigned"):
            setup.find("check box", name)
        for name in ("Open New User", "Open New Group", "Open Partner Center"):
            setup.find("push button", name)
        self.assert_named(app)
        app.key("ctrl+Return")
        self.wait_said(setup, "Step 3 of 7, App Registration")
        for name in ("Copy Name", "Copy Redirect URI", "Open App Registrations", "Finish Later"):
            setup.find("push button", name)
        setup.find("check box", "App registered")
        setup.find("push button", "Copy Redirect URI").press()
        self.wait_said(setup, "Copied: http://localhost/tenantry/callback")
        self.assert_named(app)
        app.key("ctrl+Return")
        self.wait_said(setup, "Step 4 of 7, IDs and Secret")
        return setup

    def enter_wrong_things(self, app, setup):
        known = self.find_registration(app)
        app.type(NAME)       # the focus is in the first field
        drive.wait(lambda: setup.find("text", "Connection name").text == NAME, "what was typed")
        self.enter(setup, "Application (client) ID", "not an id")
        problem = "This is not an id. It has 32 digits and letters a–f in five groups."
        drive.wait(lambda: setup.find("text", "Application (client) ID").description == problem,
                   "the problem as the description of its field")
        setup.find("label", problem)

        self.enter(setup, "Application (client) ID", known["tenant_id"])
        self.enter(setup, "Directory (tenant) ID", known["tenant_id"])
        setup.find("label", "Both ids are equal. One is of the application, one of the directory.")

        self.enter(setup, "Client secret", known["secret_id"])
        setup.find("label", "This looks like the Secret ID. Copy the Value column; it is shown only once.")
        self.assertNotIn("sensitive", setup.find("push button", "Continue").states)

        # swapped, and with a secret that may be right: only Microsoft can tell
        self.enter(setup, "Directory (tenant) ID", known["client_id"])
        self.enter(setup, "Client secret", WRONG_SECRET)
        setup.find("push button", "Check").press()
        self.wait_said(setup, "Application or directory not found. Check the two ids, which may be swapped, "
                              "and the chosen cloud. Until that is changed or checked again, there is nothing to "
                              "continue with.")
        drive.wait(lambda: "sensitive" not in setup.find("push button", "Continue").states, "no way on")
        self.enter(setup, "Application (client) ID", known["client_id"])
        self.enter(setup, "Directory (tenant) ID", known["tenant_id"])
        drive.wait(lambda: "sensitive" in setup.find("push button", "Continue").states, "the way on again")
        setup.find("push button", "Check").press()
        self.wait_said(setup, "A new secret can take 20 s to work. Trying again in 6 s.")

    def enter_right_things(self, app, setup):
        self.enter(setup, "Client secret", self.registration["client_secret"])
        setup.find("push button", "Check").press()
        self.wait_said(setup, "IDs and secret work")
        self.assert_named(app)
        app.key("ctrl+Return")
        self.wait_said(setup, "Step 5 of 7, Permissions")

    def see_the_permissions(self, app, setup):
        """What to add and to consent to, with nothing but the window."""
        permissions = setup.find("list", "Permissions")
        row = permissions.find("list item", "User.Read.All")
        self.assertEqual(row.description,
                         "delegated, Not checked. Users with their addresses, phones, status and licences")
        names = [item.name for item in permissions.all("list item")]
        for name in ("User.Read", "DelegatedAdminRelationship.Read.All", "Directory.Read.All", "user_impersonation"):
            self.assertIn(name, names)
        self.assertNotIn("Directory.ReadWrite.All", names)
        setup.find("push button", "Open API Permissions")
        setup.find("push button", "Copy User.Read.All").press()
        self.wait_said(setup, "Copied: User.Read.All")
        setup.find("push button", "Copy All Names").press()
        self.wait_said(setup, f"Copied {len(names)} names")
        self.assert_named(app)
        app.key("ctrl+Return")
        self.wait_said(setup, "Step 6 of 7, Sign In")

    def sign_in(self, app, setup, person_log):
        self.wait_focus(setup, "Sign In with Browser")
        self.assert_named(app)
        app.key("Return")
        self.wait_signed_in(setup)
        setup.find("list item", "Multifactor authentication")
        self.wait_said(setup, "Signed in as sync@northwind.example. 25 tenants visible. "
                              "Checked with Microsoft: 1 problem: Report names", 30)
        checks = setup.find("list", "Checked with Microsoft")
        self.assertRegex(checks.find("list item", "Permissions").description, r"^(\d+) of \1 granted\.$")
        self.assertEqual(checks.find("list item", "Clock").description,
                         "This computer’s clock agrees with Microsoft’s.")
        # the browser ended on our page, with no code in its address
        drive.wait(lambda: os.path.exists(person_log), "the person's last page")
        with open(person_log, encoding="utf-8") as log:
            seen = json.loads(log.readline())
        self.assertFalse(seen["code_in_address"])
        self.assertIn("You can close this tab and return to Tenantry.", seen["pages"][-1]["text"])
        app.key("ctrl+Return")
        self.wait_said(setup, "Step 7 of 7, What to Sync")

    def choose_what_to_sync(self, app, setup):
        users = setup.find("check box", "Users")
        drive.wait(lambda: "checked" in users.states, "users to be on")
        self.assert_named(app)
        app.key("ctrl+Return")
        self.wait_said(setup, re.compile(r"Sync queued\. It starts at \d\d:\d\d, in (59 min|1 h)\. "
                                         r"Start it now if you do not want to wait\."))
        self.wait_focus(setup, "Start Now")
        app.key("Return")
        self.wait_closed(app, "Set Up Microsoft")

    def first_sync(self, app):
        app.wait_title("Integrations — Tenantry (Sample Cloud)")
        app.wait_status("Sync: Incomplete. Tenants 20 of 25 · Users 1589 · 1589 new")
        card = app.find("list item", f"Microsoft, {NAME}")
        drive.wait(lambda: card.description == "Incomplete", "the state of the connection")
        counts = app.find("table", "Counts")
        counts.find("table cell", "Tenants 25")
        # of 1589 whom Microsoft names, those who hold a licence, are no guests, and may sign in
        counts.find("table cell", "Users 1077")
        needs = app.find("list", "Needs You")
        self.assertEqual([row.name for row in needs.all("list item")],
                         ["5 tenants could not be read", "25 tenants have no decision yet"])
        app.find("push button", "Start Manual Sync")
        app.find("push button", "Actions")
        self.assert_named(app)

    def import_file(self, app, name, result):
        app.key("F10")
        app.find("menu item", "Import…").press()
        window = self.frame(app, "Import — Tenantry")
        self.wait_focus(window, "Choose File…")
        self.choose_file(app, window, SAMPLES / name)
        window.find("list", "Preview")
        window.find("push button", lambda kind: kind.startswith("Kind: "))
        self.assert_named(app)
        self.wait_said(window, re.compile(r"\d+ new, 0 changed, 0 unchanged, 0 with a problem"))
        window.find("push button", "Import").press()
        self.wait_said(window, re.compile(result))
        self.wait_focus(window, "Close")
        app.key("Return")
        self.wait_closed(app, "Import — Tenantry")

    def match(self, app):
        self.go(app, "Matching")
        exact = app.find("push button", "Matched")
        drive.wait(lambda: re.match(r"\d+ ", exact.description), "the count of matched tenants")
        row = app.find("table row", lambda name: re.match(r".*, suggested, .*, \d+$", name))
        tenant, _, organization, _ = re.match(r"(.*), (suggested), (.*), (\d+)$", row.name).groups()
        self.go_to(app, f"{tenant}, suggested")
        app.key("a")
        app.wait_status(lambda text: text.startswith(f"Matched {tenant} to {organization}. "))
        app.key("ctrl+z")
        app.wait_status(lambda text: text.startswith(f"Undid the decision about {tenant}. "))
        app.key("ctrl+shift+z")
        app.wait_status(lambda text: text.startswith(f"Redid the decision about {tenant}. "))
        self.assert_named(app)

    def read_the_log(self, app):
        self.go(app, "Sync Logs")
        # matching has begun syncs of its own since
        app.find("table row", lambda name: re.match(r".* · manual · Incomplete · \d+ s$", name)).click()
        lines = app.find("list", "Log lines")
        drive.wait(lambda: len(lines.all("table row", lambda name: ", Error, " in name
                                         and "Users: " in name)) == 5,
                   "the five tenants whose users cannot be read")
        lines.find("table row", lambda name: "Warning, Run ended, incomplete: 20 of 25 tenants read" in name)
        self.assertTrue(any("Error" in row.name and "Zephyr Aviation Services" in row.name
                            for row in lines.all("table row")))
        app.find("push button", "Level: Problems")
        app.find("push button", "Tenant: All Tenants")
        # the run has ended: there is nothing to follow, and the key says so
        self.assertFalse(app.has("push button", "Follow"))
        app.find("push button", "Export…")
        self.assert_named(app)

    def assert_nowhere(self, secrets):
        """In no file below the home folder, the program's output included."""
        for top in (self.folder, os.environ["HOME"]):
            for path in pathlib.Path(top).rglob("*"):
                if path.is_file() and not path.is_symlink() and "keyrings" not in path.parts:
                    data = path.read_bytes()
                    for secret in secrets:
                        self.assertNotIn(secret.encode(), data, path)
                    self.assertNotRegex(data, rb"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.", path)


if __name__ == "__main__":
    unittest.main(verbosity=2)
