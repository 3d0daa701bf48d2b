"""`./tongban rotate-keys`: new keys from now on, for what is signed or for what is sealed; the old stays readable."""

import argparse

from tongban.cli.environment import opened
from tongban.cli.held_keys import refuse_missing_keys

NAME = "rotate-keys"
HELP = "sign documents and licences with new keys from now on; old signatures stay valid"
NEEDS_CITY = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--sealing", action="store_true", help="prepare a new key for sealed identifiers instead; then run reseal"
    )
    which.add_argument(
        "--retire", action="store_true", help="let go of the old sealing key, refused while a row is sealed under it"
    )


def run(args: argparse.Namespace) -> int:
    """Make new keys; every other process follows by itself."""
    with opened(args):
        refuse_missing_keys()
        if args.sealing or args.retire:
            return _change_sealing_key(retire=args.retire)
        from tongban.kernel import signing
        from tongban.kernel.clock import now
        from tongban.licences.actions.rotate_keys import rotate_keys
        from tongban.parties.rules.actor import SYSTEM

        rotate_keys(actor=SYSTEM, at=now())
        documents = signing.published_keys(at=now())["documents"]
    print(f"✓ 已启用新的签名密钥；停用的证书 {len(documents) - 1} 张，之前签名的文件仍然有效")
    return 0


def _change_sealing_key(*, retire: bool) -> int:
    from tongban.kernel.actions.add_sealing_key import add_sealing_key
    from tongban.kernel.actions.retire_sealing_key import retire_sealing_key
    from tongban.kernel.clock import now
    from tongban.parties.actions import record_event
    from tongban.parties.rules.actor import SYSTEM

    if retire:
        name = retire_sealing_key(at=now())
        print(f"✓ 加密密钥 {name} 已停用，移入 keys/retired/；仍用到它的旧备份删除后即可销毁")
    else:
        name = add_sealing_key(at=now())
        print(f"✓ 已生成加密密钥 {name}；多台机器请先把 keys/sealing-keys 复制到每一台，再运行 ./tongban reseal")
    kind = "retire_sealing_key" if retire else "add_sealing_key"
    record_event(kind=kind, subject=f"keys:sealing:{name}", actor=SYSTEM, at=now())
    return 0
