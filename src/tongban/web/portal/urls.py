"""Addresses of the portal."""

from django.urls import path

from tongban.web.portal import home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search", home.home, name="search"),
    path("my/", home.home, name="my"),
    path("my/account/", home.home, name="account"),
    path("verify/", home.home, name="verify"),
    path("about/", home.about, name="about"),
]
