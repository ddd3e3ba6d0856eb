"""The three columns of 登记; in a narrow window the checks are folded into a strip above the fields."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.language import _
from ui import theme
from ui.pages import Key
from ui.pages.registration_check import CheckPanel, CheckStrip
from ui.pages.registration_form import Entries
from ui.widgets.panel import scrolled

SHARES = (404, 420, 413)


class Columns(QWidget):
    """Two columns of fields and one of checks, and the way from one to another.

    Where the officer is stays in sight.
    """

    def __init__(self, entries: Entries, check: CheckPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries, self._check = entries, check
        self._fields = (entries.identity_panel(), entries.living_panel())
        self._folded = False
        self._strip = CheckStrip()
        inner = QWidget()
        self.area = scrolled(inner)

        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        for panel, share in zip((*self._fields, check), SHARES, strict=True):
            row.addWidget(panel, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._strip)
        column.addWidget(self.area, 1)

        check.changed.connect(self.show_summary)
        self._strip.opened.connect(self.go_to_checks)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def fit(self, *, folded: bool) -> None:
        """Fold the checks into the strip, or show them beside the fields."""
        self._folded = folded
        self._strip.setVisible(folded)
        self.show_fields()

    def show_summary(self) -> None:
        """Say on the strip how the checks stand."""
        self._strip.show_summary(self._check.summary())

    def show_fields(self) -> None:
        """Show the fields, whatever was looked at."""
        self._unfold(False)

    def go_to_checks(self) -> None:
        """Put the officer on the first thing to tick; where the checks are folded, back again as well."""
        if self._folded and not self._check.isHidden():
            self._unfold(False)
            self._entries.name.setFocus()
        else:
            self._unfold(True)
            self._check.go_to()

    def keys(self) -> tuple[Key, ...]:
        """The keys of the sections."""
        entries = self._entries
        return (
            Key("Alt+1", _("Section 1, who it is"), self._to(entries.name.setFocus)),
            Key("Alt+2", _("Section 2, how to reach them"), self._to(entries.phone.setFocus)),
            Key("Alt+3", _("Section 3, family along"), self._to(entries.family.open)),
            Key("Alt+4", _("Section 4, residence"), self._to(entries.address.setFocus)),
            Key("Alt+5", _("Section 5, employment"), self._to(entries.employer.setFocus)),
            Key("Alt+6", _("Section 6, checks"), self.go_to_checks),
        )

    def _unfold(self, checks: bool) -> None:
        """In a narrow window the checks take the place of the fields while they are looked at."""
        for column in self._fields:
            column.setVisible(not (self._folded and checks))
        self._check.setVisible(checks or not self._folded)
        self._strip.show_unfolded(checks)

    def _to(self, go: Callable[[], object]) -> Callable[[], None]:
        """Back to the fields, then to one of them."""

        def there() -> None:
            self.show_fields()
            go()

        return there

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring where the officer is into sight, once what was just opened has its place."""
        if now is not None and self.area.isAncestorOf(now):
            QTimer.singleShot(0, now, partial(self.area.ensureWidgetVisible, now, 0, theme.px(40)))
