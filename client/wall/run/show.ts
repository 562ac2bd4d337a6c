/** The scene that the tour has come to, as it is shown: its question, what is lit, where the camera is, and what its file begins beside the map. */
import { formatFilter } from "../../../server/contract/filter.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import type { SceneKind } from "../../../server/contract/wall.ts";
import { HttpError, wasLeft, wordsOf } from "../../api/http.ts";
import { askProblems } from "../../api/problems.ts";
import { dayText } from "../../state/calendar.ts";
import { queryOf } from "../../state/view.ts";
import type { SceneFile, WallPage } from "../page.ts";
import type { Shown, WallState } from "../state.ts";
import { same } from "../tour.ts";
import { type Answered, asksIds, asksTotal, litBy, questionOf } from "./question.ts";
import { sceneBroke } from "./said.ts";
import { seldom, spread, type Timers } from "./timers.ts";

type Files = Readonly<Record<SceneKind, SceneFile>>;
/** A scene that could not be asked is tried again after so long: what it names may be there again. */
const faulty_ms = 600_000;
/** And its words stand so long. */
const said_ms = 10_000;
/** The server is not asked more often which problems a scene means. */
const again_ms = () => 4_000;
const soon_ms = () => spread(150, 900);
const failed_ms = () => spread(4_000, 10_000);
/** Answers of so many questions are kept, so that a scene that comes round is there at once. */
const mostAnswers = 60;

const keyOf = ({ filter }: Pick<Shown, "filter">) => queryOf(formatFilter(filter));
/** The server understood, and says that there is no such thing. */
const isRefusal = (error: unknown): error is HttpError =>
  error instanceof HttpError && error.status >= 400 && error.status < 500 && error.status !== 401 && !error.mayPass;
const equal = (a: Uint8Array | null, b: Uint8Array | null) =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((bit, row) => bit === b[row]));

/** An answer, and the columns that it was of: not held, since there are new ones with each change. */
type Kept = Answered & { readonly of: WeakRef<object> };

/** Everything that what is lit follows from. */
const partsOf = (s: WallState) => [s.data.problems, s.district, s.shown?.stood, s.shown?.filter, Math.floor(s.now / 60)] as const;

export class SceneShow {
  private readonly page: WallPage;
  private readonly timers: Timers;
  private readonly files: Files;
  private readonly answers = new Map<string, Kept>();
  /** By the scene's own text: since when it cannot be asked, and why. */
  private readonly faulty = new Map<string, { at_ms: number; word: Word }>();
  private asking: AbortController | null = null;
  private leaveScene: (() => void) | null = null;
  private parts: ReturnType<typeof partsOf> | null = null;
  private day = "";
  private turn = 0;
  private mode: WallState["tour"]["mode"] = "going";
  private camera: Shown["camera"] | undefined;
  /** The map is to go to the scene's place as soon as there is one. */
  private toGo = false;
  private readonly askSoon: () => void;

  constructor(page: WallPage, timers: Timers, files: Files) {
    this.page = page;
    this.timers = timers;
    this.files = files;
    this.askSoon = seldom(timers, again_ms, () => void this.ask(), soon_ms);
    timers.also(page.store.subscribe(() => this.follow()));
    timers.also(() => this.end());
  }

  /** Whether the tour steps over a place: it has nothing to show, or cannot be asked. */
  readonly skip = (index: number): boolean => {
    const state = this.page.store.get();
    const scene = state.tour.scenes[index];
    if (!scene) return true;
    const faulty = this.faulty.get(textOf(scene));
    const age_ms = faulty ? performance.now() - faulty.at_ms : Number.POSITIVE_INFINITY;
    // The one that stands says why, for as long as it takes to read; when it comes round again it is gone over.
    if (age_ms < faulty_ms && (index !== state.shown?.index || age_ms > said_ms)) return true;
    if (index !== state.shown?.index && this.unanswered(scene, state)) return true;
    try {
      return this.files[scene.kind].empty?.(state) ?? false;
    } catch {
      return false;
    }
  };

  /** The server is away, and never said what the scene means: there is no last picture of it. */
  private unanswered(scene: Shown["scene"], state: WallState): boolean {
    const { freshness, live, district } = state;
    if (!district || (freshness === "fresh" && live.link !== "lost" && live.link !== "away")) return false;
    const question = questionOf(scene, this.files[scene.kind], dayText(state.now, district.timeZone));
    return asksIds({ ...question, stood: null }, state) && !this.answers.has(keyOf(question));
  }

  /** Why scenes of the tour cannot be shown. */
  get faults(): readonly Word[] {
    const { scenes } = this.page.store.get().tour;
    return scenes.flatMap((scene) => this.faulty.get(textOf(scene))?.word ?? []);
  }

  /** True when what the server said of the scene's problems is of the columns as they are. */
  get current(): boolean {
    const { shown, data } = this.page.store.get();
    return shown !== null && (!this.asks(shown) || this.answers.get(keyOf(shown))?.of.deref() === data.problems);
  }

  /** Another looks: what was answered is not theirs. */
  drop(): void {
    this.answers.clear();
    this.faulty.clear();
  }

  /** Asks now which problems the scene means, where only the server can say. */
  async ask(): Promise<void> {
    const state = this.page.store.get();
    const { shown } = state;
    if (!shown || shown.fault || this.timers.over || !this.asks(shown)) return;
    this.asking?.abort();
    const control = new AbortController();
    this.asking = control;
    const key = keyOf(shown);
    try {
      const page = { sort: "id", limit: 0, ids: asksIds(shown, state) };
      const { ids, total } = await askProblems(shown.filter, page, control.signal);
      if (state.data.problems) this.keep(key, { ids: ids ?? null, total, of: new WeakRef(state.data.problems) });
      this.light();
    } catch (error) {
      if (!wasLeft(error) && !this.timers.over) this.failed(key, error);
    }
  }

  private asks(shown: Shown): boolean {
    const state = this.page.store.get();
    return asksIds(shown, state) || asksTotal(shown, state);
  }

  private keep(key: string, answer: Kept): void {
    this.answers.delete(key);
    this.answers.set(key, answer);
    const [oldest] = this.answers.keys();
    if (this.answers.size > mostAnswers && oldest !== undefined) this.answers.delete(oldest);
  }

  private failed(key: string, error: unknown): void {
    const { shown } = this.page.store.get();
    if (!shown || keyOf(shown) !== key) return;
    if (isRefusal(error)) this.fault(shown, wordsOf(error));
    else this.timers.after(failed_ms(), this.askSoon);
  }

  private fault(shown: Shown, word: Word): void {
    this.faulty.set(textOf(shown.scene), { at_ms: performance.now(), word });
    this.answers.delete(keyOf(shown));
    this.page.store.set({ shown: { ...shown, fault: word } });
    this.light();
  }

  private follow(): void {
    const state = this.page.store.get();
    const { tour, shown, district, phase } = state;
    const scene = tour.scenes[tour.at];
    if (phase !== "ready" || !district || !scene) {
      if (!shown) this.end();
      return;
    }
    const day = dayText(state.now, district.timeZone);
    const stands = shown && same(shown.scene, scene) && (day === this.day || scene.query !== "");
    if (!stands || shown.index !== tour.at) {
      this.enter(day);
      return;
    }
    if (shown.scene !== scene) this.page.store.set({ shown: { ...shown, scene } });
    this.after(state, shown);
  }

  /** What follows while a scene stands. */
  private after(state: WallState, shown: Shown): void {
    const { mode } = state.tour;
    const back = mode === "going" && this.mode !== "going";
    this.mode = mode;
    if (back || shown.camera !== this.camera) this.aim(shown);
    const parts = partsOf(state);
    const moved = !this.parts || parts.some((part, i) => part !== this.parts?.[i]);
    this.parts = parts;
    if (moved) {
      this.light();
      this.askSoon();
    }
    if (state.turn !== this.turn) {
      this.turn = state.turn;
      this.begin();
    }
  }

  private enter(day: string): void {
    const state = this.page.store.get();
    const { tour } = state;
    const scene = tour.scenes[tour.at];
    if (!scene) return;
    this.end();
    this.day = day;
    this.turn = state.turn;
    const question = questionOf(scene, this.files[scene.kind], day);
    const known = this.answers.get(queryOf(formatFilter(question.filter))) ?? null;
    const first = { ...question, stood: null, hot: null };
    const shown: Shown = { ...first, index: tour.at, scene, ...litBy(first, state, known) };
    if (shown.fault) this.faulty.set(textOf(scene), { at_ms: performance.now(), word: shown.fault });
    else this.faulty.delete(textOf(scene));
    this.parts = partsOf({ ...state, shown });
    this.mode = tour.mode;
    this.aim(shown);
    this.page.store.set({ shown });
    this.begin();
    void this.ask();
  }

  /** What is lit follows the columns, the minute and the server's answer. */
  private light(): void {
    const state = this.page.store.get();
    const { shown } = state;
    if (!shown) return;
    const { mask, total } = litBy(shown, state, this.answers.get(keyOf(shown)) ?? null);
    const kept = equal(mask, shown.mask) ? shown.mask : mask;
    if (kept !== shown.mask || total !== shown.total) this.page.store.set({ shown: { ...shown, mask: kept, total } });
  }

  /** The scene's file begins what it needs; what it began before ends first. */
  private begin(): void {
    const { shown } = this.page.store.get();
    this.leaveScene?.();
    this.leaveScene = null;
    if (!shown || shown.fault) return;
    try {
      this.leaveScene = this.files[shown.scene.kind].enter?.(this.page, shown) ?? null;
    } catch (error) {
      this.fault(shown, sceneBroke(error instanceof Error ? error.message : String(error)));
    }
  }

  private aim(shown: Shown): void {
    this.camera = shown.camera;
    this.toGo = true;
    this.go();
  }

  /** Goes where the scene is, unless somebody looks around by hand. Called again until there is a map. */
  go(): void {
    const { tour, district } = this.page.store.get();
    const map = this.page.map.current;
    if (!this.toGo || !map || !district) return;
    this.toGo = false;
    if (tour.mode === "left") return;
    map.goTo(this.camera ?? { bounds: district.bounds });
  }

  private end(): void {
    this.asking?.abort();
    const leave = this.leaveScene;
    this.leaveScene = null;
    leave?.();
  }
}

const textOf = ({ kind, query }: { readonly kind: string; readonly query: string }) => `${kind} ${query}`;
