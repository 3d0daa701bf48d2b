from tests.catalogue.conftest import city

__all__ = ["city"]
