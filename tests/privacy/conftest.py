from tests.city import city

__all__ = ["city"]
