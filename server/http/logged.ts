/** Errors as the log has them: enough to find the fault, and nothing of what anybody wrote. A database's error holds rows and values. */

/** What a database's error says of the place, not of the row. */
const kept = ["code", "severity", "schema", "table", "column", "constraint", "routine", "status", "statusCode"] as const;
const mostCauses = 3;

export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly [more: string]: unknown;
}

/** Of a statement's own faults (class 42) the quoted are names of ours; of all else they may be values, with quotes in them. */
const withoutValues = (text: string, code: unknown): string => (/^42/.test(String(code)) ? text : text.replace(/".*"/gs, '"…"'));

/** The frames alone: the text before them is the message again. */
const frames = (stack = ""): string => (stack.match(/^\s+at .+$/gm) ?? []).join("\n");

/** @param depth of how many errors it is the cause */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "", stack: "" };
  const told = error as Error & Readonly<Record<string, unknown>>;
  const more = kept.filter((name) => ["string", "number"].includes(typeof told[name])).map((name) => [name, told[name]] as const);
  return {
    type: error.name,
    message: withoutValues(error.message, told.code),
    stack: frames(error.stack),
    ...Object.fromEntries(more),
    ...(error.cause !== undefined && depth < mostCauses && { cause: loggedError(error.cause, depth + 1) }),
  };
}

/** For the logger; what the framework would say of a request by itself has its address, and that may hold a name. */
export const serializers = {
  err: (error: unknown): LoggedError => loggedError(error),
  error: (error: unknown): LoggedError => loggedError(error),
  req: ({ method }: { readonly method: string }) => ({ method }),
};
