"""Reads the pictures and PDFs of one mail. Runs in a child of the process of `worker`, which can open nothing."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Iterator
from typing import Any

import zxingcpp
from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

MOST_PAGES = 5
"""Pages of one PDF that are looked at for codes."""
_MOST_PAGES_OF_LINKS = 30
_MOST_PAGES_OF_WORDS = 2
LEAST_SIDE = 21
"""A QR code has at least so many modules a side; what is smaller is a tracking pixel or an ornament."""
MOST_PIXELS = 40_000_000
"""Of one picture, by its own header, that is decoded at all."""
MOST_PIXELS_OF_ALL = 40_000_000
_SCANNED = 4_000_000
"""Pixels that are searched; a larger picture is reduced."""
_SCANNED_OF_ALL = 10_000_000
_MATRIX_CODES_UP_TO = 1_000_000
"""Pixels up to which Data Matrix is looked for, which takes five times as long as all others together."""
_COLORS = 256
_SMALL = 40_000
_FRAMES = 3
_PAGE_SIDE = 1_600
_PAGE_SCALE = 2.5
_MOST_CODES = 20
_MOST_TEXT = 8_000
_MOST_JOINED = 6
MOST_SHEETS = 3
"""Pictures and pages of one mail whose words are recognized, the largest: each takes a second."""
_LEAST_SHEET = 40_000
"""Pixels below which a picture has no sentences."""
_MARKS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO")

_OF_PHONES = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.MicroQRCode, zxingcpp.BarcodeFormat.RMQRCode)
_LARGE = zxingcpp.BarcodeFormats([*_OF_PHONES, zxingcpp.BarcodeFormat.Aztec])
_ALL = zxingcpp.BarcodeFormats([*_OF_PHONES, zxingcpp.BarcodeFormat.Aztec, zxingcpp.BarcodeFormat.DataMatrix])

Reply = dict[str, Any]


class Unread(Exception):  # noqa: N818 - an outcome, not an error
    """Why something was not read, in one of the words of `reading.Why`."""


class Batch:
    """What is read for one mail: its bounds, and the pictures in which no code was found, which may be halves of one."""

    def __init__(self) -> None:
        self.pixels = MOST_PIXELS_OF_ALL
        self.scanned = _SCANNED_OF_ALL
        self.blank: list[tuple[int, Image.Image]] = []
        self._sheets: list[tuple[int, int, Image.Image]] = []

    def take(self, number: int, kind: str, blob: bytes, width: int, height: int, words: bool) -> Reply:
        """Read one job. Never raises. `words`: it is kept to be shown to the recognizer as well, and texts of pages are read."""
        reply: Reply = {"job": number, "codes": [], "links": [], "texts": [], "unread": None}
        try:
            if kind == "image":
                self._picture(number, blob, reply, words)
            elif kind == "pdf":
                self._pdf(number, blob, reply, words)
            else:
                reply["codes"] = self._drawn(blob, width, height)
        except Unread as why:
            reply["unread"] = str(why)
        except ImportError:
            reply["unread"] = "broke"  # a module that was not loaded before files could be opened no more
        except MemoryError:
            reply["unread"] = "too-large"
        except Exception:  # noqa: BLE001 - the libraries raise whatever they like on broken files
            reply["unread"] = "damaged"
        return reply

    def _picture(self, number: int, blob: bytes, reply: Reply, words: bool) -> None:
        try:
            picture = Image.open(io.BytesIO(blob), formats=FORMATS)
        except UnidentifiedImageError:
            raise Unread("damaged" if blob.startswith(_MARKS) else "format") from None
        width, height = picture.size
        if min(width, height) < LEAST_SIDE:
            return
        if width * height > min(MOST_PIXELS, self.pixels):
            raise Unread("too-large")
        found: list[Reply] = []
        for frame in range(_FRAMES if getattr(picture, "is_animated", False) else 1):
            if width * height > self.pixels:
                raise Unread("too-large")
            self.pixels -= width * height
            with contextlib.suppress(EOFError):
                picture.seek(frame)
                flat = _flat(_reduced(picture))
                gray = flat.convert("L")
                if words and not frame:
                    self._keep(number, 0, gray)
                found = self._search(gray) or self._closely(flat, gray)
                if found:
                    break
                if not frame and gray.width * gray.height <= _MATRIX_CODES_UP_TO:
                    self.blank.append((number, gray))
        reply["codes"] = found

    def _search(self, gray: Image.Image) -> list[Reply]:
        return self._scan(gray.tobytes(), gray.width, gray.height)

    def _scan(self, pixels: Any, width: int, height: int) -> list[Reply]:
        self.scanned -= width * height
        if self.scanned < 0:
            raise Unread("too-large")
        view = memoryview(pixels).cast("B", shape=[height, width])
        formats = _ALL if width * height <= _MATRIX_CODES_UP_TO else _LARGE
        found = zxingcpp.read_barcodes(view, formats=formats, text_mode=zxingcpp.TextMode.Plain)
        return [
            {"text": code.text[:_MOST_TEXT], "form": str(code.format), "page": 0}
            for code in found[:_MOST_CODES]
            if code.valid and code.text
        ]

    def _closely(self, flat: Image.Image, gray: Image.Image) -> list[Reply]:
        """A second look: colours as light as their ground, modules of a pixel, a code that touches the edge."""
        if gray.width * gray.height > _MATRIX_CODES_UP_TO:
            return []
        if flat.mode == "RGB" and flat.getcolors(_COLORS) is not None:
            red, green, blue = flat.split()
            darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
            found = self._search(ImageOps.autocontrast(darkest))
            if found:
                return found
        if gray.width * gray.height <= _SMALL:
            large = gray.resize((gray.width * 4, gray.height * 4), Image.Resampling.NEAREST)
            return self._search(ImageOps.expand(large, 16, 255))
        return []

    def _drawn(self, blob: bytes, width: int, height: int) -> list[Reply]:
        """A drawing of cells, one octet each; it may be drawn light on dark, as on a terminal."""
        cells = Image.frombytes("L", (width, height), blob)
        for drawing in (cells, ImageOps.invert(cells)):
            large = drawing.resize((width * 4, height * 4), Image.Resampling.NEAREST)
            found = self._search(ImageOps.expand(large, 24, 255))
            if found:
                return found
        return []

    def joined(self) -> Iterator[Reply]:
        """Two pictures, one after the other, that are a code together."""
        left = _MOST_JOINED
        for (first, one), (second, other) in zip(self.blank, self.blank[1:], strict=False):
            for size, at in _together(one, other):
                if not left:
                    return
                left -= 1
                for before, after in ((one, other), (other, one)):
                    whole = Image.new("L", size, 255)
                    whole.paste(before, (0, 0))
                    whole.paste(after, at if before is one else (at[0] and other.width, at[1] and other.height))
                    try:
                        found = self._search(whole)
                    except Unread:
                        return
                    if found:
                        yield {"job": first, "with": second, "codes": found, "links": [], "texts": [], "unread": None}
                        break

    def sheets(self) -> list[tuple[int, int, Image.Image]]:
        """What is shown to the recognizer: job, page (0 for a picture), pixels in grey; the largest, in the order of the mail."""
        largest = sorted(self._sheets, key=lambda sheet: -sheet[2].width * sheet[2].height)[:MOST_SHEETS]
        return [sheet for sheet in self._sheets if sheet in largest]

    def _keep(self, number: int, page: int, gray: Image.Image) -> None:
        if gray.width * gray.height >= _LEAST_SHEET:
            self._sheets.append((number, page, gray))

    def _pdf(self, number: int, blob: bytes, reply: Reply, words: bool) -> None:
        import pypdfium2

        from gyotaku.mail.codes import page as pages

        try:
            document = pypdfium2.PdfDocument(blob)
        except pypdfium2.PdfiumError as error:
            raise Unread("encrypted" if "password" in str(error).lower() else "damaged") from None
        if len(document) > MOST_PAGES:
            reply["unread"] = "pages"
        for leaf in range(1, min(len(document), _MOST_PAGES_OF_LINKS) + 1):
            page = document[leaf - 1]
            for uri in pages.links(document, page):
                reply["links"].append({"text": uri[:_MOST_TEXT], "page": leaf})
            wanted = words and leaf <= _MOST_PAGES_OF_WORDS
            if wanted and (text := pages.text(page)):
                reply["texts"].append({"text": text, "page": leaf})
            if leaf <= MOST_PAGES and pages.draws(page):
                for code in self._page(number, leaf if wanted else 0, page):
                    reply["codes"].append({**code, "page": leaf})

    def _page(self, number: int, leaf: int, page: Any) -> list[Reply]:
        longest = max(page.get_size())
        if not 1 <= longest < 1e6:
            return []
        bitmap = page.render(scale=min(_PAGE_SCALE, _PAGE_SIDE / longest), grayscale=True)
        if min(bitmap.width, bitmap.height) < LEAST_SIDE:
            return []
        if leaf:
            size = bitmap.width, bitmap.height
            self._keep(number, leaf, Image.frombytes("L", size, bytes(bitmap.buffer), "raw", "L", bitmap.stride, 1))
        return self._scan(bitmap.buffer, bitmap.stride, bitmap.height)


def _flat(picture: Image.Image) -> Image.Image:
    """In grey or colour, on white where it is transparent."""
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        colored = picture.convert("RGBA")
        ground = Image.new("RGBA", colored.size, (255, 255, 255, 255))
        ground.alpha_composite(colored)
        return ground.convert("RGB")
    return picture.convert("L" if picture.mode in ("1", "L", "I", "F", "I;16") else "RGB")


def _reduced(picture: Image.Image) -> Image.Image:
    """Decoded, and smaller where it is large; a large JPEG is decoded smaller at once."""
    picture.draft(None, (2_000, 2_000))
    factor = math.ceil(math.sqrt(picture.width * picture.height / _SCANNED))
    if factor == 1:
        return picture
    if picture.mode in ("P", "PA", "1"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    return picture.reduce(factor)


def _together(one: Image.Image, other: Image.Image) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The size of both side by side, or one above the other, and where the second begins; where that is a square."""
    if abs(one.height - other.height) <= 2:
        width, height = one.width + other.width, max(one.height, other.height)
        if 4 * width <= 5 * height <= 5 * width * 5 // 4:
            yield (width, height), (one.width, 0)
    if abs(one.width - other.width) <= 2:
        width, height = max(one.width, other.width), one.height + other.height
        if 4 * height <= 5 * width <= 5 * height * 5 // 4:
            yield (width, height), (0, one.height)
