/** An office's own template, dropped or chosen; what the server finds wrong with it is said as it says it. */
import { useId, useState } from "react";
import { type BriefKind, briefKinds, mostTemplate_bytes } from "../../../server/contract/brief.ts";
import { addTemplate } from "../../api/briefs.ts";
import { wordsOf } from "../../api/http.ts";
import type { Failure } from "../../state/app.ts";
import { toast } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";

const type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** What is wrong with a file before it is sent; null = nothing that can be seen. */
export function fileFault({ name, size }: Pick<File, "name" | "size">): "type" | "size" | null {
  if (!/\.docx$/i.test(name)) return "type";
  return size > mostTemplate_bytes ? "size" : null;
}

export function TemplateDrop({ kind, added }: { kind: BriefKind; added: () => void }) {
  const app = useApp();
  const say = useSay();
  const id = useId();
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, fail] = useState<Failure | "type" | "size" | null>(null);
  const take = async (file: File | undefined) => {
    setOver(false);
    if (!file || busy) return;
    const fault = fileFault(file);
    fail(fault);
    if (fault) return;
    setBusy(true);
    try {
      const name = file.name.replace(/\.docx$/i, "");
      await addTemplate(kind, name, file);
      toast(app, { zh: `已收下“${name}”，可以启用`, en: `“${name}” is taken; it can be used now` });
      added();
    } catch (error) {
      fail(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way, the field in it the other */}
      <div
        className={over ? "brief-drop over" : "brief-drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          void take(event.dataTransfer.files[0]);
        }}
      >
        <span>{say.t(busy ? "briefs.sending" : "briefs.drop", { kind: say.of(briefKinds[kind]) })}</span>
        <label className="button" htmlFor={id}>
          {say.t("briefs.choose")}
        </label>
        <input
          id={id}
          type="file"
          className="sr"
          aria-label={say.t("briefs.chooseFor", { kind: say.of(briefKinds[kind]) })}
          accept={`.docx,${type}`}
          disabled={busy}
          aria-describedby={failure ? `${id}wrong` : undefined}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      {failure && (
        <p id={`${id}wrong`} className="inline-failure brief-faults" role="alert">
          {failure === "type" && say.t("briefs.notDocx")}
          {failure === "size" && say.t("briefs.tooLarge", { most: mostTemplate_bytes / 1024 / 1024 })}
          {typeof failure === "object" && say.of(failure)}
        </p>
      )}
    </>
  );
}
