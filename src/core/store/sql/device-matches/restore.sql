-- SPDX-License-Identifier: GPL-3.0-or-later
-- A configuration that is another device already is an error, not replaced.
INSERT INTO device_matches (tenant_graph_id, device_graph_id, state, configuration_id, method,
                            score, reasons, decided_at, decided_by)
VALUES (:tenant_id, :device_id, :match ->> '$.state', :match ->> '$.configuration_id',
        :match ->> '$.method', :match ->> '$.score', :match ->> '$.reasons', :match ->> '$.decided_at',
        :match ->> '$.decided_by')
ON CONFLICT (tenant_graph_id, device_graph_id) DO UPDATE
   SET state = excluded.state, configuration_id = excluded.configuration_id, method = excluded.method,
       score = excluded.score, reasons = excluded.reasons, decided_at = excluded.decided_at,
       decided_by = excluded.decided_by
