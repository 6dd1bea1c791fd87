DELETE FROM provision WHERE tenant_id = :tenant_id AND key = :key
