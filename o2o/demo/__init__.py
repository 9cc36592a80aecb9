"""The main job: real applicants, a simulated year, a report."""
