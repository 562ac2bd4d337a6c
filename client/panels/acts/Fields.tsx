/** The fields a form is made of: each with its name, its fault beside it, and its one-click words. */
import { useId } from "react";
import { type LimitUnit, limitUnits, type ProblemAct, type Word } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { timeText } from "../../state/calendar.ts";
import { Icon } from "../parts/Icon.tsx";
import { askPlace, hasMap } from "../run/placing.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import type { Draft } from "./draft.ts";
import { useTemplates } from "./useTemplates.ts";

export type Change = (part: Partial<Draft>) => void;

interface FrameProps {
  readonly label: string;
  readonly optional?: boolean;
  readonly fault?: Word | undefined;
  /** @param id of the control @param fault id of the fault's words, for aria-describedby */
  readonly children: (id: string, fault: string | undefined) => React.ReactNode;
}

export function Frame({ label, optional = false, fault, children }: FrameProps) {
  const say = useSay();
  const id = useId();
  return (
    <div className="form-field">
      <label htmlFor={id}>
        {label}
        {optional && <small> {say.t("acts.optional")}</small>}
      </label>
      {children(id, fault && `${id}-fault`)}
      {fault && (
        <p id={`${id}-fault`} className="inline-failure">
          {say.of(fault)}
        </p>
      )}
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly set: (text: string) => void;
  readonly fault?: Word | undefined;
  readonly optional?: boolean;
  readonly most: number;
  /** The act whose templates are offered. */
  readonly templates?: ProblemAct;
  readonly only?: (text: string) => boolean;
  readonly lines?: number;
}

/** Longer words, with the office's templates as one-click beginnings. */
export function TextField({ label, value, set, fault, optional = false, most, templates, lines = 2 }: TextProps) {
  const say = useSay();
  const rows = useTemplates(templates ?? "import");
  return (
    <Frame label={label} optional={optional} fault={fault}>
      {(id, described) => (
        <>
          {rows.length > 0 && (
            <fieldset className="templates" aria-label={say.t("acts.templates")}>
              {rows.map((row) => (
                <button key={row.id} type="button" className="pill" onClick={() => set(say.of(row.text))}>
                  {say.of(row.text)}
                </button>
              ))}
            </fieldset>
          )}
          <textarea
            id={id}
            className="field"
            rows={lines}
            maxLength={most}
            value={value}
            aria-invalid={fault !== undefined}
            aria-describedby={described}
            onChange={(event) => set(event.target.value)}
          />
        </>
      )}
    </Frame>
  );
}

/** Reasons for having no photo are the same few everywhere. */
export function NoPhotoField({ value, set, fault }: { value: string; set: (text: string) => void; fault?: Word | undefined }) {
  const say = useSay();
  const usual = [say.t("acts.noPhoto1"), say.t("acts.noPhoto2"), say.t("acts.noPhoto3")];
  return (
    <Frame label={say.t("acts.noPhoto")} fault={fault}>
      {(id, described) => (
        <>
          <fieldset className="templates" aria-label={say.t("acts.templates")}>
            {usual.map((text) => (
              <button key={text} type="button" className="pill" onClick={() => set(text)}>
                {text}
              </button>
            ))}
          </fieldset>
          <input
            id={id}
            className="field"
            maxLength={500}
            value={value}
            aria-invalid={fault !== undefined}
            aria-describedby={described}
            onChange={(event) => set(event.target.value)}
          />
        </>
      )}
    </Frame>
  );
}

const todayOf = (state: AppState) => ({ clock: state.clock, timeZone: state.district?.timeZone ?? "UTC" });
let lastToday: { clock: number; timeZone: string } = { clock: 0, timeZone: "UTC" };
/** The same object while nothing changes, so that nobody renders for nothing. */
const today = (state: AppState) => {
  const now = todayOf(state);
  if (now.clock !== lastToday.clock || now.timeZone !== lastToday.timeZone) lastToday = now;
  return lastToday;
};

interface MomentProps {
  readonly label: string;
  readonly draft: Draft;
  readonly change: Change;
  readonly fault?: Word | undefined;
  /** Days from now that are one click away. */
  readonly days: readonly number[];
}

/** A day and a time of the district's clock, 24 h. */
export function MomentField({ label, draft, change, fault, days }: MomentProps) {
  const say = useSay();
  const { clock, timeZone } = usePart(today);
  const dayIn = (n: number) => timeText(clock + n * 86_400, timeZone).slice(0, 10);
  return (
    <Frame label={label} fault={fault}>
      {(id, described) => (
        <div className="moment">
          <input
            id={id}
            className="field"
            type="date"
            value={draft.day}
            min={dayIn(0)}
            max="9999-12-31"
            aria-invalid={fault !== undefined}
            aria-describedby={described}
            onChange={(event) => change({ day: event.target.value })}
          />
          <input
            className="field time"
            inputMode="numeric"
            aria-label={say.t("acts.time")}
            placeholder="18:00"
            maxLength={5}
            value={draft.time}
            aria-invalid={fault !== undefined}
            aria-describedby={described}
            onChange={(event) => change({ time: event.target.value })}
          />
          <div className="pills">
            {days.map((n) => (
              <button
                key={n}
                type="button"
                className={draft.day === dayIn(n) ? "pill chosen" : "pill"}
                aria-pressed={draft.day === dayIn(n)}
                onClick={() => change({ day: dayIn(n) })}
              >
                {say.t("acts.inDays", { n })}
              </button>
            ))}
          </div>
        </div>
      )}
    </Frame>
  );
}

/** How much time: a number of hours or days as the calendar counts them. */
export function LimitField({ label, draft, change, fault }: { label: string; draft: Draft; change: Change; fault?: Word | undefined }) {
  const say = useSay();
  return (
    <Frame label={label} fault={fault}>
      {(id, described) => (
        <div className="moment">
          <input
            id={id}
            className="field number"
            inputMode="decimal"
            maxLength={7}
            value={draft.amount}
            aria-invalid={fault !== undefined}
            aria-describedby={described}
            onChange={(event) => change({ amount: event.target.value })}
          />
          <select
            className="field unit"
            aria-label={say.t("acts.limitUnit")}
            value={draft.amountUnit}
            onChange={(event) => change({ amountUnit: event.target.value as LimitUnit })}
          >
            {Object.entries(limitUnits).map(([unit, word]) => (
              <option key={unit} value={unit}>
                {say.of(word)}
              </option>
            ))}
          </select>
        </div>
      )}
    </Frame>
  );
}

/** Where one stands: typed, clicked on the map, or by the device. */
export function PlaceField(props: {
  label: string;
  value: string;
  set: (text: string) => void;
  fault?: Word | undefined;
  optional?: boolean;
}) {
  const app = useApp();
  const say = useSay();
  const { label, value, set, fault, optional = false } = props;
  return (
    <Frame label={label} optional={optional} fault={fault}>
      {(id, described) => (
        <div className="moment">
          <input
            id={id}
            className="field at"
            placeholder={say.t("map.typed")}
            value={value}
            aria-invalid={fault !== undefined}
            aria-describedby={described}
            onChange={(event) => set(event.target.value)}
          />
          {hasMap(app) && (
            <button type="button" className="button" onClick={() => void askPlace(app).then((text) => text && set(text))}>
              <Icon name="point" />
              {say.t("acts.onMap")}
            </button>
          )}
        </div>
      )}
    </Frame>
  );
}
