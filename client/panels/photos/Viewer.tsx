/** A photo looked at large: enlarged, compared, with what is known of it beside it; and what may be done with it. */
import { useEffect, useRef, useState } from "react";
import { askAgain } from "../run/acts.ts";
import { useApp, useSay } from "../useApp.ts";
import { Compare } from "./Compare.tsx";
import { CoverEditor } from "./CoverEditor.tsx";
import { Facts } from "./Facts.tsx";
import { photoName } from "./naming.ts";
import { One } from "./One.tsx";
import { SketchMap } from "./SketchMap.tsx";
import { type Looking, type LookingProps, useLooking } from "./useLooking.ts";
import { useZoom, type Zoom } from "./useZoom.ts";
import { ViewerHead } from "./ViewerHead.tsx";

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const pan_px = 60;

export function Viewer(props: LookingProps) {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  const look = useLooking(props);
  const zoom = useZoom();
  const { photo, mode } = look;
  const { photos } = props.problem;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another photo, or another way to look, begins unenlarged
  useEffect(() => zoom.reset(), [photo.id, mode]);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>(".photo-stage, .compare-line")?.focus();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  // What had the focus may be gone with what was done: keys are still heard here.
  useEffect(() => {
    if (document.activeElement === document.body) dialog.current?.focus();
  });
  return (
    <dialog
      ref={dialog}
      className="photo-viewer"
      aria-label={say.t("photos.viewer")}
      tabIndex={-1}
      onCancel={(event) => {
        // The browser's own way to close, when the key reached nobody in here.
        event.preventDefault();
        back(look);
      }}
      onKeyDown={(event) => pressed(event, look, zoom, photos.length)}
    >
      <ViewerHead look={look} zoom={zoom} problem={props.problem} />
      {look.asked && <Asked answer={look.answer} />}
      <Body {...props} look={look} zoom={zoom} />
    </dialog>
  );
}

/** Out of what is innermost: the question, the editor, the viewer. */
function back(look: Looking): void {
  if (look.asked) look.answer(false);
  else if (look.mode === "cover") look.turn("one");
  else look.leave();
}

/** The page behind hears no key; a field or a slider keeps its own. */
function pressed(event: React.KeyboardEvent, look: Looking, zoom: Zoom, count: number): void {
  event.stopPropagation();
  if (event.defaultPrevented) return;
  const { key, target } = event;
  if (key === "Escape") {
    event.preventDefault();
    back(look);
    return;
  }
  const own = target instanceof HTMLElement && target.matches("input, select, textarea, [role=slider]");
  if (own || look.mode !== "one") return;
  const arrow = arrows[key];
  if (arrow && zoom.scale > 1) zoom.pan(arrow[0] * pan_px, arrow[1] * pan_px);
  else if (arrow && arrow[0] !== 0 && count > 1) look.step(-arrow[0]);
  else if (key === "+" || key === "=") zoom.by(1.25);
  else if (key === "-") zoom.by(0.8);
  else if (key === "0") zoom.reset();
  else return;
  event.preventDefault();
}

/** Leaving would lose the covers that were drawn. */
function Asked({ answer }: { answer: (yes: boolean) => void }) {
  const say = useSay();
  return (
    <div className="photo-asked" role="alertdialog" aria-label={say.t("photos.unsaved")}>
      <strong>{say.t("photos.unsaved")}</strong>
      {/* biome-ignore lint/a11y/noAutofocus: it is asked now */}
      <button type="button" className="button primary" autoFocus onClick={() => answer(false)}>
        {say.t("photos.goOnCovering")}
      </button>
      <button type="button" className="button" onClick={() => answer(true)}>
        {say.t("photos.discard")}
      </button>
    </div>
  );
}

function Body({ problem, close, look, zoom }: LookingProps & { look: Looking; zoom: Zoom }) {
  const app = useApp();
  const say = useSay();
  const [told, setTold] = useState("");
  const { photo, mode, pair } = look;
  const alt = photoName(problem.photos, photo, say);
  const again = async () => void (await askAgain(app, problem.id));
  if (mode === "cover") {
    const saved = async (n: number) => {
      await again();
      setTold(say.t("photos.covered", { n }));
      look.done();
    };
    return <CoverEditor photo={photo} alt={alt} onChanged={look.setUnsaved} leave={() => look.turn("one")} saved={saved} />;
  }
  return (
    <div className="photo-body">
      {mode === "compare" && pair ? (
        <Compare problem={problem} pair={pair} choose={look.choose} />
      ) : (
        <One
          key={`${photo.id} ${photo.boxes.length}`}
          photo={photo}
          alt={alt}
          zoom={zoom}
          cover={() => look.turn("cover")}
          changed={again}
        />
      )}
      <aside className="photo-side">
        <p role="status" className={told ? "photo-told" : "sr"}>
          {told}
        </p>
        {mode === "one" && <Facts photo={photo} />}
        <SketchMap problem={problem} photos={pair && mode === "compare" ? pair : [photo]} close={close} />
        {mode === "one" && <p className="quiet desk-only">{say.t("photos.keys")}</p>}
      </aside>
    </div>
  );
}
