-- SPDX-License-Identifier: GPL-3.0-or-later
-- What people were reminded of, so that each reminder comes once: for an end the last lead that was told.
CREATE TABLE reminders (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  tenant_id      TEXT NOT NULL,                   -- graph id; '': of the connection itself
  check_id       TEXT NOT NULL,                   -- "secret", "relationship-end" …
  due_at         INTEGER NOT NULL,                -- which end; another one is reminded of anew
  lead_days      INTEGER NOT NULL,
  reminded_at    INTEGER NOT NULL,
  PRIMARY KEY (connection_id, tenant_id, check_id)
) STRICT, WITHOUT ROWID;
