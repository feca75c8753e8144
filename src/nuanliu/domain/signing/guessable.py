"""What everybody here would try first: the names of the scheme, the city and the bureau, and one's own account name."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nuanliu.domain.network.models import Login
from nuanliu.platform.pinyin import search_key

WORDS = (
    *("nuanliu", "shijianyinhang", "laoganbu", "zhiyuanzhe", "timebank", "password", "mima", "woaini"),
    *("时间银行", "老干部局", "志愿者", "密码"),
)
"""The names of this installation are added, as Chinese characters and as pinyin."""
SHORTEST_REST = 8
"""How much has to be left of a password beside such a word."""


class NotOfThisPlace:
    """A password is more than a name of this place and a year."""

    def validate(self, password: str, user: Login | None = None) -> None:
        """Raise ValidationError if hardly anything is left once these words are taken out."""
        rest = password.casefold()
        for word in sorted(_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < min(SHORTEST_REST, len(password)) and rest != password.casefold():
            raise ValidationError(self.get_help_text(), code="of_this_place")

    def get_help_text(self) -> str:
        """What to do instead."""
        return _("不要用本地的名字、单位的名字或自己的账号。")


def _words(user: Login | None) -> set[str]:
    names = [settings.BRAND, settings.CITY, settings.CITY.removesuffix("市"), settings.BUREAU]
    spelt = [part for name in names for part in search_key(name).split()]
    own = [user.username] if user is not None else []
    return {word.casefold() for word in (*WORDS, *names, *spelt, *own) if len(word) > 2}
