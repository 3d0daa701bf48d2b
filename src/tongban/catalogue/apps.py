from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tongban.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from tongban.catalogue.access import GUIDE_REPORT, REVISION
        from tongban.matters.lifecycle import register

        register(REVISION)
        register(GUIDE_REPORT)
