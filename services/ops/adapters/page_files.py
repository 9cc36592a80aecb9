"""The page's files, read once: served one by one, or bound into a single file that needs no server."""
from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[1] / "pages"
_MODULES = ("texts", "format", "figures", "feed", "story", "live_source", "replay_source", "main")
_MEDIA_TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_IMPORT = re.compile(r"^import .*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_STYLE_LINK = '<link rel="stylesheet" href="/pages/stream.css">'
_SCRIPT_LINK = '<script type="module" src="/pages/main.js"></script>'


@dataclass(frozen=True, slots=True)
class PageFile:
    """One file with its media type and entity tag."""

    content: bytes
    media_type: str

    @property
    def tag(self) -> str:
        """Changes with the content."""
        return f'"{sha256(self.content).hexdigest()[:32]}"'


def load_page_files() -> Mapping[str, PageFile]:
    """Every file of the pages by name."""
    return {
        path.name: PageFile(path.read_bytes(), _MEDIA_TYPES[path.suffix])
        for path in sorted(_FOLDER.iterdir())
        if path.suffix in _MEDIA_TYPES
    }


def build_replay(files: Mapping[str, PageFile], events: Sequence[Mapping[str, Any]], figures: Mapping[str, Any]) -> str:
    """The live page with the events inside. It may load nothing at all: its policy names only its own two hashes."""
    style = files["stream.css"].content.decode()
    script = "".join(_bare(files[f"{name}.js"].content.decode()) for name in _MODULES)
    data = json.dumps({"events": events, "figures": figures}, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    policy = f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    page = files["stream.html"].content.decode()
    page = page.replace(_STYLE_LINK, f"<style>{style}</style>")
    page = page.replace(_SCRIPT_LINK, "")
    page = page.replace("<head>", f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">')
    tail = f'<script type="application/json" id="replay-data">{data}</script>\n<script type="module">{script}</script>\n</body>'
    return page.replace("</body>", tail)


def _bare(module: str) -> str:
    """A module without its imports and exports, so that modules can follow each other in one."""
    return _EXPORT.sub("", _IMPORT.sub("", module))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
