-- Rebuilds a table that others refer to, as a real migration may have to.
CREATE TABLE new_parents (id INTEGER PRIMARY KEY, name TEXT NOT NULL, rank INTEGER NOT NULL) STRICT;
INSERT INTO new_parents SELECT id, name, length (name) FROM parents;
DROP TABLE parents;
ALTER TABLE new_parents RENAME TO parents;
