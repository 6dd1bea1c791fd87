#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Licences page in the real window, by real keys, on a prepared database."""
import csv
import os
import sqlite3
import unittest

from window import WindowTest, drive

BOUGHT = """
INSERT INTO licences (tenant_id, sku_id, part_number, sort_name, status, enabled, warning, suspended, consumed)
SELECT id, 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', 'SPB', 'microsoft 365 business premium', 'Enabled', 50, 0, 0, 41
  FROM tenants WHERE name = 'Contoso Ltd';
INSERT INTO licences (tenant_id, sku_id, part_number, sort_name, status, enabled, warning, suspended, consumed)
SELECT id, 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', 'SPB', 'microsoft 365 business premium', 'Enabled', 5, 0, 0, 6
  FROM tenants WHERE name = 'Fabrikam GmbH';
INSERT INTO licences (tenant_id, sku_id, part_number, sort_name, status, enabled, warning, suspended, consumed)
SELECT id, '00000000-0000-0000-0000-000000000001', '<b>ODD</b>', '<b>odd</b>', 'Suspended', 0, 0, 9, 2
  FROM tenants WHERE name = 'Contoso Ltd';
"""


class Licences(WindowTest):

    def rows(self, app):
        return [row.name for row in app.find("list", "Licences").all("table row")]

    def test_two_ways_to_look_at_them(self):
        self.prepare()
        database = sqlite3.connect(os.path.join(self.folder, "tenantry.db"))
        database.executescript(BOUGHT)
        database.close()
        with self.window("Licences") as app:
            app.find("table row", "Microsoft 365 Business Premium, Contoso Ltd, 41 of 50, 9 free")
            app.find("table row", "Microsoft 365 Business Premium, Fabrikam GmbH, 6 of 5, 1 too many")
            app.find("table row", "<b>ODD</b>, name not known, Contoso Ltd, 2 of 0, 2 too many")
            self.assertTrue(self.rows(app)[-1].startswith("Microsoft 365 Business Premium, Fabrikam"))
            self.assert_named(app)
            app.find("push button", "By Licence").press()
            drive.wait(lambda: self.rows(app)[0].startswith("<b>ODD</b>"), "by licence")

            app.key("ctrl+f")
            app.type("fabrikam")
            drive.wait(lambda: len(self.rows(app)) == 1, "one row")
            app.key("ctrl+a")
            app.type("nothing like this")
            app.find("label", "No licence found")

    def test_export(self):
        self.prepare()
        database = sqlite3.connect(os.path.join(self.folder, "tenantry.db"))
        database.executescript(BOUGHT)
        database.close()
        path = os.path.join(self.folder, "licences.csv")
        with self.window("Licences") as app:
            app.find("table row", lambda name: name.startswith("Microsoft 365"))
            app.key("ctrl+e")
            app.find("push button", lambda name: name.endswith("Save"))
            app.key("ctrl+a")
            app.type(path)
            app.key("Return")
            app.wait_status("Licences exported.")
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 3)
        self.assertEqual({(row["tenant_name"], row["free"]) for row in rows if row["part_number"] == "SPB"},
                         {("Contoso Ltd", "9"), ("Fabrikam GmbH", "-1")})

    def test_nothing_is_synced(self):
        self.prepare()
        with self.window("Licences") as app:
            app.find("label", "Licences are not synced")
            app.find("push button", "Sync Now")


if __name__ == "__main__":
    unittest.main()
