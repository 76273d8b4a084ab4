"""Reads pictures and PDF in a process of its own: a hostile file meets native code here, and nowhere else.

Run as a program (`gyotaku.mail.codes.reading` starts it), it waits for batches on its standard input. Each batch is read in a
child of its own, forked after the libraries are loaded, that can open no file and no socket and has a bound of memory
and time; what breaks, breaks that child. It imports nothing of ours, so that it starts fast.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterator
from typing import IO, Any

import zxingcpp
from PIL import Image, ImageChops, ImageFile, ImageOps, UnidentifiedImageError

MOST_PAGES = 5
"""Pages of one PDF that are looked at for codes."""
_MOST_PAGES_OF_LINKS = 30
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
_FEW_PATHS = 40
_FEW_SEGMENTS = 200
_MOST_OBJECTS = 5_000
_MOST_LINKS = 100
_MOST_CODES = 20
_MOST_TEXT = 8_000
_MOST_JOINED = 6
_MOST_REPLY = 4_000_000
_MEMORY = 1 << 30
_SECONDS = 10
_PATIENCE = 30
_MARKS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO")

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

    def take(self, number: int, kind: str, blob: bytes, width: int, height: int) -> Reply:
        """Read one job. Never raises."""
        reply: Reply = {"job": number, "codes": [], "links": [], "unread": None}
        try:
            if kind == "image":
                self._picture(number, blob, reply)
            elif kind == "pdf":
                self._pdf(blob, reply)
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

    def _picture(self, number: int, blob: bytes, reply: Reply) -> None:
        try:
            picture = Image.open(io.BytesIO(blob), formats=_FORMATS)
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
                        yield {"job": first, "with": second, "codes": found, "links": [], "unread": None}
                        break

    def _pdf(self, blob: bytes, reply: Reply) -> None:
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(blob)
        except pypdfium2.PdfiumError as error:
            raise Unread("encrypted" if "password" in str(error).lower() else "damaged") from None
        if len(document) > MOST_PAGES:
            reply["unread"] = "pages"
        for number in range(min(len(document), _MOST_PAGES_OF_LINKS)):
            page = document[number]
            for uri in _uris(document, page):
                reply["links"].append({"text": uri[:_MOST_TEXT], "page": number + 1})
            if number < MOST_PAGES and _draws(page):
                for code in self._page(page):
                    reply["codes"].append({**code, "page": number + 1})

    def _page(self, page: Any) -> list[Reply]:
        longest = max(page.get_size())
        if not 1 <= longest < 1e6:
            return []
        bitmap = page.render(scale=min(_PAGE_SCALE, _PAGE_SIDE / longest), grayscale=True)
        if min(bitmap.width, bitmap.height) < LEAST_SIDE:
            return []
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


def _uris(document: Any, page: Any) -> Iterator[str]:
    """Where the page's link annotations lead (ISO 32000-1 12.6.4.7)."""
    from ctypes import byref, c_int, create_string_buffer

    import pypdfium2.raw as pdfium

    position, link = c_int(0), pdfium.FPDF_LINK()
    for _ in range(_MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(page.raw, byref(position), byref(link)):
            return
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        length = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
        if 1 < length <= 65_536:
            buffer = create_string_buffer(length)
            pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, length)
            yield buffer.value.decode("utf-8", "replace")


def _draws(page: Any) -> bool:
    """The page shows a picture, or paths enough for a code; pages of text alone are not rendered."""
    import pypdfium2.raw as pdfium

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


def _limit(out: int) -> None:
    """Nothing can be opened any more, and little used."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (out + 1, out + 1))
    signal.alarm(_PATIENCE)


def _child(jobs: list[tuple[int, str, int, int, bytes]], out: int) -> None:
    for descriptor in range(3, 64):
        if descriptor != out:
            with contextlib.suppress(OSError):
                os.close(descriptor)
    os.dup2(out, 3)
    _limit(3)
    batch = Batch()
    with open(3, "wb", buffering=0, closefd=False) as answers:
        answers.writelines(
            json.dumps(batch.take(number, kind, blob, width, height)).encode() + b"\n"
            for number, kind, width, height, blob in jobs
        )
        answers.writelines(json.dumps(reply).encode() + b"\n" for reply in batch.joined())


def _in_child(jobs: list[tuple[int, str, int, int, bytes]]) -> bytes:
    """The lines that a child wrote before it ended, however it ended; a last line `{}` where it ended well."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            _child(jobs, write)
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    lines = b""
    with open(read, "rb") as answers:  # noqa: PTH123
        lines = answers.read(_MOST_REPLY)
    _, status = os.waitpid(child, 0)
    return lines[: lines.rfind(b"\n") + 1] + (b"{}\n" if status == 0 else b"")


def _exactly(stream: IO[bytes], size: int) -> bytes:
    octets = stream.read(size)
    if len(octets) < size:
        sys.exit(0)
    return octets


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Batches come as a length, a head in JSON and the octets of all jobs; a reply goes out as a length and lines of JSON."""
    while True:
        (size,) = struct.unpack(">I", _exactly(requests, 4))
        head = json.loads(_exactly(requests, size))
        jobs = [
            (number, kind, width, height, _exactly(requests, octets)) for number, kind, width, height, octets in head
        ]
        if any(kind == "pdf" for _, kind, *_ in jobs):
            with contextlib.suppress(ImportError):
                import pypdfium2  # noqa: F401 - once, before the first child needs it
        lines = _in_child(jobs)
        replies.write(struct.pack(">I", len(lines)) + lines)
        replies.flush()


def _rehearse() -> None:
    """Read a picture of each format, so that what the library imports on the way is there before nothing can be opened."""
    plain = Image.new("P", (32, 32))
    for form in _FORMATS:
        sample = io.BytesIO()
        several = {"save_all": True, "append_images": [Image.new("P", (32, 32), 1)]} if form == "GIF" else {}
        plain.convert("RGB" if form in ("JPEG", "WEBP") else "P").save(sample, form, **several)
        Batch().take(0, "image", sample.getvalue(), 0, 0)


def main() -> None:
    Image.MAX_IMAGE_PIXELS = None  # bounded here, by size and not by a warning
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as mail programs show what is there
    Image.init()
    _rehearse()
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)  # whatever a library prints must not mix with the replies
    os.dup2(nothing, 2)
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
