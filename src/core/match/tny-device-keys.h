/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Serial numbers and hardware addresses: the form in which they are compared, and which of them say
 * nothing about who a device is. The list is device-placeholders.tsv. */

typedef enum
{
  TNY_KEY_GOOD,
  TNY_KEY_MISSING,        /* there is nothing */
  TNY_KEY_MALFORMED,      /* an address without twelve digits, a serial too short to be one */
  TNY_KEY_NONE,           /* stands for none: zeros, "N/A" */
  TNY_KEY_UNFILLED,       /* what the maker left in its place: "Default string" */
  TNY_KEY_EXAMPLE,        /* a made-up one: "0123456789" */
  TNY_KEY_VIRTUAL,        /* of a virtual machine or adapter, copied along with it */
  TNY_KEY_SHARED,         /* known to be the same on many computers */
  TNY_KEY_RANDOM,         /* an address that a system made up: another one on every network */
} TnyKeyQuality;

/* Folded, without blanks, dots, dashes and underscores: NULL unless it is good. Free with
 * g_free(). Any thread, as everything here. */
char       * tny_serial_key    (const char *text, TnyKeyQuality *quality);
/* Twelve digits in upper case: NULL unless it is good. */
char       * tny_mac_key       (const char *text, TnyKeyQuality *quality);
/* "8C:1D:96:A0:27:61" for twelve digits with any separators, else the text as it is; NULL for NULL
 * and "". */
char       * tny_mac_display   (const char *text);
/* Why a value is not looked at, a translated sentence without a full stop; NULL for a good or
 * missing one. */
const char * tny_key_problem   (TnyKeyQuality quality);

G_END_DECLS
