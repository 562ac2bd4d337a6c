/** Before and after: one over the other with a divider one moves, or side by side. */
import { useId, useRef, useState } from "react";
import { photoKinds } from "../../../server/contract/officeWords.ts";
import type { Photo, ProblemDetail } from "../../../server/contract/types.ts";
import type { AppState } from "../../state/app.ts";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";
import { photoName, standing } from "./naming.ts";
import { Picture } from "./Picture.tsx";

interface Props {
  readonly problem: ProblemDetail;
  readonly pair: readonly [Photo, Photo];
  readonly choose: (photo: number) => void;
}
type Kind = "before" | "after";
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const within = (share: number) => Math.min(100, Math.max(0, Math.round(share)));

export function Compare({ problem, pair, choose }: Props) {
  const say = useSay();
  const [how, setHow] = useState<"swipe" | "beside">("swipe");
  const [before, after] = pair;
  const names = pair.map((photo) => photoName(problem.photos, photo, say)) as [string, string];
  return (
    <section className={`compare ${how}`} aria-label={say.t("photos.compare")}>
      <div className="compare-head">
        <Which problem={problem} kind="before" chosen={before} choose={choose} />
        <Which problem={problem} kind="after" chosen={after} choose={choose} />
        <div className="pills">
          {(["swipe", "beside"] as const).map((one) => (
            <button
              key={one}
              type="button"
              className={how === one ? "pill chosen" : "pill"}
              aria-pressed={how === one}
              onClick={() => setHow(one)}
            >
              {say.t(one === "swipe" ? "photos.swipe" : "photos.beside")}
            </button>
          ))}
        </div>
      </div>
      {how === "swipe" ? <Swipe pair={pair} names={names} /> : <Beside pair={pair} names={names} />}
    </section>
  );
}

/** Which of several photos of a kind is compared. */
function Which({ problem, kind, chosen, choose }: { problem: ProblemDetail; kind: Kind; chosen: Photo; choose: (photo: number) => void }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const its = standing(problem.photos).filter((photo) => photo.kind === kind);
  return (
    <select
      className="field"
      aria-label={say.t("photos.which", { kind: say.of(photoKinds[kind]) })}
      value={chosen.id}
      disabled={its.length < 2}
      onChange={(event) => choose(Number(event.target.value))}
    >
      {its.map((photo) => (
        <option key={photo.id} value={photo.id}>
          {photoName(problem.photos, photo, say)} {stamp(photo.taken, timeZone)}
        </option>
      ))}
    </select>
  );
}

interface PairProps {
  readonly pair: readonly [Photo, Photo];
  readonly names: readonly [string, string];
}

function Beside({ pair, names }: PairProps) {
  return (
    <div className="compare-both">
      {pair.map((photo, i) => (
        <figure key={photo.id}>
          <div className="compare-one">
            <Picture key={photo.id} photo={photo} what="picture" alt={names[i] ?? ""} />
          </div>
          <figcaption>{names[i]}</figcaption>
        </figure>
      ))}
    </div>
  );
}

function Swipe({ pair: [before, after], names }: PairProps) {
  const say = useSay();
  const id = useId();
  const [share, setShare] = useState(50);
  const text = say.t("photos.share", { n: share });
  const ratio = after.width / after.height;
  return (
    <>
      <div className="photo-room">
        <SwipeFrame share={share} setShare={setShare} ratio={ratio} text={text}>
          <Picture key={after.id} photo={after} what="picture" alt={names[1]} />
          <div className="compare-over" style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}>
            <Picture key={before.id} photo={before} what="picture" alt={names[0]} />
          </div>
          <span className="compare-tag">{say.of(photoKinds.before)}</span>
          <span className="compare-tag after">{say.of(photoKinds.after)}</span>
        </SwipeFrame>
      </div>
      <label className="compare-range" htmlFor={id}>
        <span>{say.t("photos.divider")}</span>
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          aria-label={say.t("photos.shareOf")}
          aria-valuetext={text}
          value={share}
          onChange={(event) => setShare(Number(event.target.value))}
        />
        <output>{text}</output>
      </label>
    </>
  );
}

interface FrameProps {
  readonly share: number;
  readonly setShare: (share: number) => void;
  readonly ratio: number;
  readonly text: string;
  readonly children: React.ReactNode;
}

/** The pictures one over the other; dragging anywhere on them moves the divider, arrows do when it has the focus. */
function SwipeFrame({ share, setShare, ratio, text, children }: FrameProps) {
  const say = useSay();
  const frame = useRef<HTMLDivElement>(null);
  const follow = (event: React.PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    if (box) setShare(within(((event.clientX - box.left) / box.width) * 100));
  };
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -2, ArrowDown: -2, ArrowRight: 2, ArrowUp: 2, PageDown: -10, PageUp: 10 };
  const press = (event: React.KeyboardEvent) => {
    const to = event.key === "Home" ? 0 : event.key === "End" ? 100 : share + (steps[event.key] ?? Number.NaN);
    if (Number.isNaN(to)) return;
    event.preventDefault();
    setShare(within(to));
  };
  return (
    <div
      ref={frame}
      className="photo-frame compare-frame"
      style={{ aspectRatio: ratio, width: `min(100cqw, ${100 * ratio}cqh)` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && follow(event)}
    >
      {children}
      <div
        className="compare-line"
        role="slider"
        tabIndex={0}
        aria-label={say.t("photos.divider")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        aria-valuetext={text}
        style={{ left: `${share}%` }}
        onKeyDown={press}
      >
        <span aria-hidden="true">⇔</span>
      </div>
    </div>
  );
}
