"""A family of four comes to the window: registered in a few keys, found afterwards, taken back by one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app import arrivals
from tests.helpers.office import arrival, sampled
from tests.stories.keys import play
from tests.stories.officer import Officer

SCRIPT = Path(__file__).with_name("family_of_four.keys")
MOST_KEYS = 60
DAY = date(2026, 11, 23)


def an_office(folder: Path) -> Path:
    """An office that knows the house: one room lived in, the next one empty, both let by 李国强."""
    desk, _made = sampled(folder)
    let = {"landlord_name": "李国强", "landlord_phone": "13700005508"}
    arrivals.record(desk, arrival("孙立", 931, "2026-11-01", address="麒麟路 88-2-1602", **let))
    gone = arrivals.record(desk, arrival("周平", 933, "2026-10-01", address="麒麟路 88-2-1603", **let))
    arrivals.depart(desk, gone.stay_id, date(2026, 10, 20), "left")
    desk.close()
    return folder / "office.anju"


def test_a_family_of_four_is_registered_in_fewer_than_sixty_keys(officer: Officer, tmp_path: Path) -> None:
    officer.comes(DAY, an_office(tmp_path))
    officer.sees("按期限排列")
    officer.presses("F2")
    pressed = play(officer, SCRIPT)
    assert pressed < MOST_KEYS, f"{pressed} keys beyond the text itself, {MOST_KEYS} are too many"

    officer.presses("Ctrl+K")
    officer.writes("李秀兰")
    officer.sees("李秀兰 女 32", "河滨社区 麒麟路 88-2-1603")
    officer.presses("Esc", "Ctrl+Z")
    officer.sees("妻  李秀兰", "子  王小军", "女  王小红")
    officer.presses("Ctrl+K")
    officer.writes("李秀兰")
    officer.sees("没找到「李秀兰」")
