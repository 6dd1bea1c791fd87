/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyHealthSource: the results that Health shows, and the checks that run. It outlives the page, so
 * that checks go on while another one is shown.
 *
 * Signals: changed ()    other results, or the last load or check failed
 *          running ()    checks began, came on, or ended
 */

#include "tny-health-view.h"
#include "tny-window.h"

G_BEGIN_DECLS

#define TNY_TYPE_HEALTH_SOURCE (tny_health_source_get_type ())
G_DECLARE_FINAL_TYPE (TnyHealthSource, tny_health_source, TNY, HEALTH_SOURCE, GObject)

/* @session is lent and must outlive it. */
TnyHealthSource     * tny_health_source_new       (TnySession *session);
/* Reads the stored results in a worker; changed follows. */
void                  tny_health_source_load      (TnyHealthSource *self);
/* Lent until the next changed; NULL: not read yet. */
const TnyHealthView * tny_health_source_get_view  (TnyHealthSource *self);
/* Why the last load or check failed; NULL: it did not. Lent. */
const GError        * tny_health_source_get_error (TnyHealthSource *self);

/**
 * tny_health_source_check:
 * @window: says how it goes and how it ended; checks of all show in its foot
 * @connection_id: 0: all connections, one after the other
 * @tenant_id: (nullable): GUID: only this tenant, and the connection itself
 *
 * Starts checking; nothing happens while checks run. Main thread.
 */
void                  tny_health_source_check     (TnyHealthSource *self, TnyWindow *window,
                                                   gint64 connection_id, const char *tenant_id);
void                  tny_health_source_cancel    (TnyHealthSource *self);
/* The job that runs, lent; NULL: none. */
TnyJob              * tny_health_source_get_job   (TnyHealthSource *self);

G_END_DECLS
