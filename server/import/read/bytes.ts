/** A bundle's file as a stream of text: unpacked, decoded, and counted for progress. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import type { LayerSpec } from "../manifest.ts";
import { LayerFailed } from "../report.ts";

export interface TextFile {
  readonly chunks: AsyncIterable<string>;
  fraction(): number;
}

/** @throws LayerFailed when there is no such file, or it is not a plain file */
export async function sizeOf(folder: string, layer: LayerSpec): Promise<{ path: string; size: number }> {
  const path = isAbsolute(layer.file) ? layer.file : join(folder, layer.file);
  const found = await stat(path).catch((error: unknown) => {
    throw new LayerFailed({ zh: `读不到文件 ${layer.file}`, en: `the file ${layer.file} cannot be read` }, error);
  });
  // A pipe or device could be endless; only plain files are bundles.
  if (!found.isFile()) throw new LayerFailed({ zh: `${layer.file} 不是普通文件`, en: `${layer.file} is not a plain file` });
  return { path, size: found.size };
}

export async function openText(folder: string, layer: LayerSpec): Promise<TextFile> {
  const { path, size } = await sizeOf(folder, layer);
  let done = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length;
      next(null, chunk);
    },
  });
  const source = createReadStream(path);
  source.on("error", (error) => counter.destroy(error));
  const counted = source.pipe(counter);
  if (!layer.file.endsWith(".gz")) return { chunks: decode(counted, layer), fraction: () => (size ? done / size : 1) };
  const gunzip = createGunzip();
  counted.on("error", (error) => gunzip.destroy(error));
  return { chunks: decode(counted.pipe(gunzip), layer), fraction: () => (size ? done / size : 1) };
}

async function* decode(bytes: AsyncIterable<Buffer>, layer: LayerSpec): AsyncGenerator<string> {
  const encoding = layer.encoding ?? "utf-8";
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
      const other = encoding === "utf-8" ? "gb18030" : "utf-8";
      throw new LayerFailed(
        {
          zh: `${layer.file} 不是 ${encoding} 编码；请在图层中写 "encoding": "${other}"`,
          en: `${layer.file} is not ${encoding}; state "encoding": "${other}" in its layer`,
        },
        error,
      );
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new LayerFailed({ zh: `读取 ${layer.file} 失败：${why}`, en: `reading ${layer.file} failed: ${why}` }, error);
  }
}
