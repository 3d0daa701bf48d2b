"""A made-up face of each kind of document, to try its template on (pure)."""

from typing import Any

from tongban.cases.rules.document_face import printed
from tongban.cases.rules.numbers import DOCUMENT_KINDS

NUMBER = "示范〔2026〕1号"


def sample_face(kind: str, qr: str, *, mock: bool = False, bare: bool = False) -> dict[str, Any]:
    """Return what a document of the kind could print: long texts, a list with a gap, several paragraphs.

    A `bare` one has neither list nor paragraphs, as some documents have not.
    """
    data = {
        "authority": "示范市示范事务管理局",
        "title": DOCUMENT_KINDS[kind].title,
        "addressee": "示范道路工程有限公司",
        "fields": [
            ["办件编号", "5201002026030215110000019"],
            ["事项名称", "挖掘城市道路许可"],
            ["实施编码", "11520100TB0001151X3520117002000"],
            ["申请人", "示范道路工程有限公司"],
            ["日期", "2026年3月2日"],
            ["内容摘要（SHA-256）", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
            ["备注", ""],
        ],
        "body": [
            "这是用来试排模板的文字，不是真的文书。依照《中华人民共和国行政许可法》的规定，现将有关事项告知如下。" * 3,
            "您如有疑问，可以向办理机关咨询。",
        ],
        "columns": ["名称", "要求", "方式"],
        "rows": [["施工方案", "加盖公章，注明开挖范围、深度和恢复办法", "网上上传"], ["授权委托书", "", "窗口提交"]],
        "day": "2026年3月2日",
        "footer": "制作时间 2026-03-02 10:00　咨询 0851-99010101　监督投诉 0851-99020145",
        "mock": mock,
    }
    if bare:
        data |= {"body": [], "columns": [], "rows": []}
    return printed(data, kind=kind, number=NUMBER, applicant_code="91520100TB00990015", officer="示范人员", qr=qr)
