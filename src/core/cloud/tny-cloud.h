/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TnyCloud: where Microsoft is. The four real clouds are a table; a key file may name a cloud on
 * this computer, and nothing else: loopback addresses only, in every build. Immutable, reference
 * counted, any thread.
 */
typedef struct _TnyCloud TnyCloud;

typedef enum
{
  TNY_SERVICE_LOGIN,
  TNY_SERVICE_GRAPH,
  TNY_SERVICE_PARTNER,      /* Partner Center */
  TNY_SERVICE_REPORTS,      /* where a usage report may be fetched from after its redirect */
  TNY_SERVICE_PORTAL,       /* Entra admin center: opened in a browser, never called */
  TNY_SERVICE_AZURE,        /* Azure portal, likewise */
  TNY_SERVICE_ADMIN,        /* Microsoft 365 admin center, likewise */
  TNY_N_SERVICES
} TnyService;

/**
 * tny_cloud_load:
 * @name_or_path: (nullable): "global" (also NULL), "usgov", "usgov-dod", "china", or the path of a
 *   key file (it has a slash or ends in ".ini"/".cloud", or such a file exists)
 *
 * Key file: group [cloud]; name (letters, digits, blanks, ". _ -"; at most 64), login, graph,
 * partner, portal: http://LOOPBACK:PORT/path; reports is optional. "sample" alone is no profile:
 * the layer that starts the sample cloud loads the key file it wrote.
 *
 * Returns: NULL with TNY_ERROR_ARGUMENT (unknown name, wrong content) or TNY_ERROR_FILE
 */
TnyCloud   * tny_cloud_load         (const char *name_or_path, GError **error);
/* The key file of the sample cloud that this program started: only its records are in sample.db. */
TnyCloud   * tny_cloud_load_sample  (const char *path, GError **error);
TnyCloud   * tny_cloud_ref          (const TnyCloud *self);
void         tny_cloud_unref        (TnyCloud *self);

const char * tny_cloud_get_name     (const TnyCloud *self);   /* "global", or the name in the
                                                               * file */
gboolean     tny_cloud_is_real      (const TnyCloud *self);   /* one of Microsoft's */
/* File name below the data folder: "tenantry.db", "sample.db", "cloud-NAME.db". */
const char * tny_cloud_get_database (const TnyCloud *self);
/* "https://graph.microsoft.com": no slash at the end. NULL when this cloud does not have the
 * service (Partner Center in usgov-dod), or when it has no fixed address (reports of real
 * clouds). */
const char * tny_cloud_get_base     (const TnyCloud *self, TnyService service);
/* The audience of tokens for a service: "https://graph.microsoft.com". Microsoft's names also for
 * key files. NULL for services that take no token. The scope is this and "/.default". */
const char * tny_cloud_get_resource (const TnyCloud *self, TnyService service);
/* Which service a resource belongs to; TNY_N_SERVICES for none of ours. */
TnyService   tny_cloud_find_service (const TnyCloud *self, const char *resource);

/* Whether @uri is where @service lives: scheme, host (ASCII letters, digits, dots, hyphens), port,
 * no user info; for key files also the path prefix. The one question before anything is sent. */
gboolean     tny_cloud_allows       (const TnyCloud *self, TnyService service, GUri *uri);
/**
 * tny_cloud_parse_link:
 * @text: an address from outside: nextLink, deltaLink, Location, an endpoint of the discovery
 *        document
 *
 * Returns: (transfer full): the parsed address; send this, never the text. NULL with
 *          TNY_ERROR_PROTOCOL when it is malformed or leads anywhere but to @service; the message
 *          holds its host at most
 */
GUri       * tny_cloud_parse_link   (const TnyCloud *self, TnyService service, const char *text,
                                     GError **error);
/* An address of ours: base + @path + @query. @path begins with "/", is escaped where it holds what
 * people typed; @query is an encoded query without "?", or NULL. NULL with TNY_ERROR_ARGUMENT when
 * the cloud lacks the service. */
GUri       * tny_cloud_build_uri    (const TnyCloud *self, TnyService service, const char *path,
                                     const char *query, GError **error);
/* Test builds: authority that signs https on loopback, from the key "ca" of the file; else NULL. */
GTlsDatabase * tny_cloud_get_tls_database (const TnyCloud *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyCloud, tny_cloud_unref)

G_END_DECLS
