/**
 * One page of exactly the paper's size. The sheet is on it as a JPEG, which goes in as it is: a PNG would be unpacked and packed
 * again pixel by pixel. Its words are in the picture, since a PDF's own fonts have no Chinese; what it is stands in the
 * document's own title, subject and keywords, which search finds.
 */
import { PDFDocument } from "@cantoo/pdf-lib";
import { mmPerInch } from "./sheet.ts";

export interface PdfWords {
  readonly title: string;
  readonly subject: string;
  readonly keywords: readonly string[];
  readonly author: string;
  readonly lang: string;
  readonly made: Date;
}

const pointsPerInch = 72;

/** @param jpeg the sheet @param size mm */
export async function pdfOf(jpeg: ArrayBuffer, size: { width: number; height: number }, words: PdfWords): Promise<Uint8Array<ArrayBuffer>> {
  const file = await PDFDocument.create();
  const points = (mm: number) => (mm / mmPerInch) * pointsPerInch;
  const [width, height] = [points(size.width), points(size.height)];
  const page = file.addPage([width, height]);
  page.drawImage(await file.embedJpg(jpeg), { x: 0, y: 0, width, height });
  file.setTitle(words.title, { showInWindowTitleBar: true });
  file.setSubject(words.subject);
  file.setKeywords([...words.keywords]);
  file.setAuthor(words.author);
  file.setLanguage(words.lang);
  file.setCreator("Chuangtu");
  file.setProducer("Chuangtu");
  file.setCreationDate(words.made);
  file.setModificationDate(words.made);
  return new Uint8Array(await file.save());
}
