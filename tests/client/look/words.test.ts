import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import "../../../client/look/deskWords.ts";
import { adminWords } from "../../../client/look/words/admin.ts";
import { briefsWords } from "../../../client/look/words/briefs.ts";
import { fieldWords } from "../../../client/look/words/field.ts";
import { figuresWords } from "../../../client/look/words/figures.ts";
import { handbookWords } from "../../../client/look/words/handbook.ts";
import { hotWords } from "../../../client/look/words/hot.ts";
import { nearWords } from "../../../client/look/words/near.ts";
import { peopleWords } from "../../../client/look/words/people.ts";
import { photoWords } from "../../../client/look/words/photos.ts";
import { plannerWords } from "../../../client/look/words/planner.ts";
import { plannerImportWords } from "../../../client/look/words/plannerImport.ts";
import { plannerPublishWords } from "../../../client/look/words/plannerPublish.ts";
import { shortlistWords } from "../../../client/look/words/shortlist.ts";
import { siteWords } from "../../../client/look/words/site.ts";
import { viewsWords } from "../../../client/look/words/views.ts";
import { wallWords } from "../../../client/look/words/wall.ts";
import { wallSceneWords } from "../../../client/look/words/wallScenes.ts";
import { wallsWords } from "../../../client/look/words/walls.ts";
import { fill, isKey, learn, t, words } from "../../../client/look/words.ts";

for (const room of [
  adminWords,
  briefsWords,
  fieldWords,
  peopleWords,
  photoWords,
  figuresWords,
  handbookWords,
  plannerWords,
  plannerImportWords,
  plannerPublishWords,
  hotWords,
  nearWords,
  siteWords,
  shortlistWords,
  viewsWords,
  wallWords,
  wallSceneWords,
  wallsWords,
])
  learn(room);

const root = join(import.meta.dirname, "../../..");
const sources = ["client/panels", "client/field", "client/photo", "client/wall", "client/planner", "client"]
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: folder !== "client", encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(join(root, folder, file), "utf8")),
  );
const text = sources.join("\n");
const entries = Object.entries(words);
const values = (said: string) => [...said.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe("the dictionary", () => {
  it("has every key that a panel says", () => {
    const said = [...text.matchAll(/"((?:[a-zA-Z]+)\.[-\w]+)"/g)].map((match) => match[1] as string);
    const prefixes = new Set(Object.keys(words).map((key) => key.split(".")[0]));
    const missing = said.filter((key) => prefixes.has(key.split(".")[0]) && !isKey(key));
    expect(missing).toEqual([]);
  });

  it("has no key that nobody says", () => {
    const made = [...text.matchAll(/`([a-zA-Z]+)\.\$\{/g)].map((match) => match[1] as string);
    const unused = Object.keys(words).filter((key) => !text.includes(`"${key}"`) && !made.includes(key.split(".")[0] ?? ""));
    expect(unused).toEqual([]);
  });

  it("says everything in both languages, with the same values", () => {
    for (const [key, word] of entries) {
      expect(word.zh.trim(), key).not.toBe("");
      expect(word.en.trim(), key).not.toBe("");
      expect(
        values(word.zh).filter((v) => v !== "with"),
        key,
      ).toEqual(values(word.en).filter((v) => v !== "with"));
    }
  });

  it("speaks Chinese in the Chinese column and none in the English one", () => {
    const bare = (said: string) => said.replace(/\{\w+\}/g, "").trim();
    for (const [key, word] of entries) {
      if (!/[a-z]/i.test(bare(word.zh))) continue;
      // What is left in Latin letters stands beside Han: an acronym or a key's name.
      expect(/\p{Script=Han}/u.test(word.zh), `${key}: ${word.zh}`).toBe(true);
    }
    for (const [key, word] of entries) expect(/\p{Script=Han}/u.test(word.en), `${key}: ${word.en}`).toBe(false);
  });

  it("puts values in, and leaves unknown names to be seen", () => {
    expect(t("zh", "filter.total", { n: "1,203" })).toBe("共 1,203 个问题");
    expect(fill("{a} {b}", { a: 1 })).toBe("1 {b}");
  });
});
