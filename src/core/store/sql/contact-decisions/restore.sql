-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO contact_decisions (tenant_graph_id, user_graph_id, organization_id, action, contact_id, decided_at,
                               decided_by)
VALUES (:tenant_graph_id, :user_graph_id, :record ->> '$.organization_id', :record ->> '$.action',
        :record ->> '$.contact_id', :record ->> '$.decided_at', :record ->> '$.decided_by')
