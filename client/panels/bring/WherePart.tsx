/** Where the rows lie: which columns say it, and in which coordinate system. The system is asked, never taken for granted. */
import { useMemo, useState } from "react";
import { gaussZones, systemName, webMercator } from "../../../server/contract/coordinates/systems.ts";
import { suspicious } from "../../../server/contract/importing/shift.ts";
import type { FileTable } from "../../files/table.ts";
import { useSay } from "../useApp.ts";
import { AddressPart } from "./AddressPart.tsx";
import { Guessed } from "./ColumnsPart.tsx";
import { type Draft, type PlaceKind, rawAt } from "./draft.ts";
import { GhostMap } from "./GhostMap.tsx";
import { apart, type Ghost } from "./ghosts.ts";
import { placeNotes } from "./guessing.ts";
import { pinsPath, shapeOf } from "./look.ts";
import { metresText } from "./metresText.ts";
import { isLocked, useBring, useBringing } from "./useBring.ts";
import { type Ghosts, useGhosts } from "./useGhosts.ts";

const kinds = { xy: "bring.fromXy", text: "bring.fromText", address: "bring.fromAddress" } as const;

export function WherePart({ table, draft }: { table: FileTable; draft: Draft }) {
  const say = useSay();
  const ghosts = useGhosts(table, draft);
  const locked = isLocked(useBring());
  return (
    <section className="bring-part bring-where" aria-label={say.t("bring.where")}>
      <header>
        <h3>{say.t("bring.where")}</h3>
        {draft.placeGuessed && <Guessed />}
      </header>
      <Columns table={table} draft={draft} disabled={locked} />
      {draft.placeGuessed && <Exchanged table={table} />}
      {draft.place === "address" ? <AddressPart table={table} draft={draft} disabled={locked} /> : <Unplaced table={table} draft={draft} />}
      {ghosts && <Systems table={table} draft={draft} ghosts={ghosts} disabled={locked} />}
    </section>
  );
}

function Columns({ table, draft, disabled }: { table: FileTable; draft: Draft; disabled: boolean }) {
  const say = useSay();
  const bringing = useBringing();
  const column = (label: string, value: string, set: (column: string) => void) => (
    <label className="labelled">
      <span>{label}</span>
      <select className="field" value={value} disabled={disabled} aria-invalid={value === ""} onChange={(event) => set(event.target.value)}>
        <option value="">{say.t("bring.chooseColumn")}</option>
        {table.columns.map((name) => (
          <option key={name} value={name}>
            {name === "@geometry" ? say.t("bring.shape") : name}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className="bring-choices">
      <select
        className="field"
        aria-label={say.t("bring.placeKind")}
        value={draft.place}
        disabled={disabled}
        onChange={(event) => bringing.change({ place: event.target.value as PlaceKind, placeGuessed: false })}
      >
        {Object.entries(kinds).map(([kind, word]) => (
          <option key={kind} value={kind}>
            {say.t(word)}
          </option>
        ))}
      </select>
      {draft.place === "xy" && column(say.t("bring.x"), draft.x, (x) => bringing.change({ x, placeGuessed: false }))}
      {draft.place === "xy" && column(say.t("bring.y"), draft.y, (y) => bringing.change({ y, placeGuessed: false }))}
      {draft.place === "address" &&
        column(say.t("bring.placeAddress"), draft.text, (text) => bringing.change({ text, placeGuessed: false }))}
      {draft.place === "text" && column(say.t("bring.placeText"), draft.text, (text) => bringing.change({ text, placeGuessed: false }))}
    </div>
  );
}

/** The columns were taken the other way round than their headings say. */
function Exchanged({ table }: { table: FileTable }) {
  const say = useSay();
  const notes = useMemo(() => placeNotes(table), [table]);
  return notes.map((note) => (
    <p key={note.en} className="bring-warn">
      {say.of(note)}
    </p>
  ));
}

/** How many rows say no place at all: counted over the whole file, not only over what is drawn. */
function Unplaced({ table, draft }: { table: FileTable; draft: Draft }) {
  const say = useSay();
  const { place, x, y, text } = draft;
  const told = place === "xy" ? x !== "" && y !== "" : text !== "";
  const lacking = useMemo(
    () => table.rows.reduce((sum, _, row) => sum + (rawAt(table, { place, x, y, text }, row) === null ? 1 : 0), 0),
    [table, place, x, y, text],
  );
  if (!told || lacking === 0) return null;
  return <p className="bring-warn">{say.t("bring.unplaced", { n: say.n(lacking), rows: say.n(table.rows.length) })}</p>;
}

interface SystemsProps {
  readonly table: FileTable;
  readonly draft: Draft;
  readonly ghosts: Ghosts;
  readonly disabled: boolean;
}
function Systems({ table, draft, ghosts, disabled }: SystemsProps) {
  const say = useSay();
  const bringing = useBringing();
  const [pointed, point] = useState<string | null>(null);
  const better = draft.crs === null ? null : suspicious(ghosts.shift, draft.crs);
  const away = ghosts.shift.systems.find(({ crs }) => crs === draft.crs)?.median_m;
  const choose = (crs: string) => bringing.change({ crs });
  return (
    <>
      {ghosts.swapped && draft.place === "xy" && (
        <div className="bring-alarm" role="alert">
          <p>{say.t("bring.swapped", { x: draft.x, y: draft.y })}</p>
          <button type="button" className="button" onClick={() => bringing.change({ x: draft.y, y: draft.x, placeGuessed: false })}>
            {say.t("bring.swap")}
          </button>
        </div>
      )}
      {draft.crs !== null && better !== null && away !== undefined && (
        <div className="bring-alarm" role="alert">
          <p>
            {say.t("bring.suspicious", {
              crs: say.of(systemName(draft.crs)),
              away: metresText(away),
              better: say.of(systemName(better)),
              near: metresText(ghosts.shift.systems.find(({ crs }) => crs === better)?.median_m ?? 0),
            })}
          </p>
          <button type="button" className="button" onClick={() => choose(better)}>
            {say.t("bring.switchTo", { crs: say.of(systemName(better)) })}
          </button>
        </div>
      )}
      <div className="bring-ghosts">
        <fieldset disabled={disabled} aria-invalid={draft.crs === null}>
          <legend>
            {say.t("bring.crs")} <small className="quiet">{say.t("bring.crsWhat")}</small>
          </legend>
          <ul>
            {ghosts.list.map((ghost, i) => (
              <li key={ghost.crs} onMouseEnter={() => point(ghost.crs)} onMouseLeave={() => point(null)}>
                <System table={table} ghost={ghost} index={ghosts.looks[i] ?? 0} ghosts={ghosts} draft={draft} choose={choose} />
              </li>
            ))}
          </ul>
          <Others draft={draft} shown={ghosts.list} choose={choose} />
        </fieldset>
        <GhostMap
          ground={ghosts.ground}
          ghosts={ghosts.list}
          looks={ghosts.looks}
          known={ghosts.known}
          chosen={draft.crs}
          pointed={pointed}
        />
      </div>
    </>
  );
}

interface SystemProps {
  readonly table: FileTable;
  readonly ghost: Ghost;
  readonly index: number;
  readonly ghosts: Ghosts;
  readonly draft: Draft;
  readonly choose: (crs: string) => void;
}
function System({ table, ghost, index, ghosts, draft, choose }: SystemProps) {
  const say = useSay();
  const { crs } = ghost;
  const reference = ghosts.list.find((one) => one.crs === draft.crs) ?? null;
  const away = reference && reference.crs !== crs ? apart(reference, ghost) : null;
  const known = ghosts.shift.systems.find((system) => system.crs === crs);
  const said = ghosts.said === crs && say.t("bring.fileSays");
  return (
    <label data-chosen={draft.crs === crs || undefined}>
      <input type="radio" name="bring-crs" checked={draft.crs === crs} onChange={() => choose(crs)} />
      <svg className="ghost-mark" viewBox="-8 -8 16 16" aria-hidden="true">
        <path className="ghost-pins" data-ghost={index % 6} data-chosen d={pinsPath(shapeOf(index), [[0, 0]], 5)} />
      </svg>
      <span>
        {say.of(systemName(crs))}
        <small className="quiet">
          {[
            crs.startsWith("EPSG") ? crs : "",
            said || "",
            away !== null && reference ? say.t("bring.apart", { crs: shortName(reference.crs), m: metresText(away) }) : "",
            known && ghosts.shift.compared > 0
              ? say.t("bring.toKnown", { m: metresText(known.median_m), n: say.n(ghosts.shift.compared) })
              : "",
            ghost.near < 0.5 ? say.t("bring.farAway") : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </small>
      </span>
      <span className="sr">{say.t("bring.ghostRows", { n: ghost.places.filter(Boolean).length, rows: table.rows.length })}</span>
    </label>
  );
}

/** What a system is called in half a line. */
function shortName(crs: string): string {
  if (crs === "EPSG:4326") return "WGS84";
  return crs === "EPSG:4490" ? "CGCS2000" : crs;
}

/** Any other system there is: nobody is kept from stating theirs. */
function Others({ draft, shown, choose }: { draft: Draft; shown: readonly Ghost[]; choose: (crs: string) => void }) {
  const say = useSay();
  const listed = shown.some(({ crs }) => crs === draft.crs);
  const rest = [...gaussZones.map(({ code }) => code), webMercator, "EPSG:4326", "EPSG:4490", "GCJ-02", "BD-09"].filter(
    (code) => !shown.some(({ crs }) => crs === code),
  );
  return (
    <select
      className="field"
      aria-label={say.t("bring.otherCrs")}
      value={listed ? "" : (draft.crs ?? "")}
      onChange={(event) => event.target.value && choose(event.target.value)}
    >
      <option value="">{say.t("bring.otherCrs")}</option>
      {rest.map((code) => (
        <option key={code} value={code}>
          {say.of(systemName(code))} {code.startsWith("EPSG") && code}
        </option>
      ))}
    </select>
  );
}
