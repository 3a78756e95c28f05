"""One cache: the digest of all ingredients → their result, which is made once.

Contract: `Cache.of(ingredients, make, codec)` for values, `OutputCache.of(target, *ingredients, make=…)` for finished
files.  Both only save time: a result that is missing, damaged, or written by another version is made again, identical.
"""

from .digests import code_digest, digest, digest_of_bytes, file_digest, keep_digests, library_versions, recall_digests
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
    "keep_digests",
    "library_versions",
    "recall_digests",
    "still_there",
]
