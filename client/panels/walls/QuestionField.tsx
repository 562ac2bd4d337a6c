/** Which problems a scene is about: its kind's own question, a saved view's, or a pasted address of the desk; with the sentence it means. */
import { useId, useState } from "react";
import type { SavedView } from "../../../server/contract/types.ts";
import { wordsOf } from "../../api/http.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { usePart, useSay } from "../useApp.ts";
import { Wrong } from "./SceneRow.tsx";
import { meaningOf, queryFrom } from "./sceneQuestion.ts";
import type { DraftScene } from "./tourDraft.ts";

interface Props {
  readonly scene: DraftScene;
  readonly views: readonly SavedView[];
  readonly wrong: string | null;
  readonly change: (query: string, what: string | null) => void;
}

const districtOf = (state: AppState) => state.district;

export function QuestionField({ scene, views, wrong, change }: Props) {
  const say = useSay();
  const id = useId();
  const [pasting, paste] = useState(false);
  const view = views.find((one) => one.query === scene.query);
  const chosen = pasting || (scene.query && !view) ? "pasted" : scene.query && view ? String(view.id) : "";
  const choose = (value: string) => {
    paste(value === "pasted");
    if (value === "") change("", null);
    const picked = views.find((one) => String(one.id) === value);
    if (picked) change(picked.query, null);
  };
  return (
    <div className="labelled column scene-question">
      <label htmlFor={id}>{say.t("walls.question")}</label>
      <select id={id} className="field" value={chosen} aria-invalid={wrong !== null} onChange={(event) => choose(event.target.value)}>
        <option value="">{say.t(scene.kind === "view" ? "walls.needView" : "walls.own")}</option>
        {views.length > 0 && (
          <optgroup label={say.t("walls.saveds")}>
            {views.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </optgroup>
        )}
        <option value="pasted">{say.t("walls.pasted")}</option>
      </select>
      {chosen === "pasted" && <AddressField query={scene.query} change={(query) => change(query, "query")} />}
      <Meaning query={scene.query} />
      <Wrong text={wrong} />
    </div>
  );
}

/** What was typed stays as it is typed; the scene has it once it is an address of the desk. */
function AddressField({ query, change }: { query: string; change: (query: string) => void }) {
  const say = useSay();
  const [typed, type] = useState<string | null>(null);
  const [failure, fail] = useState<Failure | "not desk" | null>(null);
  const read = async (text: string) => {
    type(text);
    fail(null);
    if (!text.trim()) return change("");
    try {
      const next = await queryFrom(text);
      if (next === null) fail("not desk");
      else change(next);
    } catch (error) {
      fail(wordsOf(error));
    }
  };
  return (
    <>
      <input
        className="field"
        aria-label={say.t("walls.address")}
        placeholder={say.t("walls.addressHint")}
        value={typed ?? query}
        aria-invalid={failure !== null}
        onChange={(event) => void read(event.target.value)}
        // From then on the field shows what is kept.
        onBlur={() => failure === null && type(null)}
      />
      <Wrong
        text={
          failure === null
            ? null
            : failure === "not desk"
              ? say.t("walls.notDesk", { address: `${location.origin}/?status=open` })
              : say.t("walls.linkFailed", { reason: say.of(failure) })
        }
      />
    </>
  );
}

/** The sentence of a question, and what of it cannot be read or is gone. */
export function Meaning({ query }: { query: string }) {
  const say = useSay();
  const book = usePart(bookOf);
  const district = usePart(districtOf);
  if (query === "") return null;
  const { asks, faults, stands, hot } = meaningOf(query, book, district);
  return (
    <>
      {faults.length === 0 && <small>{say.t("walls.means", { what: say.of(asks) + (hot ? say.t("walls.withHot") : "") })}</small>}
      {faults.map((fault) => (
        <small key={fault.parameter + fault.value} className="inline-failure">
          {say.t("walls.unread", { parameter: fault.parameter, value: fault.value, expected: say.of(fault.expected) })}
        </small>
      ))}
      {!stands && <small className="inline-failure">{say.t("walls.gone")}</small>}
    </>
  );
}
