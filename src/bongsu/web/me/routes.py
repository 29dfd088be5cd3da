"""Routes of what is one's own."""

from bongsu.web.access import Access, Route
from bongsu.web.me import record

ROUTES = [Route("me/record/", record.record, "my-record", Access.MEMBER)]
