"""The charter's screens: may I, versions, the editor, guidelines."""
