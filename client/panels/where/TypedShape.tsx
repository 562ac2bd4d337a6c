/** A shape by its coordinates: whatever can be drawn can be typed. */
import { useId, useState } from "react";
import { maxVertices, type Position, type Shape } from "../../../server/contract/draw.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { add, begin, finish, least } from "../../draw/draft.ts";
import type { WordKey } from "../../look/words.ts";
import type { DrawKind } from "../../state/app.ts";
import { takeShape } from "../run/drawing.ts";
import { readPosition } from "../times.ts";
import { useApp, useSay } from "../useApp.ts";

type Kind = Exclude<DrawKind, "lasso">;
const kinds = [
  ["rectangle", "draw.rectangle"],
  ["area", "draw.polygon"],
  ["point", "where.typedPoint"],
  ["line", "where.typedLine"],
] as const satisfies readonly (readonly [Kind, WordKey])[];

/** What was typed as a shape, or why it is none. */
type Typed = { readonly shape: Shape } | { readonly word: WordKey; readonly values?: Record<string, string | number> };

/** Lines of coordinates as a shape; empty lines count for nothing. */
export function readShape(kind: Kind, text: string): Typed {
  const lines = text.split(/[\n;；]/).map((line) => line.trim());
  const positions: Position[] = [];
  for (const [i, line] of lines.entries()) {
    if (!line) continue;
    const position = readPosition(line);
    if (!position) return { word: "where.badLine", values: { n: i + 1, text: line.slice(0, 40) } };
    positions.push(position);
  }
  if (kind === "rectangle" && positions.length !== 2) return { word: "where.twoCorners" };
  if (positions.length < least[kind]) return { word: "where.tooFew", values: { n: least[kind] } };
  if (positions.length > (kind === "point" ? 1 : maxVertices))
    return { word: "where.tooMany", values: { n: kind === "point" ? 1 : maxVertices } };
  const made = finish(positions.reduce(add, begin(kind)));
  return "shape" in made
    ? { shape: made.shape }
    : { word: made.refused === "noArea" ? "where.noArea" : "where.tooFew", values: { n: least[kind] } };
}

interface Props {
  /** Of a point and a line. */
  readonly distance_m: number;
  readonly done: () => void;
}

export function TypedShape({ distance_m, done }: Props) {
  const app = useApp();
  const say = useSay();
  const id = useId();
  const [kind, setKind] = useState<Kind>("rectangle");
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<Word | null>(null);
  const take = () => {
    const typed = readShape(kind, text);
    if (!("shape" in typed)) {
      const words = say.t(typed.word, typed.values);
      return setFailure({ zh: words, en: words });
    }
    takeShape(app, typed.shape, kind === "point" || kind === "line" ? { within_m: distance_m } : "filter");
    done();
  };
  return (
    <form
      className="typed-shape"
      aria-label={say.t("where.typed")}
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <div className="pills">
        {kinds.map(([one, word]) => (
          <button
            key={one}
            type="button"
            className={one === kind ? "pill chosen" : "pill"}
            aria-pressed={one === kind}
            onClick={() => {
              setKind(one);
              setFailure(null);
            }}
          >
            {say.t(word)}
          </button>
        ))}
      </div>
      <label htmlFor={id}>{say.t("where.coordinates")}</label>
      <textarea
        id={id}
        className="field"
        rows={4}
        spellCheck={false}
        aria-invalid={failure !== null}
        aria-describedby={failure ? `${id}-bad` : undefined}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setFailure(null);
        }}
      />
      {failure && (
        <p id={`${id}-bad`} className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      <button type="submit" className="button primary">
        {say.t("where.add")}
      </button>
    </form>
  );
}
