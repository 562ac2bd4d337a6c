/**
 * An answer as a body made once for each revision of what it is made of and, where it speaks of problems, each area: bytes, gzip, and the
 * tag that names them. The revision is looked up at every request, so what is sent is never stale; requests that come together
 * wait for one making.
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip, type ZlibOptions } from "node:zlib";
import type { TSchema } from "typebox";
import { type Caller, seenKey } from "../ask/caller.ts";
import { Kept, unhurried } from "../ask/kept.ts";
import type { Now } from "../ask/now.ts";
import { type Ask, type May, Reply, type Route, route, type Takes } from "../ask/route.ts";
import { shelf } from "../ask/shelf.ts";
import type { ChangeLayer } from "../contract/officeWords.ts";

export type LayerName = "base" | "sites" | "zones" | "problems";

/** What a body was made of. */
export interface Made {
  readonly revision: number;
  readonly clock: Date;
}

export interface Body {
  readonly bytes: Buffer;
  readonly type: string;
  /** How it is compressed; level 6 when left out. */
  readonly zip?: ZlibOptions;
}

/** What a kept answer's key is made of. */
export type Asked<T extends Takes> = Pick<Ask<T>, "caller" | "filter" | "given" | "header">;

export interface KeptOptions<T extends Takes> {
  readonly path: Route["path"];
  readonly question: string;
  readonly answer: TSchema;
  readonly media?: string;
  /** The media type of another form of the same answer, for who asks for it by Accept. */
  readonly otherMedia?: string;
  readonly area: May["area"];
  readonly filtered?: boolean;
  readonly takes?: T;
  /** The layer whose revision it is of. */
  readonly of: LayerName;
  /** Layers beside it that the answer is made of, too: a filter may speak of sites, zones and named shapes. */
  readonly also?: readonly ChangeLayer[];
  /** It is another on another day, or in another minute, of the district's clock. */
  readonly stands?: "day" | "minute";
  /** Bodies kept beside each other: the last that were asked for. */
  readonly mostKept: number;
  /** What is asked beside the layer and the area: requests with the same words have the same body. */
  key(asked: Asked<T>): string;
  /** Makes it, for everybody who waits: not cut short when the first caller leaves. */
  make(ask: Ask<T>, made: Made): Promise<Body>;
}

/** A body as it is sent, with its heads. */
interface Sent {
  readonly tag: string;
  readonly plain: Reply;
  /** Once somebody took it so. */
  gzipped?: Reply;
  /** Compresses it once, for everybody. */
  zipped(): Promise<Reply>;
  readonly asItWas: Reply;
}

/** Moves when a body's form changes, so that a page never reads yesterday's form under today's tag. */
const form = 2;
const zip = promisify(gzip);

/** True when If-None-Match names the tag. */
export const matches = (header: string | undefined, tag: string): boolean =>
  header?.split(",").some((one) => ["*", tag].includes(one.trim().replace(/^W\//, ""))) ?? false;

/** True when gzip may be sent. */
export const takesGzip = (header: string | undefined): boolean =>
  (header ?? "").split(",").some((one) => /^\s*(gzip|\*)\s*(;|$)/i.test(one) && !/;\s*q=0(\.0*)?\s*$/i.test(one));

/** Held by this caller's browser alone, and asked about again each time: somebody else may have signed in there. */
const privately = { "cache-control": "no-cache, private", vary: "accept, accept-encoding, cookie" };
const asItWas = (tag: string): Reply => new Reply(304, { etag: tag, ...privately }, null);

function toSend({ bytes, type, zip: how = { level: 6 } }: Body, tag: string): Sent {
  const typed = { etag: tag, ...privately, "content-type": type };
  const plain = new Reply(200, typed, bytes);
  let zipping: Promise<Reply> | null = null;
  const sent: Sent = {
    tag,
    plain,
    asItWas: asItWas(tag),
    zipped() {
      zipping ??= zip(bytes, how).then((gzipped) => {
        sent.gzipped = new Reply(200, { ...typed, "content-encoding": "gzip" }, gzipped);
        return sent.gzipped;
      });
      return zipping;
    },
  };
  // An empty tile has nothing to compress.
  if (bytes.length === 0) sent.gzipped = plain;
  return sent;
}

const bytesOf = ({ body }: Reply): number => (Buffer.isBuffer(body) ? body.length : 0);
/** Of the body and its compressed form, which is no larger. */
const weighed = { shelf, weigh: ({ plain }: Sent): number => 2 * bytesOf(plain) };

/** What of it the caller takes; undefined when that is not compressed yet. */
function chosen(sent: Sent, header: Ask["header"]): Reply | undefined {
  if (matches(header("if-none-match"), sent.tag)) return sent.asItWas;
  return takesGzip(header("accept-encoding")) ? sent.gzipped : sent.plain;
}

/** A route whose answers are kept; each app that is built has its own memory of the last bodies. */
export function keptRoute<T extends Takes>(options: KeptOptions<T>): Route {
  const { path, question, answer, media, otherMedia, area, filtered = false, mostKept } = options;
  const kept = new Kept<Sent>(mostKept, weighed);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const madeOf = marking(options);
  const keyOf = (asked: Asked<T>): string => `${area === "own" ? seenKey(asked.caller) : "all"} ${options.key(asked)}`;
  return route({
    path,
    question,
    may: { who: "signed in", area },
    answer,
    filtered,
    ...(media !== undefined && { media }),
    ...(otherMedia !== undefined && { otherMedia }),
    ...(options.takes !== undefined && { takes: options.takes }),
    shelved: {
      keyOf,
      find(key, now, header) {
        const sent = kept.atHand(key, madeOf(now).mark);
        return sent && chosen(sent, header);
      },
    },
    async handle(ask: Ask<T>) {
      const { revision, clock, mark } = madeOf(ask.now());
      const key = keyOf(ask);
      const tag = `"${name}-${revision}-${createHash("sha256").update(`${form} ${mark} ${key}`).digest("hex").slice(0, 16)}"`;
      // Known by its tag alone, it need not be made.
      if (matches(ask.header("if-none-match"), tag)) return asItWas(tag);
      const make = async (): Promise<Sent> => toSend(await options.make({ ...ask, rows: unhurried(ask) }, { revision, clock }), tag);
      const sent = await kept.take(key, mark, make);
      return chosen(sent, ask.header) ?? sent.zipped();
    },
  });
}

/** How a layer's columns are read: everything of the answer but revision and clock. @returns JSON members without braces */
export type Columns = (rows: Ask["rows"], caller: Caller) => Promise<string>;

export interface LayerOptions {
  readonly name: LayerName;
  readonly question: string;
  readonly answer: TSchema;
  readonly area: May["area"];
  readonly columns: Columns;
}

/** Bodies kept of one layer: one for each area that was asked for last. */
export const mostAreas = 16;

/** A layer's JSON: its head and its columns. */
export const layerText = (made: Made, members: string): Buffer =>
  Buffer.from(`{"revision":${made.revision},"clock":${JSON.stringify(made.clock.toISOString())},${members}}`);

export const json = "application/json; charset=utf-8";

/** A layer's route. */
export const layerRoute =
  ({ name, columns, ...more }: LayerOptions) =>
  (): Route =>
    keptRoute({
      ...more,
      path: `/api/layers/${name}`,
      of: name,
      mostKept: mostAreas,
      key: () => "",
      make: async ({ rows, caller }, made) => ({ bytes: layerText(made, await columns(rows, caller)), type: json }),
    });

interface Moment extends Made {
  /** What the body is made of beside its key: the district, the layer's revision and, where the answer moves with it, the time. */
  readonly mark: string;
}

type Basis = Pick<KeptOptions<Takes>, "of" | "also" | "stands">;

/** Reads it from how things stand: once for all who were looked up together. */
function marking({ of, also = [], stands }: Basis): (now: Now) => Moment {
  let last: { readonly now: Now; readonly moment: Moment } | null = null;
  return (now) => {
    if (last?.now === now) return last.moment;
    const { revisions, clock, day, minute, district } = now;
    const revision = revisions.get(of);
    if (revision === undefined) throw new Error(`The database has no revision for the layer ${of}.`);
    // Ended problems leave the working set as days pass, and what is due becomes overdue.
    const time = stands === undefined ? "" : stands === "day" ? day : minute;
    const mark = `${revision} ${also.map((layer) => revisions.get(layer)).join(".")} ${district} ${time}`;
    last = { now, moment: { revision, clock, mark } };
    return last.moment;
  };
}
