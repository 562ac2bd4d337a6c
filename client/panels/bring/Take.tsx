/** Nothing is here yet: drop, choose, or paste; and empty tables to begin with. */
import { useId, useState } from "react";
import { type ImportTarget, importTargets } from "../../../server/contract/importing/importing.ts";
import { useSay } from "../useApp.ts";
import { acceptedFiles } from "./accepted.ts";
import { saveTemplate } from "./template.ts";
import { useBring, useBringing } from "./useBring.ts";

export function Take() {
  const bringing = useBringing();
  const { busy, source } = useBring();
  const name = source?.kind === "file" ? source.file.name : "";
  return (
    <TakeArea
      reading={busy === "reading" ? name : null}
      file={(file) => void bringing.open({ kind: "file", file })}
      paste={(text) => void bringing.open({ kind: "pasted", text })}
    />
  );
}

interface Props {
  /** The file that is being read; null = none. */
  readonly reading: string | null;
  readonly file: (file: File) => void;
  readonly paste: (text: string) => void;
}
export function TakeArea({ reading, file, paste }: Props) {
  const say = useSay();
  const id = useId();
  const [text, setText] = useState("");
  return (
    <div className="bring-take">
      <section className="bring-drop" aria-label={say.t("bring.drop")}>
        <strong>{reading === null ? say.t("bring.drop") : say.t("bring.readingFile", { name: reading })}</strong>
        {reading !== null && <span className="spinner" aria-hidden="true" />}
        <label className="button primary">
          {say.t("bring.chooseFile")}
          <input
            type="file"
            className="sr"
            accept={acceptedFiles}
            disabled={reading !== null}
            onChange={(event) => {
              const [one] = event.target.files ?? [];
              if (one) file(one);
              event.target.value = "";
            }}
          />
        </label>
        <small className="quiet">{say.t("bring.kinds")}</small>
      </section>
      <section className="bring-paste">
        <label htmlFor={id}>{say.t("bring.paste")}</label>
        <textarea
          id={id}
          className="field"
          rows={5}
          value={text}
          placeholder={say.t("bring.pasteHint")}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="button" className="button" disabled={text.trim() === "" || reading !== null} onClick={() => paste(text)}>
          {say.t("bring.takePasted")}
        </button>
      </section>
      <p className="bring-templates">
        {say.t("bring.templates")}{" "}
        {(Object.keys(importTargets) as ImportTarget[]).map((target) => (
          <button key={target} type="button" className="link" onClick={() => saveTemplate(target, say.lang)}>
            {say.t("bring.template", { what: say.of(importTargets[target]) })}
          </button>
        ))}
      </p>
    </div>
  );
}
