"""One cache: the digest of all ingredients → the result that was made of them, which is made once.

Contract: `Cache.of(ingredients, make, codec)` for values, `OutputCache.of(target, *ingredients, make=…)` for finished
files.  Either is a shortcut only: what is deleted, damaged, or written by another version is made again, the same.
"""

from .digests import code_digest, digest, digest_of_bytes, file_digest, library_versions
from .outputs import Made, OutputCache, still_there
from .store import Cache, Codec, Pruned

__all__ = [
    "Cache",
    "Codec",
    "Made",
    "OutputCache",
    "Pruned",
    "code_digest",
    "digest",
    "digest_of_bytes",
    "file_digest",
    "library_versions",
    "still_there",
]
