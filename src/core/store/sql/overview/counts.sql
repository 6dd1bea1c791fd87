SELECT count (*),
       sum (t.users_present),
       sum (NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = t.id)),
       sum (t.access IS NOT NULL AND t.access <> 'ok'),
       max (t.users_read_at)
  FROM tenants AS t
 WHERE t.connection_id = :connection_id AND t.gone_at IS NULL AND t.in_scope
