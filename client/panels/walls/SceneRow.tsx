/** One scene of a tour in the editor. */
import { useId } from "react";
import type { SavedView, WallScene } from "../../../server/contract/types.ts";
import { type SceneKind, sceneKinds, sceneSeconds } from "../../../server/contract/wall.ts";
import { Icon } from "../parts/Icon.tsx";
import { useSay } from "../useApp.ts";
import { QuestionField } from "./QuestionField.tsx";
import { type DraftScene, longestTitle, type TourFault } from "./tourDraft.ts";

interface Props {
  readonly scene: DraftScene;
  readonly index: number;
  readonly count: number;
  readonly views: readonly SavedView[];
  readonly wrong: (field: TourFault["field"]) => string | null;
  /** @param what names the field that is typed into */
  readonly patch: (part: Partial<WallScene>, what: string | null) => void;
  readonly move: (by: -1 | 1) => void;
  readonly repeat: () => void;
  readonly remove: () => void;
  /** What is dragged would come here. */
  readonly over: boolean;
  readonly drag: { begin(): void; over(): void; drop(): void; end(): void };
}

export function SceneRow(props: Props) {
  const { scene, index, views, wrong, patch, over, drag } = props;
  const say = useSay();
  const id = useId();
  const n = index + 1;
  const [titleWrong, secondsWrong] = [wrong("title"), wrong("seconds")];
  return (
    <li
      className={over ? "scene-row over" : "scene-row"}
      data-key={scene.key}
      aria-label={say.t("walls.sceneLabel", { n })}
      onDragOver={(event) => {
        event.preventDefault();
        drag.over();
      }}
      onDrop={(event) => {
        event.preventDefault();
        drag.drop();
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a hand's way; the keyboard has the buttons at the end of the row */}
      <span
        className="scene-handle"
        draggable
        title={say.t("walls.drag")}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", String(n));
          drag.begin();
        }}
        onDragEnd={drag.end}
      >
        <span aria-hidden="true">⠿</span> {n}
      </span>
      <div className="scene-fields">
        <label className="labelled column">
          <span>{say.t("walls.kind")}</span>
          <select className="field" value={scene.kind} onChange={(event) => patch({ kind: event.target.value as SceneKind }, null)}>
            {Object.entries(sceneKinds).map(([kind, word]) => (
              <option key={kind} value={kind}>
                {say.of(word)}
              </option>
            ))}
          </select>
        </label>
        <div className="labelled column">
          <label htmlFor={`${id}-title`}>{say.t("walls.sceneTitle")}</label>
          <input
            id={`${id}-title`}
            className="field"
            maxLength={longestTitle}
            placeholder={say.of(sceneKinds[scene.kind])}
            value={scene.title ?? ""}
            aria-invalid={titleWrong !== null}
            onChange={(event) => patch({ title: event.target.value || null }, "title")}
          />
          <Wrong text={titleWrong} />
        </div>
        <div className="labelled column scene-seconds">
          <label htmlFor={`${id}-seconds`}>{say.t("walls.sceneSeconds")}</label>
          <input
            id={`${id}-seconds`}
            className="field"
            type="number"
            min={sceneSeconds.least}
            max={sceneSeconds.most}
            value={scene.seconds || ""}
            aria-invalid={secondsWrong !== null}
            onChange={(event) => patch({ seconds: Number(event.target.value) }, "seconds")}
          />
          <Wrong text={secondsWrong} />
        </div>
        <QuestionField scene={scene} views={views} wrong={wrong("query")} change={(query, what) => patch({ query }, what)} />
      </div>
      <SceneActs {...props} />
    </li>
  );
}

export function Wrong({ text }: { text: string | null }) {
  return (
    text && (
      <small className="inline-failure" role="alert">
        {text}
      </small>
    )
  );
}

/** Two sheets; the page's other icons are in its first scripts. */
function CopyIcon() {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d="M7 6.5h9v10H7zM4 13.5v-10h9" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
    </svg>
  );
}

function SceneActs({ index, count, move, repeat, remove }: Props) {
  const say = useSay();
  const n = index + 1;
  const label = (text: string) => ({ "aria-label": text, title: text });
  return (
    <div className="scene-acts">
      <button
        type="button"
        className="icon-button"
        data-move="up"
        disabled={index === 0}
        {...label(say.t("walls.up1", { n }))}
        onClick={() => move(-1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="icon-button"
        data-move="down"
        disabled={index === count - 1}
        {...label(say.t("walls.down1", { n }))}
        onClick={() => move(1)}
      >
        ↓
      </button>
      <button type="button" className="icon-button" {...label(say.t("walls.repeat", { n }))} onClick={repeat}>
        <CopyIcon />
      </button>
      <button type="button" className="icon-button" disabled={count === 1} {...label(say.t("walls.take", { n }))} onClick={remove}>
        <Icon name="close" />
      </button>
    </div>
  );
}
