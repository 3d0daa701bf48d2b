"""The inbox by the API: its filters, and verbs said of many cases at once."""

from tests.api.client import Api, api_of
from tests.cases.factory import case
from tests.city import DAY, MONDAY, actor
from tongban.matters.models import Matter
from tongban.parties.models import Authority


class TestReadInbox:
    def test_is_narrowed_by_item_authority_and_due_days(self, clerk: Api) -> None:
        number = case("submitted")
        owner = Matter.objects.get(number=number).owner_id
        asked = {"task": "all", "item": "城市道路", "owner": owner, "due_from": "2026-03-09", "due_to": "2026-03-09"}

        assert [row["number"] for row in clerk.get("inbox", asked).json()["results"]] == [number]
        for narrower in ({"item": "食品"}, {"owner": owner + 1}, {"due_from": "2026-03-10"}, {"due_to": "2026-03-08"}):
            assert clerk.get("inbox", {**asked, **narrower}).json()["count"] == 0


class TestReadLamps:
    def test_are_counted_by_authority_as_the_inbox_lists_them(self) -> None:
        late, fresh = case("submitted"), case("submitted")
        Matter.objects.filter(number=late).update(due_on=MONDAY.date() - 3 * DAY)
        owner = Matter.objects.get(number=fresh).owner
        supervisor = api_of("supervisor")

        found = supervisor.get("inbox/lamps").json()

        lamps = {"red": 1, "yellow": 0, "white": 1, "grey": 0, "green": 0, "count": 2}
        links = {"self": f"/api/v1/inbox?task=all&owner={owner.pk}"}
        assert found == {
            "total": lamps,
            "results": [
                {"owner": owner.pk, "name": owner.name, "name_en": owner.name_en, "lamps": lamps, "links": links}
            ],
        }
        assert supervisor.get("inbox", {"task": "all", "owner": owner.pk}).json()["count"] == 2
        assert supervisor.get("inbox/lamps", {"lamp": "red"}).json()["total"]["count"] == 1
        assert supervisor.get("inbox/lamps", {"owner": owner.pk + 1}).json()["results"] == []

    def test_link_to_what_they_count_under_the_same_filters(self) -> None:
        late, _fresh, other = case("submitted"), case("submitted"), case("submitted")
        elsewhere = Authority.objects.exclude(pk=Matter.objects.get(number=late).owner_id).earliest("pk")
        Matter.objects.filter(number=late).update(due_on=MONDAY.date() - 3 * DAY)
        Matter.objects.filter(number=other).update(owner=elsewhere)
        supervisor = api_of("supervisor")

        for asked, rows in (
            ({"lamp": "red"}, 1),
            ({"lamp": "white", "q": "筑光 挖掘", "item": "城市道路"}, 2),
            ({"due_from": "2026-03-09", "due_to": "2026-03-09", "owner": elsewhere.pk}, 1),
        ):
            found = supervisor.get("inbox/lamps", asked).json()["results"]
            listed = [supervisor.get(row["links"]["self"].removeprefix("/api/v1/")).json()["count"] for row in found]

            assert listed == [row["lamps"]["count"] for row in found] == [1] * rows

    def test_are_not_for_who_watches_over_no_other_authority(self, clerk: Api, stranger: Api) -> None:
        case("submitted")

        assert clerk.get("inbox/lamps").status_code == stranger.get("inbox/lamps").status_code == 403


class TestSayInBulk:
    def test_tells_of_each_case_what_became_of_it_once(self, clerk: Api) -> None:
        numbers = [case("submitted"), case("accepted"), "none"]

        first, again = (clerk.post("cases/bulk/claim", {"numbers": numbers}, key="bulk-key-1") for _ in range(2))

        assert first.status_code == again.status_code == 200
        assert first.json() == again.json()
        assert (first.json()["done"], first.json()["refused"]) == (2, 1)
        assert [(row["number"], row["done"]) for row in first.json()["results"]] == list(
            zip(numbers, (True, True, False), strict=True)
        )
        assert first.json()["results"][2]["reason"]
        assert Matter.objects.get(number=numbers[0]).holder_id == actor("clerk").official_id

    def test_needs_to_know_to_whom_and_knows_no_other_verb(self, clerk: Api) -> None:
        number = case("submitted")

        assert clerk.post("cases/bulk/assign", {"numbers": [number]}).status_code == 422
        assert clerk.post("cases/bulk/claim", {"numbers": [number], "official_id": 1}).status_code == 422
        assert clerk.post("cases/bulk/decide", {"numbers": [number]}).status_code == 422
        assert clerk.post("cases/bulk/claim", {"numbers": []}).status_code == 422
        assert Matter.objects.get(number=number).holder_id is None
