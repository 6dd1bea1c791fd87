UPDATE provision SET state = 'done', object_id = :object_id, request_id = :request_id
    WHERE tenant_id = :tenant_id AND key = :key
