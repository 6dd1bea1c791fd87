-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where an organization is, and how it is found, as a file told it.
ALTER TABLE organizations ADD COLUMN website TEXT;
ALTER TABLE organizations ADD COLUMN phone TEXT;
ALTER TABLE organizations ADD COLUMN street TEXT;
ALTER TABLE organizations ADD COLUMN city TEXT;
ALTER TABLE organizations ADD COLUMN region TEXT;
ALTER TABLE organizations ADD COLUMN postal_code TEXT;
ALTER TABLE organizations ADD COLUMN country TEXT;

-- Names that were the organization's before.
CREATE TABLE organization_names (
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  name           TEXT NOT NULL,
  until          INTEGER NOT NULL,
  PRIMARY KEY (organization_id, name)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER organizations_renamed AFTER UPDATE OF name ON organizations
  WHEN OLD.name_folded <> NEW.name_folded BEGIN
  INSERT INTO organization_names VALUES (NEW.id, OLD.name, unixepoch ())
    ON CONFLICT DO UPDATE SET until = excluded.until;
  DELETE FROM organization_names WHERE organization_id = NEW.id AND name = NEW.name;
END;
