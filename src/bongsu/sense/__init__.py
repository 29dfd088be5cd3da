"""Pure streaming analysis: a stream of mentions in, findings out. One pass, bounded memory, state saved as a value.

`pipeline.BrandWatch` is the door. `hearing` uses `normalise`, `match` (is this about the brand?) and `said` (what does
it say?). `known` holds `rhythm` (what does such an hour usually bring?), `ledger` and `claims` (who says the same?).
`axes` ask by `surprise` and `weigh` what is unusual; `episodes` has it said once, `telling` says it.
"""
