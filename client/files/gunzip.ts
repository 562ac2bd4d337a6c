/** One gzipped file, never beyond a bound. */
import { Gunzip } from "fflate";
import { FileFault, fault } from "./table.ts";

const most_bytes = 256 * 1024 * 1024;
const piece_bytes = 64 * 1024;

/** @throws FileFault */
export function gunzipped(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const gunzip = new Gunzip((piece) => {
    length += piece.length;
    if (length > most_bytes) throw fault("解压后超过 256 MB，不予读取", "Unpacked it is larger than 256 MB, and is not read");
    pieces.push(piece);
  });
  try {
    for (let at = 0; at < bytes.length; at += piece_bytes)
      gunzip.push(bytes.subarray(at, at + piece_bytes), at + piece_bytes >= bytes.length);
  } catch (error) {
    if (error instanceof FileFault) throw error;
    throw fault("不是完整的 gzip 文件", "This is not a whole gzip file");
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
