/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "tny-error.h"

/* Of the file format: the first 100 bytes of a database. */
#define HEADER_SIZE           100
#define HEADER_MAGIC          "SQLite format 3"      /* with its NUL */
#define HEADER_USER_VERSION   60
#define HEADER_APPLICATION_ID 68

static gboolean
fail_errno (GError **error, const char *path, int number)
{
  TnyError code = TNY_ERROR_FILE;

  if (number == EACCES || number == EPERM || number == EROFS)
    code = TNY_ERROR_DATABASE_READ_ONLY;
  else if (number == ENOSPC || number == EDQUOT || number == EFBIG)
    code = TNY_ERROR_DATABASE_FULL;
  g_set_error (error, TNY_ERROR, code, "%s: %s", path, g_strerror (number));

  return FALSE;
}

/* The same of the data folder: what is wrong there is no matter of one file. */
static gboolean
fail_folder (GError **error, const char *path, int number)
{
  fail_errno (error, path, number);
  if (error != NULL && g_error_matches (*error, TNY_ERROR, TNY_ERROR_FILE))
    (*error)->code = TNY_ERROR_DATA_FOLDER;

  return FALSE;
}

/* A file of ours is a plain file, or not there yet: through a symbolic link somebody else would
 * choose where people's data goes. */
static gboolean
check_plain (const char *path, GError **error)
{
  struct stat st;

  if (lstat (path, &st) != 0)
    return errno == ENOENT || fail_errno (error, path, errno);
  if (!S_ISREG (st.st_mode))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATA_FOLDER, "%s is %s and is not used", path,
                   S_ISLNK (st.st_mode) ? "a symbolic link" : "not a file");
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_folder (const char *path, GError **error)
{
  g_autofree char *plain = g_strdup (path);
  struct stat st;

  /* "folder/" would follow the link it names. */
  while (strlen (plain) > 1 && g_str_has_suffix (plain, "/"))
    plain[strlen (plain) - 1] = '\0';
  if (lstat (plain, &st) != 0)
    {
      if (errno != ENOENT)
        return fail_folder (error, plain, errno);
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "%s does not exist", plain);
      return FALSE;
    }
  if (!S_ISDIR (st.st_mode))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATA_FOLDER, "%s is %s and is not used", plain,
                   S_ISLNK (st.st_mode) ? "a symbolic link" : "not a folder");
      return FALSE;
    }

  return TRUE;
}

gboolean
tny_store_files_init (TnyStoreFiles *self, const char *folder, const char *file, gboolean create,
                      GError **error)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal", ".lock" };
  char *resolved;

  self->lock_fd = -1;
  if (create && g_mkdir_with_parents (folder, 0700) != 0)
    return fail_folder (error, folder, errno);
  if (!check_folder (folder, error))
    return FALSE;
  resolved = realpath (folder, NULL);
  if (resolved == NULL)
    return fail_errno (error, folder, errno);
  self->folder = g_strdup (resolved);
  free (resolved);
  self->path = g_build_filename (self->folder, file, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->path, suffixes[i], NULL);

      if (!check_plain (path, error))
        return FALSE;
    }

  return TRUE;
}

/* FALSE with EWOULDBLOCK in errno while somebody holds it. tny_store_files_locked() of another program
 * has its share for a moment, which is no holder: try again then. */
static gboolean
take_lock (int fd)
{
  while (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno != EWOULDBLOCK || flock (fd, LOCK_SH | LOCK_NB) != 0)
        return FALSE;
      flock (fd, LOCK_UN);
      g_thread_yield ();
    }

  return TRUE;
}

gboolean
tny_store_files_locked (TnyStoreFiles *self)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gboolean locked;

  if (fd < 0)
    return FALSE;
  locked = flock (fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (fd);

  return locked;
}

/* The lock file holds the process id of who holds it, and nothing once it was closed in order. */
gboolean
tny_store_files_lock (TnyStoreFiles *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);
  char holder[16] = "";
  struct stat st;
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    return fail_errno (error, path, errno);
  if (!take_lock (fd))
    {
      int number = errno;
      gssize n = pread (fd, holder, sizeof holder - 1, 0);

      holder[n > 0 ? n : 0] = '\0';
      close (fd);
      if (number != EWOULDBLOCK)
        return fail_errno (error, path, number);
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_BUSY, "%s is held by process %s", path,
                   *g_strstrip (holder) != '\0' ? holder : "unknown");
      return FALSE;
    }

  self->unclean = fstat (fd, &st) == 0 && st.st_size > 0;
  g_snprintf (holder, sizeof holder, "%d\n", (int) getpid ());
  if (fchmod (fd, 0600) != 0 || ftruncate (fd, 0) != 0 ||
      pwrite (fd, holder, strlen (holder), 0) != (gssize) strlen (holder) || fdatasync (fd) != 0)
    {
      int number = errno;

      close (fd);
      return fail_errno (error, path, number);
    }
  self->lock_fd = fd;

  return TRUE;
}

void
tny_store_files_unlock (TnyStoreFiles *self, gboolean clean)
{
  if (self->lock_fd < 0)
    return;
  /* A mark that stays by mistake costs one check at the next start. */
  if (clean && (ftruncate (self->lock_fd, 0) != 0 || fdatasync (self->lock_fd) != 0))
    g_message ("%s.lock: %s", self->path, g_strerror (errno));
  close (self->lock_fd);
  self->lock_fd = -1;
}

void
tny_store_files_clear (TnyStoreFiles *self)
{
  tny_store_files_unlock (self, FALSE);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);
}

static guint32
big_endian (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static gboolean
probe_header (const char *path, const guint8 *header, gssize n, guint newest, GError **error)
{
  if (n == 0)
    return TRUE;             /* made, and never written: a new one */
  if (n < HEADER_SIZE || memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED, "%s is not a database", path);
      return FALSE;
    }
  if (big_endian (header + HEADER_USER_VERSION) > newest)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_NEWER,
                   "%s has version %u, this program knows %u", path,
                   big_endian (header + HEADER_USER_VERSION), newest);
      return FALSE;
    }
  if (big_endian (header + HEADER_USER_VERSION) > 0 &&
      big_endian (header + HEADER_APPLICATION_ID) != TNY_SQL_APPLICATION_ID)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED,
                   "%s is the database of another program", path);
      return FALSE;
    }

  return TRUE;
}

gboolean
tny_store_files_probe (TnyStoreFiles *self, gboolean create, guint newest, GError **error)
{
  guint8 header[HEADER_SIZE];
  int fd = open (self->path, (create ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW, 0600);
  gssize n;
  gboolean ok;

  if (fd < 0 && errno == ENOENT)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "%s does not exist", self->path);
      return FALSE;
    }
  if (fd < 0)
    return fail_errno (error, self->path, errno);
  n = pread (fd, header, sizeof header, 0);
  ok = n >= 0 ? probe_header (self->path, header, n, newest, error)
              : fail_errno (error, self->path, errno);
  /* SQLite gives its log and its index the mode of the database. */
  if (ok && create && fchmod (fd, 0600) != 0)
    ok = fail_errno (error, self->path, errno);
  close (fd);

  return ok;
}

#if TNY_TEST_SEAMS
gint64 tny_store_seam_keep_free = TNY_STORE_KEEP_FREE;
int tny_store_seam_room_for = -1;
#endif

gboolean
tny_store_files_room (const char *path, gint64 keep, gint64 more, GError **error)
{
  struct statvfs fs;
  gint64 have;

#if TNY_TEST_SEAMS
  keep = tny_store_seam_keep_free;
  if (tny_store_seam_room_for == 0)
    keep = G_MAXINT64;
  else if (tny_store_seam_room_for > 0)
    tny_store_seam_room_for--;
#endif
  if (statvfs (path, &fs) != 0)
    return fail_errno (error, path, errno);
  have = (gint64) MIN ((guint64) fs.f_bavail * fs.f_frsize, G_MAXINT64);
  if (have - more < keep)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_FULL,
                   "%s: %" G_GINT64_FORMAT " MiB are free, %" G_GINT64_FORMAT " MiB must be", path,
                   have >> 20, (keep + more) >> 20);
      return FALSE;
    }

  return TRUE;
}

static gboolean
sync_one (const char *path, int flags, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | flags);
  int number = 0;

  if (fd < 0)
    return fail_errno (error, path, errno);
  if (fsync (fd) != 0)
    number = errno;
  close (fd);

  return number == 0 || fail_errno (error, path, number);
}

gboolean
tny_store_files_sync (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return sync_one (path, O_NOFOLLOW, error) && sync_one (folder, O_DIRECTORY, error);
}
