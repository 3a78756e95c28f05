"""The sound of an edition → notices about voices, language and length."""

from __future__ import annotations

from collections.abc import Sequence

from ..messages import message
from ..model import Notice
from .edition_audio import CONTINUITY_MS, EditionAudio, Spoken


def audio_notices(audio: EditionAudio, sounds: Sequence[Spoken]) -> list[Notice]:
    """Return the notices of the MP3s in `sounds`, and those about voices, language and length."""
    of_narration = dict.fromkeys(notice for one in sounds for notice in one.narration.notices)
    return [
        *of_narration,
        *_fallback(audio, sounds),
        *_unspoken_language(audio),
        *_otherwise_spoken(audio),
        *_too_long(audio, sounds),
    ]


def _unspoken_language(audio: EditionAudio) -> list[Notice]:
    if audio.selection.speaks:
        return []
    what = message('no voice here speaks "{language}"; only recordings are published', language=audio.edition.language)
    return [
        Notice(
            "edition.no-voice",
            audio.edition.id,
            what,
            message("Put a person's recording beside each article: 01 ….mp3."),
        )
    ]


def _fallback(audio: EditionAudio, sounds: Sequence[Spoken]) -> list[Notice]:
    what = message(
        'greeting, headlines and closing are spoken by "{fallback}": the edition\'s voice failed',
        fallback=audio.plan.settings.sound.fallback,
    )
    hint = message("Run the same command again when the voice works: only missing sentences are requested.")
    return [Notice("programme.stand-in", one.narration.mp3_path.name, what, hint) for one in sounds if one.stands_in]


def _otherwise_spoken(audio: EditionAudio) -> list[Notice]:
    what = message(
        "the spoken text of this article differs from the written one, so the talking book has no sound for it"
    )
    hint = message("Nothing needs to be done; listeners hear it in the MP3s.")
    return [
        Notice("article.heard-otherwise", str(one.path), what, hint)
        for one in audio.edition.articles
        if one.spoken_instead or one.recording
    ]


def _too_long(audio: EditionAudio, sounds: Sequence[Spoken]) -> list[Notice]:
    minutes = audio.plan.settings.sound.programme_minutes
    articles = {one.article.slug: one.article for one in audio.scripted}
    what = message(
        "this article is longer than the slot of {minutes} minutes and has a programme of its own", minutes=minutes
    )
    hint = message("Shorten it, or allow more: programme_minutes.")
    return [
        Notice("programme.too-long", str(articles[one.document].path), what, hint)
        for one in (spoken.narration for spoken in sounds)
        if minutes and one.document in articles and one.duration_ms > minutes * 60_000 - CONTINUITY_MS
    ]
