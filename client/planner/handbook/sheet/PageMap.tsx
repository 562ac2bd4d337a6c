/** A page's map, drawn crisp for paper: the ground pale, the zone's border strong, its sites numbered; scale and north. */
import { useId } from "react";
import type { HandbookPage } from "../../../../server/contract/types.ts";
import type { BaseClass } from "../../../../server/contract/vocabulary.ts";
import {
  edgeLabels,
  groundOrder,
  type Label,
  labelSize,
  labelsOf,
  markRadius,
  type Projection,
  pathOf,
  projectionOf,
  scaleBar,
} from "./mapPicture.ts";
import { type MapBox, mostNumbered } from "./units.ts";

interface Drawn {
  readonly page: HandbookPage;
  readonly projection: Projection;
  readonly box: MapBox;
}

/** Line widths on paper, mm; a road is drawn over its wider edge. */
const roads: Partial<Record<BaseClass, readonly [edge: number, road: number, colour: string]>> = {
  alley: [0.5, 0.3, "#ffffff"],
  minor: [0.8, 0.5, "#ffffff"],
  secondary: [1.3, 0.95, "#fff6dc"],
  arterial: [1.9, 1.45, "#ffe6a6"],
  motorway: [2.1, 1.6, "#ffcf87"],
};
const areas: Partial<Record<BaseClass, string>> = { built: "#f1eeea", park: "#dcecd2", water: "#c5def0" };

function Ground({ page, projection }: { page: HandbookPage; projection: Projection }) {
  const of = (own: BaseClass, area: boolean) =>
    page.map.ground
      .filter((one) => one.class === own && one.area === area)
      .map((one) => pathOf(one.line, projection, area))
      .join("");
  return (
    <>
      {groundOrder.map((own) => (
        <g key={own}>
          {areas[own] && <path d={of(own, true)} fill={areas[own]} fillRule="evenodd" />}
          {own === "waterway" && <path d={of(own, false)} className="hb-map-line" stroke="#9cc4e2" strokeWidth={1.1} />}
          {own === "rail" && (
            <path d={of(own, false)} className="hb-map-line" stroke="#8d8d8d" strokeWidth={0.45} strokeDasharray="1.6 0.8" />
          )}
        </g>
      ))}
      {groundOrder.map(
        (own) => roads[own] && <path key={own} d={of(own, false)} className="hb-map-line" stroke="#c9c2b6" strokeWidth={roads[own][0]} />,
      )}
      {groundOrder.map(
        (own) =>
          roads[own] && <path key={own} d={of(own, false)} className="hb-map-line" stroke={roads[own][2]} strokeWidth={roads[own][1]} />,
      )}
    </>
  );
}

const Name = ({ label, edge }: { label: Label; edge: boolean }) => (
  <text
    x={label.x}
    y={label.y + labelSize * 0.35}
    transform={label.turn ? `rotate(${label.turn.toFixed(1)} ${label.x.toFixed(2)} ${label.y.toFixed(2)})` : undefined}
    className={edge ? "hb-map-edge" : label.water ? "hb-map-water" : "hb-map-name"}
  >
    {label.text}
  </text>
);

/** What the page is of: a zone's border with all around it paler, or a site's own shape. */
function Subject({ page, projection, box: { width, height } }: Drawn) {
  const { outline, shape, shapeKind } = page.map;
  const border = outline.map((ring) => pathOf(ring, projection, true)).join("");
  const own = shape.map((line) => pathOf(line, projection, shapeKind === "area")).join("");
  const point = shapeKind === "point" && shape[0] ? projection.at(shape[0][0] as number, shape[0][1] as number) : null;
  const isZone = shapeKind === "none";
  return (
    <>
      {isZone && <path d={`M0 0H${width}V${height}H0Z${border}`} fill="#ffffff" fillOpacity={0.55} fillRule="evenodd" />}
      {border && (
        <path
          d={border}
          fill="none"
          stroke={isZone ? "#b3202a" : "#7c879a"}
          strokeWidth={isZone ? 0.75 : 0.4}
          strokeDasharray={isZone ? undefined : "2 1"}
        />
      )}
      {shapeKind === "area" && <path d={own} fill="#b3202a" fillOpacity={0.16} stroke="#b3202a" strokeWidth={0.7} fillRule="evenodd" />}
      {shapeKind === "line" && (
        <>
          <path d={own} className="hb-map-line" stroke="#ffffff" strokeWidth={2} />
          <path d={own} className="hb-map-line" stroke="#b3202a" strokeWidth={1.2} />
        </>
      )}
      {point && (
        <>
          <circle cx={point[0]} cy={point[1]} r={2.6} fill="#ffffff" />
          <circle cx={point[0]} cy={point[1]} r={2} fill="#b3202a" />
        </>
      )}
    </>
  );
}

function Sites({ page, projection }: { page: HandbookPage; projection: Projection }) {
  const radius = markRadius(page.sites.length);
  const numbered = page.sites.length <= mostNumbered;
  return page.sites.map(({ key, lon, lat }, i) => {
    const [x, y] = projection.at(lon, lat);
    return (
      <g key={key}>
        <circle cx={x} cy={y} r={radius} fill="#1d4f91" stroke="#ffffff" strokeWidth={0.2} />
        {numbered && (
          <text x={x} y={y + radius * 0.45} className="hb-map-number" fontSize={radius * 1.25}>
            {i + 1}
          </text>
        )}
      </g>
    );
  });
}

function Names({ page, projection, box: { width, height } }: Drawn) {
  const taken = edgeLabels(page.map, projection, width, height);
  const marks = page.sites.map(({ lon, lat }) => projection.at(lon, lat));
  return (
    <>
      {labelsOf(page.map, projection, { width, height, taken, marks: page.sites.length <= mostNumbered ? marks : [] }).map((label) => (
        <Name key={`${label.text} ${label.x}`} label={label} edge={false} />
      ))}
      {taken.map((label) => (
        <Name key={label.text} label={label} edge />
      ))}
    </>
  );
}

function Furniture({ projection, box: { width, height } }: Pick<Drawn, "projection" | "box">) {
  const bar = scaleBar(projection);
  const y = height - 3;
  return (
    <>
      <rect x={2} y={height - 8.5} width={bar.width + 5} height={7} fill="#ffffff" fillOpacity={0.85} />
      <path d={`M4 ${y - 1.2}V${y}H${4 + bar.width}V${y - 1.2}`} fill="none" stroke="#000000" strokeWidth={0.4} />
      <text x={4} y={height - 5.2} className="hb-map-scale">
        {bar.metres >= 1000 ? `${bar.metres / 1000} km` : `${bar.metres} m`}
      </text>
      <g transform={`translate(${width - 6} 3)`}>
        <path d="M0 0L2.2 7L0 5.6L-2.2 7Z" fill="#000000" stroke="#ffffff" strokeWidth={0.4} paintOrder="stroke" />
        <text x={0} y={10} className="hb-map-north">
          N
        </text>
      </g>
    </>
  );
}

/** @param title what a reader who does not see it hears */
export function PageMap({ page, box, title }: { page: HandbookPage; box: MapBox; title: string }) {
  const { width, height } = box;
  const clip = useId();
  const projection = projectionOf(page.map.frame, width, height);
  return (
    <svg className="hb-map" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      <clipPath id={clip}>
        <rect width={width} height={height} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        <rect width={width} height={height} fill="#fbfaf8" />
        <Ground page={page} projection={projection} />
        <Subject page={page} projection={projection} box={box} />
        {page.sites.length > mostNumbered && <Sites page={page} projection={projection} />}
        <Names page={page} projection={projection} box={box} />
        {page.sites.length <= mostNumbered && <Sites page={page} projection={projection} />}
        <Furniture projection={projection} box={box} />
      </g>
      <rect x={0.1} y={0.1} width={width - 0.2} height={height - 0.2} fill="none" stroke="#6b7280" strokeWidth={0.2} />
    </svg>
  );
}
