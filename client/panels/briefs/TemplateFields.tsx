/** The fields and loops that a template may use, and what each stands for. */
import { templateFields, templateLoops } from "../../../server/contract/brief.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { useSay } from "../useApp.ts";
import { fieldMeanings, loopMeanings } from "./fieldMeanings.ts";

export function TemplateFields() {
  const say = useSay();
  const meaning = (word: Word | undefined) => word && say.of(word);
  return (
    <section className="brief-fields" aria-label={say.t("briefs.fields")}>
      <h3>{say.t("briefs.fields")}</h3>
      <p className="quiet">{say.t("briefs.fieldsNote")}</p>
      <div className="table-box">
        <table>
          <thead>
            <tr>
              <th scope="col">{say.t("briefs.field")}</th>
              <th scope="col">{say.t("briefs.meaning")}</th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(templateFields) as (keyof typeof templateFields)[]).map((name) => (
              <tr key={name}>
                <td lang="zh-CN">
                  <code>{`{${name}}`}</code>
                </td>
                <td className="wrap">{meaning(fieldMeanings[name])}</td>
              </tr>
            ))}
            {(Object.keys(templateLoops) as (keyof typeof templateLoops)[]).map((name) => (
              <tr key={`#${name}`}>
                <td lang="zh-CN">
                  <code>{`{#${name}}…{/${name}}`}</code>
                </td>
                <td className="wrap">
                  {meaning(loopMeanings[name])}
                  <small lang="zh-CN">{templateLoops[name].map((inner) => `{${inner}}`).join(" ")}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
