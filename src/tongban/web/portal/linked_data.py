"""What a guide says to machines: schema.org GovernmentService and FAQPage, as JSON-LD for search engines."""

import re
from collections.abc import Mapping
from typing import Any

from tongban.catalogue.queries import ImplementationView

Data = dict[str, Any]

CONTEXT = "https://schema.org"
ONLINE = ("web", "mobile")
LANGUAGE = "zh-Hans"
WORKING_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*(?:—|–|-|~|至)+\s*(\d{1,2}:\d{2})")


def service_of(item: ImplementationView, address: str) -> Data:
    """Return the item as a schema.org GovernmentService; `address` is the guide's own. What is empty is left out."""
    provider = {
        "@type": "GovernmentOrganization",
        "name": item.authority.name,
        "alternateName": item.authority.name_en,
        "identifier": item.authority.uscc,
        "telephone": item.phone,
        "address": item.authority.address,
    }
    kind = "GovernmentPermit" if item.result_kind == "licence" else "CreativeWork"
    return _said(
        {
            "@context": CONTEXT,
            "@type": "GovernmentService",
            "@id": f"{address}#service",
            "url": address,
            "identifier": item.code,
            "name": item.name,
            "alternateName": [each for each in (item.name_en, *item.aliases) if each],
            "description": _description(item),
            "serviceType": item.type_label,
            "provider": _said(provider),
            "areaServed": {"@type": "AdministrativeArea", "name": item.region_name, "identifier": item.region_code},
            "audience": [{"@type": "Audience", "audienceType": each} for each in item.audience_labels],
            "availableChannel": _channels(item, address),
            "hoursAvailable": _hours(item.office_hours),
            "serviceOutput": {"@type": kind, "name": item.result_name} if item.result_name else None,
            "offers": [_said({"@type": "Offer", "name": fee.name, "description": fee.standard}) for fee in item.fees],
            "termsOfService": f"{address}#conditions" if item.conditions else "",
        }
    )


def faq_of(item: ImplementationView, address: str) -> list[Data]:
    """Return the questions and answers as one schema.org FAQPage, none for an item without any."""
    asked = [
        {"@type": "Question", "name": each.question, "acceptedAnswer": {"@type": "Answer", "text": each.answer}}
        for each in item.questions
    ]
    page = {"@context": CONTEXT, "@type": "FAQPage", "@id": f"{address}#questions", "inLanguage": LANGUAGE}
    return [{**page, "mainEntity": asked}] if asked else []


def _description(item: ImplementationView) -> str:
    """Return what the item is in a sentence: who answers, for whom, by when, with what result."""
    limit = f"{item.promised_days}个{'工作日' if item.promised_unit == 'working' else '自然日'}内办结"
    days = "当场办结" if item.instance == "instant" else limit
    result = f"，办结取得{item.result_name}" if item.result_name else ""
    return f"{item.authority.name}办理的{item.type_label}事项，面向{'、'.join(item.audience_labels)}，{days}{result}。"


def _channels(item: ImplementationView, address: str) -> list[Data]:
    channels: list[Data] = []
    if set(ONLINE) & set(item.channels):
        channels.append({"@type": "ServiceChannel", "name": "网上办理", "serviceUrl": f"{address}apply"})
    if "window" in item.channels and item.address:
        place = {"@type": "Place", "address": item.address, "openingHoursSpecification": _hours(item.office_hours)}
        phone = {"@type": "ContactPoint", "telephone": item.phone} if item.phone else None
        window = {"@type": "ServiceChannel", "name": "窗口办理", "serviceLocation": _said(place), "servicePhone": phone}
        channels.append(_said(window))
    return [{**each, "availableLanguage": LANGUAGE} for each in channels]


def _hours(text: str) -> list[Data]:
    """Return office hours as they are told in words, with the times of a working day where they can be read."""
    if not text:
        return []
    days = WORKING_DAYS if "工作日" in text else []
    spans = _SPAN.findall(text) or [("", "")]
    return [
        _said(
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": days,
                "opens": opens.zfill(5) if opens else "",
                "closes": closes.zfill(5) if closes else "",
                "description": text,
            }
        )
        for opens, closes in spans
    ]


def _said(data: Mapping[str, Any]) -> Data:
    return {key: value for key, value in data.items() if value not in ("", None, [], ())}
