"""What the bureau of the demo city has said and kept, so that its pages are not empty on the first morning."""

from datetime import datetime, timedelta

from nuanliu.domain.insights.types import Audience
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import NodeKind
from nuanliu.jobs.demo.city import bureau
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.announce import announce
from nuanliu.usecases.keep_views import keep_view

SAID = (
    (Audience.VOLUNTEERS, "年底前请核对存折", "请到“存折”里看一看，有不对的，告诉社区。", 20),
    (Audience.EVERYBODY, "天冷路滑", "下雪天出门慢一点，约好的服务可以改日子。", 7),
)


def say_and_keep(*, now: datetime) -> None:
    """Two announcements from today on, and two pages of figures."""
    officer, place, today = bureau(now=now), city(), local_date(now)
    if place is None or place.kind != NodeKind.CITY:
        return
    for audience, title, text, days in SAID:
        announce(
            actor=officer,
            node_id=place.pk,
            audience=audience,
            title=title,
            text=text,
            starts_at=at(today, 0),
            ends_at=at(today + timedelta(days=days), 0),
            is_told=False,
            token=new_id(),
            now=now,
        )
    for name, address in (
        ("各项服务，本月", "/bureau/figures?what=visit&by=service"),
        ("需求和人手，本月", "/bureau/figures/supply"),
    ):
        keep_view(actor=officer, name=name, address=address, token=new_id(), now=now)
