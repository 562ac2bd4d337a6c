/** Shapes as well-known text; what is no shape is null, whatever it is instead. */

interface Shape {
  readonly type: string;
  readonly coordinates?: unknown;
  readonly geometries?: unknown;
}
const depth: Readonly<Record<string, number>> = { Point: 0, LineString: 1, MultiPoint: 1, Polygon: 2, MultiLineString: 2, MultiPolygon: 3 };

const position = (value: unknown): string | null => {
  const [x, y] = Array.isArray(value) ? (value as unknown[]) : [];
  return typeof x === "number" && typeof y === "number" && Number.isFinite(x) && Number.isFinite(y) ? `${x} ${y}` : null;
};

function nested(value: unknown, level: number): string | null {
  if (level === 0) return position(value);
  if (!Array.isArray(value) || value.length === 0) return null;
  const parts: string[] = [];
  for (const one of value) {
    const part = nested(one, level - 1);
    if (part === null) return null;
    parts.push(level > 1 ? `(${part})` : part);
  }
  return parts.join(", ");
}

const isShape = (value: unknown): value is Shape =>
  typeof value === "object" && value !== null && typeof (value as Shape).type === "string";

/** A collection holds shapes, but no collections of collections. */
function collection(geometries: unknown): string | null {
  if (!Array.isArray(geometries) || geometries.length === 0) return null;
  const parts = geometries.map((one) => (isShape(one) && one.type !== "GeometryCollection" ? wkt(one) : null));
  return parts.includes(null) ? null : `GEOMETRYCOLLECTION(${parts.join(", ")})`;
}

/** A shape as GeoJSON has it; heights are left out. @returns null where it is none, or has no coordinates */
export function wkt(shape: unknown): string | null {
  if (!isShape(shape)) return null;
  if (shape.type === "GeometryCollection") return collection(shape.geometries);
  const level = Object.hasOwn(depth, shape.type) ? depth[shape.type] : undefined;
  const inner = level === undefined ? null : nested(shape.coordinates, level);
  return inner === null ? null : `${shape.type.toUpperCase()}(${inner})`;
}
