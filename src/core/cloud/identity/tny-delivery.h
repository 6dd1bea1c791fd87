/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TnyDelivery: one HTTP request to the redirect listener, read byte by byte from anybody who can
 * reach the loopback address. It understands exactly what a browser sends for a sign-in and
 * nothing more.
 *
 *   more ──take()──▸ more ──▸ whole: a form for us
 *                      └────▸ refused: a status to answer
 */
typedef struct _TnyDelivery TnyDelivery;

#define TNY_DELIVERY_PATH     "/tenantry/callback"
#define TNY_DELIVERY_BODY_MAX (12 * 1024)
#define TNY_DELIVERY_MAX      (16 * 1024)       /* request line, headers and body */

/* What a delivery must be. Lent; must outlive. */
typedef struct
{
  guint16     port;          /* Host is exactly "localhost:PORT" */
  gboolean    query;         /* FALSE: POST with a form; TRUE: GET with a query */
  const char *origin;        /* "https://login.microsoftonline.com": Origin, when a browser
                              * sends one, is this, another https host of the same domain, or
                              * "null" */
  const char *path;          /* NULL: TNY_DELIVERY_PATH */
} TnyDeliveryRules;

TnyDelivery * tny_delivery_new  (const TnyDeliveryRules *rules);
void          tny_delivery_free (TnyDelivery            *self);      /* wipes what was read */

/**
 * tny_delivery_take:
 * @data: what arrived, any bytes in any portions
 *
 * Returns: 0 while more must come; 200 when the form is whole; else the HTTP status to answer
 *          with. Only 0 may be followed by another call.
 */
guint         tny_delivery_take (TnyDelivery            *self,
                                 const char             *data,
                                 gsize                   length);

/* The form (body or query), percent-encoded as it came; lent, not NUL-terminated. After 200
 * only. */
const char  * tny_delivery_form (const TnyDelivery      *self,
                                 gsize                  *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyDelivery, tny_delivery_free)

G_END_DECLS
