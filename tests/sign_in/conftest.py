"""Two servers that listen and see what is stored: apart from the city, whose transaction stays open beside them."""

from tests.web.conftest import catalogues, city_read_afresh, plain_static

__all__ = ["catalogues", "city_read_afresh", "plain_static"]
