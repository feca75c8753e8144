"""How a name or a word is typed without Chinese input: initials and full spelling, in every likely reading."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, product

from nuanliu.platform.text import clean
from nuanliu.platform.words import DOUBLE_SURNAMES

_SURNAME_READINGS = (
    "曾zeng 单shan 解xie 仇qiu 区ou 查zha 任ren 朴piao 盖ge 尉wei 冼xian 缪miao 繁po "
    "种chong 秘bi 覃qin 乐yue 员yun 翟zhai 折she 黑he 召shao 牟mu 句gou 卜bu 隗wei 粘nian "
    "郇huan 郗chi 莘shen 过guo 那na 长zhang 重chong 祭zhai 洗xian 厍she 呙guo 么yao "
    "适kuo 都du 万wan 石shi 贾jia 车che 冯feng 沈shen 俞yu 柏bai 哈ha 燕yan 令ling 占zhan "
    "相xiang 撒sa 塔ta 宁ning 盛sheng 葛ge 俱ju 谌chen 教jiao 佴nai 訾zi 逄pang 晏yan "
    "仉zhang 亓qi 禚zhuo 乜nie 尹yin 褚chu 郝hao 阚kan 佟tong 余yu 佘she 肖xiao 尧yao "
    "应ying 干gan 於yu "
)
_SURNAMES = {entry[0]: entry[1:] for entry in _SURNAME_READINGS.split()}
"""Surnames whose reading as a surname is not the everyday one, or not the first in the dictionary."""
_DOUBLE = {"尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"), "万俟": ("mo", "qi"), "澹台": ("tan", "tai")}
MOST_READINGS, MOST_SPELLINGS, LONGEST = 2, 6, 200


_PARTS = re.compile(r"[a-z0-9]+|[^a-z0-9\s]")


@lru_cache(maxsize=4096)
def _readings(part: str) -> tuple[str, ...]:
    """Spellings of one character, likeliest first; a Latin word or number is itself, anything unreadable nothing."""
    if part.isascii():
        return (part,) if part.isalnum() else ()
    from pypinyin import Style, pinyin  # noqa: PLC0415 (its dictionary takes long to load and few pages need it)

    found = pinyin(part, style=Style.NORMAL, heteronym=True, errors="ignore")
    readable = (reading for reading in (found[0] if found else []) if reading.isascii() and reading.isalpha())
    return tuple(dict.fromkeys(readable))


@lru_cache(maxsize=4096)
def _as_words(text: str) -> tuple[str, ...]:
    """Each character's spelling as it reads in its words (长 in 长生 is chang); empty where there is none."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 (as above)

    spelt = lazy_pinyin(text)
    return tuple(one if one.isascii() and one.isalpha() else "" for one in spelt)


def _in_context(parts: Sequence[str]) -> list[tuple[str, ...]]:
    """The readings of each part, the one it has in its words first."""
    likeliest = _as_words("".join(parts)) if all(len(part) == 1 and not part.isascii() for part in parts) else ()
    readings = [_readings(part) for part in parts]
    if len(likeliest) != len(parts):
        return readings
    return [_first(one, others) for one, others in zip(likeliest, readings, strict=True)]


def _first(reading: str, readings: Sequence[str]) -> tuple[str, ...]:
    return (reading, *(other for other in readings if other != reading)) if reading else tuple(readings)


def _name_readings(name: str) -> list[tuple[str, ...]]:
    """For each readable character its readings, the surname's own reading first."""
    characters = _PARTS.findall(clean(name).lower())
    readings = [*_in_context(characters[:1]), *_in_context(characters[1:])]
    first_two = "".join(characters[:2])
    if len(characters) > 2 and (first_two in _DOUBLE or first_two in DOUBLE_SURNAMES):
        for place, reading in enumerate(_DOUBLE.get(first_two, ())):
            readings[place] = (reading,)
    elif characters and characters[0] in _SURNAMES:
        readings[0] = _first(_SURNAMES[characters[0]], readings[0])
    return [one for one in readings if one]


def initials(name: str) -> str:
    """The first letters of a person's name: `张桂兰` gives `zgl`. A character without reading is left out."""
    return "".join(one[0][0] for one in _name_readings(name))


def full(name: str) -> str:
    """A person's name spelt out: `张桂兰` gives `zhangguilan`; ü is v."""
    return "".join(one[0] for one in _name_readings(name))


def search_key(name: str) -> str:
    """What a person is found by: initials and spelling in each likely reading, space-separated, likeliest first.

    At most `LONGEST` characters; empty if nothing in the name can be read.
    """
    return _keys(_name_readings(name))


def search_keys(words: str) -> str:
    """Like `search_key`, for ordinary words: no surname is assumed."""
    return _keys([one for one in _in_context(_PARTS.findall(clean(words).lower())) if one])


def _keys(readings: Sequence[tuple[str, ...]]) -> str:
    spellings = islice(product(*(one[:MOST_READINGS] for one in readings)), MOST_SPELLINGS)
    keys = dict.fromkeys(key for spelling in spellings for key in _both(spelling))
    return _joined(key for key in keys if key)


def _both(spelling: Sequence[str]) -> tuple[str, ...]:
    whole = "".join(spelling)
    return "".join(part[0] for part in spelling), whole, *((whole.replace("v", "u"),) if "v" in whole else ())


def _joined(keys: Iterable[str]) -> str:
    text = ""
    for key in keys:
        longer = f"{text} {key}".strip()
        if len(longer) > LONGEST:
            break
        text = longer
    return text
