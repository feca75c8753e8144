"""我的荣誉 and 我的一年 on the telephone."""

from datetime import timedelta

from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.mark_honours import mark_honours
from tests.integration.portals.volunteer.phone import Phone


def test_she_sees_her_steps_the_next_one_and_her_year_without_an_old_persons_name(town) -> None:
    helper, elder = town.volunteer(), town.elder("温玉兰")
    phone = Phone(helper, town.now + timedelta(days=5))
    assert "第一枚徽章在等您" in phone.words("volunteer:honours")
    town.give(helper, 6000)
    visit = town.confirmed(elder, helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    mark_honours(now=town.now + timedelta(days=5))

    page = phone.words("volunteer:honours")
    assert "1 星志愿者" in page
    assert "50 小时徽章" in page
    assert "再有 199 小时，就是“2 星志愿者”。" in page
    year = phone.words("volunteer:year", 2026)
    assert "1 小时" in year
    assert "温玉兰" not in year
    drawn = phone.get("volunteer:year-picture", 2026)
    assert drawn.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert drawn.headers["Content-Type"] == "image/png"
    assert phone.get("volunteer:year", 2027).status_code == 404
    assert "这一年还没有记下服务" in phone.words("volunteer:year", 2025)
