"""Fills the sites with people. The order of the draws makes the city repeatable."""

from dataclasses import dataclass, field
from datetime import date

from maker.people import People, Someone
from maker.places import BRANCHES, BRANCHES_OF_SITE, CITY, SHOPS, SITES, Site

TODAY = date(2025, 8, 31)
"""The day the rosters are dated: everything in them has already happened then."""
VOLUNTEERS = 216


@dataclass
class Town:
    """Everybody, by what they are."""

    people: People = field(default_factory=lambda: People(20250831, TODAY))
    staff: list[tuple[Someone, str, str, str]] = field(default_factory=list)
    """Person, unit, post, sign-in name."""
    volunteers: list[Someone] = field(default_factory=list)
    elders: list[Someone] = field(default_factory=list)
    relatives: list[tuple[Someone, Someone, str]] = field(default_factory=list)
    """Old person, relative, what the relative is."""
    owners: list[Someone] = field(default_factory=list)


def fill() -> Town:
    """The whole city."""
    town = Town()
    _bureau(town)
    for site in SITES:
        _site_staff(town, site)
    _secretaries(town)
    for site in SITES:
        _volunteers(town, site)
    for site in SITES:
        _elders(town, site)
    _relatives(town)
    for _shop in SHOPS:
        town.owners.append(town.people.someone(32, 58))
    return town


def _bureau(town: Town) -> None:
    posts = (
        ("安文静", "女", "彝", "标准管理", "juli"),
        ("龙立新", "男", "彝", "权限管理", "quanxian"),
        ("卢明秀", "女", "布依", "审计", "shenji"),
    )
    for name, sex, ethnicity, post, login in posts:
        person = town.people.someone(34, 50, name=name, sex=sex, ethnicity=ethnicity, party="中共党员")
        town.staff.append((person, CITY[0], post, login))


def _site_staff(town: Town, site: Site) -> None:
    named = {"ZS01": ("罗志强", "陆远航", "罗婷")}.get(site.code, ("", "", ""))
    posts = (("站点负责人", "zz", 38, 55, "男"), ("认定员", "rd", 26, 45, "男"), ("热线接线员", "rx", 23, 40, "女"))
    for (post, letters, least, most, sex), name in zip(posts, named, strict=True):
        ethnicity = "布依" if name == "陆远航" else ""
        person = town.people.someone(least, most, name=name, sex=sex if name else "", ethnicity=ethnicity)
        town.people.settle(person, site, spread=0.01)
        town.staff.append((person, site.code, post, f"{site.code.lower()}.{letters}"))


def _secretaries(town: Town) -> None:
    sites = {site.code: site for site in SITES}
    for code, _name, kind, parent, _day in BRANCHES:
        retired = kind == "离退休党支部"
        person = town.people.someone(61 if retired else 40, 70 if retired else 58, party="中共党员")
        site = sites.get(parent) or next(sites[at] for at, branches in BRANCHES_OF_SITE.items() if code in branches)
        town.people.settle(person, site, spread=0.01)
        person.facts["branch"] = code
        town.staff.append((person, code, "支部书记", f"{code.lower()}.sj"))


def _volunteers(town: Town, site: Site) -> None:
    """Some secretaries of the site's branches serve too: one person, two rosters, one record."""
    pick = town.people.random
    secretaries = [person for person, unit, _post, _login in town.staff if unit in BRANCHES_OF_SITE[site.code][:1]]
    for number in range(1, site.volunteers + 1):
        if number <= len(secretaries):
            person = secretaries[number - 1]
        elif site.code == "ZS01" and number == 2:
            person = town.people.settle(
                town.people.someone(57, 57, name="杨秀琼", sex="女", ethnicity="苗", party="中共党员"),
                site,
                spread=0.006,
            )
            person.facts["skills"] = ["医护", "安全培训"]
            person.facts["wish"] = "每次再选"
        else:
            least, most = pick.choices([(20, 34), (36, 54), (55, 68), (69, 74)], [18, 24, 46, 12])[0]
            person = town.people.settle(town.people.someone(least, most), site, spread=0.012)
        person.facts["number"] = f"{site.code}-{number:04d}"
        if person.party == "中共党员":
            person.facts.setdefault("branch", pick.choice(BRANCHES_OF_SITE[site.code]))
        _abilities(town, person, number)
        town.volunteers.append(person)


SKILL_OF_NUMBER = {
    3: "理发", 4: "助浴护理", 5: "助浴护理", 6: "水电维修", 7: "医护", 8: "安全培训",
    9: "心理咨询", 10: "法律", 11: "健康讲师",
}  # fmt: skip
"""So that every site has somebody for every service that asks for an ability."""


def _abilities(town: Town, person: Someone, number: int) -> None:
    pick = town.people.random
    skills: list[str] = list(person.facts.get("skills", []))  # type: ignore[call-overload]
    if number in SKILL_OF_NUMBER:
        skills.append(SKILL_OF_NUMBER[number])
    if pick.random() < 0.3 and "安全培训" not in skills:
        skills.append("安全培训")
    person.facts["skills"] = skills
    if person.age(TODAY) >= 60 and pick.random() < 0.45:
        person.facts["five"] = pick.choice(("老干部", "老教师", "老战士", "老专家", "老模范"))
    person.facts["joined"] = date(2025, pick.randint(2, 4), pick.randint(1, 28))
    person.facts["free"] = pick.choice(
        ("周一至周五上午", "每天上午", "周末全天", "周二下午、周四下午", "周一上午、周三下午、周五上午", "工作日下午",
         "周六上午、周日上午", "每天全天", "周三14:00-17:00、周六上午")
    )  # fmt: skip
    wish = pick.choices(("存时间", "要志愿服务币", "每次再选"), (60, 25, 15))[0]
    person.facts.setdefault("wish", wish)


def _elders(town: Town, site: Site) -> None:
    pick = town.people.random
    own = [person for person in town.volunteers if person.site == site.code and 66 <= person.age(TODAY) <= 75]
    both = own[: {"ZS01": 3, "LZ02": 3}.get(site.code, 1)] if site.kind == "社区" else []
    for number in range(site.elders):
        if site.code == "ZS01" and number == 0:
            person = town.people.someone(81, 81, name="张桂兰", sex="女", ethnicity="汉", party="群众")
        elif site.code == "ZS01" and number == 1:
            person = town.people.someone(72, 72, name="陆朝珍", sex="女", ethnicity="布依", party="群众")
        elif 2 <= number < 2 + len(both):
            person = both[number - 2]
        else:
            person = town.people.someone(68, 79) if pick.random() < 0.45 else town.people.someone(80, 94)
        if person not in both:
            town.people.settle(person, site, spread=0.006, inside=site.kind == "养老机构")
        _circumstances(town, person, site, hale=person in both or person.name == "张桂兰")
        town.elders.append(person)


NOTES = ("轻敲门，走得慢，请等一会。", "门口养狗，先打电话。", "有高血压，别劝酒劝烟。", "膝盖不好，上楼要扶。",
         "每天下午午睡到两点半。",
         "钥匙放在楼下小卖部。", "爱下象棋，也爱听花灯戏。", "")  # fmt: skip
NOTES_INSIDE = ("先到前台登记。", "有高血压，别劝酒劝烟。", "膝盖不好，走路要扶。", "爱下象棋，也爱听花灯戏。", "")


def _circumstances(town: Town, person: Someone, site: Site, *, hale: bool) -> None:
    pick = town.people.random
    facts = person.facts
    is_first = person.name == "张桂兰"
    inside = site.kind == "养老机构"
    facts["alone"] = is_first or (not inside and pick.random() < 0.4)
    facts["poor"] = not hale and pick.random() < 0.15
    facts["lost"] = not hale and pick.random() < 0.03
    facts["deaf"] = not hale and pick.random() < 0.22
    shares = (50, 35, 15) if inside else (80, 15, 5)
    facts["care"] = "" if hale else pick.choices(("", "半失能", "失能"), shares)[0]
    facts["more"] = [
        *(["住养老机构"] if inside else []),
        *(["视力不好"] if not hale and pick.random() < 0.12 else []),
        *(["空巢"] if not facts["alone"] and not inside and pick.random() < 0.3 else []),
        *(["特困"] if not hale and pick.random() < 0.03 else []),
    ]
    facts["tongue"] = [*(["普通话"] if pick.random() < 0.3 else []), pick.choice(site.tongues)]
    facts["has_phone"] = hale or pick.random() < 0.85
    facts["note"] = pick.choice(NOTES_INSIDE if inside else NOTES)
    if facts["deaf"]:
        facts["note"] = f"说话大声些，靠右耳。{facts['note']}"
    facts["floor_words"] = "有电梯" if inside else _stairs(town, facts.get("floor"))
    near = [volunteer for volunteer in town.volunteers if volunteer.site == site.code and volunteer is not person]
    if is_first:
        facts["note"], facts["regular"] = "有高血压，左膝不好。敲门后等一会。", "ZS01-0002"
    elif pick.random() < 0.22:
        facts["regular"] = pick.choice(near).facts["number"]


def _stairs(town: Town, floor: object) -> str:
    if not isinstance(floor, int):
        return "平房"
    if floor > 4 and town.people.random.random() < 0.5:
        return f"{floor}楼，有电梯"
    return f"{floor}楼，没有电梯" if floor > 1 else "1楼"


def _relatives(town: Town) -> None:
    pick = town.people.random
    daughter = town.people.someone(52, 52, name="周晓燕", sex="女", ethnicity="汉", party="群众")
    certifier = next(person for person, _unit, _post, _login in town.staff if person.name == "陆远航")
    for elder in town.elders:
        if elder.name == "张桂兰":
            town.relatives.append((elder, daughter, "女儿"))
        elif elder.name == "陆朝珍":
            town.relatives.append((elder, certifier, "儿子"))
        elif pick.random() < 0.36:
            _kin(town, elder)


def _kin(town: Town, elder: Someone) -> None:
    """A child, grandchild or nephew; a man's children carry his surname."""
    pick = town.people.random
    bond = pick.choices(("child", "grandchild", "nephew"), (80, 12, 8))[0]
    least = 20 if bond == "grandchild" else max(elder.age(TODAY) - 32, 38)
    surname = elder.name[0] if elder.sex == "男" or bond == "nephew" else ""
    kin = town.people.someone(least, least + 8, surname=surname, ethnicity=elder.ethnicity)
    words = {"child": ("儿子", "女儿"), "grandchild": ("孙子", "孙女"), "nephew": ("侄子", "侄女")}[bond]
    town.relatives.append((elder, kin, words[0] if kin.sex == "男" else words[1]))
