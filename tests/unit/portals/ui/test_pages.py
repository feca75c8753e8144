import re

import pytest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from nuanliu.portals.ui.gallery import SHEETS
from nuanliu.portals.ui.reader import Reader

SORRY = {
    "400.html": "这个请求我们看不懂",
    "403.html": "这一页您不能看",
    "404.html": "没有找到这一页",
    "500.html": "我们这里出了点问题",
    "503.html": "请等一等",
    "403_csrf.html": "这一页放久了",
}


def heading(text):
    return re.findall(r"<h1[^>]*>(.*?)</h1>", text)


@pytest.mark.parametrize(("size", "remembered"), [("xl", "xl"), ("large", "large"), ("normal", "normal")])
def test_the_size_of_letters_is_remembered_and_one_comes_back(client, size, remembered):
    response = client.post(reverse("ui:text-size"), {"size": size, "next": "/ask"})
    assert (response.status_code, response.headers["Location"]) == (303, "/ask")
    assert response.cookies["text-size"].value == remembered
    assert response.cookies["text-size"]["max-age"] == 365 * 24 * 60 * 60


def test_an_unknown_choice_changes_nothing(client):
    assert "text-size" not in client.post(reverse("ui:text-size"), {"size": "40px"}).cookies
    assert "language" not in client.post(reverse("ui:language"), {"language": "fr"}).cookies


def test_english_is_remembered(client):
    response = client.post(reverse("ui:language"), {"language": "en", "next": "//evil.example"})
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert response.cookies["language"].value == "en"


@pytest.mark.parametrize("name", ["ui:text-size", "ui:language"])
def test_the_switches_answer_only_to_a_post_with_its_csrf_token(name):
    assert Client().get(reverse(name)).status_code == 405
    response = Client(enforce_csrf_checks=True).post(reverse(name), {"size": "xl"})
    assert response.status_code == 403
    assert heading(response.content.decode()) == ["这一页放久了"]


@pytest.mark.parametrize(("name", "words"), SORRY.items())
def test_a_sorry_page_stands_without_any_context(name, words):
    text = render_to_string(name)
    assert heading(text) == [words]
    assert "<title>" + words + " · 暖流</title>" in text
    assert 'href="tel:' in text


def test_the_gallery_is_shown_only_where_people_are_invented(client, settings):
    settings.DEBUG = settings.DEMO = False
    for sheet in SHEETS:
        assert client.get(reverse("ui:gallery-sheet", args=[sheet])).status_code == 404
    settings.DEMO = True
    for sheet in SHEETS:
        assert client.get(reverse("ui:gallery-sheet", args=[sheet])).status_code == 200
    assert client.get(reverse("ui:gallery-sheet", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_component_needs_an_inline_style_script_or_handler(client, settings, sheet):
    settings.DEMO = True
    text = client.get(reverse("ui:gallery-sheet", args=[sheet]), {"sent": "1"}).content.decode()
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", text)
    assert len(heading(text)) == 1
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(ids) == sorted(set(ids))
    for target in re.findall(r'href="#([^"]+)"', text):
        assert target in ids


def test_every_form_that_acts_carries_a_token(client, settings):
    settings.DEMO = True
    text = client.get(reverse("ui:gallery")).content.decode()
    for form in re.findall(r'<form method="post".*?</form>', text, re.DOTALL):
        assert 'name="token"' in form
        assert 'name="csrfmiddlewaretoken"' in form


def test_surface_and_size_stand_on_the_root_element():
    request = RequestFactory().get("/")
    request.reader = Reader(language="en", text_size="xl")
    text = render(request, "ui/elder.html").content.decode()
    assert re.search(r'<html lang="en"\s+class="surface-elder text-xl">', text)
    assert 'aria-pressed="true">' in text.split('class="size size-xl"')[1].split("</button>")[0] + ">"
