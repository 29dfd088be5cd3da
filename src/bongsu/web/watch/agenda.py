"""Reviews ahead and promises that are still owed, on the Watch."""

from bongsu.store.queries import agenda
from bongsu.web.panels import render
from bongsu.web.viewer import Viewer
from bongsu.web.watch.view import WatchView


def render_agenda(viewer: Viewer, view: WatchView) -> str:
    return render(
        "watch/agenda.html", viewer, reviews=agenda.reviews(view.org, view.at), promises=agenda.promises(view.org)
    )
