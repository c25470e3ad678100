"""One page made from nothing: time and queries. Runs inside Django, as `python -m bench.uncached PATH…`; prints JSON."""

from __future__ import annotations

import json
import statistics
import sys
import time

TIMES = 25


def measure(paths: list[str]) -> dict[str, dict[str, float]]:
    """Path → status, queries, median and 95th percentile in milliseconds."""
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
        times = []
        for _ in range(TIMES):
            started = time.perf_counter()
            client.get(path)
            times.append((time.perf_counter() - started) * 1000)
            if sum(times) > 8000:
                break
        times.sort()
        found[path] = {
            "status": status,
            "queries": len(queries),
            "p50": statistics.median(times),
            "p95": times[min(int(len(times) * 0.95), len(times) - 1)],
        }
    return found


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1:])))
