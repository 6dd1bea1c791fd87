-- SPDX-License-Identifier: GPL-3.0-or-later
-- When the streams of a connection's tenants were last read whole.
SELECT s.tenant_id, s.name, s.read_at
  FROM tenant_streams AS s
  JOIN tenants AS t ON t.id = s.tenant_id
 WHERE t.connection_id = :connection_id AND s.state = 'ok';
