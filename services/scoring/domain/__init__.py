"""Pure rules of scoring: values in, decisions out."""
