"""The address of the figures for Prometheus."""

from django.urls import path

from tongban.api.metrics import scrape

urlpatterns = [path("", scrape, name="metrics")]
