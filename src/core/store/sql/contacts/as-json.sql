-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT json_object ('id', c.id, 'organization_id', c.organization_id, 'external_id', c.external_id,
                    'first_name', c.first_name, 'last_name', c.last_name, 'sort_name', c.sort_name,
                    'title', c.title, 'type', c.type, 'location', c.location, 'important', c.important,
                    'notes', c.notes, 'origin', c.origin, 'created_at', c.created_at,
                    'changed_at', c.changed_at,
                    'items', (SELECT json_group_array (json_object ('id', p.id, 'kind', p.kind,
                                                                    'value', p.value, 'folded', p.folded,
                                                                    'is_primary', p.is_primary))
                                FROM (SELECT * FROM contact_items AS i WHERE i.contact_id = c.id
                                       ORDER BY i.id) AS p))
  FROM contacts AS c
 WHERE c.id = :id
