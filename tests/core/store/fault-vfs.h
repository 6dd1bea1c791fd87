/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A layer between SQLite and the disk whose n-th operation fails, and an allocator whose n-th
 * allocation does. Both stay out of the way until armed. */

typedef enum
{
  FAULT_WRITE,          /* writes, truncations and flushes: SQLITE_IOERR_WRITE or _FSYNC */
  FAULT_ANY,            /* reads as well: SQLITE_IOERR_READ */
} FaultKind;

/* Before the first use of SQLite in the process. */
void     fault_install        (void);
/* The operation number @nth from now (1 is the next) fails, and all after it when @for_good. */
void     fault_arm            (FaultKind kind, guint nth, gboolean for_good);
/* Whether one failed since it was armed. */
gboolean fault_disarm         (void);
void     fault_arm_allocation (guint nth);
gboolean fault_disarm_allocation (void);
