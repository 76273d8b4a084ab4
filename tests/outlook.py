"""Writers of Outlook's files, for tests: compound files, .msg, TNEF. As small as reading them back allows."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from gyotaku.mail import message
from gyotaku.mail.mime import Part

Tree = Mapping[str, "bytes | Tree"]
_FREE, _END, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF
_SECTOR = 512
CODEPAGES = {
    "utf-8": 65001, "us-ascii": 20127, "iso-2022-jp": 50220, "shift_jis": 932, "euc-jp": 51932, "gb2312": 936,
    "big5": 950, "euc-kr": 949, "koi8-r": 20866, "windows-1252": 1252, "windows-1251": 1251, "windows-1250": 1250,
    "iso-8859-1": 28591, "iso-8859-2": 28592, "iso-8859-15": 28605,
}  # fmt: skip


def compound(tree: Tree) -> bytes:  # noqa: C901, PLR0915 - the layout of one format, from first to last octet
    """A compound file of version 3: streams (octets) and storages (mappings), children of one storage in a row."""
    entries: list[dict[str, int | str | bytes]] = [{"name": "Root Entry", "kind": 5, "data": b""}]

    def add(storage: Tree) -> int:
        first = previous = _NONE
        for name in sorted(storage, key=lambda name: (len(name), name.upper())):
            value = storage[name]
            number = len(entries)
            kind = 2 if isinstance(value, bytes) else 1
            entries.append({"name": name, "kind": kind, "data": value if isinstance(value, bytes) else b""})
            if previous == _NONE:
                first = number
            else:
                entries[previous]["right"] = number
            previous = number
            if not isinstance(value, bytes):
                entries[number]["child"] = add(value)
        return first

    entries[0]["child"] = add(tree)
    mini, mini_fat, sectors, fat = bytearray(), [], [], []

    def chain(data: bytes) -> int:
        if not data:
            return _END
        first = len(fat)
        pieces = [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        sectors.extend(pieces)
        fat.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    for entry in entries[1:]:
        data = entry["data"]
        assert isinstance(data, bytes)
        if entry["kind"] == 2 and len(data) >= 4096:
            entry["start"] = chain(data)
        elif entry["kind"] == 2 and data:
            count = (len(data) + 63) // 64
            entry["start"] = len(mini_fat)
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), _END]
            mini += data.ljust(count * 64, b"\0")
        entry["size"] = len(data)
    entries[0].update(start=chain(bytes(mini)), size=len(mini))
    mini_start = chain(struct.pack(f"<{len(mini_fat)}I", *mini_fat))
    directory = chain(b"".join(_entry(entry) for entry in entries))
    count = 1
    while (len(fat) + count + 127) // 128 > count:
        count += 1
    lists = max(0, (count - 109 + 126) // 127)
    while (len(fat) + count + lists + 127) // 128 > count:
        count += 1
        lists = max(0, (count - 109 + 126) // 127)
    where = list(range(len(fat), len(fat) + count))
    more = list(range(len(fat) + count, len(fat) + count + lists))
    fat += [0xFFFFFFFD] * count + [0xFFFFFFFC] * lists
    fat += [_FREE] * (-len(fat) % 128)
    sectors += [struct.pack("<128I", *fat[at : at + 128]) for at in range(0, len(fat), 128)]
    for number in range(lists):
        listed = where[109 + number * 127 : 109 + (number + 1) * 127]
        listed += [_FREE] * (127 - len(listed))
        sectors.append(struct.pack("<128I", *listed, more[number + 1] if number + 1 < lists else _END))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, count, directory, 0, 4096, mini_start if mini_fat else _END, (len(mini_fat) + 127) // 128,
                          more[0] if more else _END, lists)  # fmt: skip
    header += struct.pack("<109I", *(where[:109] + [_FREE] * max(0, 109 - count)))
    return header + b"".join(sectors)


def _entry(entry: dict[str, int | str | bytes]) -> bytes:
    name = str(entry["name"]).encode("utf-16-le") + b"\0\0"
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBB", len(name), entry["kind"], 1)
        + struct.pack("<III", _NONE, entry.get("right", _NONE), entry.get("child", _NONE))
        + bytes(36)
        + struct.pack("<IQ", entry.get("start", _END), entry.get("size", 0))
    )


def item(properties: Mapping[int, object], header: int, codepage: int | None = None) -> dict[str, bytes | Tree]:
    """Streams for properties by id: str (in Unicode, or in `codepage`), bytes, int, float (a FILETIME's number)."""
    rows, streams = bytes(header), {}
    for id_, value in properties.items():
        if isinstance(value, int):
            rows += struct.pack("<HHIq", 3, id_, 6, value)
            continue
        if isinstance(value, float):
            rows += struct.pack("<HHIq", 0x40, id_, 6, int(value))
            continue
        if isinstance(value, bytes):
            kind, data = 0x102, value
        elif codepage is None:
            kind, data = 0x1F, str(value).encode("utf-16-le", "surrogatepass")
        else:
            kind, data = 0x1E, str(value).encode({932: "cp932", 65001: "utf-8"}.get(codepage, f"cp{codepage}"))
        rows += struct.pack("<HHIII", kind, id_, 6, len(data), 0)
        streams[f"__substg1.0_{id_:04X}{kind:04X}"] = data
    return {"__properties_version1.0": rows, **streams}


def attachment(data: bytes | Tree, number: int, **named: str | None) -> tuple[str, Tree]:
    """A storage for one attachment; a tree is an embedded item."""
    ids = {"name": 0x3707, "media_type": 0x370E, "content_id": 0x3712}
    properties: dict[int, object] = {ids[key]: value for key, value in named.items() if value}
    properties[0x3705] = 1 if isinstance(data, bytes) else 5
    if isinstance(data, bytes):
        properties[0x3701] = data
    streams = item(properties, 8)
    if not isinstance(data, bytes):
        streams["__substg1.0_3701000D"] = data
    return f"__attach_version1.0_#{number:08X}", streams


def msg_of(raw: bytes) -> bytes:
    """A .msg as Outlook would have made it of a mail that came over the Internet."""
    return compound(_item_of(message.read(raw).root, raw, 32))


def _item_of(root: Part, raw: bytes, header: int) -> dict[str, bytes | Tree]:
    block = root.source.data[root.start : root.body_start].rstrip(b"\r\n") + b"\r\n"
    properties: dict[int, object] = {0x001A: "IPM.Note"}
    attached: list[tuple[bytes | Tree, Part]] = []
    try:
        properties[0x007D] = block.decode()
    except UnicodeDecodeError:
        properties[0x007D] = block
    if root.content_type == "multipart/signed":
        properties[0x001A] = "IPM.Note.SMIME.MultipartSigned"
        fields = root.headers.all("Content-Type")[0].raw
        attached.append((b"Content-Type:" + fields + b"\r\n\r\n" + root.body, root))
        return _with(properties, attached, header)
    for part in root.walk():
        if part.children or part.content_type.startswith("multipart/"):
            continue
        shown = part.disposition != "attachment"
        if part.content_type == "text/plain" and shown and 0x1000 not in properties:
            properties[0x1000] = part.text()
        elif part.content_type == "text/html" and shown and 0x1013 not in properties:
            label = (part.charset or "").lower()
            if label in CODEPAGES:
                properties.update({0x1013: part.data(), 0x3FDE: CODEPAGES[label]})
            else:
                properties.update({0x1013: part.text().encode("utf-8", "replace"), 0x3FDE: 65001})
        elif part.message is not None:
            attached.append((_item_of(part.message, raw, 24), part))
        else:
            attached.append((part.data(), part))
    return _with(properties, attached, header)


def _with(
    properties: dict[int, object], attached: list[tuple[bytes | Tree, Part]], header: int
) -> dict[str, bytes | Tree]:
    streams = item(properties, header)
    for number, (data, part) in enumerate(attached):
        identity = part.headers.get("Content-ID")
        name, storage = attachment(
            data,
            number,
            name=part.filename,
            media_type=part.content_type,
            content_id=identity.value.strip("<> ") if identity and part.disposition != "attachment" else None,
        )
        streams[name] = storage
    return streams


def tnef(properties: Mapping[int, object], *attachments: tuple[str, bytes], body: bytes | None = None) -> bytes:
    """A winmail.dat: properties of the message, and attachments by name."""
    out = b"\x78\x9f\x3e\x22\x01\x00" + _attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    if body is not None:
        out += _attribute(1, 0x0002800C, body + b"\0")
    out += _attribute(1, 0x00069003, _list(properties))
    for name, data in attachments:
        out += _attribute(2, 0x00069002, bytes(14))
        out += _attribute(2, 0x00018010, name.encode("cp1252") + b"\0")
        out += _attribute(2, 0x0006800F, data)
    return out


def _attribute(level: int, id_: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, id_, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _list(properties: Mapping[int, object]) -> bytes:
    out = struct.pack("<I", len(properties))
    for id_, value in properties.items():
        if isinstance(value, int):
            out += struct.pack("<HHi", 3, id_, value)
            continue
        kind, data = (0x102, value) if isinstance(value, bytes) else (0x1F, (str(value) + "\0").encode("utf-16-le"))
        out += struct.pack("<HHII", kind, id_, 1, len(data)) + data + bytes(-len(data) % 4)
    return out
