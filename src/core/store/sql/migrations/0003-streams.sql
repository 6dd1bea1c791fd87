-- SPDX-License-Identifier: GPL-3.0-or-later
-- What other streams than users bring, and how each of them stands in each tenant.

-- A stream may end well without rows: the tenant lacks the licence, or its reports conceal names.
CREATE TABLE new_run_streams (
  run_id         INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  tenant_id      INTEGER NOT NULL DEFAULT 0,      -- 0: the connection itself
  name           TEXT NOT NULL,                   -- tenants, users, licences, mailboxes, sign-ins
  state          TEXT NOT NULL CHECK (state IN ('running', 'ok', 'incomplete', 'failed', 'cancelled', 'not-run',
                                                'not-licensed', 'concealed')),
  reported       INTEGER,                         -- NULL: Microsoft did not say
  stored         INTEGER NOT NULL DEFAULT 0,
  new            INTEGER NOT NULL DEFAULT 0,
  changed        INTEGER NOT NULL DEFAULT 0,
  unchanged      INTEGER NOT NULL DEFAULT 0,
  removed        INTEGER NOT NULL DEFAULT 0,
  failed         INTEGER NOT NULL DEFAULT 0,
  requests       INTEGER NOT NULL DEFAULT 0,
  retries        INTEGER NOT NULL DEFAULT 0,
  error          TEXT,
  PRIMARY KEY (run_id, tenant_id, name)
) STRICT, WITHOUT ROWID;
INSERT INTO new_run_streams
SELECT run_id, tenant_id, name, state, reported, stored, new, changed, unchanged, removed, failed, requests,
       retries, error
  FROM run_streams;
DROP TABLE run_streams;
ALTER TABLE new_run_streams RENAME TO run_streams;

-- The last word about a stream of a tenant. Data of an earlier reading stays while a later one fails.
CREATE TABLE tenant_streams (
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  name           TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('ok', 'incomplete', 'failed', 'not-licensed', 'concealed')),
  error          TEXT,                            -- name of the remedy; NULL for ok
  detail         TEXT,                            -- redacted, one line
  tried_at       INTEGER NOT NULL,
  read_at        INTEGER,                         -- last complete reading; NULL: none yet
  PRIMARY KEY (tenant_id, name)
) STRICT, WITHOUT ROWID;

-- What a tenant has bought, a row for each product. NULL numbers: not told.
CREATE TABLE licences (
  id             INTEGER PRIMARY KEY,
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  sku_id         TEXT NOT NULL,                   -- GUID, lower case
  part_number    TEXT NOT NULL,
  sort_name      TEXT NOT NULL,                   -- folded readable name, else the part number's
  status         TEXT,                            -- capabilityStatus as Microsoft writes it
  enabled        INTEGER,
  warning        INTEGER,
  suspended      INTEGER,
  locked_out     INTEGER,
  consumed       INTEGER
) STRICT;
CREATE UNIQUE INDEX licences_by_id ON licences (tenant_id, sku_id);
CREATE INDEX licences_by_name ON licences (sort_name);

-- Rows of the mailbox usage report. Concealed rows never come here.
CREATE TABLE mailboxes (
  id             INTEGER PRIMARY KEY,
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  address        TEXT NOT NULL,                   -- user principal name as the report has it
  folded         TEXT NOT NULL,                   -- the same, folded
  display_name   TEXT,
  sort_name      TEXT NOT NULL,                   -- folded display name, else the address
  kind           TEXT CHECK (kind IN ('person', 'shared', 'room', 'equipment')),   -- NULL: not told
  used_bytes     INTEGER,
  quota_bytes    INTEGER,                         -- where sending and receiving end; NULL: not told
  items          INTEGER,
  has_archive    INTEGER,
  created_on     TEXT,                            -- days as the report has them: 2026-01-31
  active_on      TEXT,                            -- NULL: never
  report_date    TEXT NOT NULL,                   -- the day that the numbers are of
  user_id        INTEGER REFERENCES users ON DELETE SET NULL
) STRICT;
CREATE UNIQUE INDEX mailboxes_by_address ON mailboxes (tenant_id, folded);
CREATE INDEX mailboxes_by_name ON mailboxes (sort_name);
CREATE INDEX mailboxes_by_user ON mailboxes (user_id) WHERE user_id IS NOT NULL;

-- NULL: never, or not read; tenant_streams tells which.
ALTER TABLE users ADD COLUMN last_sign_in INTEGER;
ALTER TABLE users ADD COLUMN last_password_change INTEGER;
