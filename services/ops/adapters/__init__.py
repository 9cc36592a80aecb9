"""Tables and repositories; calls to the issuer and the neighbours."""
