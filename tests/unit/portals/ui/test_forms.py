from datetime import date
from uuid import UUID

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from nuanliu.platform.ids import new_id
from nuanliu.portals.ui.forms import (
    ActForm,
    AskForm,
    Card,
    DayField,
    DigitsField,
    PhoneField,
    TextField,
    WholeNumberField,
)

TOKEN = "01890a5d-ac96-774b-bcce-b302099a8057"


class Asking(AskForm):
    name = TextField(label="姓名", max_length=10)
    phone = PhoneField(label="电话", required=False)
    code = DigitsField(label="四位数", length=4, required=False)
    minutes = WholeNumberField(label="分钟", min_value=30, max_value=240, required=False)
    on = DayField(label="日期", required=False)
    note = TextField(label="备注", lines=True, max_length=100, required=False)
    part = forms.ChoiceField(label="时段", choices=[("am", "上午"), ("pm", "下午")], required=False)


class Acting(ActForm):
    kind = forms.ChoiceField(
        label="要什么", widget=forms.RadioSelect, choices=[("a", Card("聊天", "一小时", "chat")), ("b", "买菜")]
    )
    agree = forms.BooleanField(label="我同意")


def asked(**typed):
    form = Asking({"name": "张三", **typed})
    form.is_valid()
    return form


def rendered(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("name", "  张\u3000三\x00 ", "张 三"),
        ("name", "䶮㛃𫖯", "䶮㛃𫖯"),
        ("name", "<b>'; DROP", "<b>'; DROP"),
        ("phone", "１３８ 1234-0000", "13812340000"),
        ("code", " 12-34 ", "1234"),
        ("code", "１２３４", "1234"),
        ("minutes", "６０", 60),
        ("on", "2026-11-24", date(2026, 11, 24)),
        ("on", "2026年11月24日", date(2026, 11, 24)),
        ("on", "２０２６/11/24", date(2026, 11, 24)),
        ("on", "20261124", date(2026, 11, 24)),
        ("note", "一\r\n二 ", "一\n二"),
    ],
)
def test_what_is_pasted_is_understood(field, typed, value):
    form = asked(**{field: typed})
    assert form.errors == {}
    assert form.cleaned_data[field] == value


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "请填写：姓名"),
        ("name", " \u3000\u200b ", "请填写：姓名"),
        ("name", "张" * 10_000, "最多写 10 个字，现在有 10000 个。请删短一些。"),
        ("phone", "12345", "电话号码不对。手机号是 11 位数字。"),
        ("phone", "'; DROP TABLE", "电话号码不对。手机号是 11 位数字。"),
        ("code", "123", "请写 4 位数字。"),
        ("code", "12a4", "请写 4 位数字。"),
        ("minutes", "一会儿", "请写一个整数，比如 60。"),
        ("minutes", "29", "最小是 30。"),
        ("minutes", "241", "最大是 240。"),
        ("minutes", "9" * 10_000, "这个数太大了。"),
        ("on", "2026-02-30", "日期不对。请写成 2026-11-24 这样。"),
        ("note", "长" * 10_000, "最多写 100 个字，现在有 10000 个。请删短一些。"),
        ("part", "night", "请从列出的里面选一个。"),
    ],
)
def test_a_refusal_is_one_kind_sentence(field, typed, sentence):
    assert asked(**{field: typed}).errors == {field: [sentence]}


def test_too_long_a_text_is_kept_as_it_was_typed_and_the_box_takes_it_whole():
    form = asked(note="长" * 10_000)
    shown = rendered("{% field form.note %}", form=form)
    assert shown.count("长") == 10_000
    assert "maxlength" not in shown


def test_choices_and_ticks_have_their_own_words():
    form = Acting({"token": TOKEN})
    assert form.errors == {"kind": ["请选一项：要什么"], "agree": ["请先打勾：我同意"]}


def test_a_token_that_is_missing_or_broken_asks_to_press_again():
    for token in ("", "nonsense", None):
        typed = {"kind": "a", "agree": "on"} | ({} if token is None else {"token": token})
        assert Acting(typed).errors == {"token": ["这一页放久了。请再按一次按钮。"]}
    form = Acting({"kind": "a", "agree": "on", "token": TOKEN})
    assert form.errors == {}
    assert form.cleaned_data["token"] == UUID(TOKEN)


def test_a_form_shown_again_keeps_its_token_and_a_broken_one_gets_a_fresh_one():
    assert f'value="{TOKEN}"' in rendered("{% form_token form %}", form=Acting({"token": TOKEN}))
    for form in (Acting({"token": "broken"}), Acting(), None):
        shown = rendered("{% form_token form %}", form=form)
        assert UUID(shown.split('value="')[1].split('"')[0]).version == 7


def test_two_forms_on_a_page_have_different_tokens():
    one, two = (rendered("{% form_token %}") for _ in range(2))
    assert one != two


def test_a_prefixed_form_finds_its_token():
    form = Acting(QueryDict(f"first-token={TOKEN}"), prefix="first")
    assert rendered("{% form_token form %}", form=form) == f'<input type="hidden" name="first-token" value="{TOKEN}">'


def test_the_summary_links_to_the_control_that_must_change():
    form = Acting({"token": TOKEN})
    assert form.summary() == [("id_kind_0", "请选一项：要什么"), ("id_agree", "请先打勾：我同意")]
    shown = rendered("{% error_summary form %}", form=form)
    assert "有 2 处要改" in shown
    assert '<a href="#id_kind_0">请选一项：要什么</a>' in shown
    assert 'id="id_kind_0"' in rendered("{% field form.kind %}", form=form)


def test_the_summary_says_what_belongs_to_no_field_without_a_link():
    form = Acting({"token": TOKEN, "kind": "a", "agree": "on"})
    form.add_error(None, "刚才有人先接下了。")
    shown = rendered("{% error_summary form %}", form=form)
    assert "刚才有人先接下了。" in shown
    assert "href" not in shown


def test_there_is_no_summary_without_a_refusal():
    assert rendered("{% error_summary form %}", form=Acting()).strip() == ""
    assert rendered("{% error_summary form %}", form=asked()).strip() == ""
    assert rendered("{% error_summary form %}").strip() == ""


def test_a_field_joins_label_hint_error_and_control():
    class Hinted(AskForm):
        name = TextField(label="姓名", help_text="写身份证上的名字")

    shown = rendered("{% field form.name %}", form=Hinted({"name": ""}))
    assert '<label class="label" for="id_name">' in shown
    assert 'aria-describedby="id_name_hint id_name_error"' in shown
    assert 'id="id_name_hint">写身份证上的名字<' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    calm = rendered("{% field form.name %}", form=Hinted())
    assert 'aria-describedby="id_name_hint"' in calm
    assert "aria-invalid" not in calm


def test_what_was_typed_is_shown_escaped():
    assert "&lt;script&gt;" in rendered("{% field form.name %}", form=asked(name="<script>"))


def test_a_question_page_has_its_label_as_the_only_heading():
    shown = rendered("{% field form.name heading=True %}", form=Asking())
    assert '<h1 class="question-title"><label for="id_name">姓名</label></h1>' in shown
    shown = rendered("{% field form.kind heading=True %}", form=Acting())
    assert shown.count("<h1") == 1


def test_cards_show_their_words_hint_and_drawing_and_keep_the_choice():
    shown = rendered('{% field form.kind look="big" %}', form=Acting({"kind": "b", "token": str(new_id())}))
    assert '<span class="choice-title">聊天</span>' in shown
    assert '<span class="choice-hint">一小时</span>' in shown
    assert shown.count("<svg") == 1
    chosen = shown.split('id="id_kind_1"')[1].split(">")[0]
    assert "checked" in chosen
    assert "checked" not in shown.split('id="id_kind_0"')[1].split(">")[0]
