"""Pure values and rules: no I/O, no clock but the clock module, no third party."""
