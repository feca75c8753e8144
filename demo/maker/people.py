"""Invented people. Identity numbers carry 520299, an address code never assigned, and a right check digit.

Mobile numbers start with 169-0858: no operator has been given 169 for mobile telephones.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from maker.places import Site

NOT_TO_BE_USED = frozenset({"陈本芬", "曾德慧", "邱金秋"})
"""Real people named in the press: never made by chance."""
SURNAMES = {
    "汉": "王李张陈杨刘罗吴周赵黄何徐蒋朱高邓谢曾彭田胡郭唐袁许付肖",
    "苗": "杨熊陶李王罗张吴侯古项马",
    "彝": "安禄陇龙卢杨李陈王张苏柳",
    "布依": "韦岑卢罗伍陆班王黄梁郭",
    "回": "马桂张丁海纳保",
    "仡佬": "勾陈王田郭",
    "白": "赵杨李张董段",
}
SHARES = (("汉", 62), ("彝", 11), ("苗", 11), ("布依", 9), ("回", 3), ("仡佬", 2), ("白", 2))
GIVEN = {
    ("old", "女"): [
        "桂兰",
        "秀英",
        "玉珍",
        "素芬",
        "淑华",
        "玉兰",
        "兰英",
        "凤英",
        "桂芝",
        "秀珍",
        "金莲",
        "翠英",
        "元珍",
        "德珍",
        "国芬",
        "光秀",
        "正芬",
        "文英",
        "朝珍",
        "明秀",
        "惠珍",
        "琼英",
        "仕芬",
        "荣芬",
    ],
    ("old", "男"): [
        "国强",
        "德明",
        "光荣",
        "正华",
        "文忠",
        "朝福",
        "明贵",
        "世昌",
        "开祥",
        "兴发",
        "永贵",
        "志安",
        "学文",
        "成林",
        "万里",
        "仲文",
        "绍清",
        "应学",
        "定邦",
        "启贤",
        "兆才",
        "云山",
        "克勤",
        "少华",
    ],
    ("mid", "女"): [
        "晓燕",
        "丽华",
        "春梅",
        "红英",
        "艳萍",
        "丽琼",
        "秋菊",
        "玉梅",
        "小红",
        "美玲",
        "国琴",
        "云芳",
        "海燕",
        "雪梅",
        "永芬",
        "瑞琼",
        "莉",
        "静",
        "霞",
        "敏",
    ],
    ("mid", "男"): [
        "建国",
        "建军",
        "志强",
        "卫东",
        "国庆",
        "永红",
        "春林",
        "家荣",
        "立新",
        "援朝",
        "德胜",
        "开明",
        "海涛",
        "勇",
        "刚",
        "伟",
        "明亮",
        "进平",
        "大伟",
        "松柏",
    ],
    ("young", "女"): [
        "婷",
        "欣怡",
        "佳慧",
        "思雨",
        "梦瑶",
        "雅琪",
        "晓雯",
        "诗涵",
        "玥",
        "嘉怡",
        "㛃",
        "钰莹",
        "若兰",
        "依依",
        "丹丹",
    ],
    ("young", "男"): [
        "浩然",
        "宇轩",
        "俊杰",
        "博文",
        "子豪",
        "鹏飞",
        "远航",
        "䶮",
        "𫖯",
        "文涛",
        "志远",
        "凯",
        "泽宇",
        "一鸣",
        "嘉树",
    ],
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass
class Someone:
    """One invented person."""

    name: str
    sex: str
    ethnicity: str
    born: date
    identity: str
    phone: str
    party: str
    site: str = ""
    address: str = ""
    street: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    facts: dict[str, object] = field(default_factory=dict)

    def age(self, on: date) -> int:
        """Whole years on a day."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


def check_digit(first_17: str) -> str:
    """GB 11643."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


class People:
    """Makes people one after the other; no name, number or telephone comes twice."""

    def __init__(self, seed: int, today: date) -> None:
        self.random = Random(seed)
        self.today = today
        self.names: set[str] = set()
        self.identities: set[str] = set()
        self.phones = 0

    def next_phone(self) -> str:
        """The next number of the block."""
        self.phones += 1
        return f"1690858{self.phones:04d}"

    def someone(
        self,
        least: int,
        most: int,
        *,
        sex: str = "",
        name: str = "",
        surname: str = "",
        ethnicity: str = "",
        party: str = "",
    ) -> Someone:
        """A person between `least` and `most` years old on the day of the rosters; the name is drawn unless given."""
        sex = sex or self.random.choice("女女男")
        ethnicity = ethnicity or self.random.choices([e for e, _ in SHARES], [share for _, share in SHARES])[0]
        year = self.today.year - self.random.randint(least, most)
        born = date(year, self.random.randint(1, 8), self.random.randint(1, 28))
        age = self.today.year - born.year
        generation = "old" if age >= 62 else "mid" if age >= 36 else "young"
        name = name or self._name(sex, surname or SURNAMES[ethnicity], generation)
        self.names.add(name)
        party = party or ("中共党员" if self.random.random() < (0.35 if age >= 50 else 0.15) else "群众")
        return Someone(name, sex, ethnicity, born, self._identity(born, sex), self.next_phone(), party)

    def _name(self, sex: str, surnames: str, generation: str) -> str:
        while True:
            name = self.random.choice(surnames) + self.random.choice(GIVEN[generation, sex])
            if name not in self.names and name not in NOT_TO_BE_USED:
                return name

    def _identity(self, born: date, sex: str) -> str:
        while True:
            order = self.random.randrange(1 if sex == "男" else 2, 1000, 2)
            first = f"520299{born:%Y%m%d}{order:03d}"
            number = first + check_digit(first)
            if number not in self.identities:
                self.identities.add(number)
                return number

    def settle(self, person: Someone, site: Site, *, spread: float, inside: bool = False) -> Someone:
        """Give the person a home near a site: road, building, unit, door, and coordinates within `spread` degrees."""
        person.site = site.code
        road = self.random.choice(site.roads)
        person.street = road
        if inside:
            floor, room = self.random.randint(1, 4), self.random.randint(1, 18)
            person.street = site.roads[0]
            person.address = f"{site.address}{self.random.randint(1, 3)}号楼{floor}{room:02d}房"
            spread = 0.0004
        elif road.endswith("组"):
            person.address = f"{road}{self.random.randint(3, 96)}号"
        elif road.endswith(("苑", "小区", "花园")):
            floor = self.random.randint(1, 7)
            person.facts["floor"] = floor
            building, unit = self.random.randint(1, 18), self.random.randint(1, 4)
            person.address = f"{road}{building}栋{unit}单元{floor}0{self.random.randint(1, 4)}室"
        else:
            floor = self.random.randint(1, 7)
            person.facts["floor"] = floor
            house, building = self.random.randint(2, 160), self.random.randint(1, 6)
            person.address = f"{road}{house}号{building}栋{floor}0{self.random.randint(1, 4)}室"
        person.latitude = round(site.latitude + self.random.uniform(-spread, spread), 5)
        person.longitude = round(site.longitude + self.random.uniform(-spread, spread), 5)
        return person
