/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fault-vfs.h"
#include "tny-error.h"

static void
assert_database_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == TNY_ERROR);
  g_assert_cmpint (error->code, >=, TNY_ERROR_DATABASE_BUSY);
  g_assert_cmpint (error->code, <=, TNY_ERROR_DATABASE_READ_ONLY);
}

static void
assert_sound (Fixture *f)
{
  g_autofree char *path = fixture_path (f, ""), *answer = outside_text (path, "PRAGMA integrity_check");

  g_assert_cmpstr (answer, ==, "ok");
}

#if TNY_TEST_SEAMS
static void
test_too_little_room (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture_open (f);
  tny_store_seam_keep_free = G_MAXINT64;
  g_assert_false (write_set (f->store, 1, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_DATABASE_FULL);
  g_assert_cmpint (read_set (f->store), ==, -1);
  tny_store_seam_keep_free = TNY_STORE_KEEP_FREE;
  g_clear_error (&error);
  g_assert_true (write_set (f->store, 2, &error));
  g_assert_cmpint (read_set (f->store), ==, 2);
}
#endif

/* The disk is full at 50 different places: a file may not grow beyond a limit, which is the same
 * error by another name (EFBIG), and needs no rights to mount anything. */
static void
test_disk_full_at_50_places (Fixture *f, gconstpointer data)
{
  struct rlimit before, limit;
  guint full = 0;
  int stored = 0;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  fixture_open (f);
  g_assert_true (write_set (f->store, 0, NULL));
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *wal = fixture_path (f, "-wal");
      g_autoptr(GError) error = NULL;
      GStatBuf st;
      guint number = 1;

      g_assert_cmpint (g_stat (wal, &st), ==, 0);
      limit = before;
      limit.rlim_cur = (rlim_t) st.st_size + i * 2711;
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      while (number < 200 && write_set (f->store, stored + number, &error))
        number++;
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      g_assert_error (error, TNY_ERROR, TNY_ERROR_DATABASE_FULL);
      full++;
      stored += number - 1;
      g_assert_cmpint (read_set (f->store), ==, stored);

      /* Room again: it goes on without being opened anew. */
      g_clear_error (&error);
      g_assert_true (write_set (f->store, ++stored, &error));
      g_assert_no_error (error);
      g_assert_cmpint (read_set (f->store), ==, stored);
    }
  g_assert_cmpuint (full, ==, 50);
  fixture_close (f);
  assert_sound (f);
  fixture_open (f);
  g_assert_cmpint (read_set (f->store), ==, stored);
}

static void
one_io_fault (Fixture *f, FaultKind kind, guint nth, gboolean for_good, guint *n_hit, int *stored)
{
  g_autoptr(GError) error = NULL;
  gboolean wrote = FALSE, hit;
  int value;

  fault_arm (kind, nth, for_good);
  f->store = tny_store_open (f->folder, "tenantry.db", TNY_STORE_WRITE, &error);
  if (f->store != NULL)
    wrote = write_set (f->store, (guint) *stored + 1, &error);
  if (!wrote)
    assert_database_error (error);
  fixture_close (f);
  hit = fault_disarm ();
  *n_hit += hit;
  g_assert_true (hit || wrote);

  fixture_open (f);
  value = read_set (f->store);
  /* What was acknowledged is there. What failed is there whole or not at all. */
  if (wrote)
    g_assert_cmpint (value, ==, *stored + 1);
  else
    g_assert_true (value == *stored || value == *stored + 1);
  *stored = value;
  fixture_close (f);
  assert_sound (f);
}

static void
test_every_io_error (Fixture *f, gconstpointer data)
{
  guint n_hit = 0;
  int stored = -1;

  fixture_open (f);
  g_assert_true (write_set (f->store, 0, NULL));
  fixture_close (f);
  stored = 0;
  for (guint i = 1; i <= 250; i++)
    {
      one_io_fault (f, i % 3 == 0 ? FAULT_ANY : FAULT_WRITE, (i + 2) / 3, i % 2 == 0, &n_hit, &stored);
      one_io_fault (f, FAULT_ANY, i, FALSE, &n_hit, &stored);
    }
  g_test_message ("%u of 500 faults met", n_hit);
  g_assert_cmpuint (n_hit, >=, 100);
}

static void
test_every_allocation (Fixture *f, gconstpointer data)
{
  guint n_hit = 0;
  int stored = 0;

  fixture_open (f);
  g_assert_true (write_set (f->store, 0, NULL));
  fixture_close (f);
  for (guint i = 1; i <= 200; i++)
    {
      g_autoptr(GError) error = NULL;
      gboolean wrote = FALSE;
      int value;

      /* Odd ones meet the opening, even ones the transaction. */
      if (i % 2 == 0)
        fixture_open (f);
      fault_arm_allocation ((i + 1) / 2 * (i % 2 == 0 ? 1 : 7));
      if (i % 2 != 0)
        f->store = tny_store_open (f->folder, "tenantry.db", TNY_STORE_WRITE, &error);
      if (f->store != NULL)
        wrote = write_set (f->store, (guint) stored + 1, &error);
      n_hit += fault_disarm_allocation ();
      if (!wrote)
        assert_database_error (error);
      fixture_close (f);

      fixture_open (f);
      value = read_set (f->store);
      g_assert_true (wrote ? value == stored + 1 : value == stored);
      stored = value;
      fixture_close (f);
    }
  g_test_message ("%u of 200 failed allocations met", n_hit);
  g_assert_cmpuint (n_hit, >=, 100);
  assert_sound (f);
}

static void
test_200_byte_flips (Fixture *f, gconstpointer data)
{
  g_autofree char *path = fixture_path (f, ""), *lock = fixture_path (f, ".lock"), *bytes = NULL;
  guint refused = 0, unnoticed = 0;
  gsize length;

  fixture_open (f);
  for (guint i = 0; i < 5; i++)
    g_assert_true (write_set (f->store, i, NULL));
  fixture_close (f);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr(GError) error = NULL;
      gsize at = (gsize) g_test_rand_int_range (0, (int) length);
      char was = bytes[at];

      bytes[at] ^= (char) (1 << g_test_rand_int_range (0, 8));
      g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
      bytes[at] = was;
      /* Half of them after a stop without good-bye, half of them not. */
      g_assert_true (g_file_set_contents (lock, i % 2 == 0 ? "1\n" : "", -1, NULL));

      f->store = tny_store_open (f->folder, "tenantry.db", TNY_STORE_WRITE, &error);
      if (f->store != NULL && write_set (f->store, 9, &error) && write_set (f->store, 10, &error))
        unnoticed++;
      else
        {
          assert_database_error (error);
          refused++;
        }
      fixture_close (f);
    }
  g_test_message ("%u refused, %u without consequence", refused, unnoticed);
  g_assert_cmpuint (refused, >, 0);
}

int
main (int argc, char **argv)
{
  fault_install ();
  g_test_init (&argc, &argv, NULL);
#if TNY_TEST_SEAMS
  add_test ("/store/faults/too-little-room", test_too_little_room);
#endif
  add_test ("/store/faults/disk-full-at-50-places", test_disk_full_at_50_places);
  add_test ("/store/faults/every-io-error", test_every_io_error);
  add_test ("/store/faults/every-allocation", test_every_allocation);
  add_test ("/store/faults/200-byte-flips", test_200_byte_flips);

  return g_test_run ();
}
