"""The page of what is kept: its dates are shown, it is put in, renamed and removed, and a stranger finds none of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.factory import pdf
from tests.city import STORY, actor, company, picture
from tests.web.pages import check
from tongban.kernel.clock import now, today
from tongban.sharing.actions import add_document
from tongban.sharing.models import KeptDocument

pytestmark = pytest.mark.usefixtures("city", "db")
SignIn = Callable[[str], Client]
PAGE = "/my/space/documents/"


@pytest.fixture
def applicant(as_user: SignIn) -> Client:
    return as_user(STORY["people"]["applicant"])


def keep(name: str, **more: Any) -> int:
    caller = actor("applicant")
    told: dict[str, Any] = {
        "kind": "person",
        "party_id": caller.person_id,
        "file_name": f"{name}.png",
        "data": picture(),
        "obtained_on": today() - dt.timedelta(days=90),
        "valid_until": None,
        **more,
    }
    return add_document(name=name, actor=caller, at=now(), **told)


class TestDocuments:
    def test_show_their_dates_and_which_have_lapsed(self, applicant: Client) -> None:
        keep("租赁合同", valid_until=today() - dt.timedelta(days=1))
        keep("毕业证", data=pdf(), file_name="证.pdf", valid_until=today() + dt.timedelta(days=5))

        text = check(applicant.get(PAGE))

        assert text.index("毕业证") < text.index("即将到期") < text.index("租赁合同") < text.index("已过有效期")

    def test_are_put_in_once_for_oneself_or_the_company(self, applicant: Client) -> None:
        firm = company(actor("applicant"))

        def form() -> dict[str, Any]:
            return {
                "owner": f"organisation-{firm}",
                "name": "场地证明",
                "obtained_on": "2026-01-05",
                "once": "a-key-of-the-form",
                "file": SimpleUploadedFile("场地.pdf", pdf()),
            }

        for _press in (1, 2):
            assert "场地证明" in check(applicant.post(PAGE, form(), follow=True))

        kept = KeptDocument.objects.get()
        assert (kept.organisation_id, kept.person_id, kept.name) == (firm, None, "场地证明")

    def test_say_what_is_missing(self, applicant: Client) -> None:
        owner = f"person-{actor('applicant').person_id}"

        text = check(applicant.post(PAGE, {"owner": owner, "obtained_on": "2026-02-30"}), 422)

        assert 'href="#file"' in text
        assert 'href="#obtained_on"' in text
        assert not KeptDocument.objects.exists()

    def test_are_renamed_handed_out_and_removed(self, applicant: Client) -> None:
        kept = keep("合同")

        changed = {"name": "租赁合同", "obtained_on": "2026-01-05", "valid_until": "2030-01-05"}
        assert "租赁合同" in check(applicant.post(f"{PAGE}{kept}/", changed, follow=True))
        assert applicant.get(f"{PAGE}{kept}/file").content == picture()
        assert "还没有保存的材料" in check(applicant.post(f"{PAGE}{kept}/remove", follow=True))

    def test_are_nothing_to_a_stranger(self, as_user: SignIn) -> None:
        kept, stranger = keep("合同"), as_user(STORY["people"]["stranger"])

        assert "合同" not in check(stranger.get(PAGE))
        check(stranger.get(f"{PAGE}{kept}/"), 404)
        check(stranger.get(f"{PAGE}{kept}/file"), 404)
        check(stranger.post(f"{PAGE}{kept}/remove"), 404)
        mine = f"person-{actor('applicant').person_id}"
        check(stranger.post(PAGE, {"owner": mine, "obtained_on": "2026-01-05"}), 404)
        assert KeptDocument.objects.get().removed_at is None
