"""Everything that can happen to a room, one frozen dataclass each.

Past tense: a journal says what was, never what should be.

Only strings, integers, booleans, datetimes and tuples of these (no floats): a line's bytes must be the same on every
machine, for ever. A field of type `Personal` may name or describe a living person; the journal keeps its HMAC, the
words lie apart and can be shredded (`store.journal`).

One module for each of the six verbs that write lines; all of them are read as `events`.
"""

from bongsu.core.events.approve import (
    ApprovalAsked as ApprovalAsked,
    ApprovalGiven as ApprovalGiven,
    ApprovalLapsed as ApprovalLapsed,
    ApprovalObjected as ApprovalObjected,
    ApprovalPassed as ApprovalPassed,
    ApprovalUnheld as ApprovalUnheld,
    ApprovalVoided as ApprovalVoided,
    ApprovalWithdrawn as ApprovalWithdrawn,
    CompensationGranted as CompensationGranted,
    MandateRevoked as MandateRevoked,
)
from bongsu.core.events.assess import (
    EstimateSent as EstimateSent,
    FactAssigned as FactAssigned,
    FactNoted as FactNoted,
    FactOverdue as FactOverdue,
    FactSettled as FactSettled,
    FindingNoted as FindingNoted,
    PressSettled as PressSettled,
    RumourCoordinated as RumourCoordinated,
    RumourCorrected as RumourCorrected,
)
from bongsu.core.events.base import (
    EVENTS as EVENTS,
    Event as Event,
    Personal as Personal,
    Slots as Slots,
    personal_fields as personal_fields,
)
from bongsu.core.events.clips import ClipBrought as ClipBrought
from bongsu.core.events.closing import (
    RestNoted as RestNoted,
    ReviewBooked as ReviewBooked,
    StandDownWaived as StandDownWaived,
    ThanksSent as ThanksSent,
)
from bongsu.core.events.command import (
    CommentMade as CommentMade,
    LeaderHere as LeaderHere,
    LeaderQuiet as LeaderQuiet,
    StandbyNamed as StandbyNamed,
    TaskHandedOn as TaskHandedOn,
)
from bongsu.core.events.convene import (
    CallAcknowledged as CallAcknowledged,
    CallPlaced as CallPlaced,
    LeadOffered as LeadOffered,
    LeadTaken as LeadTaken,
)
from bongsu.core.events.decide import (
    ConsultationAnswered as ConsultationAnswered,
    ConsultationAsked as ConsultationAsked,
    ConsultationLapsed as ConsultationLapsed,
    ConsultationPassed as ConsultationPassed,
    DeadlineNear as DeadlineNear,
    DecisionAsked as DecisionAsked,
    DecisionEscalated as DecisionEscalated,
    DecisionMade as DecisionMade,
    DecisionReopened as DecisionReopened,
    FirstWordOverdue as FirstWordOverdue,
    JudgementGiven as JudgementGiven,
    LinkFailed as LinkFailed,
    LinkSent as LinkSent,
    ObjectionRaised as ObjectionRaised,
    ProposalClosed as ProposalClosed,
    ProposalMade as ProposalMade,
    TaskDone as TaskDone,
    TaskGiven as TaskGiven,
    TaskOverdue as TaskOverdue,
)
from bongsu.core.events.duties import (
    DutyConfirmed as DutyConfirmed,
    DutyDone as DutyDone,
    DutyDropped as DutyDropped,
    DutyOverdue as DutyOverdue,
    DutyStarted as DutyStarted,
)
from bongsu.core.events.executives import (
    ExecutiveAnswered as ExecutiveAnswered,
    ExecutiveAsked as ExecutiveAsked,
    ExecutiveLate as ExecutiveLate,
    ExecutivePassed as ExecutivePassed,
)
from bongsu.core.events.faults import FaultMoved as FaultMoved, FaultNoted as FaultNoted, FaultOverdue as FaultOverdue
from bongsu.core.events.files import FileAdded as FileAdded, FileWithdrawn as FileWithdrawn
from bongsu.core.events.flash import (
    FlashAnswered as FlashAnswered,
    FlashDelivered as FlashDelivered,
    FlashRead as FlashRead,
    FlashSent as FlashSent,
    FlashWithdrawn as FlashWithdrawn,
)
from bongsu.core.events.formation import (
    FormationFormed as FormationFormed,
    SeatFilled as SeatFilled,
    TouchPointsHit as TouchPointsHit,
)
from bongsu.core.events.inquiries import (
    CorrectionClaimed as CorrectionClaimed,
    CorrectionMoved as CorrectionMoved,
    InquiryAnswered as InquiryAnswered,
    InquiryClosed as InquiryClosed,
    InquiryFollowed as InquiryFollowed,
    InquiryLate as InquiryLate,
    InquiryNoted as InquiryNoted,
    InquiryReleased as InquiryReleased,
    InquiryTaken as InquiryTaken,
)
from bongsu.core.events.ladder import (
    CallRung as CallRung,
    CallWidened as CallWidened,
    PulledIn as PulledIn,
    RoleExhausted as RoleExhausted,
    RoleWaived as RoleWaived,
)
from bongsu.core.events.observers import ObserverDismissed as ObserverDismissed, ObserverInvited as ObserverInvited
from bongsu.core.events.offline import OfflineNoted as OfflineNoted
from bongsu.core.events.one_voice import (
    NoticeFailed as NoticeFailed,
    OneVoiceDeputiesAsked as OneVoiceDeputiesAsked,
    OneVoiceLifted as OneVoiceLifted,
    OneVoiceOrdered as OneVoiceOrdered,
    OneVoiceRead as OneVoiceRead,
    OneVoiceSilent as OneVoiceSilent,
    OneVoiceSkipped as OneVoiceSkipped,
    OneVoiceTold as OneVoiceTold,
)
from bongsu.core.events.promises import (
    PromiseBroken as PromiseBroken,
    PromiseHandedOn as PromiseHandedOn,
    PromiseKept as PromiseKept,
    PromiseLate as PromiseLate,
    PromiseMade as PromiseMade,
    PromiseSoon as PromiseSoon,
)
from bongsu.core.events.reach import (
    CallDeclined as CallDeclined,
    CallFailed as CallFailed,
    CallSent as CallSent,
)
from bongsu.core.events.report import ReportRemarked as ReportRemarked, SituationReported as SituationReported
from bongsu.core.events.room import (
    BeaconLowered as BeaconLowered,
    BeaconRaised as BeaconRaised,
    NoteWritten as NoteWritten,
    RoomClosed as RoomClosed,
    RoomOpened as RoomOpened,
    RoomRenamed as RoomRenamed,
    RoomReopened as RoomReopened,
)
from bongsu.core.events.speak import (
    DeliveryDropped as DeliveryDropped,
    DeliveryPlanned as DeliveryPlanned,
    DeliveryPostponed as DeliveryPostponed,
    DeliveryRefused as DeliveryRefused,
    DeliverySent as DeliverySent,
    DeliverySettled as DeliverySettled,
    DeliveryStarted as DeliveryStarted,
    DeliveryUnsure as DeliveryUnsure,
    DraftEdited as DraftEdited,
    OutletsPaused as OutletsPaused,
    OutletsResumed as OutletsResumed,
    StatementApproved as StatementApproved,
    StatementWithdrawn as StatementWithdrawn,
)
from bongsu.core.events.taking import ItemReleased as ItemReleased, ItemTaken as ItemTaken
