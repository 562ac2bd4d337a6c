/** The map on paper: its choices, the sheet as it will be, and the file. */
import { useEffect, useMemo, useRef, useState } from "react";
import { wordsOf } from "../../api/http.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { Icon } from "../parts/Icon.tsx";
import { changeView } from "../run/app.ts";
import { Choice } from "../takeOut/Choice.tsx";
import { saveBlob } from "../takeOut/save.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { mostOfMap } from "./card.ts";
import { titleOf } from "./facts.ts";
import { drawSheetMap, fileName, fileOf, type SheetFormat } from "./make.ts";
import { Preview } from "./Preview.tsx";
import { groundOf } from "./scale.ts";
import { dpis, layoutOf, mapPixelsPerMm, mapRatio, mmPerInch, type Paper, papers, pixelsOf, type SheetChoice, sizeOf } from "./sheet.ts";

const listOf = (state: AppState) => state.view.list;

export function PaperTab() {
  const app = useApp();
  const say = useSay();
  const list = usePart(listOf);
  const [drawable] = useState(() => mostOfMap() > 0);
  if (!drawable) return <p className="take-none">{say.t("paper.noWebgl")}</p>;
  if (!list) return <Maker />;
  return (
    <p className="take-none">
      {say.t("paper.noMap")}
      <button type="button" className="link" onClick={() => changeView(app, { list: false })}>
        {say.t("app.toMap")}
      </button>
    </p>
  );
}

/** A map that is wider than high lies. */
function firstChoice({ bounds, district }: AppState): SheetChoice {
  const all = district?.bounds ?? [0, 0, 2, 1];
  const [w, s, e, n] = groundOf(bounds ?? all, all, false);
  return { paper: "A4", upright: (e - w) * Math.cos((s * Math.PI) / 180) < n - s, dpi: 200, whole: false };
}

function Maker() {
  const app = useApp();
  const say = useSay();
  const [choice, setChoice] = useState(() => firstChoice(app.store.get()));
  const usual = useMemo(() => titleOf(app.store.get(), say), [app, say]);
  const [own, setOwn] = useState<string | null>(null);
  const title = own ?? usual;
  return (
    <div className="onpaper">
      <div className="onpaper-choices">
        <label className="form-field">
          <span>{say.t("paper.titleLabel")}</span>
          <input className="field" value={title} maxLength={80} onChange={(event) => setOwn(event.target.value)} />
        </label>
        {own !== null && own !== usual && (
          <button type="button" className="link onpaper-usual" onClick={() => setOwn(null)}>
            {say.t("paper.titleReset")}
          </button>
        )}
        <Choices choice={choice} change={(part) => setChoice({ ...choice, ...part })} />
        <Sizes choice={choice} />
        <Make choice={choice} title={title} />
      </div>
      <Preview paper={choice.paper} upright={choice.upright} whole={choice.whole} title={title} />
    </div>
  );
}

function Choices({ choice, change }: { choice: SheetChoice; change: (part: Partial<SheetChoice>) => void }) {
  const say = useSay();
  const directions = [
    { value: "landscape", label: say.t("paper.landscape") },
    { value: "portrait", label: say.t("paper.portrait") },
  ];
  const ranges = [
    { value: "view", label: say.t("paper.rangeView") },
    { value: "district", label: say.t("paper.rangeAll") },
  ];
  return (
    <>
      <Choice
        name="paper-range"
        label={say.t("paper.range")}
        value={choice.whole ? "district" : "view"}
        options={ranges}
        choose={(value) => change({ whole: value === "district" })}
      />
      <Choice
        name="paper-size"
        label={say.t("paper.paper")}
        value={choice.paper}
        options={(Object.keys(papers) as Paper[]).map((value) => ({ value, label: value }))}
        choose={(paper) => change({ paper })}
      />
      <Choice
        name="paper-direction"
        label={say.t("paper.direction")}
        value={choice.upright ? "portrait" : "landscape"}
        options={directions}
        choose={(value) => change({ upright: value === "portrait" })}
      />
      <Choice
        name="paper-resolution"
        label={say.t("paper.resolution")}
        value={choice.dpi}
        options={dpis.map((value) => ({ value, label: `${value} dpi` }))}
        choose={(dpi) => change({ dpi })}
      />
    </>
  );
}

/** What comes of the choices, in millimetres and pixels; and what does not. */
function Sizes({ choice }: { choice: SheetChoice }) {
  const say = useSay();
  const { width, height } = sizeOf(choice);
  const pixels = pixelsOf(choice);
  const ofMap = Math.floor(mapRatio(layoutOf(choice), pixels, mostOfMap()) * mapPixelsPerMm * mmPerInch + 1e-6);
  return (
    <div className="onpaper-sizes quiet">
      <p>{say.t("paper.size", { width, height, x: pixels.width, y: pixels.height })}</p>
      {pixels.capped && <p className="take-cap">{say.t("paper.capped", { asked: choice.dpi, dpi: pixels.dpi })}</p>}
      {ofMap < pixels.dpi && <p className="take-cap">{say.t("paper.noCard", { dpi: ofMap })}</p>}
      <p>{say.t("paper.whole")}</p>
    </div>
  );
}

const stepWords = { drawing: "paper.drawing", composing: "paper.composing" } as const;
type Making = { readonly step: "drawing" | "composing" } | { readonly failure: Failure } | { readonly saved: string } | null;

function useMake(choice: SheetChoice, title: string) {
  const app = useApp();
  const say = useSay();
  const [making, setMaking] = useState<Making>(null);
  const leave = useRef<AbortController | null>(null);
  useEffect(() => () => leave.current?.abort(), []);
  const make = async (format: SheetFormat) => {
    const left = new AbortController();
    leave.current = left;
    setMaking({ step: "drawing" });
    try {
      const map = await drawSheetMap(app, choice, say, left.signal);
      setMaking({ step: "composing" });
      // The words of this step come on the screen before the page is busy with it.
      await new Promise((done) => setTimeout(done, 30));
      const file = await fileOf(app, map, title, format, say);
      left.signal.throwIfAborted();
      const name = fileName(title, format);
      saveBlob(file, name);
      setMaking({ saved: name });
    } catch (error) {
      setMaking(left.signal.aborted ? null : { failure: wordsOf(error) });
    }
  };
  return { making, make: (format: SheetFormat) => void make(format), cancel: () => leave.current?.abort() };
}

function Make({ choice, title }: { choice: SheetChoice; title: string }) {
  const say = useSay();
  const { making, make, cancel } = useMake(choice, title);
  const step = making && "step" in making ? making.step : null;
  return (
    <div className="onpaper-make">
      {step === null ? (
        <div className="onpaper-buttons">
          <button type="button" className="button primary" onClick={() => make("pdf")}>
            <Icon name="down2" />
            {say.t("paper.pdf")}
          </button>
          <button type="button" className="button" onClick={() => make("png")}>
            <Icon name="down2" />
            {say.t("paper.png")}
          </button>
        </div>
      ) : (
        <div className="onpaper-buttons">
          <progress max={2} value={step === "drawing" ? 0.5 : 1.5} aria-label={say.t(stepWords[step])} />
          <button type="button" className="button" onClick={cancel}>
            {say.t("paper.cancel")}
          </button>
        </div>
      )}
      <p className="quiet" role="status">
        {step && say.t(stepWords[step])}
        {making && "saved" in making && say.t("paper.saved", { name: making.saved })}
      </p>
      {making && "failure" in making && (
        <p className="inline-failure" role="alert">
          {say.t("paper.failed", { reason: say.of(making.failure) })}
        </p>
      )}
    </div>
  );
}
