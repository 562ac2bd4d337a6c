/** One's exports, as far as they are: asked each second only while one is being made, whether or not the dialog stands open. */
import { exportFormats } from "../../../server/contract/exporting.ts";
import type { ExportJob } from "../../../server/contract/types.ts";
import { cancelExport, exportsOf, fileAddress, startExport } from "../../api/exports.ts";
import { wordsOf } from "../../api/http.ts";
import type { Failure } from "../../state/app.ts";
import { createStore, type Store } from "../../state/store.ts";
import { type App, toast } from "../run/app.ts";
import { saveAddress } from "./save.ts";

const poll_ms = 1000;

export interface Exports {
  /** null = not asked yet. */
  readonly jobs: readonly ExportJob[] | null;
  readonly failure: Failure | null;
}
export interface Watch {
  readonly store: Store<Exports>;
  /** Asks now, and goes on while one is being made. */
  look(): void;
  /** @throws HttpError */
  start(...job: Parameters<typeof startExport>): Promise<void>;
  cancel(id: number): void;
}

export const isUnderWay = ({ state }: Pick<ExportJob, "state">): boolean => state === "waiting" || state === "running";

/** A page has one. */
const watches = new WeakMap<App, Watch>();

export function watchOf(app: App): Watch {
  let watch = watches.get(app);
  if (!watch) {
    watch = makeWatch(app);
    watches.set(app, watch);
  }
  return watch;
}

function makeWatch(app: App): Watch {
  const store = createStore<Exports>({ jobs: null, failure: null });
  /** Begun on this page and not yet ended: what becomes of them is told. */
  const begun = new Set<number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = () => {
    clearTimeout(timer);
    exportsOf().then(hear, (error) => {
      store.set({ failure: wordsOf(error) });
      // The server may be away for a moment; what was begun there goes on.
      if (begun.size) timer = setTimeout(look, poll_ms * 3);
    });
  };
  const hear = ({ rows }: { rows: readonly ExportJob[] }) => {
    store.set({ jobs: rows, failure: null });
    for (const job of rows) if (begun.has(job.id) && !isUnderWay(job) && begun.delete(job.id)) tell(app, job);
    clearTimeout(timer);
    if (rows.some(isUnderWay)) timer = setTimeout(look, poll_ms);
  };
  const put = (job: ExportJob) => store.set({ jobs: [job, ...(store.get().jobs ?? []).filter(({ id }) => id !== job.id)] });
  return {
    store,
    look,
    async start(what, format, query) {
      const job = await startExport(what, format, query);
      begun.add(job.id);
      put(job);
      look();
    },
    cancel(id) {
      begun.delete(id);
      cancelExport(id).then(look, (error) => store.set({ failure: wordsOf(error) }));
    },
  };
}

/** With the dialog open the file comes by itself; otherwise a word says that it is there. */
function tell(app: App, job: ExportJob): void {
  const name = exportFormats[job.format].name;
  if (app.store.get().open === "takeOut") {
    if (job.state === "done") saveAddress(fileAddress(job.id), job.name);
    return;
  }
  if (job.state === "done")
    toast(app, { zh: `${name.zh} 已生成，在「导出」里下载。`, en: `The ${name.en} is ready: download it under “Export”.` });
  if (job.state === "failed" && job.failure) toast(app, { zh: `导出失败：${job.failure.zh}`, en: `The export failed: ${job.failure.en}` });
}
