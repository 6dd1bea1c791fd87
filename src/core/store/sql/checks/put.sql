-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO checks (connection_id, tenant_id, id, area, subject, state, finding, claim, endpoint, status,
                    request_id, detail, checked_at, due_at, due, due_soon, remedy, who, message, url,
                    action, position, roles)
VALUES (:connection_id, :tenant_id, :id, :area, :subject, :state, :finding, :claim, :endpoint, :status,
        :request_id, :detail, :checked_at, :due_at, :due, :due_soon, :remedy, :who, :message, :url,
        :action, :position, :roles)
