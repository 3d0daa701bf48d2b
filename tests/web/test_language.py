import pathlib
import re
from collections.abc import Callable

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client, RequestFactory

import tongban.web
from tests.cases.factory import case
from tests.city import STORY, actor
from tests.web.pages import check
from tongban.cases import actions
from tongban.cases.rules.numbers import DOCUMENT_KINDS
from tongban.catalogue.rules import enumerations
from tongban.catalogue.rules.messages import Message
from tongban.kernel.clock import now
from tongban.matters.lifecycle import KINDS
from tongban.web.code_words import WORDS
from tongban.web.language import choose, in_words, mark_chinese, to_simplified, to_traditional

TEMPLATES = pathlib.Path(tongban.web.__file__).parent / "templates"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class TestChoose:
    @pytest.mark.parametrize(
        ("accepted", "language"),
        [
            ("", "zh-hans"),
            ("fr,de;q=0.8", "zh-hans"),
            ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
            ("zh-TW,zh;q=0.9", "zh-hant"),
            ("zh-HK", "zh-hant"),
            ("en;q=0.3,zh-CN;q=0.9", "zh-hans"),
            ("en;q=nonsense", "zh-hans"),
        ],
    )
    def test_reads_what_the_browser_accepts(self, accepted: str, language: str) -> None:
        assert choose(RequestFactory().get("/", headers={"Accept-Language": accepted})) == language

    def test_prefers_the_address_to_the_cookie_to_the_browser(self) -> None:
        request = RequestFactory().get("/?lang=zh-hant", headers={"Accept-Language": "en"})
        request.COOKIES["language"] = "zh-hans"

        assert choose(request) == "zh-hant"
        assert choose(_with_cookie("zh-hans")) == "zh-hans"
        assert choose(_with_cookie("klingon")) == "en"


def _with_cookie(value: str):  # type: ignore[no-untyped-def]
    request = RequestFactory().get("/", headers={"Accept-Language": "en"})
    request.COOKIES["language"] = value
    return request


class TestToTraditional:
    def test_converts_words_and_readable_attributes(self) -> None:
        page = '<p title="证照">贵阳市综合行政执法局</p><img alt="扫码">'

        assert to_traditional(page) == '<p title="證照">貴陽市綜合行政執法局</p><img alt="掃碼">'

    def test_leaves_what_a_form_would_send_back(self) -> None:
        page = '<input value="贵阳"><textarea>\n道路</textarea><option value="个人">个人</option>'

        assert (
            to_traditional(page) == '<input value="贵阳"><textarea>\n道路</textarea><option value="个人">個人</option>'
        )

    def test_leaves_names_of_people(self) -> None:
        assert to_traditional('<span translate="no">范先生</span>范围') == '<span translate="no">范先生</span>範圍'

    def test_is_undone_for_a_search(self) -> None:
        assert to_simplified("開挖馬路") == "开挖马路"


@pytest.mark.usefixtures("city", "db")
class TestACase:
    def test_reads_in_english_with_its_question_page(self, as_user: Callable[[str], Client]) -> None:
        number = case("reviewing", now())
        actions.suspend(
            number=number, kind="expert_review", days=1, reason="论证", actor=actor("lead_reviewer"), at=now()
        )
        applicant = as_user(STORY["people"]["applicant"])

        assert "1 working day needed" in check(applicant.get(f"/my/cases/{number}/?lang=en"))
        page = applicant.get(f"/my/cases/{number}/ask")

        shown = page.context["case"]
        assert shown.subject_en in check(page)
        assert shown.subject not in check(page)


@pytest.mark.django_db
class TestSwitch:
    def test_changes_the_page_and_remembers(self, client: Client) -> None:
        assert 'lang="en"' in check(client.get("/about/?lang=en"))
        assert "About this site" in check(client.get("/about/"))
        assert "關於本站" in check(client.get("/about/?lang=zh-hant"))
        assert "关于本站" in check(client.get("/about/?lang=zh-hans"))

    def test_ignores_a_language_that_we_do_not_speak(self, client: Client) -> None:
        answer = client.get("/about/?lang=xx")

        assert "关于本站" in check(answer)
        assert "language" not in answer.cookies


class TestCatalogue:
    def test_says_each_message_in_english(self) -> None:
        path = pathlib.Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            messages = [each for each in read_po(file) if each.id]

        silent = [each.id for each in messages if not (each.string[0] if each.pluralizable else each.string)]
        assert silent == []
        assert [each.id for each in messages if each.fuzzy] == []
        assert [(each.id, problem) for each in messages for problem in each.check()] == []

    def test_speaks_for_a_sentence_that_remembers_its_template(self) -> None:
        from django.utils import translation

        message = Message("请填写“%(title)s”。", title="Road")
        with translation.override("en"):
            assert in_words(message) == "Please fill in “Road”."


def labels_of_code_tables() -> set[str]:
    """Collect every label of a code table that pages say in the reader's language."""
    tables = (
        enumerations.ITEM_TYPES,
        enumerations.INSTANCES,
        enumerations.AUDIENCES,
        enumerations.NECESSITIES,
        enumerations.SOURCES,
        enumerations.CHANNELS,
    )
    labels = {label for table in tables for label in table.values()}
    labels |= {kind.title for kind in DOCUMENT_KINDS.values()}
    labels |= {state.label for kind in KINDS.values() for state in kind.states}
    labels |= {word for kind in KINDS.values() for move in kind.moves for word in (move.label, move.past) if word}
    return labels


class TestTemplates:
    def test_leave_the_colon_to_the_language(self) -> None:
        said = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)

        written = {each.name for each in TEMPLATES.rglob("*.html") if "：" in said.sub("", each.read_text("utf-8"))}

        assert written == set()


class TestCodeWords:
    def test_hold_every_label_of_the_code_tables(self) -> None:
        assert labels_of_code_tables() - set(WORDS) == set()


class TestSpokenWords:
    def test_are_all_in_the_catalogue(self) -> None:
        """A new word is added to locale/en/LC_MESSAGES/django.po in the same change."""
        path = pathlib.Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            known = {each.id[0] if each.pluralizable else each.id for each in read_po(file)}

        assert sorted(spoken() - known) == []


def spoken() -> set[str]:
    """Collect the Chinese words that templates and code say through gettext."""
    source = pathlib.Path(settings.SOURCE)
    words: set[str] = set()
    for template in source.glob("*/templates/**/*.html"):
        text = template.read_text(encoding="utf-8")
        words |= {each.replace("%", "%%") for each in re.findall(r"""\{% translate ["']([^"']+)["']""", text)}
        for block in re.findall(r"\{% blocktranslate[^%]*%\}(.*?)\{% (?:plural|endblocktranslate)", text, re.DOTALL):
            words.add(re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", block.replace("%", "%%")))
    keywords = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2)}
    for module in source.rglob("*.py"):
        with module.open("rb") as file:
            for _line, _function, message, _comments in extract_python(file, keywords, [], {}):
                first = message[0] if isinstance(message, tuple) else message
                if isinstance(first, str) and CHINESE.search(first):
                    words.add(first)
    return words


class TestMarkChinese:
    def test_tells_readers_aloud_which_words_are_chinese(self) -> None:
        assert mark_chinese("<p>Hello, 何雨禾</p>") == '<p><span lang="zh-Hans">Hello, 何雨禾</span></p>'

    def test_leaves_elements_that_hold_text_only_or_name_their_language(self) -> None:
        page = '<title>道路</title><a lang="zh-Hant">繁體</a><option>个人</option><textarea>道路</textarea><p>Road</p>'

        assert mark_chinese(page) == page
