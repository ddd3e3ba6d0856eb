"""Every component in every state, light or dark: ``python -m tests.ui.gallery FILE [light|dark] [scale]``."""

from __future__ import annotations

import sys
from datetime import date

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QWidget

from app.language import _
from ui import application, theme
from ui.table import Column, Group
from ui.widgets.answer import AnswerTree, Reason
from ui.widgets.button import KeyButton
from ui.widgets.cells import Deadline, NextStep, Words, days_left, working_days_left
from ui.widgets.chip import Chip, DeadlineMeter
from ui.widgets.choice import ChoiceRow, Switch
from ui.widgets.combo import Combo
from ui.widgets.counters import Counter, CounterStrip
from ui.widgets.dates import DateField
from ui.widgets.empty import EmptyState
from ui.widgets.fields import FormRow, LongText, TextField, TickBox
from ui.widgets.idnumber import IdNumberField, NumberRead
from ui.widgets.masked import MaskedText
from ui.widgets.notice import Notice
from ui.widgets.numbers import NumberField
from ui.widgets.panel import PageHead, Panel
from ui.widgets.photo import PhotoBox
from ui.widgets.progress import ProgressStrip
from ui.widgets.text import Keycap, Text, hairline
from ui.widgets.undo import UndoBar
from ui.widgets.worklist import WorkList

TODAY = date(2026, 11, 23)
Case = tuple[str, str, Deadline, str]


def cases() -> tuple[Case, ...]:
    """A row for each kind of deadline."""
    return (
        ("登记", "马晓东", days_left(-3, note="11-20 满30日"), "去登记"),
        ("审核", "刘志强", working_days_left(0), "审核"),
        ("签注", "赵明慧", days_left(25), "签注"),
    )


class Gallery(QWidget):
    """All components on one sheet."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 16, 16, 16)
        grid.setSpacing(theme.px(12))
        for place, panel in enumerate(
            (self._states(), self._buttons(), self._fields(), self._more(), self._feedback(), self._empty())
        ):
            grid.addWidget(panel, place // 3, place % 3)

    def _states(self) -> Panel:
        panel = Panel("状态 · 期限格", note="图标＋字＋底色，三样都在")
        chips = (
            ("已读卡", "ok"),
            ("缺签名", "warn"),
            ("逾期", "bad"),
            ("新符合", "plan"),
            ("打印中", "info"),
            ("等待", "mute"),
        )
        panel.body.addLayout(in_a_row(*(Chip(words, kind) for words, kind in chips)))
        panel.body.addWidget(hairline())
        for days in (9, 2, 0, -1):
            panel.body.addWidget(DeadlineMeter(working_days_left(days)))
        self.list = WorkList(
            (
                Column[Case]("Matter", lambda case: case[0], width=64),
                Column[Case]("Name", lambda case: Words(case[1], "男 34", bold=True), width=104),
                Column[Case]("Deadline", lambda case: case[2]),
                Column[Case]("Next step", lambda case: NextStep(case[3]), width=96),
            ),
            key=lambda case: case[1],
            name="按期限排列",
        )
        self.list.show_groups(
            (Group("已逾期 1", cases()[:1], "先办这件", "bad"), Group("今天到期 2", cases()[1:], tone="warn"))
        )
        panel.body.addWidget(self.list, 1)
        return panel

    def _buttons(self) -> Panel:
        panel = Panel("按钮", note="键印在按钮上")
        panel.body.addLayout(
            in_a_row(
                KeyButton("通过", key="F9", kind="primary"),
                KeyButton("补正", key="F8"),
                KeyButton("作废", kind="danger"),
                KeyButton("看明细", kind="quiet"),
            )
        )
        unusable = KeyButton("不可用")
        unusable.setEnabled(False)
        pending = KeyButton("保存，录下一位", key="Ctrl+Return", kind="pending")
        panel.body.addLayout(in_a_row(pending, Text("空心＝还差必填", size=theme.NOTE, tone="text2")))
        panel.body.addLayout(
            in_a_row(unusable, KeyButton("小号", small=True), KeyButton("读身份证", key="F4", icon="id-card"))
        )
        panel.body.addWidget(Switch(((1, "本所"), (2, "我的网格"), (3, "只看我经办")), name="范围"))
        panel.body.addWidget(
            CounterStrip(
                (
                    Counter("register", "满30日待登记", 12, "今天到期 2", "warn"),
                    Counter("review", "待审核", 1206, "逾期 1", "bad"),
                )
            )
        )
        panel.body.addLayout(in_a_row(*(Keycap(key) for key in ("Ctrl+K", "F2", "Return", "[ ]"))))
        panel.body.addLayout(in_a_row(PhotoBox(), MaskedText("530381********1429")))
        panel.body.addStretch(1)
        return panel

    def _fields(self) -> Panel:
        panel = Panel("输入")
        states = (("平常", "normal"), ("出错", "error"), ("提醒", "warn"), ("只读", "read_only"))
        words = {"error": "号码有一位不对，请对照证件逐段再看", "warn": "已有同名同电话 1 人"}
        for label, state in states:
            field = TextField()
            field.show_value("王立群")
            panel.body.addWidget(FormRow(label, field))
            field.set_state(state, words.get(state, ""))
        sex, born = TextField(), TextField()
        panel.body.addWidget(FormRow("性别", sex, "出生", born, stretch=(1, 3)))
        sex.fill("男")
        born.fill("1993-06-14", "33岁")
        number = IdNumberField(lambda text: NumberRead(), name="证件号")
        number.show_value("530999199306149213")
        panel.body.addWidget(FormRow("证件号", number))
        tenure = ChoiceRow(tuple((n, w) for n, w in enumerate(("租赁", "自有", "单位", "亲友", "学校"))))
        tenure.pick(0)
        panel.body.addWidget(FormRow("住所", tenure))
        panel.body.addStretch(1)
        return panel

    def _more(self) -> Panel:
        panel = Panel("输入（续）")
        arrived = DateField(lambda: TODAY, name="到达")
        arrived.show_value(date(2026, 10, 24))
        arrived.show_note("30天", "warn")
        nation = Combo((("01", "汉族"), ("02", "蒙古族")))
        nation.show_value("01")
        panel.body.addWidget(FormRow("到达", arrived, "民族", nation))
        panel.body.addWidget(FormRow("左右", NumberField(-5, 5, step=0.1, decimals=1, unit="mm")))
        panel.body.addWidget(FormRow("备注", LongText("选填")))
        told, sent = TickBox("已当面告知"), TickBox("短信告知")
        told.show_value(True)
        panel.body.addWidget(FormRow("", told, sent))
        panel.body.addWidget(hairline())
        panel.body.addWidget(
            AnswerTree(
                Reason(
                    "可以申领居住证",
                    "no",
                    "还差 155 天",
                    "《居住证暂行条例》第二条",
                    (
                        Reason("连续居住满半年", "no", "28 天"),
                        Reason("有合法稳定住所", "yes", "租赁"),
                        Reason("在校就读", "unknown", "要问"),
                    ),
                )
            )
        )
        return panel

    def _feedback(self) -> Panel:
        panel = Panel("反馈")
        undo = UndoBar()
        undo.offer("已通过 刘志强，进「待制证」", lambda: None)
        progress = ProgressStrip()
        progress.begin(_("Cancel"))
        progress.show_step("正在导入", 64, 128)
        panel.body.addWidget(undo)
        panel.body.addWidget(progress)
        panel.body.addWidget(Notice("已保存。下一位直接录。", kind="ok"))
        panel.body.addWidget(Notice("没连上读卡器。先手工录，插好后按 F4 再读。", kind="warn"))
        refused = Notice("没存上：磁盘满了。", "清出 200 MB 再按 Ctrl S，草稿还在。", kind="bad")
        refused.add_action(_("Why?"), lambda: None)
        panel.body.addWidget(refused)
        panel.body.addWidget(Notice("证件号改对后，自动查重、查原档案。", kind="info"))
        head = PageHead("今日")
        head.say("今天要办 ", ("6", "text", True), " 件：", ("2 件已逾期", "bad", True))
        panel.body.addWidget(head)
        panel.body.addStretch(1)
        return panel

    def _empty(self) -> Panel:
        panel = Panel()
        done = EmptyState("check-circle", "今天要办的都办完了", "明天有 3 件到期")
        done.offer("看明天", lambda: None)
        missed = EmptyState("search", "没找到「王力群」", "试试证件号后 4 位，或只打姓")
        missed.offer("按新来人员登记", lambda: None, key="F2")
        panel.body.addWidget(done)
        panel.body.addWidget(hairline())
        panel.body.addWidget(missed)
        return panel


def in_a_row(*parts: QWidget) -> QLayout:
    """Widgets side by side."""
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row


def main(file: str, look: str = "light", scale: str = "1") -> None:
    """Draw the gallery into a file."""
    app = application.make(["gallery"], look=look, scale=float(scale))
    gallery = Gallery()
    gallery.resize(1366, 900)
    gallery.show()
    gallery.activateWindow()
    gallery.list.setFocus()
    for _round in range(20):
        app.processEvents()
    gallery.grab().save(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
