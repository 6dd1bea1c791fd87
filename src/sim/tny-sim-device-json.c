/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-device.h"
#include "tny-sim-put.h"

/* Source: Microsoft Graph v1.0 metadata, EntityType managedDevice; "List managedDevices" says which
 * properties only a single device has. */
const char *const tny_sim_device_properties[] = {
  "id", "activationLockBypassCode", "androidSecurityPatchLevel", "azureADDeviceId",
  "azureADRegistered", "complianceGracePeriodExpirationDateTime", "complianceState",
  "configurationManagerClientEnabledFeatures", "deviceActionResults", "deviceCategoryDisplayName",
  "deviceEnrollmentType", "deviceHealthAttestationState", "deviceName", "deviceRegistrationState",
  "easActivated", "easActivationDateTime", "easDeviceId", "emailAddress", "enrolledDateTime",
  "enrollmentProfileName", "ethernetMacAddress", "exchangeAccessState",
  "exchangeAccessStateReason", "exchangeLastSuccessfulSyncDateTime", "freeStorageSpaceInBytes",
  "iccid", "imei", "isEncrypted", "isSupervised", "jailBroken", "lastSyncDateTime",
  "managedDeviceName", "managedDeviceOwnerType", "managementAgent",
  "managementCertificateExpirationDate", "managementState", "manufacturer", "meid", "model",
  "notes", "operatingSystem", "osVersion", "partnerReportedThreatState", "phoneNumber",
  "physicalMemoryInBytes", "remoteAssistanceSessionErrorDetails", "remoteAssistanceSessionUrl",
  "requireUserEnrollmentApproval", "serialNumber", "subscriberCarrier",
  "totalStorageSpaceInBytes", "udid", "userDisplayName", "userId", "userPrincipalName",
  "wiFiMacAddress", NULL
};

static gboolean
is_phone (const TnySimDevice *self)
{
  return self->kind >= TNY_SIM_DEVICE_SCANNER;
}

static const char *
enrolment (const TnySimDevice *self)
{
  switch (self->kind)
    {
    case TNY_SIM_DEVICE_KIOSK:
      return "windowsBulkUserless";
    case TNY_SIM_DEVICE_SCANNER:
      return "deviceEnrollmentManager";
    case TNY_SIM_DEVICE_LAPTOP:
    case TNY_SIM_DEVICE_DESKTOP:
    case TNY_SIM_DEVICE_VIRTUAL:
      return self->dice >> 40 & 1 ? "windowsAzureADJoin" : "windowsAutoEnrollment";
    case TNY_SIM_DEVICE_MAC:
    case TNY_SIM_DEVICE_IPHONE:
      return self->personal ? "userEnrollment" : "appleBulkWithUser";
    case TNY_SIM_DEVICE_ANDROID:
      break;
    }

  return "userEnrollment";
}

static const char *
compliance (const TnySimDevice *self)
{
  guint share = tny_sim_mix (self->dice + 20) % 20;

  return share < 16 ? "compliant" : share < 18 ? "noncompliant" : share < 19 ? "inGracePeriod"
                                                                             : "unknown";
}

static void
member (GString *out, const char *name)
{
  g_string_append_printf (out, ",\"%s\":", name);
}

static void
text (GString *out, const char *name, const char *value)
{
  member (out, name);
  tny_sim_put_text (out, value);
}

static void
number (GString *out, const char *name, guint64 value)
{
  member (out, name);
  g_string_append_printf (out, "%" G_GUINT64_FORMAT, value);
}

static void
flag (GString *out, const char *name, gboolean value)
{
  member (out, name);
  tny_sim_put (out, value ? "true" : "false");
}

static void
put_hardware (GString *out, const TnySimDevice *self, gboolean alone)
{
  guint64 disk = (is_phone (self) ? 128 : 256) * G_GUINT64_CONSTANT (1000000000);

  text (out, "manufacturer", self->maker);
  text (out, "model", self->model);
  text (out, "serialNumber", self->serial);
  text (out, "operatingSystem", self->system);
  text (out, "osVersion", self->version);
  text (out, "wiFiMacAddress", self->wifi);
  text (out, "ethernetMacAddress", alone && *self->ethernet != '\0' ? self->ethernet : NULL);
  number (out, "totalStorageSpaceInBytes", disk);
  number (out, "freeStorageSpaceInBytes", disk / 100 * (self->dice >> 8 & 63));
  number (out, "physicalMemoryInBytes",
          alone && !is_phone (self) ? G_GUINT64_CONSTANT (17179869184) : 0);
  text (out, "imei", is_phone (self) ? "35" "0000000000000" : "");
  text (out, "meid", "");
  text (out, "iccid", NULL);
  text (out, "udid", NULL);
  text (out, "phoneNumber", "");
  text (out, "subscriberCarrier", "");
  text (out, "androidSecurityPatchLevel",
        self->kind == TNY_SIM_DEVICE_ANDROID ? "2025-08-01" : "");
  flag (out, "isEncrypted", self->kind != TNY_SIM_DEVICE_VIRTUAL);
  flag (out, "isSupervised", self->kind == TNY_SIM_DEVICE_IPHONE && !self->personal);
  text (out, "jailBroken", is_phone (self) ? "False" : "Unknown");
}

static void
put_owner (GString *out, const TnySimDevice *self)
{
  const TnySimUser *user = self->has_user ? &self->user : NULL;

  /* Nobody is an empty text here, not null. */
  text (out, "userId", user != NULL ? user->id : "");
  text (out, "userPrincipalName", user != NULL ? user->upn : "");
  text (out, "userDisplayName", user != NULL ? user->display : "");
  text (out, "emailAddress", user != NULL ? user->mail : "");
  text (out, "managedDeviceOwnerType", self->personal ? "personal" : "company");
  text (out, "deviceEnrollmentType", enrolment (self));
}

static void
put_state (GString *out, const TnySimDevice *self, gint64 anchor)
{
  static const char never[] = "9999-12-31T23:59:59Z", none[] = "0001-01-01T00:00:00Z";

  text (out, "complianceState", compliance (self));
  text (out, "complianceGracePeriodExpirationDateTime", never);
  text (out, "managementAgent", "mdm");
  text (out, "managementState", "managed");
  text (out, "managementCertificateExpirationDate", "2027-06-30T12:00:00Z");
  text (out, "deviceRegistrationState", "registered");
  flag (out, "azureADRegistered", TRUE);
  member (out, "azureADDeviceId");
  tny_sim_put_guid (out, tny_sim_mix (self->dice + 21));
  member (out, "enrolledDateTime");
  tny_sim_put_time (out, 2022, 2025, tny_sim_mix (self->dice + 22));
  member (out, "lastSyncDateTime");
  tny_sim_put_recent (out, anchor, tny_sim_mix (self->dice + 23));
  flag (out, "easActivated", FALSE);
  text (out, "easActivationDateTime", none);
  text (out, "easDeviceId", "");
  text (out, "exchangeAccessState", "none");
  text (out, "exchangeAccessStateReason", "none");
  text (out, "exchangeLastSuccessfulSyncDateTime", none);
  text (out, "partnerReportedThreatState", "unknown");
}

static void
put_rest (GString *out)
{
  static const char *const absent[] = {
    "activationLockBypassCode", "configurationManagerClientEnabledFeatures",
    "deviceHealthAttestationState", "enrollmentProfileName", "notes",
    "remoteAssistanceSessionErrorDetails", "requireUserEnrollmentApproval"
  };

  for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
    text (out, absent[i], NULL);
  text (out, "remoteAssistanceSessionUrl", "");
  text (out, "deviceCategoryDisplayName", "Unknown");
  member (out, "deviceActionResults");
  tny_sim_put (out, "[]");
}

void
tny_sim_device_append (GString *out, const TnySimDevice *self, gboolean alone, gint64 anchor)
{
  g_autofree char *managed_name = g_strdup_printf ("%s_%s_%u", self->user.local, self->system,
                                                   self->index);

  g_string_append (out, "{\"id\":");
  tny_sim_put_text (out, self->id);
  text (out, "deviceName", self->name);
  text (out, "managedDeviceName", managed_name);
  put_hardware (out, self, alone);
  put_owner (out, self);
  put_state (out, self, anchor);
  put_rest (out);
  g_string_append_c (out, '}');
}
