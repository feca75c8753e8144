"""Papers come out byte for byte as they are kept in `tests/golden`; every one is tagged, has a title and a language."""

import json

import pytest
from django.utils import translation

from nuanliu.domain.certificates import drawing
from tests.support.golden import DIGESTS, FOLDER, PAPERS, SEAL_KEY, digest, made_with
from tests.support.pdf_reading import catalogue_of, metadata_of, text_of

KEPT = json.loads(DIGESTS.read_text(encoding="utf-8"))
RENEW = "if the change is meant: python -m tests.golden, and look at the difference"


def test_the_typesetter_and_the_fonts_are_those_of_the_kept_papers() -> None:
    assert made_with() == KEPT["made_with"], RENEW


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_as_it_is_kept(name: str, settings) -> None:
    settings.SEAL_KEY, settings.SEAL_PUBLIC_KEYS = SEAL_KEY, ""
    with translation.override("zh-hans"):
        pdf = PAPERS[name]()
    assert text_of(pdf) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8"), RENEW
    assert digest(pdf) == KEPT["papers"][name], RENEW
    catalogue, says = catalogue_of(pdf), metadata_of(pdf)
    assert "/MarkInfo<</Marked true" in catalogue
    assert "/StructTreeRoot" in catalogue
    assert "/Lang(zh-CN)" in catalogue
    assert "<pdfuaid:part>1</pdfuaid:part>" in says
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in says
    assert "<dc:title>" in says


def test_a_certificate_carries_its_own_proof_and_a_rare_name_is_printed(settings) -> None:
    settings.SEAL_KEY, settings.SEAL_PUBLIC_KEYS = SEAL_KEY, ""
    assert "(520200-RY-2026-000001.json)" in catalogue_of(PAPERS["honour"]())
    assert "马\u9a8f\u4dae" in text_of(PAPERS["service_record"]())


def test_a_changed_word_is_noticed(settings, monkeypatch) -> None:
    settings.SEAL_KEY, settings.SEAL_PUBLIC_KEYS = SEAL_KEY, ""
    monkeypatch.setitem(drawing.NOTES, drawing.CertificateKind.TRAINING, "另一句")
    pdf = PAPERS["training_record"]()
    assert digest(pdf) != KEPT["papers"]["training_record"]
    assert text_of(pdf) != (FOLDER / "training_record.txt").read_text(encoding="utf-8")
