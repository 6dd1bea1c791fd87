-- SPDX-License-Identifier: GPL-3.0-or-later
-- The last results of the health checks, so that they can be shown with their age and explain what is
-- blank. A run replaces those of what it asked about.

CREATE TABLE checks (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  tenant_id      TEXT NOT NULL,                   -- graph id; '': about the connection itself
  id             TEXT NOT NULL,                   -- "secret", "permission/User.Read.All/delegated" …
  area           TEXT NOT NULL CHECK (area IN ('connection', 'permissions', 'tenants')),
  subject        TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('pass', 'fail', 'unknown', 'not-needed')),
  finding        TEXT NOT NULL,                   -- a stable word for what was seen
  claim          TEXT NOT NULL,                   -- a sentence for people
  endpoint       TEXT,                            -- evidence: what was asked …
  status         INTEGER NOT NULL,                -- … HTTP status; 0: no answer
  request_id     TEXT,
  detail         TEXT,
  checked_at     INTEGER NOT NULL,
  due_at         INTEGER,                         -- when something ends by itself
  due            TEXT,
  due_soon       INTEGER NOT NULL,
  remedy         TEXT,
  who            TEXT,
  message        TEXT,
  url            TEXT,
  action         TEXT,
  position       INTEGER NOT NULL,                -- in the chain of causes
  PRIMARY KEY (connection_id, tenant_id, id)
) STRICT, WITHOUT ROWID;
