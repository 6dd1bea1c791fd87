INSERT INTO provision (tenant_id, key, kind, state, subject, detail, words, at)
    VALUES (:tenant_id, :key, :kind, 'sent', :subject, :detail, :words, :at)
    ON CONFLICT (tenant_id, key) DO UPDATE SET state = 'sent', object_id = NULL, detail = excluded.detail, at = excluded.at
