/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-plan.h"

G_BEGIN_DECLS

/* An organization with its lines, shared by reference between a plan before and after a refresh.
 * A head has no lines yet. */
typedef struct
{
  TnyContactPlanOrganization organization;      /* first: what callers see */
  gint64     generation;        /* of contact_generations, when it was compared */
  guint      n_conflicts;
  GArray    *lines;             /* TnyContactPlanLine */
  GStringChunk *texts;          /* of the lines */
} TnyContactPlanSection;

struct _TnyContactPlan
{
  gint64     organization_id;   /* 0: all */
  GPtrArray *sections;          /* TnyContactPlanSection, by name */
  GPtrArray *lines;             /* of all sections; lent by them */
};

G_END_DECLS
