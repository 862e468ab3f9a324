"""In: log records. Out: lines for a person, for journald or for a program, free of any token."""

import json
import logging
import os
import re
from datetime import UTC, datetime

# access_token=… in whatever text a library may log, and tokens by their look (Graph API: EAA…)
_SECRET = re.compile(
    r"(access_token(?:=|%3D|\"\s*:\s*\")|Bearer\s+)[^\s&\"']+|\bEAA[A-Za-z0-9]{16,}"
)
_PRIORITY = {"DEBUG": 7, "INFO": 6, "WARNING": 4, "ERROR": 3, "CRITICAL": 2}


def without_secrets(text: str) -> str:
    """The text with everything that looks like a token taken out."""
    return _SECRET.sub(lambda m: (m.group(1) or "") + "REMOVED", text)


class PlainLines(logging.Formatter):
    """`2020-05-30T13:33:00Z INFO text`; under journald `<6>text`, which has its own clock."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, one line or more."""
        text = without_secrets(super().format(record))
        if os.environ.get("JOURNAL_STREAM"):
            return f"<{_PRIORITY.get(record.levelname, 6)}>{text}"
        return f"{_time(record)} {record.levelname} {text}"


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, one line."""
        line = {
            "at": _time(record),
            "level": record.levelname,
            "text": without_secrets(super().format(record)),
        }
        return json.dumps(line, ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
