#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The set-up on roads beside the usual one: left and continued, by keys alone, with a certificate, with a
domain for the directory, and each way a sign-in can end. Nothing secret is left anywhere."""
import os
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hidden                                                       # noqa: E402
from browser import register_as_default                             # noqa: E402
from rehearsal import OPENER, Rehearsal, drive                      # noqa: E402
import urllib.request                                               # noqa: E402

FOUND = re.compile("Signed in as sync@.* 25 tenants visible. Checked with Microsoft: 1 problem: Report names")
SUPPORT = pathlib.Path(__file__).resolve().parents[1] / "support"


def person(how="ok", account="sync@northwind.example"):
    register_as_default(f"env PERSON={how} PERSON_ACCOUNT={account} /usr/bin/python3 {SUPPORT}/person.py")


class SetUp(Rehearsal):

    def setUp(self):
        super().setUp()
        person()

    def begin(self, app):
        self.find_registration(app)
        app.key("ctrl+n")
        setup = self.frame(app, "Set Up Microsoft")
        self.wait_said(setup, "Step 1 of 7, Prerequisites")
        return setup

    def test_left_and_continued_at_every_step(self):
        with self.window() as app:
            setup = self.begin(app)
            self.assertFalse([node.description for node in setup.all("list item") if ".." in node.description])
            self.to_credentials(app, setup)
            # what was only passed by Continue is not ticked
            for title in ("Prerequisites", "Account and Group", "App Registration"):
                self.assertEqual(setup.find("list", "Steps").find("list item", title).description, "visited")
            app.key("alt+Left")
            self.wait_said(setup, "Step 3 of 7, App Registration")
            # the list jumps to any step that was seen, and to no other
            steps = setup.find("list", "Steps")
            self.assertNotIn("sensitive", steps.find("list item", "Permissions").states)
            steps.find("list item", "Account and Group").click()
            self.wait_said(setup, "Step 2 of 7, Account and Group")
            app.key("Escape")
            self.wait_closed(app, "Set Up Microsoft")
            app.find("list item", "Continue Setup")
            drive.wait(lambda: app.find("list item", "Continue Setup").description
                       == "Step 2 of 7, Account and Group. What you entered is kept", "where it goes on")
            app.key("ctrl+n")
            setup = self.frame(app, "Set Up Microsoft")
            self.wait_said(setup, "Step 2 of 7, Account and Group")
            self.assertIn("sensitive", setup.find("list", "Steps").find("list item", "IDs and Secret").states)
            app.key("alt+Right")
            self.wait_said(setup, "Step 3 of 7, App Registration")
            app.key("alt+Right")
            self.fill(app, setup)
            app.key("ctrl+Return")
            self.wait_said(setup, "Step 5 of 7, Permissions")
            # the connection is stored; the set-up is not finished
            setup.find("push button", "Finish Later").press()
            self.wait_closed(app, "Set Up Microsoft")
            self.go(app, "Integrations")
            needs = app.find("list", "Needs You")
            needs.find("list item", "Set-up is not finished · step 5 of 7, Permissions")
            needs.find("push button", "Continue Setup…").press()
            setup = self.frame(app, "Set Up Microsoft")
            self.wait_said(setup, "Step 5 of 7, Permissions")
            app.key("alt+Right")
            self.wait_said(setup, "Step 6 of 7, Sign In")
            setup.find("push button", "Sign In with Browser").press()
            self.wait_signed_in(setup)
            self.wait_said(setup, FOUND, 30)
            checks = setup.find("list", "Checked with Microsoft").all("list item")
            # what to put right comes first
            self.assertEqual([row.name for row in checks[:3]], ["Report names", "Tenants", "Permissions"])
            self.assertRegex(checks[0].description, "^Names are concealed in the reports of Castellan Freight GmbH, .*"
                             "Of 25 tenants asked, 17 show names, 3 conceal them, 5 could not be asked. Switch off")
            self.assertEqual(checks[1].description, "25 tenants visible.")
            # what the checks found ticks the steps before
            setup.find("list", "Steps").find("list item", "Account and Group").click()
            self.wait_said(setup, "Step 2 of 7, Account and Group")
            account = setup.find("list", "Service account")
            for title in ("Member of AdminAgents", "Multifactor authentication is on"):
                drive.wait(lambda t=title: re.match(r"Checked \d\d:\d\d: ", account.find("list item", t).description),
                           f"{title} to be ticked by Microsoft's word")
            setup.find("list", "Steps").find("list item", "Sign In").click()
            self.wait_said(setup, "Step 6 of 7, Sign In")
            drive.wait(lambda: "sensitive" in setup.find("push button", "Continue").states, "Continue without a second sign-in")
            app.key("ctrl+Return")
            self.wait_said(setup, "Step 7 of 7, What to Sync")
            for name in ("Edit App", "Edit Account", "Edit Secret or Certificate", "Edit How Tenants Are Reached"):
                setup.find("push button", name)
            drive.wait(lambda: "sensitive" in setup.find("push button", "Save and Continue").states, "the connection")
            app.key("ctrl+Return")
            setup.find("push button", "Start Now")
            setup.find("push button", "Close").press()
            self.wait_closed(app, "Set Up Microsoft")
            drive.wait(lambda: not app.has("push button", "Continue Setup…"), "a set-up that is finished")

    def test_what_to_sync_is_chosen_from_what_is_there(self):
        with self.window() as app:
            setup = self.set_up(app)
            self.call(app, "POST", "/sample/permission?name=AuditLog.Read.All&state=missing")
            setup.find("push button", "Sign In with Browser").press()
            self.wait_signed_in(setup)
            self.wait_said(setup, re.compile("Signed in as .* Checked with Microsoft: 1 problem: Report names"), 30)
            app.key("ctrl+Return")
            self.wait_said(setup, "Step 7 of 7, What to Sync")
            drive.wait(lambda: "sensitive" in setup.find("push button", "Save and Continue").states, "the connection")
            on = {node.name for node in setup.all("check box") if "checked" in node.states}
            self.assertEqual(on, {"Users", "Mailboxes", "Licences"}, "nobody but licensed people")
            self.assertIn("Not granted yet: AuditLog.Read.All. See the step Permissions.",
                          setup.find("check box", "Enhance contacts").description)
            self.assertNotIn("Not granted", setup.find("check box", "Devices").description)
            self.assertTrue(setup.find("combo box", "Which users").has("label", "With any licence"))
            # what the tenants have bought is read before anybody's users are
            setup.find("push button", "Read Now").press()
            self.wait_said(setup, "25 tenants, 7 subscriptions", 60)
            self.tab_to(app, setup, "Which users")
            self.choose(app, setup, "Which users", "With chosen subscriptions")
            premium = setup.find("check box", "Microsoft 365 Business Premium")
            self.assertRegex(premium.description, r"^SPB · [\d,]+ users$")
            self.assert_named(app)
            # chosen, but none of them: nothing is saved
            app.key("ctrl+Return")
            self.wait_said(setup, "Choose at least one subscription, or other users.")
            self.wait_focus(setup, "Subscriptions")
            self.tab_to(app, setup, "Microsoft 365 Business Premium")
            app.key("space")
            self.tab_to(app, setup, "Guests")
            app.key("space")
            drive.wait(lambda: "checked" in premium.states, "the choice")
            app.key("ctrl+Return")
            setup.find("push button", "Start Now")
            self.assertEqual(self.stored("SELECT sync_users, guests, disabled, shared FROM connections"),
                             [("chosen", 1, 0, 0)])
            self.assertEqual(self.stored("SELECT count(*) FROM users"), [(0,)])
            setup.find("push button", "Start Now").press()
            self.wait_closed(app, "Set Up Microsoft")
            app.wait_status(lambda text: text.startswith("Sync: Incomplete."))
            left_out = dict(self.stored("SELECT scope, count(*) FROM users WHERE scope IS NOT NULL GROUP BY 1"))
            self.assertEqual(set(left_out), {"subscription", "disabled", "shared"})
            self.assertEqual(self.stored("SELECT count(*) FROM users WHERE state = 'deleted'"), [(0,)])

    def test_one_tenant_directly_needs_less(self):
        with self.window() as app:
            setup = self.begin(app)
            setup.find("list item", "Each client has approved a GDAP relationship")
            self.tab_to(app, setup, "One tenant directly")
            app.key("Return")
            drive.wait(lambda: not setup.has("list item", "Each client has approved a GDAP relationship"),
                       "what is not needed to go")
            app.key("ctrl+Return")
            self.wait_said(setup, "Step 2 of 7, Account and Group")
            setup.find("list item", "Global Reader in the tenant")
            self.assertFalse(setup.has("list", "Security group"))
            self.assert_named(app)

    def test_a_domain_is_told_its_directory(self):
        with self.window() as app:
            setup = self.begin(app)
            known = self.registration
            self.to_credentials(app, setup)
            self.enter(setup, "Directory (tenant) ID", "northwind.example")
            self.wait_said(setup, f"northwind.example is the directory {known['tenant_id']}.")
            self.enter(setup, "Directory (tenant) ID", "nobody-has-this.example")
            self.wait_said(setup, "No directory in this cloud has the domain nobody-has-this.example.")
            self.enter(setup, "Directory (tenant) ID", "9188040d-6c67-4c5b-b112-36a304b66dad")
            setup.find("label", "This directory is the one of personal Microsoft accounts.")
            self.assertNotIn("sensitive", setup.find("push button", "Continue").states)

    def upload(self, app, thumbprint):
        """The file that the person saves in the window, taken to the portal."""
        path = pathlib.Path(self.folder) / "tenantry.cer"
        setup = self.frame(app, "Set Up Microsoft")
        setup.find("push button", "Save File…").press()
        chooser = drive.wait(lambda: next((child for child in app.children()
                                           if child.name == "Save the Certificate"), None), "the file chooser")
        drive.wait(lambda: any(node.role == "text" for node in chooser.walk()), "its fields")
        app.key("ctrl+a")
        app.type(str(path))
        app.key("Return")
        drive.wait(path.exists, "the file")
        self.wait_said(setup, "Saved tenantry.cer. Upload it to the app, under Certificates & secrets.")
        request = urllib.request.Request(f"http://127.0.0.1:{self.port(app)}/portal/certificates",
                                         path.read_bytes(), method="POST")
        with OPENER.open(request, timeout=30) as answer:
            self.assertIn("added", answer.read().decode())
        self.assertIn(thumbprint, self.call(app, "GET", "/portal/"))

    def test_a_certificate_instead_of_a_secret(self):
        with self.window() as app:
            setup = self.begin(app)
            self.to_credentials(app, setup)
            self.enter(setup, "Connection name", "Northwind IT")
            self.enter(setup, "Application (client) ID", self.registration["client_id"])
            self.enter(setup, "Directory (tenant) ID", self.registration["tenant_id"])
            self.tab_to(app, setup, "Use a certificate instead of a secret")
            app.key("space")
            said = drive.wait(lambda: next((text for text in self.said(setup) if text.startswith("Certificate ")), None),
                              "the certificate")
            thumbprint = said.split()[1]
            self.assertFalse(setup.has("password text", "Client secret"))
            self.assert_named(app)
            # nobody uploaded it yet: it is tried again, with a countdown
            setup.find("push button", "Check").press()
            self.wait_said(setup, "A new certificate can take a minute to work. Trying again in 6 s.")
            self.upload(app, thumbprint)
            self.wait_said(setup, "IDs and certificate work", 60)
            app.key("ctrl+Return")
            self.wait_said(setup, "Step 5 of 7, Permissions")
            app.key("ctrl+Return")
            self.wait_said(setup, "Step 6 of 7, Sign In")
            setup.find("push button", "Sign In with Browser").press()
            self.wait_signed_in(setup)
            self.wait_said(setup, FOUND, 30)
            checks = setup.find("list", "Checked with Microsoft")
            self.assertRegex(checks.find("list item", "Certificate").description, "The certificate ends on")
            self.nothing_secret(app)

    def nothing_secret(self, app):
        items = hidden.keyring_items()
        bundles = [item for item in items if "PRIVATE KEY" in item]
        self.assertEqual(len(bundles), 1, "in use, and not waiting any more")
        secrets = [part for bundle in bundles for part in hidden.of_key(bundle)]
        secrets += [item for item in items if "PRIVATE KEY" not in item]
        secrets.append(self.registration["client_secret"])
        places = hidden.files(self.folder, os.environ["HOME"])
        places.update(hidden.process(app.process.pid))
        self.assertIsNone(hidden.look(secrets, places))
        self.assertGreater(len(secrets), 12)

    def test_each_way_a_sign_in_ends(self):
        with self.window() as app:
            setup = self.set_up(app)
            # an administrator must approve: with a message for that administrator
            self.switch(app, "approval-needed")
            app.key("Return")
            setup.find("label", "Consent is missing", 60)
            setup.find("push button", "Copy Message for Your Admin").press()
            self.wait_said(setup, "Message copied. Send it to an administrator of your directory.")
            self.assert_named(app)
            self.switch(app, "approval-needed", False)

            # asked for consent, and declined
            self.switch(app, "consent-missing")
            person("decline", "avery.lang@northwind.example")
            setup.find("push button", "Sign In with Browser").press()
            setup.find("label", "Consent was declined", 60)
            self.switch(app, "consent-missing", False)

            # a policy: Microsoft keeps that to its own page, where a person reads the code
            self.switch(app, "sign-in-blocked")
            person("stay")
            setup.find("push button", "Sign In with Browser").press()
            code = setup.find("text", "Code on Microsoft’s page", 60)
            code.set_text("AADSTS53003")
            self.wait_said(setup, "AADSTS53003: A Conditional Access policy blocks this sign-in. Exclude the service "
                                  "account from the policy or meet it, then sign in again.")
            for button in setup.all("push button", "Copy Message for Your Admin"):
                button.press()
            self.wait_said(setup, "Message copied. Send it to an administrator of your directory.")
            setup.find("push button", "Cancel").press()
            self.wait_said(setup, "Sign-in cancelled. Nothing was stored.")
            self.switch(app, "sign-in-blocked", False)

            # without a second factor: told, and not in the way
            self.switch(app, "no-mfa")
            person()
            setup.find("push button", "Sign In with Browser").press()
            self.wait_signed_in(setup)
            setup.find("label", re.compile("Not used: partner tenants will refuse this sign-in").match)
            self.assertIn("sensitive", setup.find("push button", "Continue").states)
            self.switch(app, "no-mfa", False)

            # outside AdminAgents: told first and with the remedy, and not in the way either
            person(account="tom.reed@northwind.example")
            setup.find("list", "Steps").find("list item", "Permissions").click()
            self.wait_said(setup, "Step 5 of 7, Permissions")
            app.key("ctrl+Return")
            self.wait_said(setup, "Step 6 of 7, Sign In")
            setup.find("push button", "Sign In with Browser").press()
            app.find("push button", "Use This Account", 60).press()
            self.wait_said(setup, re.compile(r"Signed in as tom\.reed@northwind\.example\. Checked with Microsoft: "
                                             "1 problem: AdminAgents group"), 30)
            first = setup.find("list", "Checked with Microsoft").all("list item")[0]
            self.assertEqual((first.name, first.description),
                             ("AdminAgents group", "tom.reed@northwind.example is not a member of AdminAgents. "
                              "Give the service account the role Admin agent in Partner Center."))
            self.assertIn("sensitive", setup.find("push button", "Continue").states)


if __name__ == "__main__":
    unittest.main(verbosity=2)
