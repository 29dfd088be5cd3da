"""Report links in the settings: made for a touch-point or under a name, shown once as an address and as a QR code."""

import base64
from typing import Any

import qrcode
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_safe
from qrcode.image.svg import SvgPathImage

from bongsu.core.errors import AlreadyDone, NameTaken, NoSuchThing
from bongsu.store import public_reports as store
from bongsu.store.queries import registry
from bongsu.web.registry.words import kind_words
from bongsu.web.request import now, organisation, person
from bongsu.web.setup import pages
from bongsu.web.setup.forms import Choices, Form, PlainText
from bongsu.web.words import error_words

#: Modules of light around the code, as the standard asks for.
QUIET = 4


class ReportLinkForm(Form):
    point = forms.ChoiceField(
        label=lazy("접점"), required=False, help_text=lazy("매장, 대리점, 대행사, 고객센터처럼 제보할 곳")
    )
    name = PlainText(
        label=lazy("이름"),
        required=False,
        max_length=80,
        help_text=lazy("비우면 접점의 이름을 써요. 제보하는 분에게도 보여요."),
    )
    brand = forms.ChoiceField(label=lazy("브랜드"), required=False)

    def __init__(self, *args: Any, points: Choices = (), brands: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._points = dict(points)
        for name, choices in (
            ("point", [("", lazy("없음 (이름만)")), *points]),
            ("brand", [("", lazy("제보할 때 골라요")), *brands]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if len(brands) < 2:
            del self.fields["brand"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name") and not data.get("point") and not self.errors:
            self.add_error("name", _("접점을 고르거나 이름을 적어 주세요."))
        return data


def choices(org: int) -> list[tuple[str, str]]:
    """Touch-points in use, those where strangers meet our people first."""
    in_use = [point for point, enabled in registry.touchpoints(org) if enabled]
    first = ("shop", "dealer", "agency", "contact_centre", "partner")
    in_use.sort(key=lambda p: (first.index(p.kind) if p.kind in first else len(first), p.name))
    return [(p.key, f"{p.name} · {kind_words(p.kind)}") for p in in_use]


def _form(request: HttpRequest, *args: Any) -> ReportLinkForm:
    org = organisation(request).id
    return ReportLinkForm(*args, points=choices(org), brands=pages.brand_choices(org))


@require_safe
def report_links(request: HttpRequest) -> HttpResponseBase:
    return page(request)


def page(request: HttpRequest, *, form: ReportLinkForm | None = None, status: int = 200, **more: Any) -> HttpResponse:
    org = organisation(request).id
    context = {
        "links": store.links(org),
        "form": form or _form(request),
        "brands": pages.brand_choices(org),
        **more,
    }
    return pages.show(request, "report_links", context, status=status)


def add(request: HttpRequest) -> HttpResponseBase:
    org, form = organisation(request).id, _form(request, request.POST)
    if not form.is_valid():
        return page(request, form=form, status=422)
    data = form.cleaned_data
    point = data["point"]
    name = data["name"] or next(p.name for p, _on in registry.touchpoints(org) if p.key == point)
    brand = int(data["brand"]) if data.get("brand") else None
    try:
        link, token = store.new_link(
            org, name=name, touchpoint=point, brand=brand, by=person(request).key, at=now(request)
        )
    except NameTaken as problem:
        form.add_error("name", error_words(problem))
        return page(request, form=form, status=422)
    return _shown_once(request, link, token)


def again(request: HttpRequest) -> HttpResponseBase:
    """Another address for the same link: the one before ends."""
    link = _number(request)
    try:
        return _shown_once(request, link, store.new_token(organisation(request).id, link))
    except NoSuchThing:
        raise Http404 from None


def end(request: HttpRequest) -> HttpResponseBase:
    link = _number(request)
    try:
        store.revoke(organisation(request).id, link, by=person(request).key, at=now(request))
    except AlreadyDone as problem:
        messages.error(request, error_words(problem))
    else:
        messages.success(request, _("끝냈어요. 이 주소로는 이제 제보할 수 없고, 받은 제보는 그대로 있어요."))
    return HttpResponseRedirect(reverse("settings_report_links"))


def _shown_once(request: HttpRequest, link: int, token: str) -> HttpResponse:
    address = f"{settings.URL}{reverse('report-form', kwargs={'token': token})}"
    name = next(one.name for one in store.links(organisation(request).id) if one.id == link)
    return page(request, address=address, address_of=name, qr=picture(address))


def picture(address: str) -> str:
    """A QR code as the address of an SVG image."""
    code = qrcode.QRCode(border=QUIET, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    svg: bytes = code.make_image(image_factory=SvgPathImage).to_string()
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()


def _number(request: HttpRequest) -> int:
    typed = request.POST.get("link", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 12):
        raise Http404
    return int(typed)
