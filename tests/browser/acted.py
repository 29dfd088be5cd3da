"""What a night leaves behind in the demo's room, done by its people through the flows; prints where links lead.

Run in the demo's own environment: `python -m tests.browser.acted ROOM`. A second run adds nothing.
"""

import json
import sys
from urllib.parse import urlsplit

from bongsu.boot import django_up

django_up.load()

from bongsu.boot import wiring  # noqa: E402
from bongsu.core.errors import BongsuError  # noqa: E402
from bongsu.flows import decide, facts, inquiries, one_voice  # noqa: E402
from bongsu.store import call_links, decision_links, links, public_reports  # noqa: E402
from bongsu.store.operations import models as m  # noqa: E402

SIGNED_IN = ("haneul", "seojun", "jiwoo", "minseo", "woojin")
QUESTION = "판매를 멈출까요?"


def act(room: int) -> dict[str, str]:
    """name of a linked screen → its path; "fact", "finding" → what stands in the paths of theirs."""
    ports = wiring.ports()
    row = m.Room.objects.get(pk=room)
    org = row.org_id
    state = ports.store.peek(org, room)
    if not state.facts:
        facts.note_fact(
            ports, org=org, room=room, by="eunji", text="사진 속 로트 번호", status="unconfirmed", source="고객센터"
        )
    if not state.inquiries:
        inquiries.note(
            ports,
            org=org,
            room=room,
            by="yuna",
            medium="한빛일보",
            reporter="김기자",
            contact="",
            question="판매를 멈췄는지 묻습니다.",
            until="23:50",
        )
    if not any(d.question == QUESTION for d in state.decisions):
        decide.ask(
            ports,
            org=org,
            room=room,
            by="seojun",
            question=QUESTION,
            options=("멈춘다", "지켜본다"),
            default=1,
            owner="minseo",
            deputy=None,
            minutes=240,
        )
        key = next(d.id for d in ports.store.peek(org, room).decisions if d.question == QUESTION)
        decide.judge(ports, org=org, room=room, by="haneul", decision=key, option=0, why="사진이 진짜로 보여요.")
    if state.one_voice is None:
        one_voice.order(ports, org=org, room=room, by="haneul", text="확인하고 있습니다. 곧 알려 드리겠습니다.")
    state = ports.store.peek(org, room)
    keys = {"fact": state.facts[0].id, "finding": str(state.findings[0].seq)}
    return keys | {name: urlsplit(address).path for name, address in linked(org, room).items()}


def linked(org: int, room: int) -> dict[str, str]:
    state = wiring.ports().store.peek(org, room)
    # Of somebody no test signs in as: the page speaks the language its person read last.
    call = m.Call.objects.filter(room_id=room).exclude(person__key__in=SIGNED_IN).latest("pk")
    key = next(d.id for d in state.decisions if d.question == QUESTION)
    link = m.DecisionLink.objects.get(room_id=room, key=key, ended_at=None)
    order = state.one_voice
    return {
        "call-link": call_links.address(call.pk),
        "decide-link": decision_links.address(link.pk),
        "report-link": f"/report/{report_token(org)}/",
        "order-link": links.order_address(org, room, order.id if order else "", "bora"),
    }


def report_token(org: int) -> str:
    """Of the sample's first report link: its address is told anew."""
    return public_reports.new_token(org, public_reports.links(org)[0].id)


if __name__ == "__main__":
    try:
        sys.stdout.write(json.dumps(act(int(sys.argv[1]))))
    except BongsuError as problem:
        raise SystemExit(f"{problem.code}: {problem}") from problem
