/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* Lists: what the window shows in tables and the command line prints.
 *
 *   TnyListQuery ──tny_list_ids──▸ ids in view order ──tny_…_read (one id)──▸ a row struct
 *
 * SQL filters and sorts; rows are read one at a time when somebody looks at them. Columns to sort
 * by come from a fixed table (tny_list_columns), never from outside.
 */
typedef enum
{
  TNY_LIST_TENANTS,
  TNY_LIST_ORGANIZATIONS,
  TNY_LIST_CONTACTS,
  TNY_LIST_USERS,
  TNY_LIST_RUNS,
  TNY_LIST_LOG,
  TNY_LIST_DECISIONS,        /* history of matching, newest first */
  TNY_LIST_LICENCES,         /* a row for each product of each tenant */
  TNY_LIST_MAILBOXES,        /* a row for each mailbox of the usage report */
  TNY_LIST_DEVICES,          /* what Intune manages, with the configuration each one is */
  TNY_LIST_CONFIGURATIONS,
  TNY_LIST_DEVICE_DECISIONS, /* history of matching devices, newest first */
} TnyListKind;

/* Match states, as filters: a suggestion makes an unmatched tenant a suggested one. "unmatched" as
 * a filter holds both (screens.md: Suggested is the part of Unmatched that has a candidate). */
typedef struct
{
  TnyListKind  kind;
  const char  *filter;          /* tenants, devices: unmatched, suggested, matched, ignored; users:
                                 * present, deleted, out-of-scope, of a licence instead enabled,
                                 * disabled, out-of-scope; mailboxes: person, shared, room, equipment;
                                 * log: problems (warning and error), debug, info, warning,
                                 * error (that level and worse); NULL: all */
  const char  *search;          /* any part of name or address, folded here; NULL: none */
  gint64       organization_id; /* 0: any */
  gint64       tenant_id;       /* database id; 0: any */
  gint64       run_id;          /* log; 0: any */
  const char  *licence;         /* users: id of a product they hold, also of those a setting leaves out;
                                 * @organization_id counts for nothing then; NULL: any */
  const char  *sort;            /* id of a column; NULL: the kind's own order */
  gboolean     descending;
  guint        limit;           /* tny_list_ids() stops there; 0: all */
} TnyListQuery;

/* Ids of a kind's sortable columns, NULL-terminated, the default first. */
const char * const * tny_list_columns (TnyListKind kind);
/* gint64 ids in view order. An unknown sort or filter is TNY_ERROR_ARGUMENT. */
GArray     * tny_list_ids          (TnyReader *reader, const TnyListQuery *query, GError **error);
/* How many rows @query would give, without reading them. */
gboolean     tny_list_count        (TnyReader *reader, const TnyListQuery *query, gint64 *count,
                                    GError **error);

typedef struct
{
  char   *text;                 /* in English, a msgid where it is one of ours */
  int     points;
} TnyReasonText;

typedef struct
{
  gint64  organization_id;
  char   *organization_name;
  int     score;
  GPtrArray *reasons;           /* TnyReasonText */
} TnyCandidate;

/* Whether the candidates of a tenant without a decision are those of the facts. */
typedef enum
{
  TNY_CHECKED,
  TNY_NOT_CHECKED_YET,       /* something moved since; older candidates may be there */
  TNY_COULD_NOT_CHECK,       /* the last attempt failed */
} TnyChecked;

typedef struct
{
  gint64     id, connection_id;
  char      *graph_id, *name, *default_domain, *city, *country;
  const char *state;            /* unmatched, suggested, matched, ignored */
  char      *method;            /* automatic, accepted, chosen, created, ignored; NULL while undecided */
  gint64     organization_id;   /* matched with; else the best candidate; 0: none */
  char      *organization_name;
  int        score;             /* of that pair; -1: none or not by score */
  gint64     decided_at;
  char      *decided_by;
  char      *relationship, *access, *access_detail;
  gint64     relationship_ends, listed_at, users_read_at, gone_at;
  gint64     n_users;           /* present ones */
  gboolean   in_scope;          /* FALSE: a setting leaves it out */
  gint64     known_users;       /* the same; -1: they were never read */
  gint64     users_reported;    /* -1: Microsoft did not say */
  char      *street, *region, *postal_code;
  char     **phones;            /* as Microsoft writes them; never NULL */
  char     **domains;           /* lower case, the default first, the initial last; never NULL */
  gint64     details_read_at;   /* 0: never as a whole */
  TnyChecked checked;           /* its candidates */
  char      *former_name;       /* what it was called before, or its contract calls it; NULL: nothing else */
  gint64     former_until;      /* 0: not told */
  gboolean   matched_by_id;     /* automatically, because it was matched before */
} TnyTenantRow;

typedef struct
{
  gint64  id;
  char   *external_id, *name, *type, *status, *short_name, *description, *quick_notes, *alert, *origin;
  gint64  n_contacts, n_tenants, n_users;      /* users: present ones of its matched tenants */
  gint64  known_users;          /* the same; -1: no tenant, or none whose users were ever read */
  gint64  tenant_id;            /* the first matched tenant; 0: none */
  char   *tenant_name;
  gint64  users_read_at;        /* oldest of its tenants; 0: never */
  char   *website, *phone, *street, *city, *region, *postal_code, *country;
  char  **domains;              /* of its contacts' addresses, the most used first; never NULL */
} TnyOrganizationRow;

typedef struct
{
  gint64  id, organization_id;
  char   *organization_name, *external_id, *first_name, *last_name, *title, *type, *location, *notes;
  char  **emails, **phones;     /* the primary first; never NULL */
  gboolean important;
} TnyContactRow;

typedef struct
{
  gint64  id, tenant_id;
  char   *tenant_graph_id, *tenant_name, *graph_id, *user_principal_name, *display_name, *mail;
  char  **aliases;              /* folded, the primary first; never NULL */
  char  **licences;             /* SKU ids; never NULL */
  char  **licence_names;        /* what they are called, parallel; the id where there is no name */
  int     enabled;              /* 1, 0, -1 not told */
  const char *kind;             /* member, guest, service; shared-mailbox, room, equipment when the
                                 * usage report says so */
  gint64  mailbox_used_bytes, mailbox_quota_bytes;   /* -1: no mailbox, or not told */
  gint64  last_sign_in, last_password_change;        /* 0: never, or not read */
  char   *sign_in_state;        /* how the tenant's sign-ins were last read: ok, not-licensed,
                                 * failed …; NULL: not at all */
  char   *mailbox_date;         /* of those numbers: 2026-01-31; NULL without */
  char   *state, *job_title, *department, *mobile_phone, *business_phone;
  char   *scope;                /* why a setting leaves it out: tenant, stream, guest, disabled, shared,
                                 * subscription; NULL: it does not */
  gint64  deleted_at;           /* 0: it is here, or nobody told */
  gint64  restorable_until;     /* until when Microsoft can bring it back; 0: it cannot */
  gint64  created_at, read_at;
} TnyUserRow;

/* What free units are when a part of them was not told. */
#define TNY_UNITS_NOT_TOLD G_MININT64

typedef struct
{
  gint64  id, tenant_id, organization_id;      /* organization: of the match; 0: none */
  char   *tenant_graph_id, *tenant_name, *organization_name;
  char   *sku_id, *part_number;
  char   *name;                 /* what people call the product; NULL when that is not known */
  gboolean own_name;            /* the name is a person's, not our table's */
  gint64  enabled, warning, suspended, locked_out, consumed;      /* -1: not told */
  gint64  total;                /* enabled + warning; -1: not told */
  gint64  free_units;           /* total - consumed, below 0 when over-assigned;
                                 * TNY_UNITS_NOT_TOLD */
  const char *state;            /* active, warning, suspended, deleted, locked-out,
                                 * over-assigned, unknown */
  gint64  read_at;              /* last complete reading of the tenant's licences */
} TnyLicenceRow;

typedef struct
{
  gint64  id, tenant_id, organization_id;      /* organization: of the match; 0: none */
  char   *tenant_graph_id, *tenant_name, *organization_name;
  char   *user_graph_id;        /* NULL: no user has this address */
  char   *address, *display_name, *kind;       /* kind: person, shared, room, equipment; NULL: not
                                                * told */
  gint64  used_bytes, quota_bytes, items;      /* -1: not told */
  int     has_archive;          /* 1, 0, -1 not told */
  char   *created_on, *active_on, *report_date;    /* days: 2026-01-31 */
  gint64  read_at;              /* last report of the tenant */
} TnyMailboxRow;

typedef struct
{
  gint64  id, tenant_id;
  gint64  organization_id;      /* that the tenant is matched with; 0: none */
  char   *tenant_graph_id, *tenant_name, *organization_name;
  char   *graph_id, *name, *serial_number;     /* as Microsoft writes it, placeholders too */
  char   *wifi_mac, *ethernet_mac;             /* likewise; NULL: none, or not told */
  char  **macs;                 /* real ones, as "8C:1D:96:A0:27:61"; never NULL */
  char   *manufacturer, *model, *operating_system, *os_version;
  char   *compliance, *ownership;              /* as Microsoft writes them */
  char   *user_graph_id, *user_principal_name, *user_name;    /* primary user; NULL: none */
  char   *enrolled_by;          /* where Microsoft names only who enrolled it */
  gint64  contact_id;           /* of the primary user; 0: not linked */
  char   *contact_name;
  gint64  enrolled_at, last_sync_at, read_at;
  const char *state;            /* unmatched, suggested, matched, ignored */
  char   *method;               /* automatic, accepted, chosen, ignored; NULL while undecided */
  gint64  configuration_id;     /* matched with; else the best candidate; 0: none */
  char   *configuration_name;
  int     score;                /* of that pair; -1: none or not by score */
  char   *because;              /* its first reason; NULL: none was kept */
  gint64  decided_at;
  char   *decided_by;
} TnyDeviceRow;

/* Texts as the file has them. */
typedef struct
{
  gint64  id, organization_id;
  char   *organization_name, *external_id, *name, *type, *status, *hostname, *primary_ip,
         *default_gateway, *mac_address, *serial_number, *asset_tag, *manufacturer, *model,
         *operating_system, *operating_system_notes, *position, *notes, *installed_at,
         *installed_by, *purchased_at, *purchased_by, *warranty_expires_at, *contact, *location,
         *interfaces;
  gboolean archived;
  char   *device_id, *device_name;     /* the device at Microsoft that it is; NULL: none */
} TnyConfigurationRow;

typedef struct
{
  gint64  tenant_id;            /* 0: the connection itself */
  char   *tenant_graph_id, *tenant_name, *name, *state, *error;
  gint64  reported;             /* -1: not told */
  gint64  fetched;              /* rows that came */
  gint64  stored, added, changed, unchanged, removed, failed, requests, retries;
} TnyRunStream;

typedef struct
{
  gint64  id, connection_id, started_at, ended_at;
  char   *trigger, *state, *error;
  gboolean stopped;             /* its program ended before it did; nobody has written that down yet */
  gint64  problems;
  GPtrArray *streams;           /* TnyRunStream; NULL unless asked for */
  gint64  stored, added, changed, removed, failed;   /* sums over the streams of users */
} TnyRunRow;

typedef struct
{
  gint64  id, at, run_id, tenant_id;
  char   *level, *tenant_graph_id, *tenant_name, *stream, *object, *action, *message, *remedy, *request_id;
} TnyLogRow;

/* A line of the history of matching: of a tenant and an organization (DECISIONS), or of a device and a
 * configuration (DEVICE_DECISIONS). */
typedef struct
{
  gint64  id, batch, at;
  gint64  subject_id;           /* in the database; 0: a device that is no longer listed */
  gint64  target_id;            /* what it led to; 0: none */
  char   *who, *action, *subject_name, *target_name, *why;
  char   *tenant_name;          /* of a device */
  int     score;                /* -1: none */
  gboolean can_revert;          /* it is the decision now in force for its subject */
} TnyDecisionRow;

/* One row by its id; NULL without error when it is gone. Any thread that owns @reader. */
TnyTenantRow       * tny_tenant_read        (TnyReader *reader, gint64 id, GError **error);
TnyOrganizationRow * tny_organization_read  (TnyReader *reader, gint64 id, GError **error);
TnyContactRow      * tny_contact_read       (TnyReader *reader, gint64 id, GError **error);
TnyUserRow         * tny_user_read          (TnyReader *reader, gint64 id, GError **error);
TnyRunRow          * tny_run_read           (TnyReader *reader, gint64 id, gboolean streams, GError **error);
TnyLogRow          * tny_log_read           (TnyReader *reader, gint64 id, GError **error);
TnyDecisionRow     * tny_decision_read      (TnyReader *reader, gint64 id, GError **error);
TnyDecisionRow     * tny_device_decision_read (TnyReader *reader, gint64 id, GError **error);
/* The history of DECISIONS or DEVICE_DECISIONS, newest first: gint64 ids of decisions, where those made
 * together (a batch of several) are one -batch; the ids of a batch among the @n_open of @open follow it.
 * NULL with @error (DATABASE_*). */
GArray             * tny_decision_groups    (TnyReader *reader, TnyListKind kind, const gint64 *open,
                                             guint n_open, GError **error);
/* The newest decision of @batch, with can_revert for all of it (tny_matching_undo()); *@n: how many they
 * are. NULL without error when it is gone. */
TnyDecisionRow     * tny_decision_group_read (TnyReader *reader, TnyListKind kind, gint64 batch, guint *n,
                                              GError **error);
TnyLicenceRow      * tny_licence_read       (TnyReader *reader, gint64 id, GError **error);
TnyMailboxRow      * tny_mailbox_read       (TnyReader *reader, gint64 id, GError **error);
TnyDeviceRow       * tny_device_read        (TnyReader *reader, gint64 id, GError **error);
TnyConfigurationRow * tny_configuration_read (TnyReader *reader, gint64 id, GError **error);
/* Candidates of a tenant, best first, each with its reasons, refused pairs left out. Empty for a
 * tenant with a decision. */
GPtrArray          * tny_candidates_read    (TnyReader *reader, gint64 tenant_id, GError **error);
/* Why the present match of a tenant was made: TnyReasonText, empty when none was kept. An automatic
 * match whose names have since become different says so in a last reason of 0 points. */
GPtrArray          * tny_match_reasons_read (TnyReader *reader, gint64 tenant_id, GError **error);

void tny_tenant_row_free       (TnyTenantRow *row);
void tny_organization_row_free (TnyOrganizationRow *row);
void tny_contact_row_free      (TnyContactRow *row);
void tny_user_row_free         (TnyUserRow *row);
void tny_run_row_free          (TnyRunRow *row);
void tny_log_row_free          (TnyLogRow *row);
void tny_decision_row_free     (TnyDecisionRow *row);
void tny_licence_row_free      (TnyLicenceRow *row);
void tny_mailbox_row_free      (TnyMailboxRow *row);
void tny_device_row_free       (TnyDeviceRow *row);
void tny_configuration_row_free (TnyConfigurationRow *row);
void tny_candidate_free        (TnyCandidate *candidate);
void tny_reason_text_free      (TnyReasonText *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyTenantRow, tny_tenant_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyOrganizationRow, tny_organization_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyContactRow, tny_contact_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyUserRow, tny_user_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyRunRow, tny_run_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyLogRow, tny_log_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyDecisionRow, tny_decision_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyLicenceRow, tny_licence_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyMailboxRow, tny_mailbox_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyDeviceRow, tny_device_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyConfigurationRow, tny_configuration_row_free)

/**
 * tny_find_tenant:
 * @name: an id (GUID at Microsoft), or an exact name or default domain (compared folded)
 *
 * Finds what a person named on a command line.
 *
 * Returns: FALSE with NOT_FOUND, or AMBIGUOUS whose message lists the candidates with their ids
 */
gboolean tny_find_tenant       (TnyReader *reader, const char *name, gint64 *id, GError **error);
/* As above: an id here, an id of the file it came from, or an exact name. */
gboolean tny_find_organization (TnyReader *reader, const char *name, gint64 *id, GError **error);

/* A present user by id at Microsoft, display name, login or address. @tenant_id: 0 looks in all. */
gboolean tny_find_user         (TnyReader *reader, gint64 tenant_id, const char *name, gint64 *id,
                                GError **error);
/* A contact of an organization (0: of all) by id here, id of the file it came from, exact name or address. */
gboolean tny_find_contact      (TnyReader *reader, gint64 organization_id, const char *name,
                                gint64 *id, GError **error);

/* The user that this contact is linked with, deleted ones too, when its tenant is matched with the
 * organization; else the one present and unlinked user of the matched tenants who has an address of
 * it; *@user_id 0 when there is none, or more than one. An address is looked for among all users of
 * those tenants: microseconds for each of them. */
gboolean tny_contact_find_user (TnyReader *reader, gint64 contact_id, gint64 *user_id,
                                GError **error);

G_END_DECLS
