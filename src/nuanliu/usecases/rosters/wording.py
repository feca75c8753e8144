"""The sentence of each verdict. Stored verdicts keep the code and its parameters; words are made when read."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FILE_WORDS: dict[str, Promise] = {
    "file_empty": _("这个文件是空的。请重新选择文件。"),
    "file_too_big": _("文件有 %(size)s MB，超过 %(limit)s MB。请分成几个文件上传。"),
    "file_swollen": _("文件解开后大得不正常，已停止读取。请把内容复制到新的工作簿再上传。"),
    "file_old_xls": _("这是旧版 Excel 文件（.xls）。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"),
    "file_password": _("文件设了打开密码，读不了。请去掉密码，另存后再上传。"),
    "file_csv": _("这是文本文件（如 .csv），不是工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"),
    "file_web_page": _("这是网页，不是工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"),
    "file_document": _("这是 Word 文档，不是工作簿。请把表格复制到 Excel 里，存为 .xlsx 再上传。"),
    "file_slides": _("这是演示文稿，不是工作簿。请上传 .xlsx 文件。"),
    "file_pdf": _("这是 PDF，不是工作簿。请上传原来的 .xlsx 文件。"),
    "file_binary_workbook": _("这是二进制工作簿（.xlsb）。请另存为 .xlsx 再上传。"),
    "file_open_document": _("这是 .ods 表格。请另存为 .xlsx 再上传。"),
    "file_strict": _("文件是“严格”格式。请另存为普通的 Excel 工作簿（.xlsx）再上传。"),
    "file_archive": _("这是压缩包，不是工作簿。请解压后上传里面的 .xlsx 文件。"),
    "file_broken": _("文件坏了，打不开。请在 Excel 或 WPS 里重新另存为 .xlsx 再上传。"),
    "file_not_workbook": _("这不是工作簿。请上传 .xlsx 文件。"),
    "file_other_kind": _("这像是“%(other)s”，不是“%(wanted)s”。请选对类别再上传。"),
    "file_no_header": _("找不到表头。“%(wanted)s”要有这些列：%(headers)s。"),
    "file_headers_found": _("最像表头的是第 %(row)s 行，写的是：%(headers)s。"),
    "file_no_rows": _("表头下面一行数据也没有。"),
    "file_too_many_rows": _("超过 %(limit)s 行，已停止读取。请分成几个文件上传。"),
    "file_more_troubles": _("还有 %(count)s 处问题没有列出。先改好上面的再上传。"),
    "sheet_ignored": _("工作表“%(sheet)s”没有读。只读了“%(read)s”。"),
    "header_missing": _("缺少“%(header)s”这一列。"),
    "header_missing_guess": _("缺少“%(header)s”这一列。%(column)s 列写的“%(found)s”是不是它？请改成“%(header)s”。"),
    "header_twice": _("“%(header)s”有两列（%(first)s 列和 %(column)s 列）。请只留一列。"),
    "header_ignored": _("不认识“%(found)s”这一列，没有读它。"),
    "header_ignored_guess": _("不认识“%(found)s”这一列，没有读它。要是想写“%(guess)s”，请改表头。"),
    "row_total_skipped": _("这一行像是合计，没有读。"),
}

CELL_WORDS: dict[str, Promise] = {
    "merged": _("%(range)s 是合并单元格。请取消合并，每一格都填上。"),
    "formula_empty": _("这一格是公式，没有算出结果。请换成数值（复制，选择性粘贴，数值）。"),
    "formula_removed": _("这一格以“%(sign)s”开头，会被当成公式。已去掉这个符号。"),
    "error_value": _("这一格是 Excel 的错误值（%(value)s）。请改成正确的内容。"),
    "blank": _("这一格不能空。"),
    "too_long": _("这一格有 %(length)s 个字，最多 %(limit)s 个。请写短些。"),
    "name_signs": _("姓名里有“%(sign)s”。姓名只能用汉字、字母和间隔号。"),
    "name_private_sign": _("姓名里有自造的字，别的电脑显示不出来。请改用标准汉字输入。"),
    "name_short": _("姓名只有一个字。请核对。"),
    "identity_as_number": _("Excel 把身份证号当成了数字，最后几位已丢失。请把这一列设为文本，重新填写。"),
    "identity_length": _("身份证号有 %(length)s 位，应当是 18 位。"),
    "identity_old": _("这是 15 位的旧身份证号。请填 18 位的号码。"),
    "identity_signs": _("身份证号里有不该有的字。应当是 17 个数字，最后一位是数字或 X。"),
    "identity_region": _("身份证号开头两位不对。请照证件核对。"),
    "identity_birth": _("身份证号里的出生日期不对。请照证件核对。"),
    "identity_check": _("身份证号的校验位不对，至少有一位写错了。请照证件核对。"),
    "identity_missing": _("没有身份证号。以后补上，才不会重复登记。"),
    "identity_or_phone": _("身份证号和电话至少要填一个。"),
    "identity_twice": _("身份证号和第 %(other)s 行相同。一个人只能登记一行。"),
    "pair_twice": _("和第 %(other)s 行重复了。"),
    "code_twice": _("“%(value)s”和第 %(other)s 行相同。编号不能重复。"),
    "phone_wrong": _("电话有 %(length)s 位，不像一个完整的号码。手机 11 位，座机带区号。"),
    "phone_signs": _("电话里有不该有的字。请只填数字。"),
    "phone_several": _("写了几个电话，只记第一个。"),
    "date_wrong": _("看不懂这个日期。请写成 1950-3-2 或 1950年3月2日。"),
    "date_impossible": _("没有这一天。请核对。"),
    "date_no_day": _("日期要写到哪一日，例如 1950-3-2。"),
    "date_future": _("这个日期还没到。请核对。"),
    "date_range": _("年份不对。请核对。"),
    "birth_differs": _("出生日期和身份证号里的不同。请照证件核对。"),
    "sex_differs": _("性别和身份证号里的不同。请照证件核对。"),
    "too_young": _("按出生日期只有 %(age)s 岁，至少要 %(limit)s 岁。请核对。"),
    "very_old": _("按出生日期有 %(age)s 岁。请核对。"),
    "young_elder": _("按出生日期只有 %(age)s 岁，不到 %(limit)s 岁。要符合特殊情况才能服务。"),
    "yes_no_wrong": _("这一格要填“是”或“否”。"),
    "choice_wrong": _("没有“%(value)s”这一项。可以填：%(options)s。"),
    "choice_wrong_guess": _("没有“%(value)s”这一项。是不是“%(guess)s”？"),
    "whole_number": _("这一格要填整数。"),
    "number_range": _("要在 %(least)s 到 %(most)s 之间。"),
    "number_wrong": _("这一格要填数字。"),
    "minutes_wrong": _("看不懂这个时长。请写成 90、90分钟 或 1小时30分。"),
    "minutes_range": _("时长是 %(value)s 分钟，要在 %(least)s 到 %(most)s 分钟之间。"),
    "coordinates_swapped": _("经度和纬度写反了。纬度是小的那个数。"),
    "coordinates_pair": _("经度和纬度要一起填。"),
    "free_time_wrong": _("看不懂“%(value)s”。请写成 周一上午、周三14:00-17:00 这样。"),
    "site_unknown": _("没有“%(value)s”这个站点。请照单位名册填。"),
    "site_unknown_guess": _("没有“%(value)s”这个站点。是不是“%(guess)s”？"),
    "node_unknown": _("没有“%(value)s”这个单位。请照单位名册填。"),
    "node_unknown_guess": _("没有“%(value)s”这个单位。是不是“%(guess)s”？"),
    "node_ambiguous": _("“%(value)s”不止一个。请改填编号：%(options)s。"),
    "branch_unknown": _("没有“%(value)s”这个党支部。请照党支部名册填。"),
    "branch_unknown_guess": _("没有“%(value)s”这个党支部。是不是“%(guess)s”？"),
    "service_unknown": _("服务目录里没有“%(value)s”。"),
    "service_unknown_guess": _("服务目录里没有“%(value)s”。是不是“%(guess)s”？"),
    "person_unknown": _("找不到这个人。请先在名册里登记。"),
    "person_name_differs": _("这个号码登记的是另一个名字（%(name)s）。请核对。"),
    "volunteer_unknown": _("没有编号是“%(value)s”的志愿者。请照志愿者名册填。"),
    "volunteer_ambiguous": _("有几位志愿者叫这个名字。请改填志愿者编号。"),
    "parent_wrong": _("“%(kind)s”不能挂在“%(parent)s”下面。"),
    "parent_missing": _("除了市一级，都要填上级单位。"),
    "parent_below": _("上级单位绕回了自己。请核对。"),
    "own_or_kin": _("不能任命自己或家人，请另一位同事来办。"),
    "beyond_power": _("这个岗位要由上级来任命。"),
    "powers_apart": _("标准、安全、审计要由三个不同的人担任。这位已有一项。"),
    "role_place": _("“%(role)s”不能任在这个单位。"),
    "minutes_most_less": _("最多分钟比默认分钟还少。"),
    "money_words": _("礼遇里不写钱数。请写打几折、送什么、优先什么；减价写“立减”就行。"),
    "credit_code_wrong": _("统一社会信用代码的校验位不对。请照执照核对。"),
    "credit_code_length": _("统一社会信用代码应当是 18 位。"),
    "powers_none": _("没有勾选任何可代办的事。这一行只登记亲属关系。"),
    "reviewer_missing": _("没有复核人。存折旧账要两个人核对。"),
    "reviewer_same": _("经办人和复核人是同一个人。要两个人核对。"),
    "page_missing": _("没有存折页照片编号。"),
    "kin_self": _("老人和家属不能是同一个人。"),
    "row_new": _("新登记。"),
    "row_changed": _("有改动：%(fields)s。"),
    "row_unchanged": _("和已登记的一样，不用改。"),
    "node_moves": _("这个编号已登记在别处或是别的类别。单位不能在这里迁移。"),
    "second_city": _("已经有一个市了。一个系统只有一个市。"),
    "branch_place": _("党支部不能挂在这里。"),
    "shop_place": _("商家不能挂在这里。"),
    "kinship_differs": _("已登记的关系和这里不同。请先核对。"),
    "elder_name_differs": _("这个号码登记的老人是另一个名字。请核对。"),
    "own_lines": _("不能导入自己或家人的存折账。请同事来导入。"),
    "own_or_kin_row": _("这是您自己或家人。这一行请同事来导入。"),
    "outside_reach": _("“%(site)s”不归你管，不能导入。"),
    "username_taken": _("账号“%(value)s”已有人用。请换一个。"),
    "number_taken": _("编号“%(value)s”已有人用。请核对。"),
    "person_elsewhere": _("这个人已登记在“%(site)s”。导入不会把人迁走。"),
}


def verdict_words(*, code: str, params: Mapping[str, str | int]) -> str:
    """The sentence for `code`; `params` fill its named places."""
    return str(FILE_WORDS.get(code) or CELL_WORDS[code]) % params


def place_words(*, row: int, column: str, header: str) -> str:
    """Where in the file: `第 7 行 D 列（手机号）`."""
    if not row:
        return ""
    if not column:
        return gettext("第 %(row)s 行") % {"row": row}
    if not header:
        return gettext("第 %(row)s 行 %(column)s 列") % {"row": row, "column": column}
    return gettext("第 %(row)s 行 %(column)s 列（%(header)s）") % {"row": row, "column": column, "header": header}
