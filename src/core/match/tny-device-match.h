/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The devices of one organization's tenants against its configurations. Pure: nothing is read or
 * written here; any thread.
 *
 *   equal serial number and equal hardware address, both of nobody else: they are the same
 *   one of the two: a suggestion        equal name: a weak one
 *
 * Placeholders never count (tny-device-keys.h). What several have lowers the score of all of them:
 * the address of a docking station, the serial of a board that was exchanged. */

#define TNY_DEVICE_TOP   5          /* candidates that a device has at most */
#define TNY_DEVICE_FLOOR 20         /* points below which a pair is none */

/* Texts are lent and may be NULL. */
typedef struct
{
  gint64      id;
  const char *name, *serial;
  const char *wifi_mac, *ethernet_mac;
  gboolean    decided;              /* has no candidates, but what it has counts for the others */
} TnyDeviceSide;

typedef struct
{
  gint64             id;
  const char        *name, *hostname, *serial;
  const char *const *macs;          /* NULL-terminated; NULL: none */
  gboolean           taken;         /* is no candidate, but what it has counts for the others */
} TnyConfigurationSide;

typedef enum
{
  TNY_DEVICE_SAME_SERIAL,           /* @value */
  TNY_DEVICE_SAME_MAC,              /* @value */
  TNY_DEVICE_SAME_NAME,             /* @value */
  TNY_DEVICE_OTHER_NAME,            /* @value here, @other in the records */
  TNY_DEVICE_OTHER_SERIAL,          /* likewise */
  TNY_DEVICE_OTHER_MAC,
  TNY_DEVICE_SHARED_SERIAL,         /* @n other devices or configurations have it */
  TNY_DEVICE_SHARED_MAC,
  TNY_DEVICE_SHARED_NAME,
} TnyDeviceReasonKind;

typedef struct
{
  TnyDeviceReasonKind  kind;
  int                  points;      /* signed, never 0; those of a candidate add up to its score */
  char                *value, *other;
  guint                n;
} TnyDeviceReason;

typedef struct
{
  gint64     configuration_id;
  int        score;                 /* 0–100 */
  gboolean   automatic;
  GPtrArray *reasons;               /* TnyDeviceReason */
} TnyDeviceCandidate;

/* Whether a person said that the two are not the same. */
typedef gboolean (*TnyDeviceRefused) (gint64 device_id, gint64 configuration_id, gpointer data);

/**
 * tny_device_match:
 * @refused: (nullable): pairs that are none
 *
 * Some microseconds for each device and configuration.
 *
 * Returns: (transfer full): for each device, in the order given, a GPtrArray of TnyDeviceCandidate,
 *          best first, empty where there is none
 */
GPtrArray  * tny_device_match            (const TnyDeviceSide        *devices,
                                          guint                       n_devices,
                                          const TnyConfigurationSide *configurations,
                                          guint                       n_configurations,
                                          TnyDeviceRefused            refused,
                                          gpointer                    data);
void         tny_device_candidate_free   (TnyDeviceCandidate *self);

/* "same-serial": kept with decisions. */
const char * tny_device_reason_name      (TnyDeviceReasonKind kind);
/* As a translated sentence without a full stop, points left out. Free with g_free(). */
char       * tny_device_reason_text      (const TnyDeviceReason *self);
/* A host name in the form in which it is compared: folded, without the domain. Free with
 * g_free(); NULL when there is none. */
char       * tny_device_name_key         (const char *name);

G_END_DECLS
