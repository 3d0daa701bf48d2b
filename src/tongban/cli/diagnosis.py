"""What can be wrong with a machine or a database, one question each; the doctor asks them in order."""

import dataclasses
import datetime as dt
import os
import pathlib
import shutil
import stat
from collections.abc import Iterator
from typing import Any

import psutil
import psycopg

from tongban.cli.postgres import EmbeddedPostgres
from tongban.kernel.database import first_line

LEAST_FREE_BYTES = 1_000_000_000
CALENDAR_DAYS = 60
SILENT_SECONDS = 60
LATE_SECONDS = 300
OLDEST_SERVER = 150000
# Papers, and letters with links that open an account.
PRIVATE = ("files", "uploads", "outgoing-mail", "outgoing-sms")


@dataclasses.dataclass(frozen=True)
class Finding:
    """An answer: whether it is well, and what to say and do about it in both languages."""

    well: bool
    zh: str
    en: str


def well(zh: str, en: str) -> Finding:
    """Return a good finding."""
    return Finding(True, zh, en)


def wrong(zh: str, en: str) -> Finding:
    """Return a finding that somebody has to do something about."""
    return Finding(False, zh, en)


# -- the machine, before anything is started ------------------------------------------------------------


def about_home(home: pathlib.Path) -> Iterator[Finding]:
    """Ask about the folder: can we write, may others read, is there room."""
    for name in ("files", "keys"):
        folder = home / name
        try:
            # A link to a share that is not mounted is there, though nothing is behind it.
            there = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
            probe = there / f".doctor-{os.getpid()}"
            probe.write_bytes(b"x")
            probe.unlink()
        except OSError as error:
            yield wrong(
                f"目录 {folder} 不能写入（{error.strerror}）：请检查权限",
                f"{folder} cannot be written ({error.strerror}): check its permissions",
            )
        else:
            yield well(f"目录 {folder} 可以写入", f"{folder} can be written")
    for folder in (home / name for name in PRIVATE):
        if folder.is_dir() and folder.stat().st_mode & stat.S_IRWXO:
            yield wrong(
                f"本机其他用户可以读取 {folder}：请运行 chmod o-rwx {folder}",
                f"everybody on this machine may read {folder}: run chmod o-rwx {folder}",
            )
    free = shutil.disk_usage(home if home.exists() else "/").free
    size = f"{free / 1e9:.1f} GB"
    if free < LEAST_FREE_BYTES:
        yield wrong(f"磁盘只剩 {size}：请清理或扩容", f"only {size} of disk are free: make room")
    else:
        yield well(f"磁盘剩余 {size}", f"{size} of disk are free")


def about_lock(database: EmbeddedPostgres) -> Iterator[Finding]:
    """Ask whether a killed server left its lock; `database` is not joined yet."""
    file = database.places.data / "postmaster.pid"
    if not file.exists():
        yield well("数据库没有残留的锁", "no lock of a dead database")
    elif database.alive():
        yield well(f"数据库正在运行（进程 {database.pid}）", f"the database runs (process {database.pid})")
    else:
        written = (file.read_text().split("\n")[0] or "?").strip()
        whose = "zombie or other program" if written.isdigit() and psutil.pid_exists(int(written)) else "gone"
        yield wrong(
            f"数据库上次没有正常关闭，留下进程 {written} 的锁：下次启动会自动清除并恢复",
            f"the database was killed and left the lock of process {written} ({whose}): "
            "the next start clears it and recovers",
        )


def about_fonts(node_modules: pathlib.Path) -> Iterator[Finding]:
    """Ask whether the documents have their Chinese font."""
    folder = node_modules / "@expo-google-fonts" / "noto-sans-sc"
    fonts = list(folder.glob("[47]00*/*.ttf"))
    if len(fonts) < 2:
        yield wrong(
            f"缺少文书字体（{folder}）：请运行 npm ci",
            f"the font of the documents is missing in {folder}: run npm ci",
        )
    else:
        yield well("文书字体齐全", "the font of the documents is there")


# -- the database, Django not needed --------------------------------------------------------------------


def about_server(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Ask the server about its version, durability and how it sees Chinese letters."""
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        yield wrong(
            f"PostgreSQL {version // 10000} 过旧：需要 15 或更高版本",
            f"PostgreSQL {version // 10000} is too old: 15 or newer is needed",
        )
    else:
        yield well(f"PostgreSQL {version // 10000}", f"PostgreSQL {version // 10000}")
    facts = connection.execute(
        "SELECT pg_encoding_to_char(encoding), datctype, current_setting('fsync') = 'on' "
        "FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    encoding, ctype, durable = facts or ("?", "?", False)
    if encoding != "UTF8":
        yield wrong(f"数据库编码是 {encoding}：请用 UTF8 重建", f"the database is in {encoding}: make it anew in UTF8")
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        row = connection.execute("SELECT show_trgm('道路')").fetchone()
    except psycopg.Error as error:
        yield wrong(f"不能使用 pg_trgm：{error}".strip(), f"pg_trgm cannot be used: {error}".strip())
    else:
        if row is None or not row[0]:
            yield wrong(
                f"数据库的 LC_CTYPE 是 {ctype}，看不见汉字，搜索会失灵：请用 C.UTF-8 或 zh_CN.UTF-8 重建",
                f"LC_CTYPE {ctype} has no trigrams for Chinese, so search is blind: "
                "make the database anew with C.UTF-8 or zh_CN.UTF-8",
            )
        else:
            yield well(f"LC_CTYPE {ctype} 能识别汉字", f"LC_CTYPE {ctype} sees Chinese letters")
    if not durable:
        yield wrong("fsync 已关闭，断电会丢数据：请打开", "fsync is off, a power failure loses data: turn it on")


# -- the installation, through Django -------------------------------------------------------------------


def about_replica() -> Iterator[Finding]:
    """Ask the replica, where one is named, whether it keeps up."""
    from django.conf import settings
    from django.db import DatabaseError

    from tongban.kernel.replica import replica_lag

    if settings.REPLICA not in settings.DATABASES:
        return
    try:
        lag = replica_lag()
    except DatabaseError as error:
        words = first_line(error)
        yield wrong(f"只读副本不能连接，查询改由主库回答：{words}", f"the replica does not answer: {words}")
        return
    most = settings.REPLICA_MOST_LAG_SECONDS
    if lag is None:
        yield wrong(
            "只读副本上没有后台进程的心跳，无法判断延迟，暂不使用：请运行 ./tongban worker",
            "the replica shows no heartbeat of a job worker, so nothing is read there: run ./tongban worker",
        )
    elif lag > most:
        yield wrong(
            f"只读副本落后 {lag:.0f} 秒（上限 {most:.0f} 秒），暂不使用：请检查复制",
            f"the replica lags {lag:.0f} s, more than {most:.0f} s, and is left alone: look at its replication",
        )
    else:
        yield well(f"只读副本落后 {lag:.1f} 秒", f"the replica lags {lag:.1f} s")


def about_migrations() -> Iterator[Finding]:
    """Ask whether the database has the shape that this code needs."""
    from tongban.cli.preparation import pending_migrations

    pending = pending_migrations()
    if pending:
        yield wrong(
            f"有 {len(pending)} 个迁移未执行：请运行 ./tongban migrate",
            f"{len(pending)} migrations are pending: run ./tongban migrate",
        )
    else:
        yield well("数据库结构是最新的", "the database has its newest shape")


def about_calendar(today: dt.date) -> Iterator[Finding]:
    """Ask how far the working-day calendar reaches."""
    from tongban.kernel.queries import calendar_horizon

    horizon = calendar_horizon()
    if horizon.last is None:
        yield wrong(
            "没有工作日历，无法计算期限：请运行 ./tongban init",
            "there is no working-day calendar, so no due date: run ./tongban init",
        )
        return
    if (horizon.last - today).days < CALENDAR_DAYS:
        yield wrong(
            f"工作日历到 {horizon.last} 就用完了：请导入新的放假通知",
            f"the working-day calendar ends on {horizon.last}: import the new holiday notice",
        )
    else:
        yield well(f"工作日历到 {horizon.last}", f"the working-day calendar reaches {horizon.last}")
    confirmed = horizon.confirmed_through
    if confirmed is None or (confirmed - today).days < CALENDAR_DAYS:
        yield wrong(
            f"放假通知只到 {confirmed}：其后的期限是推算的，请导入新的放假通知",
            f"holidays are confirmed to {confirmed} only: import the new notice",
        )
    else:
        yield well(f"放假通知到 {confirmed}", f"holidays are confirmed to {confirmed}")


def about_worker(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Ask whether a job worker lives, and whether jobs wait, hang or failed."""
    if connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone() == (None,):
        return
    row = connection.execute(
        "SELECT (SELECT count(*) FROM procrastinate_workers "
        "        WHERE last_heartbeat > now() - make_interval(secs => %(silent)s)), "
        "       count(*) FILTER (WHERE j.status = 'doing' AND (w.id IS NULL "
        "                        OR w.last_heartbeat < now() - make_interval(secs => %(silent)s))), "
        "       count(*) FILTER (WHERE j.status = 'failed'), "
        "       count(*) FILTER (WHERE j.status = 'todo' AND (SELECT max(e.at) FROM procrastinate_events e "
        "                        WHERE e.job_id = j.id) < now() - make_interval(secs => %(late)s) "
        "                        AND coalesce(j.scheduled_at, now()) <= now()) "
        "FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id",
        {"silent": SILENT_SECONDS, "late": LATE_SECONDS},
    ).fetchone()
    living, stalled, failed, late = row or (0, 0, 0, 0)
    if living:
        yield well(f"后台进程 {living} 个在运行", f"{living} job workers run")
    else:
        yield wrong(
            "没有后台进程在运行，通知和提醒不会发出：请运行 ./tongban serve 或 ./tongban worker",
            "no job worker runs, so nothing is sent or swept: run ./tongban serve or ./tongban worker",
        )
    if stalled:
        yield wrong(f"{stalled} 个后台任务中断了：后台进程会重试", f"{stalled} jobs hang: a worker will retry them")
    if late:
        yield wrong(
            f"{late} 个后台任务等待超过 5 分钟：请增加后台进程",
            f"{late} jobs wait for more than 5 minutes: start more workers",
        )
    if failed:
        yield wrong(
            f"{failed} 个后台任务失败：请查看日志，原因消除后运行 ./tongban worker --retry-failed --once",
            f"{failed} jobs failed: see the log, and once that is mended run ./tongban worker --retry-failed --once",
        )


def about_scanner() -> Iterator[Finding]:
    """Tell whether files that are handed in are looked through for malware, and by what."""
    from django.conf import settings

    from tongban.kernel.scanner import ScannerAway, version

    if not settings.SCANNER:
        yield well("没有接入杀毒服务（TONGBAN_SCANNER）", "files are not scanned for malware (TONGBAN_SCANNER)")
        return
    try:
        yield well(f"杀毒服务：{version()}", f"files are scanned by {version()}")
    except ScannerAway as away:
        yield wrong(f"杀毒服务没有应答，现在不收文件：{away}", f"the scanner is away, no file is taken: {away}")


def about_dangers() -> Iterator[Finding]:
    """Ask whether this installation has what `serve` refuses, or would rather not have."""
    from tongban.cli.held_keys import missing_keys
    from tongban.cli.safety import dangers

    found = [*missing_keys(), *dangers()]
    for danger in found:
        if danger.refused:
            yield wrong(danger.zh, danger.en)
        else:
            yield well(f"注意：{danger.zh}", f"note: {danger.en}")
    if not any(danger.refused for danger in found):
        yield well("没有不该在正式环境出现的设置", "nothing is set that belongs to a demonstration only")
