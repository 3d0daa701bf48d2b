"""An item as linked data, in the European Core Public Service Vocabulary Application Profile (CPSV-AP 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.rules.enumerations import CHANNELS, Unit

CONTEXT: dict[str, Any] = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "m8g": "http://data.europa.eu/m8g/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CHINESE = "http://publications.europa.eu/resource/authority/language/ZHO"
_YUAN = "http://publications.europa.eu/resource/authority/currency/CNY"


@dataclass(frozen=True, slots=True)
class Carried:
    """What an item's content does not say: its code, who carries it out and where; `site` is the portal's address."""

    code: str
    authority: str
    uscc: str
    region: str
    region_code: str
    site: str


def public_service(content: Mapping[str, Any], carried: Carried) -> dict[str, Any]:
    """Return the item as a `cpsv:PublicService`, without the context; what is unknown is left out.

    The processing time is the promise as an ISO 8601 duration in days; that they are working days its description says.
    """
    address = f"{carried.site}/items/{carried.code}/"
    service: dict[str, Any] = {
        "@id": address,
        "@type": "cpsv:PublicService",
        "dct:identifier": carried.code,
        "dct:title": _in_languages(content["name"], content.get("name_en", "")),
        "dct:description": _zh("；".join(content.get("conditions") or [content.get("conduct") or content["name"]])),
        "dct:language": {"@id": _CHINESE},
        "dct:spatial": _location(carried),
        "m8g:hasCompetentAuthority": {
            "@id": f"urn:uscc:{carried.uscc}",
            "@type": "m8g:PublicOrganisation",
            "dct:identifier": carried.uscc,
            "skos:prefLabel": _zh(carried.authority),
            "dct:spatial": _location(carried),
        },
        "m8g:hasLegalResource": [
            {
                "@id": f"{address}#basis-{place}",
                "@type": "eli:LegalResource",
                "dct:title": _zh(f"《{row['law']}》{row.get('article', '')}"),
            }
            for place, row in enumerate(content["basis"], 1)
        ],
        "m8g:thematicArea": [
            {"@id": f"{carried.site}/themes/{key}/", "@type": "skos:Concept", "skos:notation": key}
            for key in content.get("themes", ())
        ],
        "cpsv:hasInput": [_input(row, address) for row in content.get("materials", ())],
        "cpsv:produces": _output(content.get("result", {}), address),
        "m8g:hasCost": [_cost(row, address, place) for place, row in enumerate(content.get("fees", ()), 1)],
        "m8g:hasChannel": [
            {
                "@id": f"{address}#channel-{code}",
                "@type": "m8g:Channel",
                "dct:identifier": code,
                "dct:type": _zh(CHANNELS.get(code, code)),
            }
            for code in content.get("channels", ())
        ],
    }
    if "promised_days" in content:
        service["m8g:processingTime"] = {"@type": "xsd:duration", "@value": f"P{content['promised_days']}D"}
        unit = "工作日" if content.get("promised_unit", Unit.WORKING) == Unit.WORKING else "日"
        service["dct:description"] = _zh(
            f"{service['dct:description']['@value']}（{content['promised_days']} 个{unit}内办结）"
        )
    return {key: value for key, value in service.items() if value not in ([], None)}


def _input(row: Mapping[str, Any], address: str) -> dict[str, Any]:
    return {
        "@id": f"{address}#material-{row['code']}",
        "@type": "m8g:Evidence",
        "dct:identifier": row["code"],
        "dct:title": _in_languages(row["name"], row.get("name_en", "")),
        **({"dct:description": _zh(row["note"])} if row.get("note") else {}),
    }


def _output(result: Mapping[str, Any], address: str) -> dict[str, Any] | None:
    if not result.get("name"):
        return None
    return {
        "@id": f"{address}#result",
        "@type": "cpsv:Output",
        "dct:identifier": result.get("licence_type") or result.get("kind", ""),
        "dct:title": _zh(result["name"]),
    }


def _cost(row: Mapping[str, Any], address: str, place: int) -> dict[str, Any]:
    cost: dict[str, Any] = {
        "@id": f"{address}#fee-{place}",
        "@type": "m8g:Cost",
        "dct:identifier": str(place),
        "dct:description": _zh(f"{row['name']}：{row['standard']}（{row['basis']}）"),
        "m8g:currency": {"@id": _YUAN},
    }
    if row.get("amount") is not None:
        yuan, fen = divmod(row["amount"], 100)
        cost["m8g:value"] = {"@type": "xsd:decimal", "@value": f"{yuan}.{fen:02d}"}
    return cost


def _location(carried: Carried) -> dict[str, Any]:
    return {
        "@id": f"urn:division:{carried.region_code}",
        "@type": "dct:Location",
        "dct:identifier": carried.region_code,
        "skos:prefLabel": _zh(carried.region),
    }


def _zh(text: str) -> dict[str, str]:
    return {"@language": "zh", "@value": text}


def _in_languages(chinese: str, english: str) -> Any:
    return [_zh(chinese), {"@language": "en", "@value": english}] if english else _zh(chinese)
