"""Invented people on every document, plain ones and those hardest to fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.paper import (
    AcceptanceReceipt,
    BatchList,
    Cancellation,
    CardSheet,
    DailyList,
    EndorsementMark,
    EndorsementReminder,
    EndorsementSlip,
    HouseholdSheet,
    Laid,
    OneTimeNotice,
    PermitCard,
    RecoverySheet,
    Refusal,
    RegistrationVoucher,
    ResidenceCertificate,
    ResidenceHistory,
    ServicesNotice,
    StatisticsSheet,
    ToDoList,
    YearsCertificate,
)  # fmt: skip
from app.paper.batch_list import ListedCard
from app.paper.certificates import Counted, Housemate, Service, Stretch
from app.paper.daily_list import DayLine, DayMatter, OfficersDay, Undone
from app.paper.letters import Lacking, Weighed
from app.paper.statistics_sheet import AgesLine, CommunityLine, DueLine, FigureLine, MonthLine
from app.paper.to_do_list import ToDo

ON = date(2026, 11, 23)
PORTRAITS = Path(__file__).parent.parent.parent / "resources" / "portraits"

# As long as the codes that are signed for a card and for a voucher.
CARD_CODE = "ANJU1" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 6
VOUCHER_CODE = "ANJU1" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 8

CARD = PermitCard(
    name="李雪梅",
    sex="女",
    ethnic_group="汉",
    born=date(1998, 3, 7),
    id_number="511999199803079027",
    photo=(PORTRAITS / "1.jpg").read_bytes(),
    household_address="四川省示例市青河县柳林镇三组27号",
    residence_address="曲靖市麒麟区河滨社区麒麟路90号1栋704室",
    issuing_organ="曲靖市公安局麒麟分局",
    issued_on=ON,
    title="云南省居住证",
    number="A0234538",
    code=CARD_CODE,
)

LONG_CARD = PermitCard(
    name="买买提·阿卜杜拉·吐尔逊江",
    sex="男",
    ethnic_group="维吾尔",
    born=date(1985, 11, 2),
    id_number="65999919851102911X",
    photo=(PORTRAITS / "5.jpg").read_bytes(),
    household_address="新疆维吾尔自治区示例柯尔克孜自治州青河县柳林哈萨克族民族乡上柳林村三组27号附2号",
    residence_address="双江拉祜族佤族布朗族傣族自治县示例街道河滨社区麒麟路90号万象新城二期12栋3单元1704室",
    issuing_organ="双江拉祜族佤族布朗族傣族自治县公安局治安管理大队",
    issued_on=ON,
    title="云南省居住证",
    number="A0234539",
    code=CARD_CODE,
    endorsements=tuple(
        EndorsementMark(date(year, 11, 12), "双江拉祜族佤族布朗族傣族自治县公安局文昌派出所")
        for year in range(2027, 2039)
    ),
)

VOUCHER = RegistrationVoucher(
    number="530302001-2026-000137",
    name="李雪梅",
    sex="女",
    id_kind="居民身份证",
    id_number="511999199803079027",
    household_address="四川省示例市青河县柳林镇三组27号",
    residence_address="曲靖市麒麟区河滨社区麒麟路90号1栋704室",
    arrived_on=date(2026, 10, 24),
    registered_on=ON,
    organ="文昌派出所",
    officer="陈晓岚",
    told=(
        "您 2026 年 10 月 24 日到达，今天已办好居住登记。",
        "连续居住满半年后可以申领居住证，请保留租房合同和劳动合同。",
        "搬家或者离开，请到登记机关变更或者注销登记。",
    ),
    code=VOUCHER_CODE,
)

LONG_VOUCHER = replace(
    VOUCHER,
    name="Maria Aleksandra Konstantinopolskaya-Wierzbicka",
    id_kind="外国人永久居留身份证（2023 版）",
    id_number="911999198511029110",
    household_address=LONG_CARD.household_address,
    residence_address=LONG_CARD.residence_address,
    organ=LONG_CARD.issuing_organ,
    officer="买买提·阿卜杜拉·吐尔逊江",
    told=tuple(
        "连续居住满半年后可以申领居住证，请保留租房合同和劳动合同，申领时带身份证、相片和其中一份合同的原件。"
        for _ in range(6)
    ),
)

CODE = "-".join(
    ("ABCD", "EFGH", "JKLM", "NPQR", "STUV", "WXYZ", "2345", "67MW", "WWMM", "IJIJ", "QQQQ", "O2O2", "7ABC")
)
SHEET = RecoverySheet.of("文昌派出所", ON, CODE)
LONG_SHEET = RecoverySheet.of(
    "双江拉祜族佤族布朗族傣族自治县公安局文昌派出所河滨社区流动人口服务站", ON, CODE
)

# What stands on every list of the office; on every letter, of somebody with a short name and address, and
# of the one hardest to fit.
OFFICE: dict[str, Any] = {
    "number": "530302-2026-000017", "organ": "文昌派出所", "officer": "陈晓岚", "made_on": ON, "caution": "",
    "code": "ANJU1" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 9,
}  # fmt: skip
PERSON = OFFICE | {
    "name": CARD.name, "sex": CARD.sex, "id_number": CARD.id_number,
    "household_address": CARD.household_address, "residence_address": CARD.residence_address,
}  # fmt: skip
LONG_PERSON = PERSON | {
    "name": LONG_CARD.name, "sex": LONG_CARD.sex, "id_number": LONG_CARD.id_number,
    "household_address": LONG_CARD.household_address, "residence_address": LONG_CARD.residence_address,
    "organ": "双江拉祜族佤族布朗族傣族自治县公安局文昌派出所", "officer": "买买提·阿卜杜拉·吐尔逊江",
    "caution": "以下内容还没有人对照法规原文核对：居住证的办理期限、居住时间从哪天算起、签注的办理时间。"
    "请以公安机关的答复为准。",
}  # fmt: skip
PREVIEW: dict[str, Any] = {"number": "", "code": ""}

RECEIPT = AcceptanceReceipt(
    **PERSON, accepted_on=ON, issue_by=date(2026, 11, 30), agent="",
    materials=("居民身份证（原件已核对）", "租赁合同（6 页）", "相片"),
)  # fmt: skip
NOTICE = OneTimeNotice(
    **PERSON,
    missing=(
        Lacking("身份证明", "本人居民身份证；未满十六周岁的，户口簿和监护人的身份证"),
        Lacking("相片", "近期免冠彩色相片，或者在窗口拍摄"),
        Lacking(
            "居住、就业或者就读证明，有一样就行",
            "租赁合同、房屋产权证、购房合同、单位或者房主出具的住宿证明；劳动合同、营业执照；学生证、在读证明",
        ),
    ),
)
SLIP = EndorsementSlip(
    **PERSON, permit="530302-2025-000009", issued_on=date(2025, 12, 18), endorsed_on=ON,
    due_on=date(2026, 12, 17), next_due_on=date(2027, 12, 17),
)  # fmt: skip
REMINDER = EndorsementReminder(
    **PERSON, permit="530302-2025-000009", issued_on=date(2025, 12, 18), due_on=date(2026, 12, 17),
    window="从 2026 年 11 月 18 日起就可以办。",
    cost="逾期 2 天。按 2026-12-19 算。连续居住：按时 732 天，逾期只有 0 天。累计少算 1 天。",
)  # fmt: skip
REFUSAL = Refusal(
    **PERSON, applied_on=date(2026, 11, 16), refused_on=ON, opinion="居住登记未满半年，请满半年后再来申请。",
    reasons=(
        Weighed("居住时间：至少 6 个月", "已满 2 个月 22 天", "不符合"),
        Weighed("以下任何一项", "", "符合"),
        Weighed("　合法稳定住所", "", "符合"),
        Weighed("　合法稳定就业", "档案里没有", "不清楚"),
    ),
    article="《居住证暂行条例》第二条（规则包 cn，2026.1 版）",
)  # fmt: skip
CANCELLATION = Cancellation(
    **PERSON,
    permit="530302-2025-000009",
    issued_on=date(2025, 12, 18),
    ended_on=ON,
    reason="离开本地，户口未迁入。",
)
RESIDENCE = ResidenceCertificate(
    **PERSON, arrived_on=date(2026, 2, 3), registered_on=date(2026, 2, 4),
    registration="530302-2026-000137", permit="530302-2026-000009", purpose="务工",
)  # fmt: skip
STRETCHES = (
    Stretch("2022-03-01", "2023-02-28", "河滨社区 麒麟路90号1栋704室", "2022-03-02", "1 年", "363 天"),
    Stretch("2023-02-28", "2023-09-11", "（空档）这段时间没有居住记录", "", "6 个月 14 天", "0 天"),
    Stretch("2023-09-11", "2026-02-03", "南苑社区 三江路41号", "2023-09-12", "2 年 4 个月", "875 天"),
    Stretch("2026-02-03", "至今", "河滨社区 滨江苑3栋1单元602室", "2026-02-04", "9 个月 20 天", "292 天"),
)
HISTORY = ResidenceHistory(
    **PERSON, stretches=STRETCHES, total="1,530 天", article="《居住证暂行条例》第二条；《示例市办法》第八条",
    inhibits=("有 1 段空档：2023-02-28 至 2023-09-11，不能证明这段时间住在本地。",),
)  # fmt: skip
YEARS = YearsCertificate(
    **PERSON, since=date(2023, 9, 12), run="3 年 2 个月", total="4 年 2 个月",
    insurance=(
        Counted("2024-01 至 2025-06", "18 个月", "养老保险", ""),
        Counted("2025-09 至 2026-10", "14 个月", "养老保险", "补缴"),
    ),
    counted=(
        Counted("2022-03-02 至 2023-02-27", "363 天", "计入", "在本地登记居住（第二条）"),
        Counted("2023-02-28 至 2023-09-11", "196 天", "不计", "没有居住记录（第二条）"),
        Counted("2023-09-12 至 2026-11-22", "1,168 天", "计入", "在本地登记居住（第二条）"),
    ),
)  # fmt: skip
SERVICE = Service("参加社会保险", "2026-08-03 起可以办", "《居住证暂行条例》第十二条")
SERVICES = ServicesNotice(
    **PERSON,
    told=(
        "住满半年可申领居住证（条例第二条）：2027-05-23 满，以一直住着为准",
        "搬家、离开要来变更或注销",
        "现在就能用：卫生服务、就业服务、法律援助",
    ),
    open_now=(SERVICE, replace(SERVICE, title="办理出入境证件"), replace(SERVICE, title="机动车登记")),
    later=(
        Service("公共租赁住房", "还差社会保险 7 个月，预计 2027-06-01 可以办", "《示例市办法》第八条"),
        Service("积分落户", "本地规则还没有收录", ""),
    ),
)
MATES = (
    Housemate("李雪梅", "户主", "女", CARD.id_number, date(2026, 2, 3)),
    Housemate("李小宝", "子", "男", "51199920200307901X", date(2026, 2, 3)),
)
HOUSEHOLD = HouseholdSheet(**PERSON, people=MATES)

WORK = (
    DayLine("办理居住登记", "李雪梅", "511999********9027", "530302-2026-000137", "陈晓岚"),
    DayLine("申领", "刘志强", "530627********9071", "", "陈晓岚"),
    DayLine("审核通过", "刘志强", "530627********9071", "530302-2026-000021", "张海涛"),
    DayLine("打印", "杨秋月", "530627********9128", "530302-2026-000018", "张海涛"),
    DayLine("发放", "杨秋月", "530627********9128", "530302-2026-000018", "张海涛"),
    DayLine("签注", LONG_CARD.name, "659999********911X", "530302-2025-000009", "陈晓岚"),
)
DAILY = DailyList(
    **OFFICE, total="当天办了 6 件", lines=WORK, closed="陈晓岚 17:26 签名收工",
    matters=(
        DayMatter("居住登记", "12", "10", "1", "1"), DayMatter("居住证受理", "5", "4", "1", "0"),
        DayMatter("审核", "4", "2", "2", "0"), DayMatter("制证", "7", "6", "0", "1"),
        DayMatter("发证", "3", "1", "2", "0"), DayMatter("签注", "3", "2", "1", "0"),
    ),
    undone=(
        Undone("制证", "毛丽君", "已约明早 9 点重拍", "陈晓岚"),
        Undone("居住登记", LONG_CARD.name, "房东说租客回老家了，下周一才回来，到时候网格员上门", "张海涛"),
    ),
    officers=(
        OfficersDay("张海涛", "0", "0", "1", "1", "1", "0", "0", "3"),
        OfficersDay("陈晓岚", "1", "1", "0", "0", "0", "1", "0", "3"),
        OfficersDay("合计", "1", "1", "1", "1", "1", "1", "0", "6"),
    ),
)  # fmt: skip

AGES = ("65岁以上", "55–64", "45–54", "35–44", "25–34", "15–24", "6–14", "0–5")
STATISTICS = StatisticsSheet(
    **OFFICE, whom="2026-01 至 2026-11 · 全部社区 · 全部事由 · 全部年龄 · 只算在住",
    rule="到达后未离开即为在住；到达、离开按次数计。", counted_at="2026-11-23 09:12",
    figures=(
        FigureLine("在住", "8,642", "比去年 +3.1%"), FigureLine("本月到达", "312", "比上月同期 −30"),
        FigureLine("本月离开", "268", "比上月同期 +12"), FigureLine("持证", "5,917", "68.5%"),
        FigureLine("按期登记", "96.2%", "目标 95%"), FigureLine("30日内要签注", "214", "本周 1"),
    ),
    ages=tuple(AgesLine(ages, "1,012", "884") for ages in AGES),
    months=tuple(MonthLine(f"2026-{month:02}", "312", "331") for month in range(1, 13)),
    communities=(
        CommunityLine("河滨社区", "2,114", "88", "901", "881", "97.8%", "1,505", "71.2%", "61"),
        CommunityLine("新桥社区", "892", "21", "402", "360", "89.6%", "521", "58.4%", "18"),
        CommunityLine("合计", "3,006", "109", "1,303", "1,241", "95.2%", "2,026", "67.4%", "79"),
    ),
    dues=tuple(DueLine(f"2027-{month:02}", "402") for month in range(1, 7)),
)  # fmt: skip

TO_DO = ToDoList(
    **OFFICE, total="共 4 件", scope="陈晓岚的网格：河滨社区、北关社区，全部待办", order="按住址",
    lines=(
        ToDo("居住登记", "马晓东", "520999********9017", "北关社区 建设巷7号2栋301", "11-20，逾期 3 天"),
        ToDo("发证", "杨秋月", "530627********9128", "河滨社区 麒麟路88号5栋1102", "11-23，今天"),
        ToDo("审核", "刘志强", "530627********9071", "河滨社区 滨江苑3栋1单元602", "11-25，剩 2 工作日"),
        ToDo("签注", "李雪梅", "511999********9027", "清源社区 书香巷19号2栋1单元1104", "12-12，剩 19 天"),
    ),
)  # fmt: skip

BATCH = BatchList(
    **OFFICE, batch="2026-11-23 09:12 · 陈晓岚", total="5 张，还没确认 1，打好了 3，打坏了 1",
    blanks="空白卡 A0234538–A0234542，第 2 盒",
    lines=(
        ListedCard("李雪梅", "511999********9027", "530302-2026-000101", "A0234538", "打好了"),
        ListedCard("孙雨桐", "530381********9027", "530302-2026-000102", "A0234539", "打好了"),
        ListedCard("唐国华", "530627********9039", "530302-2026-000103", "A0234540", "打坏了，有划痕污渍"),
        ListedCard("罗春燕", "530326********9025", "530302-2026-000104", "A0234541", "打好了"),
        ListedCard("段文涛", "532923********9071", "530302-2026-000105", "A0234542", "还没确认"),
    ),
)  # fmt: skip


def longest(letter: Any, **more: Any) -> Any:
    """The same letter about the person hardest to fit, and with what is hardest to fit on it."""
    return replace(letter, **LONG_PERSON, **more)


FULL_SHEET = CardSheet(
    tuple(Laid(place, replace(CARD, number=f"530302-2026-0001{place:02}"), ON) for place in range(1, 11))
)

SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "permit_card": {"plain": CARD, "long": LONG_CARD, "no_photo": replace(CARD, photo=None)},
    "cards_by_ten": {"plain": FULL_SHEET, "begun": CardSheet((Laid(4, CARD, ON), Laid(5, LONG_CARD, ON)))},
    "cards_by_eight": {"plain": CardSheet(FULL_SHEET.cards[:8])},
    "registration_voucher": {
        "plain": VOUCHER,
        "long": LONG_VOUCHER,
        "nothing_told": replace(VOUCHER, told=()),
    },
    "acceptance_receipt": {
        "plain": RECEIPT,
        "long": longest(RECEIPT, agent=LONG_CARD.name, materials=RECEIPT.materials * 12),
    },
    "one_time_notice": {"plain": NOTICE, "long": longest(NOTICE)},
    "endorsement_slip": {"plain": SLIP, "long": longest(SLIP)},
    "endorsement_reminder": {"plain": REMINDER, "long": longest(REMINDER)},
    "refusal": {"plain": REFUSAL, "long": longest(REFUSAL, opinion=REFUSAL.opinion * 6)},
    "cancellation": {"plain": CANCELLATION, "long": longest(CANCELLATION, reason=CANCELLATION.reason * 9)},
    "residence_certificate": {
        "plain": RESIDENCE,
        "long": longest(RESIDENCE),
        "preview": replace(RESIDENCE, **PREVIEW),
    },
    "residence_history": {"plain": HISTORY, "long": longest(HISTORY, stretches=STRETCHES * 8)},
    "years_certificate": {"plain": YEARS, "long": longest(YEARS, counted=YEARS.counted * 9, insurance=())},
    "services_notice": {"plain": SERVICES, "long": longest(SERVICES, later=SERVICES.later * 9)},
    "household_sheet": {"plain": HOUSEHOLD, "long": longest(HOUSEHOLD, people=MATES * 4)},
    "daily_list": {
        "plain": DAILY,
        "long": replace(
            DAILY,
            organ=LONG_PERSON["organ"],
            officer=LONG_PERSON["officer"],
            lines=WORK * 14,
            officers=(*DAILY.officers, replace(DAILY.officers[0], name=LONG_PERSON["officer"])),
        ),
        "nothing_done": replace(
            DAILY,
            total="当天办了 0 件",
            closed="还没收工",
            lines=(),
            officers=(),
            undone=(),
            matters=tuple(
                replace(one, in_hand="0", done="0", carried="0", to_explain="0") for one in DAILY.matters
            ),
        ),
    },
    "statistics_sheet": {
        "plain": STATISTICS,
        "long": replace(
            STATISTICS,
            organ=LONG_PERSON["organ"],
            officer=LONG_PERSON["officer"],
            whom=STATISTICS.whom.replace(
                "全部社区", "双江拉祜族佤族布朗族傣族自治县河滨社区滨江苑小区居民委员会"
            ),
            rule=STATISTICS.rule + "另有 1,204 人出生或性别不在库里",
            communities=tuple(
                replace(one, community="双江拉祜族佤族布朗族傣族自治县河滨社区", people="1,000,000")
                for one in STATISTICS.communities * 12
            ),
        ),
    },
    "to_do_list": {
        "plain": TO_DO,
        "long": replace(
            TO_DO,
            organ=LONG_PERSON["organ"],
            officer=LONG_PERSON["officer"],
            scope="买买提·阿卜杜拉·吐尔逊江的网格：" + "、".join(f"示例街道第{n}社区" for n in "一二三四五"),
            lines=(
                ToDo(
                    "临时救助等 11 项",
                    LONG_CARD.name,
                    "659999********911X",
                    "河滨社区 麒麟路90号万象新城二期12栋3单元1704室",
                    "2027-01-04，剩 42 天",
                ),
                *TO_DO.lines * 20,
            ),
        ),
        "nothing_to_do": replace(TO_DO, total="共 0 件", lines=()),
    },
    "batch_list": {
        "plain": BATCH,
        "long": replace(
            BATCH,
            organ=LONG_PERSON["organ"],
            officer=LONG_PERSON["officer"],
            batch=f"2026-11-23 09:12 · {LONG_PERSON['officer']}",
            total="4,001 张，已生成 1，还没确认 1,000，打好了 1,000，打坏了 1,000，没打出来 1,000",
            blanks="空白卡 ABCDEF999999999901–ABCDEF999999999990、ABCDEF999999999999、"
            "ABCDEF999999999901–ABCDEF999999999990，第 1,001、1,002、1,003 盒",
            lines=(
                ListedCard(
                    LONG_CARD.name,
                    "659999********911X",
                    "530302-2026-999999",
                    "ABCDEF999999999999",
                    "打坏了，" + "有划痕污渍" * 3,
                ),
                *BATCH.lines * 20,
            ),
        ),
        "no_stock": replace(
            BATCH, blanks="", total="1 张，打好了 1", lines=(replace(BATCH.lines[0], blank=""),)
        ),
    },
    "recovery_sheet": {"plain": SHEET, "long": LONG_SHEET},
}
