/**
 * Plays shots one after another on two video elements: while one shows a shot, the other has the next
 * one loaded and stands at its first frame, so that the change is a change of visibility.
 */
import {
  type Preview,
  type Shot,
  filmTime,
  nextPlayable,
  shotAt,
  takeTime,
} from "../project/preview.ts";

export type ReelState = {
  atS: number;
  /** Index of the shot; null without shots. */
  shot: number | null;
  isPlaying: boolean;
  /** It would play, but the picture is still on its way. */
  isWaiting: boolean;
  /** The element that shows the shot; null while its still does. */
  deck: 0 | 1 | null;
  /** The shot's file could not be played. */
  isBroken: boolean;
};

export const AT_REST: ReelState = {
  atS: 0,
  shot: null,
  isPlaying: false,
  isWaiting: false,
  deck: null,
  isBroken: false,
};

/** `wantedS` is where the video is to stand, seconds on its take. */
type Deck = { video: HTMLVideoElement; src: string | null; wantedS: number };

/** Half a frame at 24 frames a second: closer than that a take is at its out point. */
const NEAR_S = 0.02;

export class PreviewReel {
  #decks: readonly [Deck, Deck];
  #preview: Preview = { shots: [], lengthS: 0 };
  #state = AT_REST;
  #frame: number | null = null;
  #lastTick = 0;
  #srcOf: (assetId: string) => string;
  #onChange: (state: ReelState) => void;
  #leaving = new AbortController();

  constructor(
    videos: readonly [HTMLVideoElement, HTMLVideoElement],
    srcOf: (assetId: string) => string,
    onChange: (state: ReelState) => void,
  ) {
    this.#decks = [
      { video: videos[0], src: null, wantedS: 0 },
      { video: videos[1], src: null, wantedS: 0 },
    ];
    this.#srcOf = srcOf;
    this.#onChange = onChange;
    const { signal } = this.#leaving;
    // Another player of the page was started: of all, one is heard at a time.
    const onPlay = ({ target }: Event) => {
      if (!videos.includes(target as HTMLVideoElement)) this.pause();
    };
    document.addEventListener("play", onPlay, { capture: true, signal });
    for (const deck of [0, 1] as const) {
      const { video } = this.#decks[deck];
      for (const name of ["loadeddata", "seeked", "error"]) {
        video.addEventListener(name, () => this.#settle(), { signal });
      }
      const onMetadata = () => {
        const { wantedS } = this.#decks[deck];
        // Not every browser keeps a place that was set before it knew the file.
        if (Math.abs(video.currentTime - wantedS) > 0.001) video.currentTime = wantedS;
      };
      video.addEventListener("loadedmetadata", onMetadata, { signal });
      // The headset's button, or the browser itself; events come late, so what was meant may be past.
      const onPause = () => {
        const shot = this.#shot();
        if (shot === null || this.#state.deck !== deck || this.#holder(shot) !== deck) return;
        if (video.paused && !this.#isOver(video)) this.pause();
      };
      video.addEventListener("pause", onPause, { signal });
    }
  }

  /** Shots came, went or were trimmed: it stays at its moment. */
  show(preview: Preview): void {
    this.#preview = preview;
    this.seek(Math.min(this.#state.atS, preview.lengthS));
  }

  play(): void {
    const { lengthS } = this.#preview;
    if (this.#state.atS >= lengthS - NEAR_S) this.seek(0);
    this.#set({ isPlaying: true });
    this.#settle();
    this.#lastTick = performance.now();
    this.#frame ??= requestAnimationFrame(this.#tick);
  }

  pause(): void {
    if (!this.#state.isPlaying) return;
    this.#set({ isPlaying: false, isWaiting: false });
    for (const { video } of this.#decks) video.pause();
  }

  toggle(): void {
    if (this.#state.isPlaying) this.pause();
    else this.play();
  }

  seek(toS: number): void {
    const atS = Math.max(0, Math.min(this.#preview.lengthS, toS));
    const index = shotAt(this.#preview, atS);
    this.#set({ atS, shot: index, isBroken: false });
    const shot = this.#shot();
    if (shot?.take == null) {
      this.#rest();
      this.#loadAhead();
      return;
    }
    const holder = this.#holder(shot);
    // The one that shows keeps its picture until the other has the new one.
    const deck = holder ?? (this.#state.deck === 0 ? 1 : 0);
    this.#stand(deck, shot, atS);
    this.#settle();
  }

  close(): void {
    this.#leaving.abort();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    for (const { video } of this.#decks) {
      video.pause();
      video.removeAttribute("src");
      // Lets go of what is being downloaded.
      video.load();
    }
  }

  #shot(): Shot | null {
    return this.#state.shot === null ? null : (this.#preview.shots[this.#state.shot] ?? null);
  }

  #set(change: Partial<ReelState>): void {
    this.#state = { ...this.#state, ...change };
    // At once, not with the next rendering: the other element is given its next file meanwhile.
    for (const [deck, { video }] of this.#decks.entries()) {
      video.style.visibility = deck === this.#state.deck ? "visible" : "hidden";
    }
    this.#onChange(this.#state);
  }

  /** The element that has the shot's file. */
  #holder(shot: Shot): 0 | 1 | null {
    if (shot.take === null) return null;
    const src = this.#srcOf(shot.take.assetId);
    const found = this.#decks.findIndex((deck) => deck.src === src);
    return found === -1 ? null : (found as 0 | 1);
  }

  #stand(deck: 0 | 1, shot: Shot, filmS: number): void {
    if (shot.take === null) return;
    const { video } = this.#decks[deck];
    const src = this.#srcOf(shot.take.assetId);
    if (this.#decks[deck].src !== src) {
      this.#decks[deck].src = src;
      video.preload = "auto";
      video.src = src;
    }
    const to = takeTime(shot, filmS);
    this.#decks[deck].wantedS = to;
    if (Math.abs(video.currentTime - to) > 0.001) video.currentTime = to;
  }

  /** No element shows; the still does. */
  #rest(): void {
    this.#set({ deck: null, isWaiting: false });
    for (const { video } of this.#decks) video.pause();
  }

  /** Brings the shot's element to the front as soon as it has the picture, and starts it. */
  #settle(): void {
    const shot = this.#shot();
    if (shot?.take == null) return;
    const deck = this.#holder(shot);
    if (deck === null) return;
    const { video } = this.#decks[deck];
    const other = this.#decks[deck === 0 ? 1 : 0].video;
    if (!other.paused) other.pause();
    if (video.error !== null) {
      if (this.#state.isBroken) return;
      this.#rest();
      this.#set({ isBroken: true });
      this.#loadAhead();
      return;
    }
    if (video.readyState < 2 || video.seeking) {
      this.#set({ isWaiting: this.#state.isPlaying });
      return;
    }
    const isNew = this.#state.deck !== deck;
    if (isNew || this.#state.isWaiting) this.#set({ deck, isWaiting: false });
    if (this.#state.isPlaying && video.paused && !this.#isOver(video)) {
      video.play().catch((reason: unknown) => {
        // The browser wants another press: the button for it is there.
        if (reason instanceof DOMException && reason.name === "NotAllowedError") this.pause();
      });
    }
    if (isNew) this.#loadAhead();
  }

  #loadAhead(): void {
    const { shot, deck } = this.#state;
    const next = shot === null ? null : nextPlayable(this.#preview, shot);
    const ahead = next === null ? undefined : this.#preview.shots[next];
    if (ahead === undefined) return;
    const holder = this.#holder(ahead);
    // The same file twice in a row: it is sought when its turn comes.
    if (holder !== null && holder === deck) return;
    this.#stand(holder ?? (deck === 0 ? 1 : 0), ahead, ahead.startS);
  }

  /** The take has come to where the film leaves it. */
  #isOver(video: HTMLVideoElement): boolean {
    const shot = this.#shot();
    if (shot?.take == null) return false;
    return video.ended || video.currentTime >= shot.take.inS + shot.lengthS - NEAR_S;
  }

  #tick = (now: number): void => {
    this.#frame = null;
    if (!this.#state.isPlaying) return;
    const passedS = Math.max(0, now - this.#lastTick) / 1000;
    this.#lastTick = now;
    const shot = this.#shot();
    const { deck } = this.#state;
    if (shot !== null && (shot.take === null || this.#state.isBroken)) {
      const atS = this.#state.atS + passedS;
      if (atS >= shot.startS + shot.lengthS - NEAR_S) this.#advance(shot);
      else this.#set({ atS });
    } else if (shot !== null && deck !== null && this.#holder(shot) === deck) {
      const { video } = this.#decks[deck];
      if (!video.seeking) {
        if (this.#isOver(video)) this.#advance(shot);
        else this.#set({ atS: filmTime(shot, video.currentTime) });
      }
    }
    if (this.#state.isPlaying) this.#frame = requestAnimationFrame(this.#tick);
  };

  #advance(shot: Shot): void {
    const endS = shot.startS + shot.lengthS;
    if (this.#state.shot === this.#preview.shots.length - 1) {
      this.#set({ atS: endS });
      this.pause();
      return;
    }
    const index = (this.#state.shot ?? 0) + 1;
    const next = this.#preview.shots[index];
    this.#set({ atS: endS, shot: index, isBroken: false });
    if (next?.take == null) {
      this.#rest();
      this.#loadAhead();
      return;
    }
    const deck = this.#holder(next) ?? (this.#state.deck === 0 ? 1 : 0);
    this.#stand(deck, next, endS);
    this.#settle();
  }
}
