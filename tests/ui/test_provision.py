#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
""""Do It for Me" in the set-up window: from Welcome to a queued sync without a pasted value, stopped once
on the way, and undone."""
import json
import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from browser import register_as_default             # noqa: E402
from rehearsal import Rehearsal, drive              # noqa: E402

PERSON = pathlib.Path(__file__).resolve().parents[1] / "support/person.py"
PLAN = re.compile(r"(\d+) calls change “Northwind MSP”\. Nothing was changed yet")


class Provision(Rehearsal):

    def shoot(self, app, name):
        """For whoever wants to look: PROVISION_SHOTS names a folder."""
        if os.environ.get("PROVISION_SHOTS"):
            app.screenshot(os.path.join(os.environ["PROVISION_SHOTS"], f"{name}.png"))

    def made(self, kind):
        state = pathlib.Path(self.folder, "data", "sample-cloud.json")
        return json.loads(state.read_text(encoding="utf-8")).get(kind, []) if state.exists() else []

    def open(self, app, setup):
        setup.find("push button", "Do It for Me…").press()
        window = self.frame(app, "Do It for Me")
        window.find("push button", "Sign In as Administrator")
        self.assert_named(app)
        return window

    def test_from_welcome_to_a_queued_sync_and_back(self):
        register_as_default(f"/usr/bin/python3 {PERSON}")
        with self.window() as app:
            app.wait_title("Welcome — Tenantry (Sample Cloud)")
            app.key("ctrl+n")
            setup = self.frame(app, "Set Up Microsoft")
            self.wait_said(setup, "Step 1 of 7, Prerequisites")
            window = self.open(app, setup)
            self.shoot(app, "intro")
            window.find("push button", "Sign In as Administrator").press()
            said = self.wait_said(window, PLAN, 60)
            calls = int(PLAN.fullmatch(said)[1])
            rows = window.find("list", "Calls").all("list item")
            self.assertEqual(len(rows), calls)
            self.assertTrue(rows[0].name.startswith("Registers the application “Tenantry”"), rows[0].name)
            self.assertEqual(rows[0].description,
                             "PATCH /v1.0/applications(uniqueName='io.github.tenantry.Tenantry')")
            self.assertEqual(self.made("applications"), [], "looking changes nothing")
            self.assert_named(app)
            self.shoot(app, "effects")

            # a call whose answer gets lost: told, and continued
            self.call(app, "POST", "/sample/fail?path=addPassword&how=reset")
            window.find("push button", f"Make {calls} Changes").press()
            # the button is in the tree all the time, only not on the page that is shown
            self.wait_said(window, "No connection to Microsoft", 60)
            self.shoot(app, "failed")
            self.assert_named(app)
            self.call(app, "POST", "/sample/fail?path=addPassword&how=none")
            window.find("push button", "Try Again").press()
            self.wait_said(window, re.compile("2 calls change .*"), 60)
            window.find("list item", lambda name: name.startswith("Removes a client secret whose value"))
            window.find("push button", "Make 2 Changes").press()
            self.wait_said(window, "It is set up", 60)
            self.shoot(app, "done")
            application, = self.made("applications")
            self.assertEqual(len(application["passwordCredentials"]), 1)
            window.find("push button", "Continue").press()
            self.wait_closed(app, "Do It for Me")

            self.wait_said(setup, "Step 6 of 7, Sign In")
            setup.find("push button", "Sign In with Browser").press()
            self.wait_signed_in(setup)
            app.key("ctrl+Return")
            self.wait_said(setup, "Step 7 of 7, What to Sync")
            drive.wait(lambda: "sensitive" in setup.find("push button", "Save and Continue").states,
                       "the connection to be read")
            app.key("ctrl+Return")
            drive.wait(lambda: any(said.startswith("Sync queued.") for said in self.said(setup)),
                       "the queue")

            setup.find("push button", "Close").press()
            self.wait_closed(app, "Set Up Microsoft")
            self.consent(app)

            # undo, from the same place
            app.key("ctrl+n")
            setup = self.frame(app, "Set Up Microsoft")
            window = self.open(app, setup)
            window.find("push button", "Undo What Was Made…").press()
            self.wait_said(window, re.compile("2 calls change .*"), 60)
            window.find("push button", "Delete 2 Things").press()
            self.wait_said(window, "It is deleted", 60)
            self.assertEqual(self.made("applications"), [])

    def consent(self, app):
        """No customer knows the new application; Health leads to where that is mended."""
        self.go(app, "Integrations")
        app.key("ctrl+r")
        app.wait_status(lambda text: text.startswith("Sync: "))
        self.go(app, "Health")
        app.key("F5")
        drive.wait(lambda: any(re.match(r"\d+ problem", said) for said in self.said(app)), "the check", 120)
        row = app.find("list", "Tenants").find("list item", lambda name: "Group: Assigned" in name)
        app.find("push button", f"Fix {row.name.split(',')[0]}").press()
        app.find("push button", "Give Consent…").press()
        window = self.frame(app, "Consent in Customers’ Tenants")
        said = self.wait_said(window, re.compile(r"Consent: 0 given, (\d+) not yet, 0 failed, \d+ not known"), 60)
        missing = int(re.search(r"(\d+) not yet", said)[1])
        self.assertGreater(missing, 10)
        self.assert_named(app)
        self.shoot(app, "consent")
        described = [row.description.split(".")[0]
                     for row in window.find("list", "Tenants").all("list item")]
        self.assertEqual(described.count("No consent yet"), missing)
        window.find("push button", f"Give Consent in {missing} Tenants").press()
        self.shoot(app, "consent-question")
        app.find("push button", "Give Consent").press()
        self.wait_said(window, re.compile(rf"Consent: {missing} given, 0 not yet, 0 failed, \d+ not known"), 60)
        self.shoot(app, "consent-given")
        app.key("Escape")
        self.wait_closed(app, "Consent in Customers’ Tenants")


if __name__ == "__main__":
    unittest.main()
