"""A device reached by HTTP and JSON; both sides sign what they say with a secret that they share.

The contract is docs/reference/face-check.md: POST /v1/checks announces a check, GET /v1/checks/{reference} asks for
its verdict; `X-Signature` is HMAC-SHA256 over the time, a full stop and the body.
"""

from __future__ import annotations

import hmac
import json
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from tongban.parties.ports import DeviceAway, FaceBegun, FaceRequest, FaceVerdict

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS = 8.0
# How far the clocks of the two may be apart; what is older may be an answer heard and played again.
CLOCKS_APART_SECONDS = 120
OUTCOMES = {"pending": "", "passed": "passed", "failed": "failed"}
_REASON = re.compile(r"[a-z0-9_]{0,40}")


class HttpFaceDevice:
    """Speak with the device at `url`; `transport` and `now` are for tests."""

    key = "http"
    demonstration = False

    def __init__(
        self,
        url: str,
        secret: str,
        *,
        transport: httpx.BaseTransport | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._url, self._secret, self._transport, self._now = url.rstrip("/"), secret.encode(), transport, now

    def begin(self, request: FaceRequest) -> FaceBegun:
        """Announce the check, and return the page where the camera waits. Raises DeviceAway."""
        answer = self._ask(
            "POST",
            "/v1/checks",
            {
                "check_id": request.key,
                "nonce": request.nonce,
                "id_kind": request.id_kind,
                "id_number": request.id_number,
                "name": request.name,
                "return_url": request.return_url,
                "expires_at": request.expires_at.isoformat(),
            },
        )
        reference, url = answer.get("reference"), answer.get("url")
        if answer.get("nonce") != request.nonce or not isinstance(reference, str) or not 0 < len(reference) <= 100:
            raise DeviceAway("the device's answer is not about this check")
        if not isinstance(url, str) or len(url) > 500 or urlsplit(url).scheme != "https":
            raise DeviceAway("the device names no https page")
        return FaceBegun(reference, url)

    def result(self, *, key: str, reference: str, nonce: str) -> FaceVerdict:
        """Return what the device says of the check. Raises DeviceAway."""
        answer = self._ask("GET", f"/v1/checks/{quote(reference, safe='')}")
        if (answer.get("check_id"), answer.get("nonce")) != (key, nonce) or answer.get("state") not in OUTCOMES:
            raise DeviceAway("the device's answer is not about this check")
        reason = str(answer.get("reason") or "")
        return FaceVerdict(OUTCOMES[answer["state"]], reason if _REASON.fullmatch(reason) else "other")

    def _ask(self, method: str, path: str, said: dict[str, Any] | None = None) -> dict[str, Any]:
        import httpx  # late: it takes a while to load, and few processes ask others

        body = b"" if said is None else json.dumps(said, ensure_ascii=False).encode()
        at = str(int(self._now()))
        headers = {"X-Time": at, "X-Signature": self.signature(at, body or path.encode())}
        if body:
            headers["Content-Type"] = "application/json"
        try:
            with httpx.Client(transport=self._transport, timeout=TIMEOUT_SECONDS) as client:
                answer = client.request(method, self._url + path, content=body or None, headers=headers)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise DeviceAway(type(error).__name__) from error
        self._believe(answer)
        try:
            read = answer.json()
        except ValueError as error:
            raise DeviceAway("the device's answer is no JSON") from error
        if not isinstance(read, dict):
            raise DeviceAway("the device's answer is no object")
        return read

    def _believe(self, answer: httpx.Response) -> None:
        at, signature = answer.headers.get("X-Time", ""), answer.headers.get("X-Signature", "")
        fresh = at.isascii() and at.isdigit() and abs(int(at) - self._now()) <= CLOCKS_APART_SECONDS
        if not fresh or not hmac.compare_digest(self.signature(at, answer.content).encode(), signature.encode()):
            raise DeviceAway("the device's signature does not hold")

    def signature(self, at: str, body: bytes) -> str:
        """Return HMAC-SHA256 over the time in seconds, a full stop and the body (the path of a GET), in hex."""
        return hmac.digest(self._secret, at.encode() + b"." + body, "sha256").hex()
