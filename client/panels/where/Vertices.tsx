/** A drawing by its numbers: every vertex can be typed, added and taken away; a rectangle by its four sides. */
import { useEffect, useId, useState } from "react";
import { maxVertices, type Shape } from "../../../server/contract/draw.ts";
import { boxOf, boxShape, inserted, isBox, removed } from "../../draw/edit.ts";
import type { WordKey } from "../../look/words.ts";
import { Icon } from "../parts/Icon.tsx";
import { useSay } from "../useApp.ts";

interface Props {
  readonly shape: Shape;
  readonly set: (shape: Shape) => void;
}
/** More are shown when asked for: a lasso's table is long. */
const atFirst = 20;

const degreesOf = (text: string, most: number): number => {
  const value = /^-?\d{1,3}(\.\d{1,12})?$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Math.abs(value) <= most ? Math.round(value * 1e5) / 1e5 : Number.NaN;
};

interface DegreesProps {
  readonly id?: string;
  readonly label: string;
  readonly value: number;
  readonly most: 90 | 180;
  readonly set: (degrees: number) => void;
}

/** Degrees, taken when the field is left or by Enter; what is none stays there, marked. */
function Degrees({ id, label, value, most, set }: DegreesProps) {
  const say = useSay();
  const [text, setText] = useState(value.toFixed(5));
  useEffect(() => setText(value.toFixed(5)), [value]);
  const read = degreesOf(text, most);
  const bad = Number.isNaN(read);
  const take = () => !bad && read !== value && set(read);
  return (
    <input
      id={id}
      className="field"
      inputMode="decimal"
      aria-label={label}
      aria-invalid={bad}
      title={bad ? say.t("where.badDegrees") : undefined}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        take();
      }}
    />
  );
}

export function Vertices({ shape, set }: Props) {
  return isBox(shape) ? <Sides shape={shape} set={set} /> : <Table shape={shape} set={set} />;
}

const sides = [
  ["where.west", 180],
  ["where.south", 90],
  ["where.east", 180],
  ["where.north", 90],
] as const satisfies readonly (readonly [WordKey, 90 | 180])[];

function Sides({ shape, set }: Props) {
  const say = useSay();
  const id = useId();
  const box = boxOf(shape.points);
  const change = (side: number, degrees: number) => {
    const next = box.map((one, i) => (i === side ? degrees : one)) as typeof box;
    // Sides that would cross change places.
    const [w, s, e, n] = next;
    if (w !== e && s !== n) set(boxShape([Math.min(w, e), Math.min(s, n), Math.max(w, e), Math.max(s, n)]));
  };
  return (
    <fieldset className="plain">
      <legend>{say.t("where.corners")}</legend>
      <div className="where-sides">
        {sides.map(([word, most], i) => (
          <label key={word} htmlFor={`${id}-${i}`}>
            <span>{say.t(word)}</span>
            <Degrees id={`${id}-${i}`} label={say.t(word)} most={most} value={box[i] as number} set={(degrees) => change(i, degrees)} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Table({ shape, set }: Props) {
  const say = useSay();
  const [all, setAll] = useState(false);
  const { points } = shape;
  const shown = all ? points : points.slice(0, atFirst);
  const move = (index: number, axis: 0 | 1, degrees: number) =>
    set({ ...shape, points: points.map((point, i) => (i === index ? (axis ? [point[0], degrees] : [degrees, point[1]]) : point)) });
  const put = (next: Shape | null) => next && set(next);
  return (
    <fieldset className="plain">
      <legend>
        {say.t("where.vertices")} {shape.kind !== "point" && `${points.length}`}
      </legend>
      <table className="where-vertices">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{say.t("where.lon")}</th>
            <th scope="col">{say.t("where.lat")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {shown.map(([lon, lat], i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a vertex has no other name than its number
            <tr key={i}>
              <th scope="row">{i + 1}</th>
              <td>
                <Degrees label={say.t("where.vertexLon", { n: i + 1 })} most={180} value={lon} set={(degrees) => move(i, 0, degrees)} />
              </td>
              <td>
                <Degrees label={say.t("where.vertexLat", { n: i + 1 })} most={90} value={lat} set={(degrees) => move(i, 1, degrees)} />
              </td>
              <td>
                {shape.kind !== "point" && (
                  <>
                    <button
                      type="button"
                      className="icon-button"
                      disabled={points.length >= maxVertices}
                      aria-label={say.t("where.insertAfter", { n: i + 1 })}
                      title={say.t("where.insertAfter", { n: i + 1 })}
                      onClick={() => put(inserted(shape, i))}
                    >
                      <Icon name="plus" />
                    </button>
                    <button
                      type="button"
                      className="icon-button"
                      disabled={removed(shape, i) === null}
                      aria-label={say.t("where.removeVertex", { n: i + 1 })}
                      title={say.t("where.removeVertex", { n: i + 1 })}
                      onClick={() => put(removed(shape, i))}
                    >
                      <Icon name="close" />
                    </button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < points.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {say.t("where.moreVertices", { n: points.length - shown.length })}
        </button>
      )}
    </fieldset>
  );
}
