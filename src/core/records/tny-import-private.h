/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-csv.h"
#include "tny-import.h"

G_BEGIN_DECLS

/* Positions in the tables of fields. */
enum { ORGANIZATION_ID, ORGANIZATION_NAME, ORGANIZATION_TYPE, ORGANIZATION_STATUS, ORGANIZATION_SHORT_NAME,
       ORGANIZATION_DESCRIPTION, ORGANIZATION_QUICK_NOTES, ORGANIZATION_ALERT,
       ORGANIZATION_WEBSITE, ORGANIZATION_PHONE, ORGANIZATION_STREET, ORGANIZATION_CITY, ORGANIZATION_REGION,
       ORGANIZATION_POSTAL_CODE, ORGANIZATION_COUNTRY, N_ORGANIZATION_FIELDS };
enum { CONTACT_ID, CONTACT_ORGANIZATION, CONTACT_FIRST_NAME, CONTACT_LAST_NAME, CONTACT_NAME, CONTACT_TYPE,
       CONTACT_TITLE, CONTACT_LOCATION, CONTACT_IMPORTANT, CONTACT_EMAIL, CONTACT_PHONE, CONTACT_NOTES,
       CONTACT_ITEMS, N_CONTACT_FIELDS };
enum { CONFIGURATION_ID, CONFIGURATION_ORGANIZATION, CONFIGURATION_NAME, CONFIGURATION_TYPE,
       CONFIGURATION_STATUS, CONFIGURATION_HOSTNAME, CONFIGURATION_PRIMARY_IP, CONFIGURATION_GATEWAY,
       CONFIGURATION_MAC, CONFIGURATION_SERIAL, CONFIGURATION_ASSET_TAG, CONFIGURATION_MANUFACTURER,
       CONFIGURATION_MODEL, CONFIGURATION_SYSTEM, CONFIGURATION_SYSTEM_NOTES, CONFIGURATION_POSITION,
       CONFIGURATION_NOTES, CONFIGURATION_INSTALLED_AT, CONFIGURATION_INSTALLED_BY,
       CONFIGURATION_PURCHASED_AT, CONFIGURATION_PURCHASED_BY, CONFIGURATION_WARRANTY,
       CONFIGURATION_CONTACT, CONFIGURATION_LOCATION, CONFIGURATION_INTERFACES,
       CONFIGURATION_ARCHIVED, N_CONFIGURATION_FIELDS };
#define MAX_FIELDS ((int) N_CONFIGURATION_FIELDS)

/* Where a line of the plan goes to. */
typedef struct
{
  guint   record;               /* position in the file */
  gint64  record_id;            /* of the record here; 0: new */
  gint64  organization_id;      /* contacts, configurations */
} TnyImportTarget;

struct _TnyImportPlan
{
  TnyStore      *store;
  TnyImportKind  kind;
  char          *file_name;
  TnyCsv        *csv;
  GPtrArray     *headings;      /* lent by csv */
  int            columns[MAX_FIELDS];
  gint64         generations[TNY_IMPORT_N_KINDS];      /* of each kind, when compared */
  GPtrArray     *lines;         /* TnyImportLine */
  GArray        *targets;       /* TnyImportTarget, one for each line */
  guint          counts[TNY_IMPORT_N_OUTCOMES];
};

/* A text of a contact beside its name: an address, a number, or something kept as it is. */
typedef struct
{
  const char *kind;             /* "email", "phone", "other" */
  char       *value, *folded;
  gboolean    primary;
} TnyImportItem;

/* What a line says, ready to be compared and stored. NULL: it says nothing. */
typedef struct
{
  const char *external_id;
  char       *name, *folded;            /* organizations, configurations */
  const char *texts[MAX_FIELDS];        /* likewise: by position, without id and name */

  const char *organization;             /* contacts, configurations */
  int         archived;                 /* configurations; -1: says nothing */
  char       *first_name, *last_name;
  char       *sort_name;                /* of what the line says; NULL when it says nothing */
  const char *type, *title, *location, *notes;
  int         important;                /* -1: says nothing */
  GPtrArray  *items;                    /* TnyImportItem */
} TnyImportValues;

const char * tny_import_text         (TnyImportPlan *self, const TnyCsvRecord *record, guint field);
/* FALSE with a translated sentence in *@why when the line cannot be used. */
gboolean     tny_import_values_read  (TnyImportPlan *self, const TnyCsvRecord *record,
                                      TnyImportValues *values, char **why);
void         tny_import_values_clear (TnyImportValues *values);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyImportValues, tny_import_values_clear)
/* Folded "last first", else the first address; NULL when there is neither. */
char       * tny_import_sort_name    (const char *first_name, const char *last_name, GPtrArray *items);
/* The folded primary address; NULL: none. */
const char * tny_import_primary_mail (const TnyImportValues *values);

/* "Yes", "no", "1" …; -1 for NULL. FALSE for what is neither. */
gboolean     tny_import_read_answer  (const char *text, int *answer);

/* Configurations: tny-import-configurations.c. Columns of the database by position; NULL for those
 * that are no plain text. */
extern const char *const tny_import_configuration_columns[N_CONFIGURATION_FIELDS];
gboolean     tny_import_read_configuration    (TnyImportPlan *self, const TnyCsvRecord *record,
                                               TnyImportValues *values, char **why);
gboolean     tny_import_find_configuration    (TnyReader *reader, const TnyImportValues *values,
                                               gint64 organization_id, gint64 *id, char **why,
                                               GError **error);
char       * tny_import_compare_configuration (TnyReader *reader, const TnyImportValues *values,
                                               gint64 id, gint64 organization_id, GError **error);
gboolean     tny_import_write_configuration   (TnyTxn *txn, const TnyImportValues *values,
                                               gint64 organization_id, gint64 now, gint64 *id,
                                               GError **error);

/* Compares every line with what @reader sees, anew. */
gboolean     tny_import_compare      (TnyImportPlan *self, TnyReader *reader, GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
