-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a tenant says of itself beside its name, and what it was called before.
ALTER TABLE tenants ADD COLUMN street TEXT;
ALTER TABLE tenants ADD COLUMN region TEXT;
ALTER TABLE tenants ADD COLUMN postal_code TEXT;
ALTER TABLE tenants ADD COLUMN phones TEXT;          -- as Microsoft writes them, one a line

CREATE TABLE tenant_domains (
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  name           TEXT NOT NULL,                   -- lower case
  is_default     INTEGER NOT NULL,
  is_initial     INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX tenant_domains_by_name ON tenant_domains (name);

-- Names that are no longer the tenant's: the one its contract was made with, and those it had while it
-- was read here. until NULL: nobody told when it ended.
CREATE TABLE tenant_names (
  tenant_id      INTEGER NOT NULL REFERENCES tenants ON DELETE CASCADE,
  name           TEXT NOT NULL,
  until          INTEGER,
  PRIMARY KEY (tenant_id, name)
) STRICT, WITHOUT ROWID;

-- Only the tenant's own word (bit 8 of sources) makes a change a rename: a list may have another copy.
CREATE TRIGGER tenants_renamed AFTER UPDATE OF name ON tenants
  WHEN OLD.name_folded <> NEW.name_folded AND OLD.sources & 8 BEGIN
  INSERT INTO tenant_names VALUES (NEW.id, OLD.name, unixepoch ())
    ON CONFLICT DO UPDATE SET until = excluded.until;
  DELETE FROM tenant_names WHERE tenant_id = NEW.id AND name = NEW.name;
END;
