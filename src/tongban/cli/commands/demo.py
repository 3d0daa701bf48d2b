"""`./tongban demo`: a city to try, and one real application played through it from search to a verified licence."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import pathlib
import time

from tongban.cli.environment import REPOSITORY, House, name_home, opened
from tongban.cli.port import free_port_or_trouble
from tongban.cli.preparation import prepare
from tongban.cli.site import Site

NAME = "demo"
HELP = "a demo city: load it, play one real application from search to verified licence, then serve it"
# The city that has a story to play; nothing else here knows which one it is.
CITY = next(REPOSITORY.glob("demo/*/story.toml")).parent
ACCOUNTS = "demo-accounts.json"
IN_SERVICE_DAYS = 180

ROLES = {
    "applicant": "申请人（企业经办人）",
    "clerk": "窗口收件人员",
    "second_clerk": "窗口收件人员",
    "lead_reviewer": "牵头审查人",
    "joint_reviewer": "会审人（交警）",
    "decider": "决定人",
    "issuer": "制证人",
    "supervisor": "效能监察",
    "head": "机关负责人",
    "government_head": "人民政府负责人",
    "steward": "事项编制",
    "item_reviewer": "事项审核",
    "helper": "帮办代办",
    "publisher": "事项发布",
    "data_steward": "数据管理（信息库提供单位）",
    "administrator": "系统管理",
    "stranger": "另一位申请人",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="end after the story; exit code 0 only if every step held")
    parser.add_argument("--no-story", action="store_true", help="only load and serve")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")


def run(args: argparse.Namespace) -> int:
    """Build what is missing, play the story, serve; 2 when the port is taken, 1 when a step did not hold."""
    free_port_or_trouble(args.host, args.port)
    home = name_home(args)
    home.mkdir(parents=True, exist_ok=True)
    # Set before anything reads the clock: the story's days are shared by all processes of the demo.
    environment = {
        "TONGBAN_DEMO": "1",
        "TONGBAN_DEMO_CLOCK": str(home / "demo-clock"),
        "TONGBAN_PUBLIC_URL": os.environ.get("TONGBAN_PUBLIC_URL", f"http://127.0.0.1:{args.port}"),
    }
    os.environ.update(environment)
    (home / "demo-clock").write_text("0")
    started = time.monotonic()
    with opened(args) as house:
        prepare(house)
        _load(house)
        site = Site(house, host=args.host, port=args.port, environment=environment)
        site.start()
        try:
            site.wait_until_ready()
            print(f"首页已可打开：{site.address}（{time.monotonic() - started:.1f} 秒）", flush=True)
            held = args.no_story or _play(site.address)
            if args.once:
                return 0 if held else 1
            _greet(site.address, home)
            site.run()
        finally:
            site.stop()
    return 0 if held else 1


def _load(house: House) -> None:
    """Load the city's files when they changed since last time; they can be loaded any number of times."""
    from tongban.cli.city import demo_usernames, load_city
    from tongban.cli.commands.init import _say
    from tongban.cli.story.script import PASSWORD
    from tongban.kernel.clock import now
    from tongban.parties.actions import set_demo_password

    stamp = house.home / "demo-city"
    wanted = _newest(CITY)
    if not stamp.exists() or stamp.read_text() != wanted:
        print("正在载入演示城市……", flush=True)
        # The story happens in the days before today, when its officials must have been in service.
        load_city(CITY, at=now() - dt.timedelta(days=IN_SERVICE_DAYS), say=_say)
        set_demo_password(usernames=demo_usernames(CITY), password=PASSWORD, at=now())
        (house.home / ACCOUNTS).write_text(json.dumps(_accounts(), ensure_ascii=False), encoding="utf-8")
        stamp.write_text(wanted)


def _newest(folder: pathlib.Path) -> str:
    files = sorted(folder.rglob("*.toml"))
    return repr([(str(file.relative_to(folder)), file.stat().st_mtime_ns, file.stat().st_size) for file in files])


def _accounts() -> list[dict[str, str]]:
    from django.contrib.auth import get_user_model

    from tongban.cli.story.script import PASSWORD, Script

    script = Script.read(CITY)
    wanted = {script.username(role): label for role, label in ROLES.items()}
    found = get_user_model().objects.filter(username__in=wanted).select_related("person", "official")
    named = {
        account.username: account.official.name if hasattr(account, "official") else str(account.person)
        for account in found
    }
    return [
        {"username": username, "name": named[username], "role": label, "password": PASSWORD}
        for username, label in wanted.items()
        if username in named
    ]


def _play(address: str) -> bool:
    from tongban.cli.story.play import play
    from tongban.cli.story.script import Script
    from tongban.cli.story.visitor import StepFailed

    script = Script.read(CITY)
    print(f"\n故事：{script.facts['title']}。{script.facts['summary']}", flush=True)
    started = time.monotonic()
    try:
        story = play(address, script, lambda line: print(line, flush=True))
    except StepFailed as failed:
        print(f"  ✗ {failed}", flush=True)
        return False
    print(f"  {story.steps} 步全部成立（{time.monotonic() - started:.1f} 秒），办件 {story.number}\n", flush=True)
    return True


def _greet(address: str, home: pathlib.Path) -> None:
    rows = json.loads((home / ACCOUNTS).read_text(encoding="utf-8"))
    print(f"门户 {address}/    办公 {address}/office/    接口 {address}/api/v1/openapi.json")
    print("演示账号：")
    for row in rows:
        print(f"  {row['username']:<16} {row['password']}   {row['name']}，{row['role']}")
    print("按 Ctrl-C 结束。", flush=True)
