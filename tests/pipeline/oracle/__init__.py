"""The report on a changed spec is held against what can be observed: a grammar of edits, and the truth by doing."""
