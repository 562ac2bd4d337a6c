/** Places with a name: used inside, outside or near; renamed, shared and taken away by whose they are. */
import { useEffect, useId, useState } from "react";
import { type Share, shares } from "../../../server/contract/officeWords.ts";
import type { NamedShape } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import { changeShape, removeShape } from "../../api/shapes.ts";
import { boxOf } from "../../draw/edit.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { initials } from "../../state/initials.ts";
import { definitionOf } from "../../state/named.ts";
import { goTo } from "../run/app.ts";
import { addClause } from "../run/drawing.ts";
import { loadShapes } from "../run/shapes.ts";
import { useApp, usePart, useSay } from "../useApp.ts";

const shapesOf = (state: AppState) => state.shapes;
const hasMap = (state: AppState) => state.bounds !== null;
/** From this many on they are searched. */
const many = 8;
/** Near a drawn point or line with a name, until the condition is opened and changed. */
const near_m = 100;

export function NamedShapes() {
  const app = useApp();
  const say = useSay();
  const shapes = usePart(shapesOf);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [text, setText] = useState("");
  useEffect(() => {
    loadShapes(app).then(
      () => setFailure(null),
      (error) => setFailure(wordsOf(error)),
    );
  }, [app]);
  const wanted = text.trim().toLowerCase();
  const found = shapes?.filter(({ name }) => name.toLowerCase().includes(wanted) || initials(name).includes(wanted)) ?? [];
  return (
    <section aria-label={say.t("where.named")}>
      <h3>{say.t("where.named")}</h3>
      {failure && (
        <p className="inline-failure" role="alert">
          {say.t("where.namedFailed", { reason: say.of(failure) })}
          <button
            type="button"
            className="link"
            onClick={() =>
              void loadShapes(app).then(
                () => setFailure(null),
                () => {},
              )
            }
          >
            {say.t("app.retry")}
          </button>
        </p>
      )}
      {!shapes && !failure && <p className="hint">{say.t("where.namedLoading")}</p>}
      {shapes?.length === 0 && <p className="hint">{say.t("where.namedNone")}</p>}
      {(shapes?.length ?? 0) > many && (
        <input
          className="field"
          type="search"
          aria-label={say.t("where.findSite")}
          placeholder={say.t("where.findSite")}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      )}
      <ul className="named-shapes">
        {found.map((shape) => (
          <Row key={shape.id} shape={shape} />
        ))}
      </ul>
    </section>
  );
}

function Row({ shape }: { shape: NamedShape }) {
  const app = useApp();
  const say = useSay();
  const map = usePart(hasMap);
  const [changing, setChanging] = useState(false);
  const definition = definitionOf(shape);
  if (!definition) return null;
  const drawn = "draw" in definition ? definition.draw : null;
  const what =
    "draw" in definition
      ? say.t(`where.kind.${definition.draw.kind}`)
      : say.t("where.kind.around", { n: definition.around.of.length, d: definition.around.distance_m });
  const use = (how: string, act: () => void) => (
    <button type="button" className="pill" aria-label={say.t("where.useOf", { how, name: shape.name })} onClick={act}>
      {how}
    </button>
  );
  const area = { shape: shape.id };
  return (
    <li>
      <div className="named-head">
        <span className="clip" title={shape.name}>
          {shape.name}
        </span>
        <small className="quiet">{[what, shape.mine ? say.of(shares[shape.share]) : shape.owner].filter(Boolean).join(" · ")}</small>
      </div>
      <div className="pills">
        {(!drawn || drawn.kind === "area") && (
          <>
            {use(say.t("where.useInside"), () => addClause(app, { op: "inside", areas: [area] }))}
            {use(say.t("where.useOutside"), () => addClause(app, { op: "outside", areas: [area] }))}
          </>
        )}
        {drawn && use(say.t("where.useNear", { n: near_m }), () => addClause(app, { op: "within", distance_m: near_m, of: [area] }))}
        {map && drawn && (
          <button type="button" className="link" onClick={() => goTo(app, { bounds: boxOf(drawn.points) })}>
            {say.t("where.zoomTo")}
          </button>
        )}
        {shape.mine && (
          <button
            type="button"
            className="link"
            aria-expanded={changing}
            aria-label={say.t("where.changeOf", { name: shape.name })}
            onClick={() => setChanging(!changing)}
          >
            {say.t("where.change")}
          </button>
        )}
      </div>
      {changing && <ChangeForm shape={shape} done={() => setChanging(false)} />}
    </li>
  );
}

/** Another name, for others, or taken away. */
function ChangeForm({ shape, done }: { shape: NamedShape; done: () => void }) {
  const app = useApp();
  const say = useSay();
  const id = useId();
  const [name, setName] = useState(shape.name);
  const [share, setShare] = useState<Share>(shape.share);
  const [sure, setSure] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const act = async (run: () => Promise<unknown>) => {
    if (busy) return;
    setBusy(true);
    try {
      await run();
      await loadShapes(app);
      done();
    } catch (error) {
      setFailure(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      className="named-form"
      aria-label={say.t("where.changeOf", { name: shape.name })}
      onSubmit={(event) => {
        event.preventDefault();
        void act(() => changeShape(shape.id, { name: name.trim(), share }));
      }}
    >
      <label htmlFor={`${id}-name`}>{say.t("where.name")}</label>
      <input
        id={`${id}-name`}
        className="field"
        maxLength={60}
        value={name}
        aria-invalid={failure !== null}
        onChange={({ target }) => setName(target.value)}
      />
      <ShareField id={`${id}-share`} value={share} set={setShare} />
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      {sure && <p className="caution">{say.t("where.deleteSure", { name: shape.name })}</p>}
      <div className="form-end">
        <button type="submit" className="button primary" disabled={busy || !name.trim()}>
          {say.t("where.keepSave")}
        </button>
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => (sure ? void act(() => removeShape(shape.id)) : setSure(true))}
        >
          {say.t(sure ? "where.deleteYes" : "where.delete")}
        </button>
        <button type="button" className="button" onClick={done}>
          {say.t("where.cancel")}
        </button>
      </div>
    </form>
  );
}

interface ShareProps {
  readonly id: string;
  readonly value: Share;
  readonly set: (share: Share) => void;
}

export function ShareField({ id, value, set }: ShareProps) {
  const say = useSay();
  return (
    <>
      <label htmlFor={id}>{say.t("where.share")}</label>
      <select id={id} className="field" value={value} onChange={({ target }) => set(target.value as Share)}>
        {(Object.keys(shares) as Share[]).map((one) => (
          <option key={one} value={one}>
            {say.of(shares[one])}
          </option>
        ))}
      </select>
    </>
  );
}
