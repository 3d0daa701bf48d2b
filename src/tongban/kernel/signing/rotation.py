"""Change the keys for new ones (密钥轮换)."""

import datetime as dt

from tongban.kernel.signing.keys import change_document_keys, folder_of_keys
from tongban.kernel.signing.sm2 import change_sm2_key


def rotate_keys(*, at: dt.datetime) -> None:
    """Sign documents and files with new keys from now on; every process does so at its next signature.

    What the old ones signed before stays valid, what they would sign later does not; their private parts are gone. The
    journal's key stays: its name is what verifiers were given once and for all.
    """
    folder = folder_of_keys()
    change_document_keys(folder, at=at)
    change_sm2_key(folder, at=at)
