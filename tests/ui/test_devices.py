#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Devices page in the real window, by real keys, on a prepared database."""
import json
import os
import sqlite3
import unittest

from window import WindowTest, drive

REASONS = json.dumps([{"kind": "serial", "text": "Same serial number: 5CG1234567", "points": 75},
                      {"kind": "name", "text": "Same name", "points": 15}])
# two devices of one organization, each with a candidate, and one without
ESTATE = f"""
DELETE FROM matches WHERE tenant_id = (SELECT id FROM tenants WHERE name = 'Contoso Ltd');
INSERT INTO matches (tenant_id, state, organization_id, method, decided_at, decided_by)
SELECT t.id, 'matched', o.id, 'chosen', 0, 'alice' FROM tenants AS t, organizations AS o
 WHERE t.name = 'Contoso Ltd' AND o.name = 'Contoso';
INSERT INTO devices (id, tenant_id, graph_id, row_hash, name, sort_name, serial_number)
SELECT v.column1, t.id, randomblob (16), 1, v.column2, lower (v.column2), v.column3
  FROM tenants AS t,
       (VALUES (1, 'LT-0001', '5CG1234567'), (2, 'LT-0002', '5CG7654321'), (3, '<b>odd</b>', '0')) AS v
 WHERE t.name = 'Contoso Ltd';
INSERT INTO configurations (id, organization_id, name, sort_name, serial_number, origin, created_at, changed_at)
SELECT v.column1, o.id, v.column2, lower (v.column2), v.column3, 'import', 0, 0
  FROM organizations AS o, (VALUES (1, 'LT-0001', '5CG1234567'), (2, 'LT-0002', '5CG7654321')) AS v
 WHERE o.name = 'Contoso';
INSERT INTO configuration_keys SELECT id, 'serial', serial_number FROM configurations;
INSERT INTO device_suggestions SELECT id, 1, id, 90, '{REASONS}' FROM devices WHERE id < 3;
DELETE FROM device_stale;
"""


class Devices(WindowTest):

    def rows(self, app):
        return [row.name for row in app.find("list", "Devices").all("table row")]

    def test_decided_by_keys(self):
        self.prepare()
        database = sqlite3.connect(os.path.join(self.folder, "tenantry.db"))
        database.executescript(ESTATE)
        database.close()
        with self.window("Devices") as app:
            app.find("table row", "LT-0001, suggested, LT-0001, 90")
            self.assertEqual(len(self.rows(app)), 2)
            self.assert_named(app)
            self.at(app, "LT-0001,")
            app.key("a")
            drive.wait(lambda: self.rows(app) == ["LT-0002, suggested, LT-0002, 90"], "accepted")
            self.assertEqual(self.query("SELECT method, decided_by IS NOT NULL FROM device_matches"),
                             [("accepted", 1)])
            app.key("i")
            drive.wait(lambda: self.query("SELECT count(*) FROM device_matches") == [(2,)], "ignored")
            app.key("ctrl+z")
            app.find("table row", "LT-0002, suggested, LT-0002, 90")
            app.key("ctrl+z")
            app.find("table row", "LT-0001, suggested, LT-0001, 90")
            drive.wait(lambda: self.query("SELECT count(*) FROM device_matches") == [(0,)], "undone")

    def test_nothing_is_synced(self):
        self.prepare()
        with self.window("Devices") as app:
            app.find("label", "Devices are not synced")
            app.find("push button", "Sync Now")
            self.assert_named(app)


if __name__ == "__main__":
    unittest.main()
