"""One permit card, front and back with photo and QR code, against fpdf2 drawing the same card."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import zxingcpp
from PIL import Image

from app.paper import PERMIT_CARD, PermitCard
from app.paper.fonts import SHIPPED
from bench import Figure

ON = date(2026, 11, 23)
TIMES = 15
PORTRAIT = Path(__file__).parent.parent / "resources" / "portraits" / "1.jpg"
CODE = "ANJU1" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 6


def measure() -> Figure:
    card = invented()
    ours = seconds(lambda: PERMIT_CARD.make(card, ON))
    theirs = seconds(lambda: drawn_by_fpdf2(card))
    note = f"{ours * 1000:.1f} ms a card"
    return Figure("One permit card", ours, "fpdf2 drawing it", theirs, at_most=1 / 15, note=note)


def invented() -> PermitCard:
    """A card of nobody."""
    return PermitCard(
        name="李雪梅", sex="女", ethnic_group="汉", born=date(1998, 3, 7), id_number="511999199803079027",
        photo=PORTRAIT.read_bytes(), household_address="四川省示例市青河县柳林镇三组27号",
        residence_address="曲靖市麒麟区河滨社区麒麟路90号1栋704室", issuing_organ="曲靖市公安局麒麟分局",
        issued_on=ON, title="云南省居住证", number="A0234538", code=CODE,
    )  # fmt: skip


def seconds(draw: Callable[[], object]) -> float:
    """The median of some drawings, after one that is not counted."""
    draw()
    took = []
    for _time in range(TIMES):
        start = time.perf_counter()
        draw()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


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


def code(card: PermitCard) -> zxingcpp.Barcode:
    """The QR code of the card, made for everybody by the same library."""
    return zxingcpp.create_barcode(card.code, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=2)


def drawn_by_fpdf2(card: PermitCard) -> bytes:
    """The same card without our pattern of waves, which is to fpdf2's advantage."""
    from fpdf import FPDF

    pdf = FPDF(unit="mm", format=(85.6, 53.98))
    pdf.set_auto_page_break(auto=False)
    pdf.add_font("noto", fname=str(SHIPPED.path))
    for side, words in enumerate(texts(card)):
        pdf.add_page()
        for left, top, size, text in words:
            pdf.set_font("noto", size=size)
            pdf.text(left, top, text)
        if side == 0:
            pdf.image(io.BytesIO(card.photo or b""), 61.4, 11.4, 19.4, 23.9)
    pdf.image(Image.fromarray(code(card).to_image(add_quiet_zones=False)), 62.6, 3.8, 18, 18)
    for column in range(7):
        pdf.line(5 + 12.6 * column, 25.4, 5 + 12.6 * column, 44.6)
    for row in range(3):
        pdf.line(5, 25.4 + 9.6 * row, 80.6, 25.4 + 9.6 * row)
    return bytes(pdf.output())
