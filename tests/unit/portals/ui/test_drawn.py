import xml.etree.ElementTree as ET

import pytest
from django.template import Context, Template

from nuanliu.portals.ui.drawn import (
    FOLDER,
    SERVICE_ICONS,
    NoSuchDrawingError,
    icon_names,
    icon_svg,
    scene_names,
    service_icon,
)
from nuanliu.portals.ui.statuses import STATUSES, status_of

SVG = "{http://www.w3.org/2000/svg}"
FORBIDDEN = {"style", "onload", "onclick", "href"}


def test_every_service_of_the_rulebook_has_its_own_drawing():
    assert len(SERVICE_ICONS) == 25
    assert len(set(SERVICE_ICONS.values())) == 25
    assert set(SERVICE_ICONS.values()) <= set(icon_names())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.svg")), ids=lambda path: path.stem)
def test_a_drawing_is_sound_and_carries_nothing_the_content_policy_forbids(path):
    root = ET.parse(path).getroot()  # noqa: S314 - our own files
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox")
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "g", "path", "circle", "ellipse"}
        assert not FORBIDDEN & set(element.attrib)


def test_an_icon_is_decoration_unless_it_is_given_words():
    assert 'aria-hidden="true"' in icon_svg("phone")
    spoken = icon_svg("phone", label='电话"><script>')
    assert 'role="img"' in spoken
    assert "<script>" not in spoken


def test_an_unknown_drawing_is_an_error_and_an_unknown_service_a_heart():
    with pytest.raises(NoSuchDrawingError):
        icon_svg("../../settings")
    assert service_icon("S999") == "heart"
    assert service_icon("S102") == "chess"
    assert service_icon("walk") == "walk"


def test_there_is_a_scene_for_every_sorry_page_and_empty_place():
    assert {"tea", "bench", "notebook", "letter", "done", "bridge", "umbrella", "gate", "hero"} <= set(scene_names())


def test_every_state_has_word_shape_and_colour():
    for status in STATUSES.values():
        assert str(status.word)
        assert f"shape-{status.shape}" in icon_names()
        assert status.tone in {"wait", "go", "done", "warn", "stop", "rest"}


def test_an_unknown_state_shows_its_code_and_a_word_can_be_replaced():
    assert (status_of("strange").word, status_of("strange").tone) == ("strange", "rest")
    assert (status_of("open", word="快来人").word, status_of("open").tone) == ("快来人", "wait")
    shown = Template('{% status "open" %}').render(Context())
    assert "等人接" in shown
    assert "status-wait" in shown
    assert "<svg" in shown
