"""`gyotaku lookups`: what would be asked of whom, and what that tells them. Asks nobody."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from gyotaku.cli.look_ups import permitted, session
from gyotaku.cli.main import DONE, UNREADABLE, USAGE
from gyotaku.cli.settings import language, settings
from gyotaku.dissection import questions_of
from gyotaku.lookup.opening import open_session
from gyotaku.lookup.preview import Planned, planned
from gyotaku.lookup.store import StoreError
from gyotaku.mail.intake import collect
from gyotaku.mail.refusals import Refused
from gyotaku.model.answers import Permission
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language, Text
from gyotaku.report.canvas import Canvas
from gyotaku.report.layout import safe, shortened
from gyotaku.report.plain import Plain, written_time

_WIDTH = 100
_NOTHING = Text(en="There is nothing to ask about this mail.", ja="このメールについて照会することはありません。")
_ALLOWED = Text(en="allowed", ja="許可されています")
_NOT_ALLOWED = Text(
    en="not allowed; --online {permission} allows it", ja="許可されていません（--online {permission} で許可できます）"
)
_NEEDS_NONE = Text(
    en="needs no permission; files on this machine are always used", ja="許可は不要です（手元のファイルを常に使います）"
)
_ASKS = Text(en="asks {whom}: {what}", ja="照会先 {whom}：{what}")
_AT_HAND = Text(en="recorded {time}: would not be asked again", ja="{time} の記録があるため、再照会しません")
_MORE = Text(
    en="Answers may lead to more questions of the same kind: SPF includes, a registrar's own server.",
    ja="回答によっては、同じ種類の照会が続くことがあります（SPF の include、レジストラのサーバーなど）。",
)


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    try:
        config = permitted(options, config)
        asking = session(options, config) or open_session(config)
    except (ValueError, StoreError) as error:
        print(f"gyotaku: {error}", file=sys.stderr)
        return USAGE
    spoken = language(options, config)
    unread = 0
    with asking:
        for intake in collect(options.mail, sys.stdin.buffer):
            if isinstance(intake, Refused):
                unread += 1
                print(f"gyotaku: {intake.path!a}: {intake.reason.template(spoken)}", file=sys.stderr)
                continue
            plans = list(planned(questions_of(intake, config), asking))
            if options.format == "json":
                print(json.dumps(_on_wire(intake.path, plans, config)))  # ASCII alone: names are a stranger's
            else:
                _show(intake.path, plans, config, spoken)
    return UNREADABLE if unread else DONE


def _on_wire(path: str, plans: Iterable[Planned], config: Config) -> dict[str, Any]:
    style = Plain()
    return {
        "path": path,
        "questions": [
            {
                "id": one.question.id,
                "permission": one.question.permission.value,
                "allowed": one.question.permission is Permission.PLACE or one.question.permission in config.online,
                "text": {tongue: one.question.text.render(tongue, style) for tongue in ("en", "ja")},
                "tells": {"en": one.tells.en, "ja": one.tells.ja},
                "asks": [
                    {"ask": ask.id, "whom": whom, "recorded": answer.time.isoformat() if answer else None}
                    for ask, whom, answer in one.asks
                ],
            }
            for one in plans
        ],
    }


def _show(path: str, plans: list[Planned], config: Config, spoken: Language) -> None:
    canvas = Canvas(spoken, _WIDTH, color=False)
    canvas.lines.append(shortened("gyotaku · " + safe(path), _WIDTH))
    if not plans:
        canvas.paragraph(canvas.say(_NOTHING))
    order = list(Permission)
    ordered = sorted(plans, key=lambda one: order.index(one.question.permission))
    for permission, group in groupby(ordered, key=lambda one: one.question.permission):
        canvas.heading(permission.label)
        allowed = _ALLOWED if permission in config.online else _NOT_ALLOWED
        if permission is Permission.PLACE:
            allowed = _NEEDS_NONE
        canvas.paragraph(canvas.filled(allowed, permission=permission.value), 2)
        told: Text | None = None
        for one in sorted(group, key=lambda one: (one.tells.en, one.question.id)):
            if one.tells != told:
                canvas.gap()
                canvas.paragraph(canvas.say(one.tells), 2)
                told = one.tells
            _question(canvas, one)
    if any(one.asks for one in plans):
        canvas.gap()
        canvas.paragraph(canvas.say(_MORE))
    print(canvas.text(), end="")


def _question(canvas: Canvas, one: Planned) -> None:
    canvas.paragraph(canvas.sentence(one.question.text), 4, first="  ·")
    for whom, asks in groupby(one.asks, key=lambda asked: asked[1]):
        asked = list(asks)
        what = ", ".join(f"{ask.what} {ask.of}" for ask, _, _ in asked)
        canvas.paragraph(canvas.filled(_ASKS, whom=whom, what=shortened(what, 400)), 6, first="    →")
        times = [answer.time for _, _, answer in asked if answer is not None]
        if times and len(times) == len(asked):
            canvas.paragraph(canvas.filled(_AT_HAND, time=written_time(min(times))), 6)
