"""`/healthz`: is this process able to serve?"""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lilith.foundation import schema

logger = logging.getLogger(__name__)


def reasons_not_to_serve() -> dict[str, str]:
    """Part → what is wrong with it; empty when all is in order."""
    wrong: dict[str, str] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        pending, unknown = schema.pending_migrations(), schema.unknown_migrations()
        if pending:
            wrong["migrations"] = f"{len(pending)} migration(s) à appliquer"
        elif unknown:
            wrong["migrations"] = "la base est plus récente que le code"
    except Exception as error:
        logger.warning("healthz: database: %s", error)
        wrong["database"] = "la base de données ne répond pas"
    if "database" not in wrong:
        try:
            cache.get("healthz")  # a read: a long write elsewhere must not make this answer wait
        except Exception as error:
            logger.warning("healthz: cache: %s", error)
            wrong["cache"] = "le cache ne répond pas"
    return wrong


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 `{"status": "ok"}`, or 503 with a reason for each part that is not in order."""
    wrong = reasons_not_to_serve()
    if wrong:
        return JsonResponse({"status": "error", "reasons": wrong}, status=503, json_dumps_params={"ensure_ascii": False})
    return JsonResponse({"status": "ok"})
