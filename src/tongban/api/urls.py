"""Addresses of the API; all below is answered by it, what leads nowhere included."""

from django.urls import re_path
from django.urls.resolvers import RoutePattern

from tongban.api.door import door
from tongban.api.guard import guarded, nowhere
from tongban.api.narrowing import NarrowingResolver

_operations, _app, _namespace = door.urls

app_name = "api"
urlpatterns = [
    NarrowingResolver(RoutePattern("v1/"), guarded(_operations), None, _namespace, _namespace),
    re_path("", nowhere, name="nowhere"),
]
