from django.apps import AppConfig


class GrowingConfig(AppConfig):
    name = "tests.faults.harness.growing"
    label = "growing"
