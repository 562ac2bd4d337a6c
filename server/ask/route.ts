/** What a route is: one file that exports one of these. server/http/app.ts lists them all and serves them. */
import type { Readable } from "node:stream";
import type { TSchema } from "typebox";
import type { Filter } from "../contract/filter.ts";
import type { Sql } from "../db/sql.ts";
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

/** One question being asked. */
export interface Ask<T extends Takes = Takes> {
  /** The route's filter; asks nothing when the route takes none. */
  readonly filter: Filter;
  readonly given: Given<T>;
  /** The {id} of the path. @throws NotFound when it is not an id */
  id(): number;
  /** Request headers, lower case. */
  header(name: string): string | undefined;
  /** Rows of a statement: under a named timer, limited in time, cancelled when the caller goes away. @throws Starting */
  rows<Row extends object>(timer: string, statement: Sql): Promise<Row[]>;
  standing(): Standing;
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

export interface Route {
  readonly path: `/api/${string}`;
  /** The question, as a sentence. */
  readonly question: string;
  /** True when it takes the filter's parameters. */
  readonly filtered: boolean;
  readonly takes: Takes;
  readonly answer: TSchema;
  /** Media type of the answer when it is not JSON. */
  readonly media?: string;
  handle(ask: Ask): Promise<object>;
}

type Definition<T extends Takes> = Omit<Route, "takes" | "handle" | "filtered"> & {
  readonly filtered?: boolean;
  readonly takes?: T;
  handle(ask: Ask<T>): Promise<object>;
};

/** A route; `given` has the types of what it takes. */
export const route = <T extends Takes>(definition: Definition<T>): Route => ({ filtered: false, takes: {}, ...definition });

/** Nothing has this id. */
export class NotFound extends Error {
  readonly what: { readonly zh: string; readonly en: string };
  constructor(what: { readonly zh: string; readonly en: string }) {
    super(what.en);
    this.what = what;
  }
}
