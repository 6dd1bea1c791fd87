-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO run_streams (run_id, tenant_id, name, state) VALUES (:run_id, :tenant_id, :name, 'running')
ON CONFLICT (run_id, tenant_id, name) DO NOTHING;
