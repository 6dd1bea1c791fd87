#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Organizations page in the real window, by real keys, on a prepared database."""
import unittest

from window import NO_BROWSER, WindowTest, drive, estate


class Organizations(WindowTest):

    def setUp(self):
        super().setUp()
        self.prepare()

    def test_an_organization_opens_with_its_people(self):
        with self.window("Organizations") as app:
            app.find("table row", "Northwind Traders, Northwind Traders, 5 contacts")
            self.at(app, "<b>Bold</b> & Sons,")
            self.go_to(app, "Northwind Traders,")
            app.key("Return")
            app.find("push button", "Contacts")
            self.assertEqual(app.find("push button", "Contacts").description, "5 contacts")
            app.find("table row", "Anna 0 Berg, anna0@northwind.example")
            self.assert_named(app)

            app.find("push button", "Users").press()
            app.find("table row", "User 0, user0@northwind.example, Enabled")
            app.find("table row", "User 1, user1@northwind.example, Disabled")
            app.find("table row", "User 2, user2@northwind.example, Guest")
            app.find("table row", "User 3, user3@northwind.example, Deleted in Microsoft")
            self.assert_named(app)

            app.find("push button", "Details").press()
            row = app.find("list item", "Microsoft tenant")
            self.assertEqual(row.description, "Northwind Traders")
            self.assert_named(app)

            # back to the same row
            app.key("alt+Left")
            self.at(app, "Northwind Traders,")

    def test_an_address_is_copied_by_key(self):
        with self.window("Organizations") as app:
            self.at(app, "<b>Bold</b> & Sons,")
            self.go_to(app, "Contoso,")
            app.key("Return")
            app.find("table row", "Anna 0 Berg, anna0@contoso.example")
            app.key("Tab", "Tab", "Tab")
            self.at(app, "Anna 0 Berg,")
            app.key("Down", "ctrl+c")
            app.wait_status("Copied anna1@contoso.example.")

    def test_search_narrows_and_comes_back(self):
        with self.window("Organizations") as app:
            self.at(app, "<b>Bold</b> & Sons,")
            app.key("ctrl+f")
            app.type("contoso")
            drive.wait(lambda: len(app.find("list", "Organizations").all("table row")) == 2, "two rows")
            app.key("Return")
            self.at(app, "Contoso,")
            app.key("Return")
            # inside, the search is for its people
            app.find("table row", "Anna 4 Berg, anna4@contoso.example")
            app.key("ctrl+f")
            app.type("anna3")
            drive.wait(lambda: len(app.find("list", "Contacts").all("table row")) == 1, "one row")
            app.key("alt+Left")
            drive.wait(lambda: len(app.find("list", "Organizations").all("table row")) == 2, "two rows")
            self.at(app, "Contoso,")

            app.key("ctrl+f")
            app.type("nothing like this")
            app.find("label", "No organization found")

    def test_what_is_missing_is_said(self):
        with self.window("Organizations") as app:
            self.at(app, "<b>Bold</b> & Sons,")
            self.go_to(app, "Fabrikam,")
            app.key("Return")
            app.find("label", "No contacts here")
            app.find("push button", "Import Contacts")
            app.find("push button", "Users").press()
            app.find("label", "No tenant is matched")
            app.find("push button", "Open Matching").press()
            app.wait_title("Matching — Tenantry")

    def test_blanks_of_a_row_are_explained_by_key(self):
        with self.window("Organizations") as app:
            self.at(app, "<b>Bold</b> & Sons,")
            self.go_to(app, "Fabrikam,")
            app.key("question")
            causes = app.find("list", "Causes of Users")
            causes.find("list item", "1, This organization is not matched to any tenant.")
            app.find("push button", "Open Matching")
            app.find("list", "Causes of Synced")
            self.assert_named(app)
            app.key("Escape")
            app.wait_gone("list", "Causes of Users")
            self.go_to(app, "Northwind Traders,")
            app.key("Return")
            app.find("push button", "Users").press()
            app.find("table row", "User 3, user3@northwind.example, Deleted in Microsoft")
            app.key("Tab", "Tab", "Tab")
            self.go_to(app, "User 3,")
            app.key("question")
            app.find("list", "Causes of Status").find("list item", lambda name: "no longer named this user" in name)
            app.key("Escape")
            app.wait_gone("list", "Causes of Status")

    def test_narrow(self):
        with self.window("Organizations") as app:
            self.at(app, "<b>Bold</b> & Sons,")
            app.resize(360, 640)
            app.wait_gone("label", "Synced")
            self.go_to(app, "Northwind Traders,")
            app.key("Return")
            app.find("table row", "Anna 0 Berg, anna0@northwind.example")
            self.assert_named(app)
            app.key("alt+Left")
            self.at(app, "Northwind Traders,")


class Microsoft(WindowTest):
    """What Microsoft says about a contact."""

    PEOPLE = [
        estate.contact(1, 1, "Ben", "Cole", "b.cole@contoso.example", "+43 316 1"),
        estate.contact(1, 2, "Zoe", "Alone", "zoe@elsewhere.example"),
        estate.person(1, 1, "Ben Cole", "b.cole@contoso.example", aliases=("ben@contoso.example",),
                      job_title="Driver", enabled=0),
    ]
    LINK = (f"https://entra.microsoft.com/{estate.guid('tenant', 1)}/#view/Microsoft_AAD_UsersAndTenants/"
            f"UserProfileMenuBlade/~/overview/userId/{estate.guid('user', 1001)}/hidePreviewBanner~/true")

    def setUp(self):
        super().setUp()
        self.prepare(tenants=[("Contoso", "contoso.example", None)], organizations=["Contoso"],
                     users=0, contacts=0, people=self.PEOPLE)

    def open_contacts(self, app):
        self.at(app, "Contoso,")
        app.key("Return")
        app.find("table row", "Ben Cole, b.cole@contoso.example")
        app.key("F6")
        self.go_to(app, "Ben Cole,")

    def test_a_contact_shows_its_user(self):
        with self.window("Organizations", NO_BROWSER) as app:
            self.open_contacts(app)
            facts = app.find("list", "Microsoft Entra ID")
            for fact in ("Status: Disabled", "User name: b.cole@contoso.example",
                         "Addresses: b.cole@contoso.example · ben@contoso.example",
                         "Last logon: Not synced"):
                facts.find("list item", fact)
            app.find("label", lambda name: name.startswith("Microsoft Entra ID of Contoso · read "))
            held = app.find("list", "What We Hold")
            held.find("list item", "Phone: +43 316 1, here")
            held.find("list item", "Job title: Driver, Microsoft")
            self.assert_named(app)

            app.key("ctrl+m")
            app.find("label", self.LINK)
            app.find("push button", "Copy Link")
            app.key("Escape")
            app.wait_gone("push button", "Copy Link")
            app.find("push button", "Manage").press()
            app.find("label", self.LINK)
            app.key("Escape")
            app.wait_gone("push button", "Copy Link")
            app.find("push button", "More About This User").press()
            app.find("menu item", "Copy Link").press()
            app.wait_status("Link copied.")

    def explained(self, app, field, cause):
        """The window that explains one field has the cause; Escape leads back."""
        causes = app.find("list", f"Causes of {field}")
        row = causes.find("list item", lambda name: cause in name)
        self.assert_named(app)
        app.key("Escape")
        app.wait_gone("list", f"Causes of {field}")
        return row

    def test_a_blank_explains_itself(self):
        with self.window("Organizations") as app:
            self.open_contacts(app)
            # by pointer or accessibility, and by key on its row
            app.find("push button", "Last logon: Not synced, why?").press()
            self.explained(app, "Last logon", "is not among what this connection syncs")
            facts = app.find("list", "Microsoft Entra ID")
            facts.find("list item", "Password changed: Not synced")
            self.assertFalse(app.has("push button", "Status: Disabled, why?"))
            self.at(app, "Ben Cole,")
            app.key("Return")
            self.go_to(app, "Licences: none")
            app.key("Return")
            self.explained(app, "Licences", "Microsoft has no value there")

    def test_whose_user_is_not_known_is_explained(self):
        with self.window("Organizations") as app:
            self.open_contacts(app)
            self.go_to(app, "Zoe Alone,")
            app.find("push button", "User name: not known, why?").press()
            self.explained(app, "User name", "No one user of Contoso is linked to this contact")

    def test_a_contact_without_a_user_says_so(self):
        with self.window("Organizations", NO_BROWSER) as app:
            self.open_contacts(app)
            self.go_to(app, "Zoe Alone,")
            app.find("label", "Microsoft Entra ID: no user is known to be this contact.")
            self.assertFalse(app.has("push button", "Manage"))
            app.key("ctrl+m")
            self.at(app, "Zoe Alone,")
            self.assertFalse(app.has("push button", "Copy Link"))

    def test_a_user_is_managed_too(self):
        with self.window("Organizations", NO_BROWSER) as app:
            self.open_contacts(app)
            app.find("push button", "Users").press()
            app.find("table row", "Ben Cole, b.cole@contoso.example, Disabled")
            app.key("ctrl+m")
            app.find("label", self.LINK)
            app.key("Escape")
            app.wait_gone("push button", "Copy Link")

    def test_narrow_opens_the_contact(self):
        with self.window("Organizations") as app:
            app.resize(360, 640)
            self.open_contacts(app)
            self.assertFalse(app.has("list", "Microsoft Entra ID"))
            app.key("Return")
            app.find("list", "Microsoft Entra ID")
            self.assert_named(app)
            app.key("alt+Left")
            self.at(app, "Ben Cole,")
            app.key("alt+Left")
            self.at(app, "Contoso,")


class Numbers(WindowTest):

    def test_a_number_that_is_not_known_explains_itself(self):
        self.prepare(tenants=[], organizations=[])
        with self.window("Integrations") as app:
            app.find("push button", "Users: —, why?").press()
            app.find("list", "Causes of Users").find("list item", "1, Nothing was synced yet.")
            self.assert_named(app)
            app.key("Escape")
            app.wait_gone("list", "Causes of Users")
            app.find("push button", "Tenants: —, why?").press()
            app.find("list", "Causes of Tenants").find(
                "list item", "1, The list of tenants was never read yet.")
            app.key("Escape")
            app.wait_gone("list", "Causes of Tenants")


class Empty(WindowTest):

    def test_nothing_leads_to_the_import(self):
        self.prepare(tenants=[], organizations=[])
        with self.window("Organizations") as app:
            app.find("label", "No organizations yet")
            app.find("push button", "Import Organizations").press()
            app.find("push button", "Choose File…")


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
