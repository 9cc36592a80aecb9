"""Why the platform cannot do what was asked, in plain Chinese and English, each with what to do."""

from __future__ import annotations


class PlatformError(Exception):
    """Stops the command. Shown to the person as two sentences, never as a traceback."""

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh = zh
        self.en = en
