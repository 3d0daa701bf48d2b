"""Catalogues are compiled when they are newer than what was compiled from them."""

import gettext
import os
import pathlib

from tongban.cli.messages import compile_messages

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "提交申请"
msgstr "Submit the application"
"""


class TestCompileMessages:
    def test_writes_what_is_stale_and_only_that(self, tmp_path: pathlib.Path) -> None:
        source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
        source.parent.mkdir(parents=True)
        source.write_text(CATALOGUE)
        target = source.with_suffix(".mo")

        assert compile_messages(tmp_path) == [target]
        assert compile_messages(tmp_path) == []
        os.utime(source, ns=(target.stat().st_mtime_ns + 1,) * 2)
        assert compile_messages(tmp_path) == [target]

        with target.open("rb") as compiled:
            assert gettext.GNUTranslations(compiled).gettext("提交申请") == "Submit the application"
