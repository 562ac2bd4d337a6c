/** What a new password must not be. */
import { describe, expect, it } from "vitest";
import { hashPassword, matches, passwordFault } from "../../../server/people/password.ts";

const rules = { leastLength: 10, mixed: false };

describe("passwords", () => {
  it.each([
    ["nine char", /at least 10/],
    ["九个字符九个字符九", /at least 10/],
    ["🙂🙂🙂🙂🙂🙂🙂🙂🙂", /at least 10/],
    ["password1234", /common/],
    ["PASSWORD1234", /common/],
    ["ｐａｓｓｗｏｒｄ１２３４", /common/],
    ["woaini5201314", /common/],
    ["xx-WANG.MIN-xx", /account or the name/],
    ["我叫王敏敏敏敏敏敏敏", /account or the name/],
  ])("%s", (text, expected) => {
    expect(passwordFault(text, rules, ["wang.min", "王敏"])?.en).toMatch(expected);
  });

  it.each(["correct horse battery", "十个汉字也是一个好密码啊", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", "          "])("%s will do", (text) => {
    expect(passwordFault(text, rules, ["wang.min", "王敏", null])).toBeNull();
  });

  it("mixed: capitals, small letters and digits, of any script", () => {
    const mixed = { leastLength: 8, mixed: true };
    for (const text of ["abcdefgh1jkl", "ABCDEFGH1JKL", "Abcdefghijkl"]) expect(passwordFault(text, mixed, [])?.en).toMatch(/capital/);
    for (const text of ["Abcdefgh1jkl", "Äbcdefgh٣jkl"]) expect(passwordFault(text, mixed, [])).toBeNull();
  });

  it("a short name is no reason", () => {
    expect(passwordFault("a long sentence", rules, ["a"])).toBeNull();
  });

  it("argon2id of 19 MiB and two passes, of the NFKC form", async () => {
    const kept = await hashPassword("Ａngström-bridge");
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(kept).not.toBe(await hashPassword("Ａngström-bridge"));
    expect(await matches(kept, "Angstro\u0308m-bridge")).toBe(true);
    expect(await matches(kept, "Angstrom-bridge")).toBe(false);
    expect(await matches(null, "Angstrom-bridge")).toBe(false);
  });
});
