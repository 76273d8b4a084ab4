"""What the pictures themselves say, and why there is none."""

from __future__ import annotations

from gyotaku.model.text import Text

FIELDS = {
    "Subject": Text(en="Subject", ja="件名"),
    "From": Text(en="From", ja="差出人"),
    "To": Text(en="To", ja="宛先"),
    "Date": Text(en="Date", ja="日時"),
}
REMOTE = Text(en="Remote picture, not loaded", ja="外部の画像（読み込んでいません）")
ABSENT = Text(en="Picture that the mail does not hold", ja="メールに含まれていない画像")
UNSHOWN = Text(en="Picture, not shown", ja="画像（表示していません）")
MASKED = Text(en="Picture, masked", ja="画像（伏せました）")
UNREAD = Text(
    en="Picture, hidden: not searched for your data", ja="画像（宛先の情報の有無を確認できないため伏せました）"
)
CUT = Text(en="The mail goes on below; the picture ends here.", ja="メールはこの下に続きますが、画像はここまでです。")

REMOTE_NOTE = Text(
    en="Pictures that the mail would load from other servers were not loaded; grey boxes stand for them.",
    ja="メールが外部のサーバーから読み込む画像は、読み込まずに灰色の枠で示しています。",
)
MASKED_NOTE = Text(
    en="Grey boxes also stand for pictures in which your own data were found.",
    ja="宛先の情報が見つかった画像も、灰色の枠に置き換えています。",
)
UNREAD_NOTE = Text(
    en="Pictures that could not be searched for your data are hidden as well. Reading them takes tesseract "
    "(Debian: tesseract-ocr tesseract-ocr-jpn) and the extra `qr`.",
    ja="宛先の情報の有無を確認できなかった画像も隠しています。画像を読むには tesseract（Debian では tesseract-ocr と tesseract-ocr-jpn）と追加機能 qr が必要です。",
)
UNSEARCHED_NOTE = Text(
    en="The drawn mail was not searched for codes, such as QR codes, that letters or table cells draw; that takes the extra `qr`.",
    ja="文字や表で描かれた QR コードなどが含まれていないかは、確認していません。確認には追加機能 qr が必要です。",
)
CUT_NOTE = Text(
    en="The mail is longer than the picture.",
    ja="メールは画像より長く、以降を省略しています。",
)

UNWANTED = Text(en="No picture was asked for.", ja="画像は求められていません。")
NOTHING = Text(en="The mail has no text to draw.", ja="描画できる本文がありません。")
TOO_DEEP = Text(
    en="The mail's HTML is nested too deeply to be drawn.",
    ja="HTML の入れ子が深すぎるため、描画できません。",
)
LATE = Text(
    en="Drawing the mail took too long and was ended.",
    ja="描画に時間がかかりすぎたため、中止しました。",
)
ENDED = Text(
    en="Chromium ended while it drew the mail.",
    ja="描画の途中で Chromium が終了しました。",
)
LEAKS = Text(
    en="Something of yours could still be read in the drawn mail, so the picture was thrown away.",
    ja="描画したメールに、まだあなたの情報が残っていたため、画像を破棄しました。",
)
CODES = Text(
    en="The drawn mail holds a code, such as a QR code, with something that tells whose mail it is, so the picture was thrown away.",
    ja="描画したメールの QR コードなどに、宛先を示す情報が含まれているため、画像を破棄しました。",
)
