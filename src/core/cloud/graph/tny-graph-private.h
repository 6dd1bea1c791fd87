/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-graph.h"

G_BEGIN_DECLS

/* For the files of this folder. */

/* Remembers where a listing has been. */
typedef struct
{
  GHashTable *seen;          /* of 64-bit hashes: a hundred thousand links would be long */
  guint       pages;
} TnyWalk;

void          tny_walk_init    (TnyWalk *self);
void          tny_walk_clear   (TnyWalk *self);
/* FALSE with PROTOCOL for a link that was there before, or after too many pages. */
gboolean      tny_walk_go      (TnyWalk *self, const char *link, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyWalk, tny_walk_clear)

/* One request with this tenant's token. @headers: (nullable): name, value, …, NULL, beside our
 * own. */
TnyResponse * tny_graph_fetch  (TnyGraph *self, TnyService service, GUri *uri,
                                const char *const *headers, GCancellable *cancellable,
                                GError **error);
/* Any request for this tenant: @request says service, address and flags; the rest is filled in.
 * With a token go the headers that Microsoft wants to see, without one nothing but @headers. */
TnyResponse * tny_graph_send   (TnyGraph *self, const TnyRequest *request,
                                const char *const *headers, GCancellable *cancellable,
                                GError **error);
/* As a JSON object. */
JsonNode    * tny_graph_fetch_json (TnyGraph *self, TnyService service, GUri *uri,
                                    const char *const *headers, GCancellable *cancellable,
                                    GError **error);
/* A link that is a text, null or absent: of another type it is PROTOCOL, never the end of a
 * listing. The same for an object. */
gboolean      tny_graph_read_link   (JsonObject *object, const char *name, const char **link,
                                     GError **error);
gboolean      tny_graph_read_object (JsonObject *object, const char *name, JsonObject **member,
                                     GError **error);
TnyHttp     * tny_graph_get_http   (TnyGraph *self);
/* Checks the tenant unless that was done. */
gboolean      tny_graph_ensure_checked (TnyGraph *self, GCancellable *cancellable, GError **error);

G_END_DECLS
