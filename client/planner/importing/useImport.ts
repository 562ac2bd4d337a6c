/** What stands on the import's sheet, and what is done with it. */
import { useRef, useState } from "react";
import { usualTolerance_m } from "../../../server/contract/plan.ts";
import type { ZonePlanImported } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { wasLeft, wordsOf } from "../../api/http.ts";
import { importPlan } from "../../api/plans.ts";
import { FileFault } from "../../files/table.ts";
import { guess, relinked } from "./guess.ts";
import type { Chosen, Encoding, Layer } from "./layer.ts";
import { readFile } from "./readFile.ts";
import { requestOf, type Settings } from "./request.ts";

interface Source {
  readonly file: File;
  readonly layers: readonly Layer[];
}
export type Busy = "reading" | "trying" | "importing" | null;
export interface Sheet {
  readonly sources: readonly Source[];
  readonly chosen: readonly Chosen[];
  readonly settings: Settings;
  readonly busy: Busy;
  readonly failure: Word | null;
  readonly tried: ZonePlanImported | null;
}
const empty: Sheet = {
  sources: [],
  chosen: [],
  settings: { name: "", tolerance: String(usualTolerance_m), outline: "district" },
  busy: null,
  failure: null,
  tried: null,
};
const wordOf = (error: unknown): Word => (error instanceof FileFault ? error.word : wordsOf(error));

export function useImport(done: (plan: number) => void, named: (name: string) => string) {
  const [sheet, setSheet] = useState<Sheet>(empty);
  const asking = useRef<AbortController | null>(null);
  const change = (part: Partial<Sheet>) => setSheet((now) => ({ ...now, ...part }));

  /** Layers of files together: what is a level of what is guessed of all of them. */
  const laid = (sources: readonly Source[]) =>
    setSheet((now) => {
      const chosen = guess(sources.flatMap(({ layers }) => layers));
      const name = now.settings.name || (sources[0] ? named(sources[0].file.name.replace(/(\.(geojson|json|zip|gz))+$/i, "")) : "");
      return { ...now, sources, chosen, settings: { ...now.settings, name }, tried: null, busy: null, failure: null };
    });
  const read = async (sources: () => Promise<readonly Source[]>) => {
    change({ busy: "reading", failure: null });
    try {
      laid(await sources());
    } catch (error) {
      change({ busy: null, failure: wordOf(error) });
    }
  };
  const add = (files: readonly File[]) =>
    read(async () => {
      const more = await Promise.all(files.map(async (file) => ({ file, layers: await readFile(file, null) })));
      return [...sheet.sources.filter(({ file }) => !files.some(({ name }) => name === file.name)), ...more];
    });
  const remove = (layer: Layer) => laid(sheet.sources.filter(({ layers }) => !holds(layers, layer)));
  const recode = (layer: Layer, encoding: Encoding) =>
    read(() =>
      Promise.all(
        sheet.sources.map(async (source) =>
          holds(source.layers, layer) ? { ...source, layers: await readFile(source.file, encoding) } : source,
        ),
      ),
    );
  const ask = async (busy: "trying" | "importing") => {
    const request = requestOf(sheet.chosen, sheet.settings);
    if (!request) return;
    asking.current?.abort();
    const leaving = new AbortController();
    asking.current = leaving;
    change({ busy, failure: null });
    try {
      const answer = await importPlan(request, busy === "trying", leaving.signal);
      change({ busy: null, tried: answer });
      if (answer.plan !== null) done(answer.plan);
    } catch (error) {
      if (!wasLeft(error)) change({ busy: null, failure: wordOf(error), ...(busy === "trying" ? { tried: null } : {}) });
    }
  };
  return {
    sheet,
    ...{ add, remove, recode },
    choose: (at: number, one: Chosen, anew: boolean) => {
      const chosen = sheet.chosen.with(at, one);
      change({ chosen: anew ? relinked(chosen) : chosen, tried: null });
    },
    set: (settings: Partial<Settings>, keepsTried = false) =>
      setSheet((now) => ({ ...now, settings: { ...now.settings, ...settings }, tried: keepsTried ? now.tried : null })),
    tryOut: () => void ask("trying"),
    take: () => void ask("importing"),
    leave: () => asking.current?.abort(),
  };
}
export type Importing = ReturnType<typeof useImport>;

/** A layer that was split by levels has the name of the one it is of before its own. */
const holds = (layers: readonly Layer[], { name, columns }: Layer): boolean =>
  layers.some((one) => one.name === name || (name.startsWith(`${one.name} · `) && one.columns === columns));
