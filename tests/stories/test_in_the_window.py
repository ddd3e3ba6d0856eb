"""The main job in the window, read aloud, in Chinese; asserted is only what the officer sees.

Told twice: in an office of one's own, on its encrypted file, with keys alone; and
in the fictional community, with the mouse, typing only where something is written.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from tests.helpers.office import OFFICE, OFFICER, citizen_number, photo
from tests.stories.officer import Officer

WANG, MISTYPED = "522121199306149011", "522121199306149012"
LI = citizen_number("530902", date(1990, 5, 20), 922)


@pytest.fixture
def face(tmp_path: Path) -> Path:
    """A photo as the officer has it from the camera."""
    file = tmp_path / "face.jpg"
    file.write_bytes(photo())
    return file


def words_on(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document)


# -- with the keyboard, in an office of one's own


def test_from_arrival_to_endorsement_with_the_keyboard(officer: Officer, tmp_path: Path, face: Path) -> None:
    officer.comes(date(2026, 1, 5))
    sets_up_the_office(officer, tmp_path / "recovery.pdf")
    records_the_arrival_of_wang(officer, face)
    officer.presses("Ctrl+1")
    officer.sees("王立群", "剩 30 天")
    officer.goes_home()

    officer.comes(date(2026, 2, 3))
    signs_in(officer)
    officer.sees("王立群", "剩 1 天", "02-04 满30日")
    officer.goes_home()

    officer.comes(date(2026, 2, 4))
    signs_in(officer)
    officer.sees("王立群", "今天满期")
    registers_wang_and_keeps_the_voucher(officer, tmp_path / "voucher.pdf")
    asks_too_early_for_a_permit(officer)
    officer.goes_home()

    officer.comes(date(2026, 8, 4))
    signs_in(officer)
    applies_and_approves(officer)
    prints_the_card(officer, tmp_path)
    officer.presses("F9")
    officer.sees("已发证：王立群")
    officer.goes_home()

    officer.comes(date(2027, 7, 10))
    signs_in(officer)
    officer.sees("王立群", "签注", "剩 24 天")
    officer.presses("Enter")
    officer.sees("可办签注", "签注截止", "2027-08-03")
    officer.presses("F6")
    officer.sees("已签注", "2028-08-03")


def sets_up_the_office(officer: Officer, sheet: Path) -> None:
    officer.sees("欢迎使用安居", "试用虚构社区", "建立本所")
    officer.presses("Tab", "Enter")
    officer.sees("第一个经办人")
    officer.writes(OFFICE.name)
    officer.presses("Enter")
    officer.writes(OFFICE.division)
    officer.waits_for_suggestions()
    officer.presses("Enter", "Enter")
    officer.is_in("签发机关")
    officer.writes(OFFICE.organ)
    officer.presses("Enter")
    for words in (OFFICER.name, OFFICER.login, OFFICER.password, OFFICER.password):
        officer.writes(words)
        officer.presses("Enter")
    officer.sees("收好恢复码")
    officer.presses("Tab")
    with officer.answering(officer.with_keys(sheet)):
        officer.presses("Space")
    officer.sees(f"已存：{sheet}")
    assert OFFICE.name in words_on(sheet)
    officer.presses("Shift+Tab", "Shift+Tab", "Space")
    officer.presses("Tab", "Tab", "Tab", "Space")
    officer.sees("还没有人在册", OFFICE.name, "本机加密")


def signs_in(officer: Officer) -> None:
    officer.sees("登录", "密码")
    officer.writes(OFFICER.password)
    officer.presses("Enter")
    officer.sees("按期限排列", OFFICE.name, "本机加密")


def records_the_arrival_of_wang(officer: Officer, face: Path) -> None:
    """With a wrong check digit and a day that is still to come on the way."""
    officer.presses("F2")
    officer.is_in("证件号")
    officer.writes(MISTYPED)
    officer.sees("号码有一位不对，请对照证件逐段再看。")
    officer.presses("Ctrl+A")
    officer.writes(WANG)
    officer.sees("男", "1993-06-14", "贵州省遵义", "没有原档案，第一次来。")
    officer.presses("Enter")
    officer.is_in("姓名")
    officer.writes("王立群")
    officer.presses("Enter")
    officer.is_in("住址")
    officer.writes("河滨社区麒麟路88号2栋1603")
    officer.waits_for_suggestions()
    officer.presses("Enter", "Enter")
    officer.is_in("住所")
    officer.presses("1", "Enter")
    officer.is_in("到达日期")
    officer.writes("2026-01-09")
    officer.presses("Enter", "1", "Ctrl+S")
    officer.sees("到达日期 2026-01-09 还没到。")
    officer.is_in("到达日期")
    officer.presses("Ctrl+A")
    officer.writes("0105")
    officer.presses("Tab")
    with officer.answering(officer.with_keys(face)):
        officer.presses("F6")
    officer.presses("Alt+6", "Space", "Tab", "Space")
    officer.sees("合格", "已看原件", "必填都齐了")
    officer.presses("Ctrl+S")
    officer.sees("已存：王立群，待登记", "先录证件号，出生、性别、户籍地自动填。")


def registers_wang_and_keeps_the_voucher(officer: Officer, voucher: Path) -> None:
    officer.presses("Enter")
    officer.sees("到达已经录过，现在办登记。", "今天到期")
    officer.presses("Ctrl+P")
    officer.sees("居住登记凭证", "已登记：王立群，编号 530302-2026-000001")
    with officer.answering(officer.with_keys(voucher)):
        officer.presses("Ctrl+S")
    officer.sees("打好了吗？", f"PDF 在 {voucher}")
    assert "王立群" in words_on(voucher)
    assert WANG in words_on(voucher)
    officer.presses("F9")
    officer.is_in("证件号")


def asks_too_early_for_a_permit(officer: Officer) -> None:
    officer.presses("Ctrl+K")
    officer.writes("wlq")
    officer.sees("王立群 男 32")
    officer.presses("Enter")
    officer.sees("申领居住证", "还差 连续居住 181天", "预计 2026-08-04")
    officer.presses("F6")
    officer.sees("王立群 现在还不能申领居住证。", "为什么？")


def applies_and_approves(officer: Officer) -> None:
    officer.presses("Ctrl+K")
    officer.writes("9011")
    officer.sees("王立群 男 33")
    officer.presses("Enter")
    officer.sees("申领居住证", "可以办")
    officer.presses("F6")
    officer.sees("已收下申请", "应发证", "2026-08-11")
    officer.is_not_offered("申领居住证")  # nobody applies twice
    officer.presses("F6")
    officer.sees("王立群 · 居住证申请", "申领条件", "剩 5 工作日")
    officer.presses("F9")
    officer.sees("已通过 王立群，进「待制证」", "都审完了")


def prints_the_card(officer: Officer, folder: Path) -> None:
    """Without a printer, with second thoughts, and once more because the first is scratched."""
    officer.presses("Ctrl+5")
    officer.sees("1 张待制证", "王立群")
    officer.presses("Ctrl+P")
    officer.sees("这台电脑没有打印机")
    with officer.answering(officer.not_at_all):
        officer.presses("Ctrl+S")
    officer.sees_no("打好了吗")
    for file, well in ((folder / "scratched.pdf", False), (folder / "card.pdf", True)):
        officer.sees("1 张待制证")
        with officer.answering(officer.with_keys(file)):
            officer.presses("Ctrl+S")
        officer.sees("王立群 的证打好了吗？", f"PDF 在 {file}")
        assert "王立群" in words_on(file)
        assert WANG in words_on(file)
        if not well:
            officer.presses("F7")
            officer.sees("说一下哪里不对")
            officer.presses("3", "F7")
            officer.sees("已记作废：王立群", "有划痕污渍")
            officer.sees_no("说一下哪里不对", "打好了吗")
    officer.presses("F9")
    officer.sees("已制证：王立群", "1 张待发证")


# -- with the mouse, in the fictional community


def test_from_arrival_to_endorsement_with_the_mouse(officer: Officer, tmp_path: Path, face: Path) -> None:
    officer.comes(date(2026, 1, 5))
    officer.clicks("试用")
    officer.sees("虚构社区", "指定日期", "按期限排列")
    registers_li(officer, face, tmp_path / "voucher.pdf")
    is_told_that_li_is_on_file(officer)
    officer.goes_home()

    officer.comes(date(2026, 7, 6))
    opens_the_old_community(officer)
    looks_up_li(officer)
    officer.sees("女 · 36岁", "可以办", "符合，从 2026-07-05 起。")
    officer.clicks("申领居住证")
    officer.clicks("审核")
    officer.sees("李秀兰 · 居住证申请")
    officer.clicks("通过，看下一件")
    officer.sees("已通过 李秀兰，进「待制证」")
    prints_and_hands_out_the_card_of_li(officer, tmp_path / "card.pdf")
    officer.goes_home()

    officer.comes(date(2027, 6, 28))
    opens_the_old_community(officer)
    looks_up_li(officer)
    officer.clicks("办签注")
    officer.sees("已签注")
    officer.clicks("证件签注 1")
    officer.sees("签注截止 2027-07-05")


def registers_li(officer: Officer, face: Path, voucher: Path) -> None:
    officer.clicks("新登记")
    officer.is_in("证件号")
    officer.writes(LI)
    officer.sees("女", "1990-05-20")
    officer.clicks_into("姓名")
    officer.writes("李秀兰")
    officer.clicks_into("住址")
    officer.writes("hb")
    officer.picks_suggestion()
    officer.picks("住所", 1, of=6)
    officer.clicks_into("到达日期")
    officer.writes("2026.1.5")
    officer.picks("来的事由", 3, of=5)
    with officer.answering(officer.with_mouse(face)):
        officer.clicks("选文件")
    officer.sees("合格")
    officer.clicks("居民身份证")
    officer.clicks("房屋租赁合同")
    officer.sees("必填都齐了")
    officer.clicks("保存并打印凭证")
    officer.sees("已登记：李秀兰", "居住登记凭证")
    with officer.answering(officer.with_mouse(voucher)):
        officer.clicks("存为 PDF")
    officer.sees("打好了吗？", f"PDF 在 {voucher}")
    assert "李秀兰" in words_on(voucher)
    assert LI in words_on(voucher)
    officer.clicks("打好了")
    officer.is_in("证件号")


def is_told_that_li_is_on_file(officer: Officer) -> None:
    officer.writes(LI)
    officer.sees("这个人来过。", "还没离开")
    officer.clicks("打开档案")
    officer.sees("李秀兰", "还差 连续居住 181天", "预计 2026-07-05")


def opens_the_old_community(officer: Officer) -> None:
    officer.clicks("试用")
    officer.sees("这个虚构社区是一个多月前造的")
    officer.clicks("照旧打开")
    officer.sees("虚构社区", "按期限排列")


def looks_up_li(officer: Officer) -> None:
    officer.clicks("查找")
    officer.writes("lxl")
    officer.clicks_row("李秀兰")


def prints_and_hands_out_the_card_of_li(officer: Officer, card: Path) -> None:
    officer.goes_to("制证打印")
    officer.clicks_row("李秀兰")
    officer.sees("有相片", "住址已登记")
    with officer.answering(officer.with_mouse(card)):
        officer.clicks("存为 PDF")
    officer.sees("李秀兰 的证打好了吗？", f"PDF 在 {card}")
    assert "李秀兰" in words_on(card)
    assert LI in words_on(card)
    officer.clicks("打好了")
    officer.sees("已制证：李秀兰", "2 张待发证")
    officer.clicks_row("李秀兰")
    officer.clicks("发证")
    officer.sees("已发证：李秀兰")
