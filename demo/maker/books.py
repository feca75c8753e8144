# ruff: noqa: E501 (rows of tables; a Han character counts double)
"""The nine workbooks, in the shapes in which offices write dates, telephones and ticks."""

from collections.abc import Iterator
from datetime import date

from maker import catalogue
from maker.people import People, Someone
from maker.places import BRANCHES, CITY, COUNTIES, SHOPS, SITES, TOWNS
from maker.sheets import Book
from maker.town import TODAY, Town

KINDS_OF_NODE = ("市", "县区", "乡镇街道", "社区", "养老机构")
TICK = "√"
SITE_NAMES = {site.code: site.name for site in SITES}
BRANCH_NAMES = {code: name for code, name, *_ in BRANCHES}
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def tick(value: object) -> str:
    """A tick or nothing."""
    return TICK if value else ""


def day_as_written(people: People, value: date) -> object:
    """Mostly real dates, now and then typed text."""
    return people.random.choices(
        (
            value,
            f"{value.year}年{value.month}月{value.day}日",
            f"{value.year}-{value.month}-{value.day}",
            f"{value:%Y.%m.%d}",
        ),
        (85, 6, 5, 4),
    )[0]


def phone_as_written(people: People, value: str) -> str:
    """Mostly plain, now and then in groups."""
    return people.random.choices(
        (value, f"{value[:3]} {value[3:7]} {value[7:]}", f"{value[:3]}-{value[3:7]}-{value[7:]}"), (90, 6, 4)
    )[0]


def credit_code(order: int) -> str:
    """GB 32100, an individual business (92) under the unassigned 520299."""
    first = f"92520299MA{order:07d}"
    total = sum(CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(first, CREDIT_WEIGHTS, strict=True))
    return first + CREDIT_SIGNS[(31 - total % 31) % 31]


def organisations() -> Book:
    """01."""
    rows: list[list[object]] = [
        [
            CITY[0],
            CITY[1],
            "市",
            "",
            "",
            "0858-4000000",
            "钟山区人民路（市委老干部局）",
            "周一至周五 9:00-17:00",
            26.5935,
            104.8308,
        ]
    ]
    rows += [[code, name, "县区", CITY[1], "", "", "", "", "", ""] for code, name in COUNTIES]
    names = dict(COUNTIES)
    rows += [[code, name, "乡镇街道", names[county], "", "", "", "", "", ""] for code, name, county in TOWNS]
    towns = {code: name for code, name, _ in TOWNS}
    for number, site in enumerate(SITES, start=1):
        hours = "每天 8:00-20:00" if site.kind == "养老机构" else "周一至周六 8:30-17:30"
        phone = f"0858-4000{number:03d}"
        rows.append(
            [
                site.code,
                site.name,
                site.kind,
                towns[site.town],
                site.short,
                phone,
                site.address,
                hours,
                site.latitude,
                site.longitude,
            ]
        )
    return Book(
        "01-单位名册.xlsx", "六盘水市时间银行助老服务单位名册",
        ("单位编号", "单位名称", "单位类别", "上级单位", "简称", "联系电话", "地址", "服务时间", "纬度", "经度"),
        "上级单位可填名称或编号。建设中路社区属哪个街道由社区自行确认，改“上级单位”一格即可。", rows, {"单位类别": KINDS_OF_NODE},
    )  # fmt: skip


def branches() -> Book:
    """02."""
    names = SITE_NAMES | dict(COUNTIES)
    rows = [
        [code, name, kind, names[at], f"0858-4001{number:03d}", day]
        for number, (code, name, kind, at, day) in enumerate(BRANCHES, start=1)
    ]
    kinds = ("养老机构党支部", "离退休党支部", "村（社区）党支部")
    return Book(
        "02-党支部名册.xlsx", "时间银行互助网络党支部名册",
        ("支部编号", "支部名称", "支部类别", "所在单位", "联系电话", "主题党日"), "所在单位照单位名册填。", rows, {"支部类别": kinds},
    )  # fmt: skip


def staff(town: Town) -> Book:
    """03."""
    units = SITE_NAMES | BRANCH_NAMES | {CITY[0]: CITY[1]}
    rows = [
        [
            p.name,
            p.sex,
            f"{p.ethnicity}族",
            p.identity,
            phone_as_written(town.people, p.phone),
            p.party,
            units[unit],
            post,
            login,
            date(2025, 2, 10),
            p.address,
        ]
        for p, unit, post, login in town.staff
    ]
    posts = ("站点负责人", "认定员", "热线接线员", "支部书记", "标准管理", "权限管理", "审计")
    return Book(
        "03-工作人员名册.xlsx", "时间银行工作人员名册",
        ("姓名", "性别", "民族", "身份证号", "联系电话", "政治面貌", "任职单位", "岗位", "登录账号", "任职日期", "住址"),
        "一人两岗填两行。身份证号一列请设为文本。", rows, {"性别": ("男", "女"), "岗位": posts},
    )  # fmt: skip


def volunteers(town: Town) -> Book:
    """04."""
    people = town.people
    rows = []
    for p in town.volunteers:
        joined: date = p.facts["joined"]  # type: ignore[assignment]
        rows.append(
            [p.facts["number"], p.name, p.sex, f"{p.ethnicity}族" if people.random.random() < 0.8 else p.ethnicity, p.identity,
             phone_as_written(people, p.phone), p.party, SITE_NAMES[p.site], BRANCH_NAMES.get(str(p.facts.get("branch", "")), ""),
             p.address, p.street, p.latitude, p.longitude, "、".join(p.facts["skills"]), p.facts.get("five", ""),  # type: ignore[arg-type]
             "、".join(_tongues(people, p)), people.random.choice((1.5, 2, 3, 3, 5)), p.facts["free"], p.facts["wish"],
             day_as_written(people, joined), day_as_written(people, date(2025, joined.month, min(joined.day + 2, 28))),
             date(2026, 3, 31), joined, date(2025, 5, 20) if p.age(TODAY) >= 70 else ""]
        )  # fmt: skip
    return Book(
        "04-志愿者名册.xlsx", "时间银行志愿者名册",
        ("志愿者编号", "姓名", "性别", "民族", "身份证号", "联系电话", "政治面貌", "所属站点", "所在党支部", "住址", "街路或小区", "纬度", "经度",
         "特长资格", "五老", "会说的话", "服务半径（公里）", "空闲时间", "积分意愿", "加入日期", "培训日期", "保险到期日", "承诺书日期", "健康申报日期"),
        "特长、语言、空闲时间可填几项，用顿号隔开。70岁以上每年填健康申报日期。", rows,
        {"性别": ("男", "女"), "所属站点": tuple(SITE_NAMES.values()), "积分意愿": ("存时间", "要志愿服务币", "每次再选")},
    )  # fmt: skip


def _tongues(people: People, person: Someone) -> list[str]:
    own = {"苗": "苗语", "彝": "彝语", "布依": "布依语"}.get(person.ethnicity)
    return ["普通话", "方言", *([own] if own and people.random.random() < 0.5 else [])]


def elders(town: Town) -> Book:
    """05."""
    people = town.people
    rows = []
    helper_numbers = {str(p.facts["number"]): p for p in town.volunteers}
    contacts = {elder.identity: (relative.name, relative.phone) for elder, relative, _word in town.relatives}
    for p in town.elders:
        facts = p.facts
        name, phone = contacts.get(p.identity, ("", ""))
        regular = str(facts.get("regular", ""))
        rows.append(
            [p.name, p.sex, f"{p.ethnicity}族", p.identity, phone_as_written(people, p.phone) if facts["has_phone"] else people.random.choice(("无", "")),
             "是" if facts["has_phone"] else "否", SITE_NAMES[p.site], p.address, p.street, facts.get("floor_words", ""), p.latitude, p.longitude,
             tick(facts["alone"]), tick(facts["poor"]), tick(facts["lost"]), tick(facts["deaf"]), facts["care"] or "自理",
             "、".join(facts["more"]), "、".join(facts["tongue"]), name, phone, facts["note"],  # type: ignore[arg-type]
             regular if regular in helper_numbers else "", day_as_written(people, date(2025, 3, people.random.randint(1, 28)))]
        )  # fmt: skip
    return Book(
        "05-老人名册.xlsx", "时间银行服务老人名册",
        ("姓名", "性别", "民族", "身份证号", "联系电话", "有无电话", "所属站点", "住址", "街路或小区", "楼层", "纬度", "经度", "独居", "低保", "失独",
         "听力不好", "自理情况", "其他情况", "会说的话", "紧急联系人", "紧急联系人电话", "上门要知道的事", "常来的志愿者", "登记日期"),
        "有此情况打“√”。80岁以上按身份证号自动算。不知道的可以空着。", rows,
        {"性别": ("男", "女"), "自理情况": ("自理", "半失能", "失能"), "所属站点": tuple(SITE_NAMES.values())},
    )  # fmt: skip


def relatives(town: Town) -> Book:
    """06."""
    people = town.people
    rows = []
    for elder, relative, word in town.relatives:
        give = word in {"儿子", "女儿"}
        rows.append(
            [elder.name, elder.identity, relative.name, relative.sex, relative.identity, phone_as_written(people, relative.phone), word,
             TICK, TICK, tick(elder.name == "张桂兰" or people.random.random() < 0.6), tick(give), people.random.choice(("当面签字", "上门签字", "电话录音")),
             day_as_written(people, date(2025, 4, people.random.randint(1, 28)))]
        )  # fmt: skip
    return Book(
        "06-家属名册.xlsx", "时间银行老人家属名册",
        ("老人姓名", "老人身份证号", "家属姓名", "家属性别", "家属身份证号", "家属电话", "与老人关系", "可代提需求", "可看安排", "可代确认", "可赠时间",
         "老人怎样同意的", "同意日期"),
        "老人同意的才打“√”。老人随时可以收回。", rows, {"家属性别": ("男", "女")},
    )  # fmt: skip


def passbook(town: Town) -> Book:
    """07."""
    return Book(
        "07-时间存折登记.xlsx", "纸质时间存折登记表",
        ("志愿者编号", "姓名", "服务日期", "服务项目", "服务时长（分钟）", "服务对象或活动", "存折页照片号", "经办人", "复核人"),
        "照存折逐行抄。经办人和复核人不能是同一个人。", list(_lines(town)),
    )  # fmt: skip


def _lines(town: Town) -> Iterator[list[object]]:
    pick = town.people.random
    solo = ("S101", "S101", "S101", "S102", "S201", "S201", "S202", "S204", "S205", "S302", "S304", "S402", "S403")
    group = ("S501", "S503", "S403")
    events = {"S501": "端午节慰问演出", "S503": "社区书画活动", "S403": "防诈宣传进小区"}
    services = {row[0]: row for row in catalogue.SERVICES}
    posts = {(unit, post): person.name for person, unit, post, _login in town.staff}
    lines = []
    for p in town.volunteers:
        near = [elder for elder in town.elders if elder.site == p.site and elder is not p]
        count = pick.choices((0, 1, 2, 3), (6, 20, 36, 38))[0]
        count = max(count, 3) if p.name == "杨秀琼" or p in town.elders else count
        for at in range(count):
            is_event = pick.random() < 0.2
            code = pick.choice(group if is_event else solo)
            minutes = services[code][5] if not is_event else pick.choice((60, 90, 120)) if code != "S501" else 120
            minutes = pick.choice((minutes, minutes, minutes + 30)) if minutes + 30 <= services[code][6] else minutes
            whom = events[code] if is_event else pick.choice(near).name
            month = pick.randint(4, 8)
            served = date(2025, month, pick.randint(1, 28))
            shown = pick.choices((services[code][1], code), (92, 8))[0]
            written: object = pick.choices((minutes, f"{minutes}分钟"), (94, 6))[0]
            page = f"ZP-{p.facts['number']}-{at // 8 + 1:02d}"
            lines.append([p.facts["number"], p.name, served, shown, written, whom, page,
                          posts[p.site, "热线接线员"], posts[p.site, "认定员"]])  # fmt: skip
    for line in sorted(lines, key=lambda line: (str(line[2]), str(line[0]), str(line[3]))):
        line[2] = day_as_written(town.people, line[2])  # type: ignore[arg-type]
        yield line


def services() -> Book:
    """08."""
    rows = [[*row, catalogue.SAFETY.get(row[0], ""), "是"] for row in catalogue.SERVICES]
    return Book(
        "08-服务目录.xlsx", "时间银行服务目录", catalogue.HEADERS, "“老人看得懂的说法”会原样显示给老人，请用大白话。", rows,
        {"风险": ("低", "中", "高"), "五助": ("助餐", "助浴", "助洁", "助急", "助医"), "是否提供": ("是", "否")},
    )  # fmt: skip


def shops(town: Town) -> Book:
    """09."""
    towns = {code: name for code, name, _ in TOWNS}
    sites = {site.town: site for site in SITES}
    rows = []
    for number, ((name, trade, at, way, offer), owner) in enumerate(zip(SHOPS, town.owners, strict=True), start=1):
        site, pick = sites[at], town.people.random
        address = f"{towns[at]}{site.roads[0]}{pick.randint(1, 200)}号门面"
        rows.append(
            [f"SJ{number:03d}", name, towns[at], trade, credit_code(number), f"0858-4002{number:03d}", address, "9:00-20:00", way, offer, 200,
             owner.name, owner.identity, owner.phone, round(site.latitude + pick.uniform(-0.006, 0.006), 5),
             round(site.longitude + pick.uniform(-0.006, 0.006), 5)]
        )  # fmt: skip
    trades = (
        "餐饮",
        "食品粮油",
        "超市百货",
        "理发",
        "药店",
        "服装鞋帽",
        "维修",
        "书店文具",
        "法律服务",
        "健康服务",
        "其他",
    )
    return Book(
        "09-爱心商家.xlsx", "时间银行公益联盟爱心商家名册",
        ("商家编号", "商家名称", "所在单位", "行业", "统一社会信用代码", "联系电话", "地址", "营业时间", "礼遇方式", "礼遇内容", "每月接待币数", "负责人",
         "负责人身份证号", "负责人电话", "纬度", "经度"),
        "商家均为虚构。礼遇是对志愿者的心意，不折合人民币。", rows,
        {"行业": trades, "礼遇方式": ("打折", "立减", "赠品", "免费服务", "优先")},
    )  # fmt: skip


def all_books(town: Town) -> list[Book]:
    """The nine workbooks, in the order of their numbers."""
    return [organisations(), branches(), staff(town), volunteers(town), elders(town), relatives(town), passbook(town),
            services(), shops(town)]  # fmt: skip
