"""Sentences of an article that are not those of a finding."""

from __future__ import annotations

from gyotaku.model.goal import MailClass
from gyotaku.model.text import Text


def _t(en: str, ja: str) -> Text:
    return Text(en=en, ja=ja)


# Title and tags.
MAIL_OF = {
    MailClass.PHISH: _t("A phishing mail", "フィッシングメール"),
    MailClass.SCAM: _t("A scam", "詐欺メール"),
    MailClass.MALWARE: _t("A mail with malware", "マルウェアメール"),
    MailClass.SPAM: _t("Spam", "迷惑メール"),
    MailClass.NONE: _t("A fraudulent mail", "詐欺メール"),
}
MAIL_LIKELY = {
    MailClass.PHISH: _t("A likely phishing mail", "フィッシングとみられるメール"),
    MailClass.SCAM: _t("A likely scam", "詐欺とみられるメール"),
    MailClass.MALWARE: _t("A mail that likely brings malware", "マルウェアとみられるメール"),
    MailClass.SPAM: _t("Likely spam", "迷惑メールとみられるメール"),
    MailClass.NONE: _t("A likely fraud", "詐欺とみられるメール"),
}
MAIL_SUSPECTED = _t("A suspicious mail", "不審なメール")
MAIL_UNACCUSED = _t("A mail taken apart", "メールの解剖")
TITLE = _t("{mail}: “{subject}”", "{mail}の解剖：件名「{subject}」")
TITLE_UNACCUSED = _t("{mail}: “{subject}”", "{mail}：件名「{subject}」")
TITLE_BRAND = _t("{mail} in the name of {brand}: “{subject}”", "「{brand}」を名乗る{mail}の解剖：件名「{subject}」")
TITLE_OWN = _t(
    "{mail} that poses as our own support: “{subject}”", "内部からの連絡を装う{mail}の解剖：件名「{subject}」"
)
NO_SUBJECT = _t("no subject", "件名なし")
TAGS = {
    MailClass.PHISH: _t("phishing", "フィッシング"),
    MailClass.SCAM: _t("scam", "詐欺メール"),
    MailClass.MALWARE: _t("malware", "マルウェア"),
    MailClass.SPAM: _t("spam", "迷惑メール"),
    MailClass.NONE: _t("fraudulent mail", "詐欺メール"),
}
TAG_SUSPECTED = _t("suspicious mail", "不審なメール")
TAG_DISSECTION = _t("mail dissection", "メールの解剖")

# The beginning.
ARRIVED = _t("On {day}, a mail with the subject {subject} arrived.", "{day}、件名 {subject} のメールが届きました。")
DATED = _t(
    "A mail with the subject {subject} bears the date of {day}.", "{day}の日付が書かれた、件名 {subject} のメールです。"
)
UNDATED = _t("This mail bears the subject {subject}.", "件名 {subject} のメールです。")
ARRIVED_BARE = _t("On {day}, a mail without a subject arrived.", "{day}、件名のないメールが届きました。")
UNDATED_BARE = _t("This mail has no subject.", "件名のないメールです。")
STAMPED = _t(
    "Our own spam filter had put the stamp {stamp} before the subject.",
    "自社の迷惑メールフィルターは、件名に {stamp} というスパムスタンプを付けていました。",
)
POSES_OWN = _t(
    "The name in From, {name}, makes it look like mail from within. The address is an outside one: {address}.",
    "差出人の名前は {name} で、内部からの連絡に見えます。しかし、アドレスは外部の {address} です。",
)
POSES_ELSEWHERE = _t(
    "It looks like mail from {brand}, but the sender's address is {address}.",
    "{brand} からの連絡に見えますが、差出人のアドレスは {address} です。",
)
POSES = _t(
    "It speaks in the name of {brand}, and gives {address} as the sender's address.",
    "{brand} を名乗り、差出人のアドレスには {address} と書かれています。",
)
FROM = _t("The sender's address is given as {address}.", "差出人のアドレスには {address} と書かれています。")
REASONS = _t("What betrays it most:", "主な根拠は次のとおりです。")
OURS = _t(
    "“You” and “your own” in what follows mean whoever received this mail. Numbers lead to the evidence, at the end.",
    "以下で「自社」とあるのは、このメールを受け取った側のことです。番号は、末尾の「根拠の引用」に対応します。",
)

# The warning.
WARNING = _t("If you received the same mail", "同じメールを受け取った方へ")
WARN_LINK = _t("Do not open the link to {host}.", "{host} へのリンクを開かないでください。")
WARN_LINKS = _t("Do not open the links of the mail.", "メールのリンクを開かないでください。")
WARN_ENTER = _t(
    "Enter no password, code or card number. To see whether anything is true of it, use the app or the bookmark that you always use, never the mail's link.",
    "パスワードや認証コード、カード番号を入力しないでください。本当かどうかは、メールのリンクではなく、いつも使うアプリやブックマークから確かめられます。",
)
WARN_INSIDE = _t(
    "Ask the people who run your mail, in person or by phone, whether there was any such notice.",
    "内部のサービスについての知らせかどうかは、担当者に電話などで確かめてください。",
)
WARN_PAY = _t("Do not answer, and send no money.", "返信や送金をしないでください。")
WARN_CALL = _t("Do not call the number in the mail.", "メールに書かれた番号に電話しないでください。")
WARN_FILE = _t("Do not open what is attached.", "添付ファイルを開かないでください。")
WARN_AFTER = _t(
    "If it has happened already, see “{heading}” below.",
    "すでに開いたり入力したりした場合は、「{heading}」をご覧ください。",
)

# How it arrived.
LOOK = _t("The mail", "届いたメール")
LOOKS = _t("This is what its reader sees.", "受信者には、次のように見えます。")
LOOKS_IN_WORDS = _t(
    "No picture of it was made, so its words alone are shown.", "画面の画像は作成していないため、文字だけを示します。"
)
PICTURE = _t("The mail as a mail program shows it", "メールソフトで表示したところ")
PICTURE_CAPTION = _t(
    "Drawn without network and scripts. Whatever tells who received it is masked; pictures from elsewhere were not fetched.",
    "ネットワークにつながず、スクリプトも動かさずに描いたものです。受信者がわかる部分は伏せています。外部の画像は取得していません。",
)
IN_WORDS = _t("The picture in words", "画像を文字で読む")
STAMP_REMARK = _t("{stamp} was put before it by our own filter.", "先頭の {stamp} は自社のフィルターが付けたものです。")
STAMP_ELSEWHERE = _t(
    "{stamp} was put before it by somebody's filter.", "先頭の {stamp} はどこかのフィルターが付けたものです。"
)

# What was found.
CONTRADICTIONS = _t(
    "Held against each other, some of its words cannot both be true.",
    "メールの中の言葉を突き合わせると、両立しない箇所があります。",
)
LANGUAGE_ONLY = _t(
    "Read closely, its wording gives it away in places.", "言葉づかいに注意して読むと、引っ掛かる箇所があります。"
)
LANGUAGE_TOO = _t("Its wording gives it away as well.", "言葉づかいにも、引っ掛かる箇所があります。")
NOT_ALONE = _t(
    "Clumsy wording alone proves nothing; here it stands beside the other findings.",
    "言葉づかいだけでは詐欺の証拠になりません。ほかの所見と合わせて判断しています。",
)
WEAK = _t("Weak hints, of little weight each:", "次の点は、一つ一つは弱い手がかりです。")
AGAINST = _t("On the other hand:", "一方で、次のような事実もあります。")
MOREOVER = _t("Also noted:", "あわせて、次のことがわかりました。")
FROM_IS_FREE = _t(
    "Whoever sends a mail may write into From what he likes, as on the back of an envelope.",
    "差出人（From）は、封筒の裏の差出人欄と同じで、送る側が自由に書けます。",
)
LINKS_ARE = _t(
    "Links of the mail, written so that nobody opens them by mistake:",
    "メールのリンク先です。誤って開かないように無害化した表記にしています。",
)
SITE = _t("What the link shows", "リンク先の画面")
SITE_CAPTION = _t(
    "{url}, visited on {time} by a browser in a box.",
    "{url} の画面です（{time} に、隔離したブラウザーでアクセス）。",
)
SITE_WITH_DECOYS = _t(
    "{url}, visited on {time} by a browser in a box; whatever could tell who received the mail was replaced in the link.",
    "{url} の画面です（{time} に、隔離したブラウザーでアクセス）。リンクの中の受信者がわかる部分は、別の文字列に置き換えています。",
)
LINK_UNSEEN = _t("The links were not opened for this article.", "この記事のためにリンクを開いてはいません。")
MAP = _t("Map of the places that are known", "わかっている場所の地図")
WAY = _t(
    "Each server that handles a mail adds a line of record, Received. Only those of our own servers can be relied on; whoever handed the mail over could have written all older ones.",
    "メールには、通ったサーバーが一行ずつ記録（Received）を書き足します。確かなのは自社サーバーが書いた行だけで、それより前の行は、引き渡した側が書き込むこともできます。",
)
WAY_DIRECT = _t(
    "Each server that handles a mail adds a line of record, Received. In this mail only our own server has written, so the sender connected to it directly.",
    "メールには、通ったサーバーが一行ずつ記録（Received）を書き足します。このメールの記録は自社サーバーが書いたものだけで、送った側は自社サーバーに直接つないできたことになります。",
)
WAY_UNKNOWN = _t(
    "Each server that handles a mail adds a line of record, Received. None of these lines could be told to be our own server's, so all of them are the word of others.",
    "メールには、通ったサーバーが一行ずつ記録（Received）を書き足します。このメールには、自社サーバーが書いたといえる行がなく、すべて他者の記録です。",
)
HANDED = _t("It was handed to our server by {address}.", "自社サーバーにこのメールを引き渡したのは {address} です。")
PATH_FIGURE = _t("The path of the mail, oldest server first", "配送経路（古い順）")
FIELDS = _t("The three fields that people look at first", "ヘッダーの三つのフィールド")
FIELDS_INTRO = _t(
    "A mail's header says more about it than what its reader sees. Three fields are looked at first.",
    "メールには、画面に出ないヘッダーがあります。調べるときに最初に見るのは、次の三つのフィールドです。",
)
FIELD_MEANINGS = {
    "Return-Path": _t("Where a mail that cannot be delivered is returned to.", "配送できなかったときの返送先です。"),
    "Message-ID": _t("A name given to each single mail.", "メール一通ごとに付く識別子です。"),
    "Received": _t(
        "The record of a server on the way; this is the oldest.",
        "通ったサーバーが書き足す記録で、これは最も古い行です。",
    ),
}
RECEIVED_ONLY = _t("The record of the server that took it.", "受け取ったサーバーによる記録です。")

# Who.
WHO = _t("Who sent it", "誰が送ったのか")
ONE_LEADS = _t("Most likely: {name}. {meaning}", "最も考えられるのは「{name}」です。{meaning}")
SEVERAL = _t(
    "From what is known, {count} explanations remain.", "わかっている範囲では、次の{count}つの可能性が残ります。"
)
ONE_STANDS = _t("{name}: {meaning}", "「{name}」：{meaning}")
FOR = _t("For it: {title}", "根拠：{title}")
COUNTERS = _t("Against it: {title}", "合わない点：{title}")
VICTIM = _t(
    "None of this says that the holder of {domain} sent it. That name, or an account there, was used by somebody else, which makes its holder a victim as well.",
    "{domain} の持ち主が送ったことを示すものはありません。名前かアカウントを使われた、被害者の側と考えられます。",
)
VERDICT = _t("Verdict: {word}", "判定：{word}")

AFTER = _t("If you opened it, or entered something", "開いたり入力したりしてしまったら")
AFTER_STEPS = _t("If you entered something, in this order:", "入力してしまった場合は、次の順に進めてください。")
LAW = _t("The law", "関係する法律")
LAW_INTRO = _t(
    "Japanese law, as it stood on {day}, the day of the mail.",
    "このメールの日付（{day}）に施行されていた日本の法律です。",
)
LAW_NOTE = _t(
    "General information as of {day}, no legal advice. Whether a provision applies is for courts to say.",
    "{day} 時点の一般的な情報で、法的な助言ではありません。実際に適用されるかどうかを判断するのは裁判所です。",
)
UNKNOWN = _t("What is not known", "わかっていないこと")
INDICATORS = _t("For your own search", "照合のための情報")
INDICATORS_CAPTION = _t(
    "Traces of this mail, written so that they cannot be opened", "このメールの痕跡（無害化した表記）"
)
ABOUT = _t("About this dissection", "この解剖について")
LAW_OF = _t("{act}: {told}", "{act}：{told}")
MADE = _t(
    "Made by gyotaku {version} from the mail itself and the look-ups named here. What was not looked at is said above.",
    "gyotaku {version} が、メールそのものと、以下の照会の結果から作成しました。調べていないことは、上に記しています。",
)
MADE_OFFLINE = _t(
    "Made by gyotaku {version} from the mail alone; nobody was asked about it.",
    "gyotaku {version} が、メールそのものだけから作成しました。外部への照会はしていません。",
)
MASKED = _t("Whatever tells who received the mail is masked (●●●).", "受信者がわかる部分は伏せ字（●●●）にしています。")
EVIDENCE = _t("The evidence", "根拠の引用")
BACK = _t("back", "本文へ")
