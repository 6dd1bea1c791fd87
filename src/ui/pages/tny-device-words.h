/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Devices in words: what the page, its detail and an organization's tab call the same things. All
 * results of char * are new strings. */

#include "tny-devices.h"
#include "tny-match-words.h"
#include "tny-state-bin.h"

G_BEGIN_DECLS

/* "LT-0231, suggested, LT-0231, 90": the accessible name of a row. */
char      * tny_device_row_name      (gconstpointer device_row);
/* Why it is what it is: "Same serial number: …", "Ignored by alice", "No organization yet". */
char      * tny_device_because       (const TnyDeviceRow *device);
/* "Matched automatically: same serial number and address"; NULL while undecided. */
char      * tny_device_method_words  (const TnyDeviceRow *device);
/* The primary user, or why there is none: "none (enrolled by admin@…)", "none, shared device". */
char      * tny_device_user_words    (const TnyDeviceRow *device);
/* "compliant", "in grace period": Microsoft's words for compliance, as ours. */
char      * tny_device_compliance    (const char *compliance);
/* A serial number with why it does not count, when it does not: "0 (it stands for none)". */
char      * tny_device_serial_words  (const char *serial);
/* The addresses that a configuration names, as a list to be shown; free with g_strfreev(). */
char     ** tny_configuration_macs_shown (const TnyConfigurationRow *configuration);
TnyLikeness tny_likeness_of_hosts    (const char *theirs, const char *ours);
TnyLikeness tny_likeness_of_serials  (const char *theirs, const char *ours);
/* @device's addresses against those that a configuration names. */
TnyLikeness tny_likeness_of_macs     (char *const *theirs, const char *mac_address,
                                      const char *interfaces);

/* Why there are no devices at all, from how they were read last (TnyDeviceSource): not synced, no
 * Intune in these tenants, or a permission or role is missing. */
void        tny_device_why_none      (TnyEmpty *empty, GPtrArray *sources);

G_END_DECLS
