"""The live path, from "room 7 is at 41" to every screen that shows it.

    stream.py    GET /live: one open stream, as Server-Sent Events
    screen.py    what one stream shows, and what waits to be sent to it
    hub.py       all topics somebody looks at: wake-ups, the sweep, threads
    reader.py    follows one topic: renders what changed, hands it to every screen
    rounds.py    one pass over a topic: each panel drawn once for each way of seeing it
    news.py      what is handed over, spelled once for all who see alike
    presence.py  who looks at a room

Nothing here is needed to be right: a screen that connects again, with the number of the last line it has, is given
everything since.
"""
