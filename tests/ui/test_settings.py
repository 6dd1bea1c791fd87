#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync Settings and Preferences in the real window, by real keys, on a prepared database."""
import contextlib
import os
import sqlite3
import unittest

from window import WindowTest, drive

BOUGHT = """
INSERT INTO licences (tenant_id, sku_id, part_number, sort_name, status, enabled, warning, suspended, consumed)
SELECT id, 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', 'SPB', 'microsoft 365 business premium', 'Enabled', 50, 0, 0, 41
  FROM tenants WHERE name = 'Contoso Ltd';
UPDATE users SET licences = 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46' WHERE display_name = 'User 0';
"""


class Settings(WindowTest):

    def change(self, script):
        with contextlib.closing(sqlite3.connect(os.path.join(self.folder, "tenantry.db"))) as database:
            database.executescript(script)

    def scalar(self, statement):
        return self.query(statement)[0][0]

    def open_settings(self, app):
        app.find("push button", "Actions").press()
        app.find("menu item", "Check Health")
        app.find("menu item", "Sync Settings…").press()
        return drive.wait(lambda: next(iter(app.all("frame", "Sync Settings — Northwind MSP")), None), "the window")

    def test_guests_are_left_out_and_come_back(self):
        self.prepare()
        guests = None
        with self.window("Integrations") as app:
            guests = self.scalar("SELECT count(*) FROM users WHERE user_type = 'Guest' AND state = 'present'")
            self.assertGreater(guests, 0)
            window = self.open_settings(app)
            self.assert_named(app)
            self.choose(app, window, "Guests", "No")
            app.key("ctrl+Return")
            app.wait_status(lambda text: text == f"Sync settings saved. {guests} users are out of scope.")
            self.assertEqual(self.scalar("SELECT count(*) FROM users WHERE scope = 'guest'"), guests)
            window = self.open_settings(app)
            self.choose(app, window, "Guests", "Yes")
            window.find("push button", "Save").press()
            app.wait_status(lambda text: text == "Sync settings saved. 0 users are out of scope.")

    def test_subscriptions_are_chosen(self):
        self.prepare()
        self.change(BOUGHT)
        with self.window("Integrations") as app:
            window = self.open_settings(app)
            self.choose(app, window, "Which users", "With chosen subscriptions")
            check = window.find("check box", "Microsoft 365 Business Premium")
            self.assertEqual(check.description, "SPB · 41 users")
            window.find("push button", "Save").press()
            app.find("label", lambda name: "choose at least one" in name or "Wrong" in name)
            app.key("Escape")
            check.press()
            window.find("push button", "Save").press()
            app.wait_status(lambda text: text.startswith("Sync settings saved."))
            self.assertEqual(self.scalar("SELECT count(*) FROM users WHERE state = 'present' AND user_type <> 'Guest' "
                                         "AND licences = ''"), 0)

    def test_one_tenant(self):
        self.prepare()
        with self.window("Integrations") as app:
            window = self.open_settings(app)
            window.find("push button", "Tenants…").press()
            tenants = app.find("frame", "Tenants to Sync")
            tenants.find("table row", "Contoso Ltd, Synced, 8 users")
            self.assert_named(app)
            tenants.find("table row", "Contoso Ltd, Synced, 8 users").click()
            app.key("ctrl+f")
            app.type("contoso")
            drive.wait(lambda: len(tenants.all("table row", lambda name: ", Synced, " in name)) == 1, "one row")
            tenants.find("push button", "Settings…").press()
            one = app.find("frame", "Sync Settings — Contoso Ltd")
            self.choose(app, one, "Sync this tenant", "No")
            one.find("push button", "Save").press()
            tenants.find("table row", "Contoso Ltd, Left out, 0 users")
            app.key("Escape")
            drive.wait(lambda: len(tenants.all("table row", lambda name: ", Synced, " in name)) > 1, "all again")
            app.key("Escape")
            app.wait_gone("frame", "Tenants to Sync")
            app.key("Escape")
            self.assertEqual(self.scalar("SELECT in_scope FROM tenants WHERE name = 'Contoso Ltd'"), 0)

    def preference(self, name):
        rows = self.query("SELECT value FROM settings WHERE name = ?", f"preference.{name}")
        return rows[0][0] if rows else None

    def test_preferences_hold_at_once(self):
        self.prepare()
        with self.window("Integrations") as app:
            app.key("ctrl+comma")
            window = app.find("frame", "Preferences")
            self.assert_named(app)
            window.find("check box", "Make up for missed syncs").press()
            drive.wait(lambda: self.preference("catch-up") == "0", "the switch")
            self.choose(app, window, "Keep sync logs", "30 days")
            drive.wait(lambda: self.preference("log-days") == "30", "the choice")
            window.find("spin button", "Accept Suggestions begins at").accessible.get_value_iface()\
                .set_current_value(80)
            drive.wait(lambda: self.preference("bulk-from") == "80", "the number")
            app.key("Escape")
            app.wait_gone("frame", "Preferences")
            self.go(app, "Matching")
            app.find("table row", lambda name: True)
            app.key("ctrl+shift+a")
            self.assertEqual(app.find("slider").accessible.get_value_iface().get_current_value(), 80)
            app.key("Escape")

    def test_everything_is_deleted_after_a_word(self):
        self.prepare()
        with self.window("Integrations") as app:
            app.key("ctrl+comma")
            window = app.find("frame", "Preferences")
            window.find("push button", "Delete All…").press()
            button = app.find("push button", "Delete All")
            self.assertNotIn("sensitive", button.states)
            app.find("text", "Type “delete”")
            app.type("delete")
            drive.wait(lambda: "sensitive" in button.states, "the button")
            button.press()
            app.wait_title("Welcome — Tenantry")
            self.assertEqual(self.scalar("SELECT count(*) FROM tenants"), 0)


if __name__ == "__main__":
    unittest.main()
