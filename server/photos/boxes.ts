/** Boxes that cover parts of a picture: shares of its width and height. */
import { type Field, listField, numberField, objectField, refusedField } from "../ask/body.ts";
import type { Box } from "../contract/types.ts";

export const mostBoxes = 50;
/** Sides under this share are a slip of the finger: a plate across the street is wider. */
export const leastSide = 0.005;
/** Shares are counted in fractions that do not add up exactly. */
const slack = 1e-6;

const share = (description: string) => numberField(0, 1, description);
const parts = objectField({
  x: share("Left edge."),
  y: share("Upper edge."),
  w: share("Width."),
  h: share("Height."),
});

const boxField: Field<Box> = {
  schema: parts.schema,
  read(name, value) {
    const box = parts.read(name, value);
    const small = box.w < leastSide ? "w" : box.h < leastSide ? "h" : null;
    if (small) throw refusedField(`${name}.${small}`, box[small], { zh: `至少 ${leastSide}`, en: `${leastSide} at least` });
    const over = box.x + box.w > 1 + slack ? "w" : box.y + box.h > 1 + slack ? "h" : null;
    if (over) throw refusedField(`${name}.${over}`, box[over], { zh: "不超出图片边缘", en: "a box that ends at the picture's edge" });
    return { x: box.x, y: box.y, w: Math.min(box.w, 1 - box.x), h: Math.min(box.h, 1 - box.y) };
  },
};

export const boxesField = listField(boxField, 0, mostBoxes, "All boxes that are to cover parts of it; none: nothing is covered.");

const same = (a: Box, b: Box): boolean => (["x", "y", "w", "h"] as const).every((side) => Math.abs(a[side] - b[side]) <= slack);
/** True when every one of `before` is among `after`. */
export const keepsAll = (before: readonly Box[], after: readonly Box[]): boolean =>
  before.every((old) => after.some((box) => same(old, box)));
