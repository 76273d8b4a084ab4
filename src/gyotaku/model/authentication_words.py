"""What the words of SPF, DKIM, DMARC and ARC results mean, for people. JSON keeps the words themselves."""

from __future__ import annotations

from gyotaku.model.arc import ArcResult, ArcWhy
from gyotaku.model.dkim import DkimWhy
from gyotaku.model.dmarc import DmarcTrouble
from gyotaku.model.spf import SpfCaution, SpfTrouble
from gyotaku.model.text import Text

SPF_TROUBLES = {
    SpfTrouble.NOT_AN_ADDRESS: Text(en="the sending address is none", ja="送信元がIPアドレスの形ではない"),
    SpfTrouble.NOT_A_DOMAIN: Text(en="the domain name is malformed", ja="ドメイン名の形が正しくない"),
    SpfTrouble.NO_RECORD: Text(en="the domain publishes no SPF record", ja="SPF レコードが公開されていない"),
    SpfTrouble.SEVERAL_RECORDS: Text(
        en="the domain publishes several SPF records, so none counts", ja="SPF レコードが複数あり、どれも有効ではない"
    ),
    SpfTrouble.RECORD_TOO_LONG: Text(en="the record is too long", ja="レコードが長すぎる"),
    SpfTrouble.NOT_ASCII: Text(
        en="the record holds characters other than ASCII", ja="レコードに ASCII 以外の文字がある"
    ),
    SpfTrouble.UNKNOWN_MECHANISM: Text(en="a term that SPF does not know", ja="SPF にない指定がある"),
    SpfTrouble.BAD_MACRO: Text(en="a malformed macro", ja="マクロの書き方に誤りがある"),
    SpfTrouble.BAD_DOMAIN: Text(en="a malformed domain in a term", ja="指定されたドメイン名に誤りがある"),
    SpfTrouble.BAD_PREFIX_LENGTH: Text(en="a malformed length of a network", ja="ネットワークの長さの指定に誤りがある"),
    SpfTrouble.BAD_NETWORK: Text(
        en="what stands behind ip4 or ip6 is no address", ja="ip4 または ip6 の値がIPアドレスではない"
    ),
    SpfTrouble.MISSING_ARGUMENT: Text(en="a term without its value", ja="値のない指定がある"),
    SpfTrouble.UNEXPECTED_ARGUMENT: Text(en="a value where none belongs", ja="不要な値が付いている"),
    SpfTrouble.REPEATED_MODIFIER: Text(en="a modifier that stands there twice", ja="同じ修飾子が二度ある"),
    SpfTrouble.TOO_MANY_LOOKUPS: Text(
        en="the record takes more than the 10 look-ups that are allowed", ja="必要な照会の数が上限の10回を超える"
    ),
    SpfTrouble.TOO_MANY_VOIDS: Text(
        en="more than 2 of its look-ups found nothing", ja="該当なしの照会が上限の2回を超える"
    ),
    SpfTrouble.TOO_MANY_MX: Text(
        en="a name with more than 10 mail servers", ja="10台を超えるメールサーバーを持つ名前がある"
    ),
    SpfTrouble.INCLUDE_WITHOUT_RECORD: Text(
        en="an included domain publishes no SPF record", ja="include の先に SPF レコードがない"
    ),
    SpfTrouble.REDIRECT_WITHOUT_RECORD: Text(
        en="the domain it redirects to publishes no SPF record", ja="redirect の先に SPF レコードがない"
    ),
    SpfTrouble.NO_ANSWER: Text(en="a look-up had no usable answer", ja="照会に使える回答がなかった"),
}
SPF_CAUTIONS = {
    SpfCaution.PASSES_ANYBODY: Text(
        en="lets every address there is send", ja="あらゆるIPアドレスからの送信を認めている"
    ),
    SpfCaution.WIDE_NETWORK: Text(
        en="lets a very large network send", ja="非常に広いネットワークからの送信を認めている"
    ),
    SpfCaution.PTR: Text(en="uses ptr, which RFC 7208 advises against", ja="RFC 7208 が勧めない ptr を使っている"),
    SpfCaution.AFTER_ALL: Text(en="stands behind “all” and is never looked at", ja="all より後ろにあり、参照されない"),
    SpfCaution.NO_ENDING: Text(
        en="has neither “all” nor “redirect”: addresses it does not name are neutral",
        ja="all も redirect もなく、記載のないIPアドレスは neutral になる",
    ),
    SpfCaution.UNUSABLE_NAME: Text(
        en="its macros made a name that cannot be asked for", ja="マクロから作られた名前は照会できない"
    ),
    SpfCaution.PTR_IGNORED: Text(
        en="more than 10 reverse names; the rest was not looked at", ja="逆引きホスト名が10を超え、残りは調べていない"
    ),
}
DMARC_TROUBLES = {
    DmarcTrouble.NOT_A_DOMAIN: Text(en="the domain name is malformed", ja="ドメイン名の形が正しくない"),
    DmarcTrouble.NO_RECORD: Text(en="no DMARC record is published", ja="DMARC レコードが公開されていない"),
    DmarcTrouble.NO_USABLE_POLICY: Text(en="the record names no valid policy", ja="レコードに有効なポリシーがない"),
    DmarcTrouble.NO_ANSWER: Text(en="a look-up had no usable answer", ja="照会に使える回答がなかった"),
    DmarcTrouble.IDENTIFIER_UNKNOWN: Text(
        en="SPF or a signature that would decide could not be evaluated",
        ja="決め手になる SPF または署名を検証できなかった",
    ),
}
DKIM_REASONS = {
    DkimWhy.BAD_SYNTAX: Text(en="the signature field is malformed", ja="署名フィールドの書き方に誤りがある"),
    DkimWhy.MISSING_TAG: Text(en="the signature field lacks a required tag", ja="署名フィールドに必須のタグがない"),
    DkimWhy.VERSION: Text(en="a version of DKIM that does not exist", ja="存在しない DKIM のバージョンが書かれている"),
    DkimWhy.ALGORITHM: Text(
        en="an algorithm that is unknown or no longer counts", ja="署名方式が未知のものか、もう認められないもの"
    ),
    DkimWhy.CANONICALIZATION: Text(en="an unknown canonicalization", ja="正規化の方式が未知のもの"),
    DkimWhy.QUERY_METHOD: Text(en="an unknown way of fetching the key", ja="鍵の取得方法が未知のもの"),
    DkimWhy.UNSIGNED_FROM: Text(en="it does not cover From", ja="From が署名の対象に入っていない"),
    DkimWhy.SIGNS_SEAL: Text(
        en="it covers ARC seals, which it must not", ja="対象にしてはならない ARC の封印を含んでいる"
    ),
    DkimWhy.IDENTITY_OUTSIDE: Text(
        en="the identity it names is outside its domain", ja="名乗っている識別子が署名ドメインの外にある"
    ),
    DkimWhy.HEADER_NOT_READ: Text(
        en="the header is too large to be read whole", ja="ヘッダーが大きすぎて、すべては読めなかった"
    ),
    DkimWhy.KEY_NOT_ASKED: Text(en="its key was not asked for", ja="鍵を照会していない"),
    DkimWhy.KEY_NOT_RECORDED: Text(en="no answer about its key is recorded", ja="鍵についての回答の記録がない"),
    DkimWhy.ASK_FAILED: Text(en="its key could not be had", ja="鍵を取得できなかった"),
    DkimWhy.ASK_LATE: Text(en="its key did not come in time", ja="鍵を時間内に取得できなかった"),
    DkimWhy.NO_KEY: Text(
        en="the domain does not publish this key, or no longer", ja="該当する鍵が公開されていないか、削除されている"
    ),
    DkimWhy.KEY_REVOKED: Text(en="the domain has revoked the key", ja="ドメインが鍵を失効させている"),
    DkimWhy.KEY_SYNTAX: Text(en="the published key cannot be read", ja="公開されている鍵を読み取れない"),
    DkimWhy.KEY_TYPE: Text(
        en="the published key is of another kind than the signature", ja="公開されている鍵の種類が署名と異なる"
    ),
    DkimWhy.KEY_HASH: Text(
        en="the key does not allow the hash the signature uses", ja="署名のハッシュ方式を、鍵が認めていない"
    ),
    DkimWhy.KEY_SERVICE: Text(en="the key is not meant for mail", ja="メール用の鍵ではない"),
    DkimWhy.KEY_TOO_SHORT: Text(en="the key is too short to count", ja="鍵が短すぎて認められない"),
    DkimWhy.KEY_TOO_LONG: Text(en="the key is too long to be computed with", ja="鍵が長すぎて計算できない"),
    DkimWhy.BODY_CHANGED: Text(en="the body is not the one that was signed", ja="本文が署名したときのものと異なる"),
    DkimWhy.BODY_SHORTER: Text(en="the body is shorter than the part that was signed", ja="本文が署名の対象より短い"),
    DkimWhy.HEADERS_CHANGED: Text(
        en="the signed header fields are not those that were signed",
        ja="署名の対象のヘッダーフィールドが、署名したときのものと異なる",
    ),
    DkimWhy.OTHER_KEY: Text(
        en="it was made with another key than the one published, or is damaged",
        ja="公開されている鍵とは別の鍵で作られたか、署名が壊れている",
    ),
    DkimWhy.SIGNATURE_MISMATCH: Text(
        en="the key does not confirm the signed fields", ja="署名の対象のフィールドを鍵で確認できない"
    ),
    DkimWhy.NOT_COMPUTED: Text(en="it could not be computed here", ja="この環境では計算できなかった"),
    DkimWhy.EXPIRED: Text(en="it has expired", ja="有効期限が切れている"),
    DkimWhy.SIGNED_LATER: Text(en="it says that it was made later than now", ja="署名の日時が未来になっている"),
}
ARC_REASONS = {
    ArcWhy.TOO_MANY: Text(en="more fields than a chain can have", ja="フィールドの数が上限を超えている"),
    ArcWhy.BAD_INSTANCE: Text(
        en="a field without a proper number in the chain", ja="順番を示す番号（i=）が正しくないフィールドがある"
    ),
    ArcWhy.BAD_SYNTAX: Text(en="a field is malformed", ja="フィールドの書き方に誤りがある"),
    ArcWhy.INCOMPLETE: Text(en="a set of the chain is not complete", ja="フィールドの組がそろっていない"),
    ArcWhy.CHAIN_FAILED: Text(
        en="the last handler itself recorded that the chain was broken",
        ja="最後に封印したサーバー自身が、それまでの失敗を記録している",
    ),
    ArcWhy.CHAIN_STATUS: Text(
        en="a handler recorded a state that its place does not allow", ja="順番に合わない状態（cv=）が記録されている"
    ),
    ArcWhy.MESSAGE_SIGNATURE: Text(
        en="the newest signature over the mail does not hold", ja="メールへの最後の署名が有効ではない"
    ),
    ArcWhy.SEAL: Text(en="a seal does not verify", ja="封印の検証に失敗した"),
    ArcWhy.KEY: Text(en="a key could not be had", ja="鍵を取得できなかった"),
}


def arc_reason(arc: ArcResult) -> Text:
    """Why a chain does not hold; of a signature that failed, what it failed by."""
    if arc.why in {ArcWhy.MESSAGE_SIGNATURE, ArcWhy.SEAL} and arc.detail:
        return DKIM_REASONS[DkimWhy(arc.detail)]
    return ARC_REASONS[arc.why]
