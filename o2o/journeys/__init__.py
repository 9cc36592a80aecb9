"""The canonical journeys of the business, run step by step against a live platform."""
