from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "tongban.cli"
    label = "cli"
