/** Where a problem and its photos are, drawn to scale: each with what it is accurate to; and how far apart, as text. */

import { length_m } from "../../../server/contract/partition/drawn.ts";
import type { Photo, ProblemDetail } from "../../../server/contract/types.ts";
import { goToPlace } from "../run/app.ts";
import { lengthText } from "../times.ts";
import { useApp, useSay } from "../useApp.ts";
import { photoName } from "./naming.ts";
import { type Sketch, type Spot, sketch } from "./sketch.ts";

const [width, height, edge] = [300, 190, 26];

interface Placed extends Spot {
  readonly name: string;
  readonly mark: string;
  readonly kind: Photo["kind"] | "problem";
}
interface Props {
  readonly problem: ProblemDetail;
  /** Those that are looked at. */
  readonly photos: readonly Photo[];
  readonly close: () => void;
}

export function SketchMap({ problem, photos, close }: Props) {
  const app = useApp();
  const say = useSay();
  const placed = photos.flatMap((photo): Placed[] => {
    const { lon, lat, accuracy_m, kind } = photo;
    if (lon === null || lat === null) return [];
    return [{ lon, lat, accuracy_m, kind, name: photoName(problem.photos, photo, say), mark: kind === "after" ? "B" : "A" }];
  });
  const spots: Placed[] = [
    { lon: problem.lon, lat: problem.lat, accuracy_m: problem.accuracy_m, kind: "problem", name: say.t("photos.problem"), mark: "" },
    ...placed,
  ];
  const [first] = placed;
  return (
    <section className="photo-places" aria-label={say.t("photos.places")}>
      <h3>{say.t("photos.places")}</h3>
      {first ? (
        <>
          <Drawing spots={spots} />
          <Lengths spots={spots} />
          <button
            type="button"
            className="link"
            onClick={() => {
              close();
              goToPlace(app, first.lon, first.lat);
            }}
          >
            {say.t("photos.onMap")}
          </button>
        </>
      ) : (
        <p className="quiet">{say.t("photos.noPlaces")}</p>
      )}
    </section>
  );
}

/** Each photo's distance from the problem, and the two photos' from each other. */
function Lengths({ spots }: { spots: readonly Placed[] }) {
  const say = useSay();
  const [problem, a, b] = spots;
  const pairs = [
    [a, problem],
    [b, problem],
    [a, b],
  ] as const;
  return (
    <ul>
      {pairs.map(([from, to]) => {
        if (!from || !to) return null;
        const metres = length_m([
          [from.lon, from.lat],
          [to.lon, to.lat],
        ]);
        return (
          <li key={from.name + to.name}>
            <Letter of={from} /> <Letter of={to} /> {say.t("photos.away", { a: from.name, b: to.name, length: lengthText(metres, say) })}
            {from.accuracy_m !== null && to.kind === "problem" && ` (±${lengthText(from.accuracy_m, say)})`}
          </li>
        );
      })}
    </ul>
  );
}

const Letter = ({ of: { mark, kind } }: { of: Placed }) => (mark ? <b className={`mark ${kind}`}>{mark}</b> : null);

function Drawing({ spots }: { spots: readonly Placed[] }) {
  const say = useSay();
  const { points, scale } = sketch(spots, width, height, edge);
  return (
    <svg className="photo-sketch" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={say.t("photos.mapOf")}>
      {spots.map((spot, i) => (
        <Circle key={spot.name} kind={spot.kind} at={points[i]} />
      ))}
      {spots.map((spot, i) => (
        <Mark key={spot.name} spot={spot} at={points[i]} />
      ))}
      <g className="scale" transform={`translate(10 ${height - 10})`}>
        <path d={`M0 -4V0H${scale.px}V-4`} />
        <text x={scale.px + 5} y={0}>
          {lengthText(scale.length_m, say)}
        </text>
      </g>
      <text className="crs" x={width - 8} y={height - 10}>
        {say.t("photos.crs")}
      </text>
    </svg>
  );
}

type At = Sketch["points"][number] | undefined;

const Circle = ({ kind, at }: { kind: Placed["kind"]; at: At }) =>
  at && at.r > 0 ? <circle className={`around ${kind}`} cx={at.x} cy={at.y} r={at.r} /> : null;

/** The problem is an open square on its point, photos are letters: told apart without colours, and when one lies on the other. */
function Mark({ spot: { kind, mark, name }, at }: { spot: Placed; at: At }) {
  if (!at) return null;
  return (
    <g className={`mark ${kind}`} transform={`translate(${at.x} ${at.y})`}>
      <title>{name}</title>
      {kind === "problem" ? <path d="M0 -13 13 0 0 13 -13 0Z" /> : <circle r={8} />}
      {mark && <text y={4}>{mark}</text>}
    </g>
  );
}
