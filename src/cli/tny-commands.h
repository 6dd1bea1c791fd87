/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-command.h"

/* The commands, each in the file of its name. */
extern const TnyCommand tny_command_connection_add, tny_command_connection_change,
                        tny_command_connection_settings, tny_command_connection_subscriptions,
                        tny_command_connection_pause, tny_command_connection_resume,
                        tny_command_tenant_settings,
                        tny_command_connection_list, tny_command_connection_remove,
                        tny_command_sign_in,
                        tny_command_setup_steps, tny_command_setup_redirect_uri, tny_command_setup_permissions,
                        tny_command_setup_certificate, tny_command_setup_apply, tny_command_setup_undo,
                        tny_command_consent_preview, tny_command_consent_apply,
                        tny_command_sync, tny_command_check, tny_command_explain,
                        tny_command_runs, tny_command_log,
                        tny_command_match_list, tny_command_match_accept, tny_command_match_to,
                        tny_command_match_create, tny_command_match_ignore,
                        tny_command_match_revert, tny_command_match_accept_all,
                        tny_command_match_history,
                        tny_command_match_undo, tny_command_match_try,
                        tny_command_contacts_preview, tny_command_contacts_decide,
                        tny_command_contacts_apply, tny_command_contacts_undo,
                        tny_command_contacts_rules, tny_command_contacts_unlink, tny_command_compare, tny_command_compare_take,
                        tny_command_compare_keep, tny_command_compare_clear,
                        tny_command_list_tenants, tny_command_list_organizations,
                        tny_command_list_contacts, tny_command_list_users,
                        tny_command_list_mailboxes, tny_command_list_licences,
                        tny_command_import_organizations, tny_command_import_contacts,
                        tny_command_import_undo,
                        tny_command_export_organizations, tny_command_export_contacts,
                        tny_command_export_tenants, tny_command_export_users,
                        tny_command_export_mailboxes, tny_command_export_licences,
                        tny_command_backup, tny_command_restore;
