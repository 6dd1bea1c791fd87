-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO device_decisions (batch, at, who, action, tenant_graph_id, device_graph_id, device_name,
                              configuration_id, configuration_name, score, why, before, after,
                              refused_before, refused_after, undoes)
VALUES (:batch, :at, :who, :action, :tenant_id, :device_id, :device_name, :configuration_id,
        (SELECT c.name FROM configurations AS c WHERE c.id = :configuration_id),
        :score, :why, :before, :after, :refused_before, :refused_after, :undoes)
