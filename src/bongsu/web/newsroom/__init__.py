"""The public newsroom: no cookies, no script, answered from caches. /newsroom/ is the first organisation's; every
organisation's own is /newsroom/o/<slug>/."""
