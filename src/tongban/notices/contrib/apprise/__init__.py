"""Robots of WeCom and DingTalk groups, through apprise."""

from tongban.notices.contrib.apprise.channel import DINGTALK, WECOM, NotTaken, RobotChannel

__all__ = ["DINGTALK", "WECOM", "NotTaken", "RobotChannel"]
