"""Figures for Prometheus: requests by route and status, and what waits in the house. Bound to a token or loopback."""

import os
import secrets
import time
from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from tongban.api.house_figures import House
from tongban.api.problems import METHOD, NOT_FOUND, problem
from tongban.kernel.figures import REGISTRY, SEVERAL_PROCESSES

LOOPBACK = ("127.0.0.1", "::1")

REQUESTS = Counter(
    "tongban_http_requests_total",
    "Requests by route, method and status.",
    ("route", "method", "status"),
    registry=REGISTRY,
)
SECONDS = Histogram(
    "tongban_http_request_seconds",
    "How long answers took, by route.",
    ("route",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=REGISTRY,
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class CountingMiddleware:
    """Count each request by its route, never by its path, which may name somebody's case."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.route if request.resolver_match else "-"
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(route, method, str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.perf_counter() - began)
        return response


_house = House()


def scrape(request: HttpRequest) -> HttpResponse:
    """Answer with all figures; to others than the token's holder, or loopback where none is set, there are none."""
    if not _admitted(request):
        return problem(NOT_FOUND, _("没有这个地址"))
    if request.method != "GET":
        return problem(METHOD, _("这个地址只支持：GET"))
    return HttpResponse(generate_latest(_all()), content_type=CONTENT_TYPE_LATEST)


def _all() -> CollectorRegistry:
    """Return what is to be scraped: of all worker processes where they share a folder, else of this one."""
    registry = CollectorRegistry()
    if os.environ.get(SEVERAL_PROCESSES):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_Requests())
    registry.register(_house)
    return registry


class _Requests(Collector):
    def collect(self) -> Iterable[object]:  # type: ignore[override]
        return REGISTRY.collect()


def _admitted(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        sent = request.headers.get("Authorization", "").encode()
        return secrets.compare_digest(sent, f"Bearer {token}".encode())
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "X-Forwarded-For" not in request.headers
