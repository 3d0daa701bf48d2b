from django.apps import AppConfig


class WorkerConfig(AppConfig):
    name = "tongban.worker"
    label = "worker"
