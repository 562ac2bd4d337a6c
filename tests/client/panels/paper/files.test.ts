/** The files of a sheet: a PNG that knows its size, a PDF of one page of exact paper. */
import { PDFDocument } from "@cantoo/pdf-lib";
import { PNG } from "pngjs";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { fileName } from "../../../../client/panels/paper/make.ts";
import { pdfOf } from "../../../../client/panels/paper/pdf.ts";
import { withSize } from "../../../../client/panels/paper/png.ts";
import { papers, sizeOf } from "../../../../client/panels/paper/sheet.ts";

describe("a PNG of a sheet", () => {
  const picture = new PNG({ width: 3, height: 2 });
  picture.data.fill(200);
  const plain = new Uint8Array(PNG.sync.write(picture));

  it("says its resolution, and is the same picture", async () => {
    const sized = Buffer.from(withSize(plain, 200));
    expect((await sharp(sized).metadata()).density).toBe(200);
    expect(PNG.sync.read(sized, { checkCRC: true }).data).toEqual(picture.data);
  });

  it("is of nothing else", () => {
    expect(() => withSize(new TextEncoder().encode("%PDF-1.7 and so on, long enough to hold a head"), 200)).toThrow("Not a PNG");
  });
});

describe("a PDF of a sheet", () => {
  const words = {
    title: "测试区问题分布图",
    subject: "筛选：未销号",
    keywords: ["测试区"],
    author: "石婉清",
    lang: "zh-CN",
    made: new Date(0),
  };

  it.each(Object.keys(papers) as (keyof typeof papers)[])(
    "is one page of %s, lying or upright, with its words in its information",
    async (paper) => {
      const jpeg = await sharp({ create: { width: 8, height: 6, channels: 3, background: "#abc" } })
        .jpeg()
        .toBuffer();
      for (const upright of [true, false]) {
        const size = sizeOf({ paper, upright });
        const file = await PDFDocument.load(await pdfOf(new Uint8Array(jpeg).buffer, size, words), { updateMetadata: false });
        expect(file.getPageCount()).toBe(1);
        const box = file.getPage(0).getMediaBox();
        expect((box.width / 72) * 25.4).toBeCloseTo(size.width, 6);
        expect((box.height / 72) * 25.4).toBeCloseTo(size.height, 6);
        expect([file.getTitle(), file.getSubject(), file.getAuthor()]).toEqual([words.title, words.subject, words.author]);
        expect(file.getCreationDate()).toEqual(words.made);
      }
    },
  );
});

describe("a file's name", () => {
  it("holds nothing that a system refuses", () => {
    expect(fileName('a/b\\c:d*e?f"g<h>i|j\u0007', "pdf")).toBe("a b c d e f g h i j.pdf");
    expect(fileName("  ", "png")).toBe("map.png");
  });
});
