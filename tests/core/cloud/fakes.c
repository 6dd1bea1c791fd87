/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fakes.h"

static gint64
fake_now (TnyClock *clock)
{
  return 1767225600 + tny_clock_boot (clock) / G_USEC_PER_SEC;
}

static gint64
fake_boot (TnyClock *clock)
{
  FakeClock *self = (FakeClock *) clock;
  gint64 boot;

  g_mutex_lock (&self->lock);
  boot = self->boot;
  g_mutex_unlock (&self->lock);

  return boot;
}

static gboolean
fake_wait (TnyClock *clock, gint64 usec, GCancellable *cancellable)
{
  FakeClock *self = (FakeClock *) clock;

  g_mutex_lock (&self->lock);
  self->boot += usec;
  g_array_append_val (self->waits, usec);
  g_mutex_unlock (&self->lock);

  return !g_cancellable_is_cancelled (cancellable);
}

void
fake_clock_init (FakeClock *self)
{
  self->clock = (TnyClock) { fake_now, fake_boot, fake_wait };
  g_mutex_init (&self->lock);
  self->boot = G_USEC_PER_SEC;
  self->waits = g_array_new (FALSE, FALSE, sizeof (gint64));
}

void
fake_clock_clear (FakeClock *self)
{
  g_array_unref (self->waits);
  g_mutex_clear (&self->lock);
}

gint64
fake_clock_wait_at (FakeClock *self, guint index)
{
  return index < self->waits->len ? g_array_index (self->waits, gint64, index) : -1;
}

void
fake_clock_go (FakeClock *self, gint64 usec)
{
  g_mutex_lock (&self->lock);
  self->boot += usec;
  g_mutex_unlock (&self->lock);
}

static TnySecret *
fake_get (gpointer data, const char *tenant_id, const char *resource, const char *claims,
          GCancellable *cancellable, GError **error)
{
  FakeTokens *self = data;
  g_autofree char *token = NULL;

  g_mutex_lock (&self->lock);
  self->n_get++;
  g_free (self->claims);
  self->claims = g_strdup (claims);
  token = g_strdup_printf ("token-%u", self->generation);
  g_mutex_unlock (&self->lock);

  return tny_secret_new (token);
}

static void
fake_drop (gpointer data, const char *tenant_id, const char *resource, const TnySecret *token)
{
  FakeTokens *self = data;

  g_mutex_lock (&self->lock);
  self->n_drop++;
  self->generation++;
  g_mutex_unlock (&self->lock);
}

void
fake_tokens_init (FakeTokens *self)
{
  *self = (FakeTokens) { .generation = 1 };
  g_mutex_init (&self->lock);
}

void
fake_tokens_clear (FakeTokens *self)
{
  g_free (self->claims);
  g_mutex_clear (&self->lock);
}

TnyTokenSource
fake_tokens_source (FakeTokens *self)
{
  return (TnyTokenSource) { fake_get, fake_drop, self };
}
