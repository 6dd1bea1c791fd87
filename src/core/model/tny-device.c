/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-device.h"

/* Name at Microsoft, kind, member (which is also the column). */
#define FIELD(graph, kind, member) \
  { graph, #member, TNY_FIELD_##kind, G_STRUCT_OFFSET (TnyDevice, member) }

static const TnyField fields[] = {
  FIELD ("id",                     KEY,  graph_id),
  FIELD ("deviceName",             TEXT, name),
  FIELD ("serialNumber",           TEXT, serial_number),
  FIELD ("wiFiMacAddress",         TEXT, wifi_mac),
  FIELD ("manufacturer",           TEXT, manufacturer),
  FIELD ("model",                  TEXT, model),
  FIELD ("operatingSystem",        TEXT, operating_system),
  FIELD ("osVersion",              TEXT, os_version),
  FIELD ("complianceState",        TEXT, compliance),
  FIELD ("managedDeviceOwnerType", TEXT, ownership),
  FIELD ("deviceEnrollmentType",   TEXT, enrollment),
  FIELD ("userId",                 TEXT, user_id),
  FIELD ("userPrincipalName",      TEXT, user_principal_name),
  FIELD ("enrolledDateTime",       TIME, enrolled_at),
  FIELD ("lastSyncDateTime",       TIME, last_sync_at),
};

const TnyShape tny_device_shape = { "devices", fields, G_N_ELEMENTS (fields), sizeof (TnyDevice) };

gboolean
tny_device_only_enrolled (const TnyDevice *self)
{
  return g_strcmp0 (self->enrollment, "deviceEnrollmentManager") == 0;
}
