/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-pages.h"

#include "tny-sim-registration.h"

#define SCRIPT "document.forms[0].submit()"
/* Base64 of SHA-256 of SCRIPT, so that this script runs and no other. */
#define SCRIPT_HASH "sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE="

static const char style[] =
  ":root { color-scheme: light dark; --page: #f2f2f4; --card: #fff; --text: #1d1d20; --dim: #5c5c66;\n"
  "  --line: #c9c9d0; --accent: #1c5fb8; --on: #fff }\n"
  "@media (prefers-color-scheme: dark) { :root { --page: #1c1c1f; --card: #2a2a2e; --text: #f3f3f5;\n"
  "  --dim: #b4b4be; --line: #55555e; --accent: #8ab8f2; --on: #10233c } }\n"
  "* { box-sizing: border-box }\n"
  "body { margin: 0; padding: 16px; background: var(--page); color: var(--text);\n"
  "  font: 16px/1.5 system-ui, Cantarell, sans-serif }\n"
  "main { max-width: 480px; margin: 4vh auto; padding: 24px; background: var(--card);\n"
  "  border: 1px solid var(--line); border-radius: 12px; overflow-wrap: anywhere }\n"
  "h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 8px }\n"
  "p { margin: 8px 0 }\n"
  "dl { margin: 16px 0 }\n"
  "dt { color: var(--dim) }\n"
  "dd { margin: 0 0 12px; font-family: ui-monospace, monospace; user-select: all }\n"
  "ul { padding-left: 20px }\n"
  "a { color: var(--accent) }\n"
  ".mark { display: inline-block; padding: 0 8px; border: 1px solid var(--line);\n"
  "  border-radius: 99px; color: var(--dim); font-size: .85rem; margin: 0 0 12px }\n"
  ".dim { color: var(--dim) }\n"
  "button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line);\n"
  "  border-radius: 8px; padding: 10px 14px; min-height: 44px; cursor: pointer; text-align: left }\n"
  "button:hover { border-color: var(--accent) }\n"
  ":focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }\n"
  ".who { display: block; width: 100%; margin: 8px 0 }\n"
  ".who b, .who span { display: block }\n"
  ".who span { color: var(--dim) }\n"
  ".do { background: var(--accent); border-color: var(--accent); color: var(--on) }\n"
  ".row { display: flex; flex-wrap: wrap; gap: 8px; justify-content: flex-end; margin-top: 16px }\n";

void
tny_sim_page_begin (TnySimAnswer *answer, guint status, const char *title)
{
  answer->status = status;
  answer->content_type = "text/html; charset=utf-8";
  soup_message_headers_replace (answer->headers, "Cache-Control", "no-store");
  soup_message_headers_replace (answer->headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (answer->headers, "X-Frame-Options", "DENY");
  soup_message_headers_replace (answer->headers, "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; script-src "
                                "'" SCRIPT_HASH "'; "
                                "form-action 'self' http://localhost:*; base-uri 'none'; "
                                "frame-ancestors 'none'");
  g_string_assign (answer->body, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                                 "<meta name=\"viewport\" content=\"width=device-width\"><title>");
  tny_sim_page_print (answer, "%s", title);
  g_string_append_printf (answer->body,
                          "</title><style>%s</style><main><p class=\"mark\">Sample cloud: nothing "
                          "here is Microsoft's</p>", style);
}

void
tny_sim_page_end (TnySimAnswer *answer)
{
  g_string_append (answer->body, "</main></html>");
}

void
tny_sim_page_print (TnySimAnswer *answer, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (answer->body, text);
}

static void
begin_form (TnySimAnswer *answer, const char *action, GPtrArray *fields)
{
  tny_sim_page_print (answer, "<form method=\"post\" action=\"%s\">", action);
  for (guint i = 0; i + 1 < fields->len; i += 2)
    tny_sim_page_print (answer, "<input type=\"hidden\" name=\"%s\" value=\"%s\">",
                        (const char *) fields->pdata[i], (const char *) fields->pdata[i + 1]);
}

static void
print_account (TnySimAnswer *answer, guint index)
{
  const TnySimAccount *account = &tny_sim_accounts[index];

  tny_sim_page_print (answer,
                      "<button class=\"who\" name=\"sample_account\" value=\"%u\"><b>%s</b>%s"
                      "<span>%s</span></button>", index, account->address, account->name,
                      account->note);
}

void
tny_sim_page_accounts (TnySimAnswer *answer, const char *action, GPtrArray *fields,
                       const char *hint)
{
  guint hinted = tny_sim_n_accounts;

  tny_sim_page_begin (answer, 200, "Sign in to your account");
  g_string_append (answer->body,
                   "<h1>Pick an account</h1><p class=\"dim\">No password is asked for: these "
                   "people are made up.</p>");
  begin_form (answer, action, fields);
  for (guint i = 0; hint != NULL && i < tny_sim_n_accounts; i++)
    if (g_ascii_strcasecmp (hint, tny_sim_accounts[i].address) == 0)
      hinted = i;
  if (hinted < tny_sim_n_accounts)
    print_account (answer, hinted);
  for (guint i = 0; i < tny_sim_n_accounts; i++)
    if (i != hinted)
      print_account (answer, i);
  g_string_append (answer->body,
                   "<div class=\"row\"><button name=\"sample_account\" value=\"cancel\">Cancel"
                                 "</button></div></form>");
  tny_sim_page_end (answer);
}

void
tny_sim_page_consent (TnySimAnswer *answer, const char *action, GPtrArray *fields,
                      const char *app, const char *tenant, guint64 scopes, gboolean administrator)
{
  g_autoptr(GString) names = g_string_new (NULL);
  g_auto(GStrv) each = NULL;

  tny_sim_scopes_append (names, scopes, "");
  each = g_strsplit (names->str, " ", -1);
  tny_sim_page_begin (answer, 200, administrator ? "Permissions requested" : "Need admin approval");
  if (administrator)
    tny_sim_page_print (answer,
                        "<h1>Permissions requested</h1><p>%s would like to, for everybody in "
                        "%s:</p>", app, tenant);
  else
    tny_sim_page_print (answer,
                        "<h1>Need admin approval</h1><p>%s needs permissions that only an "
                        "administrator of %s can grant. Sign in with an administrator's account "
                        "once, or ask one to.</p>", app, tenant);
  g_string_append (answer->body, "<ul>");
  for (guint i = 0; each[i] != NULL; i++)
    tny_sim_page_print (answer, "<li>%s</li>", each[i]);
  g_string_append (answer->body, "</ul>");
  begin_form (answer, action, fields);
  g_string_append (answer->body,
                   "<div class=\"row\"><button name=\"sample_consent\" "
                   "value=\"decline\">Cancel</button>");
  if (administrator)
    g_string_append (answer->body,
                     "<button class=\"do\" name=\"sample_consent\" "
                     "value=\"accept\">Accept</button>");
  else
    g_string_append (answer->body,
                     "<button class=\"do\" name=\"sample_consent\" value=\"other\">Have an "
                                   "administrator's account? Sign in with that account</button>");
  g_string_append (answer->body, "</div></form>");
  tny_sim_page_end (answer);
}

void
tny_sim_page_error (TnySimAnswer *answer, const char *action, GPtrArray *again, const char *message)
{
  tny_sim_page_begin (answer, 200, "Sign in to your account");
  tny_sim_page_print (answer, "<h1>Sorry, but we’re having trouble signing you in.</h1><p>%s</p>",
                      message);
  if (again != NULL)
    {
      begin_form (answer, action, again);
      g_string_append (answer->body,
                       "<div class=\"row\"><button class=\"do\" name=\"sample_account\" "
                       "value=\"\">Use another account</button></div></form>");
    }
  tny_sim_page_end (answer);
}

/* A form that sends itself; its button does it where scripts are off. */
static void
post_page (TnySimAnswer *answer, const char *action, GPtrArray *fields)
{
  tny_sim_page_begin (answer, 200, "Working…");
  g_string_append (answer->body, "<h1>Going back to Tenantry</h1>");
  begin_form (answer, action, fields);
  g_string_append (answer->body,
                   "<div class=\"row\"><button class=\"do\">Continue</button></div></form>"
                                 "<script>" SCRIPT "</script>");
  tny_sim_page_end (answer);
}

void
tny_sim_fields_add (GPtrArray *fields, const char *name, const char *value)
{
  g_ptr_array_add (fields, (char *) name);
  g_ptr_array_add (fields, (char *) value);
}

void
tny_sim_page_leave (TnySimAnswer *answer, const char *redirect_uri, const char *mode,
                    GPtrArray *fields,
                    const char *state)
{
  g_autoptr(GString) location = g_string_new (redirect_uri);
  char separator = g_strcmp0 (mode, "fragment") == 0 ? '#' : '?';

  if (state != NULL)
    tny_sim_fields_add (fields, "state", state);
  if (g_strcmp0 (mode, "form_post") == 0)
    {
      post_page (answer, redirect_uri, fields);
      return;
    }
  for (guint i = 0; i + 1 < fields->len; i += 2)
    {
      g_string_append_printf (location, "%c%s=", separator, (const char *) fields->pdata[i]);
      g_string_append_uri_escaped (location, fields->pdata[i + 1], NULL, FALSE);
      separator = '&';
    }
  answer->status = 302;
  answer->content_type = "text/html; charset=utf-8";
  soup_message_headers_replace (answer->headers, "Cache-Control", "no-store");
  soup_message_headers_replace (answer->headers, "Location", location->str);
}
