"""A span for each request, named by its route; in the settings only where the environment asks for traces."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from tongban.kernel.tracing import span

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class TracingMiddleware:
    """Go on with the trace that the caller names in `traceparent`, or begin one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer within a span; what it is called is known once the address was looked up."""
        method = request.method if request.method in _METHODS else "_OTHER"
        carried = {name: request.headers[name] for name in ("traceparent", "tracestate") if name in request.headers}
        with span(method, "SERVER", headers=carried, http__request__method=method) as begun:
            response = self.get_response(request)
            if begun is not None:
                route = request.resolver_match.route if request.resolver_match else ""
                begun.update_name(f"{method} {route}" if route else method)
                begun.set_attribute("http.route", route)
                begun.set_attribute("http.response.status_code", response.status_code)
            return response
