"""Help of every week on her own page: four presses, then its page with a pause, a change and an end."""

from datetime import date, timedelta

from django.test import Client

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.models import Series
from nuanliu.platform.clock import at
from nuanliu.usecases.series.place import review_series
from tests.support.pages import big_choices, choice, main_words, signed_in, token_in


def press(browser: Client, page, text: str):
    answer = browser.get(choice(page, text), follow=True)
    assert answer.status_code == 200
    return answer


def asked_every_week(town, wang, browser: Client) -> Series:
    """Home, the hand, what she had last time, every week: the fourth press sets it down."""
    town.confirmed(wang, town.volunteer(), starts_at=at(town.now.date() + timedelta(days=1), 10))
    page = press(browser, browser.get("/elder/"), "我要人来帮忙")
    page = press(browser, page, "和上次一样")
    assert len(big_choices(page)) <= 4
    page = press(browser, page, "每周都要")
    said = main_words(page)
    assert "每周都来，对不对？" in said
    assert "每周二 上午 10 点" in said
    address = f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}"
    done = browser.post(address, {"token": token_in(page), "until": "open"})
    assert done.status_code == 303
    again = browser.post(address, {"token": token_in(page), "until": "open"})
    assert again["Location"] == done["Location"], "pressed twice it is one"
    return Series.objects.get()


def test_four_presses(town, wang, browser: Client) -> None:
    series = asked_every_week(town, wang, browser)
    assert (series.state, series.weekdays, series.start_minute) == ("submitted", [2], 600)
    assert (series.elder_id, series.channel) == (wang.pk, "self")
    page = browser.get(f"/elder/weekly/{series.id}")
    assert "社区收到了，正在看。" in main_words(page)
    assert "每周二 上午 10 点" in main_words(browser.get("/elder/arrangements"))


def running(town, wang, browser: Client) -> tuple[Series, str]:
    series = asked_every_week(town, wang, browser)
    review_series(actor=town.coordinator(), series_id=series.id, approve=True, now=town.now)
    return series, f"/elder/weekly/{series.id}"


def open_days() -> list[date]:
    needs = Need.objects.exclude(state__in=["cancelled", "confirmed"]).order_by("starts_at")
    return [need.starts_at.date() for need in needs]


def send(browser: Client, page: str, **said: str) -> None:
    answer = browser.post(page, {"token": token_in(browser.get(page)), **said})
    assert answer.status_code == 303, main_words(answer)


def test_pause_resume_change_end(town, wang, browser: Client) -> None:
    series, page = running(town, wang, browser)
    assert open_days() == [date(2026, 11, 10)]
    assert "11月10日" in main_words(browser.get(page))
    send(browser, f"{page}/pause", pause="14")
    assert open_days() == []
    assert "先停着，11月16日" in main_words(browser.get(page)).replace("下周一 ", "")
    send(browser, page)
    assert open_days() == [date(2026, 11, 10)]
    send(browser, f"{page}/change", step="hour-after")
    assert Need.objects.filter(state="open").get().starts_at == at(date(2026, 11, 10), 11)
    send(browser, f"{page}/change", step="day-after")
    assert Need.objects.filter(state="open").order_by("starts_at")[0].starts_at.date() == date(2026, 11, 11)
    send(browser, f"{page}/end", since="")
    assert open_days() == []
    series.refresh_from_db()
    assert series.state == "ended"
    assert "结束了" in main_words(browser.get(page))
    assert browser.get(f"{page}/pause").status_code == 303, "what is over has nothing to pause"


def test_until_spring_festival_and_ten_times(town, wang, browser: Client) -> None:
    query = "what=S101&day=2026-11-10&part=morning&hour=9&word=loud&start=01a20ab3-0000-7000-8000-000000000001"
    page = browser.get(f"/elder/ask/weekly?{query}")
    assert "到春节（2月5日 星期五）" in main_words(page)
    for until in ("festival", "ten"):
        browser.post(f"/elder/ask/weekly?{query}", {"token": token_in(page), "until": until})
    festival, ten = sorted(Series.objects.all(), key=lambda one: one.times or 0)
    assert (festival.last_day, festival.note, festival.times) == (date(2027, 2, 5), "敲门请大声一点", None)
    assert ten.times == 10


def test_her_daughter_sees_and_asks_for_her(town, wang) -> None:
    daughter = town.person("王小燕")
    town.proxy(wang, daughter, ["ask", "see"])
    browser = signed_in(daughter)
    query = "what=S101&day=2026-11-10&part=morning&hour=9&word=none&start=01a20ab3-0000-7000-8000-000000000001"
    address = f"/family/{wang.pk}/ask/weekly?{query}"
    done = browser.post(address, {"token": token_in(browser.get(address)), "until": "open"})
    series = Series.objects.get()
    assert (series.channel, series.placed_by) == ("family", daughter.pk)
    assert main_words(browser.get(done["Location"])).count("每周二") == 1
    assert signed_in(town.person("旁人")).get(done["Location"]).status_code == 404
