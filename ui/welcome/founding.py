"""Founding an office: the station, its division and organ, and the first officer with a password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app import passwords
from app.errors import Refused
from app.language import N_, _
from app.offices import NewOffice, NewOfficer
from ui import theme
from ui.form import Form
from ui.welcome.scene import LABELS, PasswordField, Scene, line
from ui.widgets.fields import FormRow, Suggest
from ui.widgets.place import AddressField
from ui.widgets.suggesting import Suggestion
from ui.widgets.text import Text

Begun = tuple[dict[str, str], Suggestion | None]
"""What is typed of an office that is not founded yet, field by field, and the division that was picked."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What the form asks, field by field."""

    name: str
    division: str
    organ: str
    permit_title: str
    officer: str
    login: str
    post: str | None
    password: str
    again: str

    def office(self) -> NewOffice:
        """The station of it."""
        return NewOffice(self.division, self.name, self.organ, self.permit_title)

    def first_officer(self) -> NewOfficer:
        """The officer of it; raises Refused when the two passwords differ."""
        if self.password != self.again:
            raise Refused(N_("The two passwords differ; type it once more."), field="again")
        return NewOfficer(self.login, self.officer, self.post or "", self.password)


class StationDivision(AddressField):
    """The division a station lies in, by name, initials or code; its value is the six-digit code."""

    def fault(self) -> str:
        return _("Pick the county or district from the list") if super().fault() else ""


class FoundOffice(Scene):
    """Asks what a new office is; ``given`` carries a Founding, ``wrong`` what the form itself refuses."""

    given = Signal(object)
    wrong = Signal(object)

    def __init__(self, suggest: Suggest, title_of: Callable[[str], str], where: str) -> None:
        super().__init__(_("Set up your own office"), _("It will lie at: {where}", where=where), width=640)
        self._title_of, self._proposed = title_of, ""
        self._fields: dict[str, Any] = {
            "name": line(_("As it stands on the door sign"), _("Station"), 60),
            "division": StationDivision(
                suggest, placeholder=_("Name, initials or code"), new_words=_("Type its six digits"),
                name=_("Division"),
            ),
            "organ": line(_("The county-level police organ that issues permits"), _("Issuing organ"), 60),
            "permit_title": line(_("As it is printed on the card"), _("Permit title"), 30),
            "officer": line(_("Name"), _("Officer"), 60),
            "login": line(_("Sign-in name"), _("Sign-in name"), 30),
            "post": line(_("Post, may be left empty"), _("Post"), 60),
            "password": PasswordField(
                _("At least {n} characters", n=passwords.SHORTEST), name=_("Password")
            ),
            "again": PasswordField(name=_("Password again")),
        }  # fmt: skip
        required = tuple(name for name in self._fields if name != "post")
        self.founding: Form[Founding] = Form(Founding, self._fields, required=required, parent=self)
        self.form = self.founding

        self._arrange_fields()
        self._fields["division"].picked.connect(self._name_permit)
        self.give_on_enter(self._fields["again"], self._give)
        self.add_button(_("Back"), self.left_by_esc.emit, key="Esc")
        self.add_button(_("Set up the office"), self._give, key="Enter", kind="primary")

    def begin(self) -> None:
        self.founding.go_to("name")

    def begun(self) -> Begun:
        """What is typed, and the division that was picked."""
        field = self._fields["division"]
        code = field.value()
        return self.founding.draft(), Suggestion(code, field.typed()) if code else None

    def go_on_with(self, begun: Begun) -> None:
        """Show again what was typed."""
        draft, division = begun
        self.founding.show_draft(draft)
        if division is not None:
            self._fields["division"].show_value(division)
            self._proposed = self._title_of(division.value)

    def _give(self) -> None:
        try:
            founding = self.founding.value()
            founding.first_officer()
        except Refused as refused:
            self.wrong.emit(refused)
        else:
            self.given.emit(founding)

    def _name_permit(self, division: str) -> None:
        """Name it after the province, another division's too; what the officer typed stays."""
        title = self._fields["permit_title"]
        if title.typed() in ("", self._proposed):
            self._proposed = self._title_of(division)
            title.fill(self._proposed, _("after the province"))

    def _arrange_fields(self) -> None:
        rows: tuple[tuple[str, tuple[str, ...]], ...] = (
            (_("Station"), ("name",)),
            (_("Division"), ("division",)),
            (_("Issuing organ"), ("organ",)),
            (_("Permit title"), ("permit_title",)),
        )
        officer: tuple[tuple[str, tuple[str, ...]], ...] = (
            (_("Name and post"), ("officer", "post")),
            (_("Sign-in name"), ("login",)),
            (_("Password, twice"), ("password", "again")),
        )
        for label, names in rows:
            self.body.addWidget(self._row(label, names))
        self.body.addSpacing(theme.px(4))
        self.body.addWidget(Text(_("The first officer"), size=theme.TITLE, bold=True))
        for label, names in officer:
            self.body.addWidget(self._row(label, names))

    def _row(self, label: str, names: tuple[str, ...]) -> QWidget:
        return FormRow(label, *(self._fields[name] for name in names), label_width=LABELS)
