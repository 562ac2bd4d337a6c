/** What a file is, by what stands in it, and who reads it. Each reader comes when it is needed. */
import { isUtf8, wideEncoding } from "./encoding.ts";
import { refuseBinary, refuseBook, refuseText } from "./refused.ts";
import { type FileEncoding, FileFault, type FileTable, fault, type ReadOptions } from "./table.ts";
import { readText } from "./text.ts";
import { Zip } from "./zip.ts";

/** What is not read piece by piece is held whole. */
const largestWhole_bytes = 256 * 1024 * 1024;
const look_bytes = 4096;

type Progress = (share: number) => void;
interface Opened {
  readonly file: Blob;
  readonly name: string;
  readonly options: ReadOptions;
  readonly progress: Progress;
  readonly wasm: string | null;
}

async function whole(file: Blob): Promise<Uint8Array> {
  if (file.size > largestWhole_bytes)
    throw fault("这种文件最多 256 MB：请只导出需要的部分", "A file of this kind may have 256 MB: export only the part needed");
  return new Uint8Array(await file.arrayBuffer());
}

async function zipped({ file, name, options, progress }: Opened): Promise<FileTable> {
  const zip = new Zip(await whole(file));
  progress(0.1);
  if (zip.has("xl/workbook.xml")) return (await import("./xlsx.ts")).readWorkbook(zip, name, options, progress);
  refuseBook(zip.paths);
  const { layersOf, readShapefiles } = await import("./shp.ts");
  if (layersOf(zip).length > 0) return readShapefiles(zip, name, options);
  const kml = zip.paths.find((path) => /\.kml$/i.test(path));
  if (kml !== undefined) return (await import("./kml.ts")).readKml(zip.text(kml) ?? "", name);
  return one(zip, { name, options, progress });
}

/** A single table of text in a zip is read as if it were not in one. */
async function one(zip: Zip, rest: Omit<Opened, "file" | "wasm">): Promise<FileTable> {
  const texts = zip.paths.filter((path) => /\.(csv|tsv|txt|json|geojson)$/i.test(path));
  const [path, ...more] = texts;
  if (path === undefined || more.length > 0)
    throw fault(
      "压缩包里没有 .shp、.kml，也不是单独一个表格文件：请解压后逐个导入",
      "The zip holds no .shp, no .kml and not a single table: unpack it and bring the files one by one",
    );
  return plain({ ...rest, file: new Blob([new Uint8Array(zip.read(path) ?? [])]), wasm: null });
}

async function plain(opened: Opened): Promise<FileTable> {
  const { file, name, options, progress } = opened;
  const head = new Uint8Array(await file.slice(0, look_bytes).arrayBuffer());
  const encoding: FileEncoding = options.encoding ?? wideEncoding(head) ?? "utf-8";
  const start = new TextDecoder(encoding)
    .decode(head)
    .replace(/^\uFEFF/, "")
    .trimStart();
  refuseText(start);
  if (/^[{[]/.test(start) && (/^\{\s*"/.test(start) || /^\[\s*[{\]]/.test(start))) return json(opened, encoding);
  if (/^<(\?xml|kml|!--|!DOCTYPE)/i.test(start)) {
    const text = new TextDecoder(encoding).decode(await whole(file));
    if (!/<(\w+:)?kml\b/i.test(text.slice(0, 100_000))) throw fault("这个 XML 不是 KML", "This XML is no KML");
    return (await import("./kml.ts")).readKml(text, name);
  }
  return readText(file, name, options, progress);
}

async function json({ file, name, options }: Opened, encoding: FileEncoding): Promise<FileTable> {
  const bytes = await whole(file);
  const read = !options.encoding && encoding === "utf-8" && !isUtf8(bytes) ? "gb18030" : encoding;
  return (await import("./geojson.ts")).readGeojson(new TextDecoder(read).decode(bytes), name, read);
}

async function unzipped(opened: Opened): Promise<FileTable> {
  const { gunzipped } = await import("./gunzip.ts");
  return plain({ ...opened, file: new Blob([gunzipped(await whole(opened.file))]) });
}

const begins = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);

async function sorted(opened: Opened): Promise<FileTable> {
  const { file, name, options, wasm } = opened;
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  if (begins(head, 0x50, 0x4b, 3, 4) || begins(head, 0x50, 0x4b, 5, 6)) return zipped(opened);
  if (begins(head, 0x1f, 0x8b)) return unzipped(opened);
  if (new TextDecoder().decode(head).startsWith("SQLite format 3"))
    return (await import("./gpkg.ts")).readGeoPackage(await whole(file), name, options, wasm);
  await refuseBinary(file, name, head);
  return plain(opened);
}

/**
 * A file as a table, wherever this runs.
 * @param wasm where SQLite's code lies; null = beside its script @throws FileFault and nothing else
 */
export async function openFile(
  file: Blob,
  name: string,
  options: ReadOptions,
  progress: Progress,
  wasm: string | null,
): Promise<FileTable> {
  if (file.size === 0) throw fault("文件是空的（0 字节）", "The file is empty (0 bytes)");
  try {
    return await sorted({ file, name, options, progress, wasm });
  } catch (error) {
    if (error instanceof FileFault) throw error;
    if (error instanceof DOMException && (error.name === "NotFoundError" || error.name === "NotReadableError"))
      throw fault(
        "读不到内容：拖入的可能是文件夹，或文件已被移动、正被别的程序占用；请拖入文件本身",
        "There is nothing to read: a folder, perhaps, or a file that was moved or is in use elsewhere. Drop the file itself",
      );
    throw fault(
      "文件读不出来：可能已损坏，请另存为 xlsx 或 CSV 再试",
      "The file cannot be read: it may be damaged; save it anew as xlsx or CSV",
    );
  }
}
