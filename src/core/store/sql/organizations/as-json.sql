-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT json_object ('id', id, 'external_id', external_id, 'name', name, 'name_folded', name_folded,
                    'type', type, 'status', status, 'short_name', short_name, 'description', description,
                    'quick_notes', quick_notes, 'alert', alert,
                    'website', website, 'phone', phone, 'street', street, 'city', city,
                    'region', region, 'postal_code', postal_code, 'country', country, 'origin', origin, 'created_at', created_at,
                    'changed_at', changed_at)
  FROM organizations
 WHERE id = :id
