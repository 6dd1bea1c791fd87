# SPDX-License-Identifier: GPL-3.0-or-later
"""First sync of many users, against what it cannot be faster than.

usage: first-sync.py [--tenants N] [--users N] [--rounds N] [--latency MS] [--times N]

In each round, one after the other on the same machine:
  sync    the program's own sync of the sample cloud into an empty database
  curl    the same pages fetched by curl, as many at a time, and thrown away
  insert  the same rows in one prepared INSERT, and the index by name

Then once a sync of so many times the users (--times, 10; 1: not), for its memory alone.

Prints the medians, sync divided by each and by the larger of the two, and the most memory that the
syncing process had. The folder of the build is TNY_BUILD_ROOT.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

WORKERS = 32            # TNY_SYNC_WORKERS
REDIRECT = "http://localhost:1/tenantry/callback"
BUILD = os.environ["TNY_BUILD_ROOT"]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))


def post(url, fields):
    data = urllib.parse.urlencode(fields).encode()
    try:
        with opener.open(urllib.request.Request(url, data)) as answer:
            return answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        if error.code not in (302, 303):
            raise
        return error.headers, b""


def get(url, token=None):
    headers = {"ConsistencyLevel": "eventual"}
    if token is not None:
        headers["Authorization"] = "Bearer " + token
    with opener.open(urllib.request.Request(url, headers=headers)) as answer:
        return json.loads(answer.read())


class Cloud:
    def __init__(self, arguments, folder, times=1):
        self.key_file = os.path.join(folder, "sample.cloud")
        self.process = subprocess.Popen(
            [os.path.join(BUILD, "src/sim/tenantry-sample-cloud"), "--tenants", str(arguments.tenants),
             "--users", str(arguments.users * times), "--latency", str(arguments.latency),
             "--scenario", "all-access", "--write-cloud", self.key_file],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.base = "http://127.0.0.1:" + self.process.stdout.readline().split()[1]
        app = get(self.base + "/portal/registration.json")
        self.tenant, self.client, self.secret = app["tenant_id"], app["client_id"], app["client_secret"]
        headers, _ = post("%s/login/%s/oauth2/v2.0/authorize" % (self.base, self.tenant), {
            "client_id": self.client, "response_type": "code", "redirect_uri": REDIRECT,
            "response_mode": "query", "state": "s", "nonce": "n", "sample_account": "0",
            "scope": "https://graph.microsoft.com/.default offline_access openid"})
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(headers["Location"]).query)
        self.refresh = self.redeem(self.tenant, {"grant_type": "authorization_code", "code": query["code"][0],
                                                 "redirect_uri": REDIRECT})["refresh_token"]

    def redeem(self, tenant, fields):
        fields.update({"client_id": self.client, "client_secret": self.secret})
        return json.loads(post("%s/login/%s/oauth2/v2.0/token" % (self.base, tenant), fields)[1])

    def stop(self):
        self.process.stdin.close()
        self.process.wait()

    def pages(self, select):
        """Every page of every customer's users, as (address, token)."""
        partner = self.redeem(self.tenant, {"grant_type": "refresh_token", "refresh_token": self.refresh,
                                            "scope": "https://graph.microsoft.com/.default"})["access_token"]
        pages, link = [], self.base + "/graph/v1.0/contracts?$top=999"
        tenants = []
        while link is not None:
            answer = get(link, partner)
            tenants += [row["customerId"] for row in answer["value"]]
            link = answer.get("@odata.nextLink")
        for tenant in tenants:
            token = self.redeem(tenant, {"grant_type": "refresh_token", "refresh_token": self.refresh,
                                         "scope": "https://graph.microsoft.com/.default"})["access_token"]
            link = "%s/graph/v1.0/users/delta?$select=%s" % (self.base, select)
            while link is not None:
                pages.append((link, token))
                link = get(link, token).get("@odata.nextLink")
        return pages


def users_select():
    """The $select of the program, taken from its own table of properties."""
    source = os.path.join(os.environ["TNY_SOURCE_ROOT"], "src/core/model/tny-user.c")
    with open(source, encoding="utf-8") as text:
        return ",".join(line.split('"')[1] for line in text if line.strip().startswith('FIELD ("'))


def connect(cloud, folder):
    subprocess.run([os.path.join(BUILD, "tests/core/sync/sync-victim"), "--connect", folder, cloud.tenant,
                    cloud.client], check=True)


def time_sync(cloud, folder, first):
    database, empty = os.path.join(folder, "sample.db"), os.path.join(folder, "empty.db")
    if first:
        shutil.copy(database, empty)
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(database + suffix):
            os.unlink(database + suffix)
    shutil.copy(empty, database)
    start = time.monotonic()
    child = subprocess.Popen([os.path.join(BUILD, "tests/core/sync/sync-victim"), folder, cloud.key_file,
                              cloud.tenant, cloud.client, cloud.secret, cloud.refresh])
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit("the sync failed")
    return time.monotonic() - start, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def time_curl(pages, folder):
    config = os.path.join(folder, "pages.curl")
    with open(config, "w", encoding="utf-8") as out:
        for number, (link, token) in enumerate(pages):
            out.write('%surl = "%s"\noutput = "/dev/null"\nheader = "Authorization: Bearer %s"\n'
                      'header = "ConsistencyLevel: eventual"\nfail\n'
                      % ("next\n" if number > 0 else "", link, token))
    start = time.monotonic()
    subprocess.run(["curl", "--silent", "--no-progress-meter", "--noproxy", "*", "--parallel", "--parallel-max", str(WORKERS),
                    "--config", config], check=True)
    return time.monotonic() - start


def time_insert(folder):
    target = os.path.join(folder, "bare.db")
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(target + suffix):
            os.unlink(target + suffix)
    child = subprocess.Popen([os.path.join(BUILD, "tests/bench/bare-insert"), os.path.join(folder, "sample.db"),
                              target], stdout=subprocess.PIPE, text=True)
    out = child.stdout.read()
    if child.wait() != 0:
        sys.exit("the bare insert failed")
    return [float(word) for word in out.split()]


def memory_of(arguments, times):
    """The most memory, in MiB, of a first sync of so many times the users."""
    with tempfile.TemporaryDirectory(prefix="tny-bench-") as folder:
        cloud = Cloud(arguments, folder, times)
        try:
            connect(cloud, folder)
            return time_sync(cloud, folder, True)[1]
        finally:
            cloud.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tenants", type=int, default=100)
    parser.add_argument("--users", type=int, default=100000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", type=int, default=0)
    parser.add_argument("--times", type=int, default=10)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="tny-bench-") as folder:
        cloud = Cloud(arguments, folder)
        try:
            pages = cloud.pages(users_select())
            connect(cloud, folder)
            rounds = []
            for number in range(arguments.rounds):
                wall, memory, cpu = time_sync(cloud, folder, number == 0)
                curl = time_curl(pages, folder)
                rows, index, bare = time_insert(folder)
                rounds.append((wall, memory, cpu, curl, rows, index, bare))
                print("round %d: sync %.2f s (%.2f s of CPU), curl %.2f s, insert %.2f s + index %.2f s "
                      "(%.2f s of CPU), %.0f MiB"
                      % (number + 1, wall, cpu, curl, rows, index, bare, memory), flush=True)
        finally:
            cloud.stop()
        count = subprocess.run(["sqlite3", os.path.join(folder, "sample.db"), "SELECT count(*) FROM users"],
                               check=True, capture_output=True, text=True).stdout.strip()

    wall, memory, cpu, curl, rows, index, bare = (statistics.median(column) for column in zip(*rounds))
    print("%s users in %d tenants, %d pages; medians of %d rounds"
          % (count, arguments.tenants, len(pages), arguments.rounds))
    print("sync / curl %.2f" % (wall / curl))
    print("sync / insert %.2f (with its index %.2f)" % (wall / rows, wall / (rows + index)))
    print("sync / larger of both %.2f (goal 1.50)" % (wall / max(curl, rows + index)))
    print("CPU of sync, reading the network included / CPU of insert and index %.2f" % (cpu / bare))
    peak = max(round_[1] for round_ in rounds)
    print("peak memory %.0f MiB (goal 200)" % peak)
    if arguments.times > 1:
        larger = memory_of(arguments, arguments.times)
        print("peak memory with %d times the users %.0f MiB (goal 200), that is %.2f times as much"
              % (arguments.times, larger, larger / peak))


if __name__ == "__main__":
    main()
