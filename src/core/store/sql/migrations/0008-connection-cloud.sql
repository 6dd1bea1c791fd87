-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which of Microsoft's clouds a connection is in, and the certificate it uses instead of a secret.
ALTER TABLE connections ADD COLUMN cloud TEXT NOT NULL DEFAULT 'global';
ALTER TABLE connections ADD COLUMN certificate TEXT;   -- SHA-1 thumbprint, as Entra shows it; NULL: a secret
