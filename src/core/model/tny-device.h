/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-shape.h"

G_BEGIN_DECLS

/* TnyDevice: a device that Intune manages, as its listing tells it. Texts are NULL when not told. */
typedef struct
{
  char   *graph_id;             /* GUID, unique within the tenant */
  char   *name;
  char   *serial_number;        /* as the maker wrote it, placeholders too */
  char   *wifi_mac;             /* twelve digits, mostly without separators; "" without Wi-Fi */
  char   *manufacturer, *model, *operating_system, *os_version;
  char   *compliance;           /* complianceState */
  char   *ownership;            /* "company", "personal", "unknown" */
  char   *enrollment;           /* deviceEnrollmentType */
  char   *user_id;              /* GUID of the user; "" when there is none */
  char   *user_principal_name;  /* "" when there is none */
  gint64  enrolled_at, last_sync_at;      /* unix seconds, UTC; 0: not told */
} TnyDevice;

/* Source: Microsoft Graph v1.0, "managedDevice resource type" */
extern const TnyShape tny_device_shape;

/* Whether the user that Microsoft names only enrolled the device: with a device enrolment manager
 * account, whose devices belong to nobody. Such a user is never taken for the primary one. */
gboolean tny_device_only_enrolled (const TnyDevice *self);

G_END_DECLS
