"""`./tongban rotate-keys`: sign with new keys from now on; what was signed before stays valid."""

import argparse

from tongban.cli.environment import opened

NAME = "rotate-keys"
HELP = "sign documents and licences with new keys from now on; old signatures stay valid"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no arguments of its own."""


def run(args: argparse.Namespace) -> int:
    """Make new keys and put the old certificates away; other processes follow with their next signature."""
    with opened(args):
        from tongban.kernel import signing
        from tongban.kernel.clock import now
        from tongban.licences.actions.rotate_keys import rotate_keys
        from tongban.parties.rules.actor import SYSTEM

        rotate_keys(actor=SYSTEM, at=now())
        documents = signing.published_keys(at=now())["documents"]
    print(f"✓ 已启用新的签名密钥；停用的证书 {len(documents) - 1} 张，之前签名的文件仍然有效")
    return 0
