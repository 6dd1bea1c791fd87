/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-user.h"

G_BEGIN_DECLS

/* TnySimDevice: one device that Intune manages, made from the user it stands beside: a computer and
 * perhaps a phone for people, a computer that nobody owns in rooms, one that an administrator
 * enrolled for the account of a program. With what real estates have: serials that the maker never
 * filled in, adapters that several computers share, copies of virtual machines. */

typedef enum
{
  TNY_SIM_DEVICE_LAPTOP,
  TNY_SIM_DEVICE_DESKTOP,
  TNY_SIM_DEVICE_MAC,
  TNY_SIM_DEVICE_VIRTUAL,
  TNY_SIM_DEVICE_KIOSK,         /* shared, without a primary user */
  TNY_SIM_DEVICE_SCANNER,       /* enrolled by an administrator with an enrolment manager account */
  TNY_SIM_DEVICE_IPHONE,
  TNY_SIM_DEVICE_ANDROID,
} TnySimDeviceKind;

typedef struct
{
  const TnySimTenant *tenant;
  guint               index;
  guint64             dice;
  TnySimDeviceKind    kind;
  gboolean            personal;
  gboolean            has_user;     /* @user is set: the primary user, or who enrolled a scanner */
  TnySimUser          user;
  char                id[TNY_SIM_GUID_LENGTH + 1];
  char                name[128];
  char                serial[64];   /* empty when the maker told none */
  char                wifi[13];     /* twelve digits without separators; empty when there is none */
  char                ethernet[13];
  const char         *maker, *model, *system, *version;
} TnySimDevice;

/* Places that may hold a device: 0 … n - 1. */
guint        tny_sim_device_places (const TnySimTenant *tenant);
/* FALSE when no device stands at this place. */
gboolean     tny_sim_device_make   (TnySimDevice       *self,
                                    const TnySimEstate *estate,
                                    const TnySimTenant *tenant,
                                    guint               place);
/* By id; FALSE when the tenant has no such device. */
gboolean     tny_sim_device_find   (TnySimDevice       *self,
                                    const TnySimEstate *estate,
                                    const TnySimTenant *tenant,
                                    const char         *id);

/* All properties of a managedDevice by Microsoft's names (NULL-terminated), and one device with all
 * of them as a JSON object. @alone: read by its id, which fills in more. */
extern const char *const tny_sim_device_properties[];
void         tny_sim_device_append (GString            *out,
                                    const TnySimDevice *self,
                                    gboolean            alone,
                                    gint64              anchor);

G_END_DECLS
