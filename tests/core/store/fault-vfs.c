/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-vfs.h"

#include <sqlite3.h>
#include <string.h>

static struct
{
  FaultKind  kind;
  gboolean   armed, for_good;
  int        left;
  gboolean   hit;
} fault;

static GMutex lock;

static gboolean
fails (gboolean writes)
{
  gboolean result = FALSE;

  g_mutex_lock (&lock);
  if (fault.armed && (writes || fault.kind == FAULT_ANY) && --fault.left <= 0)
    {
      result = fault.hit = TRUE;
      fault.armed = fault.for_good;
    }
  g_mutex_unlock (&lock);

  return result;
}

void
fault_arm (FaultKind kind, guint nth, gboolean for_good)
{
  g_mutex_lock (&lock);
  fault.kind = kind;
  fault.left = (int) nth;
  fault.armed = TRUE;
  fault.for_good = for_good;
  fault.hit = FALSE;
  g_mutex_unlock (&lock);
}

gboolean
fault_disarm (void)
{
  gboolean hit;

  g_mutex_lock (&lock);
  fault.armed = FALSE;
  hit = fault.hit;
  g_mutex_unlock (&lock);

  return hit;
}

/* Files: the real one lies behind ours. */

typedef struct
{
  sqlite3_file base;
  sqlite3_file real[];
} File;

static sqlite3_vfs *real_vfs;

#define REAL(file) (((File *) (file))->real)
#define FORWARD(name, args, call) \
  static int file_##name args { return REAL (file)->pMethods->x##name call; }

FORWARD (Close, (sqlite3_file *file), (REAL (file)))
FORWARD (FileSize, (sqlite3_file *file, sqlite3_int64 *size), (REAL (file), size))
FORWARD (Lock, (sqlite3_file *file, int level), (REAL (file), level))
FORWARD (Unlock, (sqlite3_file *file, int level), (REAL (file), level))
FORWARD (CheckReservedLock, (sqlite3_file *file, int *out), (REAL (file), out))
FORWARD (FileControl, (sqlite3_file *file, int op, void *arg), (REAL (file), op, arg))
FORWARD (SectorSize, (sqlite3_file *file), (REAL (file)))
FORWARD (DeviceCharacteristics, (sqlite3_file *file), (REAL (file)))
FORWARD (ShmMap, (sqlite3_file *file, int page, int size, int extend, void volatile **out),
         (REAL (file), page, size, extend, out))
FORWARD (ShmLock, (sqlite3_file *file, int offset, int n, int flags), (REAL (file), offset, n, flags))
FORWARD (ShmUnmap, (sqlite3_file *file, int remove), (REAL (file), remove))

static int
file_Read (sqlite3_file *file, void *data, int n, sqlite3_int64 offset)
{
  if (fails (FALSE))
    return SQLITE_IOERR_READ;
  return REAL (file)->pMethods->xRead (REAL (file), data, n, offset);
}

static int
file_Write (sqlite3_file *file, const void *data, int n, sqlite3_int64 offset)
{
  if (fails (TRUE))
    return SQLITE_IOERR_WRITE;
  return REAL (file)->pMethods->xWrite (REAL (file), data, n, offset);
}

static int
file_Truncate (sqlite3_file *file, sqlite3_int64 size)
{
  if (fails (TRUE))
    return SQLITE_IOERR_TRUNCATE;
  return REAL (file)->pMethods->xTruncate (REAL (file), size);
}

static int
file_Sync (sqlite3_file *file, int flags)
{
  if (fails (TRUE))
    return SQLITE_IOERR_FSYNC;
  return REAL (file)->pMethods->xSync (REAL (file), flags);
}

static void
file_ShmBarrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static const sqlite3_io_methods methods = {
  2, file_Close, file_Read, file_Write, file_Truncate, file_Sync, file_FileSize, file_Lock, file_Unlock,
  file_CheckReservedLock, file_FileControl, file_SectorSize, file_DeviceCharacteristics, file_ShmMap,
  file_ShmLock, file_ShmBarrier, file_ShmUnmap,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  int code;

  memset (file, 0, sizeof (File));
  code = real_vfs->xOpen (real_vfs, name, REAL (file), flags, out_flags);
  if (REAL (file)->pMethods != NULL)
    file->pMethods = &methods;

  return code;
}

/* Allocation: a size before each block, as the interface wants to know it. */

static int allocation_left;       /* 0: not armed */
static int allocation_hit;

static gboolean
allocation_fails (void)
{
  if (g_atomic_int_get (&allocation_left) <= 0 || !g_atomic_int_dec_and_test (&allocation_left))
    return FALSE;
  g_atomic_int_set (&allocation_hit, TRUE);

  return TRUE;
}

static sqlite3_mem_methods real_memory;

static void *
fault_malloc (int n)
{
  return allocation_fails () ? NULL : real_memory.xMalloc (n);
}

static void *
fault_realloc (void *block, int n)
{
  return allocation_fails () ? NULL : real_memory.xRealloc (block, n);
}

void
fault_arm_allocation (guint nth)
{
  g_atomic_int_set (&allocation_hit, FALSE);
  g_atomic_int_set (&allocation_left, (int) nth);
}

gboolean
fault_disarm_allocation (void)
{
  g_atomic_int_set (&allocation_left, 0);

  return g_atomic_int_get (&allocation_hit);
}

void
fault_install (void)
{
  static sqlite3_vfs vfs;
  sqlite3_mem_methods memory;

  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &real_memory), ==, SQLITE_OK);
  memory = real_memory;
  memory.xMalloc = fault_malloc;
  memory.xRealloc = fault_realloc;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &memory), ==, SQLITE_OK);

  real_vfs = sqlite3_vfs_find (NULL);
  vfs = *real_vfs;
  vfs.zName = "fault";
  vfs.szOsFile = (int) sizeof (File) + real_vfs->szOsFile;
  vfs.xOpen = vfs_open;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, TRUE), ==, SQLITE_OK);
}
