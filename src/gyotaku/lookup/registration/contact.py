"""A contact of an RDAP answer: jCard (RFC 7095) or JSContact (RFC 9553). Nothing a server writes there makes it raise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from gyotaku.lookup.registration.privacy import withheld
from gyotaku.model.registration import Spelled

_MOST_PROPERTIES = 200
_LONGEST = 300


class Contact(Struct, frozen=True, kw_only=True):
    """What a contact card tells; None for what it does not."""

    organization: Spelled | None = None
    name: Spelled | None = None
    email: str | None = None
    country: str | None = None
    state: str | None = None
    city: str | None = None
    withheld: bool = False
    """Words stand there in place of a value: "REDACTED FOR PRIVACY"."""


class Draft:
    """What is gathered of one contact, by member and language."""

    def __init__(self) -> None:
        self._said: dict[str, dict[str, str]] = {}
        self.withheld = False

    def put(self, member: str, value: object, language: str = "") -> None:
        """Keep a value. The first of each language counts; withheld and empty ones are none."""
        text = plain(value) if isinstance(value, str) else ""
        if not text:
            return
        if withheld(text):
            self.withheld = True
            return
        key = "ja" if language.lower().startswith("ja") or (not language and _is_japanese(text)) else "plain"
        self._said.setdefault(member, {}).setdefault(key, text)

    def has(self, member: str) -> bool:
        return member in self._said

    def spelled(self, member: str) -> Spelled | None:
        said = self._said.get(member)
        return Spelled(said.get("plain"), said.get("ja")) if said else None

    def plain(self, member: str) -> str | None:
        spelled = self.spelled(member)
        return (spelled.plain or spelled.ja) if spelled else None

    def contact(self) -> Contact:
        country = self.plain("country")
        return Contact(
            organization=self.spelled("organization"),
            name=self.spelled("name"),
            email=mailbox(self.plain("email")),
            country=country.upper() if country and len(country) == 2 else country,
            state=self.plain("state"),
            city=self.plain("city"),
            withheld=self.withheld,
        )


def plain(value: str) -> str:
    """White space collapsed, at most 300 characters, no half of a surrogate pair: JSON can hold one, and UTF-8 cannot."""
    text = " ".join(value[:_LONGEST].split())
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def mailbox(text: str | None) -> str | None:
    """The mail address in a value, which may be `mailto:` or stand among words."""
    for word in (text or "").replace("mailto:", " ").replace("<", " ").replace(">", " ").split():
        local, at, domain = word.strip("'\"(),;:.").rpartition("@")
        if at and local and "." in domain:
            return f"{local}@{domain}".lower()
    return None


def _is_japanese(text: str) -> bool:
    return any("\u3040" <= sign <= "\u30ff" or "\u4e00" <= sign <= "\u9fff" for sign in text)


def of_entity(entity: Mapping[str, Any]) -> Contact:
    """The contact of an RDAP entity, whichever form its card has."""
    draft = Draft()
    card = entity.get("vcardArray")
    if isinstance(card, list) and len(card) > 1 and isinstance(card[1], list):
        for row in card[1][:_MOST_PROPERTIES]:
            _property(row, draft)
    card = entity.get("jscontact_card", entity.get("jscard"))
    if isinstance(card, dict):
        _card(card, draft, str(card.get("language", "")))
        for language, patch in _items(card.get("localizations")):
            if isinstance(patch, dict):
                _card(patch, draft, language)
    return draft.contact()


def _property(row: object, draft: Draft) -> None:
    if not isinstance(row, list) or len(row) < 4 or not isinstance(row[0], str):
        return
    parameters = row[1] if isinstance(row[1], dict) else {}
    name, value, language = row[0].lower(), row[3], str(parameters.get("language", ""))
    if name == "fn":
        draft.put("name", value, language)
    elif name == "org":
        draft.put("organization", value[0] if isinstance(value, list) and value else value, language)
    elif name == "email":
        draft.put("email", value)
    elif name == "adr":
        _address(value, parameters, draft)


def _address(value: object, parameters: Mapping[str, Any], draft: Draft) -> None:
    """RFC 6350 section 6.3.1: city, state and country are the fourth, fifth and seventh of seven."""
    draft.put("country", parameters.get("cc"))
    if isinstance(value, list) and len(value) >= 7:
        for member, at in (("city", 3), ("state", 4), ("country", 6)):
            if not draft.has(member):
                draft.put(member, value[at])
    if not draft.has("country") and isinstance(label := parameters.get("label"), str):
        last = label.strip().rpartition("\n")[2].strip()
        if last.isalpha():
            draft.put("country", last)


def _card(card: Mapping[str, Any], draft: Draft, language: str) -> None:
    name = card.get("name")
    if isinstance(name, dict):
        draft.put("name", name.get("full"), language)
    for _, organization in _items(card.get("organizations")):
        if isinstance(organization, dict):
            draft.put("organization", organization.get("name"), language)
    for _, email in _items(card.get("emails")):
        if isinstance(email, dict):
            draft.put("email", email.get("address"))
    for _, address in _items(card.get("addresses")):
        if isinstance(address, dict):
            draft.put("country", address.get("countryCode"))
            _components(address.get("components"), draft)


def _components(components: object, draft: Draft) -> None:
    members = {"locality": "city", "region": "state", "country": "country"}
    for part in components[:_MOST_PROPERTIES] if isinstance(components, list) else ():
        if isinstance(part, dict) and (member := members.get(str(part.get("kind")))) and not draft.has(member):
            draft.put(member, part.get("value"))


def _items(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for index, (key, item) in enumerate(value.items()):
            if index >= _MOST_PROPERTIES:
                return
            yield str(key), item
