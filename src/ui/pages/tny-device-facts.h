/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All that the Devices page shows of one device, read in one go by a worker. */

#include "tny-devices.h"

G_BEGIN_DECLS

/* One configuration to compare the device with. */
typedef struct
{
  gint64               configuration_id;
  char                *name;
  int                  score;              /* -1: none */
  GPtrArray           *reasons;            /* TnyReasonText; lent from below */
  TnyConfigurationRow *configuration;      /* NULL when it went meanwhile */
} TnyDeviceSideFacts;

typedef struct
{
  TnyDeviceRow *device;                    /* never NULL */
  GPtrArray    *sides;                     /* TnyDeviceSideFacts: the match, else the candidates */
  GPtrArray    *choices;                   /* TnyDeviceChoice */
  GPtrArray    *match_reasons;             /* TnyReasonText */
  GPtrArray    *elsewhere;                 /* TnyDeviceElsewhere */
} TnyDeviceFacts;

/* Worker thread. NULL without error when the device is gone. */
TnyDeviceFacts * tny_device_facts_read (TnyStore *store, gint64 device_id, GError **error);
void             tny_device_facts_free (TnyDeviceFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyDeviceFacts, tny_device_facts_free)

G_END_DECLS
