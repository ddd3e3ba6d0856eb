"""A small office for the tests of the window: two pages, one to look and one to work."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import Refused
from app.language import N_
from ui import theme
from ui.bars import Standing
from ui.office import Office
from ui.pages import Action, Done, Entry, Key, Page
from ui.table import Column, Group
from ui.widgets.button import KeyButton
from ui.widgets.cells import NextStep, Words, days_left, working_days_left
from ui.widgets.counters import Counter, CounterStrip
from ui.widgets.fields import FormRow, TextField
from ui.widgets.panel import PageHead, Panel
from ui.widgets.text import Text
from ui.widgets.worklist import WorkList

TODAY = date(2026, 11, 23)
STANDING = Standing(TODAY, "文昌派出所", "陈晓岚", "户籍窗口", "虚构社区", "", "warn", "fiction")
Case = tuple[str, str, str, int, str, str]
ROWS: tuple[Case, ...] = (
    ("登记", "马晓东", "520221********3517", -3, "北关社区 建设巷 7-2-301", "去登记"),
    ("审核", "刘志强", "511622********7731", 0, "河滨社区 滨江苑 3-1-602", "审核"),
    ("审核", "何丽华", "530627********0923", 2, "桃李社区 文昌街 19-2-501", "审核"),
    ("审核", "吴天明", "520203********6416", 4, "新桥社区 铁路村 2-1-203", "审核"),
)


class LookPage(Page):
    """A list by deadline; it remembers what the window asked of it."""

    reads = frozenset({"stay"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.reloads = 0
        self.shown: list[object] = []
        self.pressed: list[str] = []
        self.head, self.list = PageHead("今日"), work_list()
        self.counters = CounterStrip(
            (
                Counter("all", "全部要办", 245, "逾期 2", "bad"),
                Counter("register", "满30日待登记", 12, "今天到期 2", "warn"),
                Counter("review", "待审核", 6, "今天到期 1", "warn"),
            )
        )

        self.head.say("今天要办 ", ("6", "text", True), " 件：", ("2 件已逾期", "bad", True))
        self.head.add_tool(KeyButton("读身份证", key="F4", icon="id-card"))
        self.head.add_tool(KeyButton("新登记", key="F2", kind="primary"))
        panel = Panel("按期限排列", note="越靠上越急", padded=False)
        panel.body.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(n) for n in (16, 8, 16, 12)))
        column.setSpacing(theme.px(12))
        for part in (self.head, self.counters, panel):
            column.addWidget(part)
        self.list.opened.connect(lambda row: self.opens.emit("work", row[1]))

    def reload(self) -> None:
        self.reloads += 1
        self.list.show_groups((Group("已逾期 1", ROWS[:1], "先办这件", "bad"), Group("本周 3", ROWS[1:])))

    def show_for(self, what: object) -> None:
        self.shown.append(what)
        super().show_for(what)

    def own_keys(self) -> tuple[Key, ...]:
        return (
            Key("Alt+0…2", "筛选", hinted=True),
            Key("Up Down", "选择", hinted=True),
            Key("Enter", "办理", hinted=True),
            Key("F4", "读身份证", lambda: self.pressed.append("F4")),
        )

    def first_focus(self) -> QWidget:
        return self.list


class WorkPage(Page):
    """A form with one field and two buttons."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.kept, self.ready = Text("草稿已存本机", tone="text2"), False
        self.name, self.undone = TextField(name="姓名"), 0

        panel = Panel("身份")
        panel.body.addWidget(FormRow("姓名", self.name))
        panel.body.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.px(n) for n in (16, 8, 16, 12)))
        row.addWidget(panel)

    def buttons(self) -> tuple[Action, ...]:
        save = Action("保存，录下一位", self.save, "Ctrl+Enter", "primary" if self.ready else "pending")
        return (Action("放弃", self.leave_page, "Esc", "quiet"), save)

    def foot(self) -> QWidget:
        return self.kept

    def first_focus(self) -> QWidget:
        return self.name

    def show_for(self, what: object) -> None:
        self.name.show_value(what)

    def be_ready(self) -> None:
        self.ready = True
        self.changed.emit()

    def save(self) -> None:
        if not self.name.value():
            raise Refused(N_("This still has to be filled in"), field="name")
        self.did.emit(Done("已保存", self.undo))

    def undo(self) -> None:
        self.undone += 1

    def leave_page(self) -> None:
        self.opens.emit("look", None)

    def mark(self, field: str, words: str, because: object) -> bool:
        self.name.set_state("error", words)
        return True


ENTRIES = (
    Entry("look", "今日", "今日", "today", f"{__name__}:LookPage"),
    Entry("work", "登记", "居住登记", "register", f"{__name__}:WorkPage"),
)


def work_list() -> WorkList[Case]:
    """A work list like that of the page Today."""
    return WorkList(
        (
            Column[Case](N_("Matter"), lambda row: Words(row[0], icon="review"), width=84),
            Column[Case](N_("Name"), lambda row: Words(row[1], "男 41", bold=True), width=116),
            Column[Case](N_("ID number"), lambda row: Words(row[2], mono=True), width=200),
            Column[Case](N_("Address"), lambda row: row[4]),
            Column[Case](N_("Deadline"), lambda row: row[3], shown=deadline, width=230),
            Column[Case](N_("Next step"), lambda row: NextStep(row[5]), width=110),
        ),
        key=lambda row: row[1],
        name="按期限排列",
    )


def deadline(days: object) -> object:
    """A deadline as the list shows it: working days ahead, calendar days behind."""
    left = cast(int, days)
    return days_left(left) if left < 0 else working_days_left(left)
