#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Matching page in the real window, by real keys, on a prepared database."""
import contextlib
import re
import sqlite3
import unittest

from window import NO_BROWSER, WindowTest, drive, estate


class Matching(WindowTest):

    def setUp(self):
        super().setUp()
        self.prepare()

    @contextlib.contextmanager
    def matching(self, environment=None):
        with self.window("Matching", environment) as app:
            app.find("table row", "Contoso Ltd, suggested, Contoso, 92")
            self.at(app, "<b>Bold</b>")
            yield app


class Decisions(Matching):
    """Matched, ignored, created, and all of it taken back."""

    def test_a_decision_is_one_key_and_undoable(self):
        with self.matching() as app:
            self.go_to(app, "Contoso Ltd,")
            app.key("a")
            app.wait_status("Matched Contoso Ltd to Contoso. 12 left.")
            self.assertEqual(self.decision("Contoso Ltd"), ("matched", "Contoso", "accepted"))
            # the next one, in the same place, and the counts in the descriptions
            self.at(app, "Fabrikam GmbH,")
            self.assertFalse(app.has("table row", lambda name: name.startswith("Contoso Ltd,")))
            self.assertEqual(app.find("push button", "Unmatched").description, "12 to review")

            app.key("i")
            app.wait_status("Ignored Fabrikam GmbH. 11 left.")
            self.assertEqual(self.decision("Fabrikam GmbH"), ("ignored", None, "ignored"))
            self.at(app, "Litware Inc.,")

            app.key("ctrl+z")
            app.wait_status("Undid the decision about Fabrikam GmbH. 12 left.")
            self.at(app, "Fabrikam GmbH, suggested,")
            self.assertIsNone(self.decision("Fabrikam GmbH"))
            app.key("ctrl+z")
            app.wait_status("Undid the decision about Contoso Ltd. 13 left.")
            self.at(app, "Contoso Ltd, suggested,")
            app.key("ctrl+shift+z")
            app.wait_status("Redid the decision about Contoso Ltd. 12 left.")
            self.assertEqual(self.decision("Contoso Ltd"), ("matched", "Contoso", "accepted"))

    def test_every_decision_is_a_named_button_too(self):
        with self.matching() as app:
            self.go_to(app, "Contoso Ltd,")
            app.find("label", "Contoso Ltd")
            app.find("list", "Evidence")
            app.find("list item", "Name: Microsoft Contoso Ltd, here Contoso, similar")
            app.find("push button", "Accept").press()
            app.wait_status("Matched Contoso Ltd to Contoso. 12 left.")
            app.find("push button", "Undo").press()
            app.wait_status("Undid the decision about Contoso Ltd. 13 left.")
            app.find("push button", "Ignore").press()
            app.wait_status("Ignored Contoso Ltd. 12 left.")
            app.find("push button", "Ignored").press()
            app.find("table row", "Contoso Ltd, ignored, none, no score")
            app.find("push button", "Change Match").press()
            app.wait_status("Contoso Ltd has no decision now. 13 left.")
            drive.wait(lambda: not app.has("table row", lambda name: "ignored" in name), "an empty list")
            app.find("label", "No tenant is ignored")

    def test_evidence_says_why_and_adds_up(self):
        with self.matching() as app:
            self.go_to(app, "Litware Inc.,")
            app.find("label", "Why 82 Likely")
            rows = app.find("list", "Reasons").all("list item")
            points = [int(name.rsplit(" ", 1)[1]) * (-1 if ", minus " in name else 1)
                      for name in (row.name for row in rows)]
            self.assertEqual(sum(points), 82, rows)
            self.assertTrue(any(point < 0 for point in points), rows)

    def test_candidates_have_numbers(self):
        with self.matching() as app:
            self.go_to(app, "Contoso Ltd,")
            app.find("list item", "2, Contoso Trading, 88")
            app.key("2")
            app.wait_status("Matched Contoso Ltd to Contoso Trading. 12 left.")
            self.assertEqual(self.decision("Contoso Ltd"), ("matched", "Contoso Trading", "accepted"))
            # there is no third one here
            self.at(app, "Fabrikam GmbH,")
            app.key("3")
            app.wait_status("There is no candidate 3.")
            app.key("Down")
            self.at(app, "Litware Inc.,")
            self.assertIsNone(self.decision("Fabrikam GmbH"))

    def test_a_key_that_does_nothing_says_why(self):
        with self.matching() as app:
            app.key("ctrl+z")
            app.wait_status("There is nothing to undo.")
            self.go_to(app, "Tailspin Toys,")
            app.find("label", "Tailspin Toys")
            app.key("u")
            app.wait_status("Tailspin Toys has no decision that could be changed.")
            for key in ("1", "a"):
                app.key("u")
                app.key(key)
                app.wait_status("There is no suggestion for Tailspin Toys. Press M to choose an organization.")
            app.key("i")
            app.wait_status("Ignored Tailspin Toys. 12 left.")
            app.find("push button", "Ignored").press()
            app.find("table row", "Tailspin Toys, ignored, none, no score").click()
            app.find("push button", "Change Match")
            app.key("i")
            app.wait_status("Tailspin Toys is ignored. Press U to change that.")
            # what was said about one page does not stay on the next
            self.go(app, "Organizations")
            app.wait_status("Status")

    def test_match_to_searches(self):
        with self.matching() as app:
            self.go_to(app, "Tailspin Toys,")
            app.key("m")
            entry = app.find("entry", "Search Organizations")
            drive.wait(lambda: "focused" in entry.states, "the focus in the search")
            app.type("woodgr")
            app.find("table row", "Woodgrove Bank, no tenant, 0 contacts")
            drive.wait(lambda: len(app.find("list", "Organizations").all("table row")) == 1, "one row")
            app.key("Return")
            app.wait_status("Matched Tailspin Toys to Woodgrove Bank. 12 left.")
            self.assertEqual(self.decision("Tailspin Toys"), ("matched", "Woodgrove Bank", "chosen"))
            self.at(app, "Wingtip Toys Holding,")

            # a second tenant for it needs a person's word
            app.key("m")
            app.find("entry", "Search Organizations")
            app.type("woodgr")
            app.find("table row", "Woodgrove Bank, Tailspin Toys, 0 contacts")
            drive.wait(lambda: len(app.find("list", "Organizations").all("table row")) == 1, "one row")
            app.key("Return")
            app.find("push button", "Match Both")
            app.key("Escape")
            app.wait_gone("push button", "Match Both")
            self.assertIsNone(self.decision("Wingtip Toys Holding"))
            self.at(app, "Wingtip Toys Holding,")

    def test_create_offers_the_closest_first(self):
        with self.matching() as app:
            self.go_to(app, "Fabrikam GmbH,")
            app.key("c")
            app.find("push button", "Use Existing")
            app.find("push button", "Create Anyway")
            app.key("Return")
            app.wait_status("Matched Fabrikam GmbH to Fabrikam. 12 left.")
            self.assertEqual(self.decision("Fabrikam GmbH"), ("matched", "Fabrikam", "chosen"))

            self.at(app, "Litware Inc.,")
            app.key("c")
            app.find("push button", "Create Anyway").press()
            app.wait_status("Created Litware Inc. and matched Litware Inc. to it. 11 left.")
            self.assertEqual(self.decision("Litware Inc."), ("matched", "Litware Inc.", "created"))
            app.key("ctrl+z")
            app.wait_status("Undid the decision about Litware Inc. 12 left.")
            self.assertEqual(self.query("SELECT count (*) FROM organizations WHERE name = 'Litware Inc.'"),
                             [(0,)])

    def test_many_are_accepted_at_once_and_undone_at_once(self):
        with self.matching() as app:
            app.key("ctrl+shift+a")
            app.find("push button", "Accept 5 Suggestions")
            app.find("table row", "Contoso Ltd, Contoso, 92")
            self.assertFalse(app.has("table row", lambda name: name.startswith("<b>Bold</b> & <i>Sons</i>, <b>Bold</b> & Sons, 84")
                                     and "suggested" not in name))
            # lower by ten: more of them, but never two tenants for one organization
            app.key(*["Left"] * 10)
            app.find("push button", "Accept 6 Suggestions")
            app.find("table row", "Litware Inc., Litware, 82, left out: conflict")
            app.find("push button", "Accept 6 Suggestions").press()
            app.wait_status("Accepted 6 suggestions. 7 left.")
            self.assertEqual(self.decision("Fabrikam GmbH"), ("matched", "Fabrikam", "accepted"))
            self.assertIsNone(self.decision("Litware Inc."))
            app.key("ctrl+z")
            app.wait_status("Undid 6 decisions. 13 left.")
            self.assertIsNone(self.decision("Fabrikam GmbH"))

    def test_history_reverts(self):
        with self.matching() as app:
            self.go_to(app, "Contoso Ltd,")
            app.key("a")
            app.wait_status("Matched Contoso Ltd to Contoso. 12 left.")
            app.frame().find("push button", "Main Menu")
            app.key("F10")
            app.find("menu item", "Match History…").press()
            app.find("table row", lambda name: name.startswith("Contoso Ltd, Accepted, Contoso, "))
            self.assert_named(app)
            app.find("push button", "Revert").press()
            app.find("table row", lambda name: name.startswith("Contoso Ltd, Reverted, "))
            self.assertIsNone(self.decision("Contoso Ltd"))
            app.key("Escape")
            app.wait_gone("push button", "Revert")
            app.wait_status("Contoso Ltd has no decision now. 13 left.")

    def test_history_shows_what_was_done_at_once_as_one(self):
        with self.matching() as app:
            app.key("ctrl+shift+a")
            app.find("push button", lambda name: re.match(r"Accept \d+ Suggestions$", name)).press()
            said = app.wait_status(lambda text: text.startswith("Accepted "))
            number = int(said.split()[1])
            app.key("F10")
            app.find("menu item", "Match History…").press()
            history = app.find("list", "History")
            group = f"Accepted {number} suggestions, folded, "
            row = history.find("table row", lambda name: name.startswith(group))
            self.assertFalse(history.has("table row", lambda name: name.startswith("Fabrikam GmbH, ")))
            app.find("push button", f"Revert {number} Decisions")
            # each of them, and back
            drive.wait(lambda: any("focused" in node.states for node in history.walk()), "the focus in the history")
            row.click()
            app.key("Return")
            history.find("table row", lambda name: name.startswith("Fabrikam GmbH, Accepted, Fabrikam, "))
            self.assert_named(app)
            app.key("Return")
            drive.wait(lambda: not history.has("table row", lambda name: name.startswith("Fabrikam GmbH, ")),
                       "the group to fold")
            app.find("push button", f"Revert {number} Decisions").press()
            history.find("table row", lambda name: name.startswith(f"Undone · {number} tenants, folded, "))
            self.assertIsNone(self.decision("Fabrikam GmbH"))
            app.key("Escape")
            app.wait_status(f"Undid {number} decisions. 13 left.")


class View(Matching):
    """The list and what it shows, whatever is decided."""

    def test_all_tenants_show_names_and_states(self):
        with self.matching() as app:
            app.find("push button", "All").press()
            headings = app.find("table row", "Headings")
            drive.wait(lambda: [label.name for label in headings.all("label")
                                if label.name in ("Suggestion", "Organization")] == ["Organization"],
                       "a heading that fits matched ones too")

    def test_typing_in_the_search_decides_nothing(self):
        with self.matching() as app:
            before = self.query("SELECT count (*) FROM decisions")
            app.key("ctrl+f")
            app.type("fabric")
            app.find("label", "No tenant found")
            app.key("BackSpace", "k", "a", "m")
            app.find("table row", lambda name: name.startswith("Fabrikam GmbH,"))
            drive.wait(lambda: len(app.find("list", "Tenants").all("table row")) == 1, "one row")
            app.key("Escape")
            app.find("table row", lambda name: name.startswith("Contoso Ltd,"))
            # back in the list, where keys decide again
            self.at(app, "Fabrikam GmbH,")
            self.assertEqual(self.query("SELECT count (*) FROM decisions"), before)

    def test_without_a_browser_the_link_is_there_to_copy(self):
        with self.matching(NO_BROWSER) as app:
            self.go_to(app, "Contoso Ltd,")
            app.key("o")
            app.find("push button", "Copy Link")
            app.find("label", f"https://entra.microsoft.com/{estate.guid('tenant', 1)}/#home")
            app.key("Return")
            app.wait_status("Link copied.")

    def test_ctrl_q_quits_from_a_question_too(self):
        with self.matching() as app:
            self.go_to(app, "Fabrikam GmbH,")
            app.key("c")
            app.find("push button", "Create Anyway")
            # the end of every test is Ctrl+Q
            self.assert_named(app)

    def test_what_comes_meanwhile_moves_nothing(self):
        with self.matching() as app:
            self.go_to(app, "Litware Inc.,")
            with contextlib.closing(sqlite3.connect(f"{self.folder}/tenantry.db", timeout=20)) as database:
                database.execute(
                    "INSERT INTO tenants (connection_id, graph_id, name, name_folded, listed_at) "
                    "VALUES (1, '11111111-2222-3333-4444-555555555555', 'Aardvark', 'aardvark', 1)")
                database.commit()
            app.key("F5")
            app.find("table row", lambda name: name.startswith("Aardvark,"))
            self.at(app, "Litware Inc.,")
            app.key("i")
            app.wait_status("Ignored Litware Inc. 13 left.")

    def test_a_header_sorts_both_ways(self):
        with self.matching() as app:
            rows = lambda: [row.name for row in app.find("list", "Tenants").all("table row")]
            header = app.find("table row", "Headings").find("label", "Suggestion")
            header.click()
            drive.wait(lambda: rows()[0].endswith(", <b>Bold</b> & Sons, 84"), "the first by suggestion")
            header.click()
            drive.wait(lambda: rows()[0] == "Wingtip Toys Holding, suggested, Wingtip, 96",
                       "the last by suggestion")
            # without a pointer: the menu sorts too
            app.key("F10")
            app.find("menu item", "Score").press()
            drive.wait(lambda: rows()[0].endswith(", 82"), "the weakest first")

    def test_everything_has_a_name(self):
        with self.matching() as app:
            self.assert_named(app)
            self.go_to(app, "Contoso Ltd,")
            for key, closing in (("m", "Match"), ("c", "Use Existing"), ("ctrl+shift+a", "Accept 5 Suggestions")):
                app.key(key)
                app.find("push button", closing)
                self.assert_named(app)
                app.key("Escape")
                app.wait_gone("push button", closing)

    def test_hostile_names_are_text(self):
        with self.matching() as app:
            self.go_to(app, "\\u202eevil")
            app.find("label", "\\u202eevil\\u202c Reversed")
            app.key("i")
            app.wait_status("Ignored \\u202eevil\\u202c Reversed. 12 left.")
            self.go_to(app, "Long name")
            app.key("i")
            app.wait_status(lambda text: text.startswith("Ignored Long name") and len(text) < 300)
            self.go_to(app, "<b>Bold</b>")
            app.key("a")
            app.wait_status("Matched <b>Bold</b> & <i>Sons</i> to <b>Bold</b> & Sons. 10 left.")

    def test_narrow_shows_list_then_detail(self):
        with self.matching() as app:
            app.resize(360, 640)
            app.find("combo box", "Filter")
            drive.wait(lambda: not app.has("push button", "Matched"), "folded filters")
            self.assertFalse(app.has("list", "Evidence"))
            app.key("Down", "Down")
            self.at(app, "Contoso Ltd,")
            app.key("Return")
            app.find("list", "Evidence")
            app.find("push button", "Accept")
            # one bar at the bottom: the other buttons are those of the list
            self.assertFalse(app.has("push button", "Accept Suggestions…"))
            self.assertFalse(app.has("push button", "Undo"))
            self.assert_named(app)
            app.key("a")
            app.wait_status("Matched Contoso Ltd to Contoso. 12 left.")
            app.find("label", "Fabrikam GmbH")
            app.key("alt+Left")
            self.at(app, "Fabrikam GmbH,")
            app.wait_gone("list", "Evidence")
            # one click opens; a pointer that only lies there selects nothing
            app.find("table row", lambda name: name.startswith("Adventure Works Cycles,")).click()
            app.find("list item", "Name: Microsoft Adventure Works Cycles, here Adventure Works, similar")
            app.key("alt+Left")
            self.at(app, "Adventure Works Cycles,")


class Many(WindowTest):
    """Fifty decisions by keyboard alone; after each, where the focus is, what is said, and the counts."""

    def test_fifty_decisions(self):
        tenants, organizations = estate.many(56)
        self.prepare(tenants=tenants, organizations=organizations, users=1, contacts=0)
        names = [name for name, _, _ in tenants]
        left = len(names)
        with self.window("Matching") as app:
            app.find("table row", lambda row: row.startswith(f"{names[0]}, suggested, Firm 00001,"))
            self.at(app, f"{names[0]},")
            for number, name in enumerate(names[:50]):
                key = "aia1a"[number % 5]
                said = f"Ignored {name}." if key == "i" else f"Matched {name} to {organizations[number]}."
                left -= 1
                app.key(key)
                app.wait_status(f"{said} {left} left.")
                self.at(app, f"{names[number + 1]},")
                self.assertEqual(app.find("push button", "Unmatched").description, f"{left} to review")
                state = ("ignored", None, "ignored") if key == "i" else \
                    ("matched", organizations[number], "accepted")
                self.assertEqual(self.decision(name), state)
                if number % 10 == 9:                     # back, and again
                    app.key("ctrl+z")
                    app.wait_status(f"Undid the decision about {name}. {left + 1} left.")
                    self.at(app, f"{name},")
                    self.assertIsNone(self.decision(name))
                    app.key("ctrl+shift+z")
                    app.wait_status(f"Redid the decision about {name}. {left} left.")
                    self.assertEqual(self.decision(name), state)
                    self.go_to(app, f"{names[number + 1]},")
            decided = self.query("SELECT count (*) FROM matches")[0][0]
            self.assertEqual((decided, left), (50, 6))


class Empty(WindowTest):

    def test_before_the_first_sync(self):
        self.prepare(tenants=[])
        with self.window("Matching") as app:
            app.find("label", "No tenants yet")
            app.find("push button", "Start Sync")
            self.assert_named(app)

    def test_the_last_decision_leads_on(self):
        self.prepare(tenants=[("Contoso Ltd", "contoso.example", None)], organizations=["Contoso"])
        with self.window("Matching") as app:
            self.at(app, "Contoso Ltd,")
            app.key("a")
            app.wait_status("Matched Contoso Ltd to Contoso. Every tenant has a decision.")
            app.find("label", "Every tenant has a decision")
            self.at(app, "Preview Contacts")
            app.key("ctrl+z")
            app.wait_status("Undid the decision about Contoso Ltd. 1 left.")
            app.find("table row", "Contoso Ltd, suggested, Contoso, 99")

    def test_everything_decided(self):
        self.prepare(tenants=[("Contoso", "contoso.example", None)], organizations=["Contoso"])
        with self.window("Matching") as app:
            app.find("label", "Every tenant has a decision")
            app.find("push button", "Matched").press()
            app.find("table row", "Contoso, matched, Contoso, 100")
            app.find("label", "Matched automatically: same name")


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
