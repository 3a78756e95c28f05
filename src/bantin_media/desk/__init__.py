"""The editor's desk: check, listen, correct, sign and publish, in a browser on this machine.

It writes only `edition.toml`, `lexicon.tsv` and files in `input/`; `make` builds the same bytes from them.  Only this
room imports Starlette, uvicorn and tomlkit.
"""
