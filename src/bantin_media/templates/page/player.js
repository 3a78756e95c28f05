/* The listening page: one <audio>, the sentences with their times, and a bar of controls.
   It loads and sends nothing; position and choices are stored in this browser only. */
"use strict";
document.documentElement.className = document.documentElement.className.replace("plain-page", "script-page");
document.addEventListener("DOMContentLoaded", () => {
  /* ---- sharing the address of an article; a page on a disk has none */
  for (const button of document.querySelectorAll("[data-share]")) {
    const address = new URL(button.dataset.share, location.href).href;
    if (!/^https?:/.test(address) || !(navigator.share || navigator.clipboard)) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const sent = navigator.share
        ? navigator.share({ title: button.dataset.title, url: address })
        : navigator.clipboard.writeText(address).then(() => { button.lastElementChild.textContent = button.dataset.done; });
      sent.catch(() => { /* whoever shares may change his mind */ });
    });
  }
  /* ---- the scroll hint of a table that is wider than the screen */
  const swipes = [...document.querySelectorAll(".swipe")];
  const widths = () => swipes.forEach((one) => { const box = one.nextElementSibling; one.hidden = box.scrollWidth <= box.clientWidth + 1; });
  addEventListener("resize", widths);
  widths();

  const $ = (id) => document.getElementById(id);
  const bar = $("player");
  const tracks = [...document.querySelectorAll("[data-track]")].map((node) => {
    const own = node.querySelector("audio");
    return {
      id: node.id,
      node,
      title: node.dataset.title || node.querySelector("bdi").textContent,
      length: Number(node.dataset.ms) / 1000,
      src: own ? own.getAttribute("src") : node.dataset.src,
      link: node.querySelector(".entry a"),
      clips: clipsOf(node),
    };
  });
  if (!bar || !tracks.length) return;

  const root = document.documentElement;
  const say = bar.dataset;
  const { key, album, artist, cover, before: pageBefore, after: pageAfter } = document.body.dataset;
  const audio = document.querySelector("audio") || new Audio();
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const RESUME_FROM = 3;
  let current = null;
  let marked = null;
  let pending = null;
  let following = true;
  let savedAt = 0;
  let ticking = false;

  /* ---- stored values: the position per edition, the choices for all editions */
  const memory = {
    read(name) {
      try { return JSON.parse(localStorage.getItem(`bantin:${name}`)) || {}; } catch (error) { return {}; }
    },
    write(name, value) {
      try { localStorage.setItem(`bantin:${name}`, JSON.stringify(value)); } catch (error) { /* a private window: nothing is kept */ }
    },
  };
  const choices = { speed: 1, size: "", follow: true, onward: true, ...memory.read("choices") };
  const choose = (name, value) => { choices[name] = value; memory.write("choices", choices); };
  const keep = () => {
    if (current && pending === null) memory.write(key, { track: current.id, at: Math.round(audio.currentTime * 100) / 100 });
  };

  /* ---- sentences */
  function clipsOf(node) {
    const clips = [];
    for (const span of node.querySelectorAll("[data-t]")) {
      const times = span.dataset.t.split(" ").map(Number);
      for (let i = 0; i + 1 < times.length; i += 2) clips.push({ start: times[i] / 1000, end: times[i + 1] / 1000, span });
    }
    return clips.sort((one, other) => one.start - other.start);
  }
  function indexAt(clips, at) {
    let low = 0;
    let high = clips.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (clips[middle].start <= at + 0.01) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
  function mark(at, { scroll = true } = {}) {
    const index = current ? indexAt(current.clips, at) : -1;
    const clip = index < 0 ? null : current.clips[index];
    const span = clip && at < clip.end + 1.2 ? clip.span : null;
    if (span === marked) return;
    if (marked) marked.classList.remove("now");
    marked = span;
    if (!span) return;
    span.classList.add("now");
    if (scroll) reveal(span);
  }
  function visible(span) {
    const box = span.getBoundingClientRect();
    return box.top > innerHeight * 0.08 && box.bottom < bar.getBoundingClientRect().top - 12;
  }
  function reveal(span, force = false) {
    if (visible(span)) { following = true; $("return").hidden = true; return; }
    if (!force && !(following && choices.follow)) { $("return").hidden = !choices.follow; return; }
    const box = span.getBoundingClientRect();
    const room = bar.getBoundingClientRect().top;
    scrollBy({ top: box.top - Math.max(room * 0.3 - box.height / 2, 40), behavior: still.matches ? "auto" : "smooth" });
  }
  const wander = () => {
    if (audio.paused || !marked) return;
    following = false;
    setTimeout(() => { if (marked && !visible(marked) && choices.follow) $("return").hidden = false; }, 250);
  };
  addEventListener("wheel", wander, { passive: true });
  addEventListener("touchmove", wander, { passive: true });
  $("return").addEventListener("click", () => {
    following = true;
    $("return").hidden = true;
    if (marked) reveal(marked, true);
  });

  /* ---- playback */
  function load(track, at = 0, { quiet = false } = {}) {
    if (current !== track) {
      keep();
      if (current) { current.node.classList.remove("playing"); listItem(current).forEach((item) => item.classList.remove("playing")); }
      if (marked) marked.classList.remove("now");
      marked = null;
      current = track;
      listItem(track).forEach((item) => item.classList.add("playing"));
      if (audio.getAttribute("src") !== track.src) audio.src = track.src;
      announce();
    }
    bar.hidden = false;
    root.classList.add("with-player");
    seekTo(at, { quiet });
  }
  function listItem(track) { return [...document.querySelectorAll(`[data-for="${track.id}"], li[id="${track.id}"]`)]; }
  function seekTo(at, { quiet = false } = {}) {
    const target = Math.min(Math.max(at, 0), Math.max(current.length - 0.05, 0));
    if (audio.readyState >= 1 && !audio.error) { pending = null; audio.currentTime = target; } else { pending = target; }
    show(target);
    if (!quiet) mark(target);
    else if (target > 0) mark(target, { scroll: false });
  }
  function play() {
    $("hint").textContent = "";
    if (audio.preload !== "auto") audio.preload = "auto";
    audio.playbackRate = choices.speed;
    const started = audio.play();
    if (started) started.catch(() => { /* the browser wants a touch first: the bar is there for it */ });
  }
  function start(track, at = 0) { following = true; load(track, at); play(); }
  const at = () => pending === null ? audio.currentTime : pending;
  function step(by) {
    const next = tracks[tracks.indexOf(current) + by];
    if (next) { start(next); return; }
    const page = by > 0 ? pageAfter : pageBefore;
    if (page) { keep(); location.href = `${page}#nghe`; }
  }
  function sentence(by) {
    const clips = current.clips;
    const index = indexAt(clips, at());
    let target = index + by;
    if (by < 0 && index >= 0 && at() - clips[index].start > 2) target = index;
    if (clips[target]) { following = true; seekTo(clips[target].start); } else if (by < 0) { seekTo(0); }
  }

  /* ---- display */
  const clock = (seconds) => {
    const whole = Math.round(seconds);
    const minutes = `${Math.floor(whole / 60) % 60}:${String(whole % 60).padStart(2, "0")}`;
    return whole < 3600 ? minutes : `${Math.floor(whole / 3600)}:${minutes.padStart(5, "0")}`;
  };
  const spoken = (seconds) => {
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} ${say.sayMinute} ${whole % 60} ${say.saySecond}`;
  };
  function show(now) {
    const seek = $("seek");
    seek.value = String(Math.round(now * 10));
    seek.style.setProperty("--p", `${current.length ? Math.min(100, now / current.length * 100) : 0}%`);
    $("now").textContent = clock(now);
  }
  function showButtons() {
    const on = !audio.paused;
    bar.classList.toggle("on", on);
    $("toggle").setAttribute("aria-label", on ? say.sayPause : say.sayPlay);
    document.querySelectorAll("[data-play]").forEach((one) => one.setAttribute("aria-pressed", String(on && one.dataset.play === current.id)));
    if ("mediaSession" in navigator) navigator.mediaSession.playbackState = on ? "playing" : "paused";
  }
  function announce() {
    const seek = $("seek");
    seek.max = String(Math.round(current.length * 10));
    $("all").textContent = clock(current.length);
    $("what").textContent = current.title;
    $("what").href = current.link ? current.link.getAttribute("href") : `#${current.id}`;
    const index = tracks.indexOf(current);
    if ($("before")) $("before").disabled = index === 0 && !pageBefore;
    if ($("next")) $("next").disabled = index === tracks.length - 1 && !pageAfter;
    $("said").textContent = audio.paused ? "" : `${say.sayNow} ${current.title}`;
    if (!("mediaSession" in navigator)) return;
    const artwork = cover && location.protocol.startsWith("http")
      ? [{ src: new URL(cover, location.href).href, sizes: "480x768", type: "image/jpeg" }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title: current.title, artist, album, artwork });
  }
  function position() {
    if (!("mediaSession" in navigator) || !navigator.mediaSession.setPositionState || !audio.duration || !isFinite(audio.duration)) return;
    navigator.mediaSession.setPositionState({ duration: audio.duration, playbackRate: audio.playbackRate, position: Math.min(audio.currentTime, audio.duration) });
  }
  function frame() {
    ticking = !audio.paused;
    if (!ticking) return;
    if (pending === null) { show(audio.currentTime); mark(audio.currentTime); }
    requestAnimationFrame(frame);
  }

  /* ---- events of the sound */
  audio.addEventListener("loadedmetadata", () => {
    if (pending !== null) { const target = pending; pending = null; audio.currentTime = target; }
    position();
  });
  audio.addEventListener("play", () => {
    showButtons();
    announce();
    following = true;
    if (marked) reveal(marked);
    if (!ticking) { ticking = true; requestAnimationFrame(frame); }
  });
  audio.addEventListener("pause", () => { showButtons(); keep(); });
  audio.addEventListener("seeked", () => { position(); keep(); if (audio.paused && pending === null) show(audio.currentTime); });
  audio.addEventListener("ratechange", position);
  audio.addEventListener("timeupdate", () => {
    $("seek").setAttribute("aria-valuetext", `${spoken(at())} ${say.sayOf} ${spoken(current ? current.length : 0)}`);
    if (document.hidden) mark(audio.currentTime, { scroll: false });
    if (Math.abs(audio.currentTime - savedAt) > 4) { savedAt = audio.currentTime; keep(); }
  });
  audio.addEventListener("ended", () => {
    const last = tracks.indexOf(current) === tracks.length - 1;
    if (choices.onward && !(last && !pageAfter)) { step(1); return; }
    memory.write(key, {});
    seekTo(0, { quiet: true });
    if (marked) { marked.classList.remove("now"); marked = null; }
  });
  audio.addEventListener("error", () => { if (audio.getAttribute("src")) { $("hint").textContent = say.sayBroken; $("said").textContent = say.sayBroken; } });

  /* ---- pointer and keyboard */
  const toggle = () => { if (audio.paused) play(); else audio.pause(); };
  const back = (seconds = 10) => { following = true; seekTo(at() - seconds); };
  $("toggle").addEventListener("click", toggle);
  $("back").addEventListener("click", () => back());
  for (const [id, by] of [["before", -1], ["next", 1]]) if ($(id)) $(id).addEventListener("click", () => step(by));
  $("sentence-before").addEventListener("click", () => sentence(-1));
  $("sentence-after").addEventListener("click", () => sentence(1));
  $("seek").addEventListener("input", (event) => seekTo(Number(event.target.value) / 10));
  $("what").addEventListener("click", (event) => {
    if (!marked) return;
    event.preventDefault();
    following = true;
    reveal(marked, true);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-play]");
    if (button) {
      const track = button.dataset.play === "first" ? tracks[0] : tracks.find((one) => one.id === button.dataset.play);
      if (track === current && !audio.paused && button.dataset.play !== "first") audio.pause();
      else if (track === current && button.dataset.play !== "first") play();
      else if (track) start(track);
      return;
    }
    const span = event.target.closest("[data-t]");
    if (!span || event.target.closest("a") || String(getSelection()) !== "") return;
    const track = tracks.find((one) => one.node.contains(span));
    if (track) start(track, Number(span.dataset.t.split(" ")[0]) / 1000);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || !current) return;
    const inside = event.target.closest("button, a, input, select, textarea, summary, audio, .wide");
    if (event.key === "Escape" && !$("options").hidden) { options(false); $("more").focus(); return; }
    if (inside) return;
    const moves = { ArrowLeft: () => event.shiftKey ? step(-1) : sentence(-1), ArrowRight: () => event.shiftKey ? step(1) : sentence(1), " ": toggle };
    if (["PageUp", "PageDown", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) wander();
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  });

  /* ---- choices */
  function options(open) { $("options").hidden = !open; $("more").setAttribute("aria-expanded", String(open)); }
  $("more").addEventListener("click", () => options($("options").hidden));
  $("speed").value = String(choices.speed);
  if (!$("speed").value) $("speed").value = "1";
  $("speed").addEventListener("change", (event) => { choose("speed", Number(event.target.value)); audio.playbackRate = choices.speed; });
  const sizes = [...bar.querySelectorAll("[data-size]")];
  function resize(size) {
    root.classList.remove("size-large", "size-huge");
    if (size) root.classList.add(`size-${size}`);
    sizes.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.size === size)));
  }
  sizes.forEach((one) => one.addEventListener("click", () => { choose("size", one.dataset.size); resize(choices.size); }));
  resize(["large", "huge"].includes(choices.size) ? choices.size : "");
  for (const name of ["follow", "onward"]) {
    const button = $(name);
    if (!button) continue;
    button.setAttribute("aria-pressed", String(choices[name]));
    button.addEventListener("click", () => { choose(name, !choices[name]); button.setAttribute("aria-pressed", String(choices[name])); if (name === "follow") $("return").hidden = true; });
  }

  /* ---- lock screen */
  if ("mediaSession" in navigator) {
    const actions = {
      play, pause: () => audio.pause(), previoustrack: () => step(-1), nexttrack: () => step(1),
      seekbackward: (details) => back(details.seekOffset || 10), seekforward: (details) => back(-(details.seekOffset || 10)),
      seekto: (details) => seekTo(details.seekTime),
    };
    for (const [name, action] of Object.entries(actions)) {
      try { navigator.mediaSession.setActionHandler(name, action); } catch (error) { /* this browser has no such button */ }
    }
  }

  /* ---- restoring the position */
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  const kept = memory.read(key);
  const linked = tracks.find((one) => `#${one.id}` === location.hash);
  const known = tracks.find((one) => one.id === kept.track && (!linked || one === linked));
  if (location.hash === "#nghe") {
    try { history.replaceState(null, "", location.pathname + location.search); } catch (error) { /* a page on a disk keeps its address */ }
    start(tracks[0]);
  } else if (known && kept.at > RESUME_FROM && kept.at < known.length - 1) {
    load(known, kept.at, { quiet: true });
    $("hint").textContent = `${say.sayResume} ${clock(kept.at)}`;
  } else {
    load(linked || tracks[0], 0, { quiet: true });
  }
});
