/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-cloud.h"

G_BEGIN_DECLS

/* TnySampleCloud: the sample cloud as a child process, for --cloud sample and the window's rehearsal.
 *
 * The child listens on a free loopback port and ends when this end of its standard input closes, so
 * it cannot outlive us, however we end. */
typedef struct _TnySampleCloud TnySampleCloud;

/* What was made in its directory is kept beside the records that know of it. */
#define TNY_SAMPLE_CLOUD_STATE "sample-cloud.json"

/**
 * tny_sample_cloud_start:
 * @folder: the data folder: the sample cloud keeps there what was made in it
 *
 * Starts tenantry-sample-cloud (beside this program, in the build tree, or where it is installed) and
 * waits, at most 20 s, until it listens. Blocks.
 *
 * Returns: NULL with TNY_ERROR_NOT_FOUND when the program is missing, TNY_ERROR_UNAVAILABLE when it
 *          ends or does not get ready, G_IO_ERROR_CANCELLED
 */
TnySampleCloud * tny_sample_cloud_start    (const char     *folder,
                                            GCancellable   *cancellable, GError **error);
/* The key file it wrote (README, "Clouds"), lent; removed by stop(). */
const char     * tny_sample_cloud_key_file (TnySampleCloud *self);
/**
 * tny_sample_cloud_switch:
 * @cloud: what the key file said
 * @scenario: a name of "tenantry-sample-cloud --list-scenarios"; NULL with @on FALSE: all of them off
 *
 * Makes things go wrong in the rehearsal, or right again. Blocks.
 *
 * Returns: FALSE with TNY_ERROR_NETWORK (it does not answer) or TNY_ERROR_NOT_FOUND (no such scenario)
 */
gboolean         tny_sample_cloud_switch   (const TnyCloud *cloud, const char *scenario, gboolean on,
                                            GCancellable *cancellable, GError **error);
/* Forgets what was made in its directory. Not while it runs. */
void             tny_sample_cloud_forget   (const char     *folder);
/* Closes its standard input and waits for its end. Takes NULL. */
void             tny_sample_cloud_stop     (TnySampleCloud *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnySampleCloud, tny_sample_cloud_stop)

G_END_DECLS
