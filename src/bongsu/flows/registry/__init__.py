"""The three registers as tables: touch-points, risks, stakeholders; read and checked before anything is kept.

Nothing is kept here. Every fault has its line and column; what `…_csv` writes, `import_…` reads back as it was.
"""

from bongsu.flows.registry.cells import Names as Names, Read as Read, Spelling as Spelling
from bongsu.flows.registry.risks import (
    RISK_COLUMNS as RISK_COLUMNS,
    RISKS_SAMPLE as RISKS_SAMPLE,
    import_risks as import_risks,
    risks_csv as risks_csv,
)
from bongsu.flows.registry.stakeholders import (
    STAKEHOLDER_COLUMNS as STAKEHOLDER_COLUMNS,
    STAKEHOLDER_KINDS as STAKEHOLDER_KINDS,
    STAKEHOLDERS_SAMPLE as STAKEHOLDERS_SAMPLE,
    import_stakeholders as import_stakeholders,
    stakeholders_csv as stakeholders_csv,
)
from bongsu.flows.registry.touchpoints import (
    KINDS as KINDS,
    MOST_CAPACITY as MOST_CAPACITY,
    TOUCHPOINT_COLUMNS as TOUCHPOINT_COLUMNS,
    TOUCHPOINTS_SAMPLE as TOUCHPOINTS_SAMPLE,
    import_touchpoints as import_touchpoints,
    touchpoints_csv as touchpoints_csv,
)
