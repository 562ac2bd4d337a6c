/** The problems layer as the page reads it: bytes where the server has them, text where it has not; the same either way. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { askLayer } from "../../../client/api/layers.ts";
import { askProblemsLayer } from "../../../client/api/problemsLayer.ts";
import { typedLayer } from "../../../client/state/typed.ts";
import { columnsMedia, packColumns, type TypedColumn } from "../../../server/contract/columns.ts";
import type { ProblemsLayer } from "../../../server/contract/types.ts";
import { problemColumns } from "../../../server/contract/vocabulary.ts";
import { problemsOf } from "../wall/columns.ts";

afterEach(() => vi.unstubAllGlobals());

const accepts: (string | null)[] = [];
function serve(body: BodyInit, type: string): void {
  accepts.length = 0;
  vi.stubGlobal("fetch", async (_path: string, { headers }: RequestInit) => {
    accepts.push(new Headers(headers).get("accept"));
    return new Response(body, { headers: { "content-type": type } });
  });
}

const layer = typedLayer(
  problemsOf([
    { id: 90_000, due: 1_800_000_000 },
    { id: 3, state: "closed", closed: 1_799_999_000 },
  ]),
);
function packed(of: ProblemsLayer): ArrayBuffer {
  const columns = Object.fromEntries(problemColumns.map((name) => [name, of[name] as TypedColumn]));
  const head = Object.fromEntries(Object.entries(of).filter(([name]) => !(name in columns)));
  return packColumns(head, columns).buffer as ArrayBuffer;
}

describe("the problems layer", () => {
  it("is asked for as bytes, and its columns are views of them", async () => {
    serve(packed(layer), columnsMedia);
    const got = await askProblemsLayer();
    expect(accepts[0]?.split(",")[0]).toBe(columnsMedia);
    expect(got).toEqual(layer);
    expect((got.id as TypedColumn).buffer).toBe((got.closed as TypedColumn).buffer);
  });

  it("is understood as text too, and is typed then as well", async () => {
    const plain = { ...layer, ...Object.fromEntries(problemColumns.map((name) => [name, [...layer[name]]])) };
    serve(JSON.stringify(plain), "application/json; charset=utf-8");
    expect(await askProblemsLayer()).toEqual(layer);
  });

  it("that was cut off on its way is an error, not fewer problems", async () => {
    serve(packed(layer).slice(0, -8), columnsMedia);
    await expect(askProblemsLayer()).rejects.toThrow("cut off");
    serve("<html>", columnsMedia);
    await expect(askProblemsLayer()).rejects.toThrow();
  });

  it("of an unchanged revision is the very same object", async () => {
    serve(packed(layer), columnsMedia);
    const first = await askLayer("problems");
    expect(await askLayer("problems")).toBe(first);
    serve(packed({ ...layer, revision: layer.revision + 1 }), columnsMedia);
    expect(await askLayer("problems")).not.toBe(first);
  });
});
