UPDATE provision SET state = 'undoing' WHERE tenant_id = :tenant_id AND key = :key
