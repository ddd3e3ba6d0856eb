"""One line of a community's list: put in the office's codes cell by cell, or refused with the reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app import codes, idnumbers, phones
from app.errors import Refused
from app.exchange import typed_table, written_days
from app.exchange.typed_table import Row
from app.idnumbers import Grade, IdNumber
from app.language import N_, _

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "名字"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "身份证", "证件号", "证件号码"),
    "sex": ("性别",),
    "phone": ("电话", "联系电话", "电话号码", "手机", "手机号", "手机号码", "联系方式"),
    "community": ("社区", "村", "社区(村)", "村(社区)", "所属社区"),
    "address": ("现住址", "住址", "地址", "现住地址", "居住地址", "现居住地"),
    "arrived_on": ("来的日期", "到达日期", "来此日期", "来的时间", "到达时间", "到来日期", "入住日期"),
    "purpose": ("来干什么", "居住事由", "暂住事由", "事由", "来此原因"),
    "tenure": ("住处", "居住处所", "住所类型", "住房类型", "居住方式"),
    "landlord": ("房东", "房东姓名", "房主"),
    "employer": ("单位", "工作单位", "就业单位", "务工单位"),
    "remark": ("备注", "说明"),
    "about": ("房东/单位/备注", "房东/单位", "单位/备注", "房东、单位、备注"),
}

_WORDS_FOR_NONE = frozenset({"无", "没有", "无证", "无证件", "无身份证"})
LONGEST_QUOTE = 40
"""How many characters of a cell a sentence quotes; the cell itself stands beside it."""
_COMMUNITY = re.compile(r"(.{1,12}?社区|.{1,12}?(?:村委会|居委会|村))(.+)")
_EMPLOYER = re.compile(r".*(公司|集团|厂|店|餐厅|饭店|酒店|超市|工地|项目部|合作社|学校|医院)")
_LANDLORD = re.compile(r"房东[:：]?(.+)")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}")
_CAME_BACK = re.compile(r"回来|返回|又来|再来")
_LOST_CHARACTER = re.compile(r"[?？\ufffd\u25a1]")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_DOTS = re.compile(r"\s*[•・‧．∙]\s*")  # how the dot in 买买提·吐尔逊 is typed where no key has it


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say about one cell of a line, in a whole sentence; ``column`` is the heading as typed."""

    column: str
    sentence: str
    blanks: Mapping[str, object] = field(default_factory=dict)

    def words(self) -> str:
        """The sentence in the officer's language; of a long cell it quotes the beginning."""
        return _(self.sentence, **{name: _quoted(blank) for name, blank in self.blanks.items()})

    def told(self) -> str:
        """The sentence after the heading it stands under, so that the cell is found."""
        return _("{heading}: {words}", heading=self.column, words=self.words())


def _quoted(blank: object) -> object:
    """A cell as a sentence has room for it: whole, or where it begins."""
    too_long = isinstance(blank, str) and len(blank) > LONGEST_QUOTE
    return f"{str(blank)[:LONGEST_QUOTE]}…" if too_long else blank


@dataclass(frozen=True, slots=True)
class Arrival:
    """One arrival as a line tells it, put in the office's codes.

    ``id_number`` is None where the list says there is none: the person gets a provisional number.
    ``purpose`` is a code of ``reasons``, ``tenure`` of ``tenures``, ``sex`` of ``sexes``.
    ``returned`` says that the person was here before; ``left_on`` is then the day the earlier stay
    ended, where the list tells it.
    """

    name: str
    id_number: IdNumber | None
    sex: str
    phone: str
    community: str
    address: str
    arrived_on: date
    purpose: str
    tenure: str
    landlord: str = ""
    employer: str = ""
    remark: str = ""
    returned: bool = False
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of people: either taken, with an arrival and perhaps notes, or refused, with the reasons."""

    number: int
    last: int
    text: str
    arrival: Arrival | None
    reasons: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """Which cell holds what, and how the community calls it."""

    at: Mapping[str, int]
    typed: tuple[str, ...]

    @classmethod
    def of(cls, cells: tuple[str, ...]) -> Heading:
        """The heading that these cells are; the first cell of a column counts."""
        at: dict[str, int] = {}
        for index, cell in enumerate(cells):
            if (column := column_of(cell)) and column not in at:
                at[column] = index
        return cls(at, tuple(cell.strip() for cell in cells))

    def called(self, column: str) -> str:
        """The heading of a column as typed."""
        return self.typed[self.at[column]] if column in self.at else COLUMNS[column][0]


def column_of(heading: str) -> str | None:
    """The column that a community calls so, one of ``COLUMNS``; None where it is none of them."""
    typed = "".join(unicodedata.normalize("NFKC", heading).split())
    return next((column for column, headings in COLUMNS.items() if typed in headings), None)


class _Reading:
    """One line while it is read: its cells by column, and what there is to say about them."""

    def __init__(self, row: Row, heading: Heading, on: date) -> None:
        self.on = on
        self.row = row
        self.reasons: list[Note] = []
        self.notes: list[Note] = []
        self._heading = heading

    def cell(self, column: str) -> str:
        at = self._heading.at.get(column)
        return self.row.cells[at].strip() if at is not None and at < len(self.row.cells) else ""

    def refuse(self, column: str, sentence: str, **blanks: object) -> None:
        self.reasons.append(Note(self._heading.called(column), sentence, blanks))

    def note(self, column: str, sentence: str, **blanks: object) -> None:
        self.notes.append(Note(self._heading.called(column), sentence, blanks))


def read_line(row: Row, heading: Heading, delimiter: str, on: date) -> Line:
    """A line of people as of a day, taken or refused, with what there is to say about it."""
    reading = _Reading(row, heading, on)
    _check_cells(reading, delimiter, len(heading.typed))
    arrival = None if reading.reasons else _arrival(reading)
    text = delimiter.join(row.cells)
    return Line(row.first, row.last, text, arrival, tuple(reading.reasons), tuple(reading.notes))


def _check_cells(reading: _Reading, delimiter: str, columns: int) -> None:
    """Refuse a line that is not parted into the cells its header names."""
    row = reading.row
    if any(len(cell) > typed_table.LONGEST_CELL for cell in row.cells):
        sentence = N_("A cell of this line is longer than {limit} characters.")
        reading.refuse("name", sentence, limit=typed_table.LONGEST_CELL)
    if any("\n" in cell and delimiter in cell for cell in row.cells):
        sentence = N_("A quotation mark is opened here and closed no earlier than line {last}.")
        reading.refuse("name", sentence, last=row.last)
    if any(cell.strip() for cell in row.cells[columns:]):
        reading.refuse("name", N_("The line has more cells than the header has columns."))


def _arrival(reading: _Reading) -> Arrival | None:
    name = _name(reading)
    id_number = _id_number(reading)
    arrived_on = _arrived_on(reading, id_number)
    community, address = _address(reading)
    if reading.reasons or arrived_on is None:
        return None
    purpose, came_for = _coded(reading, "purpose", "reasons", "99")
    tenure, lives_in = _coded(reading, "tenure", "tenures", "other")
    landlord, employer, remark = _about(reading, tenure)
    returned = bool(_CAME_BACK.search(remark))
    return Arrival(
        name,
        id_number,
        _sex(reading, id_number),
        _phone(reading),
        community,
        address,
        arrived_on,
        purpose,
        tenure,
        landlord,
        employer,
        "; ".join(part for part in (came_for, lives_in, remark) if part),
        returned,
        _left_on(reading, remark, arrived_on) if returned else None,
    )


def _name(reading: _Reading) -> str:
    typed = reading.cell("name")
    name = _DOTS.sub("·", " ".join(_HIDDEN.sub("", typed).split()))
    if not name:
        reading.refuse("name", N_("The name is missing."))
    elif _LOST_CHARACTER.search(name) or any(char.isdigit() for char in name):
        reading.refuse("name", N_("{name} is no name: a character was lost or mistyped."), name=typed)
    elif " " in name and not name.isascii():
        return _without_gaps(reading, name)
    if any(unicodedata.category(char) == "Co" for char in name):
        reading.note("name", N_("The name has a character of a private font; compare it with the document."))
    return name


def _without_gaps(reading: _Reading, name: str) -> str:
    """Spaces that only line names up (周 建国) are taken out; a space between two words (扎西 多吉) stays."""
    parts = name.split()
    if len(parts[0]) == 1 and len("".join(parts)) <= 4:
        reading.note("name", N_("Spaces in the name were taken out: {name}."), name="".join(parts))
        return "".join(parts)
    reading.note("name", N_("The name has a space in it, kept as typed; compare it with the document."))
    return name


def _id_number(reading: _Reading) -> IdNumber | None:
    typed = reading.cell("id_number")
    if typed in _WORDS_FOR_NONE:
        reading.note("id_number", N_("There is no number; the person gets a provisional one."))
        return None
    number = idnumbers.read(typed, reading.on)
    for finding in number.findings:
        say = reading.refuse if finding.grade is Grade.IMPOSSIBLE else reading.note
        say("id_number", finding.sentence, **finding.blanks)
    return number


def _arrived_on(reading: _Reading, id_number: IdNumber | None) -> date | None:
    typed = reading.cell("arrived_on")
    try:
        written = written_days.read(typed, reading.on)
    except Refused as refusal:
        reading.refuse("arrived_on", refusal.sentence, **refusal.blanks)
        return None
    if written.guess:
        reading.note("arrived_on", written.guess, text=typed, day=written.day)
    if id_number and id_number.birth and written.day < id_number.birth:
        reading.refuse("arrived_on", N_("The day {day} is before the day of birth."), day=written.day)
    return written.day


def _sex(reading: _Reading, id_number: IdNumber | None) -> str:
    """The sex the number tells; the list's own word only where there is no number to tell it."""
    typed = reading.cell("sex")
    listed = codes.meaning("sexes", typed, reading.on)
    told = id_number.sex if id_number else None
    if typed and listed is None:
        reading.note("sex", N_("{text} is no sex; it was left out."), text=typed)
    if told is None:
        if listed is None:
            reading.note("sex", N_("The sex is not known."))
        return listed.code if listed else "0"
    if listed and listed.code != told:
        sentence = N_("The list says {text}, the number says otherwise; the number was followed.")
        reading.note("sex", sentence, text=typed)
    return told


def _phone(reading: _Reading) -> str:
    typed = reading.cell("phone")
    phone = phones.plain(typed)
    if phone and not phones.can_be_called(phone):
        reading.note("phone", N_("{text} is no telephone number as it stands; it was kept."), text=typed)
    return phone


def _address(reading: _Reading) -> tuple[str, str]:
    """The community and the address within it, from their own columns or from one."""
    community, whole = reading.cell("community"), _once(reading, _with_plain_digits(reading.cell("address")))
    if not community and (parts := _COMMUNITY.fullmatch(whole)):
        community, address = parts.groups()
    else:
        address = whole.removeprefix(community) or whole
    if not address:
        reading.refuse("address", N_("No address is written."))
    elif not community:
        reading.refuse("address", N_("The address names no community; write it before the street."))
    elif not re.search(r"\d+号", address):
        reading.note("address", N_("The address names no house number; it was kept as typed."))
    return community, address


def _once(reading: _Reading, address: str) -> str:
    """An address typed twice in one cell is kept once; two different ones are kept as typed, and told."""
    parts = [part for part in re.split(r"[,，;；]\s*", address) if part]
    if len(parts) < 2:
        return address
    if len(set(parts)) == 1:
        reading.note("address", N_("The address was typed twice; it is kept once."))
        return parts[0]
    reading.note("address", N_("There may be two addresses in one cell; they were kept as typed."))
    return address


def _with_plain_digits(text: str) -> str:
    half_width = (unicodedata.normalize("NFKC", char) if "０" <= char <= "ｚ" else char for char in text)
    return "".join("".join(half_width).split())


def _coded(reading: _Reading, column: str, table: str, otherwise: str) -> tuple[str, str]:
    """The code a word has in a table, and the word itself where the code says less than the word."""
    typed = reading.cell(column)
    entry = codes.meaning(table, typed, reading.on)
    if not typed:
        reading.note(column, N_("Nothing is written here; it was entered as other."))
    elif entry is None:
        reading.note(
            column, N_("{text} is in no list; it was entered as other and kept as a remark."), text=typed
        )
    code = entry.code if entry else otherwise
    return code, typed if code == otherwise and not (entry and entry.name == typed) else ""


def _about(reading: _Reading, tenure: str) -> tuple[str, str, str]:
    """Landlord, employer and remark, also where a community writes all three in one column."""
    landlord, employer, remark = (reading.cell(column) for column in ("landlord", "employer", "remark"))
    about = " ".join(reading.cell("about").split())
    if named := _LANDLORD.fullmatch(about):
        return landlord or named[1], employer, remark
    if _EMPLOYER.fullmatch(about):
        return landlord, employer or about, remark
    if tenure == "rented" and (_PERSON.fullmatch(about) or about.endswith("物业")):
        return landlord or about, employer, remark
    return landlord, employer, "; ".join(part for part in (remark, about) if part)


def _left_on(reading: _Reading, remark: str, arrived_on: date) -> date | None:
    """The day an earlier stay ended: as the remark tells it, or the last of the month that it tells."""
    column = "remark" if reading.cell("remark") else "about"
    if (told := written_days.find(remark)) and told <= arrived_on:
        return told
    left_on = written_days.read_month(remark)
    if left_on is None or left_on > arrived_on:
        reading.note(column, N_("The line says the person came back; the day of leaving is not told."))
        return None
    sentence = N_("Only the month of leaving is told; the earlier stay is taken to end on {day}.")
    reading.note(column, sentence, day=left_on)
    return left_on
