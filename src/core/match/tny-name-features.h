/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-name.h"

G_BEGIN_DECLS

/* What two names have to share to be compared at all: whole words, three letters in a row (also
 * across words), initials. A feature is a number; equal numbers are equal features. */
#define TNY_NAME_FEATURES 160

typedef enum
{
  TNY_FEATURE_WORD     = 1,
  TNY_FEATURE_LETTERS  = 2,
  TNY_FEATURE_INITIALS = 3,
} TnyFeatureKind;

#define TNY_FEATURE_KIND(feature) ((TnyFeatureKind) ((feature) & 3))

/* Features of an organization's name. Writes at most TNY_NAME_FEATURES, each once. */
guint tny_name_features       (const TnyName *name,
                               guint64        features[TNY_NAME_FEATURES]);
/* Features to look for: the same, and those that a name has which this one's initials, or whose
 * initials this one's words may be. */
guint tny_name_features_asked (const TnyName *name,
                               guint64        features[TNY_NAME_FEATURES]);

G_END_DECLS
