SELECT count (*)
  FROM tenants AS t
 WHERE t.gone_at IS NULL AND t.in_scope
   AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = t.id)
