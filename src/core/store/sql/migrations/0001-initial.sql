-- SPDX-License-Identifier: GPL-3.0-or-later
-- Times are unix seconds, UTC. Ids of Microsoft are lower-case GUID texts in small tables and 16-byte
-- blobs in users. *_folded is tny_text_fold() of its neighbour: what is compared and sorted.

CREATE TABLE connections (
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL UNIQUE,
  tenant_id      TEXT NOT NULL,            -- the directory of the app registration
  client_id      TEXT NOT NULL,
  reach          TEXT NOT NULL CHECK (reach IN ('gdap', 'dap', 'direct')),
  secret_expires INTEGER,                  -- NULL: not told
  account_id     TEXT,                     -- object id of who signed in; NULL: nobody yet
  account_name   TEXT,
  account_mfa    INTEGER,                  -- 1 used, 0 not used, NULL unknown
  signed_in_at   INTEGER,
  sign_in_state  TEXT NOT NULL DEFAULT 'never' CHECK (sign_in_state IN ('never', 'ok', 'ended')),
  paused         INTEGER NOT NULL DEFAULT 0,
  interval_secs  INTEGER NOT NULL DEFAULT 3600,   -- 0: only by hand
  next_sync_at   INTEGER,                  -- NULL: not scheduled
  streams        TEXT NOT NULL DEFAULT 'tenants,users',  -- what to sync, comma separated
  created_at     INTEGER NOT NULL,
  UNIQUE (tenant_id, client_id)
) STRICT;

CREATE TABLE tenants (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  graph_id       TEXT NOT NULL,
  name           TEXT NOT NULL,
  name_folded    TEXT NOT NULL,
  default_domain TEXT,
  city           TEXT,
  country        TEXT,
  sources        INTEGER NOT NULL DEFAULT 0,      -- bits of TnyTenantSource: which lists named it
  relationship   TEXT,                            -- GDAP status as Microsoft writes it; NULL: none seen
  relationship_ends INTEGER,
  access         TEXT,                            -- NULL never tried, 'ok', else the remedy's name
  access_detail  TEXT,
  listed_at      INTEGER NOT NULL,                -- last complete listing that named it
  users_read_at  INTEGER,                         -- last complete listing of its users
  users_reported INTEGER,                         -- @odata.count of that listing; NULL: not told
  users_present  INTEGER NOT NULL DEFAULT 0,      -- its users with state 'present', kept by sync
  gone_at        INTEGER,                         -- a complete listing no longer named it
  UNIQUE (connection_id, graph_id)
) STRICT;
CREATE INDEX tenants_by_name ON tenants (name_folded);

CREATE TABLE users (
  id             INTEGER PRIMARY KEY,
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  graph_id       BLOB NOT NULL CHECK (length (graph_id) = 16),
  row_hash       INTEGER NOT NULL,                -- of Microsoft's object: equal means unchanged
  user_principal_name TEXT NOT NULL,
  display_name   TEXT,
  given_name     TEXT,
  surname        TEXT,
  mail           TEXT,
  aliases        TEXT NOT NULL DEFAULT '',        -- folded addresses, one a line, the primary first
  enabled        INTEGER,                         -- NULL: not told
  user_type      TEXT,
  job_title      TEXT,
  department     TEXT,
  company_name   TEXT,
  office_location TEXT,
  mobile_phone   TEXT,
  business_phone TEXT,
  city           TEXT,
  country        TEXT,
  usage_location TEXT,
  on_premises_sync INTEGER,
  licences       TEXT NOT NULL DEFAULT '',        -- SKU ids, one a line
  created_at     INTEGER,
  state          TEXT NOT NULL DEFAULT 'present' CHECK (state IN ('present', 'deleted', 'out-of-scope')),
  read_at        INTEGER NOT NULL,                -- when it was written; while present it is as young as
                                                  -- tenants.users_read_at: what did not change is not written
  sort_name      TEXT NOT NULL                    -- folded display name, else user principal name
) STRICT;
CREATE UNIQUE INDEX users_by_id ON users (tenant_id, graph_id);
CREATE INDEX users_by_name ON users (sort_name, state);

-- Where a listing stopped. Written in the same transaction as the page's rows.
CREATE TABLE cursors (
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  tenant_id      INTEGER NOT NULL DEFAULT 0,      -- 0: a stream of the whole connection
  stream         TEXT NOT NULL,
  run_id         INTEGER NOT NULL,                -- the run that began this listing
  next_link      TEXT NOT NULL,
  shape          INTEGER NOT NULL,                -- hash of what was asked for: the link repeats it
  pages          INTEGER NOT NULL,                -- stored before next_link
  reported       INTEGER,                         -- @odata.count of the first page; NULL: not told
  saved_at       INTEGER NOT NULL,
  PRIMARY KEY (connection_id, tenant_id, stream)
) STRICT, WITHOUT ROWID;

-- Which rows the stored pages of an unfinished listing named: differences of their ids, 7 bits a byte.
-- One small row a page in place of a mark in every user's row.
CREATE TABLE seen_pages (
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  stream         TEXT NOT NULL,
  page           INTEGER NOT NULL,
  ids            BLOB NOT NULL,
  PRIMARY KEY (tenant_id, stream, page)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id             INTEGER PRIMARY KEY,
  connection_id  INTEGER NOT NULL REFERENCES connections ON DELETE CASCADE,
  trigger        TEXT NOT NULL CHECK (trigger IN ('manual', 'schedule', 'matching')),
  state          TEXT NOT NULL CHECK (state IN ('running', 'ok', 'incomplete', 'failed', 'cancelled')),
  started_at     INTEGER NOT NULL,
  ended_at       INTEGER,
  error          TEXT,                            -- name of the remedy that ended it
  problems       INTEGER NOT NULL DEFAULT 0       -- warnings and errors in its log
) STRICT;
CREATE INDEX runs_by_time ON runs (started_at DESC);

CREATE TABLE run_streams (
  run_id         INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  tenant_id      INTEGER NOT NULL DEFAULT 0,      -- 0: the connection itself
  name           TEXT NOT NULL,                   -- tenants, users …
  state          TEXT NOT NULL CHECK (state IN ('running', 'ok', 'incomplete', 'failed', 'cancelled', 'not-run')),
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

CREATE TABLE log (
  id             INTEGER PRIMARY KEY,
  at             INTEGER NOT NULL,
  level          TEXT NOT NULL CHECK (level IN ('debug', 'info', 'warning', 'error')),
  run_id         INTEGER REFERENCES runs ON DELETE CASCADE,
  tenant_id      INTEGER REFERENCES tenants ON DELETE SET NULL,
  stream         TEXT,
  object         TEXT,                            -- graph id of the record it is about
  action         TEXT,
  message        TEXT NOT NULL,                   -- redacted, one line
  remedy         TEXT,                            -- name in the remedy table
  request_id     TEXT
) STRICT;
CREATE INDEX log_by_run ON log (run_id, id);
CREATE INDEX log_by_tenant ON log (tenant_id);

CREATE TABLE organizations (
  id             INTEGER PRIMARY KEY,
  external_id    TEXT UNIQUE,                     -- id in the file it came from
  name           TEXT NOT NULL,
  name_folded    TEXT NOT NULL,
  type           TEXT,
  status         TEXT,
  short_name     TEXT,
  description    TEXT,
  quick_notes    TEXT,
  alert          TEXT,
  origin         TEXT NOT NULL CHECK (origin IN ('import', 'created')),
  created_at     INTEGER NOT NULL,
  changed_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX organizations_by_name ON organizations (name_folded);

CREATE TABLE contacts (
  id             INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  external_id    TEXT UNIQUE,
  first_name     TEXT,
  last_name      TEXT,
  sort_name      TEXT NOT NULL,                   -- folded "last first"
  title          TEXT,
  type           TEXT,
  location       TEXT,
  important      INTEGER NOT NULL DEFAULT 0,
  notes          TEXT,
  origin         TEXT NOT NULL CHECK (origin IN ('import', 'created')),
  created_at     INTEGER NOT NULL,
  changed_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX contacts_by_organization ON contacts (organization_id, sort_name);
CREATE INDEX contacts_by_name ON contacts (sort_name);

CREATE TABLE contact_items (
  id             INTEGER PRIMARY KEY,
  contact_id     INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
  kind           TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'other')),
  value          TEXT NOT NULL,
  folded         TEXT NOT NULL,
  is_primary     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX contact_items_by_contact ON contact_items (contact_id);
CREATE INDEX contact_items_by_value ON contact_items (kind, folded);

-- The decision of a person (or the equal-name rule) about a tenant; no row: undecided.
CREATE TABLE matches (
  tenant_id      INTEGER PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  state          TEXT NOT NULL CHECK (state IN ('matched', 'ignored')),
  organization_id INTEGER REFERENCES organizations ON DELETE CASCADE,
  method         TEXT NOT NULL CHECK (method IN ('automatic', 'accepted', 'chosen', 'created', 'ignored')),
  score          INTEGER,
  reasons        TEXT,                            -- JSON [{"kind","text","points"}] at the time of deciding
  decided_at     INTEGER NOT NULL,
  decided_by     TEXT NOT NULL,                   -- "automatic" or the user's name on this computer
  CHECK ((state = 'matched') = (organization_id IS NOT NULL))
) STRICT;
CREATE INDEX matches_by_organization ON matches (organization_id);

-- Candidates of undecided tenants, best first; replaced as a whole per tenant.
CREATE TABLE suggestions (
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  rank           INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 5),
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  score          INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
  reasons        TEXT NOT NULL,
  PRIMARY KEY (tenant_id, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestions_by_organization ON suggestions (organization_id);

-- "Not the same": a pair a person undid or refused is not suggested again.
CREATE TABLE refused_pairs (
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, organization_id)
) STRICT, WITHOUT ROWID;

-- Every decision ever made. before and after are the row of matches as JSON, or NULL for none, the
-- refused_… columns the tenant's refused organizations as a JSON list; steps of one batch are undone
-- together.
CREATE TABLE decisions (
  id             INTEGER PRIMARY KEY,
  batch          INTEGER NOT NULL,
  at             INTEGER NOT NULL,
  who            TEXT NOT NULL,
  action         TEXT NOT NULL CHECK (action IN ('automatic', 'accept', 'match', 'create', 'ignore', 'revert', 'undo', 'redo')),
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  tenant_name    TEXT NOT NULL,
  organization_id INTEGER,                        -- what it led to; no foreign key: history outlives it
  organization_name TEXT,
  score          INTEGER,
  why            TEXT,
  before         TEXT,
  after          TEXT,
  refused_before TEXT NOT NULL DEFAULT '[]',
  refused_after  TEXT NOT NULL DEFAULT '[]',
  created        TEXT,                            -- the organization that it made, as JSON
  undoes         INTEGER                          -- batch that this one took back or did again
) STRICT;
CREATE INDEX decisions_by_undoes ON decisions (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX decisions_by_batch ON decisions (batch);
CREATE INDEX decisions_by_tenant ON decisions (tenant_id);

CREATE TABLE imports (
  id             INTEGER PRIMARY KEY,
  kind           TEXT NOT NULL CHECK (kind IN ('organizations', 'contacts')),
  file_name      TEXT NOT NULL,                   -- last part of the path only
  at             INTEGER NOT NULL,
  added          INTEGER NOT NULL,
  changed        INTEGER NOT NULL,
  undone_at      INTEGER
) STRICT;

-- What an import changed, so that it can be taken back as one step. before NULL: it was new; after is
-- how the import left the record, so that a later change is noticed.
CREATE TABLE import_changes (
  import_id      INTEGER NOT NULL REFERENCES imports ON DELETE CASCADE,
  kind           TEXT NOT NULL,
  record_id      INTEGER NOT NULL,
  before         TEXT,
  after          TEXT NOT NULL,
  PRIMARY KEY (import_id, kind, record_id)
) STRICT, WITHOUT ROWID;

-- Counts every change of a kind of record, whoever makes it. Begins at a number of its own, so that
-- no two databases are taken for one another by whoever keeps something for a generation.
CREATE TABLE generations (
  name           TEXT PRIMARY KEY,
  value          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO generations VALUES ('organizations', abs (random () / 2)), ('contacts', abs (random () / 2));
CREATE TRIGGER organizations_added AFTER INSERT ON organizations BEGIN
  UPDATE generations SET value = value + 1 WHERE name = 'organizations';
END;
CREATE TRIGGER organizations_changed AFTER UPDATE ON organizations BEGIN
  UPDATE generations SET value = value + 1 WHERE name = 'organizations';
END;
CREATE TRIGGER organizations_removed AFTER DELETE ON organizations BEGIN
  UPDATE generations SET value = value + 1 WHERE name = 'organizations';
END;
CREATE TRIGGER contacts_added AFTER INSERT ON contacts BEGIN
  UPDATE generations SET value = value + 1 WHERE name = 'contacts';
END;
CREATE TRIGGER contacts_changed AFTER UPDATE ON contacts BEGIN
  UPDATE generations SET value = value + 1 WHERE name = 'contacts';
END;
CREATE TRIGGER contacts_removed AFTER DELETE ON contacts BEGIN
  UPDATE generations SET value = value + 1 WHERE name = 'contacts';
END;

-- Small facts that are not records, by name: the draft of the set-up.
CREATE TABLE settings (
  name           TEXT PRIMARY KEY,
  value          TEXT NOT NULL
) STRICT, WITHOUT ROWID;
