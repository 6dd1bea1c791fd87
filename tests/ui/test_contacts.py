#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Contact Preview page in the real window, by real keys, on a prepared database."""
import contextlib
import csv
import os
import sqlite3
import unittest

from window import WindowTest, drive, estate

PEOPLE = [
    # of Contoso, organization 1
    estate.contact(1, 1, "Anna", "Berg", "anna@old.example", "+43 316 123456"),
    estate.contact(1, 2, "Tom", "Okafor"),
    estate.contact(1, 3, "Tom", "Okafor"),
    estate.contact(1, 4, "Ben", "Cole", "b.cole@contoso.example"),
    estate.contact(1, 5, "Cara", "Dunn", "cara@contoso.example"),
    estate.person(1, 1, "Anna Berg", "a.berg@contoso.example", business_phone="+43 316 123456"),
    estate.person(1, 2, "Tom Okafor", "tom@contoso.example"),
    estate.person(1, 3, "Ben Cole", "b.cole@contoso.example", job_title="Driver"),
    estate.person(1, 4, "Cara Dunn", "c.dunn@contoso.example", aliases=("cara@contoso.example",)),
    estate.person(1, 5, "Dora Ek", "dora@contoso.example"),
    estate.person(1, 6, "Emil Fox", "emil@contoso.example", user_type="Guest"),
    estate.person(1, 7, "<b>Gus</b> Hill", "info@contoso.example", given_name=None, surname=None),
]
ONE = {"tenants": [("Contoso", "contoso.example", None)], "organizations": ["Contoso", "Fabrikam"],
       "users": 0, "contacts": 0, "people": PEOPLE}
SUMMARY = "If you apply now: 2 update · 1 create · 2 possible duplicates · 1 conflict"


class Contacts(WindowTest):

    def setUp(self):
        super().setUp()
        self.prepare(**ONE)

    @contextlib.contextmanager
    def contacts(self, environment=None):
        with self.window("Contact Preview", environment) as app:
            app.find("status bar", SUMMARY)
            self.at(app, "<b>Gus</b> Hill")
            yield app

    def change(self, script):
        """What another program does meanwhile."""
        with contextlib.closing(sqlite3.connect(f"{self.folder}/tenantry.db", timeout=20)) as database:
            database.executescript(script)

    def sums(self, app, sentence):
        """Waits until the figures above the list are these."""
        app.find("status bar", f"If you apply now: {sentence}")

    def decided(self, user):
        """(action, first name, last name of the contact) that is in force for a user, or None."""
        rows = self.query(
            "SELECT d.action, c.first_name, c.last_name FROM contact_decisions AS d "
            "JOIN users AS u ON u.graph_id = d.user_graph_id "
            "LEFT JOIN contacts AS c ON c.id = d.contact_id WHERE u.display_name = ?", user)
        return rows[0] if rows else None

    def linked(self):
        """Which user is which contact, as (user, contact's id or None for a new one)."""
        return dict(self.query(
            "SELECT u.display_name, iif (c.origin = 'created', NULL, c.id) FROM user_contacts AS l "
            "JOIN users AS u ON u.graph_id = l.user_graph_id JOIN contacts AS c ON c.id = l.contact_id"))

    def test_decisions_are_one_key_and_undoable(self):
        with self.contacts() as app:
            self.assertEqual(app.find("push button", "Undecided").description, "3 to decide")
            app.key("s")
            app.wait_status("<b>Gus</b> Hill is skipped. 2 left.")
            self.assertEqual(self.decided("<b>Gus</b> Hill"), ("skip", None, None))
            # the next one, in the same place, and the counts in the descriptions
            self.at(app, "Anna Berg, possible duplicate, Anna Berg, no rule")
            self.assertFalse(app.has("table row", lambda name: name.startswith("<b>Gus</b>")))
            self.sums(app, "2 update · 1 create · 1 possible duplicate · 1 conflict")
            self.assertEqual(app.find("push button", "Undecided").description, "2 to decide")
            self.assertEqual(app.find("push button", "Skipped").description, "2 users")

            app.key("n")
            app.wait_status("Anna Berg will be created. 1 left.")
            self.assertEqual(self.decided("Anna Berg"), ("create", None, None))
            self.at(app, "Tom Okafor, conflict,")
            app.key("2")
            app.wait_status("Tom Okafor will be linked to Tom Okafor. Every user has a decision.")
            self.assertEqual(self.decided("Tom Okafor"), ("link", "Tom", "Okafor"))
            app.find("label", "Every user has a decision")

            app.key("ctrl+z")
            app.wait_status("Undid the decision about Tom Okafor. 1 left.")
            self.at(app, "Tom Okafor, conflict,")
            app.key("ctrl+z")
            app.wait_status("Undid the decision about Anna Berg. 2 left.")
            self.at(app, "Anna Berg, possible duplicate,")
            self.assertIsNone(self.decided("Anna Berg"))
            app.key("ctrl+shift+z")
            app.wait_status("Redid the decision about Anna Berg. 1 left.")
            self.assertEqual(self.decided("Anna Berg"), ("create", None, None))
            app.key("ctrl+z", "ctrl+z")
            app.wait_status("Undid the decision about <b>Gus</b> Hill. 3 left.")
            app.find("status bar", SUMMARY)
            self.assertEqual(self.query("SELECT count (*) FROM contact_decisions"), [(0,)])

    def test_link_takes_the_candidate_that_is_looked_at(self):
        with self.contacts() as app:
            self.go_to(app, "Anna Berg,")
            app.find("list item", "Rule 1, Any alias: no, a.berg@contoso.example, here anna@old.example")
            app.find("list item", "Rule 2, User name: no, a.berg@contoso.example, here anna@old.example")
            app.find("list item", "Rule 3, First + last: yes, Anna Berg is here")
            app.find("label", lambda name: name.startswith("Why suspicious: ") and "anna@old.example" in name)
            app.find("list item", "1, Anna Berg, anna@old.example")
            app.key("e")
            app.wait_status("Anna Berg will be linked to Anna Berg, which gets the address. 2 left.")
            self.assertEqual(self.decided("Anna Berg"), ("link-and-add", "Anna", "Berg"))
            self.at(app, "Tom Okafor,")
            app.key("l")
            app.wait_status("Tom Okafor will be linked to Tom Okafor. 1 left.")
            self.assertEqual(self.decided("Tom Okafor")[0], "link")

    def test_link_searches_where_there_is_no_candidate(self):
        with self.contacts() as app:
            self.go_to(app, "<b>Gus</b> Hill,")
            app.find("list item", "Rule 3, First + last: no, nobody here is called <b>Gus</b> Hill")
            drive.wait(lambda: "sensitive" not in app.find("push button", "Link to This Contact").states,
                       "nothing to link to")
            app.key("l")
            entry = app.find("entry", "Search Contacts")
            drive.wait(lambda: "focused" in entry.states, "the focus in the search")
            self.assert_named(app)
            app.type("dunn")
            drive.wait(lambda: len(app.find("list", "Contacts of the organization").all("table row")) == 1,
                       "one row")
            app.key("Return")
            app.wait_status("<b>Gus</b> Hill will be linked to Cara Dunn. 3 left.")
            self.assertEqual(self.decided("<b>Gus</b> Hill"), ("link", "Cara", "Dunn"))
            # who had that contact by a rule gives way to a person's word
            self.sums(app, "2 update · 1 create · 1 possible duplicate · 2 conflicts")
            app.find("table row", "Cara Dunn, conflict, Cara Dunn, no rule")

    def test_a_decision_is_withdrawn(self):
        with self.contacts() as app:
            app.key("n")
            app.wait_status("<b>Gus</b> Hill will be created. 2 left.")
            app.find("push button", "Create").press()
            app.find("table row", "<b>Gus</b> Hill, create, new contact, by hand")
            app.find("table row", "Dora Ek, create, new contact, no rule")
            app.find("list", "Contact changes")
            self.go_to(app, "<b>Gus</b> Hill,")
            app.find("push button", "Withdraw Decision")
            app.key("u")
            app.wait_status("<b>Gus</b> Hill has no decision now. 3 left.")
            self.at(app, "Dora Ek,")
            self.assertIsNone(self.decided("<b>Gus</b> Hill"))

    def test_apply_is_asked_for_done_once_and_taken_back(self):
        with self.contacts() as app:
            before = self.query("SELECT id, first_name, last_name, title FROM contacts ORDER BY id")
            self.go_to(app, "Anna Berg,")
            app.key("l")
            app.wait_status("Anna Berg will be linked to Anna Berg. 2 left.")
            app.key("ctrl+Return")
            app.find("label", lambda name: name.startswith(
                "3 contacts are linked with their users, and what is empty in them is filled. "
                "1 contact is created.\n\n2 undecided users are left out. You can decide later.")
                and "Contoso: 1 new contact beside 5" in name)
            self.assert_named(app)
            app.key("Escape")
            app.wait_gone("push button", "Apply 4 Changes")
            self.assertEqual(self.linked(), {})

            app.find("push button", "Apply…").press()
            app.find("push button", "Apply 4 Changes")
            app.key("Return")
            app.wait_status("Applied: 1 contact created, 3 updated. 2 undecided users were left out.")
            self.assertEqual(self.linked(), {"Anna Berg": 101, "Ben Cole": 104, "Cara Dunn": 105,
                                             "Dora Ek": None})
            self.assertEqual(self.query("SELECT title FROM contacts WHERE id = 104"), [("Driver",)])
            self.sums(app, "0 update · 0 create · 1 possible duplicate · 1 conflict")
            # nothing is left to apply; without a decision to undo, Ctrl+Z takes back what was applied
            drive.wait(lambda: "sensitive" not in app.find("push button", "Apply…").states, "no apply")
            self.assertIn("sensitive", app.find("push button", "Undo").states)
            app.find("push button", "Undo Apply")
            app.key("ctrl+z")
            app.wait_status("Took back: 1 contact created, 3 updated.")
            self.assertEqual(self.linked(), {})
            self.assertEqual(self.query("SELECT id, first_name, last_name, title FROM contacts ORDER BY id"),
                             before)
            app.wait_gone("push button", "Undo Apply")
            drive.wait(lambda: "sensitive" not in app.find("push button", "Undo").states, "no undo")
            # the decision is in force again
            self.sums(app, "3 update · 1 create · 1 possible duplicate · 1 conflict")

    def test_a_field_is_taken_over_or_kept(self):
        with self.contacts() as app:
            app.find("push button", "Update").press()
            self.go_to(app, "Cara Dunn, link, Cara Dunn, rule 1")
            app.find("list item", "Email: here cara@contoso.example, Microsoft c.dunn@contoso.example")
            self.assertFalse(app.has("list", "Changes"))
            app.find("push button", "Use Microsoft Value, Email").press()
            app.wait_status("Email of Cara Dunn: Microsoft’s value will be taken over. 3 left.")
            app.find("table row", "Cara Dunn, update, Cara Dunn, rule 1")
            app.find("list item", "Email: c.dunn@contoso.example, instead of cara@contoso.example")
            self.assert_named(app)
            app.find("push button", "Keep Mine, Email").press()
            app.wait_status("Email of Cara Dunn stays as it is here. 3 left.")
            app.wait_gone("list item", "Email: c.dunn@contoso.example, instead of cara@contoso.example")
            drive.wait(lambda: "pressed" in app.find("push button", "Keep Mine, Email").states, "the choice")
            # the same once more takes it back
            app.find("push button", "Keep Mine, Email").press()
            app.wait_status("Email of Cara Dunn has no choice now; the rule of the field holds. 3 left.")
            app.key("ctrl+z")
            app.wait_status("Undid the decision about Cara Dunn. 3 left.")
            self.assertEqual(self.query("SELECT contact_id, field, rule FROM contact_choices"),
                             [(105, "email", "keep-mine")])
            app.key("ctrl+z")
            app.find("list item", "Email: c.dunn@contoso.example, instead of cara@contoso.example")
            app.key("ctrl+Return")
            app.find("push button", "Apply 3 Changes")
            app.key("Return")
            app.wait_status("Applied: 1 contact created, 2 updated. 3 undecided users were left out.")
            self.assertEqual(self.query("SELECT value, is_primary FROM contact_items WHERE contact_id = 105 "
                                        "AND kind = 'email' ORDER BY is_primary DESC"),
                             [("c.dunn@contoso.example", 1), ("cara@contoso.example", 0)])

    def test_a_rule_for_a_field(self):
        with self.contacts() as app:
            app.key("F10")
            app.find("menu item", "Field Rules…").press()
            app.find("label", "When a Contact Differs from Its User")
            row = app.find("combo box", "Email")
            drive.wait(lambda: "sensitive" in row.states, "the rules")
            self.assert_named(app)
            row.click()
            app.key("Down", "Down", "Return")
            app.wait_status("Recalculated.")
            app.key("Escape")
            app.wait_gone("label", "When a Contact Differs from Its User")
            self.assertEqual(self.query("SELECT value FROM settings WHERE name = 'contacts.rule.email'"),
                             [("take-microsofts",)])
            app.find("push button", "Update").press()
            app.find("table row", "Cara Dunn, update, Cara Dunn, rule 1")

    def test_the_program_ends_from_a_window_above(self):
        with self.contacts() as app:
            app.key("F10")
            app.find("menu item", "Field Rules…").press()
            app.find("label", "When a Contact Differs from Its User")
        # leaving presses Ctrl+Q and waits for the end

    def test_data_that_moves_is_calculated_again_and_nobody_is_moved(self):
        with self.contacts() as app:
            self.go_to(app, "Anna Berg,")
            self.change("UPDATE contact_items SET value = 'a.berg@contoso.example', "
                        "folded = 'a.berg@contoso.example' WHERE contact_id = 101 AND kind = 'email'; "
                        "UPDATE contacts SET changed_at = changed_at + 1 WHERE id = 101;")
            app.key("F5")
            app.wait_status("Recalculated.")
            self.sums(app, "3 update · 1 create · 1 possible duplicate · 1 conflict")
            self.at(app, "Tom Okafor,")

    def test_what_was_not_shown_is_not_applied(self):
        with self.contacts() as app:
            app.key("ctrl+Return")
            app.find("push button", "Apply 3 Changes")
            self.change("UPDATE contacts SET first_name = 'Benjamin' WHERE id = 104;")
            app.key("Return")
            app.find("label", "The data changed in the meantime")
            self.assertEqual(self.linked(), {})
            app.key("Escape")
            app.wait_gone("label", "The data changed in the meantime")
            # the new state is shown, and can be applied
            app.key("ctrl+Return")
            app.find("push button", "Apply 3 Changes")
            app.key("Return")
            app.wait_status("Applied: 1 contact created, 2 updated. 3 undecided users were left out.")

    def test_figures_are_filters(self):
        with self.contacts() as app:
            for name, row in (("Create", "Dora Ek, create, new contact, no rule"),
                              ("Update", "Ben Cole, update, Ben Cole, rule 1"),
                              ("Skipped", "Emil Fox, skipped, none, no rule")):
                app.find("push button", name).press()
                app.find("table row", row)
            app.find("label", "Why: A guest of this tenant")
            app.find("push button", "Unchanged").press()
            app.find("label", "No user here")

    def test_the_preview_is_exported(self):
        with self.contacts() as app:
            app.key("ctrl+e")
            app.find("push button", lambda name: name.endswith("Save"))
            path = os.path.join(self.folder, "preview.csv")
            app.key("ctrl+a")
            app.type(path)
            app.key("Return")
            app.wait_status("Contact preview exported.")
            with open(path, encoding="utf-8", newline="") as file:
                lines = {line["user"]: line for line in csv.DictReader(file)}
            self.assertEqual(len(lines), 7)
            self.assertEqual(lines["Ben Cole"]["outcome"], "update")
            self.assertEqual(lines["Ben Cole"]["rule"], "1")
            self.assertIn("title: Driver", lines["Ben Cole"]["changes"])

    def test_everything_has_a_name(self):
        with self.contacts() as app:
            self.go_to(app, "Tom Okafor,")
            app.find("list item", "2, Tom Okafor, no address")
            self.assert_named(app)

    def test_the_sidebar_counts_what_is_undecided(self):
        with self.contacts() as app:
            row = app.find("list", "Pages").find("list item", "Contact Preview")
            drive.wait(lambda: row.description == "3 to decide", "the figure in the sidebar")
            app.key("s")
            drive.wait(lambda: row.description == "2 to decide", "the figure after a decision")

    def test_integrations_lead_to_what_is_undecided(self):
        with self.contacts() as app:
            self.go(app, "Integrations")
            app.find("list item", "3 contacts need a decision before anything is created")
            app.find("push button", "Open Preview").press()
            app.wait_title("Contact Preview — Tenantry")
            app.find("status bar", SUMMARY)

    def test_the_place_is_kept_while_another_page_is_shown(self):
        with self.contacts() as app:
            app.find("push button", "Update").press()
            app.find("table row", "Cara Dunn, link, Cara Dunn, rule 1")
            self.go(app, "Matching")
            self.go(app, "Contact Preview")
            app.find("table row", "Cara Dunn, link, Cara Dunn, rule 1")
            self.assertIn("pressed", app.find("push button", "Update").states)

    def test_narrow_shows_list_then_detail(self):
        with self.contacts() as app:
            app.resize(360, 640)
            app.find("combo box", "Filter")
            drive.wait(lambda: not app.has("list", "Rules"), "only the list")
            self.go_to(app, "Anna Berg,")
            app.key("Return")
            app.find("list", "Rules")
            self.assert_named(app)
            app.key("l")
            app.wait_status("Anna Berg will be linked to Anna Berg. 2 left.")
            app.find("label", "Tom Okafor")
            app.key("alt+Left")
            self.at(app, "Tom Okafor,")
            app.wait_gone("list", "Rules")


class Fifty(WindowTest):
    """Decisions one after the other, by keyboard alone."""

    KEYS = {"l": "{0} will be linked to {0}.", "n": "{0} will be created.", "s": "{0} is skipped.",
            "e": "{0} will be linked to {0}, which gets the address."}

    def test_fifty_decisions(self):
        people = []
        names = [f"Person{n:02} Surname{n:02}" for n in range(50)]
        for n, name in enumerate(names):
            first, last = name.split()
            people.append(estate.contact(1, n, first, last, f"x{n:02}@old.example"))
            people.append(estate.person(1, n, name, f"y{n:02}@contoso.example"))
        self.prepare(**{**ONE, "people": people})
        keys = "lnse" * 13
        with self.window("Contact Preview") as app:
            self.at(app, f"{names[0]}, possible duplicate,")
            for n, name in enumerate(names):
                left = len(names) - n - 1
                app.key(keys[n])
                app.wait_status(self.KEYS[keys[n]].format(name)
                                + (f" {left} left." if left else " Every user has a decision."))
                if left:
                    self.at(app, f"{names[n + 1]}, possible duplicate,")
                    self.assertEqual(app.find("push button", "Undecided").description, f"{left} to decide")
            actions = dict(self.query("SELECT action, count (*) FROM contact_decisions GROUP BY action"))
            self.assertEqual(actions, {"link": 13, "create": 13, "skip": 12, "link-and-add": 12})


class States(WindowTest):

    def test_without_a_matched_tenant(self):
        self.prepare(tenants=[("Zzyzx", "zzyzx.example", None)], organizations=["Contoso"])
        with self.window("Contact Preview") as app:
            app.find("label", "No tenant is matched yet")
            app.find("push button", "Open Matching").press()
            app.wait_title("Matching — Tenantry")

    def test_nothing_to_do(self):
        self.prepare(**{**ONE, "people": [PEOPLE[10]]})
        with self.window("Contact Preview") as app:
            app.find("label", "Contacts are current")
            app.find("status bar", "If you apply now: 0 update · 0 create · 0 possible duplicates · 0 conflicts")
            self.assert_named(app)

    def test_many_new_contacts_need_a_word(self):
        people = [estate.person(1, n, f"Person {n:03} Name{n:03}", f"p{n:03}@contoso.example")
                  for n in range(1, 61)]
        self.prepare(**{**ONE, "people": people})
        with self.window("Contact Preview") as app:
            app.find("status bar", "If you apply now: 0 update · 60 create · 0 possible duplicates · 0 conflicts")
            app.key("ctrl+Return")
            check = app.find("check box", "That many new contacts are right, also in Contoso")
            self.assertNotIn("sensitive", app.find("push button", "Apply 60 Changes").states)
            self.assert_named(app)
            check.press()
            drive.wait(lambda: "sensitive" in app.find("push button", "Apply 60 Changes").states, "agreement")
            app.find("push button", "Apply 60 Changes").press()
            app.wait_status("Applied: 60 contacts created, 0 updated.")
            self.assertEqual(self.query("SELECT count (*) FROM contacts"), [(60,)])
            app.find("label", "Contacts are current")


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
