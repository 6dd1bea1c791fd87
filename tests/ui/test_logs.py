#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync Logs in the real window: the grid and the numbers of a run, and a million lines."""
import contextlib
import os
import sqlite3
import time
import unittest

from window import WindowTest, drive

RUN = """
INSERT INTO runs (id, connection_id, trigger, state, started_at, ended_at, problems)
VALUES (1, 1, 'manual', 'incomplete', unixepoch() - 600, unixepoch() - 500, 1);
INSERT INTO run_streams (run_id, tenant_id, name, state, reported, stored, new, requests)
SELECT 1, id, 'users', iif (name = 'Fabrikam GmbH', 'failed', 'ok'), 10, 10, 3, 2 FROM tenants;
INSERT INTO run_streams (run_id, tenant_id, name, state, reported, stored)
SELECT 1, id, 'licences', iif (name = 'Contoso Ltd', 'incomplete', 'ok'), 2, 2 FROM tenants;
INSERT INTO log (at, level, run_id, tenant_id, stream, action, message)
SELECT unixepoch() - 550, 'error', 1, id, 'users', 'end', 'no answer from there' FROM tenants WHERE name = 'Fabrikam GmbH';
"""
MILLION = """
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
INSERT INTO log (at, level, run_id, message) SELECT unixepoch(), 'info', 1, 'line ' || i FROM n;
"""


class Logs(WindowTest):

    def prepare(self, *scripts, **how):
        super().prepare(**how)
        with contextlib.closing(sqlite3.connect(os.path.join(self.folder, "tenantry.db"))) as database:
            for script in scripts:
                database.executescript(script)

    def test_grid_and_numbers(self):
        self.prepare(RUN)
        with self.window("Sync Logs") as app:
            app.find("table row", lambda name: name.startswith("Fabrikam") or "no answer" in name)
            grid = app.find("image", lambda name: name.startswith("14 tenants:"))
            self.assertEqual(grid.name, "14 tenants: 1 failed, 1 partial, 26 complete")
            app.find("push button", "Numbers…").press()
            window = app.find("frame", "Numbers of the Run")
            window.find("table row", "Fabrikam GmbH, users, failed, 10 of 10")
            window.find("table row", "Contoso Ltd, licences, incomplete, 2 of 2")
            self.assert_named(app)
            app.key("Escape")
            app.wait_gone("frame", "Numbers of the Run")
            app.find("table row", lambda name: "no answer" in name).click()
            app.key("Return")
            app.find("push button", "Copy Line")
            self.assertFalse(app.has("push button", "Open Records"))         # not matched yet
            app.key("Escape")
            app.wait_gone("push button", "Copy Line")
            # a click on a cell leads to the lines of its tenant
            grid.click()
            app.find("push button", lambda name: name.startswith("Tenant: ") and name != "Tenant: All Tenants")

    def test_a_line_leads_to_its_records(self):
        self.prepare(RUN, "INSERT INTO matches (tenant_id, state, organization_id, method, decided_at, decided_by) "
                          "SELECT id, 'matched', 3, 'chosen', 1, 'me' FROM tenants WHERE name = 'Fabrikam GmbH';")
        with self.window("Sync Logs") as app:
            app.find("table row", lambda name: "no answer" in name).click()
            app.key("Return")
            app.find("push button", "Open Records").press()
            app.wait_title("Organizations — Tenantry")
            app.find("label", "Fabrikam")

    def test_a_million_lines(self):
        self.prepare(RUN, MILLION)
        with self.window("Sync Logs") as app:
            app.find("table row", lambda name: "no answer" in name)
            app.find("push button", "Level: Problems").click()
            level = app.find("combo box", "Level")
            drive.wait(lambda: level.has("label", "All"), "the choices")
            drive.wait(lambda: (app.focused() or app).role == "list item", "the focus in the choices")
            began = time.monotonic()
            app.key("Down", "Return")
            app.find("table row", lambda name: name.endswith("line 1") or ", line 1" in name)
            app.find("table row", lambda name: "line 2" in name).click()
            app.key("End")
            app.find("table row", lambda name: "line 1000000" in name)
            print(f"# opened and scrolled to the end in {time.monotonic() - began:.1f} s")
            app.key("Home")
            app.find("table row", lambda name: "no answer" in name)


if __name__ == "__main__":
    unittest.main()
