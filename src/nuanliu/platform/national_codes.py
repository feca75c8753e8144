"""Code tables of national standards that rosters speak in: sex, ethnic group, political status."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from nuanliu.platform.errors import Words
from nuanliu.platform.text import clean

SEX: Mapping[str, Words] = {"0": _("未知"), "1": _("男"), "2": _("女"), "9": _("未说明")}
"""GB/T 2261.1."""

_ETHNIC_NAMES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
_OTHER, _FOREIGN_BORN = "97", "98"
ETHNIC: Mapping[str, str] = {
    **{f"{number:02d}": f"{name}族" for number, name in enumerate(_ETHNIC_NAMES.split(), start=1)},
    _OTHER: "其他",
    _FOREIGN_BORN: "外国血统中国籍人士",
}
"""GB/T 3304: the names stand in Chinese in every language, as they stand on the identity card."""

POLITICAL: Mapping[str, Words] = {
    "01": _("中共党员"),
    "02": _("中共预备党员"),
    "03": _("共青团员"),
    "04": _("民革党员"),
    "05": _("民盟盟员"),
    "06": _("民建会员"),
    "07": _("民进会员"),
    "08": _("农工党党员"),
    "09": _("致公党党员"),
    "10": _("九三学社社员"),
    "11": _("台盟盟员"),
    "12": _("无党派人士"),
    "13": _("群众"),
}
"""GB/T 4762."""

_SEX_SAID = {"男": "1", "男性": "1", "女": "2", "女性": "2", "未知": "0", "未说明": "9"}
_ETHNIC_SAID = {
    **{name: code for code, name in ETHNIC.items()},
    **{name.removesuffix("族"): code for code, name in ETHNIC.items()},
    "穿青人": _OTHER,
    "穿青": _OTHER,
}
"""穿青人 live in this region; identity cards name them and the standard has no code of their own."""
_POLITICAL_NAMES = (
    "中共党员 中共预备党员 共青团员 民革党员 民盟盟员 民建会员 民进会员 农工党党员 致公党党员 九三学社社员 台盟盟员 "
    "无党派人士 群众"
)
_POLITICAL_SAID = {
    **dict(zip(_POLITICAL_NAMES.split(), POLITICAL, strict=True)),
    "党员": "01",
    "中国共产党党员": "01",
    "预备党员": "02",
    "团员": "03",
    "无党派": "12",
    "无": "13",
}


def _found(text: str, codes: Mapping[str, object], said: Mapping[str, str], width: int) -> str | None:
    typed = clean(text).replace(" ", "")
    if typed.isascii() and typed.isdigit() and typed.zfill(width) in codes:
        return typed.zfill(width)
    return said.get(typed)


def sex_code(*, text: str) -> str | None:
    """The code of `男`, `女性`, `1`...; None if it is none of them."""
    return _found(text, SEX, _SEX_SAID, 1)


def ethnic_code(*, text: str) -> str | None:
    """The code of `苗`, `苗族`, `6`, `06`...; None if it is none of them."""
    return _found(text, ETHNIC, _ETHNIC_SAID, 2)


def political_code(*, text: str) -> str | None:
    """The code of `党员`, `群众`, `13`...; None if it is none of them."""
    return _found(text, POLITICAL, _POLITICAL_SAID, 2)
