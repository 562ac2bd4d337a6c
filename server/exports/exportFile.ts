/** "Give me the file." Part by part, each by a question of its own: however slowly it is read, no transaction and no session is held. */
import { Readable } from "node:stream";
import { Type } from "typebox";
import { Conflict, seenKey } from "../ask/caller.ts";
import { type Ask, Gone, Reply, route } from "../ask/route.ts";
import { sql } from "../db/sql.ts";
import { jobOf } from "./exportOne.ts";
import { asciiName, failureOf, type StoredJob } from "./jobs.ts";
import { fileHeaders, mayExport } from "./outgoing.ts";

const gone = { zh: "文件已过保存期，请重新导出", en: "The file was kept as long as files are kept: make it again." };
const otherArea = {
  zh: "您的责任范围在导出后变了，请重新导出",
  en: "What you may see has changed since the file was made: make it again.",
};

/** @throws Conflict while there is no file, Gone when there is none any more */
function refuseUnready(job: StoredJob): void {
  const { state, done, total, expired } = job;
  if (state === "done" && expired) throw new Gone(gone);
  if (state === "done") return;
  if (state === "cancelled") throw new Conflict({ zh: "这个导出已取消", en: "This export was cancelled." }, { state });
  const failure = failureOf(job);
  if (failure) throw new Conflict({ zh: `导出失败：${failure.zh}`, en: `The export failed: ${failure.en}` }, { state });
  throw new Conflict({ zh: "文件还没生成完", en: "The file is still being made." }, { state, done, total });
}

async function* parts(rows: Ask["rows"], job: number, count: number): AsyncGenerator<Buffer> {
  for (let part = 0; part < count; part++) {
    const [row] = await rows<{ bytes: Buffer }>(
      "part",
      sql`select bytes from export_part where job_id = ${job}::bigint and part = ${part}::int`,
    );
    // Taken away while it was read: the answer breaks off, so that half a file does not look whole.
    if (!row) throw new Gone(gone);
    yield row.bytes;
  }
}

/** Its name says which format it is; what is a file is not to be shown in the page. */
const media = "application/octet-stream";

interface Kept {
  seen: string | null;
  parts: number;
}

export const exportFile = route({
  path: "/api/exports/{id}/file",
  question: "Give me the file that was made.",
  may: { ...mayExport, area: "none" },
  answer: Type.String({ format: "binary" }),
  media,
  async handle(ask) {
    const job = await jobOf(ask);
    refuseUnready(job);
    const [kept] = await ask.rows<Kept>(
      "kept",
      sql`select j.caller->>'seen' as seen, (select count(*)::int from export_part p where p.job_id = j.id) as parts
        from export_job j where j.id = ${job.id}::bigint`,
    );
    if (!kept || kept.parts === 0) throw new Gone(gone);
    // Of sites the open problems are counted, those of one's own area; zones are everybody's.
    if (job.what !== "zones" && kept.seen !== seenKey(ask.caller)) throw new Conflict(otherArea);
    await ask.audit({ kind: "export", detail: { export: job.id, what: job.what, format: job.format, filter: job.query, rows: job.done } });
    const headers = { ...fileHeaders(asciiName(job), job.name, media), "content-length": String(job.bytes) };
    return new Reply(200, headers, Readable.from(parts(ask.rows, job.id, kept.parts)));
  },
});
