"""What can go wrong, said so that the reader knows what to do next.

`code` is stable: the edge translates it, the API answers it, tests ask for it. The docstring's first line is the
message in English for logs; people read the translation.
"""


class BongsuError(Exception):
    """Something is not possible as asked."""

    code = "bongsu"

    def __init__(self, **about: object) -> None:
        self.about = about
        super().__init__((type(self).__doc__ or "").split("\n")[0].format_map(_Blank(about)))


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


# ── rooms ──────────────────────────────────────────────────────────────────────────────────────────────────────────
class RuleError(BongsuError):
    """A rule of the crisis room says no."""

    code = "rule"


class NoSuchRoom(BongsuError):
    """There is no room {room} here. Open it from the Watch."""

    code = "no_such_room"


class Repeated(BongsuError):
    """This request was carried out before; nothing happens a second time."""

    code = "repeated"


class RoomClosed(RuleError):
    """This room is closed. Reopen it before you act in it."""

    code = "room_closed"


class NotTheLeader(RuleError):
    """Only the leader may do this. Ask {leader}, or take command on the record."""

    code = "not_the_leader"


class AlreadyLeader(RuleError):
    """{person} leads already."""

    code = "already_leader"


class LeaderChanged(RuleError):
    """{leader} has taken command meanwhile. Look again before you take it from them."""

    code = "leader_changed"


class MayNotLead(RuleError):
    """Your roles do not lead at this level. Ask {leader} to hand over; not heard until {until}, anybody may."""

    code = "may_not_lead"


class LeaderPresent(RuleError):
    """The leader is here. Take command on the record, with a reason."""

    code = "leader_present"


class NoOrder(RuleError):
    """No one-voice order is in force here."""

    code = "no_order"


class FlashOpen(RuleError):
    """Your last flash has no answer yet. Wait for it, or withdraw it and send another."""

    code = "flash_open"


class FlashTooMany(RuleError):
    """{most} flashes an hour are the most. Call somebody of the committee."""

    code = "flash_too_many"


class NoCommittee(RuleError):
    """Nobody of the organisation sits on the committee. Give somebody the role first."""

    code = "no_committee"


class ChecklistOpen(RuleError):
    """Before the room is stood down: {items}. Do it, or say why not."""

    code = "checklist_open"


class OnTheTeam(RuleError):
    """{person} is called or here already. Whoever observes has no part in the room."""

    code = "on_the_team"


class Observing(RuleError):
    """You observe this room. To act in it, ask the leader to end that or to call you."""

    code = "observing"


class NotOffered(RuleError):
    """Nobody has offered you command. Take command on the record instead."""

    code = "not_offered"


class SameLevel(RuleError):
    """The beacon is at {level} already."""

    code = "same_level"


class LevelOutOfRange(RuleError):
    """A beacon is 1 to 5, not {level}."""

    code = "level_out_of_range"


class ReasonMissing(RuleError):
    """Say why, in a few words; it goes on the record."""

    code = "reason_missing"


class NoSuchThing(RuleError):
    """There is no {what} {key} in this room. It may have been withdrawn; reload."""

    code = "no_such_thing"


class AlreadyDone(RuleError):
    """This has been done already: {what}."""

    code = "already_done"


class OutOfRange(RuleError):
    """{what} must be between {low} and {high}."""

    code = "out_of_range"


class DeadlinePast(RuleError):
    """A deadline must lie ahead."""

    code = "deadline_past"


class TextTooLong(RuleError):
    """{what} may have {most} characters; this has {length}. Shorten it."""

    code = "text_too_long"


class PeopleOnly(RuleError):
    """Only a person may do this, never the system."""

    code = "people_only"


class NotHigher(RuleError):
    """The beacon is at {level}. Raising goes up; to go down, lower it with a reason."""

    code = "not_higher"


class NotLower(RuleError):
    """The beacon is at {level}. Lowering goes down; to go up, raise it."""

    code = "not_lower"


class StillSending(RuleError):
    """{count} deliveries are not settled yet. Settle or withdraw them, then close the room."""

    code = "still_sending"


class AnotherRoomOpen(RuleError):
    """Room {room} is open for this brand already. Go on there, or close it first."""

    code = "another_room_open"


class FileEmpty(RuleError):
    """There is no file here, or nothing in it. Choose one that holds something."""

    code = "file_empty"


class FileTooLarge(RuleError):
    """A file may have {most} MB. Send a smaller one, or a part of it."""

    code = "file_too_large"


class ClipEmpty(RuleError):
    """There is nothing to keep: paste the text, or add a picture."""

    code = "clip_empty"


class NotALink(RuleError):
    """An address begins with https:// or http://."""

    code = "not_a_link"


class NotAPicture(RuleError):
    """A picture is a PNG, JPEG, GIF or WebP by its content, whatever its name says."""

    code = "not_a_picture"


class NotEvidence(RuleError):
    """A report takes photos, videos and recordings by their content, whatever their names say."""

    code = "not_evidence"


class EvidenceFull(RuleError):
    """This address has taken {most} MB of files today. Send the words without them."""

    code = "evidence_full"


class NameTaken(RuleError):
    """There is one of this name already. Give it another, or end the other."""

    code = "name_taken"


class BrandUnclear(RuleError):
    """The words do not say which brand this is about. Choose one."""

    code = "brand_unclear"


class LinkRevoked(BongsuError):
    """This address takes no reports any more. Ask whoever gave it to you for the new one."""

    code = "link_revoked"


class TooOften(BongsuError):
    """Too many reports came at once. Wait {minutes} minutes and send again."""

    code = "too_often"


class FilesFull(RuleError):
    """The files of a room may have {most} MB together. Withdraw some, then add."""

    code = "files_full"


class TooMany(RuleError):
    """There may be {most} {what} here. Settle some, then add."""

    code = "too_many"


class NotReady(RuleError):
    """One step comes before this: {need}."""

    code = "not_ready"


class NotYours(RuleError):
    """This belongs to {owner}. Ask them, or their deputy."""

    code = "not_yours"


class AlreadyTaken(RuleError):
    """{owner} has it already. Ask them, or wait until they let go of it."""

    code = "already_taken"


class JudgementMissing(RuleError):
    """No practitioner has said a word to this yet. Ask for their judgement, or say why it cannot wait."""

    code = "judgement_missing"


class PractitionersOnly(RuleError):
    """This slot is for those who watch and answer; an executive's view stands apart."""

    code = "practitioners_only"


class StillConsulting(RuleError):
    """{person} may answer until {until}. Wait, or say why it cannot wait."""

    code = "still_consulting"


class LegalOnly(RuleError):
    """Legal says whether the law's clock applies; where nobody of legal is here, the leader."""

    code = "legal_only"


class NotQuietYet(RuleError):
    """It must stay quiet until {until} before the beacon may be lowered."""

    code = "not_quiet_yet"


class OneStepDown(RuleError):
    """The beacon is lowered one level at a time: to {level}."""

    code = "one_step_down"


class StillPaused(RuleError):
    """The outlets are still paused. Resume them; the task is done by that."""

    code = "still_paused"


class OnlyObserving(RuleError):
    """Whoever looks on does not decide. Ask {leader} to end the observing, or decide nothing and the default stands."""

    code = "only_observing"


class LinkSpent(BongsuError):
    """This link no longer decides anything: {why}. Open the room to see where it stands."""

    code = "link_spent"


# ── speaking ───────────────────────────────────────────────────────────────────────────────────────────────────────
class SlotsMissing(RuleError):
    """The statement still lacks: {slots}."""

    code = "slots_missing"


class StaleText(RuleError):
    """The text changed after you read it. Read it again, then approve."""

    code = "stale_text"


class OutsideMandate(RuleError):
    """Your mandate does not cover this at beacon {level}. {need}"""

    code = "outside_mandate"


class Held(RuleError):
    """All outlets are paused. Resume them first."""

    code = "held"


class OutletError(BongsuError):
    """An outlet did not take the text."""

    code = "outlet"


class TryLater(OutletError):
    """The outlet asks us to come back later."""

    code = "try_later"

    def __init__(self, *, after_s: float = 30.0, **about: object) -> None:
        self.after_s = after_s
        super().__init__(**about)


class Refused(OutletError):
    """The outlet will not take this text: {reason}. A person must look."""

    code = "refused"


class MaybeSent(OutletError):
    """The request left and no answer came; look before sending again."""

    code = "maybe_sent"


class MayRepeat(MaybeSent):
    """The outlet cannot be asked, but drops what it already has: the same key may go again."""


# ── the rota ───────────────────────────────────────────────────────────────────────────────────────────────────────
class NotOnDutyThen(RuleError):
    """{person} is not on duty all of that time. Choose one of their own shifts."""

    code = "not_on_duty_then"


class CannotStandIn(RuleError):
    """{person} cannot take it: another role, on duty already, or away then. Ask somebody else."""

    code = "cannot_stand_in"


class NotReached(OutletError):
    """{person} was not reached: {reason}.

    gone   ids of devices that will never take a call again
    """

    code = "not_reached"

    def __init__(self, *, gone: tuple[str, ...] = (), **about: object) -> None:
        self.gone = gone
        super().__init__(**about)


# ── listening ──────────────────────────────────────────────────────────────────────────────────────────────────────
class IntakeError(BongsuError):
    """A mention cannot be taken in."""

    code = "intake"


class AlreadyKept(IntakeError):
    """Another worker has stored this batch; load its state and go on."""

    code = "already_kept"


class SourceError(BongsuError):
    """A source could not be read: {reason}."""

    code = "source"


class SourceBusy(SourceError):
    """A source asks us to come back later: {reason}."""

    def __init__(self, *, after_s: float, **about: object) -> None:
        self.after_s = after_s
        super().__init__(**about)


class SetupError(BongsuError):
    """{problem} {hint}"""

    code = "setup"
