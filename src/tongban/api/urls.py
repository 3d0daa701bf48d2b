"""Addresses of the API; all below is answered by it, what leads nowhere included."""

from django.urls import include, path, re_path

from tongban.api.door import door
from tongban.api.guard import guarded, nowhere

_operations, _app, _namespace = door.urls

app_name = "api"
urlpatterns = [
    path("v1/", include((guarded(_operations), _namespace))),
    re_path("", nowhere, name="nowhere"),
]
