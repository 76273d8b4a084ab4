"""What a code says to the phone that reads it: an address of the web, or something else."""

from __future__ import annotations

from enum import StrEnum

from gyotaku.mail.links.mark import Place
from gyotaku.mail.links.shown import shown_host
from gyotaku.mail.links.text import addresses
from gyotaku.mail.pattern import Pattern
from gyotaku.model.text import Text

_WEB = Pattern(r"[Hh][Tt][Tt][Pp][Ss]?:[/\\]{0,4}\S{1,8000}")
_PREFIXED = Pattern(r"(?:[Uu][Rr][Ll](?:[Tt][Oo])?:|MEBKM:.{0,200}?URL:)\s{0,9}([^\s;]{1,8000})")
_MOST = 5


class Says(StrEnum):
    """What a payload is that leads to no host."""

    MAIL = "mail"
    TELEPHONE = "telephone"
    WIRELESS = "wireless"
    PAYMENT = "payment"
    LOGIN = "login"
    CARD = "card"
    PLACE = "place"
    TEXT = "text"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Says.MAIL: Text(en="a mail to write", ja="メールの宛先"),
    Says.TELEPHONE: Text(en="a number to call or to write to", ja="電話番号または SMS の宛先"),
    Says.WIRELESS: Text(en="a wireless network to join", ja="無線LANの接続情報"),
    Says.PAYMENT: Text(en="an address to pay to", ja="送金先"),
    Says.LOGIN: Text(en="the secret of a one-time password", ja="ワンタイムパスワードの登録情報"),
    Says.CARD: Text(en="an address card or a calendar entry", ja="連絡先または予定"),
    Says.PLACE: Text(en="a place on a map", ja="地図上の位置"),
    Says.TEXT: Text(en="text", ja="文字列"),
}
_SCHEMES = {
    "mailto:": Says.MAIL, "matmsg:": Says.MAIL, "smtp:": Says.MAIL,
    "tel:": Says.TELEPHONE, "telto:": Says.TELEPHONE, "sms:": Says.TELEPHONE, "smsto:": Says.TELEPHONE,
    "mms:": Says.TELEPHONE, "mmsto:": Says.TELEPHONE, "facetime:": Says.TELEPHONE,
    "wifi:": Says.WIRELESS, "geo:": Says.PLACE, "otpauth:": Says.LOGIN, "otpauth-migration:": Says.LOGIN,
    "bitcoin:": Says.PAYMENT, "ethereum:": Says.PAYMENT, "litecoin:": Says.PAYMENT, "bitcoincash:": Says.PAYMENT,
    "dogecoin:": Says.PAYMENT, "monero:": Says.PAYMENT, "tron:": Says.PAYMENT, "solana:": Says.PAYMENT,
    "lightning:": Says.PAYMENT, "upi:": Says.PAYMENT, "begin:": Says.CARD, "mecard:": Says.CARD, "bizcard:": Says.CARD,
}  # fmt: skip


def web_addresses(payload: str) -> list[str]:
    """Every address that a phone offers to open: the whole payload, or what it finds in its words."""
    text = payload.strip()
    if _WEB.compiled.fullmatch(text):
        return [text]
    prefixed = _PREFIXED.compiled.match(text)
    if prefixed is not None:
        return [prefixed[1]]
    found = [one.url for one in addresses(text, _MOST) if one.place is not Place.DEFANGED]
    if not found and (shown := shown_host(text)) is not None:
        found = [shown.target.written]
    return found


def says(payload: str) -> Says:
    """What a payload is that holds no address of the web."""
    scheme, colon, _ = payload.strip()[:30].partition(":")
    return _SCHEMES.get(scheme.lower() + colon, Says.TEXT)
