"""What every page is handed: the desk it works at, the jobs that work for it, the news it hears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.jobs import Jobs
    from ui.news import News


@dataclass(frozen=True, slots=True)
class Office:
    """An officer's desk, with the work behind it and the news that come to it."""

    desk: Desk
    jobs: Jobs
    news: News
