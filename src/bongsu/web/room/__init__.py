"""The room, the voice and the brief: where people come together, decide and speak."""
