"""Invented people on every document, plain ones and those hardest to fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.paper import EndorsementMark, PermitCard, RecoverySheet, RegistrationVoucher

ON = date(2026, 11, 23)
PORTRAITS = Path(__file__).parent.parent.parent / "resources" / "portraits"

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

SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "permit_card": {"plain": CARD, "long": LONG_CARD, "no_photo": replace(CARD, photo=None)},
    "registration_voucher": {
        "plain": VOUCHER,
        "long": LONG_VOUCHER,
        "nothing_told": replace(VOUCHER, told=()),
    },
    "recovery_sheet": {"plain": SHEET, "long": LONG_SHEET},
}
