from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "tongban.parties"
    label = "parties"
