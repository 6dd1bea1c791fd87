# SPDX-License-Identifier: GPL-3.0-or-later
"""The syncs after the first: nothing changed, a little changed, all listed anew; and many tenants far away.

usage: next-sync.py [--tenants N] [--users N] [--rounds N] [--far-tenants N] [--latency MS]

In each round, one after the other on the same machine:
  first    the first sync
  nothing  the next one, when nothing has changed, and as many empty answers fetched by curl
  little   one user of a hundred was renamed
  anew     every link forgotten: all users are listed, and none is written
Then, with a latency on every answer, the first sync of many small tenants, and every request that it
made once more by curl, as many at a time.

Prints the medians of the rounds and their ratios. The folder of the build is TNY_BUILD_ROOT.
"""
import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location("first_sync", os.path.join(HERE, "first-sync.py"))
first_sync = importlib.util.module_from_spec(spec)
spec.loader.exec_module(first_sync)


def ask(folder, sql):
    out = subprocess.run(["sqlite3", "-separator", "\t", os.path.join(folder, "sample.db"),
                          "PRAGMA foreign_keys=ON; " + sql], check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in out.splitlines()]


def sample(cloud, method, what):
    request = first_sync.urllib.request.Request(f"{cloud.base}/sample/{what}", method=method)
    with first_sync.opener.open(request) as answer:
        return json.loads(answer.read())


def tokens(cloud, tenants):
    return {tenant: cloud.redeem(tenant, {"grant_type": "refresh_token", "refresh_token": cloud.refresh,
                                          "scope": "https://graph.microsoft.com/.default"})["access_token"]
            for tenant in tenants}


def requests_of(cloud):
    """What the sync asked Graph for, by tenant; and how many requests there were in all."""
    record = sample(cloud, "GET", "requests")
    return [entry for entry in record["requests"] if entry["area"] == "graph"], record["total"]


def next_round(cloud, folder, arguments, number):
    figures = {}
    figures["first"], _, figures["first_cpu"] = first_sync.time_sync(cloud, folder, number == 0)
    sample(cloud, "DELETE", "requests")
    written = int(ask(folder, "SELECT total (new + changed + removed) FROM run_streams")[0][0].split(".")[0])
    figures["nothing"], _, figures["nothing_cpu"] = run_again(cloud, folder)
    asked, total = requests_of(cloud)
    figures["requests"] = total
    figures["of_users"] = max((sum(1 for entry in asked if entry["tenant"] == tenant and
                                   entry["path"].endswith("/users/delta"))
                               for tenant in {entry["tenant"] for entry in asked}), default=0)
    figures["written"] = int(ask(folder, "SELECT total (new + changed + removed) FROM run_streams")[0][0]
                             .split(".")[0]) - written
    links = ask(folder, "SELECT t.graph_id, l.link FROM change_links AS l JOIN tenants AS t ON t.id = l.tenant_id")
    access = tokens(cloud, [tenant for tenant, _ in links])
    empty = [(link, access[tenant]) for tenant, link in links]
    figures["curl"] = first_sync.time_curl((empty * (total // len(empty) + 1))[:total], folder)
    sample(cloud, "POST", "users?do=rename&tenant=all&seed=%d&count=%d"
           % (number, max(1, arguments.users // arguments.tenants // 100)))
    figures["little"], _, figures["little_cpu"] = run_again(cloud, folder)
    ask(folder, "DELETE FROM change_links;")
    figures["anew"], _, figures["anew_cpu"] = run_again(cloud, folder)
    figures["pages"] = first_sync.time_curl(arguments.pages, folder)
    return figures


def run_again(cloud, folder):
    """A sync of what is stored already: seconds, MiB, seconds of CPU."""
    return first_sync.time_sync(cloud, folder, True)


def far(arguments):
    """The first sync of many tenants, each answer of which takes a while, against curl."""
    away = argparse.Namespace(tenants=arguments.far_tenants, users=arguments.far_tenants * 100,
                              latency=arguments.latency)
    with tempfile.TemporaryDirectory(prefix="tny-bench-") as folder:
        cloud = first_sync.Cloud(away, folder)
        try:
            first_sync.connect(cloud, folder)
            sample(cloud, "DELETE", "requests")
            wall = first_sync.time_sync(cloud, folder, True)[0]
            asked, total = requests_of(cloud)
            access = {}
            sent = []
            sample(cloud, "DELETE", "requests")
            for entry in asked[:total]:
                if entry["tenant"] not in access:
                    access.update(tokens(cloud, [entry["tenant"]]) if len(access) < 32 else
                                  {entry["tenant"]: next(iter(access.values()))})
                query = "?" + entry["query"] if entry["query"] else ""
                sent.append(("%s/graph%s%s" % (cloud.base, entry["path"].replace("'", "%27"), query),
                             access[entry["tenant"]]))
            # Requests for tokens are requests, too: as many more of the smallest kind.
            organization = [one for one in sent if one[0].split("?")[0].endswith("/organization")]
            sent += (organization * (total // len(organization) + 1))[:total - len(sent)]
            curl = first_sync.time_curl([one for one in sent if "skiptoken" not in one[0]
                                         and "deltatoken" not in one[0]], folder)
        finally:
            cloud.stop()
    return wall, curl, total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tenants", type=int, default=1000)
    parser.add_argument("--users", type=int, default=100000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", type=int, default=100)
    parser.add_argument("--far-tenants", type=int, default=2000)
    arguments = parser.parse_args()
    near = argparse.Namespace(tenants=arguments.tenants, users=arguments.users, latency=0)
    rounds = []

    with tempfile.TemporaryDirectory(prefix="tny-bench-") as folder:
        cloud = first_sync.Cloud(near, folder)
        try:
            arguments.pages = cloud.pages(first_sync.users_select())
            first_sync.connect(cloud, folder)
            for number in range(arguments.rounds):
                rounds.append(next_round(cloud, folder, arguments, number))
                print("round %d: %s" % (number + 1, ", ".join("%s %.2f" % item for item in rounds[-1].items())),
                      flush=True)
        finally:
            cloud.stop()
    middle = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    print("%d users in %d tenants; medians of %d rounds" % (arguments.users, arguments.tenants, arguments.rounds))
    print("nothing changed: %d requests of a tenant's users at most, %d rows written"
          % (middle["of_users"], max(one["written"] for one in rounds)))
    print("nothing changed / as many empty answers by curl %.2f (goal 1.15)" % (middle["nothing"] / middle["curl"]))
    print("nothing changed / first sync %.2f; 1 %% changed / nothing changed %.2f; / first sync %.2f"
          % (middle["nothing"] / middle["first"], middle["little"] / middle["nothing"],
             middle["little"] / middle["first"]))
    print("CPU of a full listing without changes / of the first sync %.2f; beside curl's time for the same pages %.2f"
          " (goal 0.2)" % (middle["anew_cpu"] / middle["first_cpu"],
                           max(middle["anew"] - middle["pages"], 0) / max(middle["first"] - middle["pages"], 1e-9)))
    if arguments.far_tenants > 0:
        wall, curl, total = far(arguments)
        print("%d tenants at %d ms: sync %.1f s, curl %.1f s for as many requests (%d), ratio %.2f (goal 1.25)"
              % (arguments.far_tenants, arguments.latency, wall, curl, total, wall / curl))


if __name__ == "__main__":
    main()
