/** A route's answer about things of a district. */
import type { FastifyInstance } from "fastify";
import { unzipSync } from "fflate";
import type { Asked } from "./asks.ts";

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** The whole of an answer as text, what is packed in it too; of a stream its beginning. */
export async function reply(
  app: FastifyInstance,
  method: string,
  { path, query, body }: Asked,
  headers: Record<string, string>,
): Promise<Reply> {
  const {
    statusCode,
    headers: sent,
    raw,
    stream,
  } = await app.inject({
    ...{ method: method as "GET" | "POST", url: query ? `${path}?${query}` : path, payloadAsStream: true },
    headers: { ...headers, ...(typeof body === "string" && { "content-type": "application/octet-stream" }) },
    ...(body !== undefined && { payload: body }),
  });
  const parts: Buffer[] = [];
  for await (const part of stream()) {
    parts.push(part as Buffer);
    if (!String(sent["content-type"]).startsWith("text/event-stream")) continue;
    raw.res.destroy();
    break;
  }
  const bytes = Buffer.concat(parts);
  const packed = bytes.subarray(0, 2).toString() === "PK";
  const text = packed
    ? Object.values(unzipSync(bytes))
        .map((one) => Buffer.from(one).toString())
        .join("\n")
    : bytes.toString();
  return { status: statusCode, text: `${JSON.stringify(sent)}\n${text}` };
}
