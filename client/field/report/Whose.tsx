/** Whose it will be, before it is sent; and whether a place outside the district is right. */
import type { Responsibility } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { Choice, Fault } from "../parts/Parts.tsx";
import type { Draft, FieldState } from "../state.ts";
import { usePart, useSay } from "../usePage.ts";
import { placeText } from "./place.ts";

const unitsOf = (state: FieldState) => state.district?.units;
const onlineOf = (state: FieldState) => state.online;

interface Props {
  readonly answer: { readonly value: Responsibility | null; readonly failure: Word | null };
  /** Place and category are known: there is something to ask. */
  readonly asked: boolean;
}

export function Whose({ answer: { value, failure }, asked }: Props) {
  const say = useSay();
  const units = usePart(unitsOf);
  const online = usePart(onlineOf);
  const nameOf = (id: number) => units?.find((unit) => unit.id === id)?.name ?? `#${id}`;
  return (
    <section className="card" aria-labelledby="whose" aria-live="polite">
      <h2 id="whose">{say.t("find.whose")}</h2>
      {!asked && <p className="hint">{say.t("find.whoseLater")}</p>}
      {asked &&
        !value &&
        (failure ? (
          <p className="hint">{online ? say.of(failure) : say.t("find.whoseOffline")}</p>
        ) : (
          <p className="hint">{say.t("find.finding")}</p>
        ))}
      {value && (
        <>
          <p className="whose-unit">
            <strong>{value.unit === null ? say.t("find.nobody") : nameOf(value.unit)}</strong>
            {value.person && <span>{value.person.name}</span>}
            {value.limit && <span className="tag">{say.t("find.limit", { limit: say.limit(value.limit) })}</span>}
          </p>
          {value.area.zone && <small>{value.area.zone.name}</small>}
          {value.faults.map((fault) => (
            <p key={fault.en} className="warn">
              {say.of(fault)}
            </p>
          ))}
        </>
      )}
    </section>
  );
}

/** "The place lies outside the district: is it right?" */
export function OutsideQuestion({
  draft,
  place,
  set,
  fault,
}: {
  draft: Draft;
  place: { lon: number; lat: number };
  set: (part: Partial<Draft>) => void;
  fault: Word | undefined;
}) {
  const say = useSay();
  const key = placeText(place);
  return (
    <section className="card warned">
      <p className="warn">{say.t("find.outside")}</p>
      <Choice label={say.t("find.outsideRight")} on={draft.outsideOk === key} set={(on) => set({ outsideOk: on ? key : "" })} />
      <Fault why={fault} />
    </section>
  );
}
