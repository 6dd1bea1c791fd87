-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT OR REPLACE INTO matches (tenant_id, state, organization_id, method, score, reasons, decided_at,
                                decided_by)
VALUES (:tenant_id, :match ->> '$.state', :match ->> '$.organization_id', :match ->> '$.method',
        :match ->> '$.score', :match ->> '$.reasons', :match ->> '$.decided_at', :match ->> '$.decided_by')
