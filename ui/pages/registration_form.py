"""The form of a registration: who, how to reach them, where they live and work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app import codes, idnumbers, people
from app.arrivals import NewArrival
from app.dwellings import LandlordRow
from app.entries import INSURED
from app.identity_cards import IdentityCard
from app.idnumbers import IdNumber
from app.language import N_, _, plural
from ui import theme
from ui.form import Form
from ui.pages.divisions import DivisionField
from ui.pages.field_words import FIELDS
from ui.pages.registration_family import Family
from ui.pages.registration_fields import (
    PURPOSES,
    TENURES,
    NameField,
    NewDwelling,
    PhoneField,
    Place,
    SectionHead,
    WideChoice,
    choices,
)
from ui.pages.registration_lookup import Looking, working_there
from ui.widgets.button import KeyButton
from ui.widgets.choice import ChoiceRow
from ui.widgets.combo import Combo
from ui.widgets.dates import DateField
from ui.widgets.fields import Field, FormRow, TextField
from ui.widgets.idnumber import IdNumberField, NumberRead
from ui.widgets.panel import Panel
from ui.widgets.place import AddressField
from ui.widgets.suggesting import RememberedField
from ui.widgets.text import Text, hairline

DOCUMENTS = ("citizen", "hmt", "foreign", "none")
SEXES = (("1", N_("Male")), ("2", N_("Female")))
FROM_NUMBER = N_("from the number")
FROM_CARD = N_("from the card")
FROM_DWELLING = N_("from the books")
FROM_FILE = N_("from the file")
FROM_LAST = N_("as the last")
AS_LAST = ("address", "tenure", "arrived_on", "expected_until", "purpose")
"""What the next household has in common with the last one, as where a firm's workers arrive together."""

REQUIRED = ("id_number", "name", "sex", "address", "tenure", "arrived_on", "purpose")
LABELS = FIELDS | {
    "id_kind": N_("ID document"),
    "tenure": N_("Lives in"),
    "purpose": N_("Came for"),
}
"""What each field is called where it is said to lack: as it stands beside it, else as everywhere."""


class Fillable(Field, Protocol):
    """A field that can be filled from elsewhere."""

    def fill(self, value: object, source: str = "") -> None:
        """Fill it and say where the value comes from."""


TEXTS = (
    "name", "id_kind", "id_number", "sex", "nation", "household_address", "phone", "urgent_name",
    "urgent_phone", "tenure", "purpose", "landlord_name", "landlord_phone", "employer", "job", "remark",
)  # fmt: skip


def arrival_of(*, address: Place, **entered: Any) -> NewArrival:
    """What stands in the fields as an arrival: a dwelling is one field, and no text is an empty one."""
    texts = {name: entered[name] or "" for name in TEXTS}
    return NewArrival(**entered | texts | {"community": address.community, "address": address.address})


def entered_for(arrival: NewArrival) -> Mapping[str, Any]:
    """What stands in the fields for an arrival."""
    place = Place(arrival.community, arrival.address, arrival.landlord_name, arrival.landlord_phone)
    parts = {part.name: getattr(arrival, part.name) for part in fields(arrival)}
    return parts | {"address": place.suggested() if arrival.address else None}


class Entries(QWidget):
    """The fields themselves, in two panels.

    ``last_asked`` for those of the last household, ``card_asked`` for what the card on the reader says.
    """

    last_asked = Signal()
    card_asked = Signal()

    def __init__(self, looking: Looking) -> None:
        super().__init__()
        self._today = looking.today
        self._make_identity(looking)
        self._make_living(looking)
        self.identity = SectionHead(1, _("Identity"))
        self.card = KeyButton("", key="F4", kind="quiet", small=True)
        self.family = Family(looking, lambda: self.sex.value() or "")
        self.form = Form(arrival_of, self._fields(), required=REQUIRED, entered=entered_for, parent=self)

        self.identity.add_tool(self.card)
        self._connect()
        self.await_card(False)

    def _make_identity(self, looking: Looking) -> None:
        today, on = looking.today, looking.today()
        self.name = NameField(looking.on_paper, name=_("Name"))
        self.name.setFont(theme.font(bold=True))
        documents = tuple(entry for entry in codes.entries("documents", on) if entry.code in DOCUMENTS)
        self.id_kind = Combo(choices(documents), name=_("ID document"))
        self.id_number = IdNumberField(self._read, name=_("ID number"))
        self.sex = ChoiceRow(_translated(SEXES), name=_("Sex"))
        self.born_on = DateField(today, name=_("Born on"))
        self.division = DivisionField(looking.divisions, lambda code: codes.division(code, today()))
        self.household = TextField(_("Town, village, number"), name=_("Address of household registration"))
        self.nation = Combo(choices(codes.entries("nations", on)), name=_("Ethnic group"))
        self.education = Combo(choices(codes.entries("education", on)), name=_("Schooling"))
        self.phone = PhoneField(_("11 digits"), name=_("Mobile phone"))
        self.urgent_name = TextField(_("Name and relation"), name=_("Emergency contact"))
        self.urgent_phone = PhoneField(_("Phone"), name=_("Phone of the emergency contact"))

    def _make_living(self, looking: Looking) -> None:
        today, optional = looking.today, _("Optional")
        self.address = AddressField(looking.dwellings, name=_("Address"))
        self.new_dwelling = NewDwelling()
        self.tenure = ChoiceRow(_translated(TENURES), name=_("Lives in"))
        self.landlord_name = RememberedField(looking.landlords, placeholder=optional, name=_("Landlord"))
        self.landlord_phone = PhoneField(_("Phone"), name=_("Phone of the landlord"))
        like = _("like {example}", example="1024")
        self.arrived_on = DateField(today, placeholder=like, name=_("Day of arrival"))
        self.expected_until = DateField(today, ahead=True, placeholder=optional, name=_("Stays until"))
        less_common = tuple(e for e in codes.entries("reasons", today()) if e.code not in dict(PURPOSES))
        self.purpose = WideChoice(_translated(PURPOSES), choices(less_common), name=_("Reason for coming"))
        self.employer = RememberedField(looking.employers, placeholder=optional, name=_("Employer"))
        self.job = TextField(optional, name=_("Position"))
        self.contract_until = DateField(today, ahead=True, placeholder=optional, name=_("Contract until"))
        self.insured = ChoiceRow(_translated(tuple(INSURED.items())), name=_("Social insurance"))
        self.remark = TextField(optional, name=_("Remark"))

    def _connect(self) -> None:
        self.id_number.was_read.connect(self._fill_from_number)
        self.id_kind.changed.connect(self._ask_for_number)
        self.address.picked.connect(self._fill_from_dwelling)
        self.address.new_asked.connect(self._ask_for_dwelling)
        self.new_dwelling.made.connect(self._take_new_dwelling)
        self.landlord_name.picked.connect(self._fill_from_landlord)
        self.employer.picked.connect(lambda row: self.employer.show_note(working_there(row)))
        self.born_on.changed.connect(self._show_age)
        self.sex.changed.connect(self.family.show_lines)
        self.card.clicked.connect(self.card_asked)

    def begin(self) -> None:
        """Empty every field and put in what nearly everybody has."""
        self.form.clear()
        self.family.begin()
        self.new_dwelling.hide()
        self.id_kind.show_value("citizen")
        self.nation.show_value("01")

    def show_place(self, place: Place) -> None:
        """Show a dwelling as picked."""
        self.address.show_value(place.suggested())

    def await_card(self, awaited: bool) -> None:
        """Say whether a card is waited for, and what its key does then."""
        self.identity.note.show_words(_("Lay the card on the reader") if awaited else "", "text2")
        self.card.show_words(_("Stop waiting") if awaited else _("Read an identity card"))

    def warn_of_card(self, words: str) -> None:
        """Say what to look out for on the card that was read."""
        self.identity.note.show_words(words, "warn")

    def fill_from_card(self, card: IdentityCard) -> None:
        """Fill in what a card says, whatever stood there; what it does not tell stays as it is."""
        self.id_kind.show_value(card.kind.value)
        for field, value in (
            (self.id_number, card.number), (self.name, card.name), (self.sex, card.sex),
            (self.born_on, card.born_on), (self.division, card.division), (self.household, card.address),
            (self.nation, card.nation),
        ):  # fmt: skip
            if value:
                cast(Fillable, field).fill(value, _(FROM_CARD))
        self._show_age()

    def is_from_card(self) -> bool:
        """Whether the number was taken from a card and nobody has changed it."""
        return self.id_number.state() == "auto"

    def fill_gaps(self, arrival: NewArrival) -> None:
        """Fill what is still empty from an old file."""
        self.nation.show_value(arrival.nation)
        for name, field in self.form.fields.items():
            value = getattr(arrival, name, None)
            if value and name != "address" and not field.typed().strip():
                cast(Fillable, field).fill(value, _(FROM_FILE))

    def fill_as_last(self, last: NewArrival) -> None:
        """Fill what is still empty of dwelling and stay as it was entered last."""
        entered = entered_for(last)
        for name in AS_LAST:
            field = self.form.fields[name]
            if entered[name] and not field.typed().strip():
                cast(Fillable, field).fill(entered[name], _(FROM_LAST))
        if self.address.value() is not None:
            self._fill_from_dwelling(self.address.value())

    def clear_warning(self) -> None:
        """Take back what was said below name and number."""
        for field in (self.name, self.id_number):
            if field.state() == "warn":
                field.set_state("normal")

    def close_row(self) -> bool:
        """Close the row for a new dwelling or a relative; says whether one was open."""
        if self.family.close():
            return True
        was_open = self.new_dwelling.isVisible()
        if was_open:
            self.new_dwelling.hide()
            self.address.setFocus()
        return was_open

    def show_days_here(self, days: int, *, due: bool) -> None:
        """Show beside the day of arrival how many days ago it was."""
        self.arrived_on.show_note(plural("{n} day", "{n} days", days), "warn" if due else "text3")

    def identity_panel(self) -> Panel:
        """Sections 1 to 3: who it is, how to reach them, and who came along."""
        panel = _panel()
        self.sex.setFixedWidth(theme.px(112))
        self.id_kind.setMinimumWidth(theme.px(120))
        for part in (
            self.identity,
            FormRow(_("Name"), self.name, _("Paper"), self.id_kind, stretch=(1, 1)),
            FormRow(_("ID no."), self.id_number),
            FormRow(_("Sex"), self.sex, _("Born"), self.born_on),
            FormRow(_("Origin"), self.division),
            FormRow(_("Details"), self.household),
            FormRow(_("Nation"), self.nation, _("Schooling"), self.education, stretch=(1, 1)),
            hairline(),
            SectionHead(2, _("Contact")),
            FormRow(_("Mobile"), self.phone),
            FormRow(_("Urgent"), self.urgent_name, self.urgent_phone, stretch=(5, 4)),
            hairline(),
            self.family,
        ):
            panel.body.addWidget(part)
        panel.body.addStretch(1)
        return panel

    def living_panel(self) -> Panel:
        """Sections 4 and 5: where they live, and what they work."""
        panel = _panel()
        hint = Text(_("Pinyin initials will do: hb 88-2-1603"), size=theme.NOTE, tone="text2")
        hint.setContentsMargins(theme.px(74), 0, 0, 0)
        head = SectionHead(4, _("Residence"))
        as_last = KeyButton(_("As the last household"), key="Ctrl+R", kind="quiet", small=True)
        as_last.clicked.connect(self.last_asked)
        head.add_tool(as_last)
        for part in (
            head,
            FormRow(_("Address"), self.address),
            hint,
            self.new_dwelling,
            FormRow(_("Lives in"), self.tenure),
            FormRow(_("Landlord"), self.landlord_name, self.landlord_phone, stretch=(3, 2)),
            FormRow(_("Arrived"), self.arrived_on, _("Stays to"), self.expected_until, stretch=(7, 6)),
            FormRow(_("Came for"), self.purpose),
            hairline(),
            SectionHead(5, _("Employment")),
            FormRow(_("Employer"), self.employer),
            FormRow(_("Position"), self.job, _("Contract to"), self.contract_until, stretch=(1, 1)),
            FormRow(_("Insurance"), self.insured),
            hairline(),
            FormRow(_("Remark"), self.remark),
        ):
            panel.body.addWidget(part)
        panel.body.addStretch(1)
        return panel

    def _fields(self) -> dict[str, Field]:
        return {
            "id_number": self.id_number, "name": self.name, "id_kind": self.id_kind, "sex": self.sex,
            "born_on": self.born_on, "household_division": self.division, "household_address": self.household,
            "nation": self.nation, "education": self.education, "phone": self.phone,
            "urgent_name": self.urgent_name, "urgent_phone": self.urgent_phone, "address": self.address,
            "tenure": self.tenure, "landlord_name": self.landlord_name, "landlord_phone": self.landlord_phone,
            "arrived_on": self.arrived_on, "expected_until": self.expected_until, "purpose": self.purpose,
            "employer": self.employer, "job": self.job, "contract_until": self.contract_until,
            "insured": self.insured, "remark": self.remark,
        }  # fmt: skip

    def _read(self, typed: str) -> NumberRead:
        number = idnumbers.read(typed, self._today())
        if number.wrong:
            return NumberRead(wrong=number.wrong.words())
        return NumberRead(odd=" ".join(finding.words() for finding in number.findings), found=number)

    def show_sources(self) -> None:
        """Say again of what was typed before where it comes from, as far as the number says the same."""
        self._fill_from_number(self._read(self.id_number.typed()))

    def _fill_from_number(self, read: NumberRead) -> None:
        number = read.found
        if not isinstance(number, IdNumber):
            return
        if number.kind is not None:
            self.id_kind.show_value(number.kind.value)
        said_by_number = (
            (self.sex, number.sex),
            (self.born_on, number.birth),
            (self.division, self._origin(number)),
        )
        for field, value in said_by_number:
            if value and (field.state() == "auto" or field.value() in (None, value)):
                field.fill(value, _(FROM_NUMBER))
        self._show_age()

    def _origin(self, number: IdNumber) -> str | None:
        """The division in a citizen's number; the other kinds tell no place of household registration."""
        return number.origin if number.kind is idnumbers.Kind.CITIZEN else None

    def _ask_for_number(self) -> None:
        without = self.id_kind.value() == "none"
        self.form.require("id_number", not without)
        if without:
            self.id_number.show_value(None)
        self.id_number.set_state("read_only" if without else "normal")

    def _fill_from_dwelling(self, place: Place) -> None:
        for field, value in (
            (self.landlord_name, place.landlord_name),
            (self.landlord_phone, place.landlord_phone),
        ):
            if value and (field.state() == "auto" or not field.typed().strip()):
                field.fill(value)
        if place.landlord_name and self.landlord_name.state() == "auto":
            self.landlord_name.show_note(_(FROM_DWELLING))

    def _fill_from_landlord(self, row: LandlordRow) -> None:
        if row.phone and (self.landlord_phone.state() == "auto" or not self.landlord_phone.typed().strip()):
            self.landlord_phone.fill(row.phone)

    def _ask_for_dwelling(self, text: str) -> None:
        """Ask for a dwelling that is not in the books; that it is not is no fault of what was typed."""
        self.new_dwelling.begin(text)
        self.address.set_state("normal")

    def _take_new_dwelling(self, place: Place) -> None:
        self.show_place(place)
        self.tenure.setFocus()
        self.address.left.emit()

    def _show_age(self) -> None:
        years = people.age(self.born_on.value(), self._today())
        if years is not None:
            self.born_on.show_note(_("age {n}", n=years))


def _panel() -> Panel:
    """A column of rows, so close that a family of four still needs no scrolling at the design size."""
    panel = Panel()
    panel.body.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
    panel.body.setSpacing(theme.px(8))
    return panel


def _translated(pairs: tuple[tuple[Any, str], ...]) -> tuple[tuple[Any, str], ...]:
    return tuple((value, _(words)) for value, words in pairs)
