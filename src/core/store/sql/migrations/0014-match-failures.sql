-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whose candidates could not be computed: not the same as none, nor as not looked at yet.
CREATE TABLE match_failures (
  tenant_id      INTEGER PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  at             INTEGER NOT NULL
) STRICT;
