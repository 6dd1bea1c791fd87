/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-clock.h"
#include "tny-http.h"

G_BEGIN_DECLS

/* A clock that jumps when somebody waits, and notes how long they wanted to. Any thread. */
typedef struct
{
  TnyClock  clock;
  GMutex    lock;
  gint64    boot;            /* microseconds */
  GArray   *waits;           /* of gint64 */
} FakeClock;

void   fake_clock_init    (FakeClock *self);
void   fake_clock_clear   (FakeClock *self);
gint64 fake_clock_wait_at (FakeClock *self, guint index);     /* -1 when there was none */
void   fake_clock_go      (FakeClock *self, gint64 usec);

/* Tokens "token-1", "token-2" … per request for one; a dropped one is not given again. */
typedef struct
{
  GMutex   lock;
  guint    generation;       /* of the present token */
  guint    n_get, n_drop;
  char    *claims;           /* of the last get */
} FakeTokens;

void           fake_tokens_init   (FakeTokens *self);
void           fake_tokens_clear  (FakeTokens *self);
TnyTokenSource fake_tokens_source (FakeTokens *self);

G_END_DECLS
