-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO log (at, level, run_id, tenant_id, stream, object, action, message, remedy, request_id)
VALUES (:at, :level, :run_id, :tenant_id, :stream, :object, :action, :message, :remedy, :request_id);
