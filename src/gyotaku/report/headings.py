"""The fixed words of the reports that people read."""

from __future__ import annotations

from gyotaku.model.dkim import StepName, StepOutcome
from gyotaku.model.evidence import Layer, Origin, ReadFrom
from gyotaku.model.report import VerdictWord
from gyotaku.model.spf import SpfOutcome
from gyotaku.model.text import Text

SUBJECT = Text(en="Subject", ja="件名")
STAMPED = Text(en="stamped on arrival", ja="受信時に付いたスパムスタンプ")
STAMPED_ELSEWHERE = Text(
    en="stamped on the way, or by the sender", ja="途中のサーバーまたは差出人が付けたスパムスタンプ"
)
SENDER = Text(en="From", ja="差出人")
RECIPIENT = Text(en="To", ja="宛先")
DATE = Text(en="Date", ja="送信日時")
NOT_THERE = Text(en="(none)", ja="（なし）")
AND_MORE = Text(en="and {count} more", ja="ほか{count}件")

GOAL = Text(en="It seems to be after {goal} ({kind}).", ja="狙いは{goal}とみられます（{kind}）。")
PRETENDS = Text(en="It speaks in the name of {brand}.", ja="「{brand}」を名乗っています。")
PRETENDS_OWN = Text(en="It poses as mail from your own organization.", ja="自社からのメールを装っています。")
GOAL_ADVERTISING = Text(en="It seems to be advertising.", ja="広告とみられます。")
GOAL_UNKNOWN = Text(
    en="What it is after could not be told from its words.", ja="狙いは文面からは特定できませんでした。"
)
NO_SIGN_IS_NOT_SAFE = Text(
    en="That is no proof that it is honest: only what is listed below was looked at.",
    ja="正当なメールと証明されたわけではありません。調べたのは以下の範囲です。",
)
CLEARANCE_STRUCK = Text(
    en="Without what the sender could have arranged, the verdict would be: {verdict}",
    ja="差出人自身が用意できた有利な証拠を除くと、判定は次のとおりです。{verdict}",
)
MARKS_STRUCK = Text(
    en="Your own marks weigh in this verdict. Without them it would be: {verdict}",
    ja="この判定には、あなたの付けた印も数えています。印がなければ、判定は次のとおりです。{verdict}",
)
MARKS_CHANGE_NOTHING = Text(
    en="Your own marks weigh in this verdict; it would be the same without them.",
    ja="この判定には、あなたの付けた印も数えていますが、印がなくても判定は同じです。",
)
NO_PROBABILITY = Text(
    en="How many of the mails that people examine are fraud is not known, so no probability is given.",
    ja="調べられるメールのうち、どれだけが詐欺なのかはわかっていません。そのため、確率は示しません。",
)

WHY = Text(en="Why", ja="判定の理由")
HINTS = Text(en="Hints, too weak for a suspicion", ja="気になる点（不審というには弱いもの）")
CLEARING = Text(en="What speaks against fraud", ja="詐欺とは考えにくい根拠")
ALSO = Text(en="Also noted", ja="参考")
KEY_FIELDS = Text(en="The three fields", ja="三つのフィールド")
PATH = Text(en="The path", ja="配送経路")
HYPOTHESES = Text(en="Who sent it", ja="誰が送ったか")
UNKNOWN = Text(en="What is unknown", ja="わかっていないこと")
CHECKS = Text(en="Checks that did not run", ja="実施しなかった確認")
CHECKS_OF_ANSWERS = Text(
    en="Checks of what look-ups brought that had nothing to judge: {count} (the JSON report gives the reason of each).",
    ja="照会の結果を調べる確認のうち、対象のなかったもの：{count}件（理由は JSON の報告に記録しています）。",
)

WRITTEN_BY = Text(en="could have been written by", ja="書けた人")
SPEAKS_FOR = Text(en="for", ja="支持")
SPEAKS_AGAINST = Text(en="against", ja="反対")
DECIDED = Text(en="looked up", ja="照会済み")
DECIDED_BY = Text(en="what would decide", ja="決め手になる照会")
LOOKUPS_OF = Text(en="{names} of {of}", ja="{of} の{names}")
NOT_LIKELY = Text(en="Unlikely or excluded", ja="考えにくいもの、否定されたもの")
PERMISSION = Text(en="permission", ja="必要な許可")
NO_HOPS = Text(
    en="There is no Received line, so nothing tells the way the mail came.",
    ja="Received 行がないため、配送経路はわかりません。",
)
BOUNDARY_CONFIGURED = Text(
    en="trust boundary (configured): below is your own servers' record",
    ja="信頼境界（設定による） ここから下は自社サーバーの記録",
)
BOUNDARY_INFERRED = Text(
    en="trust boundary (inferred): below is your own servers' record",
    ja="信頼境界（推定） ここから下は自社サーバーの記録",
)
NO_BOUNDARY = Text(
    en="No line could be recognized as your own server's; everything here is the word of others.",
    ja="自社サーバーが書いたといえる行がなく、すべて他者の記録です。",
)
OTHERS_WORD = Text(
    en="Lines above the boundary are the word of others; whoever handed the mail over could have written them.",
    ja="信頼境界より上は他者の記録で、引き渡した側が書き込める内容です。",
)
LOGGED_IN = Text(en="logged in", ja="ログインあり")
LOCAL = Text(en="within the machine", ja="サーバー内部")
NAMELESS = Text(en="(no name recorded)", ja="（名前の記録なし）")
WRITTEN_HERE = Text(en="handed in on this server itself", ja="このサーバーの内部から投函")
UNREAD_LINE = Text(en="line not read whole", ja="読み取れない部分あり")
UNREAD_COUNT = Text(
    en="{unread} of {all} Received lines could not be read whole.",
    ja="Received {all}行のうち{unread}行は、読み取れない部分があります。",
)
NO_REVERSE = Text(en="no confirmed reverse name", ja="逆引きホスト名を確認できず")
OWN_INFERRED = Text(
    en="Your own domain was taken to be {domains}, from where the mail was delivered (inferred).",
    ja="自社のドメインは、配送先から {domains} と推定しました。",
)
OWN_UNKNOWN = Text(
    en="Which domains are yours is not known: nothing is configured, and the mail does not tell where it was "
    "delivered.",
    ja="自社のドメインは不明です。設定がなく、メールにも配送先の記録がありません。",
)
CARRIED_BY = Text(
    en="This mail came within {path} ({verdict})", ja="このメールは {path} に含まれていました（{verdict}）"
)
HELD_BY = Text(en="This mail is from the file {path}", ja="このメールはファイル {path} に入っていました")
CARRIED = Text(en="It carried {path} ({verdict})", ja="このメールには {path} が含まれていました（{verdict}）")

ORIGINS = {
    Origin.CONFIG: Text(en="configuration", ja="設定"),
    Origin.ABSENCE: Text(en="looked for and not found", ja="見つからなかったもの"),
    Origin.ANSWER: Text(en="answer", ja="照会の結果"),
}
MARK = Text(en="your mark", ja="あなたの印")
LAYERS = {
    Layer.RAW: Text(en="octets", ja="バイト列"),
    Layer.BODY: Text(en="body, part", ja="本文、パート"),
    Layer.VISIBLE: Text(en="text as shown, part", ja="表示される本文、パート"),
    Layer.ATTRIBUTE: Text(en="attribute in part", ja="属性、パート"),
}
READ_FROM = {
    ReadFrom.PICTURE: Text(en="read from the picture, part", ja="画像から読み取り、パート"),
    ReadFrom.PDF: Text(en="read from the PDF, part", ja="PDF から読み取り、パート"),
    ReadFrom.PDF_LINK: Text(en="link in the PDF, part", ja="PDF 内のリンク、パート"),
    ReadFrom.PICTURE_WORDS: Text(en="words recognized in the picture, part", ja="画像の中の文字（自動認識）、パート"),
    ReadFrom.PDF_WORDS: Text(en="words recognized in the PDF, part", ja="PDF に表示される文字（自動認識）、パート"),
    ReadFrom.PDF_TEXT: Text(en="text of the PDF, part", ja="PDF の文字情報、パート"),
    ReadFrom.CHARACTERS: Text(en="read from the drawing of characters, part", ja="文字で描いた図から読み取り、パート"),
    ReadFrom.CELLS: Text(en="read from the drawing of cells, part", ja="セルで描いた図から読み取り、パート"),
}
PAGE = Text(en=", page {page}", ja="、{page} ページ")
SHORT_VERDICTS = {
    VerdictWord.FRAUD: Text(en="fraud", ja="詐欺メール"),
    VerdictWord.LIKELY: Text(en="likely fraud", ja="詐欺の可能性が高い"),
    VerdictWord.SUSPICIOUS: Text(en="suspicious", ja="不審な点あり"),
    VerdictWord.NO_SIGN: Text(en="no sign of fraud", ja="詐欺の兆候なし"),
    VerdictWord.CANNOT_TELL: Text(en="cannot tell", ja="判定できません"),
}

AUTHENTICATION = Text(en="Authentication, as we evaluated it", ja="送信ドメイン認証（こちらで検証した結果）")
ASKED_AT = Text(
    en="By the DNS of {time}. Records may have changed since the mail was sent.",
    ja="{time} 時点の DNS による結果です。送信時からレコードが変わっている可能性があります。",
)
NOT_EVALUATED = Text(
    en="not evaluated: no line of your own servers tells which address handed the mail over",
    ja="検証していません（どのアドレスから引き渡されたかの記録が自社サーバーにないため）",
)
NO_SENDER = Text(
    en="not evaluated: there is no sender's domain, or it is your own",
    ja="検証していません（差出人のドメインがないか、自社のドメインであるため）",
)
EVALUATION_BROKE = Text(
    en="not evaluated: the evaluation ended with an error of this program",
    ja="検証していません（検証の処理が、このプログラムの誤りで終わったため）",
)
NOT_SIGNED = Text(en="the mail carries no signature", ja="署名はありません")
SPF_OF = Text(en="{domain} for {address}", ja="{domain}（送信元 {address}）")
SPF_ASSUMED = Text(
    en="The mail has no Return-Path, so the address in From was taken for the envelope sender.",
    ja="Return-Path がないため、From のアドレスをエンベロープ差出人とみなしました。",
)
SPF_BESIDE = Text(
    en="From's domain, though the envelope sender is another's: no part of SPF or DMARC.",
    ja="From のドメインについての参考です（エンベロープ差出人は別のドメインのため、SPF と DMARC の判定には入りません）。",
)
SPF_LOOKUPS = Text(
    en="look-ups: {lookups} of 10, empty: {voids} of 2", ja="照会 {lookups}回（上限10）、該当なし {voids}回（上限2）"
)
NOT_MATCHED = Text(en="does not match", ja="一致しない")
SPF_OUTCOMES = {
    SpfOutcome.MATCHED: Text(en="matches", ja="一致"),
    SpfOutcome.NOT_MATCHED: NOT_MATCHED,
    SpfOutcome.FOLLOWED: Text(en="followed", ja="参照"),
    SpfOutcome.ERROR: Text(en="error", ja="エラー"),
}
KEY_BITS = Text(en="key of {bits} bits", ja="鍵の長さ {bits}ビット")
BODY_LEFT_OPEN = Text(
    en="{octets} octets of the body unsigned (l=)", ja="本文のうち {octets}オクテットが署名の対象外（l=）"
)
EXPIRES = Text(en="expires {time}", ja="有効期限 {time}")
SIGNS = Text(en="signed fields", ja="署名の対象")
NOT_COVERED = Text(en="not covered", ja="署名の対象外")
DKIM_STEPS = {
    StepName.SYNTAX: Text(en="signature field", ja="署名フィールド"),
    StepName.BODY_HASH: Text(en="body hash", ja="本文のハッシュ"),
    StepName.KEY_FETCHED: Text(en="key fetched", ja="鍵の取得"),
    StepName.KEY_USABLE: Text(en="key usable", ja="鍵の有効性"),
    StepName.HEADER_HASH: Text(en="signature over the fields", ja="フィールドの署名"),
    StepName.TIME: Text(en="time", ja="期限"),
}
STEP_OUTCOMES = {
    StepOutcome.PASSED: Text(en="passed", ja="成功"),
    StepOutcome.FAILED: Text(en="failed", ja="失敗"),
    StepOutcome.REFUSED: Text(en="refused", ja="規則により無効"),
    StepOutcome.NOT_DONE: Text(en="not done", ja="未実施"),
}
POLICY_OF = Text(en="policy {policy}, published by {domain}", ja="ポリシー {policy}（{domain} が公開）")
LOOKED_AT = Text(en="no record at", ja="レコードなし")
NO_ANSWER_ABOUT = Text(en="no answer about", ja="回答なし")
ALIGNED = Text(en="aligned with From", ja="From と一致")
NOT_ALIGNED = Text(en="not aligned with From", ja="From と不一致")
NOT_DETERMINED = Text(en="alignment not determined", ja="一致するか不明")
STRICT = Text(en="strict", ja="厳密")
RELAXED = Text(en="relaxed", ja="緩和")
ARC_SETS = Text(en="{count} sets", ja="{count}組")
CONFIRMED = Text(en="confirmed forward", ja="正引きと一致")
UNCONFIRMED = Text(en="does not lead back", ja="正引きと不一致")
SOURCES = Text(en="Who was asked", ja="照会先")
SOURCE_LINE = Text(en="{source}: {count}, {first} to {last}", ja="{source}：{count}（{first}～{last}）")
SOURCE_ONCE = Text(en="{source}: {count}, {first}", ja="{source}：{count}（{first}）")
ONE_ANSWER = Text(en="1 answer", ja="1件")
ANSWERS = Text(en="{count} answers", ja="{count}件")
