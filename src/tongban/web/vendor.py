"""The few files of npm packages that pages need, served as static files below `vendor/`."""

import io
import pathlib
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

FILES = {
    "vendor/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/tus.min.js": "tus-js-client/dist/tus.min.js",
    "vendor/cropper.min.js": "cropperjs/dist/cropper.min.js",
    "vendor/cropper.min.css": "cropperjs/dist/cropper.min.css",
}
# Source maps are not served, so the comment that names them would be a broken link.
_SOURCE_MAP = re.compile(rb"\n?/\*# sourceMappingURL=[^*]*\*/|\n?//# sourceMappingURL=\S*")


class VendorStorage(FileSystemStorage):
    """Read the vendor files by the names they are served under."""

    def path(self, name: str) -> str:
        """Return where the npm package keeps the file."""
        return str(pathlib.Path(settings.NODE_MODULES) / FILES[name])

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return File(io.BytesIO(_SOURCE_MAP.sub(b"", pathlib.Path(self.path(name)).read_bytes())), name)


class VendorFinder(BaseFinder):
    """Find exactly the files of FILES, and say plainly when the npm packages are not installed."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file's place on disk, [] when it is none of ours."""
        if path in FILES and pathlib.Path(storage.path(path)).exists():
            return [storage.path(path)] if find_all else storage.path(path)
        return []

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, Storage]]:
        """Yield each file for collectstatic."""
        for name in FILES:
            if not pathlib.Path(storage.path(name)).exists():
                raise FileNotFoundError(f"{storage.path(name)} is missing: run npm ci")
            yield name, storage


storage = VendorStorage()
