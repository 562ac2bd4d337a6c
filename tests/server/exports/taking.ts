/** Files asked for as jobs, waited for and fetched; and workbooks read back. */
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import readXlsxFile from "read-excel-file/node";
import type { ExportFormatName, ExportWhat } from "../../../server/contract/exporting.ts";
import type { ExportJob } from "../../../server/contract/types.ts";

export interface Taker {
  readonly app: FastifyInstance;
  readonly cookie: string;
}

/** @throws what was refused */
export async function begun({ app, cookie }: Taker, what: ExportWhat, format: ExportFormatName, query = ""): Promise<ExportJob> {
  const reply = await app.inject({ method: "POST", url: "/api/exports", headers: { cookie }, payload: { what, format, query } });
  if (reply.statusCode !== 200) throw new Error(`${reply.statusCode}: ${reply.body}`);
  return reply.json<ExportJob>();
}

export const stands = async ({ app, cookie }: Taker, id: number): Promise<ExportJob> =>
  (await app.inject({ url: `/api/exports/${id}`, headers: { cookie } })).json<ExportJob>();

/** The job once it has ended, one way or another. */
export async function ended(taker: Taker, id: number): Promise<ExportJob> {
  for (;;) {
    const job = await stands(taker, id);
    if (job.ended !== null) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const fileOf = ({ app, cookie }: Taker, id: number): Promise<LightMyRequestResponse> =>
  app.inject({ url: `/api/exports/${id}/file`, headers: { cookie } });

/** The bytes of a file that was asked for just now. @throws when it could not be made */
export async function taken(taker: Taker, what: ExportWhat, format: ExportFormatName, query = ""): Promise<Buffer> {
  const { id } = await begun(taker, what, format, query);
  const job = await ended(taker, id);
  if (job.state !== "done") throw new Error(`${job.state}: ${job.failure?.en}`);
  const reply = await fileOf(taker, id);
  if (reply.statusCode !== 200) throw new Error(`${reply.statusCode}: ${reply.body}`);
  return reply.rawPayload;
}

export type SheetCell = string | number | boolean | Date | null;
/** A workbook's sheets by their names. */
export async function sheetsOf(bytes: Buffer): Promise<Readonly<Record<string, readonly (readonly SheetCell[])[]>>> {
  const sheets = await readXlsxFile(bytes);
  return Object.fromEntries(sheets.map(({ sheet, data }) => [sheet, data as SheetCell[][]]));
}
