"""Certificates as PDF: PDF/UA-1 and PDF/A-3a, tagged, always Chinese, the same bytes every time.

A single paper carries its own proof as an attached file, so that whoever has the PDF can check it offline; a paper of
a record has it as a second square code as well.
"""

import base64
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation

from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.certificates.signing import proof_of
from nuanliu.domain.certificates.types import CertificateKind
from nuanliu.domain.ledger.seals.proofs import compact
from nuanliu.domain.passbook.booklets.codes import written
from nuanliu.platform import words
from nuanliu.platform.pdf import make_pdf
from nuanliu.platform.qr import qr_file
from nuanliu.platform.seal_keys import fingerprint_of, seal_keys

FOLDER = Path(__file__).parent / "papers"
TEMPLATES = {
    CertificateKind.HONOUR: FOLDER / "honour.typ",
    CertificateKind.SERVICE: FOLDER / "record.typ",
    CertificateKind.TRAINING: FOLDER / "record.typ",
}
TITLES = {
    CertificateKind.HONOUR: "荣誉证书",
    CertificateKind.SERVICE: "本平台服务记录",
    CertificateKind.TRAINING: "本平台培训记录",
}
HEADS = {
    CertificateKind.SERVICE: ["日期", "服务内容", "组织单位", "服务时间", "记录单位", "负责人"],
    CertificateKind.TRAINING: ["日期", "课程", "版本", "时长", "结果"],
}
NOTES = {
    CertificateKind.HONOUR: "",
    CertificateKind.SERVICE: (
        "这是本平台的服务记录，由记录单位如实记载，免费出具。它不是国家志愿服务信息系统的志愿服务记录证明。"
    ),
    CertificateKind.TRAINING: "这是本平台的培训记录，由记录单位如实记载，免费出具。",
}
CHINESE = "zh-hans"


def address_of(*, paper: Certificate, check_address: str) -> str:
    """Where any camera leads to: the page on which everybody checks this certificate."""
    return f"{check_address}?{urlencode({'code': written(paper.code)})}"


def paper_pdf(*, paper: Certificate, check_address: str) -> bytes:
    """One certificate, with its proof attached."""
    return papers_pdf(papers=[paper], check_address=check_address)


def papers_pdf(*, papers: Sequence[Certificate], check_address: str) -> bytes:
    """Certificates of one kind as one PDF, in this order."""
    data = papers_data(papers=papers, check_address=check_address)
    at = max(paper.sealed_at or paper.issued_at for paper in papers)
    return make_pdf(
        template=TEMPLATES[CertificateKind(papers[0].kind)],
        data=data,
        at=at,
        carries_files=bool(data["proof"]),
    )


def papers_data(*, papers: Sequence[Certificate], check_address: str) -> dict[str, Any]:
    """What the template makes them of."""
    kind = CertificateKind(papers[0].kind)
    with translation.override(CHINESE):
        sheets = [_sheet(paper, check_address) for paper in papers]
    seals = {str(paper.seal_id): _seal_svg(bytes(paper.seal.image)) for paper in papers if paper.seal is not None}
    alone = papers[0] if len(papers) == 1 else None
    return {
        "title": f"{TITLES[kind]} {alone.serial}" if alone else TITLES[kind],
        "heading": TITLES[kind],
        "issuer": f"{settings.BRAND} · {settings.BUREAU}",
        "brand": settings.BRAND,
        "head": HEADS.get(kind, []),
        "note": NOTES[kind],
        "seals": seals,
        "sheets": sheets,
        "proof": json.dumps(proof_of(alone), ensure_ascii=False, indent=1) if alone and alone.holder else "",
        "proof_name": f"{alone.serial}.json" if alone else "",
    }


def _sheet(paper: Certificate, check_address: str) -> dict[str, Any]:
    kind = CertificateKind(paper.kind)
    sheet: dict[str, Any] = {
        "holder": paper.holder,
        "title": paper.title,
        "words": paper.words,
        "serial": paper.serial,
        "code": written(paper.code),
        "by": paper.issuer_name,
        "day": _day(paper.issued_on),
        "seal": str(paper.seal_id) if paper.seal_id else "",
        "qr": qr_file(text=address_of(paper=paper, check_address=check_address)),
        "qr_words": f"查真伪的二维码，查验码 {written(paper.code)}",
        "key": _fingerprint(paper.key_id),
        "revoked": "已撤销" if paper.revoked_at else "",
    }
    if kind is CertificateKind.HONOUR:
        return sheet
    sheet["offline"] = qr_file(text=compact(proof_of(paper))) if paper.holder else ""
    sheet["offline_words"] = "离线核对的二维码，里面是签名"
    sheet["rows"] = paper.rows
    sheet["sums"] = _sums(kind, paper)
    sheet["facts"] = _facts(kind, paper)
    return sheet


def _sums(kind: CertificateKind, paper: Certificate) -> list[list[str]]:
    if kind is CertificateKind.SERVICE:
        return [["服务时间", words.minutes(paper.minutes)], ["服务次数", f"{paper.services} 次"]]
    return [["培训时长", words.minutes(paper.minutes)], ["通过课程", f"{paper.services} 次"]]


def _facts(kind: CertificateKind, paper: Certificate) -> list[list[str]]:
    span = f"{_day(paper.first_day)}至{_day(paper.last_day)}"
    if kind is CertificateKind.TRAINING:
        return [["姓名", paper.holder], ["培训内容", paper.words], ["起止日期", span], ["记录单位", paper.issuer_name]]
    return [
        ["姓名", paper.holder],
        ["起止日期", span],
        ["服务内容", paper.words],
        ["记录单位", paper.issuer_name],
        ["负责人", paper.responsible or "见下表"],
    ]


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _seal_svg(image: bytes) -> str:
    """The seal as a drawing that holds the picture: data for papers are text."""
    held = base64.b64encode(image).decode()
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">'
    return f'{head}<image width="100" height="100" xlink:href="data:image/png;base64,{held}"/></svg>'


@lru_cache(maxsize=16)
def _fingerprint(key_id: str) -> str:
    public = seal_keys().public.get(key_id)
    return fingerprint_of(public) if public is not None else key_id
