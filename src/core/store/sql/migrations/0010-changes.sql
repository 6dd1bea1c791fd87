-- SPDX-License-Identifier: GPL-3.0-or-later
-- Lists of changes: where each of them stands, and what a round that is on its way has taken away.

-- Where the next round begins: written only with the last page of a round that ended well. Microsoft
-- keeps what a link stands for seven days. Links are never logged nor exported.
CREATE TABLE change_links (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  stream         TEXT NOT NULL,
  link           TEXT NOT NULL,
  shape          INTEGER NOT NULL,                -- hash of what was asked for, and of how it is read
  run_id         INTEGER NOT NULL,                -- the run that listed everything last
  saved_at       INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, stream)
) STRICT, WITHOUT ROWID;

-- 1: a round of changes, 0: all there is.
ALTER TABLE cursors ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;

-- Rows that a round called removed and has not named since. They go when it ends, and only then.
CREATE TABLE removals (
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  stream         TEXT NOT NULL,
  graph_id       BLOB NOT NULL CHECK (length (graph_id) = 16),
  reason         INTEGER NOT NULL CHECK (reason IN (1, 2)),    -- 1: can be restored, 2: for good
  PRIMARY KEY (tenant_id, stream, graph_id)
) STRICT, WITHOUT ROWID;

-- Rows that came, in all pages of a stream.
ALTER TABLE run_streams ADD COLUMN fetched INTEGER NOT NULL DEFAULT 0;

-- When a user left, and until when Microsoft can bring it back. NULL: it is here, or nobody told.
ALTER TABLE users ADD COLUMN deleted_at INTEGER;
ALTER TABLE users ADD COLUMN restorable_until INTEGER;
CREATE INDEX users_restorable ON users (tenant_id) WHERE restorable_until IS NOT NULL;

-- What happened to a tenant while it was gone is in no list of changes: everything is listed anew.
CREATE TRIGGER tenants_changes_forgotten AFTER UPDATE OF gone_at ON tenants
  WHEN OLD.gone_at IS NOT NEW.gone_at BEGIN
  DELETE FROM change_links WHERE tenant_id = NEW.id;
  DELETE FROM cursors WHERE tenant_id = NEW.id;
  DELETE FROM seen_pages WHERE tenant_id = NEW.id;
  DELETE FROM removals WHERE tenant_id = NEW.id;
END;
