"""Codes of peoples as words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ETHNICITIES: dict[str, Promise] = {
    "01": _("汉族"),
    "03": _("回族"),
    "06": _("苗族"),
    "07": _("彝族"),
    "09": _("布依族"),
}
