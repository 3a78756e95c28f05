"""The editor's desk: proof, hear, correct, sign and publish in a browser on this machine.

What it writes is `edition.toml`, `lexicon.tsv` and files in `input/`; `make` on them gives the same bytes.  Starlette,
uvicorn and tomlkit are imported here only.
"""
