"""What a room is made of, one module for each verb. `crisis.room` puts them together."""
