/** One act to many: chosen rows, a preview, the doing with its lines as they come, and everything asked anew afterwards. */
import type { BulkLine, ProblemRow } from "../../../server/contract/types.ts";
import { type BulkAct, mostBulk } from "../../../server/contract/vocabulary.ts";
import { postBulk } from "../../api/acts.ts";
import { askDistrict } from "../../api/district.ts";
import { words } from "../../look/words.ts";
import { choose } from "../../state/acts.ts";
import { type App, toast } from "./app.ts";
import { loadLayer } from "./boot.ts";
import { ask } from "./listing.ts";

/** Adds rows to the chosen, or takes them away; says so when there is no room for all. */
export function chooseRows(app: App, rows: readonly ProblemRow[], on: boolean): void {
  const { chosen, full } = choose(app.store.get().chosen, rows, on, mostBulk);
  app.store.set({ chosen });
  if (full) toast(app, words["bulk.full"]);
}

export const chooseNone = (app: App) => app.store.set({ chosen: new Map() });

interface Asked {
  readonly act: BulkAct;
  readonly rows: readonly Pick<ProblemRow, "id" | "version">[];
  readonly body: Readonly<Record<string, unknown>>;
  readonly preview: boolean;
}

/** Sends it and hears its lines. @throws HttpError */
export async function runBulk(asked: Asked, line: (line: BulkLine) => void, signal: AbortSignal): Promise<void> {
  const { act, rows, body, preview } = asked;
  await postBulk(act, { rows: rows.map(({ id, version }) => ({ id, version })), preview, ...body }, line, signal);
}

/** After a bulk act the page asks for what has moved: many rows at once are not patched one by one. */
export async function refresh(app: App): Promise<void> {
  const district = await askDistrict().catch(() => null);
  if (district) app.store.set({ district, told: null });
  await Promise.all([loadLayer(app, "problems"), ask(app)]);
}

/** Offers a text as a file. */
export function saveText(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
