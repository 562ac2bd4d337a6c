/** Search over the page: names, numbers and pinyin by the server, pasted coordinates at once. */
import { useEffect, useRef, useState } from "react";
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import { sentence } from "../../../server/contract/sentence.ts";
import type { SearchAnswer } from "../../../server/contract/types.ts";
import { problemStates, siteTypes, type Word, zoneLevels } from "../../../server/contract/vocabulary.ts";
import { untilLoaded } from "../../api/chunk.ts";
import { askCounts } from "../../api/problems.ts";
import { askSearch } from "../../api/search.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { Icon } from "../parts/Icon.tsx";
import { keepTab } from "../parts/keepTab.ts";
import { type App, goToPlace, select, setFilter } from "../run/app.ts";
import { readPosition } from "../times.ts";
import { type Say, useApp, usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { useUnderstood } from "./useUnderstood.ts";

type Hit = SearchAnswer["hits"][number];
interface Choice {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly note: string;
  readonly run: () => void;
}
const openOf = (state: AppState) => state.open === "search";
const pause_ms = 150;

export function Search() {
  return usePart(openOf) ? <Palette /> : null;
}

/** The server's code of a type, level or state as a word. */
function noteText(hit: Hit, say: Say): string {
  const words: Record<string, Word> = { ...siteTypes, ...problemStates, ...zoneLevels };
  const word = Object.hasOwn(words, hit.note) ? words[hit.note] : undefined;
  return word ? say.of(word) : hit.note;
}

function goToHit(app: App, hit: Hit): void {
  if (hit.kind === "unit") {
    const { filter } = app.store.get().view;
    setFilter(app, { ...filter, unit: [hit.id] }, { panel: "ledger" });
  } else {
    select(app, { kind: hit.kind, id: hit.id });
  }
  if (hit.lon !== null && hit.lat !== null) goToPlace(app, hit.lon, hit.lat);
}

function useChoices(text: string): { choices: Choice[]; answer: ReturnType<typeof useQuestion<SearchAnswer>>; asked: string } {
  const app = useApp();
  const say = useSay();
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim().slice(0, 100)), pause_ms);
    return () => clearTimeout(timer);
  }, [text]);
  const place = readPosition(text);
  const answer = useQuestion(asked && !place ? asked : null, (signal) => askSearch(asked, signal));
  const typed: Choice[] = place
    ? [
        {
          key: "position",
          kind: say.t("card.coordinates"),
          name: say.t("search.goTo", { lon: place[0], lat: place[1] }),
          note: "",
          run: () => goToPlace(app, place[0], place[1]),
        },
      ]
    : [];
  const understood = useUnderstood(text.trim());
  const question = useQuestionOf(understood?.filter ?? null, asked === text.trim());
  const addresses = useAddresses(asked && !place ? asked : "");
  const hits = (answer.value?.hits ?? []).map((hit) => ({
    key: `${hit.kind}/${hit.id}`,
    kind: say.t(`search.${hit.kind}`),
    name: hit.name,
    note: noteText(hit, say),
    run: () => goToHit(app, hit),
  }));
  return {
    choices: understood?.asks ? [...typed, ...question, ...hits, ...addresses] : [...typed, ...hits, ...addresses, ...question],
    answer,
    asked,
  };
}

/** What no name says: a crossing, a road, so far east of something; and coordinates of any notation. */
function useAddresses(text: string): Choice[] {
  const app = useApp();
  const say = useSay();
  const answer = useQuestion(text || null, async (signal) => (await untilLoaded(() => import("./addresses.ts"))).addresses(text, signal));
  if (answer.key !== text) return [];
  return (answer.value ?? []).map(({ kind, name, note, at }) => ({
    ...{ key: `${kind} ${name}`, kind: say.of(kind), name, note: note ? say.of(note) : "" },
    run: () => (at ? goToPlace(app, at[0], at[1]) : app.store.set({ open: "doctor", position: text })),
  }));
}

/** The question as a choice: its sentence, and how many problems it means once one has stopped typing. */
function useQuestionOf(filter: Filter | null, settled: boolean): Choice[] {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const key = filter && settled ? JSON.stringify(formatFilter(filter)) : null;
  const counted = useQuestion(key, (signal) => askCounts(filter as Filter, ["state"], signal));
  if (!filter) return [];
  const total = counted.key === key ? counted.value?.total : undefined;
  return [
    {
      key: "question",
      kind: say.t("search.ask"),
      name: say.of(sentence(filter, book)),
      note: total === undefined ? "" : say.t("filter.total", { n: say.n(total) }),
      run: () => setFilter(app, filter, { near: null, panel: "ledger" }),
    },
  ];
}

function Palette() {
  const app = useApp();
  const say = useSay();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { choices, answer, asked } = useChoices(text);
  const close = () => app.store.set({ open: null });
  useEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  });
  const run = (choice: Choice | undefined) => {
    if (!choice) return;
    close();
    choice.run();
  };
  const press = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) setAt((at + step + choices.length) % Math.max(1, choices.length));
    else if (event.key === "Enter") run(choices[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  };
  return (
    <div className="veil" onPointerDown={(event) => event.target === event.currentTarget && close()}>
      <div className="palette" role="dialog" aria-modal="true" aria-label={say.t("search.label")} onKeyDown={keepTab}>
        <div className="palette-field">
          <Icon name="search" />
          <input
            ref={field}
            role="combobox"
            aria-expanded={choices.length > 0}
            aria-controls="search-hits"
            aria-activedescendant={choices[at] ? `hit-${at}` : undefined}
            aria-label={say.t("search.label")}
            placeholder={say.t("search.hint")}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
            onKeyDown={press}
          />
          <button type="button" className="icon-button" aria-label={say.t("app.close")} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <div id="search-hits" role="listbox" aria-label={say.t("search.label")} className="hits" ref={list}>
          {choices.map((choice, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the keyboard
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
            <div
              key={choice.key}
              id={`hit-${i}`}
              role="option"
              aria-selected={i === at}
              className="hit"
              onMouseMove={() => setAt(i)}
              onClick={() => run(choice)}
            >
              <span className="tag">{choice.kind}</span>
              <span className="clip">{choice.name}</span>
              <small>{choice.note}</small>
            </div>
          ))}
        </div>
        <p className="palette-foot" role="status">
          {answer.failure
            ? say.t("search.failed", { reason: say.of(answer.failure) })
            : asked && answer.state === "ready" && choices.length === 0
              ? say.t("search.none", { text: asked })
              : choices.length
                ? say.t("search.results", { n: choices.length })
                : say.t("search.help")}
          <button type="button" className="link" onClick={() => app.store.set({ open: "doctor" })}>
            {say.t("search.doctor")}
          </button>
        </p>
      </div>
    </div>
  );
}
