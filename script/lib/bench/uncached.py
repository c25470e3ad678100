"""One page made from nothing: time and queries. Runs inside Django, as `python -m bench.uncached PATH…`; prints JSON."""

from __future__ import annotations

import json
import statistics
import sys
import time

TIMES = 25
LONGEST = 8000


def measure(paths: list[str]) -> dict[str, dict[str, float]]:
    """Path → status, queries, median wait and median work (processor time) in milliseconds."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    client, found = Client(raise_request_exception=False), {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            status = client.get(path).status_code
            count = len(queries)
        waits, works = [], []
        for _ in range(TIMES):
            wait, work = time.perf_counter(), time.process_time()
            client.get(path)
            waits.append((time.perf_counter() - wait) * 1000)
            works.append((time.process_time() - work) * 1000)
            if sum(waits) > LONGEST:
                break
        found[path] = {"status": status, "queries": count, "p50": statistics.median(waits), "work": statistics.median(works)}
    return found


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1:])))
