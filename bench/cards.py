"""The cards that everybody draws: invented people, each with a photo and a code of their own.

All are handed the same values, the same font file and the same library's QR code, and give back
a PDF. The others draw without our ground of waves, which is to their advantage. Whoever draws one
card after another draws another person each time, so that nothing is served from memory.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import zxingcpp

from app.paper import PERMIT_CARD, PermitCard

ON = date(2026, 11, 23)
SIZE = PERMIT_CARD.size
TIMES = 25
FOLDER = Path(__file__).parent.parent / "resources" / "portraits"
PORTRAITS = [file.read_bytes() for file in sorted(FOLDER.glob("*.jpg"))]
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", "雪梅建国小红志强玉兰海燕春生文静永福晓东丽华"


def invented(number: int) -> PermitCard:
    """The card of nobody with this number."""
    portrait = PORTRAITS[number % len(PORTRAITS)]
    given = GIVEN[number * 7 % len(GIVEN)] + GIVEN[number * 13 // 3 % len(GIVEN)]
    return PermitCard(
        name=FAMILY[number % len(FAMILY)] + given, sex="女", ethnic_group="汉", born=date(1998, 3, 7),
        id_number=f"5119991998030{number:05d}", photo=portrait + number.to_bytes(4),
        household_address=f"四川省示例市青河县柳林镇三组{number % 90 + 1}号",
        residence_address=f"曲靖市麒麟区河滨社区麒麟路{number % 200 + 1}号{number % 9 + 1}栋704室",
        issuing_organ="曲靖市公安局麒麟分局", issued_on=ON, title="云南省居住证", number=f"A{number:07d}",
        code=f"ANJU1{number:07d}" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 6,
    )  # fmt: skip


def code(card: PermitCard) -> zxingcpp.Barcode:
    """The QR code of the card."""
    return zxingcpp.create_barcode(card.code, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=2)


def ours(card: PermitCard) -> bytes:
    return PERMIT_CARD.make(card, ON)


def seconds_each(*draws: Callable[[PermitCard], object], times: int = TIMES) -> list[float]:
    """The median for one card of each way to draw, by turns, so that a busy moment falls upon all.

    The first two cards are not counted: fonts and templates are read then.
    """
    took: list[list[float]] = [[] for _ in draws]
    for number in range(times + 2):
        card = invented(number)
        for draw, mine in zip(draws, took, strict=True):
            start = time.perf_counter()
            draw(card)
            mine.append(time.perf_counter() - start)
    return [statistics.median(mine[2:]) for mine in took]


def texts(card: PermitCard) -> tuple[tuple[tuple[float, float, float, str], ...], ...]:
    """What stands on front and back: millimetres from the left and the top, size in points, words."""
    front = (
        (5, 8, 13, card.title), (5, 15.5, 6.4, "姓名"), (13.2, 15.5, 11.5, card.name),
        (5, 21, 6.4, "性别"), (13.2, 21, 8.8, card.sex), (22.4, 21, 6.4, "民族"),
        (30.6, 21, 8.8, card.ethnic_group), (5, 26, 6.4, "出生"), (13.2, 26, 8.8, "1998 年 3 月 7 日"),
        (5, 31, 6.4, "户籍"), (13.2, 31, 7.8, card.household_address), (5, 39.5, 6.4, "住址"),
        (13.2, 39.5, 7.8, card.residence_address), (5, 49.5, 6.4, "公民身份号码"),
        (24, 49.5, 11.5, card.id_number),
    )  # fmt: skip
    back = (
        (5, 8.5, 6.4, "签发机关"), (19.6, 8.5, 8.4, card.issuing_organ), (5, 14, 6.4, "签发日期"),
        (19.6, 14, 8.4, "2026 年 11 月 23 日"), (5, 19, 7.2, f"NO. {card.number}"),
        (5, 24, 6.2, "签注（每年一次，居住每满 1 年之日前 1 个月内办理）"),
        (5, 49, 6.2, "本证仅限本人使用。遗失请向签发机关申请补领。"),
    )  # fmt: skip
    return front, back


def lines() -> list[tuple[float, float, float, float]]:
    """The places for endorsements: from, to, in millimetres from the left and the top."""
    upright = [(5 + 12.6 * column, 25.4, 5 + 12.6 * column, 44.6) for column in range(7)]
    return upright + [(5, 25.4 + 9.6 * row, 80.6, 25.4 + 9.6 * row) for row in range(3)]
