/** Note templates: what is written again and again with an act, one click away. */
import type { Templates } from "../../../server/contract/types.ts";
import { actPaths, problemActs } from "../../../server/contract/vocabulary.ts";
import { askTemplates, saveTemplate } from "../../api/admin.ts";
import { useSay } from "../useApp.ts";
import { Book, type Column } from "./Book.tsx";
import type { FieldOf } from "./fields.ts";

type Template = Templates["rows"][number];
const fields: readonly FieldOf[] = [
  {
    name: "act",
    word: "admin.act",
    kind: "word",
    needed: true,
    fixed: true,
    options: Object.entries(problemActs)
      .filter(([act]) => act in actPaths)
      .map(([value, label]) => ({ value, label })),
  },
  { name: "zh", word: "admin.textZh", kind: "long", needed: true },
  { name: "en", word: "admin.textEn", kind: "long", needed: true },
  { name: "retired", word: "admin.retiredTemplate", kind: "flag" },
];

export function TemplatesBook() {
  const say = useSay();
  const columns: readonly Column<Template>[] = [
    { word: "admin.act", show: (one) => say.of(problemActs[one.act]) },
    { word: "admin.text", show: (one) => say.of(one.text) },
    { word: "admin.retiredTemplate", show: (one) => (one.retired ? "✓" : "") },
  ];
  return (
    <Book
      title={say.t("admin.templates")}
      note={say.t("admin.templatesNote")}
      asks="templates"
      load={async () => (await askTemplates()).rows}
      keyOf={(one) => String(one.id)}
      text={(one) => `${one.text.zh} ${one.text.en}`}
      columns={columns}
      fields={fields}
      thing={(one) => (one ? { act: one.act, zh: one.text.zh, en: one.text.en, retired: one.retired } : {})}
      save={(one, body) => saveTemplate(one ? { ...body, id: one.id } : body)}
      addWord="admin.addTemplate"
      faded={(one) => one.retired}
    />
  );
}
