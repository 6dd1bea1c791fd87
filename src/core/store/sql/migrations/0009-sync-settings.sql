-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a person lets sync: for a whole connection, and for one tenant where it differs.

ALTER TABLE connections ADD COLUMN sync_new INTEGER NOT NULL DEFAULT 1;      -- tenants without a word of their own
ALTER TABLE connections ADD COLUMN sync_users TEXT NOT NULL DEFAULT 'all'
  CHECK (sync_users IN ('all', 'licensed', 'chosen'));
ALTER TABLE connections ADD COLUMN subscriptions TEXT NOT NULL DEFAULT '[]'; -- JSON list of SKU ids: for 'chosen'
ALTER TABLE connections ADD COLUMN guests INTEGER NOT NULL DEFAULT 1;
ALTER TABLE connections ADD COLUMN disabled INTEGER NOT NULL DEFAULT 1;
ALTER TABLE connections ADD COLUMN shared INTEGER NOT NULL DEFAULT 1;        -- mailboxes of no person
ALTER TABLE connections ADD COLUMN quiet_from INTEGER NOT NULL DEFAULT 0;    -- minutes of the local day; equal: none
ALTER TABLE connections ADD COLUMN quiet_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connections ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;      -- 0 low, 1 normal, 2 high

-- NULL: as the connection says.
CREATE TABLE tenant_settings (
  tenant_id      INTEGER PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  sync           INTEGER,
  streams        TEXT,
  sync_users     TEXT CHECK (sync_users IN ('all', 'licensed', 'chosen')),
  subscriptions  TEXT,
  guests         INTEGER,
  disabled       INTEGER,
  shared         INTEGER,
  interval_secs  INTEGER,
  quiet_from     INTEGER,
  quiet_until    INTEGER,
  priority       INTEGER
) STRICT;

-- What holds for a tenant.
CREATE VIEW tenant_rules AS
SELECT t.id AS tenant_id,
       coalesce (x.sync, c.sync_new) AS sync,
       coalesce (x.streams, c.streams) AS streams,
       coalesce (x.sync_users, c.sync_users) AS sync_users,
       iif (x.sync_users IS NULL, c.subscriptions, coalesce (x.subscriptions, '[]')) AS subscriptions,
       coalesce (x.guests, c.guests) AS guests,
       coalesce (x.disabled, c.disabled) AS disabled,
       coalesce (x.shared, c.shared) AS shared,
       coalesce (x.interval_secs, c.interval_secs) AS interval_secs,
       coalesce (x.quiet_from, c.quiet_from) AS quiet_from,
       coalesce (x.quiet_until, c.quiet_until) AS quiet_until,
       coalesce (x.priority, c.priority) AS priority,
       x.interval_secs IS NOT NULL AS own_interval,
       x.tenant_id IS NOT NULL AS differs
  FROM tenants AS t
  JOIN connections AS c ON c.id = t.connection_id
  LEFT JOIN tenant_settings AS x ON x.tenant_id = t.id;

-- What follows from it. A user that a setting leaves out is 'out-of-scope' with the reason here; it is read
-- on where its tenant is, and comes back as it is by then.
ALTER TABLE users ADD COLUMN scope TEXT
  CHECK (scope IN ('tenant', 'stream', 'guest', 'disabled', 'shared', 'subscription'));
ALTER TABLE tenants ADD COLUMN in_scope INTEGER NOT NULL DEFAULT 1;
ALTER TABLE tenants ADD COLUMN scoped INTEGER NOT NULL DEFAULT 0;            -- a rule may leave out some of its users
ALTER TABLE tenants ADD COLUMN scope_stale INTEGER NOT NULL DEFAULT 0;       -- its users or rules changed since
ALTER TABLE tenants ADD COLUMN users_out INTEGER NOT NULL DEFAULT 0;         -- its users with a scope

-- Whether a user is a person is told by its mailbox too.
CREATE TRIGGER mailboxes_scope_added AFTER INSERT ON mailboxes
  WHEN coalesce (NEW.kind, 'person') <> 'person' BEGIN
  UPDATE tenants SET scope_stale = 1 WHERE id = NEW.tenant_id AND scoped AND NOT scope_stale;
END;
CREATE TRIGGER mailboxes_scope_changed AFTER UPDATE ON mailboxes
  WHEN OLD.kind IS NOT NEW.kind OR OLD.user_id IS NOT NEW.user_id BEGIN
  UPDATE tenants SET scope_stale = 1 WHERE id = NEW.tenant_id AND scoped AND NOT scope_stale;
END;
CREATE TRIGGER mailboxes_scope_removed AFTER DELETE ON mailboxes
  WHEN coalesce (OLD.kind, 'person') <> 'person' BEGIN
  UPDATE tenants SET scope_stale = 1 WHERE id = OLD.tenant_id AND scoped AND NOT scope_stale;
END;
