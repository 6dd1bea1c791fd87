-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO organizations (external_id, name, name_folded, type, status, short_name, description,
                           quick_notes, alert, website, phone, street, city, region, postal_code, country,
                           origin, created_at, changed_at)
VALUES (:external_id, :name, :folded, :type, :status, :short_name, :description, :quick_notes, :alert,
        :website, :phone, :street, :city, :region, :postal_code, :country,
        'import', :at, :at)
