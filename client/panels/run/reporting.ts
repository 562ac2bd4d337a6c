/** Reporting a new problem: what is written is kept by the page; once sent it is selected and drawn. */
import { postReport } from "../../api/acts.ts";
import { newId } from "../../api/newId.ts";
import { noReport, type ReportDraft, reportBody } from "../../state/report.ts";
import { hear, type Outcome, outcomeOf } from "./acts.ts";
import { type App, changeView, goToPlace, toast } from "./app.ts";

export function write(app: App, part: Partial<ReportDraft>): void {
  app.store.set({ report: { ...app.store.get().report, ...part } });
}

const key = "chuangtu.recentCategories";
const kept = 6;

/** Categories this visitor reported last, the latest first. */
export function recentCategories(): readonly string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(list) ? list.filter((code) => typeof code === "string").slice(0, kept) : [];
  } catch {
    // Storage refused or unreadable: none are recent.
    return [];
  }
}

function remember(code: string): void {
  try {
    localStorage.setItem(key, JSON.stringify([code, ...recentCategories().filter((one) => one !== code)].slice(0, kept)));
  } catch {
    // Storage refused: the list is only a convenience.
  }
}

/** Sends it; the new problem is selected, its card open, and the map goes there. */
export async function sendReport(app: App, draft: ReportDraft, at: readonly [number, number]): Promise<Outcome> {
  // Kept in the draft: should the answer be lost, the next try is the same report.
  const clientId = draft.clientId || newId();
  write(app, { clientId });
  try {
    const detail = await postReport(reportBody({ ...draft, clientId }, at));
    if (draft.category) remember(draft.category);
    hear(app, detail);
    app.store.set({ report: { ...noReport, source: draft.source, noPhoto: draft.noPhoto } });
    changeView(app, { selected: { kind: "problem", id: detail.id }, panel: "card" });
    goToPlace(app, detail.lon, detail.lat);
    const [zh, en] = detail.outside ? ["（位置在本区界外）", " (outside the district)"] : ["", ""];
    toast(app, { zh: `已上报 ${detail.code}${zh}`, en: `Reported as ${detail.code}${en}` });
    return { kind: "done", detail };
  } catch (error) {
    return outcomeOf(error);
  }
}
