/** What the handbook shows, as the page's address says it. Pure. */
export const tabs = ["pages", "gaps", "rules", "editions"] as const;
export type Tab = (typeof tabs)[number];

/** What is printed: everything, what is under a zone, one page, or what changed since an edition. */
export type Printing =
  | { readonly what: "all" }
  | { readonly what: "under" | "page"; readonly key: string }
  | { readonly what: "changed"; readonly since: number };

export interface HandbookView {
  readonly tab: Tab;
  /** Key of the page that is open; null = the first. */
  readonly page: string | null;
  /** Null: nothing is printed. */
  readonly print: Printing | null;
}

const isKey = (text: string | null): text is string => text !== null && /^(zone|site)\/[1-9]\d{0,14}$/.test(text);

function readPrinting(query: URLSearchParams): Printing {
  const since = query.get("since");
  if (since && /^\d{1,6}$/.test(since)) return { what: "changed", since: Number(since) };
  const [under, page] = [query.get("under"), query.get("page")];
  if (isKey(under)) return { what: "under", key: under };
  return isKey(page) ? { what: "page", key: page } : { what: "all" };
}

/** @param path such as /handbook/print @param search with or without its question mark */
export function readHandbook(path: string, search: string): HandbookView {
  const query = new URLSearchParams(search);
  const page = query.get("page");
  return {
    tab: tabs.find((tab) => tab === query.get("tab")) ?? "pages",
    page: isKey(page) ? page : null,
    print: path.replace(/\/$/, "") === "/handbook/print" ? readPrinting(query) : null,
  };
}

export function printAddress(print: Printing): string {
  if (print.what === "all") return "/handbook/print";
  if (print.what === "changed") return `/handbook/print?since=${print.since}`;
  return `/handbook/print?${print.what === "under" ? "under" : "page"}=${print.key}`;
}

export function handbookAddress({ tab, page }: Pick<HandbookView, "tab" | "page">): string {
  const pairs = [tab !== "pages" && `tab=${tab}`, page && `page=${page}`].filter(Boolean);
  return `/handbook${pairs.length ? `?${pairs.join("&")}` : ""}`;
}
