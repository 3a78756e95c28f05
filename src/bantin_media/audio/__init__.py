"""Sound as bytes: PCM in, MP3 segments that join exactly, silence, loudness and tags out.

Nothing here knows Vietnamese or an engine.  A segment is encoded once and joined as it is: see `mp3`.
"""
