"""QR codes are read out of every form in which mails carry them, nothing else is taken for one, and no file breaks the reader."""

from __future__ import annotations

import base64
import os
import random
import signal
import struct
import time
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageOps
from tests import drawn, outlook, wrap
from tests.spans import quoted

import gyotaku
from gyotaku.dissection import dissect_mail
from gyotaku.mail import message
from gyotaku.mail.codes import cells, characters, reading, worker
from gyotaku.mail.codes.payload import Says, says, web_addresses
from gyotaku.mail.codes.reading import Job, Why, read_all
from gyotaku.mail.intake import Mail
from gyotaku.model.answers import Ended
from gyotaku.model.report import Report

WORDS = "https://id-check.hotaru.invalid/a?u=17"
CODE = drawn.matrix(WORDS)


def read(*pictures: bytes) -> list[str]:
    return [code.text for code in read_all([Job("image", picture) for picture in pictures]).codes]


def mail(*attached: tuple[bytes, str, str], text: str = "Hello.\n", html: str | None = None) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Kaede <kaede@kaede-mail.example>", "sato@sakuragi.example", "Hello"
    made["Date"], made["Message-ID"] = "Tue, 4 Jun 2024 09:12:40 +0900", "<1@kaede-mail.example>"
    made.set_content(text)
    if html is not None:
        made.add_alternative(html, subtype="html")
    for octets, kind, name in attached:
        main, _, sub = kind.partition("/")
        made.add_attachment(octets, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def links(report: Report) -> set[str]:
    return {one.value for one in report.observables if one.type == "url"}


def run(report: Report) -> Ended:
    return next(run.ended for run in report.checks if run.id == "link.qr")


# Pictures.


def turned(degrees: int) -> Image.Image:
    return drawn.image(WORDS, 6).rotate(degrees, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)


def screenshot() -> Image.Image:
    whole = Image.new("RGB", (1920, 1080), (32, 60, 90))
    draw = ImageDraw.Draw(whole)
    for line in range(40):
        draw.rectangle((60, 40 + 24 * line, 900 + line * 7 % 200, 52 + 24 * line), (200, 200, 210))
    whole.paste(drawn.image(WORDS, 3), (1300, 500))
    return whole


def faint() -> Image.Image:
    return drawn.image(WORDS, 6, dark="#a8a8a8", light="#c8c8c8")


LOOKS: dict[str, Callable[[], Image.Image]] = {
    "plain": lambda: drawn.image(WORDS),
    "turned by 90": lambda: turned(90),
    "turned by 17": lambda: turned(17),
    "mirrored": lambda: ImageOps.mirror(drawn.image(WORDS)),
    "inverted": lambda: ImageOps.invert(drawn.image(WORDS)),
    "blue on yellow": lambda: drawn.image(WORDS, dark="#003399", light="#ffee66"),
    "yellow on white": lambda: drawn.image(WORDS, dark="#ffe000", light="#ffffff"),
    "low contrast": faint,
    "a module a pixel": lambda: drawn.image(WORDS, 1),
    "no quiet zone": lambda: drawn.image(WORDS, 4, border=0),
    "blurred": lambda: drawn.image(WORDS, 6).filter(ImageFilter.GaussianBlur(2)),
    "in a screenshot": screenshot,
}


@pytest.mark.parametrize("look", LOOKS)
def test_reads_a_picture(look: str) -> None:
    assert read(drawn.written(LOOKS[look]())) == [WORDS]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO"])
def test_reads_each_format_as_the_first_in_a_new_process(form: str) -> None:
    """What a library loads on the way must have been loaded before nothing can be opened."""
    reading.close()
    assert read(drawn.written(drawn.image(WORDS), form)) == [WORDS]


def test_reads_a_damaged_jpeg() -> None:
    octets = drawn.written(drawn.image(WORDS, 8), "JPEG", quality=20)
    assert read(octets) == [WORDS]
    assert read(octets[: len(octets) * 95 // 100]) == [WORDS]


def test_reads_dark_modules_on_nothing() -> None:
    clear = drawn.image(WORDS).convert("L")
    picture = Image.merge("LA", (Image.new("L", clear.size, 0), ImageOps.invert(clear)))
    assert read(drawn.written(picture)) == [WORDS]


def test_reads_the_later_frames_of_an_animation() -> None:
    frames = [Image.new("RGB", (200, 200), "white"), drawn.image(WORDS).resize((200, 200), Image.Resampling.NEAREST)]
    octets = drawn.written(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert read(octets) == [WORDS]


def test_reads_two_codes_of_one_picture() -> None:
    both = Image.new("RGB", (500, 250), "white")
    both.paste(drawn.image(WORDS), (10, 20))
    both.paste(drawn.image("https://second.hotaru.invalid/"), (280, 20))
    assert sorted(read(drawn.written(both))) == sorted([WORDS, "https://second.hotaru.invalid/"])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["in order", "swapped"])
@pytest.mark.parametrize("upright", [True, False], ids=["side by side", "one above the other"])
def test_reads_a_code_cut_into_two_pictures(upright: bool, order: tuple[int, int]) -> None:
    whole = drawn.image(WORDS, 5)
    width, height = whole.size
    cuts = (0, 0, width // 2, height), (width // 2, 0, width, height)
    if not upright:
        cuts = (0, 0, width, height // 2), (0, height // 2, width, height)
    halves = [drawn.written(whole.crop(cut)) for cut in cuts]
    found = read_all([Job("image", halves[number]) for number in order]).codes
    assert [(code.text, code.jobs) for code in found] == [(WORDS, (0, 1))]
    assert not read(halves[0])


@pytest.mark.parametrize("kind", ["DataMatrix", "Aztec", "MicroQRCode", "RMQRCode"])
def test_reads_other_codes_of_phones(kind: str) -> None:
    words = "HOTARU.INVALID" if kind == "MicroQRCode" else WORDS
    barcode = zxingcpp.create_barcode(words, getattr(zxingcpp.BarcodeFormat, kind))
    picture = _from(barcode.to_image(scale=6))
    assert read(drawn.written(picture)) == [words]


def _from(made: object) -> Image.Image:
    view = memoryview(made)  # type: ignore[arg-type]
    height, width = view.shape or (0, 0)
    return ImageOps.expand(Image.frombytes("L", (width, height), view.tobytes()), 24, 255)


def test_a_chess_board_and_noise_are_no_codes() -> None:
    board = Image.new("L", (29, 29))
    board.putdata([255 * ((x + y) % 2) for y in range(29) for x in range(29)])
    noise = Image.effect_noise((300, 300), 120)
    assert not read(drawn.written(board.resize((232, 232), Image.Resampling.NEAREST)), drawn.written(noise))


# PDF.


def pdf_of(picture: Image.Image, pages: int = 1, at: int = 0) -> bytes:
    sheets = [Image.new("L", (620, 877), 255) for _ in range(pages)]
    sheets[at].paste(picture.convert("L"), (80, 500))
    return drawn.written(sheets[0], "PDF", save_all=True, append_images=sheets[1:])


def pdf_of_objects(*objects: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(out),
    )  # fmt: skip


def one_page(content: bytes, more: bytes = b"") -> bytes:
    return pdf_of_objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R" + more + b">>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
    )


def test_reads_a_picture_on_a_page() -> None:
    found = read_all([Job("pdf", pdf_of(drawn.image(WORDS, 3), 3, 2))])
    assert [(code.text, code.page) for code in found.codes] == [(WORDS, 3)]
    assert not found.unread


def test_reads_a_code_drawn_by_paths() -> None:
    content = b"0 g\n" + b"".join(
        b"%d %d 3 3 re f\n" % (50 + 3 * x, 300 - 3 * y)
        for y, row in enumerate(CODE)
        for x, cell in enumerate(row)
        if cell
    )
    assert [code.text for code in read_all([Job("pdf", one_page(content))]).codes] == [WORDS]


def test_reads_links_of_a_page_as_links() -> None:
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A<</S/URI/URI(https://pay.hotaru.invalid/x)>>>>]"
    octets = one_page(b"BT ET", link)
    found = read_all([Job("pdf", octets)])
    assert [(link.text, link.page) for link in found.links] == [("https://pay.hotaru.invalid/x", 1)]
    report = gyotaku.dissect(mail((octets, "application/pdf", "a.pdf")))
    assert "https://pay.hotaru.invalid/x" in links(report)
    assert run(report) is Ended.NOT_APPLICABLE


def test_pages_beyond_the_bound_are_told() -> None:
    found = read_all([Job("pdf", pdf_of(drawn.image(WORDS, 3), 7, 6))])
    assert not found.codes
    assert [why for _, why in found.unread] == [Why.PAGES]


# Drawings.

CHARACTERS = {
    "half blocks": drawn.half_blocks(CODE),
    "half blocks, inverted": drawn.half_blocks(CODE, inverted=True),
    "full blocks": drawn.two_characters(CODE),
    "number signs": drawn.two_characters(CODE, "##"),
    "shades": drawn.two_characters(CODE, "▓▓", "░░"),
    "emoji": drawn.squares(CODE),
    "emoji, inverted": drawn.squares(CODE, "⬜", "⬛"),
    "geometric squares": drawn.squares(CODE, "■", "□"),
    "Braille": drawn.braille(CODE),
    "quoted": "\n".join("> " + line for line in drawn.half_blocks(CODE).split("\n")),
    "an empty line after each": drawn.squares(CODE).replace("\n", "\n\n"),
}


@pytest.mark.parametrize("style", CHARACTERS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_reads_a_drawing_of_characters(style: str, end: str) -> None:
    text = f"Dear customer,\n\n{CHARACTERS[style]}\n\nMinato Bank\n".replace("\n", end)
    found = characters.drawings(text)
    assert read_drawn([drawing.grid for drawing in found]) == [WORDS]
    assert text[found[0].start : found[0].end].strip(" >") == CHARACTERS[style].split("\n")[0].strip(" >")


CELLS = {
    "bgcolor": drawn.table_bgcolor,
    "only dark cells": drawn.table_dark_alone,
    "spans": drawn.table_spans,
    "a table a row": drawn.table_a_row,
    "classes": drawn.table_classes,
    "boxes": drawn.boxes,
    "spans in lines": drawn.spans,
    "grid": drawn.css_grid,
    "placed boxes": drawn.placed,
}


@pytest.mark.parametrize("style", CELLS)
@pytest.mark.parametrize("inverted", [False, True], ids=["dark on light", "light on dark"])
def test_reads_a_drawing_of_cells(style: str, inverted: bool) -> None:
    if inverted and style in ("only dark cells", "placed boxes"):
        return
    code = [[cell != inverted for cell in row] for row in CODE]
    html = f"<html><body><p>Dear customer,</p>{CELLS[style](code)}<p>Minato Bank</p></body></html>"
    assert cells.may_draw(html)
    assert read_drawn([drawing.grid for drawing in cells.drawings(html)]) == [WORDS]


def read_drawn(grids: list[worker.Any]) -> list[str]:
    return [code.text for code in read_all([Job("grid", one.octets, one.width, one.height) for one in grids]).codes]


BOARD = [[bool((x + y) % 2) for x in range(25)] for y in range(25)]
NEAR_MISSES = {
    "chess board": drawn.squares(BOARD),
    "bars": "\n".join("█" * (3 + n * 7 % 25) + "░" * (25 - n * 7 % 25) for n in range(24)),
    "box": "\n".join(["██████████████████████"] + ["██                  ██"] * 10 + ["██████████████████████"]),
    "banner": "\n".join(
        ["#######  #     #", "#        ##   ##", "#####    # # # #", "#        #  #  #", "#######  #     #"] * 4
    ),
    "rulers": "\n".join(["■" * 30] * 12),
}


@pytest.mark.parametrize("shape", NEAR_MISSES)
def test_other_drawings_are_no_codes(shape: str) -> None:
    assert not read_drawn([drawing.grid for drawing in characters.drawings(f"Hello\n\n{NEAR_MISSES[shape]}\n\nbye\n")])


def test_a_table_of_colours_is_no_code() -> None:
    chance = random.Random(7)  # noqa: S311
    code = [[chance.random() < 0.5 for _ in range(25)] for _ in range(25)]
    assert not read_drawn([drawing.grid for drawing in cells.drawings(drawn.table_bgcolor(code))])
    assert not read_drawn([drawing.grid for drawing in cells.drawings(drawn.table_bgcolor(BOARD))])


# Whole mails.


def test_a_code_is_a_link_for_every_check() -> None:
    report = gyotaku.dissect(mail((drawn.png("https://192.0.2.77/sato@sakuragi.example"), "image/png", "a.png")))
    assert {"link-address-literal", "recipient-in-link", "qr-link"} <= {one.kind.id for one in report.findings}
    quoted = next(one for one in report.findings if one.kind.id == "link-address-literal").evidence[0]
    assert quoted.span is None
    assert quoted.reading is not None
    assert (quoted.reading.of.value, quoted.reading.parts, quoted.reading.code) == ("picture", ("2",), "QR Code")


def test_reads_within_attached_and_forwarded_mails() -> None:
    inner = mail((drawn.png(WORDS), "image/png", "a.png"))
    report = gyotaku.dissect(mail((inner, "application/octet-stream", "inner.eml")))
    assert WORDS in set().union(*(links(one) for one in (report, *report.others)))


def test_reads_within_a_mail_of_outlook(tmp_path: Path) -> None:
    (opened,) = wrap.taken("a.msg", outlook.msg_of(mail((drawn.png(WORDS), "image/png", "a.png"))), tmp_path)
    assert isinstance(opened, Mail)
    assert WORDS in links(dissect_mail(opened))


def test_a_picture_by_another_name_is_read() -> None:
    report = gyotaku.dissect(mail((drawn.png(WORDS), "application/octet-stream", "a.bin")))
    assert WORDS in links(report)


def test_one_picture_twice_is_read_once() -> None:
    octets = drawn.png(WORDS)
    report = gyotaku.dissect(mail((octets, "image/png", "a.png"), (octets, "image/png", "b.png")))
    assert [one.kind.id for one in report.findings].count("qr-link") == 1


def test_without_the_extra_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "missing", lambda: True)
    report = gyotaku.dissect(mail((drawn.png(WORDS), "image/png", "a.png")))
    assert run(report) is Ended.UNAVAILABLE
    told = [one for one in report.unknown if one.why is Why.EXTRA.text]
    assert len(told) == 1
    assert "gyotaku[qr]" in told[0].why.en
    assert run(gyotaku.dissect(mail())) is Ended.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 90, Why.DAMAGED),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Why.FORMAT),
        (b"%PDF-1.7\nnothing", Why.DAMAGED),
    ],
)
def test_what_was_not_read_is_told(octets: bytes, why: Why) -> None:
    report = gyotaku.dissect(mail((octets, "image/png", "a.png")))
    assert run(report) is Ended.UNAVAILABLE
    assert why.text in {one.why for one in report.unknown}


def test_a_code_that_was_asked_for_and_not_read_is_told() -> None:
    html = "<p>Please scan the QR code with your phone.</p><img src='https://img.hotaru.invalid/code.png'>"
    told = [one for one in gyotaku.dissect(mail(html=html)).unknown if "scan" in one.question.text.en]
    assert [one.question.slots["ask"].value for one in told] == ["Please scan the QR code with your phone"]
    with_code = mail((drawn.png(WORDS), "image/png", "a.png"), html=html)
    assert not [one for one in gyotaku.dissect(with_code).unknown if "scan" in one.question.text.en]


def test_reads_a_picture_in_a_style() -> None:
    octets = base64.b64encode(drawn.png(WORDS)).decode()
    made = mail(html=f"<div style=\"background-image: url('data:image/png;base64,{octets}')\">Hello</div>")
    report = gyotaku.dissect(made)
    assert WORDS in links(report)
    found = next(one for one in report.findings if one.kind.id == "qr-link")
    assert quoted(message.read(made), found.evidence[0]) == WORDS


def test_more_pictures_than_are_read_are_told() -> None:
    many = [(drawn.png(f"https://hotaru.invalid/{number}", 2), "image/png", f"{number}.png") for number in range(22)]
    report = gyotaku.dissect(mail(*many))
    assert Why.TOO_MANY.text in {one.why for one in report.unknown}
    assert "https://hotaru.invalid/19" in links(report)
    assert "https://hotaru.invalid/20" not in links(report)


# Hostile files.


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is enormous, and is all one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    body = zlib.compress(b"\0" * min((width // 8 + 2) * height, 20_000_000), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (1_000_000, 41)])
def test_an_enormous_picture_is_refused_by_its_header(size: tuple[int, int]) -> None:
    started = time.monotonic()
    found = read_all([Job("image", bomb(*size)), Job("image", drawn.png(WORDS))])
    assert [why for _, why in found.unread] == [Why.TOO_LARGE]
    assert [code.text for code in found.codes] == [WORDS]
    assert time.monotonic() - started < 3


def test_tracking_pixels_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading._Worker, "exchange", lambda *_: pytest.fail("it was asked"))
    dot = drawn.written(Image.new("L", (1, 1)), "GIF")
    assert run(gyotaku.dissect(mail((dot, "image/gif", "dot.gif")))) is Ended.NOT_APPLICABLE


def test_what_breaks_the_reader_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that dies at one picture is told; the pictures after it are read."""
    asked: list[list[int]] = []
    whole = reading._ask

    def dies_at_first(jobs: list[tuple[int, Job]], recognizer: list[str]) -> tuple[list[dict[str, object]], bool]:
        asked.append([number for number, _ in jobs])
        return ([], False) if jobs[0][0] == 0 else whole(jobs, recognizer)

    monkeypatch.setattr(reading, "_ask", dies_at_first)
    found = read_all([Job("image", b"x"), Job("image", drawn.png(WORDS))])
    assert asked == [[0, 1], [1]]
    assert found.unread == ((0, Why.BROKE),)
    assert [code.text for code in found.codes] == [WORDS]


def test_a_killed_process_is_started_anew() -> None:
    assert read(drawn.png(WORDS)) == [WORDS]
    process = reading._worker._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert read(drawn.png(WORDS)) == [WORDS]


def test_the_child_can_open_nothing_and_is_bounded() -> None:
    """Run in a child, as batches are: opening a file or a socket fails, memory and time have an end."""
    import resource
    import socket

    source, out = os.pipe()
    child = os.fork()
    if not child:
        worker._limit(out)
        told = []
        for attempt in (lambda: open("/etc/hostname"), socket.socket, lambda: bytearray(2 << 30)):  # noqa: PTH123, SIM115
            try:
                attempt()
                told.append("done")
            except (OSError, MemoryError):
                told.append("refused")
        told.append(str(resource.getrlimit(resource.RLIMIT_CPU)[0]))
        os.write(out, " ".join(told).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(source, 100) == b"refused refused refused 10"
    os.close(source)
    os.close(out)


def test_fuzz_never_raises() -> None:
    chance = random.Random(20)  # noqa: S311
    image = drawn.image(WORDS, 3)
    seeds = [drawn.written(image, form) for form in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO")]
    seeds.append(pdf_of(image))
    end = time.monotonic() + 4
    rounds = 0
    while time.monotonic() < end:
        jobs = [broken(chance, chance.choice(seeds)) for _ in range(8)]
        found = read_all(jobs)
        assert {number for number, _ in found.unread} <= set(range(8))
        rounds += 1
    assert rounds > 5


def broken(chance: random.Random, octets: bytes) -> Job:
    torn = bytearray(octets)
    for _ in range(chance.choice((1, 3, 30))):
        at = chance.randrange(len(torn))
        torn[at : at + chance.choice((0, 1, 4))] = bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 4))))
    return Job(
        "pdf" if octets.startswith(b"%PDF") else "image", bytes(torn[: chance.choice((len(torn), len(torn) // 2))])
    )


@pytest.mark.parametrize(
    "piece", ["<div style=background:#000>", "<td bgcolor=#000>", "<table><tr>", "<i style='background:red'></i><br>"]
)
def test_deep_and_long_markup_is_read_in_linear_time(piece: str) -> None:
    started = time.process_time()
    cells.may_draw(piece * 60_000)
    cells.drawings(piece * 60_000)
    assert time.process_time() - started < 3


@pytest.mark.parametrize("line", ["█" * 100_000, "█▄\n", "#######\n", "⬛⬜\n\n", "\u2801" * 50 + "\n"])
def test_long_drawings_are_read_in_linear_time(line: str) -> None:
    started = time.process_time()
    characters.drawings(line * (2_000_000 // len(line)))
    assert time.process_time() - started < 2


# What codes say.


@pytest.mark.parametrize(
    ("payload", "urls"),
    [
        ("https://hotaru.invalid/a", ["https://hotaru.invalid/a"]),
        ("HTTPS://HOTARU.INVALID/A", ["HTTPS://HOTARU.INVALID/A"]),
        ("URLTO:https://hotaru.example/a", ["https://hotaru.example/a"]),
        ("MEBKM:TITLE:Bank;URL:https://hotaru.example/a;;", ["https://hotaru.example/a"]),
        ("Open https://hotaru.example/a now", ["https://hotaru.example/a"]),
        ("www.hotaru.co.jp/a", ["http://www.hotaru.co.jp/a"]),
        ("BEGIN:VCARD\nN:Sato\nURL:https://hotaru.example/\nEND:VCARD", ["https://hotaru.example/"]),
        ("WIFI:T:WPA;S:guest;P:kaede;;", []),
        ("mailto:sato@sakuragi.example", []),
        ("TICKET-17", []),
    ],
)
def test_web_addresses_of_a_payload(payload: str, urls: list[str]) -> None:
    assert web_addresses(payload) == urls


@pytest.mark.parametrize(
    ("payload", "what"),
    [
        ("mailto:sato@sakuragi.example", Says.MAIL),
        ("tel:+81312345678", Says.TELEPHONE),
        ("SMSTO:+81312345678:hello", Says.TELEPHONE),
        ("WIFI:T:WPA;S:guest;P:kaede;;", Says.WIRELESS),
        ("bitcoin:1Example?amount=1", Says.PAYMENT),
        ("otpauth://totp/kaede?secret=AAAA", Says.LOGIN),
        ("geo:35.0,135.0", Says.PLACE),
        ("BEGIN:VCARD", Says.CARD),
        ("TICKET-17", Says.TEXT),
    ],
)
def test_what_a_payload_is(payload: str, what: Says) -> None:
    assert says(payload) is what
