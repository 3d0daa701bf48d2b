"""What can be wrong with the journal's being seen and held by others; the doctor asks."""

import datetime as dt
from collections.abc import Iterator

from tongban.cli.diagnosis import Finding, well, wrong

# Witnesses are asked every minute.
LATE = dt.timedelta(minutes=10)


def about_witnesses(now: dt.datetime) -> Iterator[Finding]:
    """Ask whether every witness that is named still co-signs; nothing is said where none is named."""
    from tongban.matters.queries.witnessing import witness_states

    for state in witness_states():
        late = state.cosigned_at is None or now - state.cosigned_at > LATE
        if state.trouble:
            yield wrong(
                f"见证人 {state.name} 没有联署日志（落后 {state.behind} 条）：{state.trouble}",
                f"the witness {state.name} does not co-sign the journal, {state.behind} entries behind: "
                f"{state.trouble}",
            )
        elif state.behind and late:
            yield wrong(
                f"见证人 {state.name} 已有 10 分钟没有联署，落后 {state.behind} 条：请查看后台进程",
                f"the witness {state.name} has not co-signed for ten minutes, {state.behind} entries behind: "
                "see whether a job worker runs",
            )
        else:
            yield well(f"见证人 {state.name} 在联署日志", f"the witness {state.name} co-signs the journal")


def about_mirror() -> Iterator[Finding]:
    """Ask whether checkpoints reach their file; nothing is said where none is named."""
    from tongban.kernel.rules.signed_note import NoteRefused
    from tongban.matters.queries.witnessing import mirror_behind

    try:
        behind = mirror_behind()
    except (OSError, NoteRefused) as error:
        yield wrong(
            f"检查点文件（TONGBAN_CHECKPOINT_FILE）不能使用：{error}",
            f"the file of checkpoints (TONGBAN_CHECKPOINT_FILE) cannot be used: {error}",
        )
        return
    if behind is not None and behind < 0:
        yield wrong(
            f"检查点文件比数据库多 {-behind} 条：数据库被退回或截断过，请运行 ./tongban verify-journal --mirror",
            f"the file of checkpoints knows {-behind} entries more than the database: it was set back or cut off; "
            "run ./tongban verify-journal --mirror",
        )
    elif behind is not None:
        yield well(f"检查点文件落后 {behind} 条", f"the file of checkpoints is {behind} entries behind")
