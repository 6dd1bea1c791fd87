/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Permissions as data: one row per permission we know, and what asks for it. The wizard, Health,
 * `setup permissions` and the explanations are all read from this table, so that they cannot differ. */

#define TNY_RESOURCE_GRAPH   "00000003-0000-0000-c000-000000000000"
#define TNY_RESOURCE_PARTNER "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"

/* What a person switches on. The order is the order in which things are shown. */
typedef enum
{
  TNY_FEATURE_SIGN_IN   = 1 << 0,   /* always: signing in and staying signed in */
  TNY_FEATURE_TENANTS   = 1 << 1,   /* always: the list of tenants */
  TNY_FEATURE_USERS     = 1 << 2,
  TNY_FEATURE_SIGN_INS  = 1 << 3,   /* last logon: "Enhance contacts" */
  TNY_FEATURE_MAILBOXES = 1 << 4,
  TNY_FEATURE_LICENCES  = 1 << 5,
  TNY_FEATURE_DEVICES   = 1 << 6,
  TNY_FEATURE_HEALTH    = 1 << 7,   /* reading the live grants */
  TNY_FEATURE_UNCONCEAL = 1 << 8,   /* switching concealed report names off */
  TNY_FEATURE_ROTATION  = 1 << 9,   /* cloud-only users */
  TNY_FEATURE_ROTATION_HYBRID = 1 << 10
} TnyFeature;

#define TNY_FEATURES_ALWAYS  (TNY_FEATURE_SIGN_IN | TNY_FEATURE_TENANTS)
#define TNY_FEATURES_DEFAULT (TNY_FEATURES_ALWAYS | TNY_FEATURE_USERS | TNY_FEATURE_MAILBOXES | \
                              TNY_FEATURE_LICENCES | TNY_FEATURE_HEALTH)

typedef struct
{
  TnyFeature  feature;
  const char *id;           /* "users": in commands and JSON */
  const char *title;        /* msgid */
} TnyFeatureInfo;

typedef struct
{
  const char *name;             /* "User.Read.All" */
  const char *resource;         /* TNY_RESOURCE_… */
  const char *delegated_id;     /* id of the scope, NULL when there is no delegated form */
  const char *application_id;   /* id of the app role, NULL when there is no application form */
  guint       needed_for;       /* TnyFeature bits whose least set holds it (delegated form) */
  gboolean    published;        /* on the list that IT Glue asks for */
  gboolean    published_rotation;
  gboolean    admin_consent;    /* the delegated form needs an administrator's consent */
  const char *purpose;          /* msgid: what we read or do with it */
  const char *blank_without;    /* msgid: what stays empty without it */
} TnyPermission;

const TnyFeatureInfo * tny_feature_table      (guint *n);
/* NULL for an unknown id */
const TnyFeatureInfo * tny_feature_by_id      (const char *id);
const TnyPermission  * tny_permission_table   (guint *n);
const TnyPermission  * tny_permission_by_name (const char *name);
const TnyPermission  * tny_permission_by_id   (const char *id);

/* The least set for @features (TNY_FEATURES_ALWAYS is added), in the order of the table. Elements
 * are rows of the table; free the array with g_ptr_array_unref(). */
GPtrArray            * tny_permissions_for    (guint features);

/**
 * tny_permission_covers:
 * @granted: name of a permission that was granted
 * @needed: name of a permission that is asked for
 *
 * Whether @granted is enough where @needed is the least: the wider permissions that Microsoft lists
 * beside it for the calls we make. A permission covers itself.
 *
 * Source: Microsoft Graph permission data, for the calls in cloud/graph
 */
gboolean               tny_permission_covers  (const char *granted, const char *needed);

G_END_DECLS
