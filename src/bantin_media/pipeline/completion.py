"""An examined edition → its sound and everything in `output/`; a check does not need this part of `production`."""

from __future__ import annotations

from dataclasses import replace

from ..cache import manifest
from ..errors import VoiceUnavailable
from ..reporting.progress import Progress
from ..reporting.report import EditionReport
from .dispatch import dispatched
from .fallback import fallback_notices, fitted, ignored_speeds, prefetched, with_notices
from .plan import Request
from .production import Examined, proof_path
from .proof_page import write_proof_page
from .publishing import has_complete_build, kept, publish
from .signature import keep


def completed(
    examined: Examined, earlier: manifest.Manifest | None, request: Request, progress: Progress
) -> EditionReport:
    """Synthesize and publish an edition; return its report.  Errors as for `publishing.publish`."""
    audio, report, edition = examined.audio, examined.report, examined.edition
    plan, scripted = audio.plan, audio.scripted
    if report.errors and has_complete_build(plan, earlier):
        return replace(report, notices=(*report.notices, kept(plan)))
    if request.audio:
        try:
            fewer = fitted(audio)
            audio, unspoken = prefetched(audio, progress)
            audio, failed = dispatched(audio, progress)
        except VoiceUnavailable as error:
            stopped = replace(report, errors=(*report.errors, error))
            is_kept = has_complete_build(plan, earlier)
            return replace(stopped, notices=(*report.notices, kept(plan))) if is_kept else stopped
        notices = [*fewer, *fallback_notices(audio), *ignored_speeds(audio)]
        report = replace(report, errors=(*report.errors, *unspoken, *failed), notices=(*report.notices, *notices))
        if notices:
            write_proof_page(with_notices(edition, notices), scripted, proof_path(edition.id, request), plan, report)
    if not (edition.is_draft or report.errors or plan.settings.sample):
        keep(edition, examined.state, plan)
    return publish(audio, earlier, report, progress if request.audio else None)
