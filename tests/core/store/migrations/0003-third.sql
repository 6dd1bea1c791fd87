CREATE INDEX children_by_parent ON children (parent_id);
