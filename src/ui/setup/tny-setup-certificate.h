/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySetupCertificate: "Use a certificate instead": makes one, with its key in the keyring, shows what
 * Entra will show of it, and saves its public part as a file. Signal "changed". */

#include "tny-setup-page.h"

G_BEGIN_DECLS

#define TNY_TYPE_SETUP_CERTIFICATE (tny_setup_certificate_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupCertificate, tny_setup_certificate, TNY, SETUP_CERTIFICATE, AdwBin)

/* By @setup's draft, which it keeps up to date from then on. @setup is lent. */
void     tny_setup_certificate_enter      (TnySetupCertificate *self, TnySetup *setup);
void     tny_setup_certificate_stop       (TnySetupCertificate *self);
gboolean tny_setup_certificate_is_on      (TnySetupCertificate *self);
/* There is one: the connection's own, or one that waits. */
gboolean tny_setup_certificate_is_there   (TnySetupCertificate *self);
/* … which waits, so that the connection has yet to take it. */
gboolean tny_setup_certificate_is_waiting (TnySetupCertificate *self);

G_END_DECLS
