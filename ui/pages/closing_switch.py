"""The switch at the head of the review and of the daily close, which stand under one word of the rail."""

from __future__ import annotations

from app.language import _
from ui.pages import Page
from ui.widgets.choice import Switch

REVIEW, CLOSING = "review", "closing"


def which_switch(here: str, page: Page) -> Switch:
    """The switch between the review and the close of the day, at the head of both."""
    switch = Switch(((REVIEW, _("Review")), (CLOSING, _("Close the day"))), name=_("Review or close the day"))
    switch.show_value(here)

    def go() -> None:
        chosen = switch.value()
        switch.show_value(here)
        if chosen != here:
            page.opens.emit(chosen, None)

    switch.changed.connect(go)
    return switch
