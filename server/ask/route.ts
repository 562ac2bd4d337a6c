/** What a route is: one file that exports one of these. server/http/app.ts lists them all and serves them. */
import type { Readable } from "node:stream";
import type { TSchema } from "typebox";
import type { Filter } from "../contract/filter.ts";
import type { AuditKind } from "../contract/officeWords.ts";
import type { Role, Word } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import type { Sql } from "../db/sql.ts";
import type { Body, Fields } from "./body.ts";
import type { Caller } from "./caller.ts";
import type { Now } from "./now.ts";
import type { Standing } from "./standing.ts";

/** A parameter beyond the filter's: how its text is read, and how it is documented. */
export interface Parameter<T> {
  /** @throws ParameterError */
  read(name: string, text: string | undefined): T;
  readonly schema: TSchema;
  /** It cannot be left out. */
  readonly required?: true;
}
export type Takes = Readonly<Record<string, Parameter<unknown>>>;
export type Given<T extends Takes> = { readonly [K in keyof T]: T[K] extends Parameter<infer V> ? V : never };

/**
 * Who may ask: everybody, everybody who is signed in, or the holders of one of these roles.
 * `area`: what of the problems they reach: `own` = only those of their area, and the route asks `seen`, `mayRead` or `reaches`;
 * `none` = the route speaks of no problem. The matrix test reads this.
 */
export interface May {
  readonly who: "everybody" | "signed in" | readonly Role[];
  readonly area: "own" | "none";
}

/** What is written into the audit log. */
export interface AuditLine {
  readonly kind: AuditKind;
  readonly problemId?: number | null;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Of a sign-in, where the caller is nobody yet. */
  readonly personId?: number | null;
  readonly who?: string | null;
}

/** One question being asked, or one act. */
export interface Ask<T extends Takes = Takes, F extends Fields = Fields> {
  readonly caller: Caller;
  /** The route's filter; asks nothing when the route takes none. */
  readonly filter: Filter;
  readonly given: Given<T>;
  readonly body: Body<F>;
  /** The {id} of the path. @throws NotFound when it is not an id */
  id(): number;
  /** Request headers, lower case. */
  header(name: string): string | undefined;
  /** Rows of a statement: under a named timer, limited in time, cancelled when the caller goes away. @throws Starting */
  rows<Row extends object>(timer: string, statement: Sql): Promise<Row[]>;
  /** One transaction under a named timer: what changes anything goes through here. It is not cut short when the caller goes away. @throws NotReady */
  tx<R>(timer: string, work: (tx: Tx) => Promise<R>): Promise<R>;
  /** Writes an entry of the audit log with the caller, the address and the route on it. @param tx so that it stands or falls with the change */
  audit(line: AuditLine, tx?: Tx): Promise<void>;
  /** The bytes of the body, of a route that takes `bytes`; empty otherwise. */
  readonly bytes: Buffer;
  /** Who asks, looked up anew: for an answer that goes on for hours. */
  again(): Promise<Caller>;
  standing(): Standing;
  /** Layers' revisions and the district's clock, looked up when the request had come. @throws NotReady */
  now(): Now;
  /** The request came by https. */
  readonly secure: boolean;
  /** The made-up district on this machine, asked from this machine: roles can be tried without a password. */
  readonly demo: boolean;
}

/** What is known of a request once it is known who asks. */
export interface Early<T extends Takes = Takes> extends Pick<Ask<T>, "caller" | "filter" | "given" | "header"> {
  readonly now: Now;
}

/** Answers that are kept. */
export interface Shelved<T extends Takes = Takes> {
  /** The name of what is kept for such a question. */
  keyOf(early: Omit<Early<T>, "now">): string;
  /** What is kept under it as things stand now, in the form that the caller takes; its body is bytes or none. */
  find(key: string, now: Now, header: Ask["header"]): Reply | undefined;
}

/** An answer that is not a plain JSON body. */
export class Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string | Readable | object | null;
  constructor(status: number, headers: Readonly<Record<string, string>>, body: Buffer | string | Readable | object | null) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** An answer that goes on: server-sent events. */
export class Stream {
  readonly open: (wire: Wire) => void;
  /** @param open is called once the head of the answer is out */
  constructor(open: (wire: Wire) => void) {
    this.open = open;
  }
}

/** Where a stream's text goes. */
export interface Wire {
  write(text: string | Buffer): void;
  /** Bytes that wait for the reader; a slow one is for the stream to drop. */
  waiting(): number;
  /** Ends the answer; a reader who does not take the rest is cut off soon. */
  end(): void;
  /** Called once when the reader has gone, or the stream was ended; at once when that is so already. */
  closed(call: () => void): void;
}

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: `/api/${string}` | "/metrics";
  /** The question, as a sentence; of a POST, what it does. */
  readonly question: string;
  readonly may: May;
  /** True when it takes the filter's parameters. */
  readonly filtered: boolean;
  readonly takes: Takes;
  /** Fields of the JSON body of a POST. */
  readonly body: Fields;
  /** Of a POST whose body is bytes (application/octet-stream) and no JSON: so many at most. */
  readonly bytes?: number;
  /** Of a POST whose JSON body may be longer than usual: so many bytes at most. */
  readonly mostBody_bytes?: number;
  readonly answer: TSchema;
  /** Media type of the answer when it is not JSON. */
  readonly media?: string;
  /** Media type of another form of the same answer, of bytes, for who asks for it by Accept. */
  readonly otherMedia?: string;
  handle(ask: Ask): Promise<object>;
  /** Answered although the database hangs: who asks is not looked up. Of a route that everybody may ask. */
  readonly unasked?: true;
  /** Of a route whose answers are kept: what is at hand already, so that nothing is asked and nothing waits. */
  readonly shelved?: Shelved;
}

/** Everybody who is signed in, each of their own area. */
export const signedIn: May = { who: "signed in", area: "own" };

type Definition<T extends Takes, F extends Fields> = Omit<
  Route,
  "method" | "takes" | "body" | "handle" | "shelved" | "filtered" | "may"
> & {
  readonly method?: Route["method"];
  /** `signedIn` when left out. */
  readonly may?: May;
  readonly filtered?: boolean;
  readonly takes?: T;
  readonly body?: F;
  handle(ask: Ask<T, F>): Promise<object>;
  readonly shelved?: Shelved<T>;
};

/** A route; `given` and `body` have the types of what it takes. */
export const route = <T extends Takes, F extends Fields>(definition: Definition<T, F>): Route => ({
  method: "GET",
  may: signedIn,
  filtered: false,
  takes: {},
  body: {},
  ...definition,
  handle: definition.handle as unknown as Route["handle"],
  ...(definition.shelved && { shelved: definition.shelved as unknown as Shelved }),
});

/** Nothing has this id. */
export class NotFound extends Error {
  readonly what: { readonly zh: string; readonly en: string };
  constructor(what: { readonly zh: string; readonly en: string }) {
    super(what.en);
    this.what = what;
  }
}

/** The question reaches more than can be answered at once: how many there are, how many may be, and what would narrow it. */
export class TooMany extends Error {
  readonly why: Word;
  constructor(why: Word) {
    super(why.en);
    this.why = why;
  }
}

/** It was there, and was taken away for good. */
export class Gone extends Error {
  readonly what: Word;
  constructor(what: Word) {
    super(what.en);
    this.what = what;
  }
}
