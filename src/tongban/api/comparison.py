"""How the versions and variants of an item compare, for supervisors and editors."""

from django.http import HttpRequest

from tongban.api.callers import TOKEN, caller
from tongban.api.calls import Calls
from tongban.api.items import Code
from tongban.api.shapes.base import Links
from tongban.api.shapes.comparison import Comparison
from tongban.cases.queries.comparison import compare

calls = Calls("items 事项")


@calls.get("/items/{code}/comparison", rule=TOKEN, answer=Comparison, refuses=(403, 404))
def compare_versions(request: HttpRequest, code: Code) -> Comparison:
    """Compare the versions and variants of an item by their real cases: time taken, in time or not, steps."""
    found = compare(caller(request), code)
    links = Links(self=f"/api/v1/items/{found.code}/comparison")
    return Comparison.model_validate({"code": found.code, "name": found.name, "ways": found.ways, "links": links})
