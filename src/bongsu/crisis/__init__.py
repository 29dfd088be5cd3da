"""Pure rules of a crisis room: `rule(room, …, at) → events`, `apply(room, line) → room`."""
