-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a person wants of one field of one contact, whatever the field's rule (settings, "contacts.rule.FIELD")
-- says: keep what is here, take what Microsoft tells, fill what is empty.
CREATE TABLE contact_choices (
  contact_id  INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
  field       TEXT NOT NULL CHECK (field IN ('first_name', 'last_name', 'title', 'email', 'phone')),
  rule        TEXT NOT NULL CHECK (rule IN ('only-when-empty', 'keep-mine', 'take-microsofts')),
  at          INTEGER NOT NULL,
  who         TEXT NOT NULL,
  PRIMARY KEY (contact_id, field)
) STRICT, WITHOUT ROWID;

-- A plan shows what becomes of fields.
CREATE TRIGGER contact_choices_added AFTER INSERT ON contact_choices BEGIN
  INSERT INTO contact_generations SELECT c.organization_id, 1 FROM contacts AS c WHERE c.id = NEW.contact_id
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER contact_choices_changed AFTER UPDATE ON contact_choices BEGIN
  INSERT INTO contact_generations SELECT c.organization_id, 1 FROM contacts AS c WHERE c.id = NEW.contact_id
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
CREATE TRIGGER contact_choices_removed AFTER DELETE ON contact_choices BEGIN
  INSERT INTO contact_generations SELECT c.organization_id, 1 FROM contacts AS c WHERE c.id = OLD.contact_id
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
