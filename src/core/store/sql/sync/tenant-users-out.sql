-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE users SET state = 'out-of-scope', read_at = :now WHERE tenant_id = :id AND state = 'present';
