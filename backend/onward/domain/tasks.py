"""Something a person at the desk must look at; opened by an event, done by a person or by time."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.events import TaskKind
from onward.domain.ids import CaseId, TaskId


@dataclass(frozen=True, slots=True)
class Task:
    id: TaskId
    case_id: CaseId
    kind: TaskKind
    opened_at: datetime
    due_at: datetime | None
    done_at: datetime | None = None
