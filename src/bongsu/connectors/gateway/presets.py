"""Templates to begin with, written from the services' public documentation; {from}, keys and ids are the operator's."""

from collections.abc import Mapping

_SOLAPI: dict[str, str] = {
    "method": "POST",
    "url": "https://api.solapi.com/messages/v4/send",
    "content": "json",
    "scheme": "hmac",
}
_NHN: dict[str, str] = {
    "method": "POST",
    "content": "json",
    "scheme": "header",
    "header": "X-Secret-Key",
    "success": "header.isSuccessful=true",
}
#: name → settings. `kind` says for which kind of channel it is.
PRESETS: Mapping[str, Mapping[str, str]] = {
    "solapi-sms": _SOLAPI
    | {"kind": "sms", "body": '{"message": {"to": "{to}", "from": "{from}", "text": "{title}\\n{text}"}}'},
    "solapi-alimtalk": _SOLAPI
    | {
        "kind": "alimtalk",
        "body": '{"message": {"to": "{to}", "from": "{from}", "type": "ATA", "kakaoOptions": '
        '{"pfId": "PFID", "templateId": "TEMPLATE", "variables": {"#{제목}": "{title}", "#{링크}": "{link}"}}}}',
    },
    "solapi-voice": _SOLAPI
    | {
        "kind": "voice",
        "body": '{"message": {"to": "{to}", "from": "{from}", "type": "VOICE", "text": "{title}", '
        '"voiceOptions": {"voiceType": "FEMALE"}}}',
    },
    "nhn-sms": _NHN
    | {
        "kind": "sms",
        "url": "https://api-sms.cloud.toast.com/sms/v3.0/appKeys/{key}/sender/mms",
        "body": '{"title": "{title}", "body": "{text}", "sendNo": "{from}", '
        '"recipientList": [{"recipientNo": "{to}"}]}',
    },
    "nhn-alimtalk": _NHN
    | {
        "kind": "alimtalk",
        "url": "https://api-alimtalk.cloud.toast.com/alimtalk/v2.3/appkeys/{key}/messages",
        "body": '{"senderKey": "SENDER", "templateCode": "TEMPLATE", "recipientList": [{"recipientNo": "{to}", '
        '"templateParameter": {"제목": "{title}", "링크": "{link}"}}]}',
    },
}
