#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample files for importing fit the sample cloud."""
import collections
import csv
import importlib.machinery
import importlib.util
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, "../../data/sample")
sys.path.insert(0, os.path.join(HERE, "../support"))
sys.dont_write_bytecode = True
from sample_cloud import SampleCloud  # noqa: E402


def maker():
    path = os.path.join(SAMPLES, "make-samples")
    loader = importlib.machinery.SourceFileLoader("make_samples", path)
    spec = importlib.util.spec_from_loader("make_samples", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def rows(name):
    with open(os.path.join(SAMPLES, name), encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


class Samples(unittest.TestCase):
    def test_the_files_are_what_the_maker_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            maker().main(folder)
            for name in ("organizations.csv", "contacts.csv", "configurations.csv"):
                with open(os.path.join(folder, name),
                          "rb") as made, open(os.path.join(SAMPLES, name), "rb") as kept:
                    self.assertEqual(made.read(), kept.read(),
                                     f"{name}: run data/sample/make-samples")

    def test_headings_are_those_of_the_export(self):
        self.assertEqual(list(rows("organizations.csv")[0]), [
            "id", "name", "organization_type", "organization_status", "short_name", "description",
            "quick_notes",
            "alert", "website", "phone", "address_1", "city", "region_name", "postal_code",
            "country_name"])
        self.assertEqual(list(rows("contacts.csv")[0]), [
            "id", "organization", "important", "first_name", "last_name", "contact_type", "title",
            "location",
            "primary_email", "primary_phone", "notes", "additional_contact_items"])

        self.assertEqual(list(rows("configurations.csv")[0]), [
            "id", "organization", "name", "configuration_type", "configuration_status", "hostname",
            "primary_ip", "default_gateway", "mac_address", "serial_number", "asset_tag",
            "manufacturer", "model", "operating_system", "operating_system_notes", "position",
            "notes", "installed_at", "installed_by", "purchased_at", "purchased_by",
            "warranty_expires_at", "contact", "location", "configuration_interfaces", "archived"])

    def test_configurations_meet_devices_in_every_way(self):
        organizations = {row["name"].strip() for row in rows("organizations.csv")}
        configurations = rows("configurations.csv")
        self.assertLessEqual({row["organization"] for row in configurations}, organizations)
        self.assertEqual(len({row["id"] for row in configurations}), len(configurations))
        with SampleCloud() as cloud:
            devices = cloud.list("/v1.0/deviceManagement/managedDevices",
                                 cloud.app_token("oakhaven.example"))
        serials = {device["serialNumber"] for device in devices}
        addresses = {device["wiFiMacAddress"] for device in devices}
        names = {device["deviceName"] for device in devices}
        ways = collections.Counter()
        for row in configurations:
            if row["organization"] == "Oakhaven Foods Ltd":
                address = "".join(filter(str.isalnum, row["mac_address"])).upper()
                ways[row["serial_number"] in serials and row["serial_number"] != "",
                     address in addresses and address != "", row["name"] in names] += 1
        for way in ((True, True, True), (True, True, False), (True, False, True),
                    (False, True, True), (False, False, True), (False, False, False)):
            self.assertGreater(ways[way], 0, ways)
        self.assertTrue(any(row["serial_number"] == "To be filled by O.E.M."
                            for row in configurations))
        self.assertTrue(any(row["configuration_interfaces"] for row in configurations))

    def test_some_tenants_have_an_organization_of_their_name(self):
        names = {row["name"].strip() for row in rows("organizations.csv")}
        with SampleCloud("--scenario", "all-access") as cloud:
            token = cloud.app_token(cloud.tenant)
            tenants = {item["displayName"] for item in
                       cloud.list("/v1.0/tenantRelationships/delegatedAdminCustomers", token)}
        self.assertEqual(len(tenants), 25)
        self.assertEqual(len(names & tenants), 10)
        self.assertIn("Oakhaven Foods Ltd", names)         # the old name of a renamed firm
        self.assertNotIn("Oakhaven Group", names)

    def test_contacts_meet_users_in_every_way(self):
        organizations = {row["name"].strip() for row in rows("organizations.csv")}
        contacts = rows("contacts.csv")
        self.assertLessEqual({row["organization"] for row in contacts}, organizations)
        self.assertEqual(len({row["id"] for row in contacts}), len(contacts))
        with SampleCloud() as cloud:
            users = cloud.list("/v1.0/users?$top=999&$select=id,mail,proxyAddresses,givenName,"
                               "surname,accountEnabled",
                               cloud.app_token("oakhaven.example"))
        names = {(user["givenName"], user["surname"]) for user in users}
        ways = collections.Counter()
        for row in contacts:
            if row["organization"] != "Oakhaven Foods Ltd":
                continue
            mail = row["primary_email"]
            if any(mail and mail == user["mail"] for user in users):
                ways["mail"] += 1
            elif any(mail.lower() == (user["mail"] or "").lower() for user in users if mail):
                ways["mail in capitals"] += 1
            elif any("smtp:" + mail in user["proxyAddresses"] for user in users if mail):
                ways["alias"] += 1
            elif (row["first_name"], row["last_name"].strip()) in names:
                ways["name"] += 1
            else:
                ways["nobody"] += 1
            ways["left"] += row["contact_type"] == "Terminated"
        for way in ("mail", "mail in capitals", "alias", "name", "nobody"):
            self.assertGreater(ways[way], 0, ways)
        self.assertGreater(sum(row["contact_type"] == "Terminated" for row in contacts), 5)


if __name__ == "__main__":
    unittest.main()
