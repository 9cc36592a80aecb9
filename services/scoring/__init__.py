"""Scoring: checks, scores and decides every application, and can prove each decision again."""
