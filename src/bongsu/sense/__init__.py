"""Pure streaming analysis: a stream of mentions in, findings out. One pass, bounded memory, state saved as a value.

`pipeline.BrandWatch` is the door. It uses `normalise` and `match` (is this about the brand?), `rhythm` and `surprise`
(is this more than such an hour usually brings?), `claims` (who says the same thing?) and `episodes` (say it once).
"""
