#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Intune of the sample cloud: what it lists, what only a single device tells, what it refuses."""
import collections
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
from sample_cloud import SampleCloud  # noqa: E402

DEVICES = "/v1.0/deviceManagement/managedDevices"
LARGEST = "Oakhaven Group"
WITHOUT_INTUNE = "Brightwater Dental Care"


class Devices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = SampleCloud()
        cls.person = cls.cloud.sign_in()
        cls.customers = cls.cloud.customers(cls.person)

    @classmethod
    def tearDownClass(cls):
        assert cls.cloud.stop() == 0

    def setUp(self):
        self.cloud.reset()
        self.token = self.cloud.token(self.person, self.customers[LARGEST])

    def all_devices(self):
        return [device for domain in ("alderbrook", "dunmorepike", "gruenwald-technik",
                                      "kestrel-logistics", "oakhaven")
                for device in self.cloud.list(DEVICES, self.cloud.app_token(f"{domain}.example"))]

    def test_every_page_once(self):
        whole = self.cloud.list(DEVICES, self.token)
        pages = list(self.cloud.pages(f"{DEVICES}?$top=25&$select=id,deviceName", self.token))
        self.assertEqual([device["id"] for page in pages for device in page["value"]],
                         [device["id"] for device in whole])
        self.assertEqual(len({device["id"] for device in whole}), len(whole))
        self.assertGreater(len(whole), 150)
        # The count is that of the page, not of all.
        self.assertEqual([page["@odata.count"] for page in pages],
                         [len(page["value"]) for page in pages])
        self.assertTrue(all(len(page["value"]) == 25 for page in pages[:-1]))
        self.assertTrue(pages[-1]["value"])
        self.assertEqual(set(pages[0]["value"][0]), {"id", "deviceName"})

    def test_same_seed_same_devices(self):
        with SampleCloud() as other:
            self.assertEqual(other.list(DEVICES, other.app_token("oakhaven.example")),
                             self.cloud.list(DEVICES, self.token))

    def test_owners_are_users_of_the_tenant(self):
        users = {user["id"]: user for user in
                 self.cloud.list("/v1.0/users?$top=999&$select=id,userPrincipalName", self.token)}
        kinds = collections.Counter()
        for device in self.cloud.list(DEVICES, self.token):
            kinds[device["deviceEnrollmentType"]] += 1
            if device["userId"] == "":
                self.assertEqual(device["deviceEnrollmentType"], "windowsBulkUserless")
                self.assertEqual(device["userPrincipalName"], "")
            else:
                self.assertEqual(device["userPrincipalName"],
                                 users[device["userId"]]["userPrincipalName"])
        self.assertGreater(kinds["windowsBulkUserless"], 2)
        self.assertGreater(kinds["deviceEnrollmentManager"], 1)

    def test_primary_users_one_by_one(self):
        for device in self.cloud.list(DEVICES, self.token)[:40]:
            users = self.cloud.list(f"{DEVICES}/{device['id']}/users", self.token)
            if device["deviceEnrollmentType"] in ("windowsBulkUserless", "deviceEnrollmentManager"):
                self.assertEqual(users, [])
            else:
                self.assertEqual([user["id"] for user in users], [device["userId"]])

    def test_only_one_device_tells_its_network_adapter(self):
        told = collections.Counter()
        for device in self.cloud.list(DEVICES, self.token):
            self.assertIsNone(device["ethernetMacAddress"])
            alone = self.cloud.graph(f"{DEVICES}/{device['id']}?$select=id,ethernetMacAddress",
                                     self.token).json
            self.assertEqual(alone["id"], device["id"])
            self.assertEqual(set(alone), {"@odata.context", "id", "ethernetMacAddress"})
            told[alone["ethernetMacAddress"]] += 1
        del told[None]
        # Docking stations: the same adapter at several computers.
        self.assertGreater(max(told.values()), 2)
        self.assertTrue(all(len(address) == 12 and address == address.upper() for address in told))

    def test_what_real_estates_have(self):
        devices = self.all_devices()
        serials = collections.Counter(device["serialNumber"] for device in devices)
        for junk in ("Default string", "To be filled by O.E.M.", "0", ""):
            self.assertGreater(serials[junk], 0, junk)
        self.assertTrue(any(serial.startswith("VMware-") for serial in serials))
        real = {serial: count for serial, count in serials.items()
                if len(serial) < 15 and serial not in ("", "0", "Default string")}
        self.assertEqual(max(real.values()), 2)
        addresses = collections.Counter(device["wiFiMacAddress"] for device in devices)
        for placeholder in ("", "000000000000", "020000000000"):
            self.assertGreater(addresses[placeholder], 1, placeholder)
        self.assertTrue(any(address.startswith("DA") for address in addresses))      # random
        self.assertTrue(any(count == 2 for address, count in addresses.items()
                            if address.startswith("8C")))                            # a copy
        owners = collections.Counter(device["managedDeviceOwnerType"] for device in devices)
        self.assertGreater(owners["personal"], 5)
        self.assertTrue(any(device["deviceName"].startswith("DESKTOP-") for device in devices))

    def test_refusals(self):
        other = self.cloud.token(self.person, self.customers[WITHOUT_INTUNE])
        refused = self.cloud.graph(DEVICES, other)
        self.assertEqual((refused.status, refused.code), (400, "BadRequest"))
        self.assertEqual(refused.json["error"]["message"],
                         "Request not applicable to target tenant.")
        for path in ("/11111111-1111-4111-8111-111111111111", "/x", "/x/users"):
            refused = self.cloud.graph(DEVICES + path, self.token)
            self.assertEqual((refused.status, refused.code), (404, "ResourceNotFound"), path)
        self.assertEqual(self.cloud.graph(DEVICES + "?$select=serial", self.token).status, 400)
        self.assertEqual(self.cloud.graph(DEVICES, method="POST", token=self.token,
                                          data=b"{}").status, 405)

    def test_without_a_role_of_intune(self):
        self.cloud.scenario("roles-missing")
        refused = self.cloud.graph(DEVICES, self.token)
        self.assertEqual((refused.status, refused.code), (403, "Forbidden"))
        self.assertIn('"ErrorCode":"Forbidden"', refused.json["error"]["message"])

    def test_without_the_permission(self):
        self.cloud.permission("DeviceManagementManagedDevices.Read.All", "no-consent")
        token = self.cloud.token(self.person, self.customers[LARGEST])
        refused = self.cloud.graph(DEVICES, token)
        self.assertEqual((refused.status, refused.code), (403, "Authorization_RequestDenied"))
        self.assertEqual(self.cloud.graph("/v1.0/users", token).status, 200)

    def test_the_ones_that_lost_their_licence(self):
        self.cloud.scenario("no-premium")
        self.assertEqual(self.cloud.graph(DEVICES, self.token).status, 400)


if __name__ == "__main__":
    unittest.main()
