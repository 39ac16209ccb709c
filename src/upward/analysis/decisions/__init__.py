"""Decision records: scoring options, ADR dialects, exploring options, calibration."""
