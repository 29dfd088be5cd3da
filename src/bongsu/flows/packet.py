"""Emergency packets are written down when they are due, built, and brought to their people: at least once."""

from bongsu.core.errors import BongsuError, NotReached, OutletError
from bongsu.core.ports import CallJob, PacketJob, Ports
from bongsu.flows.reach import through

#: A worker that died with a packet in hand gives it back after this many seconds.
PACKET_LEASE_S = 120.0


def issue_packets(ports: Ports, *, org: int) -> int:
    """Write down every packet that is due; returns how many. Asked twice, or by two machines: once each."""
    return ports.packets.issue(org, ports.clock.now(org)) if ports.packets else 0


def send_packet(ports: Ports, *, org: int) -> bool:
    """Build and send one packet; False when none waits.

    Killed between building and sending, the same packet is sent; between sending and recording, it is sent again.
    """
    shelf, pack = ports.packets, ports.pack
    if shelf is None or pack is None:
        return False
    job = shelf.claim_packet(org=org, at=ports.clock.now(org), lease_s=PACKET_LEASE_S)
    if job is None:
        return False
    content = job.content
    if not content:
        try:
            content = pack(job)
        except (BongsuError, OSError, ValueError) as failed:
            reason = str(failed.about.get("reason") or failed) if isinstance(failed, BongsuError) else str(failed)
            shelf.packet_tried(job, how="", problem=reason, at=ports.clock.now(org))
            return True
        if not shelf.packet_built(job, content, at=ports.clock.now(org)):
            return True
    how, problem = _carry(ports, job, content)
    shelf.packet_tried(job, how=how, problem=problem, at=ports.clock.now(org))
    return True


def _carry(ports: Ports, job: PacketJob, content: bytes) -> tuple[str, str]:
    """(how it reached them, what went wrong on the way). A file where a channel carries one, else a word."""
    problem = ""
    for call in job.calls:
        assert call.channel is not None
        poster = ports.posters.get(call.channel.kind)
        if poster is not None:
            title, body = words(call, attached=True)
            failure = ""
            try:
                poster.post(call, title=title, body=body, name=file_name(job), content=content)
            except (NotReached, OutletError) as refused:
                failure = str(refused.about.get("reason") or refused.code)
            except (OSError, ValueError) as broken:
                failure = f"{type(broken).__name__}: {broken}"
            if not failure:
                return "mail", ""
            problem = problem or failure
    for call in job.calls:
        if call.channel is None or call.channel.kind in ports.posters or not ports.callers:
            continue
        failure = through(ports, call, words=words(call, attached=False))
        if not failure:
            return "notice", problem
        problem = problem or failure
    return ("", problem) if problem else ("page", "")


def file_name(job: PacketJob) -> str:
    return f"bongsu-packet-{job.number}.pdf"


def words(call: CallJob, *, attached: bool) -> tuple[str, str]:
    """Title and text, in the language of the person. Neither says what is inside."""
    english, link = call.locale.startswith("en"), call.link
    title = "[Bongsu] Your emergency packet is renewed" if english else "[봉수] 비상 꾸러미가 새로 나왔어요"
    if attached:
        text = (
            "Keep the attached PDF on your phone and throw the older one away. Your passphrase opens it."
            if english
            else "붙인 PDF를 휴대전화에 저장하고 지난 것은 지워 주세요. 내 암호 문구로 열려요."
        )
    else:
        text = (
            "Download it now and keep it on your phone: on the day it is needed, this site may be down."
            if english
            else "지금 내려받아 휴대전화에 저장해 주세요. 정작 필요한 날에는 이 사이트가 안 열릴 수 있어요."
        )
    return title, f"{text}\n{link}"
