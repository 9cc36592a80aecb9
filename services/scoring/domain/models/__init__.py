"""Evaluators of governed artefacts: pure functions of an artefact and a vector of facts."""
