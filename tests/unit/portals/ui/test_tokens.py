"""RULEBOOK 3: 7:1 for words, 3:1 for what is pressed; letters and targets of each surface."""

import re
from pathlib import Path

import pytest

from nuanliu.portals import ui

FOLDER = Path(ui.__file__).parent / "static" / "ui"
TOKENS = (FOLDER / "tokens.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", TOKENS))
BACKGROUNDS = ("white", "paper", "paper-2", "amber-paper")


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("words", ["ink", "ink-2", "brand", "brand-dark", "link"])
def test_words_stand_out_seven_to_one_on_every_paper(words, background):
    assert contrast(words, background) >= 7


@pytest.mark.parametrize(
    ("words", "background"),
    [
        ("error", "white"),
        ("error", "paper"),
        ("success", "success-paper"),
        ("warning", "warning-paper"),
        ("link", "info-paper"),
        ("brand-dark", "amber-light"),
        ("white", "brand"),
        ("white", "brand-dark"),
        ("ink", "halo"),
    ],
)
def test_words_with_a_meaning_stand_out_on_their_own_ground(words, background):
    assert contrast(words, background) >= 7


@pytest.mark.parametrize("edge", ["control", "line-action", "brand", "error"])
def test_the_edge_of_what_is_pressed_can_be_seen(edge):
    assert contrast(edge, "white") >= 3
    assert contrast(edge, "paper") >= 3


@pytest.mark.parametrize(
    ("surface", "pixels", "target"),
    [
        ("html.surface-elder", 22, 72),
        ("html.surface-elder.text-large", 26, 84),
        ("html.surface-elder.text-xl", 30, 98),
        ("html", 18, 48),
        ("html.text-large", 22, 48),
        ("html.text-xl", 30, 48),
        ("html.surface-desk", 16, 40),
    ],
)
def test_each_surface_has_its_letters_and_targets(surface, pixels, target):
    rule = re.search(rf"^{re.escape(surface)} {{(.*?)}}", TOKENS, re.MULTILINE)[1]
    assert float(re.search(r"font-size: ([\d.]+)%", rule)[1]) * 16 / 100 == pixels
    found = re.search(r"--target: (\d+)px", rule) or re.search(r"--target: (\d+)px", TOKENS)
    assert int(found[1]) == target


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_is_small_fetches_nothing_foreign_and_uses_known_tokens(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 350
    assert "http" not in text
    assert "@import" not in text
    known = set(re.findall(r"--([\w-]+):", TOKENS))
    assert set(re.findall(r"var\(--([\w-]+)\)", text)) <= known
    for address in re.findall(r'url\("([^"]+)"\)', text):
        assert (FOLDER / address).is_file()
