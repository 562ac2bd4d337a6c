/** Well-known text as a GeoJSON geometry. Heights and measures are read and dropped; the SRID of EWKT is refused: the manifest states it. */

/** The geometry, or null when the text is not one. */
export function parseWkt(text: string): { type: string; coordinates: unknown } | null {
  const head = /^\s*(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON)\s*(?:Z|M|ZM)?\s*(EMPTY|\()/i.exec(text);
  const type = head && types[(head[1] as string).toUpperCase()];
  if (!type) return null;
  if (/EMPTY/i.test(head[2] as string)) return { type, coordinates: [] };
  const tree = nested(text.slice(head[0].length - 1));
  if (!tree) return null;
  if (type === "Point") return { type, coordinates: tree[0] };
  // MULTIPOINT may be written with or without brackets around each point.
  return { type, coordinates: type === "MultiPoint" ? tree.map((p) => (Array.isArray(p) && Array.isArray(p[0]) ? p[0] : p)) : tree };
}

const types: Readonly<Record<string, string>> = {
  POINT: "Point",
  LINESTRING: "LineString",
  POLYGON: "Polygon",
  MULTIPOINT: "MultiPoint",
  MULTILINESTRING: "MultiLineString",
  MULTIPOLYGON: "MultiPolygon",
};

/** Brackets become arrays, "x y" becomes [x, y]. Without recursion, so that no depth of brackets breaks it. */
function nested(text: string): unknown[] | null {
  const top: unknown[] = [];
  const open: unknown[][] = [top];
  let end = 0;
  for (const token of text.matchAll(/\s*([(),]|[^(),]+)/g)) {
    if (token.index !== end) return null;
    end += token[0].length;
    const word = (token[1] as string).trim();
    const inner = open.at(-1);
    if (!inner) return null;
    if (word === "(") {
      const list: unknown[] = [];
      inner.push(list);
      open.push(list);
    } else if (word === ")") {
      open.pop();
    } else if (word !== "," && word !== "") {
      const numbers = word.split(/\s+/).map((part) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(part) ? Number(part) : Number.NaN));
      if (numbers.length < 2 || numbers.some(Number.isNaN)) return null;
      inner.push(numbers.slice(0, 2));
    }
  }
  const [list] = top;
  return open.length === 1 && top.length === 1 && Array.isArray(list) ? list : null;
}
