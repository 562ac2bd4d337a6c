/** The question kept as an area to work on (攻坚区域): it follows its sites, and is a filter and an anchor from then on. */
import { useId, useState } from "react";
import { type Share, shares } from "../../../server/contract/officeWords.ts";
import type { NamedShape } from "../../../server/contract/types.ts";
import { type Campaign, campaigns, type Word } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { definitionOf } from "../../api/places.ts";
import { addShape } from "../../api/shapes.ts";
import { words } from "../../look/words.ts";
import type { AppState, Failure } from "../../state/app.ts";
import type { NearQuestion } from "../../state/view.ts";
import { bookOf } from "../names.ts";
import { Popover } from "../parts/Popover.tsx";
import { type App, setFilter } from "../run/app.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { anchorText } from "./nearText.ts";

const meOf = (state: AppState) => state.me;

/** Devices keep nothing. */
export function NearKeep({ near }: { near: NearQuestion }) {
  const say = useSay();
  const me = usePart(meOf);
  if (me?.kind === "device") return null;
  return <Popover label={say.t("near.keep")}>{(close) => <KeepForm near={near} close={close} />}</Popover>;
}

/** Only what lies in the area, whatever was asked around. */
function filterBy(app: App, shape: NamedShape): void {
  const { filter } = app.store.get().view;
  setFilter(app, { ...filter, geo: [...filter.geo, { op: "inside", areas: [{ shape: shape.id }] }] }, { near: null, panel: "ledger" });
}

function KeepForm({ near, close }: { near: NearQuestion; close: () => void }) {
  const [kept, setKept] = useState<NamedShape | null>(null);
  return kept ? <Kept shape={kept} close={close} /> : <Fields near={near} close={close} done={setKept} />;
}

function Kept({ shape, close }: { shape: NamedShape; close: () => void }) {
  const app = useApp();
  const say = useSay();
  return (
    <div className="near-keep" role="status">
      <p>{say.t("near.kept", { name: shape.name })}</p>
      <div className="form-end">
        <button
          type="button"
          // biome-ignore lint/a11y/noAutofocus: the form it stands for had the focus
          autoFocus
          className="button primary"
          onClick={() => filterBy(app, shape)}
        >
          {say.t("near.keptUse")}
        </button>
        <button type="button" className="button" onClick={close}>
          {say.t("app.close")}
        </button>
      </div>
    </div>
  );
}

/** What is kept, as it was typed. @throws HttpError */
async function keep(
  app: App,
  near: NearQuestion,
  body: Pick<NamedShape, "name" | "share"> & { campaign: Campaign | "" },
): Promise<NamedShape> {
  const { name, share, campaign } = body;
  const shape = await addShape({ name, share, definition: definitionOf(near), ...(campaign && { campaign }) });
  const { shapes } = app.store.get();
  if (shapes && !shapes.some((one) => one.id === shape.id)) app.store.set({ shapes: [...shapes, shape] });
  return shape;
}

function Fields({ near, close, done }: { near: NearQuestion; close: () => void; done: (shape: NamedShape) => void }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const id = useId();
  // Who belongs to no office has none to share with.
  const hasOffice = usePart(meOf)?.unit != null;
  const [name, setName] = useState(() => firstName(near, (anchor) => anchorText(anchor, book, say)));
  const [campaign, setCampaign] = useState<Campaign | "">("");
  const [share, setShare] = useState<Share>(hasOffice ? "office" : "mine");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const offered = (Object.keys(shares) as Share[]).filter((one) => hasOffice || one !== "office");
  const save = async () => {
    if (busy) return;
    if (!name.trim()) return setFailure(words["near.keepNeeded"]);
    setBusy(true);
    try {
      done(await keep(app, near, { name: name.trim(), share, campaign }));
    } catch (error) {
      setFailure(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      className="near-keep"
      aria-label={say.t("near.keep")}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label htmlFor={id}>{say.t("near.keepName")}</label>
      <input
        id={id}
        className="field"
        maxLength={60}
        value={name}
        aria-invalid={failure !== null}
        onChange={({ target }) => setName(target.value)}
      />
      <Choice
        label={say.t("near.keepCampaign")}
        words={campaigns}
        keys={["", ...(Object.keys(campaigns) as Campaign[])]}
        value={campaign}
        pick={setCampaign}
      />
      <Choice label={say.t("near.keepShare")} words={shares} keys={offered} value={share} pick={setShare} />
      {failure && (
        <p className="inline-failure" role="alert">
          {say.of(failure)}
        </p>
      )}
      <div className="form-end">
        <button type="submit" className="button primary" disabled={busy}>
          {say.t("near.keepSave")}
        </button>
        <button type="button" className="button" onClick={close}>
          {say.t("near.keepLeave")}
        </button>
      </div>
    </form>
  );
}

interface ChoiceProps<K extends string> {
  readonly label: string;
  readonly words: Readonly<Record<Exclude<K, "">, Word>>;
  /** "" stands for any. */
  readonly keys: readonly K[];
  readonly value: K;
  readonly pick: (key: K) => void;
}

function Choice<K extends string>({ label, words, keys, value, pick }: ChoiceProps<K>) {
  const say = useSay();
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <select id={id} className="field" value={value} onChange={({ target }) => pick(target.value as K)}>
        {keys.map((key) => (
          <option key={key} value={key}>
            {key === "" ? say.t("near.keepAny") : say.of(words[key as Exclude<K, "">])}
          </option>
        ))}
      </select>
    </>
  );
}

/** A name to begin with: what is asked around, and how far. */
function firstName({ of, within_m }: NearQuestion, text: (anchor: NearQuestion["of"][number]) => string): string {
  const [one] = of;
  return one && of.length === 1 ? `${text(one)} ${within_m} m`.slice(0, 60) : "";
}
