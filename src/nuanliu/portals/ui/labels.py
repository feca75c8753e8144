"""The codes of people and care as words. Every code of the types has one; a test says so."""

from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuanliu.domain.alliance.types import Bearer, OfferKind, Span
from nuanliu.domain.care.types import Channel, Evidence, Face, Grade, Payer, Risk
from nuanliu.domain.network.types import BranchKind, NodeKind, Role
from nuanliu.domain.notices.calls.types import CallKind
from nuanliu.domain.notices.types import Channel as Way
from nuanliu.domain.notices.types import DeliveryState
from nuanliu.domain.passbook.types import (
    CITY_POOL,
    DeathPaper,
    EstateState,
    FundTarget,
    GiftState,
    MemberState,
    OverdraftEnd,
    PoolUseKind,
    PoolUseState,
    SaidHow,
)
from nuanliu.domain.people.joining.types import SpecialState
from nuanliu.domain.people.types import (
    Circumstance,
    ConsentHow,
    Correctable,
    CreditChoice,
    KinProof,
    Kinship,
    ProxyPower,
    Sex,
    VolunteerState,
)
from nuanliu.portals.ui.forms import Words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Labels: TypeAlias = "dict[str, _StrPromise]"

CIRCUMSTANCES: Labels = {
    Circumstance.LIVES_ALONE.value: _("独居"),
    Circumstance.EMPTY_NEST.value: _("空巢"),
    Circumstance.OVER_80.value: _("80 岁以上"),
    Circumstance.EXTREME_POVERTY.value: _("特困"),
    Circumstance.LOW_INCOME.value: _("低保"),
    Circumstance.DISABLED.value: _("失能"),
    Circumstance.SEMI_DISABLED.value: _("半失能"),
    Circumstance.LOST_ONLY_CHILD.value: _("失独"),
    Circumstance.SEVERE_HANDICAP.value: _("重度残疾"),
    Circumstance.HARD_OF_HEARING.value: _("听力不好"),
    Circumstance.POOR_SIGHT.value: _("视力不好"),
    Circumstance.IN_CARE_HOME.value: _("住在养老机构"),
}
KINSHIPS: Labels = {
    Kinship.SPOUSE.value: _("老伴"),
    Kinship.PARENT.value: _("父母"),
    Kinship.CHILD.value: _("子女"),
    Kinship.GRANDPARENT.value: _("祖父母"),
    Kinship.GRANDCHILD.value: _("孙辈"),
    Kinship.PARENT_IN_LAW.value: _("配偶的父母"),
    Kinship.CHILD_IN_LAW.value: _("儿媳或女婿"),
    Kinship.SIBLING.value: _("兄弟姐妹"),
    Kinship.IN_LAW.value: _("姻亲"),
    Kinship.OTHER.value: _("其他亲属"),
}
KIN_PROOFS: Labels = {
    KinProof.HOUSEHOLD.value: _("户口本"),
    KinProof.MARRIAGE.value: _("结婚证"),
    KinProof.BIRTH.value: _("出生证"),
    KinProof.CERTIFICATE.value: _("派出所或社区开的证明"),
}
PROXY_POWERS: Labels = {
    ProxyPower.ASK.value: _("可代提需求"),
    ProxyPower.SEE.value: _("可查看"),
    ProxyPower.CONFIRM.value: _("可代确认"),
    ProxyPower.GIVE.value: _("可送时间"),
}
CONSENT_HOWS: Labels = {
    ConsentHow.SELF.value: _("自己按的"),
    ConsentHow.DESK.value: _("当面说的"),
    ConsentHow.PAPER.value: _("签了字"),
}
CORRECTABLES: Labels = {
    Correctable.NAME.value: _("姓名"),
    Correctable.PHONE.value: _("电话"),
    Correctable.ADDRESS.value: _("住址"),
    Correctable.BIRTH.value: _("生日"),
    Correctable.IDENTITY.value: _("证件号码"),
    Correctable.OTHER.value: _("别的"),
}
SEXES: Labels = {
    Sex.UNKNOWN.value: _("未知"),
    Sex.MALE.value: _("男"),
    Sex.FEMALE.value: _("女"),
    Sex.UNSAID.value: _("未说明"),
}
VOLUNTEER_STATES: Labels = {
    VolunteerState.APPLYING.value: _("申请中"),
    VolunteerState.ACTIVE.value: _("可以接单"),
    VolunteerState.PAUSED.value: _("暂停"),
    VolunteerState.LEFT.value: _("已退出"),
}
CHOICES: Labels = {CreditChoice.TIME.value: _("存时间"), CreditChoice.COIN.value: _("领服务币"), "": _("还没选")}
PAYERS: Labels = {
    Payer.OWN_TIME.value: _("老人自己的时间"),
    Payer.FAMILY.value: _("家里人的时间"),
    Payer.GRANT.value: _("发给老人的时间"),
    Payer.POOL.value: _("爱心池的时间"),
    Payer.WELFARE.value: _("社区出的时间"),
}
CHANNELS: Labels = {
    Channel.PHONE.value: pgettext_lazy("channel", "电话"),
    Channel.DESK.value: pgettext_lazy("channel", "柜台"),
    Channel.SELF.value: pgettext_lazy("channel", "老人自己"),
    Channel.FAMILY.value: pgettext_lazy("channel", "家属"),
}
EVIDENCES: Labels = {
    Evidence.ELDER_CODE.value: _("对上了老人的暗号"),
    Evidence.ELDER_QR.value: _("扫了老人卡上的码"),
    Evidence.SITE_QR.value: _("扫了站点的码"),
    Evidence.PLACE.value: _("手机在老人家附近"),
    Evidence.STAFF.value: _("工作人员代记"),
    Evidence.SLIP.value: _("签了字的服务单"),
    "": _("没有凭据"),
}
GRADES: Labels = {
    Grade.VERIFIED.value: _("两头都对上暗号"),
    Grade.WITNESSED.value: _("有旁证或代记"),
    Grade.ATTESTED.value: _("纸上签字，两个人复核"),
}
FACES: Labels = {Face.HAPPY.value: _("满意"), Face.FINE.value: _("还行"), Face.SAD.value: _("不满意")}
FACE_ICONS = {Face.HAPPY.value: "face-happy", Face.FINE.value: "face-ok", Face.SAD.value: "face-sad"}
NODE_KINDS: Labels = {
    NodeKind.CITY.value: _("市"),
    NodeKind.COUNTY.value: _("县区"),
    NodeKind.TOWN.value: _("乡镇街道"),
    NodeKind.COMMUNITY.value: _("社区（村）"),
    NodeKind.CARE_HOME.value: _("养老机构"),
    NodeKind.BRANCH.value: _("党支部"),
    NodeKind.TEAM.value: _("志愿队"),
    NodeKind.ALLIANCE.value: _("公益联盟"),
    NodeKind.ENTERPRISE.value: _("爱心企业"),
    NodeKind.SUPERMARKET.value: _("商超"),
    NodeKind.LAW_FIRM.value: _("律所"),
    NodeKind.SHOP.value: _("爱心商家"),
}
BRANCH_KINDS: Labels = {
    BranchKind.CARE_HOME.value: _("养老机构党支部"),
    BranchKind.RETIRED.value: _("离退休党支部"),
    BranchKind.COMMUNITY.value: _("村（社区）党支部"),
}
ROLES: Labels = {
    Role.ADMINISTRATOR.value: _("单位管理员"),
    Role.COORDINATOR.value: _("站点负责人"),
    Role.CERTIFIER.value: _("认定员"),
    Role.HOTLINE.value: _("接线员"),
    Role.SECRETARY.value: _("支部书记"),
    Role.TEAM_LEADER.value: _("队长"),
    Role.SHOP_OWNER.value: _("店主"),
    Role.CASHIER.value: _("收银员"),
    Role.SEAL_KEEPER.value: _("印章保管人"),
    Role.BUREAU_STANDARDS.value: _("标准管理"),
    Role.BUREAU_SECURITY.value: _("安全管理"),
    Role.BUREAU_AUDIT.value: _("审计"),
    "staff": _("工作人员"),
    "": _("工作人员"),
}

SPECIAL_TYPES: Labels = {
    "extreme_poverty": _("特困老人"),
    "low_income_disabled": _("低保失能或半失能老人"),
    "over_80_alone": _("80 岁以上独居或空巢老人"),
    "lost_only_child": _("失独老人"),
    "severe_handicap": _("重度残疾人"),
}
POOL_PURPOSES: Labels = {"": _("本社区的爱心池"), CITY_POOL: _("全市的爱心池"), **SPECIAL_TYPES}
SPECIAL_STATES: Labels = {
    SpecialState.PROPOSED.value: _("等第二个人定"),
    SpecialState.GRANTED.value: _("是重点服务对象"),
    SpecialState.REFUSED.value: _("没有算"),
    SpecialState.ENDED.value: _("不再算"),
}
UNKNOWNS: Labels = {
    "identity": _("身份证号"),
    "phone": _("电话"),
    "address": _("住址"),
    "circumstances": _("情况"),
    "languages": _("说什么话"),
    "floor": _("楼层"),
    "pets": _("猫狗"),
    "door_code": _("怎么进门"),
    "contacts": _("紧急联系人"),
}
"""What was asked of an old person and is not known."""

OFFER_KINDS: Labels = {
    OfferKind.PERCENT_OFF.value: _("打折"),
    OfferKind.AMOUNT_OFF.value: _("立减"),
    OfferKind.FREE_ITEM.value: _("送一样东西"),
    OfferKind.FREE_SERVICE.value: _("免费服务"),
    OfferKind.PRIORITY.value: _("优先接待"),
}
RISKS: Labels = {Risk.LOW.value: _("低"), Risk.MID.value: _("中"), Risk.HIGH.value: _("高")}
SPANS: Labels = {Span.DAY.value: _("一天"), Span.MONTH.value: _("一个月"), Span.EVER.value: _("一共")}
BEARERS: Labels = {
    Bearer.SHOP.value: _("商家自己"),
    Bearer.SPONSOR.value: _("爱心企业"),
    Bearer.BUREAU.value: pgettext_lazy("bearer", "老干部局"),
}
GIFT_STATES: Labels = {
    GiftState.WAITING.value: _("等收的人点头"),
    GiftState.ACCEPTED.value: _("收下了"),
    GiftState.REFUSED.value: _("没有收，退回去了"),
    GiftState.EXPIRED.value: _("过了日子，退回去了"),
    GiftState.TAKEN_BACK.value: _("送的人收回去了"),
}
MEMBER_STATES: Labels = {
    MemberState.ASKED.value: _("等对方答复"),
    MemberState.AGREED.value: _("说好了共用"),
    MemberState.REFUSED.value: _("没有同意"),
    MemberState.LEFT.value: _("不共用了"),
}
DEATH_PAPERS: Labels = {
    DeathPaper.CERTIFICATE.value: _("死亡证明"),
    DeathPaper.CREMATION.value: _("火化证明"),
    DeathPaper.HOUSEHOLD.value: _("注销的户口本"),
}
ESTATE_STATES: Labels = {
    EstateState.OPEN.value: _("等亲属来办"),
    EstateState.NAMED.value: _("提了一位，等第二个人定"),
    EstateState.TRANSFERRED.value: _("时间转给了亲属"),
    EstateState.POOLED.value: _("进了爱心池"),
    EstateState.MISTAKE.value: _("记错了，已恢复"),
}
SAID_HOWS: Labels = {
    SaidHow.SELF.value: _("自己按的"),
    SaidHow.CARD.value: _("输了卡上的密码"),
    SaidHow.SIGNED.value: _("签了字"),
    SaidHow.DESK.value: _("当面说的"),
    SaidHow.CALL.value: _("电话里说的"),
}
WISHES_FOR = {"self": _("老人自己"), "family": _("家里人")}
CALLS_WHEN = {"any": _("什么时候都行"), "morning": _("上午"), "afternoon": _("下午")}
POOL_USES: Labels = {
    PoolUseKind.HELP.value: _("给一份时间，先用它请人"),
    PoolUseKind.COVER.value: _("还掉老人欠的时间"),
}
POOL_USE_STATES: Labels = {
    PoolUseState.ASKED.value: _("等第二个人定"),
    PoolUseState.DONE.value: _("办好了"),
    PoolUseState.REFUSED.value: _("没有同意"),
}
FUND_TARGETS: Labels = {FundTarget.POOL.value: _("爱心池"), FundTarget.BONUS.value: _("奖励金")}
OVERDRAFT_ENDS: Labels = {
    OverdraftEnd.PAID_BACK.value: _("还上了"),
    OverdraftEnd.UNUSED.value: _("没有用，作罢了"),
    "": _("还没有完"),
}
CALL_KINDS: Labels = {
    CallKind.TALKED: _("说过话"),
    CallKind.MISSED: _("打来没人接"),
    CallKind.BACK: _("请我们打回去"),
}
NOTICE_CHANNELS: Labels = {
    Way.INBOX: _("消息"),
    Way.SMS: _("短信"),
    Way.VOICE: _("语音电话"),
    Way.WECHAT: _("微信"),
    Way.CALL_SHEET: _("社区打电话"),
}
DELIVERY_STATES: Labels = {
    DeliveryState.WAITING: _("还没送到"),
    DeliveryState.SENT: _("送到了"),
    DeliveryState.FAILED: _("没送到"),
}
LABELS: dict[str, Labels] = {
    "notice_channel": NOTICE_CHANNELS,
    "delivery_state": DELIVERY_STATES,
    "call_kind": CALL_KINDS,
    "overdraft_end": OVERDRAFT_ENDS,
    "pool_use": POOL_USES,
    "pool_use_state": POOL_USE_STATES,
    "fund_target": FUND_TARGETS,
    "special_type": SPECIAL_TYPES,
    "pool_purpose": POOL_PURPOSES,
    "offer_kind": OFFER_KINDS,
    "span": SPANS,
    "risk": RISKS,
    "bearer": BEARERS,
    "special_state": SPECIAL_STATES,
    "unknown": UNKNOWNS,
    "node_kind": NODE_KINDS,
    "branch_kind": BRANCH_KINDS,
    "role": ROLES,
    "circumstance": CIRCUMSTANCES,
    "kinship": KINSHIPS,
    "kin_proof": KIN_PROOFS,
    "gift_state": GIFT_STATES,
    "said_how": SAID_HOWS,
    "death_paper": DEATH_PAPERS,
    "estate_state": ESTATE_STATES,
    "member_state": MEMBER_STATES,
    "proxy_power": PROXY_POWERS,
    "consent_how": CONSENT_HOWS,
    "correctable": CORRECTABLES,
    "sex": SEXES,
    "volunteer_state": VOLUNTEER_STATES,
    "choice": CHOICES,
    "payer": PAYERS,
    "channel": CHANNELS,
    "evidence": EVIDENCES,
    "grade": GRADES,
    "face": FACES,
    "wish_for": WISHES_FOR,
    "call_when": CALLS_WHEN,
}


def label_of(code: str, *, kind: str) -> Words:
    """The word for `code` of `kind`; a code nobody has named is shown as it is."""
    return LABELS[kind].get(str(code), str(code))
