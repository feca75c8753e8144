"""Whether the keys in hand are those with which the data was sealed, asked before anything is served."""

import sys

from django.db import Error, connection
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.people.rotation import wrong_key
from nuanliu.platform.crypto import BadKeyring, CannotOpen
from nuanliu.platform.errors import Unable

EXIT_CONFIG = 78
"""EX_CONFIG of sysexits: whoever starts us again at once would not mend it."""


class WrongKeys(Unable):
    """With these keys nothing may start: new data would be sealed with them beside old data that they cannot open."""


def check_keys() -> None:
    """Raise WrongKeys with a sentence that says what to do, if the data was sealed with other keys than ours."""
    try:
        wrong = wrong_key()
    except BadKeyring as bad:
        raise WrongKeys("bad_keyring", str(bad)) from bad
    if isinstance(wrong, CannotOpen) and wrong.code == "unknown_key":
        words = _(
            "数据库里有用密钥“%(key)s”封存的资料，但 NUANLIU_FIELD_KEYS 里没有它。请把原来的密钥放回来，不要造新的。"
            "没有启动，什么都没有改。"
        )
        raise WrongKeys("unknown_key", words % {"key": wrong.details["key_id"]})
    if isinstance(wrong, CannotOpen):
        words = _(
            "NUANLIU_FIELD_KEYS 里的密钥打不开数据库里的资料：名字对，内容不对。请把原来的密钥放回来。"
            "没有启动，什么都没有改。"
        )
        raise WrongKeys("does_not_open", words)
    if wrong is not None:
        words = _(
            "NUANLIU_INDEX_KEY 不是数据库用的那一把：按电话和身份证号会找不到人。请把原来的密钥放回来。"
            "没有启动，什么都没有改。"
        )
        raise WrongKeys("wrong_index_key", words)


def insist_on_keys() -> None:
    """End the process with the sentence if the keys are wrong; a database that is not to be had is not asked."""
    try:
        check_keys()
    except WrongKeys as wrong:
        sys.stderr.write(f"{wrong.words}\n")
        raise SystemExit(EXIT_CONFIG) from wrong
    except Error:
        return
    finally:
        connection.close()
