"""Whether this process lives, and whether it can serve."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from tongban.web.doorkeeper import public


@public
def alive(request: HttpRequest) -> JsonResponse:
    """Answer that the process runs; nothing else is asked."""
    return _told("ok", 200)


@public
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether the database can be reached: 200, or 503 for a balancer to look elsewhere."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _told("no database", 503)
    return _told("ready", 200)


def _told(status: str, code: int) -> JsonResponse:
    return JsonResponse({"status": status}, status=code, headers={"Cache-Control": "no-store"})
