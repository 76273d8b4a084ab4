"""One page of a PDF: its links, its text, and whether it shows anything that must be looked at as a picture. Runs in the process of `worker`."""

from __future__ import annotations

import encodings.utf_16_le  # noqa: F401 - what texts of pages are decoded with: later no file can be opened
from collections.abc import Iterator
from ctypes import byref, c_int, create_string_buffer
from typing import Any

import pypdfium2.raw as pdfium

_FEW_PATHS = 40
_FEW_SEGMENTS = 200
_MOST_OBJECTS = 5_000
_MOST_LINKS = 100
_LONGEST_LINK = 65_536
_MOST_TEXT = 8_000


def links(document: Any, page: Any) -> Iterator[str]:
    """Where the page's link annotations lead (ISO 32000-1 12.6.4.7)."""
    position, link = c_int(0), pdfium.FPDF_LINK()
    for _ in range(_MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(page.raw, byref(position), byref(link)):
            return
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        length = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
        if 1 < length <= _LONGEST_LINK:
            buffer = create_string_buffer(length)
            pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, length)
            yield buffer.value.decode("utf-8", "replace")


def draws(page: Any) -> bool:
    """The page shows a picture, or paths enough for a code; pages of text alone are not rendered."""
    paths = segments = 0
    for number in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page.raw, number)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_SHADING):
            return True
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            segments += pdfium.FPDFPath_CountSegments(thing)
            if paths > _FEW_PATHS or segments > _FEW_SEGMENTS:
                return True
    return False


def text(page: Any) -> str:
    """The text that the page carries for those who search or copy; what it shows may be something else."""
    layer = page.get_textpage()
    return str(layer.get_text_range(0, min(layer.count_chars(), _MOST_TEXT)))
