"""规则公示: the Standard in force as people read it, chapter by chapter, with its legal basis."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.parameters import REGISTRY, Section, parameter
from nuanliu.domain.standards.saying import sentence_in_words
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.errors import Words

TITLES: dict[Section, Promise] = {
    Section.ELIGIBILITY: _("谁可以参加"),
    Section.COUNTING: _("时间和币怎么算"),
    Section.GIVING: _("赠送、捐出、发放"),
    Section.INTEGRITY: _("怎么证明、怎么核对"),
    Section.MATCHING: _("怎么找人、怎么兑换"),
    Section.HONOURS: _("星级和表彰"),
    Section.PRIVACY: _("个人信息"),
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule: what it is about, what it says now, the law behind it."""

    key: str
    label: Words
    sentence: str
    legal_basis: Words


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The rules of one section."""

    code: str
    title: Promise
    rules: list[Rule]


def said(standard: Standard, key: str) -> str:
    """One rule as a sentence."""
    return sentence_in_words(known=parameter(key), value=standard.value(key))


def chapters(standard: Standard) -> list[Chapter]:
    """Every rule in force."""
    return [
        Chapter(
            code=section.value.replace(".", "-"),
            title=title,
            rules=[
                Rule(
                    key=known.key, label=known.label, sentence=said(standard, known.key), legal_basis=known.legal_basis
                )
                for known in REGISTRY.values()
                if known.section is section
            ],
        )
        for section, title in TITLES.items()
    ]
