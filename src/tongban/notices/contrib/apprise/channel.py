"""Group robots (企业微信、钉钉群机器人): apprise knows how to speak with them."""

from __future__ import annotations

import re


class NotTaken(Exception):
    """The robot did not take the message; the job is tried again."""


class RobotChannel:
    """Send through a robot that somebody set up in their own group; its key is the address.

    Only the key comes from people, never an address of a server, so nothing of ours can be asked for through it.
    """

    known_by = ""
    address_pattern: re.Pattern[str] | None = re.compile(r"[A-Za-z0-9-]{16,80}")

    def __init__(self, key: str, scheme: str) -> None:
        self.key, self._scheme = key, scheme

    def send(self, *, address: str, subject: str, body: str) -> None:
        """Hand the message to the robot. Raises NotTaken."""
        import apprise  # late: it takes a while to load, and few processes speak with robots

        robot = apprise.Apprise()
        if not robot.add(f"{self._scheme}://{address}/") or not robot.notify(title=subject, body=body):
            raise NotTaken(self.key)


WECOM = RobotChannel("wecom", "wecombot")
DINGTALK = RobotChannel("dingtalk", "dingtalk")
