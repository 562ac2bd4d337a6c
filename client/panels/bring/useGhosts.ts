/** What is drawn as ghosts: a sample of the rows in every system that could be meant, and the ground under them. */
import { useEffect, useMemo } from "react";
import type { Position } from "../../../server/contract/coordinates/systems.ts";
import type { ImportShift } from "../../../server/contract/importing/importing.ts";
import type { FileTable } from "../../files/table.ts";
import type { AppState } from "../../state/app.ts";
import { loadLayer } from "../run/boot.ts";
import { useApp, usePart } from "../useApp.ts";
import { type Draft, rawAt } from "./draft.ts";
import { candidatesOf, type Ghost, ghostOf, type Known, looksOf, sampleOf, seemSwapped, shiftOfGhosts } from "./ghosts.ts";
import { type Ground, groundOf } from "./ground.ts";
import { knownOf, namingColumn, placesByName } from "./known.ts";

export interface Ghosts {
  readonly ground: Ground;
  readonly list: readonly Ghost[];
  /** The look of each. */
  readonly looks: readonly number[];
  readonly known: Known;
  readonly shift: ImportShift;
  readonly swapped: boolean;
  /** What the file itself states. */
  readonly said: string | null;
}
const dataOf = (state: AppState) => state.data;
const districtOf = (state: AppState) => state.district;

/** The faces without a map have not asked for them. */
function useLayers() {
  const app = useApp();
  const { base, sites } = usePart(dataOf);
  useEffect(() => {
    const { data } = app.store.get();
    if (!data.base) void loadLayer(app, "base");
    if (!data.sites) void loadLayer(app, "sites");
  }, [app]);
  return { base, sites };
}

/** Null while no columns say where, or the district is not known yet. */
export function useGhosts(table: FileTable, draft: Draft): Ghosts | null {
  const district = usePart(districtOf);
  const { base, sites } = useLayers();
  const bounds = district?.bounds as readonly [number, number, number, number] | undefined;
  const ground = useMemo(() => bounds && groundOf(base, sites, bounds), [base, sites, bounds]);
  const places = useMemo(() => placesByName(sites), [sites]);
  const rows = useMemo(() => sampleOf(table.rows.length), [table]);
  const { place, x, y, text, crs } = draft;
  const raws = useMemo(() => rows.map((row) => rawAt(table, { place, x, y, text }, row)), [table, rows, place, x, y, text]);
  const naming = namingColumn(draft);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the draft only the naming column counts
  const known = useMemo(() => knownOf(table, draft, rows, places), [table, rows, places, naming, draft.into]);
  const list = useMemo(() => (bounds ? listOf(raws, bounds, crs) : []), [raws, bounds, crs]);
  const shift = useMemo(
    () =>
      shiftOfGhosts(
        raws,
        known,
        list.map((ghost) => ghost.crs),
      ),
    [raws, known, list],
  );
  const looks = useMemo(() => looksOf(list), [list]);
  const swapped = useMemo(() => bounds !== undefined && seemSwapped(raws, bounds), [raws, bounds]);
  if (!ground || !raws.some((raw) => raw !== null)) return null;
  return { ground, list, looks, known, shift, swapped, said: table.crs };
}

/** The candidates; one that was chosen beyond them stands with them. */
function listOf(raws: readonly (Position | null)[], bounds: readonly [number, number, number, number], crs: string | null): Ghost[] {
  const codes = candidatesOf(raws, bounds);
  return [...codes, ...(crs === null || codes.includes(crs) ? [] : [crs])].map((code) => ghostOf(code, raws, bounds));
}
