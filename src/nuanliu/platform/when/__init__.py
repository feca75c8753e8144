"""Days and hours as a hotline clerk types them: `明天上午`, `下周二`, `25号下午两点`, `+1 9`, `htxw`."""

from nuanliu.platform.when.reading import Misunderstood, Understood, understand
from nuanliu.platform.when.weekly import Weekly, is_weekly, understand_weekly

__all__ = ["Misunderstood", "Understood", "Weekly", "is_weekly", "understand", "understand_weekly"]
