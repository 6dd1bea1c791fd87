/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-process.h"

#include <libintl.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>

#include "tny-redact.h"

void
tny_process_prepare_types (void)
{
  g_type_ensure (G_TYPE_BUFFERED_INPUT_STREAM);
  g_type_ensure (G_TYPE_BUFFERED_OUTPUT_STREAM);
  g_type_ensure (G_TYPE_CONVERTER_INPUT_STREAM);
  g_type_ensure (G_TYPE_CONVERTER_OUTPUT_STREAM);
  g_type_ensure (G_TYPE_DATA_INPUT_STREAM);
  g_type_ensure (G_TYPE_DATA_OUTPUT_STREAM);
  g_type_ensure (G_TYPE_DBUS_CONNECTION);
  g_type_ensure (G_TYPE_DBUS_PROXY);
  g_type_ensure (G_TYPE_INET_SOCKET_ADDRESS);
  g_type_ensure (G_TYPE_MEMORY_INPUT_STREAM);
  g_type_ensure (G_TYPE_MEMORY_OUTPUT_STREAM);
  g_type_ensure (G_TYPE_NETWORK_ADDRESS);
  g_type_ensure (G_TYPE_NETWORK_SERVICE);
  g_type_ensure (G_TYPE_PROXY_ADDRESS);
  g_type_ensure (G_TYPE_SOCKET);
  g_type_ensure (G_TYPE_TASK);
  g_type_ensure (G_TYPE_TCP_CONNECTION);
  g_type_ensure (G_TYPE_UNIX_SOCKET_ADDRESS);
  g_type_ensure (G_TYPE_ZLIB_DECOMPRESSOR);
}

void
tny_process_harden (void)
{
  /* Variables that would write keys to disk, move the keyring into a file, or print requests. */
  static const char *const unwanted[] = {
    "SSLKEYLOGFILE", "G_MESSAGES_DEBUG",
#if !TNY_TEST_SEAMS
    "SECRET_BACKEND", "SECRET_FILE_TEST_PATH", "SECRET_FILE_TEST_PASSWORD",
#endif
  };
  struct rlimit none = { 0, 0 };

  umask (077);
  for (guint i = 0; i < G_N_ELEMENTS (unwanted); i++)
    g_unsetenv (unwanted[i]);
  g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", TRUE);
  setrlimit (RLIMIT_CORE, &none);
  /* What is freed is overwritten: buffers of libsoup, json-glib and libsecret that held a secret are
   * not ours to wipe. It costs a first sync nothing that can be measured. */
#ifdef M_PERTURB
  mallopt (M_PERTURB, 0xa5);
#endif
  /* On the host a process that is not dumpable is refused by the file-dialog portal. */
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    prctl (PR_SET_DUMPABLE, 0);
  /* A file-size limit or a closed pipe must reach us as an error, not as a death. */
  signal (SIGXFSZ, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, TNY_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  tny_log_install_writer ();
  tny_process_prepare_types ();
}
