"""All figures of the book on one page, and each as PNG, to be looked at after a change."""

import html
import shutil
import subprocess
from pathlib import Path

from .book import Book
from .errors import BookError
from .findings import write_whole

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 sans-serif; }
body { margin: 24px; display: grid; gap: 32px; justify-items: start; }
figure { margin: 0; }
img { max-width: 100%; height: auto; border: 1px solid #8888; }
"""


def write_gallery(book: Book, folder: Path) -> None:
    """Writes the page and the pictures."""
    if shutil.which("rsvg-convert") is None:
        raise BookError("rsvg-convert is missing; on Debian: apt-get install librsvg2-bin")
    files = sorted(book.figures.glob("*.svg"))
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copy(file, folder)
        command = ["rsvg-convert", "--zoom", "2", str(file), "-o", str(folder / f"{file.stem}.png")]
        if subprocess.run(command, check=False).returncode != 0:
            raise BookError(f"rsvg-convert cannot draw {file}")
    shown = "\n".join(
        f'<figure><img src="{html.escape(file.name)}" alt="{html.escape(file.stem)}">'
        f"<figcaption>{html.escape(file.stem)}, {file.stat().st_size:,} bytes</figcaption></figure>"
        for file in files
    )
    head = f"<meta charset='utf-8'>\n<title>Figures</title>\n<style>{STYLE}</style>"
    write_whole(folder / "index.html", f"<!doctype html>\n{head}\n{shown}\n")
