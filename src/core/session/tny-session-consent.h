/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-consent.h"
#include "tny-session.h"

G_BEGIN_DECLS

/* Consent in customers' tenants with a connection's own sign-in. A job whose result is a GPtrArray of
 * TnyConsentTenant; not started. @tenants: (nullable): graph ids, only these. Without @give it only
 * looks; with it, it looks and gives consent wherever there is none: after a person has confirmed. */
TnyJob * tny_session_new_consent (TnySession *self, gint64 connection_id, const char *const *tenants,
                                  gboolean give);

G_END_DECLS
