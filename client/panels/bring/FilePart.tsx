/** The file as it was read: which sheet, which letters, which line has the headings; and its first rows. */
import { useRef } from "react";
import { geometryColumn } from "../../../server/contract/importing/importing.ts";
import type { FileEncoding, FileTable } from "../../files/table.ts";
import { useSay } from "../useApp.ts";
import { acceptedFiles } from "./accepted.ts";
import { fieldsOf } from "./draft.ts";
import { isLocked, useBring, useBringing } from "./useBring.ts";

const encodings: readonly FileEncoding[] = ["utf-8", "gb18030", "utf-16le", "utf-16be"];
const encodingNames: Readonly<Record<FileEncoding, string>> = {
  "utf-8": "UTF-8",
  gb18030: "GBK / GB18030",
  "utf-16le": "UTF-16 LE",
  "utf-16be": "UTF-16 BE",
};
const previewed = 8;
const longestShown = 60;
const shown = (cell: string): string => (cell.length > longestShown ? `${cell.slice(0, longestShown)}…` : cell);

export function FilePart({ table }: { table: FileTable }) {
  const say = useSay();
  const bring = useBring();
  const locked = isLocked(bring);
  const { busy } = bring;
  return (
    <section className="bring-part" aria-label={say.t("bring.file")}>
      <header>
        <h3>{say.t("bring.file")}</h3>
        <span className="quiet clip">{say.t("bring.size", { rows: say.n(table.rows.length), columns: say.n(table.columns.length) })}</span>
        <OtherFile disabled={busy !== null} />
      </header>
      <Choices table={table} disabled={locked} />
      {table.notes.length > 0 && (
        <ul className="bring-notes">
          {table.notes.map((note) => (
            <li key={note.en}>{say.of(note)}</li>
          ))}
        </ul>
      )}
      <Preview table={table} />
    </section>
  );
}

function OtherFile({ disabled }: { disabled: boolean }) {
  const say = useSay();
  const bringing = useBringing();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="link" disabled={disabled} onClick={() => input.current?.click()}>
        {say.t("bring.other")}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={acceptedFiles}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void bringing.open({ kind: "file", file });
          event.target.value = "";
        }}
      />
    </>
  );
}

function Choices({ table, disabled }: { table: FileTable; disabled: boolean }) {
  const say = useSay();
  const bringing = useBringing();
  const options = {
    part: table.part,
    ...(table.encoding !== null && { encoding: table.encoding }),
    headerRow: table.headerRow,
  };
  // Another sheet has its headings elsewhere.
  const { headerRow: _line, ...elsewhere } = options;
  const lined = table.kind === "csv" || table.kind === "xlsx" || table.kind === "pasted";
  if (table.parts.length < 2 && table.encoding === null && !lined) return null;
  return (
    <div className="bring-choices">
      {table.parts.length > 1 && (
        <label className="labelled">
          <span>{say.t(table.kind === "xlsx" ? "bring.sheet" : "bring.layer")}</span>
          <select
            className="field"
            value={table.part}
            disabled={disabled}
            onChange={(event) => bringing.reread({ ...elsewhere, part: Number(event.target.value) })}
          >
            {table.parts.map((part, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts have their place only
              <option key={i} value={i}>
                {part.name} ({say.n(part.rows)})
              </option>
            ))}
          </select>
        </label>
      )}
      {table.encoding !== null && (
        <label className="labelled">
          <span>{say.t("bring.encoding")}</span>
          <select
            className="field"
            value={table.encoding}
            disabled={disabled}
            onChange={(event) => bringing.reread({ ...elsewhere, encoding: event.target.value as FileEncoding })}
          >
            {encodings.map((encoding) => (
              <option key={encoding} value={encoding}>
                {encodingNames[encoding]}
              </option>
            ))}
          </select>
        </label>
      )}
      {lined && (
        <label className="labelled">
          <span>{say.t("bring.headerRow")}</span>
          <select
            className="field"
            value={table.headerRow}
            disabled={disabled}
            onChange={(event) => bringing.reread({ ...options, headerRow: Number(event.target.value) })}
          >
            {Array.from({ length: Math.max(12, table.headerRow + 1) }, (_, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
              <option key={line} value={line}>
                {line === 0 ? say.t("bring.noHeader") : say.t("bring.line", { n: line })}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** Which field each column is taken for: said under its heading. */
function useTaken(): ReadonlyMap<string, string> {
  const say = useSay();
  const { draft } = useBring();
  const taken = new Map<string, string>();
  if (!draft) return taken;
  for (const { key, name } of fieldsOf(draft.into)) {
    const column = draft.fields[key]?.column;
    if (column) taken.set(column, [taken.get(column), say.of(name)].filter(Boolean).join("、"));
  }
  if (draft.place === "xy") {
    if (draft.x) taken.set(draft.x, say.t("bring.x"));
    if (draft.y) taken.set(draft.y, say.t("bring.y"));
  } else if (draft.text) taken.set(draft.text, say.t(draft.place === "text" ? "bring.placeText" : "bring.placeAddress"));
  return taken;
}

function Preview({ table }: { table: FileTable }) {
  const say = useSay();
  const taken = useTaken();
  return (
    <section
      className="bring-preview"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys
      tabIndex={0}
      aria-label={say.t("bring.preview", { n: Math.min(previewed, table.rows.length) })}
    >
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col" data-taken={taken.has(column) || undefined}>
                {column === geometryColumn ? say.t("bring.shape") : column}
                <small>{taken.has(column) ? `→ ${taken.get(column)}` : say.t("bring.unused")}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, previewed).map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no key but their place
            <tr key={i}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as its column
                <td key={column} title={cell.length > longestShown ? cell : undefined}>
                  {shown(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
