"""Drawings that a service may have, and what they show."""

from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.forms import Words

ICONS: dict[str, Words] = {
    "chat": gettext_lazy("聊天"),
    "chess": gettext_lazy("下棋"),
    "phone-care": gettext_lazy("电话"),
    "story": gettext_lazy("故事"),
    "counsel": gettext_lazy("谈心"),
    "shopping": gettext_lazy("买菜"),
    "bills": gettext_lazy("缴费"),
    "meal": gettext_lazy("送饭"),
    "cleaning": gettext_lazy("打扫"),
    "laundry": gettext_lazy("洗衣"),
    "haircut": gettext_lazy("理发"),
    "bath": gettext_lazy("洗澡"),
    "repair": gettext_lazy("修理"),
    "safety": gettext_lazy("安全"),
    "hospital": gettext_lazy("就医"),
    "walk": gettext_lazy("散步"),
    "blood-pressure": gettext_lazy("血压"),
    "medicine": gettext_lazy("吃药"),
    "lecture": gettext_lazy("讲座"),
    "smartphone": gettext_lazy("手机"),
    "antifraud": gettext_lazy("防骗"),
    "law": gettext_lazy("法律"),
    "festival": gettext_lazy("过节"),
    "clinic": gettext_lazy("义诊"),
    "calligraphy": gettext_lazy("书画"),
    "heart": gettext_lazy("爱心"),
}
