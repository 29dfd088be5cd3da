"""Use cases: load, ask the rule, append what it says, one transaction, wake. Functions over `core.ports.Ports`."""
