"""The bureau's catalogue and a site's menu on their pages, and on paper."""

from datetime import timedelta

from django.urls import reverse

from nuanliu.domain.care.menu.models import LeftOut, MenuDraft
from nuanliu.domain.care.menu.queries import values_of
from nuanliu.domain.care.models import Service
from nuanliu.domain.network.types import Role
from nuanliu.platform.clock import local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.keep_catalogue import begin_change, publish_draft, save_draft
from tests.support.office import at_the_hour_of, browser_of, words_of
from tests.support.pages import fresh_token
from tests.support.pdf_reading import text_of
from tests.support.town import Town, add_service


def typed(service: Service, **wanted: object) -> dict[str, object]:
    said = values_of(terms=service) | {"group": "情感慰藉"} | wanted
    return {**fresh_token(), **{name: value for name, value in said.items() if value is not False}}


def test_a_service_is_changed_in_four_pages(town: Town) -> None:
    service = town.services[0]
    with at_the_hour_of(town):
        desk = browser_of(town.staff(Role.BUREAU_STANDARDS, "宋标准", node=town.city))
        assert "陪伴聊天" in words_of(desk.get(reverse("bureau:catalogue")))
        went = desk.post(reverse("bureau:service", args=[service.pk]), fresh_token())
        draft = MenuDraft.objects.get()
        assert went.headers["Location"] == reverse("bureau:menu-draft", args=[draft.pk])
        wrong = desk.post(went.headers["Location"], typed(service, max_minutes=30))
        assert "最多的分钟不能比一般的少。" in words_of(wrong)
        desk.post(went.headers["Location"], typed(service, never="不借钱", safety="先说姓名。\n亮工作证。"))
        publish = reverse("bureau:menu-publish", args=[draft.pk])
        page = words_of(desk.get(publish))
        assert "改了 2 条" in page
        assert "绝不做什么 没有写 不借钱" in page
        unsaid = desk.post(publish, {**fresh_token(), "act": "publish", "day": str(local_date(town.now))})
        assert "请填写：为什么改" in words_of(unsaid)
        done = {**fresh_token(), "act": "publish", "reason": "有人借钱", "day": str(local_date(town.now))}
        assert desk.post(publish, done).headers["Location"] == reverse("bureau:service", args=[service.pk])
        shown = words_of(desk.get(reverse("bureau:service", args=[service.pk])))
        assert "第 2 版" in shown
        assert "有人借钱 宋标准" in shown
        helper = browser_of(town.actor(town.volunteer()))
        need = town.need(town.elder())
        said = words_of(helper.get(reverse("volunteer:need", args=[need.id])))
        assert "请不要 不借钱" in said
        assert "安全卡 先说姓名。 亮工作证。" in said


def test_a_version_that_has_not_begun_is_taken_back_on_its_page_and_stays_in_the_history(town: Town) -> None:
    service = town.services[0]
    with at_the_hour_of(town):
        officer = town.staff(Role.BUREAU_STANDARDS, "宋标准", node=town.city)
        desk = browser_of(officer)
        draft = begin_change(actor=officer, service_id=service.pk, token=new_id(), now=town.now)
        values = values_of(terms=service) | {"max_minutes": 60}
        save_draft(actor=officer, draft_id=draft.pk, values=values, now=town.now)
        day = local_date(town.now) + timedelta(days=30)
        version = publish_draft(actor=officer, draft_id=draft.pk, reason="试行", day=day, now=town.now)
        one, page = reverse("bureau:service", args=[service.pk]), reverse("bureau:service-withdraw", args=[version.pk])
        assert page in desk.get(one).content.decode()
        assert "请填写：为什么撤回" in words_of(desk.post(page, fresh_token()))
        assert browser_of(town.coordinator()).post(page, {**fresh_token(), "reason": "不"}).status_code == 404
        assert desk.post(page, {**fresh_token(), "reason": "日子写错"}).headers["Location"] == one
        shown = desk.get(one)
        assert "没有起用就撤回了" in words_of(shown)
        assert "为什么撤回 日子写错 宋标准" in words_of(shown)
        assert page not in shown.content.decode()
        assert desk.get(page).headers["Location"] == one


def test_a_draft_is_dropped_and_a_new_one_begun(town: Town) -> None:
    service = town.services[0]
    with at_the_hour_of(town):
        desk = browser_of(town.staff(Role.BUREAU_STANDARDS, "宋标准", node=town.city))
        new = typed(service, code="s210", name="读信", is_offered="on")
        went = desk.post(reverse("bureau:service-new"), new)
        assert went.status_code == 303, words_of(went)
        assert "新加的“读信”还没公布。" in words_of(desk.get(reverse("bureau:catalogue")))
        assert "请按页面上的一个按钮。" in words_of(desk.post(went.headers["Location"], fresh_token()))
        assert desk.post(went.headers["Location"], {**fresh_token(), "act": "drop"}).status_code == 303
        assert list(MenuDraft.objects.values_list("code", "state")) == [("S210", "dropped")]
        assert not Service.objects.filter(code="S210").exists()


def test_a_site_keeps_its_menu_and_prints_it(town: Town) -> None:
    shopping = add_service("S201", name="代买代购", plain_words="帮我买菜", position=6)
    with at_the_hour_of(town):
        lead, clerk = browser_of(town.coordinator()), browser_of(town.clerk())
        one = reverse("desk:menu-service", args=[town.site.pk, town.services[0].pk])
        assert clerk.get(one).status_code == 404
        assert "请填写：原因" in words_of(lead.post(one, {**fresh_token(), "act": "out"}))
        for _twice in range(2):
            assert lead.post(one, {**fresh_token(), "act": "out", "reason": "没有人"}).status_code == 303
        assert LeftOut.objects.count() == 1
        assert "先不做 没有人" in words_of(clerk.get(reverse("desk:menu")))
        card, poster = (
            text_of(clerk.get(reverse(f"desk:menu-{paper}", args=[town.site.pk])).content)
            for paper in ("card", "poster")
        )
        caller = words_of(clerk.get(reverse("hotline:elder", args=[town.elder().pk])))
        asks = words_of(browser_of(town.actor(town.elder("李秀英"))).get("/elder/ask"))
    for words in (card, poster):
        assert "帮我买菜" in words
        assert "陪我说说话" not in words
        assert town.site.phone in words
    assert "6 代买代购" in caller
    assert "陪伴聊天" not in caller
    assert shopping.plain_words in asks or "陪伴聊天" not in asks
