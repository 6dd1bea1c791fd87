SELECT key, kind, state, object_id, subject, detail, words FROM provision WHERE tenant_id = :tenant_id
    ORDER BY id
